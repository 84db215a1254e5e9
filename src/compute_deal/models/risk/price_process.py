"""The rental price of a GPU-hour as a mean-reverting process on its logarithm.

The price of one fixed generation of hardware is written as ``level * exp(drift * t + y)``. The deviation ``y`` is an
Ornstein–Uhlenbeck process around zero. The drift is the ageing of the hardware (negative when newer chips make old ones
cheaper). A reversion speed of zero gives geometric Brownian motion, so both models share every function here.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri
from scipy.stats import qmc

MONTHS_PER_YEAR = 12
# SciPy draws Sobol points with 30 bits, so a point can be exactly zero. Half a cell keeps its normal quantile finite.
_HALF_SOBOL_CELL = 2.0**-31


@dataclass(frozen=True, kw_only=True)
class PriceProcess:
    """A rental price whose logarithm reverts to a drifting level.

    Each field is a number, or an array of shape (batch,) where a function says that it takes a batch.

    Parameters
    ----------
    level_usd_per_gpu_hour : float
        Long-run price at time zero, in USD per GPU-hour (the median, not the mean).
    reversion_per_year : float
        Speed of mean reversion, per year. Zero gives geometric Brownian motion.
    volatility_per_year : float
        Standard deviation of the log price over one year without reversion, as a decimal.
    drift_per_year : float
        Drift of the logarithm of the level, per year. ``-0.2`` says that ageing takes about 18 % a year off the price.

    Raises
    ------
    ValueError
        If the level is not positive, or reversion or volatility is negative or not finite.

    Examples
    --------
    >>> process = PriceProcess(
    ...     level_usd_per_gpu_hour=2.5, reversion_per_year=1.4, volatility_per_year=0.3, drift_per_year=0.0
    ... )
    >>> round(process.half_life_years, 3), round(process.stationary_sd, 3)
    (0.495, 0.179)
    """

    level_usd_per_gpu_hour: float
    reversion_per_year: float
    volatility_per_year: float
    drift_per_year: float = 0.0

    def __post_init__(self) -> None:
        """Refuse values outside the domain of the model."""
        if not (
            np.all(np.isfinite(self.level_usd_per_gpu_hour)) and np.all(np.asarray(self.level_usd_per_gpu_hour) > 0)
        ):
            raise ValueError(f"level_usd_per_gpu_hour is {self.level_usd_per_gpu_hour}; expected a positive price")
        for name in ("reversion_per_year", "volatility_per_year"):
            value = np.asarray(getattr(self, name))
            if not (np.all(np.isfinite(value)) and np.all(value >= 0)):
                raise ValueError(f"{name} is {value}; expected a finite number that is not negative")
        if not np.all(np.isfinite(self.drift_per_year)):
            raise ValueError(f"drift_per_year is {self.drift_per_year}; expected a finite number")

    @property
    def half_life_years(self) -> float:
        """Years until half of a deviation is gone: ``ln 2 / reversion`` (infinite without reversion)."""
        return float(np.log(2) / self.reversion_per_year) if self.reversion_per_year else float("inf")

    @property
    def stationary_sd(self) -> float:
        """Standard deviation of the log price after a long time: ``volatility / sqrt(2 reversion)``."""
        if not self.volatility_per_year:
            return 0.0
        if not self.reversion_per_year:
            return float("inf")
        return float(self.volatility_per_year / np.sqrt(2 * self.reversion_per_year))


def step_decay(process: PriceProcess, years: ArrayLike) -> NDArray[np.float64]:
    """Give the share of a log deviation that is left after a time, ``exp(-reversion * years)``.

    Parameters
    ----------
    process : PriceProcess
        The price process.
    years : array_like
        Elapsed time in years.

    Returns
    -------
    numpy.ndarray
        Share between 0 and 1, shape of the broadcast inputs.

    Examples
    --------
    >>> process = PriceProcess(level_usd_per_gpu_hour=2.5, reversion_per_year=1.0, volatility_per_year=0.3)
    >>> float(step_decay(process, 1.0).round(4))
    0.3679
    """
    return np.exp(-np.asarray(process.reversion_per_year) * np.asarray(years, dtype=float))


def step_sd(process: PriceProcess, years: ArrayLike) -> NDArray[np.float64]:
    """Give the standard deviation of the log price after a time, seen from a known price.

    Parameters
    ----------
    process : PriceProcess
        The price process.
    years : array_like
        Elapsed time in years.

    Returns
    -------
    numpy.ndarray
        Standard deviation of the log price, shape of the broadcast inputs.

    Notes
    -----
    ``sigma * sqrt((1 - exp(-2 k t)) / (2 k))``, and ``sigma * sqrt(t)`` for ``k = 0``. This is the exact transition of
    the Ornstein–Uhlenbeck process, not an Euler step.

    Examples
    --------
    >>> process = PriceProcess(level_usd_per_gpu_hour=2.5, reversion_per_year=0.0, volatility_per_year=0.3)
    >>> float(step_sd(process, 4.0).round(6))
    0.6
    """
    years = np.asarray(years, dtype=float)
    exponent = 2 * np.asarray(process.reversion_per_year) * years
    # (1 - exp(-x)) / x is 1 at x = 0; expm1 keeps the digits for slow reversion.
    safe = np.where(exponent > 0, exponent, 1.0)
    shrink = np.where(exponent > 0, -np.expm1(-safe) / safe, 1.0)
    return np.asarray(process.volatility_per_year) * np.sqrt(years * shrink)


def price_quantile(
    process: PriceProcess, price_usd: float, years: ArrayLike, probability: float
) -> NDArray[np.float64]:
    """Give the price that is not exceeded with a probability, some time from now.

    Parameters
    ----------
    process : PriceProcess
        The price process.
    price_usd : float
        Price now, USD per GPU-hour.
    years : array_like
        Time from now in years.
    probability : float
        Probability strictly between 0 and 1; 0.5 gives the median.

    Returns
    -------
    numpy.ndarray
        Price in USD per GPU-hour.

    Raises
    ------
    ValueError
        If the probability is not strictly between 0 and 1.

    Examples
    --------
    >>> process = PriceProcess(level_usd_per_gpu_hour=2.0, reversion_per_year=1.0, volatility_per_year=0.3)
    >>> price_quantile(process, 4.0, [0.0, 1.0, 50.0], 0.5).round(3).tolist()
    [4.0, 2.581, 2.0]
    """
    if not 0 < probability < 1:
        raise ValueError(f"probability is {probability}; expected a number strictly between 0 and 1")
    return np.exp(_log_mean(process, price_usd, years) + float(ndtri(probability)) * step_sd(process, years))


def expected_price(process: PriceProcess, price_usd: float, years: ArrayLike) -> NDArray[np.float64]:
    """Give the expected price some time from now.

    Parameters
    ----------
    process : PriceProcess
        The price process.
    price_usd : float
        Price now, USD per GPU-hour.
    years : array_like
        Time from now in years.

    Returns
    -------
    numpy.ndarray
        Mean price in USD per GPU-hour.

    Notes
    -----
    Mean of a log-normal variable: ``exp(mean + variance / 2)`` of the log price.

    Examples
    --------
    >>> process = PriceProcess(level_usd_per_gpu_hour=2.0, reversion_per_year=0.0, volatility_per_year=0.4)
    >>> float(expected_price(process, 2.0, 1.0).round(4))  # 2 * exp(0.08)
    2.1666
    """
    return np.exp(_log_mean(process, price_usd, years) + step_sd(process, years) ** 2 / 2)


def standard_normal_shocks(
    rng: np.random.Generator, months: int, paths: int, method: Literal["pseudo", "sobol"] = "pseudo"
) -> NDArray[np.float64]:
    """Draw standard normal shocks, one row for each month.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness; for ``sobol`` it draws the scrambling.
    months : int
        Number of shocks on each path.
    paths : int
        Number of paths; a power of two for ``sobol``, whose balance needs it.
    method : {"pseudo", "sobol"}
        Independent draws, or scrambled Sobol points (Owen 1998) turned into normal quantiles.

    Returns
    -------
    numpy.ndarray
        Shape (months, paths).

    Raises
    ------
    ValueError
        If the method is unknown, or the number of Sobol paths is not a power of two.

    Examples
    --------
    >>> shocks = standard_normal_shocks(np.random.default_rng(1), months=3, paths=1024, method="sobol")
    >>> shocks.shape, bool(np.all(abs(shocks.mean(axis=1)) < 0.005))
    ((3, 1024), True)
    """
    if method == "pseudo":
        return rng.standard_normal((months, paths))
    if method != "sobol":
        raise ValueError(f"method is {method!r}; expected 'pseudo' or 'sobol'")
    if paths < 1 or paths & (paths - 1):
        raise ValueError(f"paths is {paths}; scrambled Sobol points need a power of two")
    points = qmc.Sobol(months, scramble=True, rng=rng).random(paths)
    return ndtri(np.maximum(points, _HALF_SOBOL_CELL)).T


def simulate_prices(process: PriceProcess, price_usd: float, shocks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn monthly shocks into price paths with the exact monthly transition.

    Parameters
    ----------
    process : PriceProcess
        The price process.
    price_usd : float
        Price at month zero, USD per GPU-hour.
    shocks : numpy.ndarray
        Standard normal shocks, shape (months, paths).

    Returns
    -------
    numpy.ndarray
        Prices in USD per GPU-hour, shape (months + 1, paths); row zero is the known price.

    Examples
    --------
    >>> process = PriceProcess(level_usd_per_gpu_hour=2.0, reversion_per_year=12.0, volatility_per_year=0.0)
    >>> simulate_prices(process, 4.0, np.zeros((2, 1))).round(3).ravel().tolist()
    [4.0, 2.581, 2.197]
    """
    months = shocks.shape[0]
    decay = float(step_decay(process, 1 / MONTHS_PER_YEAR))
    sd = float(step_sd(process, 1 / MONTHS_PER_YEAR))
    log_prices = np.empty((months + 1, shocks.shape[1]))
    log_prices[0] = np.log(price_usd / process.level_usd_per_gpu_hour)
    np.multiply(shocks, sd, out=log_prices[1:])
    carried = np.empty(shocks.shape[1])
    for month in range(1, months + 1):
        np.multiply(log_prices[month - 1], decay, out=carried)
        log_prices[month] += carried
    log_prices += log_level(process, np.arange(months + 1) / MONTHS_PER_YEAR)[:, None]
    return np.exp(log_prices, out=log_prices)


def log_level(process: PriceProcess, years: ArrayLike) -> NDArray[np.float64]:
    """Give the logarithm of the drifting level.

    Parameters
    ----------
    process : PriceProcess
        The price process.
    years : array_like
        Time from now in years.

    Returns
    -------
    numpy.ndarray
        ``ln(level) + drift * years``.

    Examples
    --------
    >>> process = PriceProcess(
    ...     level_usd_per_gpu_hour=1.0, reversion_per_year=1.0, volatility_per_year=0.3, drift_per_year=-0.2
    ... )
    >>> log_level(process, [0.0, 2.0]).tolist()
    [0.0, -0.4]
    """
    return np.log(process.level_usd_per_gpu_hour) + np.asarray(process.drift_per_year) * np.asarray(years, dtype=float)


def _log_mean(process: PriceProcess, price_usd: float, years: ArrayLike) -> NDArray[np.float64]:
    deviation = np.log(np.asarray(price_usd) / process.level_usd_per_gpu_hour)
    return log_level(process, years) + deviation * step_decay(process, years)
