"""Break-even prices: where the cost of computing in orbit meets a multiple of the cost on Earth."""

from dataclasses import replace

from compute_deal.models.orbital.checks import require_positive
from compute_deal.models.orbital.cost import cost_per_pflop_hour_usd

PRICES = ("launch_usd_per_kg", "satellite_usd_per_w", "one_off_usd", "operations_usd_per_year", "chips_usd_per_w")
TOTALS = ("one_off_usd", "operations_usd_per_year")


def break_even_price(comparison, price, ratio=1.0):
    """Return the price at which the cost ratio takes a given value.

    Parameters
    ----------
    comparison : Comparison
        Both sides. Arrays in its fields broadcast.
    price : str
        Field of the orbital side to solve for, one of ``PRICES``.
    ratio : float or array_like, default 1
        Cost in orbit per cost on Earth; 1 equates the totals.

    Returns
    -------
    float or ndarray
        The price in the unit of its field. Negative means that even a price of zero does not reach the ratio.

    Raises
    ------
    ValueError
        If the price is unknown or the ratio is not above zero.

    Notes
    -----
    Cost is a straight line in each of these prices, so the line through two prices gives the
    exact root. Every line of cost counts: satellites, launch, replacement, operations, one-off and chips.

    Examples
    --------
    >>> from compute_deal.models.orbital.sides import Comparison, Ground, Orbit
    >>> sides = Comparison(Orbit(1e9, 1.0, 5.0, 50.0, 500.0), Ground(1e9, 10.0, 0.0, 1.0), years=5.0)
    >>> round(float(break_even_price(sides, "launch_usd_per_kg")), 6)
    250.0
    """
    if price not in PRICES:
        raise ValueError(f"price must be one of {PRICES}, got {price!r}")
    require_positive(ratio=ratio)
    free_usd, ground_usd = cost_per_pflop_hour_usd(_with_price(comparison, price, 0.0))
    # A step of one dollar on a sum of billions would leave few digits; one dollar per watt leaves enough.
    step = comparison.orbit.power_w if price in TOTALS else 1.0
    step_usd, _ = cost_per_pflop_hour_usd(_with_price(comparison, price, step))
    return step * (ratio * ground_usd - free_usd) / (step_usd - free_usd)


def iso_ratio_satellite_usd_per_w(comparison, launch_usd_per_kg, ratio=1.0):
    """Return the satellite price along a line of equal cost ratio.

    Parameters
    ----------
    comparison : Comparison
        Both sides; its launch and satellite prices are replaced.
    launch_usd_per_kg : float or array_like
        Launch prices, USD/kg.
    ratio : float or array_like, default 1
        Cost in orbit per cost on Earth.

    Returns
    -------
    float or ndarray
        Satellite price, USD per installed W; negative where no price reaches the ratio.

    Raises
    ------
    ValueError
        If the ratio is not above zero.

    Examples
    --------
    >>> import numpy as np
    >>> from compute_deal.models.orbital.sides import Comparison, Ground, Orbit
    >>> sides = Comparison(Orbit(1e9, 1.0, 5.0, 50.0, 500.0), Ground(1e9, 10.0, 0.0, 1.0), years=5.0)
    >>> iso_ratio_satellite_usd_per_w(sides, np.array([0.0, 250.0, 500.0])).round(6).tolist()
    [10.0, 5.0, 0.0]
    """
    return break_even_price(
        _with_price(comparison, "launch_usd_per_kg", launch_usd_per_kg), "satellite_usd_per_w", ratio
    )


def _with_price(comparison, price, value):
    return replace(comparison, orbit=replace(comparison.orbit, **{price: value}))
