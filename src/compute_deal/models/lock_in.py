"""Lock capacity in, or rent it on demand: expected cost, chance of being right, break-even points.

A buyer needs a share of some capacity, its utilisation, for a term. Locked in, it pays a fixed price for every committed
hour, used or not. On demand it pays the price of each month, for the hours it uses. All amounts are averages over the term
per committed GPU-hour, so that the two choices have one denominator. Nothing is discounted: both are paid month by month.
The functions that take any kind of value are the formulae alone; a page evaluates them too.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

MONTHS_PER_YEAR = 12
TIE = 1e-9  # costs closer than this, relative to the price, count as equal, and the buyer stays on demand


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A choice between committed and on-demand capacity.

    Parameters
    ----------
    locked_usd_per_gpu_hour : float
        Committed price, paid for every hour.
    utilisation : float
        Share of the committed hours that the buyer needs, above 0 up to 1.
    sold_out_share : float
        Share of the needed hours that cannot be had on demand.
    missing_hour_usd : float
        Loss for each needed GPU-hour that cannot be had, USD.

    Raises
    ------
    ValueError
        If a value lies outside its range.

    Examples
    --------
    >>> Choice(locked_usd_per_gpu_hour=1.7, utilisation=0.7).on_demand_usd(2.0)
    1.4
    """

    locked_usd_per_gpu_hour: float
    utilisation: float
    sold_out_share: float = 0.0
    missing_hour_usd: float = 0.0

    def __post_init__(self) -> None:
        """Refuse values outside the domain of the model."""
        if not self.locked_usd_per_gpu_hour > 0:
            raise ValueError(f"locked_usd_per_gpu_hour is {self.locked_usd_per_gpu_hour}; expected a positive price")
        if not 0 < self.utilisation <= 1:
            raise ValueError(f"utilisation is {self.utilisation}; expected a share above 0 and up to 1")
        if not 0 <= self.sold_out_share < 1:
            raise ValueError(f"sold_out_share is {self.sold_out_share}; expected a share from 0 to below 1")
        if not self.missing_hour_usd >= 0:
            raise ValueError(f"missing_hour_usd is {self.missing_hour_usd}; expected an amount of at least 0")

    def needed_hour_usd(self, average_price_usd: float | NDArray[np.float64]) -> float | NDArray[np.float64]:
        """Cost on demand per needed hour, given the average price over the term."""
        return needed_hour(average_price_usd, self.sold_out_share, self.missing_hour_usd)

    def on_demand_usd(self, average_price_usd: float | NDArray[np.float64]) -> float | NDArray[np.float64]:
        """Cost on demand per committed hour, given the average price over the term."""
        return self.utilisation * self.needed_hour_usd(average_price_usd)

    @property
    def break_even_price_usd(self) -> float:
        """Average price on demand at which both choices cost the same."""
        return break_even_average(
            self.locked_usd_per_gpu_hour, self.utilisation, self.sold_out_share, self.missing_hour_usd
        )


@dataclass(frozen=True)
class AveragePrice:
    """Distribution of the average price over a term, as a log-normal variable with the exact first two moments.

    Parameters
    ----------
    mean_usd : float
        Mean, USD per GPU-hour.
    log_sd : float
        Standard deviation of the logarithm.

    Examples
    --------
    >>> certain = AveragePrice(2.0, 0.0)
    >>> certain.quantile(0.95), certain.chance_above(1.9)
    (2.0, 1.0)
    """

    mean_usd: float
    log_sd: float

    def quantile(self, probability: float) -> float:
        """Price that the average does not exceed with a probability."""
        return float(log_normal_quantile(self.mean_usd, self.log_sd, ndtri(probability)))

    def chance_above(self, price_usd: float) -> float:
        """Probability that the average exceeds a price; without uncertainty, prices within `TIE` are equal."""
        if price_usd <= 0:
            return 1.0
        if self.log_sd == 0:
            return float(self.mean_usd > price_usd * (1 + TIE))
        return float(log_normal_chance_above(self.mean_usd, self.log_sd, price_usd, ndtr))


def needed_hour(average: Any, sold_out: Any, missing: Any) -> Any:
    """Cost on demand of a needed hour: had at the average price, or missing."""
    return (1 - sold_out) * average + sold_out * missing


def break_even_use(locked: Any, needed: Any) -> Any:
    """Share of use at which a locked price costs what the needed hours cost on demand; above 1, locking in loses at any."""
    return locked / needed


def break_even_average(locked: Any, use: Any, sold_out: Any, missing: Any) -> Any:
    """Average price on demand at which a locked price costs the same."""
    return (locked / use - sold_out * missing) / (1 - sold_out)


def saving(use: Any, needed: Any, locked: Any) -> Any:
    """Give what a locked price saves per committed hour."""
    return use * needed - locked


def expected_price(price: Any, change_per_year: Any, month: Any) -> Any:
    """Price expected for a month, the price now being that of month 0, at a constant rate of change.

    Parameters
    ----------
    price : float or expression
        Price on demand now, USD per GPU-hour.
    change_per_year : float or expression
        Expected change of the price in a year, as a decimal above -1.
    month : int or array_like
        Months from now.

    Returns
    -------
    float, ndarray or expression
        ``P (1 + g)**(m / 12)``, USD per GPU-hour.

    Examples
    --------
    >>> expected_price(4.0, 1 / 4096 - 1, np.arange(3)).tolist()  # a loss of half in each month
    [4.0, 2.0, 1.0]
    """
    return price * (1 + change_per_year) ** (month / MONTHS_PER_YEAR)


def log_normal_quantile(mean: Any, log_sd: Any, z: Any, xp: Any = np) -> Any:
    """Quantile of a log-normal variable, `z` that of the standard normal."""
    return mean * xp.exp(z * log_sd - log_sd * log_sd / 2)


def log_normal_chance_above(mean: Any, log_sd: Any, price: Any, normal: Callable, xp: Any = np) -> Any:
    """Chance that a log-normal variable exceeds a price above zero, `normal` the standard normal distribution."""
    return normal((xp.log(mean / price) - log_sd * log_sd / 2) / log_sd)


def average_moments(expected: Sequence[Any], volatility_per_year: float, xp: Any = np) -> tuple[Any, Any]:
    """Mean, and deviation of the logarithm, of the average of monthly prices; see `average_price`."""
    later = [*accumulate(reversed(expected))][::-1]  # sums of the prices from each month on
    squares = [*(each * each for each in later), 0.0]
    growth = [math.expm1(volatility_per_year**2 * month / MONTHS_PER_YEAR) for month in range(len(expected))]
    excess = sum(growth[month] * (squares[month] - squares[month + 1]) for month in range(len(expected)))
    return later[0] / len(expected), xp.sqrt(xp.log(1 + excess / squares[0]))


def average_price(expected_usd: NDArray[np.float64], volatility_per_year: float) -> AveragePrice:
    """Give the distribution of the average of monthly prices that walk at random around their expectation.

    Parameters
    ----------
    expected_usd : numpy.ndarray
        Price expected for each month, the price now first, USD per GPU-hour.
    volatility_per_year : float
        Standard deviation of the yearly change of the log price.

    Returns
    -------
    AveragePrice

    Raises
    ------
    ValueError
        If a price is not positive.

    Notes
    -----
    Prices walk as in Black (1976, Journal of Financial Economics 3). The variance of the average, relative to its squared
    mean, is ``sum w_i w_j (exp(s**2 min(t_i, t_j)) - 1)`` over all pairs of months, with ``w_i = F_i / sum F``; pairs with
    the same earlier month are taken together. A sum of
    log-normal variables is taken to be log-normal with these two moments (Levy 1992, Journal of International Money and
    Finance 11).

    Examples
    --------
    >>> average_price(np.full(12, 2.0), 0.0)
    AveragePrice(mean_usd=2.0, log_sd=0.0)
    """
    if not np.all(expected_usd > 0):
        raise ValueError(f"the lowest price expected is {np.min(expected_usd)}; expected positive prices")
    mean, log_sd = average_moments(list(expected_usd), volatility_per_year)
    return AveragePrice(float(mean), float(log_sd))


def break_even_sold_out(choice: Choice, average_usd: float) -> float:
    """Give the share of needed hours that must be sold out on demand for both choices to cost the same on average.

    Parameters
    ----------
    choice : Choice
        The choice; its own share sold out plays no part.
    average_usd : float
        Expected average price on demand over the term, USD per GPU-hour.

    Returns
    -------
    float
        Share of the needed hours; negative if locking in is cheaper anyway.

    Raises
    ------
    ValueError
        If a missing hour costs no more than an hour that is had, so that no share can equal the costs.

    Examples
    --------
    >>> choice = Choice(locked_usd_per_gpu_hour=1.7, utilisation=0.5, missing_hour_usd=6.0)
    >>> round(break_even_sold_out(choice, 2.0), 6)  # (1.7 / 0.5 - 2) / (6 - 2)
    0.35
    """
    gap = choice.missing_hour_usd - average_usd
    if gap <= TIE * average_usd:
        raise ValueError(
            f"missing_hour_usd is {choice.missing_hour_usd}; expected more than the average price of {average_usd}"
        )
    return (choice.locked_usd_per_gpu_hour / choice.utilisation - average_usd) / gap


def saving_quantile(choice: Choice, average: AveragePrice, probability: float) -> float:
    """Give the saving by locking in that is not exceeded with a probability, USD per committed GPU-hour.

    Parameters
    ----------
    choice : Choice
        The choice.
    average : AveragePrice
        The average price over the term.
    probability : float
        Probability strictly between 0 and 1.

    Returns
    -------
    float
        Cost on demand less the locked price.

    Examples
    --------
    >>> choice = Choice(locked_usd_per_gpu_hour=1.7, utilisation=0.5)
    >>> round(saving_quantile(choice, AveragePrice(2.0, 0.0), 0.5), 6)
    -0.7
    """
    needed = choice.needed_hour_usd(average.quantile(probability))
    return float(saving(choice.utilisation, needed, choice.locked_usd_per_gpu_hour))
