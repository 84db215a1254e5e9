"""Maximum-likelihood calibration of the price process to an irregularly dated series.

With a dozen observations the level and the volatility are usable and the speed of reversion hardly is: on short series it is
found too fast.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize_scalar

from compute_deal.models.risk.price_process import PriceProcess

# Outside these speeds a half-life (10 years, or 1.3 days) says nothing about monthly decisions on a three-year contract.
SLOWEST_REVERSION_PER_YEAR = np.log(2) / 10
FASTEST_REVERSION_PER_YEAR = 200.0
_GRID_POINTS = 240


@dataclass(frozen=True, kw_only=True)
class PriceFit:
    """A calibrated price process.

    Attributes
    ----------
    process : PriceProcess
        Estimate; its time zero is the date of the last observation.
    log_likelihood : float
        Log-likelihood of the log prices, given the first one.
    """

    process: PriceProcess
    log_likelihood: float


def fit_mean_reversion(
    years: ArrayLike,
    prices_usd: ArrayLike,
    *,
    drift_per_year: float = 0.0,
    reversion_per_year: float | None = None,
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

    Returns
    -------
    PriceFit

    Raises
    ------
    ValueError
        If there are fewer than six observations, dates do not increase, a price is not positive, or the assumed speed is
        outside the range that is searched.

    Notes
    -----
    Given the speed, level and volatility have closed forms (weighted least squares on the exact transition), so the search
    is one-dimensional. The estimate of the speed is biased upwards by about ``4 / span`` when the level is estimated too
    (Tang and Chen, 2009, Journal of Econometrics 149).

    Examples
    --------
    >>> prices = [2.4, 2.3, 2.37, 2.24, 2.13, 2.0, 2.2, 2.63, 2.59, 2.73]
    >>> fit = fit_mean_reversion(np.arange(10) / 6, prices)
    >>> round(fit.process.level_usd_per_gpu_hour, 1)
    2.5
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
    process = PriceProcess(
        level_usd_per_gpu_hour=float(np.exp(level)),
        reversion_per_year=float(np.exp(best)),
        volatility_per_year=float(np.sqrt(variance)),
        drift_per_year=drift_per_year,
    )
    return PriceFit(process=process, log_likelihood=top)


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
