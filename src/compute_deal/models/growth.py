"""Growth of dated levels: a straight line through the logarithms, with its uncertainty.

Dates are decimal years (2026.5 is mid-2026), levels are positive numbers in any unit. A growth *factor*
is the ratio of two levels one year apart: 3.0 means that the level triples within a year.

`value_at` without its interval, `doubling_time_years`, `implied_growth_factor` and
`required_growth_factor` are elementary closed forms (exponentials and logarithms), so a page can repeat them.
The intervals need a quantile of Student's t distribution; a page has to be handed that one number.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats


@dataclass(frozen=True)
class GrowthFit:
    """A least-squares line through the logarithms of dated levels.

    Parameters
    ----------
    points : int
        Number of observations.
    centre_year : float
        Mean of the observation dates, in decimal years.
    log_level_at_centre : float
        Fitted natural logarithm of the level at `centre_year`.
    log_growth_per_year : float
        Slope: growth of the natural logarithm per year.
    log_growth_standard_error : float
        Standard error of the slope.
    residual_sd : float
        Standard deviation of the residual logarithm, with ``points - 2`` degrees of freedom.
    spread_years_squared : float
        Sum of squared distances of the dates from `centre_year`.
    """

    points: int
    centre_year: float
    log_level_at_centre: float
    log_growth_per_year: float
    log_growth_standard_error: float
    residual_sd: float
    spread_years_squared: float

    @property
    def growth_factor(self) -> float:
        """Ratio of two fitted levels one year apart."""
        return float(np.exp(self.log_growth_per_year))


@dataclass(frozen=True)
class Interval:
    """A central value with the ends of its interval; numbers or arrays of one shape."""

    low: float | NDArray[np.float64]
    value: float | NDArray[np.float64]
    high: float | NDArray[np.float64]


def fit_growth(years: ArrayLike, levels: ArrayLike) -> GrowthFit:
    """Fit constant proportional growth to dated levels.

    Parameters
    ----------
    years : array_like, shape (n,)
        Dates in decimal years, at least two of them different, n at least 3.
    levels : array_like, shape (n,)
        Levels, all positive, in any one unit.

    Returns
    -------
    GrowthFit
        The fitted line and its scatter.

    Raises
    ------
    ValueError
        If the shapes differ, fewer than three points are given, a level is not positive or all dates coincide.

    Notes
    -----
    Ordinary least squares on ``log(level) = a + b (year - mean year)``. Points of one series are rarely
    independent, so the intervals derived from the fit are too narrow rather than too wide.

    Examples
    --------
    >>> fit = fit_growth([2024, 2025, 2026], [1, 3, 9])
    >>> round(fit.growth_factor, 6)
    3.0
    """
    x = np.asarray(years, dtype=float)
    y = np.asarray(levels, dtype=float)
    if x.ndim != 1 or x.shape != y.shape:
        raise ValueError(f"years and levels must be one-dimensional and equally long, got {x.shape} and {y.shape}")
    if x.size < 3:
        raise ValueError(f"a fit with an interval needs at least 3 points, got {x.size}")
    if not (np.all(np.isfinite(x)) and np.all(np.isfinite(y)) and np.all(y > 0)):
        raise ValueError("years must be finite and levels finite and positive")
    if np.ptp(x) == 0:
        raise ValueError(f"the dates must differ, got only {x[0]}")
    centre = float(x.mean())
    # Centred dates keep the arithmetic well conditioned: years are large and close to each other.
    line = stats.linregress(x - centre, np.log(y))
    residuals = np.log(y) - line.intercept - line.slope * (x - centre)
    return GrowthFit(
        points=x.size,
        centre_year=centre,
        log_level_at_centre=float(line.intercept),
        log_growth_per_year=float(line.slope),
        log_growth_standard_error=float(line.stderr),
        residual_sd=float(np.sqrt(np.sum(residuals**2) / (x.size - 2))),
        spread_years_squared=float(np.sum((x - centre) ** 2)),
    )


def _t_quantile(fit: GrowthFit, confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, got {confidence}")
    return float(stats.t.ppf(0.5 + confidence / 2, fit.points - 2))


def growth_factor_interval(fit: GrowthFit, confidence: float = 0.9) -> Interval:
    """Give the fitted growth factor per year with its confidence interval.

    Parameters
    ----------
    fit : GrowthFit
        Result of `fit_growth`.
    confidence : float
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    Interval
        Growth factors per year.

    Raises
    ------
    ValueError
        If `confidence` is not between 0 and 1.

    Notes
    -----
    ``exp(b ± t(n - 2) se(b))``: with few points the t quantile is far above the normal one
    (6.31 against 1.64 for three points at 90 %).

    Examples
    --------
    >>> fit = fit_growth([2024, 2025, 2026], [1, 3.3, 9])
    >>> interval = growth_factor_interval(fit)
    >>> round(interval.low, 2), round(interval.value, 2), round(interval.high, 2)
    (2.12, 3.0, 4.25)
    """
    half_width = _t_quantile(fit, confidence) * fit.log_growth_standard_error
    low, value, high = np.exp(fit.log_growth_per_year + half_width * np.array([-1.0, 0.0, 1.0]))
    return Interval(float(low), float(value), float(high))


def value_at(fit: GrowthFit, year: ArrayLike, confidence: float = 0.9) -> Interval:
    """Predict one new observation at a date, with its prediction interval.

    Parameters
    ----------
    fit : GrowthFit
        Result of `fit_growth`.
    year : float or array_like
        Date or dates in decimal years.
    confidence : float
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    Interval
        Levels in the unit of the fit. The value is the median: the interval is symmetric in the logarithm.

    Raises
    ------
    ValueError
        If `confidence` is not between 0 and 1.

    Notes
    -----
    Half-width in the logarithm: ``t s sqrt(1 + 1/n + (year - mean)^2 / S)`` with residual deviation ``s``
    and ``S`` the squared spread of the dates. It assumes that growth stays what it was.

    Examples
    --------
    >>> fit = fit_growth([2024, 2025, 2026], [1, 3, 9])
    >>> round(value_at(fit, 2027).value, 6)
    27.0
    """
    distance = np.asarray(year, dtype=float) - fit.centre_year
    log_value = fit.log_level_at_centre + fit.log_growth_per_year * distance
    width = fit.residual_sd * np.sqrt(1 + 1 / fit.points + distance**2 / fit.spread_years_squared)
    half_width = _t_quantile(fit, confidence) * width
    ends = [np.exp(log_value + sign * half_width) for sign in (-1, 0, 1)]
    return Interval(*(end if end.ndim else float(end) for end in ends))


def doubling_time_years(growth_factor_per_year: ArrayLike) -> NDArray[np.float64] | float:
    """Give the time in which a level doubles.

    Parameters
    ----------
    growth_factor_per_year : float or array_like
        Ratio of two levels one year apart, above 1.

    Returns
    -------
    float or ndarray
        Doubling time in years.

    Raises
    ------
    ValueError
        If a factor is not above 1: what does not grow does not double.

    Notes
    -----
    ``ln 2 / ln g``, an elementary closed form.

    Examples
    --------
    >>> doubling_time_years(4.0)
    0.5
    """
    factor = np.asarray(growth_factor_per_year, dtype=float)
    if not np.all(factor > 1):
        raise ValueError(f"a doubling time needs growth factors above 1, got {growth_factor_per_year}")
    time = np.log(2) / np.log(factor)
    return time if time.ndim else float(time)


def implied_growth_factor(
    start_year: ArrayLike, start_level: ArrayLike, end_year: ArrayLike, end_level: ArrayLike
) -> NDArray[np.float64] | float:
    """Give the constant yearly growth factor that joins two dated levels.

    Parameters
    ----------
    start_year, end_year : float or array_like
        Dates in decimal years, the end after the start.
    start_level, end_level : float or array_like
        Positive levels in one unit.

    Returns
    -------
    float or ndarray
        Growth factor per year.

    Raises
    ------
    ValueError
        If the end is not after the start or a level is not positive.

    Notes
    -----
    ``(end / start)^(1 / years)``, an elementary closed form.

    Examples
    --------
    From 9 to 36 within six months is a factor of 16 a year.

    >>> implied_growth_factor(2026.0, 9, 2026.5, 36)
    16.0
    """
    span = np.asarray(end_year, dtype=float) - np.asarray(start_year, dtype=float)
    first, last = np.asarray(start_level, dtype=float), np.asarray(end_level, dtype=float)
    if not np.all(span > 0):
        raise ValueError(f"the end must come after the start, got {start_year} to {end_year}")
    if not (np.all(first > 0) and np.all(last > 0)):
        raise ValueError(f"levels must be positive, got {start_level} and {end_level}")
    factor = (last / first) ** (1 / span)
    return factor if factor.ndim else float(factor)


def required_growth_factor(
    fee_usd_per_year: ArrayLike,
    revenue_usd_per_year: ArrayLike,
    revenue_year: ArrayLike,
    target_share: ArrayLike,
    target_year: ArrayLike,
) -> NDArray[np.float64] | float:
    """Give the revenue growth at which a fixed fee is a chosen share of revenue at a date.

    Parameters
    ----------
    fee_usd_per_year : float or array_like
        Fixed fee, annualised.
    revenue_usd_per_year : float or array_like
        Annualised revenue at `revenue_year`; say which: a run-rate and a quarter times four differ.
    revenue_year, target_year : float or array_like
        Dates in decimal years, the target after the first.
    target_share : float or array_like
        Fee divided by revenue that shall be reached at `target_year`, above 0.

    Returns
    -------
    float or ndarray
        Growth factor per year; below 1 where revenue may even shrink. Any larger factor keeps the fee below the share.

    Raises
    ------
    ValueError
        If an amount or share is not positive or the target is not after the first date.

    Notes
    -----
    ``(fee / (share · revenue))^(1 / years)``, an elementary closed form.

    Examples
    --------
    A fee of 15 on a revenue of 30: to be a quarter of revenue after one year, revenue must double to 60.

    >>> required_growth_factor(15, 30, 2026.0, 0.25, 2027.0)
    2.0
    """
    share = np.asarray(target_share, dtype=float)
    if not np.all(share > 0):
        raise ValueError(f"target_share must be above 0, got {target_share}")
    needed_revenue = np.asarray(fee_usd_per_year, dtype=float) / share
    return implied_growth_factor(revenue_year, revenue_usd_per_year, target_year, needed_revenue)
