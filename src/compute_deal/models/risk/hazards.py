"""Causes that end a contract at a constant rate."""

import numpy as np
from numpy.typing import NDArray

from compute_deal.models.risk.price_process import MONTHS_PER_YEAR


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


def in_force_by_hazard(
    hazard_per_year: float, notice_months: int, months: int, first_month: int = 0
) -> NDArray[np.float64]:
    """Give the probability that a cause with a constant hazard has not ended the contract by each month.

    A cause that strikes in the course of a month starts its notice at the beginning of the next.

    Parameters
    ----------
    hazard_per_year : float
        Hazard, per year.
    notice_months : int
        Months of fee and service after it strikes.
    months : int
        Remaining term in months.
    first_month : int
        First month, counted from zero, in which it can strike.

    Returns
    -------
    numpy.ndarray
        Probability that fee and service run in each month, shape (months,). Of independent causes the products hold.

    Examples
    --------
    >>> in_force_by_hazard(1.2, 2, 4).round(4).tolist()  # exp(-0.1) after a month at risk
    [1.0, 1.0, 1.0, 0.9048]
    """
    at_risk = np.maximum(np.arange(months) - notice_months - first_month, 0)
    return np.exp(-hazard_per_year * at_risk / MONTHS_PER_YEAR)
