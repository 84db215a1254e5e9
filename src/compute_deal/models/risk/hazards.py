"""Competing causes that end a contract, with a constant hazard each and one shock that they share.

Correlation is a common shock (Marshall and Olkin, 1967, Journal of the American Statistical Association 62). A share of
every hazard comes from one stream of shocks, such as a fall in the demand for AI. Each shock hits the causes with the
highest hazard first. A share of zero makes the causes independent; with one, the most likely cause decides. Each cause keeps
its own hazard in between.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compute_deal.models.risk.price_process import MONTHS_PER_YEAR


@dataclass(frozen=True, kw_only=True)
class Cause:
    """One cause that may end the contract.

    Parameters
    ----------
    name : str
        Name of the cause.
    hazard_per_year : float
        Constant hazard, per year.
    notice_months : int
        Months of fee and service after the cause strikes; zero for a default.
    first_month : int
        First month, counted from zero, in which the cause can strike.

    Raises
    ------
    ValueError
        If the hazard is negative or not finite, or a number of months is negative.

    Examples
    --------
    >>> Cause(name="recall by the owner", hazard_per_year=0.1, notice_months=3).first_month
    0
    """

    name: str
    hazard_per_year: float
    notice_months: int
    first_month: int = 0

    def __post_init__(self) -> None:
        """Refuse negative numbers."""
        if not (np.isfinite(self.hazard_per_year) and self.hazard_per_year >= 0):
            raise ValueError(f"hazard of {self.name!r} is {self.hazard_per_year}; expected a rate of at least zero")
        if min(self.notice_months, self.first_month) < 0:
            raise ValueError(f"months of {self.name!r} are negative; expected numbers of at least zero")


def hazard_from_cumulative(probability: float, years: float) -> float:
    """Turn a cumulative probability into the constant hazard that gives it.

    Parameters
    ----------
    probability : float
        Probability of the event within the period, at least zero and below one.
    years : float
        Length of the period in years.

    Returns
    -------
    float
        Hazard per year, ``-ln(1 - probability) / years``.

    Raises
    ------
    ValueError
        If the probability is outside [0, 1) or the period is not positive.

    Examples
    --------
    >>> round(hazard_from_cumulative(0.5, 5), 4)  # half end within five years
    0.1386
    """
    if not 0 <= probability < 1:
        raise ValueError(f"probability is {probability}; expected at least zero and below one")
    if not years > 0:
        raise ValueError(f"years is {years}; expected a positive period")
    return float(-np.log1p(-probability) / years)


def in_force_by_causes(causes: Sequence[Cause], common_share: float, months: int) -> NDArray[np.float64]:
    """Give the probability that no cause has ended the contract by each month.

    A cause that strikes in the course of a month starts its notice at the beginning of the next.

    Parameters
    ----------
    causes : sequence of Cause
        The competing causes.
    common_share : float
        Share of every hazard that comes from the common shock, 0 to 1.
    months : int
        Remaining term in months.

    Returns
    -------
    numpy.ndarray
        Probability that fee and service run in each month, shape (months,).

    Raises
    ------
    ValueError
        If the share is outside [0, 1] or the number of months is not positive.

    Notes
    -----
    Month ``m`` is served if no cause has struck before ``m - notice``. Independent parts add up; of the common part only
    the largest hazard that still counts at a moment matters.

    Examples
    --------
    >>> causes = [Cause(name="recall", hazard_per_year=1.2, notice_months=2)]
    >>> in_force_by_causes(causes, 0.0, 4).round(4).tolist()  # exp(-0.1) after a month at risk
    [1.0, 1.0, 1.0, 0.9048]
    """
    if not 0 <= common_share <= 1:
        raise ValueError(f"common_share is {common_share}; expected 0 to 1")
    if months < 1:
        raise ValueError(f"months is {months}; expected at least one")
    month = np.arange(months)
    struck = np.arange(months)[:, None]
    counted = np.zeros((len(causes), months, months))
    for i, cause in enumerate(causes):
        # Row: the month in which a strike would fall. Column: the month of service that it would prevent.
        at_risk = (struck >= cause.first_month) & (struck < month - cause.notice_months)
        counted[i] = at_risk * cause.hazard_per_year / MONTHS_PER_YEAR
    own = counted.sum(axis=(0, 1))
    shared = counted.max(axis=0, initial=0.0).sum(axis=0)
    return np.exp(-((1 - common_share) * own + common_share * shared))


def expected_life_months(in_force: NDArray[np.float64]) -> float:
    """Give the expected number of months served.

    Parameters
    ----------
    in_force : numpy.ndarray
        Probability that each month is served, shape (months,).

    Returns
    -------
    float
        Expected life in months, the sum of the probabilities.

    Examples
    --------
    >>> expected_life_months(np.array([1.0, 1.0, 0.5]))
    2.5
    """
    return float(np.sum(in_force))


def lifetime_correlation(first_hazard: float, second_hazard: float, common_share: float) -> float:
    """Give the correlation of the waiting times of two causes under the common shock.

    Parameters
    ----------
    first_hazard, second_hazard : float
        Positive hazards per year.
    common_share : float
        Share of every hazard that comes from the common shock, 0 to 1.

    Returns
    -------
    float
        Correlation between 0 and 1.

    Notes
    -----
    Marshall and Olkin (1967): the joint rate over the total rate, ``c min / (h1 + h2 - c min)``.

    Examples
    --------
    >>> lifetime_correlation(0.1, 0.1, 1.0), round(lifetime_correlation(0.1, 0.3, 0.5), 4)
    (1.0, 0.1429)
    """
    joint = common_share * min(first_hazard, second_hazard)
    return joint / (first_hazard + second_hazard - joint)


def sample_end_month(in_force: NDArray[np.float64], uniforms: NDArray[np.float64]) -> NDArray[np.intp]:
    """Turn uniform draws into the number of months served.

    Parameters
    ----------
    in_force : numpy.ndarray
        Probability that each month is served, not increasing, shape (months,).
    uniforms : numpy.ndarray
        Draws in [0, 1).

    Returns
    -------
    numpy.ndarray
        Months served, 0 to the full term, shape of the draws.

    Examples
    --------
    >>> sample_end_month(np.array([1.0, 1.0, 0.5]), np.array([0.2, 0.7])).tolist()
    [3, 2]
    """
    # A month is served if the draw is below its probability; counting from the last month keeps the search ascending.
    return len(in_force) - np.searchsorted(in_force[::-1], uniforms, side="right")
