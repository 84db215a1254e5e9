"""Mass and launches behind a computing power in orbit, and the power that a yearly lift can keep there."""

from dataclasses import dataclass

from compute_deal.models.orbital.checks import require_positive


@dataclass(frozen=True)
class Fleet:
    """What it takes to lift a fleet once.

    Parameters
    ----------
    mass_t : float
        Mass to orbit, t.
    launches : float
        Launches full by mass, fractions included.
    """

    mass_t: float
    launches: float


def fleet(power_w, kg_per_kw, payload_t):
    """Return mass and launches for a computing power.

    Parameters
    ----------
    power_w : float or array_like
        Computing power wanted, W.
    kg_per_kw : float or array_like
        Mass of whole satellites per computing power, kg/kW.
    payload_t : float or array_like
        Payload of one launch, t.

    Returns
    -------
    Fleet

    Raises
    ------
    ValueError
        If an input is not above zero.

    Notes
    -----
    Launches are limited by mass, not by volume.

    Examples
    --------
    >>> gigawatt = fleet(1e9, 10.0, 200.0)
    >>> gigawatt.mass_t, gigawatt.launches
    (10000.0, 50.0)
    """
    require_positive(power_w=power_w, kg_per_kw=kg_per_kw, payload_t=payload_t)
    mass_t = power_w / 1000.0 * kg_per_kw / 1000.0
    return Fleet(mass_t, mass_t / payload_t)


def sustained_power_w(mass_t_per_year, life_years, kg_per_kw):
    """Return the computing power that a yearly lift keeps in orbit when satellites wear out.

    Parameters
    ----------
    mass_t_per_year : float or array_like
        Mass lifted a year, t.
    life_years : float or array_like
        Life of a satellite, years.
    kg_per_kw : float or array_like
        Mass of whole satellites per computing power, kg/kW.

    Returns
    -------
    float or ndarray
        W.

    Raises
    ------
    ValueError
        If an input is not above zero.

    Notes
    -----
    ``m L / mu``: once the fleet is as large as what is lifted in one life, all that goes up replaces what wears out.

    Examples
    --------
    >>> sustained_power_w(2000.0, 5.0, 10.0)
    1000000000.0
    """
    require_positive(mass_t_per_year=mass_t_per_year, life_years=life_years, kg_per_kw=kg_per_kw)
    return mass_t_per_year * life_years / kg_per_kw * 1e6
