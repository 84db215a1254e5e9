"""What the fees are worth: discounted, and weighed by the chance that the contract still runs."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from compute_deal.models.deal.exits import ExitClause
from compute_deal.models.deal.schedule import Schedule

DAYS_PER_YEAR = 365.25


def years_after(days: NDArray[np.datetime64], start: date) -> NDArray[np.float64]:
    """Return the time from a start to each day, in years of 365.25 days.

    Examples
    --------
    >>> years_after(np.array(["2027-05-03"], dtype="datetime64[D]"), date(2026, 5, 3)).round(4)
    array([0.9993])
    """
    return (days - np.datetime64(start, "D")).astype(float) / DAYS_PER_YEAR


def discount_factors(schedule: Schedule, rate_per_year: float, valued_on: date) -> NDArray[np.float64]:
    """Return the worth of one dollar paid at the end of each month.

    Parameters
    ----------
    schedule : Schedule
        Fees by month.
    rate_per_year : float
        Effective annual rate, as a decimal.
    valued_on : datetime.date
        Day for which the worth is stated.

    Returns
    -------
    ndarray of float, shape (months,)
        (1 + r)^(−t), with t the years from `valued_on` to the end of the month.

    Raises
    ------
    ValueError
        If the rate is −1 or less.

    Examples
    --------
    >>> from compute_deal.models.deal.schedule import Terms, payment_schedule
    >>> schedule = payment_schedule(Terms(1.25e9, date(2026, 5, 3), date(2029, 5, 31)))
    >>> discount_factors(schedule, 0.08, date(2026, 5, 3))[:2].round(4)
    array([0.9939, 0.9876])
    """
    if rate_per_year <= -1:
        raise ValueError(f"rate_per_year is {rate_per_year}; expected more than -1")
    return (1 + rate_per_year) ** -years_after(schedule.end, valued_on)


def present_value_usd(schedule: Schedule, rate_per_year: float, valued_on: date) -> float:
    """Return the present value of all fees if the contract runs to its end.

    Parameters
    ----------
    schedule : Schedule
        Fees by month, each paid at the month's end.
    rate_per_year : float
        Effective annual rate, as a decimal.
    valued_on : datetime.date
        Day for which the worth is stated.

    Returns
    -------
    float
        USD.

    Examples
    --------
    >>> from compute_deal.models.deal.schedule import Terms, payment_schedule
    >>> schedule = payment_schedule(Terms(1.25e9, date(2026, 5, 3), date(2029, 5, 31)))
    >>> present_value_usd(schedule, 0.0, date(2026, 5, 3)) == schedule.headline_usd
    True
    """
    return float(schedule.fee_usd @ discount_factors(schedule, rate_per_year, valued_on))


def in_service(schedule: Schedule, clause: ExitClause, hazard_per_year: float) -> NDArray[np.float64]:
    """Return the expected share of each month in which service still runs.

    Parameters
    ----------
    schedule : Schedule
        Fees by month.
    clause : ExitClause
        When notice may be given, and how long it runs.
    hazard_per_year : float
        Rate at which either side gives notice, once it may.

    Returns
    -------
    ndarray of float, shape (months,)

    Raises
    ------
    ValueError
        If the hazard is negative.

    Notes
    -----
    Service runs at time t unless notice was given before t − n, so it does with probability
    S(t) = exp(−λ max(0, t − e)), where e is the earliest exit. The share of a month from a to b is the mean
    of S over it: (∫ₐᵇ S dt) / (b − a), with the integral in closed form.

    Examples
    --------
    >>> from compute_deal.models.deal.schedule import Terms, payment_schedule
    >>> schedule = payment_schedule(Terms(1.25e9, date(2026, 5, 3), date(2029, 5, 31)))
    >>> in_service(schedule, ExitClause("", 90, date(2026, 8, 3)), 0.2)[[0, 6, 36]].round(3)
    array([1.   , 0.992, 0.602])
    """
    if hazard_per_year < 0:
        raise ValueError(f"hazard_per_year is {hazard_per_year}; expected 0 or more")
    start = years_after(schedule.start, clause.earliest_exit)
    end = years_after(schedule.end, clause.earliest_exit)
    if hazard_per_year == 0:
        return np.ones_like(start)
    certain = np.minimum(end, 0) - np.minimum(start, 0)
    left, right = np.maximum(start, 0), np.maximum(end, 0)
    uncertain = np.exp(-hazard_per_year * left) * -np.expm1(-hazard_per_year * (right - left)) / hazard_per_year
    return (certain + uncertain) / (end - start)


def expected_value_usd(
    schedule: Schedule, clause: ExitClause, hazard_per_year: float, rate_per_year: float, valued_on: date
) -> float:
    """Return the expected present value of the fees when either side may leave.

    Parameters
    ----------
    schedule : Schedule
        Fees by month, each paid at the month's end for the days of service.
    clause : ExitClause
        When notice may be given, and how long it runs.
    hazard_per_year : float
        Rate at which notice is given, once it may.
    rate_per_year : float
        Effective annual rate, as a decimal; 0 for an undiscounted expectation.
    valued_on : datetime.date
        Day for which the worth is stated.

    Returns
    -------
    float
        USD.

    Examples
    --------
    >>> from compute_deal.models.deal.schedule import Terms, payment_schedule
    >>> schedule = payment_schedule(Terms(1.25e9, date(2026, 5, 3), date(2029, 5, 31)))
    >>> clause = ExitClause("", 90, date(2026, 8, 3))
    >>> expected_value_usd(schedule, clause, 0.0, 0.0, date(2026, 5, 3)) == schedule.headline_usd
    True
    """
    weights = in_service(schedule, clause, hazard_per_year) * discount_factors(schedule, rate_per_year, valued_on)
    return float(schedule.fee_usd @ weights)
