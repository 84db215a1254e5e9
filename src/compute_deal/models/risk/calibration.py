"""Maximum-likelihood calibration of the price process to an irregularly dated series.

With a dozen observations the level and the volatility are usable and the speed of reversion hardly is. The intervals are
therefore part of the result, and a parametric bootstrap measures how far the estimate is off on samples of this size.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import chi2

from compute_deal.models.risk.price_process import PriceProcess

# Outside these speeds a half-life (10 years, or 1.3 days) says nothing about monthly decisions on a three-year contract.
SLOWEST_REVERSION_PER_YEAR = np.log(2) / 10
FASTEST_REVERSION_PER_YEAR = 200.0
_GRID_POINTS = 240
# Samples refitted together; it bounds the memory.
_BOOTSTRAP_CHUNK = 100


@dataclass(frozen=True, kw_only=True)
class PriceFit:
    """A calibrated price process with the likelihood and the intervals that belong to it.

    Attributes
    ----------
    process : PriceProcess
        Estimate; its time zero is the date of the last observation.
    log_likelihood : float
        Log-likelihood of the log prices, given the first one.
    free_parameters : int
        Number of estimated parameters.
    steps : int
        Number of observed steps, one fewer than the observations.
    span_years : float
        Time between the first and the last observation.
    reversion_interval, level_interval, volatility_interval : tuple of float
        Profile-likelihood intervals. A speed at the edge of the search says that the data do not bound it. If the slowest
        speed is not rejected, nothing ties the level down and its interval is (0, inf).
    """

    process: PriceProcess
    log_likelihood: float
    free_parameters: int
    steps: int
    span_years: float
    reversion_interval: tuple[float, float]
    level_interval: tuple[float, float]
    volatility_interval: tuple[float, float]

    @property
    def corrected_aic(self) -> float:
        """Akaike's criterion with the small-sample correction; lower is better."""
        k, n = self.free_parameters, self.steps
        return 2 * k - 2 * self.log_likelihood + 2 * k * (k + 1) / (n - k - 1)


def fit_mean_reversion(
    years: ArrayLike,
    prices_usd: ArrayLike,
    *,
    drift_per_year: float = 0.0,
    reversion_per_year: float | None = None,
    coverage: float = 0.90,
) -> PriceFit:
    """Calibrate the mean-reverting process by maximum likelihood.

    Parameters
    ----------
    years : array_like
        Dates of the observations in years, increasing, in any spacing.
    prices_usd : array_like
        Observed prices, USD per GPU-hour.
    drift_per_year : float
        Drift of the log level, per year. It is an input: a series shorter than a half-life or two cannot tell ageing from
        slow reversion.
    reversion_per_year : float, optional
        Speed of reversion to assume. Left out, it is estimated.
    coverage : float
        Coverage of the profile-likelihood intervals.

    Returns
    -------
    PriceFit
        Estimate and intervals.

    Raises
    ------
    ValueError
        If there are fewer than six observations, dates do not increase, a price is not positive, or the assumed speed is
        outside the range that is searched.

    Notes
    -----
    Given the speed, level and volatility have closed forms (weighted least squares on the exact transition), so the search
    is one-dimensional. The estimate of the speed is biased upwards by about ``4 / span`` when the level is estimated too
    (Tang and Chen, 2009, Journal of Econometrics 149); see `bootstrap_fits`.

    Examples
    --------
    >>> prices = [2.4, 2.3, 2.37, 2.24, 2.13, 2.0, 2.2, 2.63, 2.59, 2.73]
    >>> fit = fit_mean_reversion(np.arange(10) / 6, prices)
    >>> fit.steps, fit.reversion_interval[0] < fit.process.reversion_per_year < fit.reversion_interval[1]
    (9, True)
    """
    steps, detrended = _checked_series(years, prices_usd, drift_per_year)
    slowest, fastest = SLOWEST_REVERSION_PER_YEAR, FASTEST_REVERSION_PER_YEAR
    if reversion_per_year is not None:
        if not slowest <= reversion_per_year <= fastest:
            raise ValueError(f"reversion_per_year is {reversion_per_year}; expected {slowest:.3f} to {fastest:.0f}")
        slowest = fastest = reversion_per_year
    low, high = np.log(slowest), np.log(fastest)

    def profile(log_speed: float) -> tuple[float, float, float]:
        likelihood, level, variance = _profile(np.exp(np.array([log_speed])), steps, detrended[None])
        return float(likelihood[0, 0]), float(level[0, 0]), float(variance[0, 0])

    # The profile can have a ridge at either end, so a grid finds the basin before the search refines it.
    grid = np.linspace(low, high, _GRID_POINTS) if low < high else np.array([low])
    start = int(np.argmax(_profile(np.exp(grid), steps, detrended[None])[0][0]))
    best = float(grid[start])
    if 0 < start < len(grid) - 1:
        bracket = (grid[start - 1], grid[start + 1])
        search = minimize_scalar(lambda s: -profile(s)[0], bounds=bracket, method="bounded", options={"xatol": 1e-10})
        best = float(search.x)
    top, level, variance = profile(best)
    floor = top - chi2.ppf(coverage, 1) / 2

    def speed_crossing(edge: float) -> float:
        if profile(edge)[0] >= floor:
            return float(np.exp(edge))
        return float(np.exp(brentq(lambda s: profile(s)[0] - floor, edge, best)))

    level_ends, volatility_ends = _level_and_volatility_intervals(
        np.exp(np.append(grid, best)), steps, detrended, floor
    )
    if low < high and profile(low)[0] >= floor:
        level_ends = (0.0, float("inf"))
    process = PriceProcess(
        level_usd_per_gpu_hour=float(np.exp(level)),
        reversion_per_year=float(np.exp(best)),
        volatility_per_year=float(np.sqrt(variance)),
        drift_per_year=drift_per_year,
    )
    return PriceFit(
        process=process,
        log_likelihood=top,
        free_parameters=3 if reversion_per_year is None else 2,
        steps=len(steps),
        span_years=float(steps.sum()),
        reversion_interval=(speed_crossing(low), speed_crossing(high)),
        level_interval=level_ends,
        volatility_interval=volatility_ends,
    )


def fit_random_walk(years: ArrayLike, prices_usd: ArrayLike, *, coverage: float = 0.90) -> PriceFit:
    """Calibrate geometric Brownian motion: no reversion, a free drift.

    Parameters
    ----------
    years : array_like
        Dates of the observations in years, increasing.
    prices_usd : array_like
        Observed prices, USD per GPU-hour.
    coverage : float
        Coverage of the interval of the volatility.

    Returns
    -------
    PriceFit
        Estimate; its level is the last price, its speed of reversion zero. The interval of the level is that of the price
        itself and has no width.

    Notes
    -----
    Closed form: the drift is the total log change over the span; the variance is the mean of the squared scaled residuals.

    Examples
    --------
    >>> fit = fit_random_walk([0.0, 0.5, 1.0, 1.5, 2.0, 2.5], [1.0, 1.1, 1.0, 1.1, 1.0, 1.1])
    >>> round(fit.process.drift_per_year, 4)  # ln(1.1) / 2.5
    0.0381
    """
    steps, logs = _checked_series(years, prices_usd, 0.0)
    drift = float((logs[-1] - logs[0]) / steps.sum())
    squares = float(np.sum((np.diff(logs) - drift * steps) ** 2 / steps))
    variance = squares / len(steps)
    top = _gaussian_likelihood(variance, squares, steps)
    floor = top - chi2.ppf(coverage, 1) / 2

    def excess(log_ratio: float) -> float:
        return _gaussian_likelihood(variance * np.exp(log_ratio), squares, steps) - floor

    ends = [float(np.sqrt(variance * np.exp(brentq(excess, 0.0, side)))) for side in (-20.0, 20.0)]
    last = float(np.exp(logs[-1]))
    process = PriceProcess(
        level_usd_per_gpu_hour=last, reversion_per_year=0.0, volatility_per_year=variance**0.5, drift_per_year=drift
    )
    return PriceFit(
        process=process,
        log_likelihood=top,
        free_parameters=2,
        steps=len(steps),
        span_years=float(steps.sum()),
        reversion_interval=(0.0, 0.0),
        level_interval=(last, last),
        volatility_interval=(ends[0], ends[1]),
    )


def bootstrap_fits(
    process: PriceProcess, first_price_usd: float, years: ArrayLike, rng: np.random.Generator, samples: int = 500
) -> NDArray[np.float64]:
    """Refit samples drawn from a process at the dates that were observed.

    Parameters
    ----------
    process : PriceProcess
        The process to draw from, time zero at the last date; usually the estimate.
    first_price_usd : float
        Price at the first date, USD per GPU-hour.
    years : array_like
        Dates of the observations in years, increasing.
    rng : numpy.random.Generator
        Source of randomness.
    samples : int
        Number of samples.

    Returns
    -------
    numpy.ndarray
        Shape (samples, 3): level in USD per GPU-hour, reversion per year, volatility per year. The drift stays fixed.

    Examples
    --------
    >>> process = PriceProcess(level_usd_per_gpu_hour=2.5, reversion_per_year=2.0, volatility_per_year=0.3)
    >>> fits = bootstrap_fits(process, 2.4, np.arange(14) / 8, np.random.default_rng(1), samples=200)
    >>> bool(np.median(fits[:, 1]) > 2.0)  # on a short series the estimated speed is too high
    True
    """
    years = np.asarray(years, dtype=float)
    steps = np.diff(years)
    decay = np.exp(-process.reversion_per_year * steps)
    spread = process.volatility_per_year * np.sqrt(_unit_variance(np.array([process.reversion_per_year]), steps)[0])
    level = np.log(process.level_usd_per_gpu_hour)
    logs = np.empty((samples, len(years)))
    logs[:, 0] = np.log(first_price_usd) - process.drift_per_year * (years[0] - years[-1])
    shocks = rng.standard_normal((samples, len(steps)))
    for i in range(len(steps)):
        logs[:, i + 1] = level + (logs[:, i] - level) * decay[i] + spread[i] * shocks[:, i]
    speeds = np.geomspace(SLOWEST_REVERSION_PER_YEAR, FASTEST_REVERSION_PER_YEAR, _GRID_POINTS)
    fits = []
    for begin in range(0, samples, _BOOTSTRAP_CHUNK):
        likelihood, levels, variances = _profile(speeds, steps, logs[begin : begin + _BOOTSTRAP_CHUNK])
        best = np.argmax(likelihood, axis=1)
        rows = np.arange(len(best))
        fits.append(np.column_stack([np.exp(levels[rows, best]), speeds[best], np.sqrt(variances[rows, best])]))
    return np.concatenate(fits)


def _checked_series(
    years: ArrayLike, prices_usd: ArrayLike, drift_per_year: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    years, prices = np.asarray(years, dtype=float), np.asarray(prices_usd, dtype=float)
    if years.ndim != 1 or years.shape != prices.shape or len(years) < 6:
        raise ValueError(
            f"shapes are {years.shape} and {prices.shape}; expected two series of at least six observations"
        )
    if not np.all(np.diff(years) > 0):
        raise ValueError("dates do not increase; expected each observation after the one before")
    if not np.all(prices > 0):
        raise ValueError(f"the lowest price is {prices.min()}; expected positive prices")
    return np.diff(years), np.log(prices) - drift_per_year * (years - years[-1])


def _unit_variance(speeds: NDArray[np.float64], steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Variance of each step for a volatility of one, shape (speeds, steps)."""
    if np.all(speeds == 0):
        return np.broadcast_to(steps, (len(speeds), len(steps)))
    return -np.expm1(-2 * speeds[:, None] * steps) / (2 * speeds[:, None])


def _profile(
    speeds: NDArray[np.float64], steps: NDArray[np.float64], logs: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Log-likelihood, level and variance for each sample (row) and speed (column), level and variance at their best."""
    decay = np.exp(-speeds[:, None] * steps)
    unit = _unit_variance(speeds, steps)
    pull = (1 - decay) / unit
    moved = logs[:, None, 1:] - decay * logs[:, None, :-1]
    level = np.einsum("st,nst->ns", pull, moved) / np.sum((1 - decay) * pull, axis=1)
    residual = moved - (1 - decay) * level[:, :, None]
    variance = np.mean(residual**2 / unit, axis=2)
    count = len(steps)
    likelihood = -0.5 * (count * (np.log(2 * np.pi * variance) + 1) + np.sum(np.log(unit), axis=1))
    return likelihood, level, variance


def _level_and_volatility_intervals(
    speeds: NDArray[np.float64], steps: NDArray[np.float64], logs: NDArray[np.float64], floor: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Give the ends of the profile intervals: the widest over all speeds, each speed solved in closed form."""
    likelihood, level, variance = (array[0] for array in _profile(speeds, steps, logs[None]))
    count = len(steps)
    slack = likelihood - floor
    inside = slack > 0
    # At a fixed speed the level adds (level - best)**2 * weight to the sum of squares, which the variance absorbs.
    decay = np.exp(-speeds[:, None] * steps)
    weight = np.sum((1 - decay) ** 2 / _unit_variance(speeds, steps), axis=1)
    reach = np.sqrt(count * variance[inside] * np.expm1(2 * slack[inside] / count) / weight[inside])
    levels = (float(np.exp(np.min(level[inside] - reach))), float(np.exp(np.max(level[inside] + reach))))

    def spread(slack_here: float, variance_here: float, side: float) -> float:
        def excess(log_ratio: float) -> float:
            return slack_here - count / 2 * (log_ratio + np.expm1(-log_ratio))

        return variance_here * np.exp(brentq(excess, 0.0, side))

    pairs = list(zip(slack[inside], variance[inside], strict=True))
    lowest = min(spread(s, v, -20.0) for s, v in pairs)
    highest = max(spread(s, v, 40.0) for s, v in pairs)
    return levels, (float(np.sqrt(lowest)), float(np.sqrt(highest)))


def _gaussian_likelihood(variance: float, squares: float, steps: NDArray[np.float64]) -> float:
    count = len(steps)
    return float(-0.5 * (count * np.log(2 * np.pi * variance) + squares / variance + np.sum(np.log(steps))))
