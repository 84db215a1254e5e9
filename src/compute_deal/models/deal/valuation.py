"""What the fees are worth on a day: discounted."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

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
