"""Heat of a panel in orbit: what it radiates at a temperature, and how hot it must be for a flux."""

from compute_deal.models.orbital.checks import require_non_negative, require_positive, require_share

STEFAN_BOLTZMANN_W_PER_M2_K4 = 5.670374419e-8


def radiated_w_per_m2(temperature_k, emissivity, sides=2):
    """Return the heat that a panel in deep space gives off.

    Parameters
    ----------
    temperature_k : float or array_like
        Surface temperature, K.
    emissivity : float or array_like
        Of each side.
    sides : int, default 2
        Sides that radiate, one or two.

    Returns
    -------
    float or ndarray
        W per m2 of panel, not of side: a two-sided panel of 1 m2 radiates from 2 m2.

    Raises
    ------
    ValueError
        If the temperature is not above zero, the emissivity is no share, or sides is neither 1 nor 2.

    Notes
    -----
    ``sides * epsilon * sigma * T^4``, the law of Stefan and Boltzmann. Sunlight and the Earth's warmth are left out.

    Examples
    --------
    >>> round(radiated_w_per_m2(293.15, 1.0), 1)
    837.5
    """
    require_positive(temperature_k=temperature_k)
    require_share(allow_zero=False, emissivity=emissivity)
    if sides not in (1, 2):
        raise ValueError(f"sides must be 1 or 2, got {sides!r}")
    return sides * emissivity * STEFAN_BOLTZMANN_W_PER_M2_K4 * temperature_k**4


def radiator_temperature_k(flux_w_per_m2, emissivity, sides=2):
    """Return the temperature at which a panel in deep space gives off a flux.

    Parameters
    ----------
    flux_w_per_m2 : float or array_like
        Heat given off per panel area, W/m2.
    emissivity : float or array_like
        Of each side.
    sides : int, default 2
        Sides that radiate, one or two.

    Returns
    -------
    float or ndarray
        K: the inverse of `radiated_w_per_m2`.

    Raises
    ------
    ValueError
        If the flux is negative, the emissivity is no share, or sides is neither 1 nor 2.

    Examples
    --------
    >>> round(radiator_temperature_k(1400.0, 0.9))
    342
    """
    require_non_negative(flux_w_per_m2=flux_w_per_m2)
    return (flux_w_per_m2 / radiated_w_per_m2(1.0, emissivity, sides)) ** 0.25
