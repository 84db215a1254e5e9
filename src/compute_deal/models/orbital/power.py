"""Power of a solar array: what sunlight gives per area, and what ageing leaves of it."""

import numpy as np

from compute_deal.models.orbital.checks import require_positive, require_share


def array_power_w_per_m2(solar_w_per_m2, cell_efficiency, packing=1.0):
    """Return the power of an array per area at the beginning of life.

    Parameters
    ----------
    solar_w_per_m2 : float or array_like
        Sunlight at the array, W/m2.
    cell_efficiency : float or array_like
        Share of sunlight turned into electricity.
    packing : float or array_like, default 1
        Share of the area covered by cells.

    Returns
    -------
    float or ndarray
        W/m2 in sunlight.

    Raises
    ------
    ValueError
        If a share is outside 0 to 1.

    Examples
    --------
    >>> round(float(array_power_w_per_m2(1361.0, 0.22, packing=0.9)), 1)
    269.5
    """
    require_share(cell_efficiency=cell_efficiency, packing=packing)
    return solar_w_per_m2 * cell_efficiency * packing


def mean_retention(degradation_per_year, years):
    """Return the mean share of the first year's power over a life.

    Parameters
    ----------
    degradation_per_year : float
        Share of power lost a year.
    years : int
        Life, whole years.

    Returns
    -------
    float
        ``(1/T) sum over y = 0..T-1 of (1 - d)^y``: a step each year, no loss in the first.

    Raises
    ------
    ValueError
        If years is not a whole number above zero or the share is outside 0 to 1.

    Examples
    --------
    >>> round(mean_retention(0.025, 5), 6)
    0.951234
    """
    require_share(degradation_per_year=degradation_per_year)
    require_positive(years=years)
    if years != int(years):
        raise ValueError(f"years must be a whole number, got {years!r}")
    return float(np.mean((1.0 - degradation_per_year) ** np.arange(int(years))))
