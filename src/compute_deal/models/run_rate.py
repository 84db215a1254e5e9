"""From run-rates to revenue: what a path of annualised speeds adds up to over a period."""

import numpy as np
from numpy.typing import ArrayLike


def revenue_between(years: ArrayLike, usd_per_year: ArrayLike, start_year: float, end_year: float) -> float:
    """Add up run-rates over a period, with constant growth between neighbouring ones.

    Parameters
    ----------
    years, usd_per_year : array_like, shape (n,)
        Dates in decimal years, rising, and run-rates.
    start_year, end_year : float
        The period, within the dates.

    Returns
    -------
    float
        USD.

    Raises
    ------
    ValueError
        If the period is not within the dates.

    Notes
    -----
    Exact: the integral of an exponential from `a` to `b` is ``(R_b - R_a) (b - a) / log(R_b / R_a)``.

    Examples
    --------
    >>> round(revenue_between([2026, 2027], [1.0, 2.0], 2026, 2027), 6)
    1.442695
    """
    x, logs = np.asarray(years, dtype=float), np.log(np.asarray(usd_per_year, dtype=float))
    if not x[0] <= start_year < end_year <= x[-1]:
        raise ValueError(f"the period must lie within {x[0]:.3f} and {x[-1]:.3f}, got {start_year} to {end_year}")
    inner = x[(x > start_year) & (x < end_year)]
    edges = np.concatenate([[start_year], inner, [end_year]])
    level = np.interp(edges, x, logs)
    step, growth = np.diff(edges), np.diff(level)
    mean = np.where(growth == 0, np.exp(level[:-1]), np.diff(np.exp(level)) / np.where(growth == 0, 1.0, growth))
    return float(np.sum(mean * step))
