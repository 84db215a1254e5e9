"""Lock capacity in, or rent it on demand: expected cost, chance of being right, regret, break-even points.

A buyer needs a share of some capacity, its utilisation, for a term. Locked in, it pays a fixed price for every committed
hour, used or not. On demand it pays the price of each month, for the hours it uses. All amounts are averages over the term
per committed GPU-hour, so that the two choices have one denominator. Nothing is discounted: both are paid month by month.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from compute_deal.models.risk.price_process import (
    MONTHS_PER_YEAR,
    PriceProcess,
    expected_price,
    step_decay,
    step_sd,
)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A choice between committed and on-demand capacity.

    Parameters
    ----------
    price_usd_per_gpu_hour : float
        On-demand price now, USD per GPU-hour.
    discount : float
        What the committed price is below the price now, as a decimal.
    term_months : int
        Length of the commitment.
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
    >>> Choice(price_usd_per_gpu_hour=2.0, discount=0.15, term_months=12, utilisation=0.7).locked_usd_per_gpu_hour
    1.7
    """

    price_usd_per_gpu_hour: float
    discount: float
    term_months: int
    utilisation: float
    sold_out_share: float = 0.0
    missing_hour_usd: float = 0.0

    def __post_init__(self) -> None:
        """Refuse values outside the domain of the model."""
        if not self.price_usd_per_gpu_hour > 0:
            raise ValueError(f"price_usd_per_gpu_hour is {self.price_usd_per_gpu_hour}; expected a positive price")
        if not self.discount < 1:
            raise ValueError(f"discount is {self.discount}; expected a decimal below 1")
        if self.term_months < 1 or self.term_months != int(self.term_months):
            raise ValueError(f"term_months is {self.term_months}; expected a whole number of at least 1")
        if not 0 < self.utilisation <= 1:
            raise ValueError(f"utilisation is {self.utilisation}; expected a share above 0 and up to 1")
        if not 0 <= self.sold_out_share < 1:
            raise ValueError(f"sold_out_share is {self.sold_out_share}; expected a share from 0 to below 1")
        if not self.missing_hour_usd >= 0:
            raise ValueError(f"missing_hour_usd is {self.missing_hour_usd}; expected an amount of at least 0")

    @property
    def locked_usd_per_gpu_hour(self) -> float:
        """Committed price, paid for every hour."""
        return self.price_usd_per_gpu_hour * (1 - self.discount)

    def on_demand_usd(self, average_price_usd: float | NDArray[np.float64]) -> float | NDArray[np.float64]:
        """Cost on demand per committed hour, given the average price over the term."""
        had = (1 - self.sold_out_share) * average_price_usd
        return self.utilisation * (had + self.sold_out_share * self.missing_hour_usd)

    def price_at_cost(self, cost_usd: float) -> float:
        """Average price at which on demand costs so much: the inverse of `on_demand_usd`."""
        missing = self.sold_out_share * self.missing_hour_usd
        return (cost_usd / self.utilisation - missing) / (1 - self.sold_out_share)


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
    >>> sure = AveragePrice(2.0, 0.0)
    >>> sure.quantile(0.95), sure.chance_above(1.9)
    (2.0, 1.0)
    """

    mean_usd: float
    log_sd: float

    def quantile(self, probability: float) -> float:
        """Price that the average does not exceed with a probability."""
        if not 0 < probability < 1:
            raise ValueError(f"probability is {probability}; expected a number strictly between 0 and 1")
        return float(self.mean_usd * np.exp(-(self.log_sd**2) / 2 + ndtri(probability) * self.log_sd))

    def chance_above(self, price_usd: float) -> float:
        """Probability that the average exceeds a price."""
        if price_usd <= 0:
            return 1.0
        if self.log_sd == 0:
            return float(self.mean_usd > price_usd)
        return float(ndtr((np.log(self.mean_usd / price_usd) - self.log_sd**2 / 2) / self.log_sd))


def average_price(process: PriceProcess, price_usd: float, months: int) -> AveragePrice:
    """Give the distribution of the average of the monthly prices, the price now included.

    Parameters
    ----------
    process : PriceProcess
        The price process, its time zero now.
    price_usd : float
        Price now, USD per GPU-hour.
    months : int
        Number of months.

    Returns
    -------
    AveragePrice

    Notes
    -----
    The mean is the average of the expected prices. The second moment sums ``E[P_i] E[P_j] exp(cov_ij)`` over all pairs of
    months, with ``cov_ij = exp(-k (t_j - t_i)) var_i`` for ``i <= j``, the covariance of the Ornstein–Uhlenbeck process. A
    sum of log-normal variables is taken to be log-normal with these two moments (Fenton 1960; for averages of prices, Levy
    1992, Journal of International Money and Finance 11(5)).

    Examples
    --------
    >>> still = PriceProcess(level_usd_per_gpu_hour=2.0, reversion_per_year=1.0, volatility_per_year=0.0)
    >>> average_price(still, 2.0, 12)
    AveragePrice(mean_usd=2.0, log_sd=0.0)
    """
    years = np.arange(months) / MONTHS_PER_YEAR
    means = expected_price(process, price_usd, years)
    variance = step_sd(process, years) ** 2
    apart = np.abs(years[:, None] - years)
    covariance = step_decay(process, apart) * np.minimum(variance[:, None], variance)
    mean = float(means.mean())
    second = float(means @ np.exp(covariance) @ means) / months**2
    return AveragePrice(mean, float(np.sqrt(max(np.log(second / mean**2), 0.0))))


def break_even_utilisation(choice: Choice, average: AveragePrice) -> float:
    """Give the utilisation at which both choices cost the same on average; above 1, locking in loses at any.

    Parameters
    ----------
    choice : Choice
        The choice; its own utilisation plays no part.
    average : AveragePrice
        The average price over the term.

    Returns
    -------
    float
        Share of the committed hours.

    Notes
    -----
    ``u* = L / ((1 - s) E[A] + s V)`` with ``L`` the locked price, ``A`` the average price, ``s`` the share sold out and
    ``V`` the loss for a missing hour.

    Examples
    --------
    >>> choice = Choice(price_usd_per_gpu_hour=2.0, discount=0.15, term_months=12, utilisation=0.7)
    >>> round(break_even_utilisation(choice, AveragePrice(2.0, 0.1)), 6)
    0.85
    """
    return choice.locked_usd_per_gpu_hour / (choice.on_demand_usd(average.mean_usd) / choice.utilisation)


def break_even_discount(choice: Choice, average: AveragePrice) -> float:
    """Give the discount at which both choices cost the same on average; negative if even a surcharge is worth it.

    Parameters
    ----------
    choice : Choice
        The choice; its own discount plays no part.
    average : AveragePrice
        The average price over the term.

    Returns
    -------
    float
        Discount as a decimal.

    Notes
    -----
    ``d* = 1 - u ((1 - s) E[A] + s V) / P``.

    Examples
    --------
    >>> choice = Choice(price_usd_per_gpu_hour=2.0, discount=0.0, term_months=12, utilisation=0.7)
    >>> round(break_even_discount(choice, AveragePrice(2.0, 0.1)), 6)
    0.3
    """
    return 1 - float(choice.on_demand_usd(average.mean_usd)) / choice.price_usd_per_gpu_hour


def break_even_sold_out(choice: Choice, average: AveragePrice) -> float:
    """Give the share of needed hours that must be sold out on demand for both choices to cost the same on average.

    Parameters
    ----------
    choice : Choice
        The choice; its own share sold out plays no part.
    average : AveragePrice
        The average price over the term.

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
    >>> choice = Choice(
    ...     price_usd_per_gpu_hour=2.0, discount=0.15, term_months=12, utilisation=0.5, missing_hour_usd=6.0
    ... )
    >>> round(break_even_sold_out(choice, AveragePrice(2.0, 0.1)), 6)  # (1.7 / 0.5 - 2) / (6 - 2)
    0.35
    """
    gap = choice.missing_hour_usd - average.mean_usd
    if gap <= 0:
        raise ValueError(
            f"missing_hour_usd is {choice.missing_hour_usd}; expected more than the average price of {average.mean_usd}"
        )
    return (choice.locked_usd_per_gpu_hour / choice.utilisation - average.mean_usd) / gap


def chance_locking_wins(choice: Choice, average: AveragePrice) -> float:
    """Give the probability that locking in turns out cheaper.

    Parameters
    ----------
    choice : Choice
        The choice.
    average : AveragePrice
        The average price over the term.

    Returns
    -------
    float
        Probability.

    Examples
    --------
    >>> choice = Choice(price_usd_per_gpu_hour=2.0, discount=0.5, term_months=12, utilisation=1.0)
    >>> chance_locking_wins(choice, AveragePrice(2.0, 0.0))
    1.0
    """
    return average.chance_above(choice.price_at_cost(choice.locked_usd_per_gpu_hour))


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
        Cost on demand less the locked price. Where it is negative, its size is the regret of having locked in; where it is
        positive, it is the regret of having stayed on demand.

    Examples
    --------
    >>> choice = Choice(price_usd_per_gpu_hour=2.0, discount=0.15, term_months=12, utilisation=0.5)
    >>> round(saving_quantile(choice, AveragePrice(2.0, 0.0), 0.5), 6)
    -0.7
    """
    return float(choice.on_demand_usd(average.quantile(probability))) - choice.locked_usd_per_gpu_hour


def average_since(
    days: NDArray[np.datetime64], prices_usd: NDArray[np.float64], start: np.datetime64, end: np.datetime64
) -> float:
    """Give the average of an observed price between two days, straight lines between the observations.

    Parameters
    ----------
    days : numpy.ndarray
        Days of the observations, increasing.
    prices_usd : numpy.ndarray
        Prices on them, USD per GPU-hour.
    start, end : numpy.datetime64
        First and last day, inside the observed span.

    Returns
    -------
    float
        USD per GPU-hour.

    Raises
    ------
    ValueError
        If the span is empty or not observed.

    Examples
    --------
    >>> days = np.array(["2026-01-01", "2026-01-11"], dtype="datetime64[D]")
    >>> average_since(days, np.array([2.0, 4.0]), days[0], np.datetime64("2026-01-06"))  # from 2 to 3
    2.5
    """
    if not days[0] <= start < end <= days[-1]:
        raise ValueError(f"the span is {start} to {end}; expected days in order between {days[0]} and {days[-1]}")
    inside = days[(days > start) & (days < end)]
    at = np.concatenate([[start], inside, [end]]).astype("datetime64[D]").astype(float)
    known = np.interp(at, days.astype("datetime64[D]").astype(float), prices_usd)
    return float(np.trapezoid(known, at) / (at[-1] - at[0]))
