"""A regime alternative for the rental price: a tight and a slack market, with switches between them.

The mean-reverting process treats every deviation alike. Two levels say something else: the price stays where it is until
the market turns. The levels and the rates of turning are judgements, because the observed series holds about one turn.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from compute_deal.models.risk.price_process import MONTHS_PER_YEAR


@dataclass(frozen=True, kw_only=True)
class TwoLevelPrice:
    """A price that sits at one of two ageing levels.

    Parameters
    ----------
    slack_usd_per_gpu_hour, tight_usd_per_gpu_hour : float
        Price in a slack and in a tight market at time zero, USD per GPU-hour.
    tightening_per_year, slackening_per_year : float
        Rate of the switch from slack to tight, and from tight to slack, per year.
    drift_per_year : float
        Drift of the logarithm of both levels, per year (ageing is negative).

    Raises
    ------
    ValueError
        If the levels are not ordered and positive, or a rate is negative.

    Examples
    --------
    >>> market = TwoLevelPrice(
    ...     slack_usd_per_gpu_hour=2.0, tight_usd_per_gpu_hour=2.75, tightening_per_year=1.0, slackening_per_year=0.5
    ... )
    >>> tight_probability(market, True, [0.0, 1.0, 100.0]).round(3).tolist()
    [1.0, 0.741, 0.667]
    """

    slack_usd_per_gpu_hour: float
    tight_usd_per_gpu_hour: float
    tightening_per_year: float
    slackening_per_year: float
    drift_per_year: float = 0.0

    def __post_init__(self) -> None:
        """Refuse unordered levels and negative rates."""
        if not 0 < self.slack_usd_per_gpu_hour <= self.tight_usd_per_gpu_hour:
            raise ValueError(
                f"levels are {self.slack_usd_per_gpu_hour} and {self.tight_usd_per_gpu_hour}; expected 0 < slack <= tight"
            )
        if min(self.tightening_per_year, self.slackening_per_year) < 0:
            raise ValueError("a switching rate is negative; expected rates of at least zero")


def tight_probability(market: TwoLevelPrice, tight_now: bool, years: ArrayLike) -> NDArray[np.float64]:
    """Give the probability of a tight market some time from now.

    Parameters
    ----------
    market : TwoLevelPrice
        Levels and switching rates.
    tight_now : bool
        Whether the market is tight now.
    years : array_like
        Time from now in years.

    Returns
    -------
    numpy.ndarray
        Probability between 0 and 1.

    Notes
    -----
    Two-state Markov chain: ``p + (start - p) exp(-(up + down) t)`` with ``p = up / (up + down)``.

    Examples
    --------
    >>> frozen = TwoLevelPrice(
    ...     slack_usd_per_gpu_hour=2.0, tight_usd_per_gpu_hour=2.75, tightening_per_year=0.0, slackening_per_year=0.0
    ... )
    >>> tight_probability(frozen, True, 5.0).tolist()
    1.0
    """
    total = market.tightening_per_year + market.slackening_per_year
    years = np.asarray(years, dtype=float)
    if total == 0:
        return np.full(years.shape, float(tight_now))
    settled = market.tightening_per_year / total
    return settled + (float(tight_now) - settled) * np.exp(-total * years)


def simulate_two_level_prices(
    market: TwoLevelPrice, tight_now: bool, rng: np.random.Generator, months: int, paths: int
) -> NDArray[np.float64]:
    """Simulate monthly prices of the two-level market with the exact monthly transition.

    Parameters
    ----------
    market : TwoLevelPrice
        Levels and switching rates.
    tight_now : bool
        Whether the market is tight in month zero.
    rng : numpy.random.Generator
        Source of randomness.
    months, paths : int
        Number of months after month zero, and number of paths.

    Returns
    -------
    numpy.ndarray
        Prices in USD per GPU-hour, shape (months + 1, paths).

    Examples
    --------
    >>> market = TwoLevelPrice(
    ...     slack_usd_per_gpu_hour=2.0, tight_usd_per_gpu_hour=3.0, tightening_per_year=1.0, slackening_per_year=1.0
    ... )
    >>> prices = simulate_two_level_prices(market, True, np.random.default_rng(1), months=24, paths=500)
    >>> prices.shape, sorted(set(prices.ravel().tolist()))
    ((25, 500), [2.0, 3.0])
    """
    stay_tight = float(tight_probability(market, True, 1 / MONTHS_PER_YEAR))
    turn_tight = float(tight_probability(market, False, 1 / MONTHS_PER_YEAR))
    tight = np.empty((months + 1, paths), dtype=bool)
    tight[0] = tight_now
    draws = rng.random((months, paths))
    for month in range(months):
        tight[month + 1] = draws[month] < np.where(tight[month], stay_tight, turn_tight)
    ageing = np.exp(market.drift_per_year * np.arange(months + 1) / MONTHS_PER_YEAR)
    return np.where(tight, market.tight_usd_per_gpu_hour, market.slack_usd_per_gpu_hour) * ageing[:, None]
