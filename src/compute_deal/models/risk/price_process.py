"""The rental price of a GPU-hour as a random walk of its logarithm (geometric Brownian motion)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import ndtr

MONTHS_PER_YEAR = 12
_WIDEST_SDS = 10.0


@dataclass(frozen=True, kw_only=True)
class PriceProcess:
    """A rental price that starts at what is seen today. Each field is a number or an array of shape (batch,).

    Parameters
    ----------
    price_usd_per_gpu_hour : float
        Price at time zero, in USD per GPU-hour.
    change_per_year : float
        Logarithm of the yearly change of the expected price; ``-0.1`` takes about 10 % a year off it.
    volatility_per_year : float
        Standard deviation of the log price over one year, as a decimal.

    Raises
    ------
    ValueError
        If the price is not positive, the volatility is negative, or a number is not finite.

    Examples
    --------
    >>> process = PriceProcess(price_usd_per_gpu_hour=2.0, change_per_year=-0.1, volatility_per_year=0.4)
    >>> float(process.log_sd(4.0)), round(float(np.exp(process.log_median(1.0))), 3)  # 2 * exp(-0.1 - 0.08)
    (0.8, 1.671)
    """

    price_usd_per_gpu_hour: float
    change_per_year: float
    volatility_per_year: float

    def __post_init__(self) -> None:
        """Refuse values outside the domain of the model."""
        for name, value in vars(self).items():
            if not np.all(np.isfinite(value)):
                raise ValueError(f"{name} is {value}; expected a finite number")
        if not np.all(np.asarray(self.price_usd_per_gpu_hour) > 0):
            raise ValueError(f"price_usd_per_gpu_hour is {self.price_usd_per_gpu_hour}; expected a positive price")
        if not np.all(np.asarray(self.volatility_per_year) >= 0):
            raise ValueError(f"volatility_per_year is {self.volatility_per_year}; expected at least zero")

    def log_median(self, years: ArrayLike) -> NDArray[np.float64]:
        """Return the logarithm of the median price some years ahead, ``ln P + (change - volatility**2 / 2) * years``."""
        drift = np.asarray(self.change_per_year) - np.asarray(self.volatility_per_year) ** 2 / 2
        return np.log(self.price_usd_per_gpu_hour) + drift * np.asarray(years, dtype=float)

    def log_sd(self, years: ArrayLike) -> NDArray[np.float64]:
        """Return the standard deviation of the log price some years ahead, ``volatility * sqrt(years)``."""
        return np.asarray(self.volatility_per_year) * np.sqrt(years)


def price_quantile(process: PriceProcess, years: float, probability: float) -> float:
    """Give a quantile of the price ahead; of a batch, that of the mixture of its members, equally likely.

    Parameters
    ----------
    process : PriceProcess
        The price process, its volatility above zero.
    years : float
        Time from now in years, above zero.
    probability : float
        Probability strictly between 0 and 1; 0.5 gives the median.

    Returns
    -------
    float
        Price in USD per GPU-hour that is not exceeded with that probability.

    Raises
    ------
    ValueError
        If nothing is uncertain, or the probability is not strictly between 0 and 1.

    Examples
    --------
    >>> process = PriceProcess(price_usd_per_gpu_hour=2.0, change_per_year=0.02, volatility_per_year=0.2)
    >>> round(price_quantile(process, 1.0, 0.5), 6), round(price_quantile(process, 1.0, 0.95), 3)
    (2.0, 2.779)
    """
    mean, sd = process.log_median(years), process.log_sd(years)
    if not np.all(sd > 0):
        raise ValueError(f"the smallest standard deviation is {np.min(sd)}; expected volatility and time above zero")
    if not 0 < probability < 1:
        raise ValueError(f"probability is {probability}; expected a number strictly between 0 and 1")
    low, high = float(np.min(mean - _WIDEST_SDS * sd)), float(np.max(mean + _WIDEST_SDS * sd))
    return float(np.exp(brentq(lambda x: np.mean(ndtr((x - mean) / sd)) - probability, low, high, xtol=1e-13)))
