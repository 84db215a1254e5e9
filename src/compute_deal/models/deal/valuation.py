"""What the fees are worth on a day: discounted."""

from datetime import date

import numpy as np

from compute_deal.models.deal.schedule import Schedule

DAYS_PER_YEAR = 365.25


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

    Raises
    ------
    ValueError
        If the rate is −1 or less.

    Notes
    -----
    A dollar paid at the end of a month is worth (1 + r)^(−t), with t the years of 365.25 days from `valued_on` to then.

    Examples
    --------
    >>> from compute_deal.models.deal.schedule import Terms, payment_schedule
    >>> schedule = payment_schedule(Terms(1.25e9, date(2026, 5, 3), date(2029, 5, 31)))
    >>> present_value_usd(schedule, 0.0, date(2026, 5, 3)) == schedule.headline_usd
    True
    """
    if rate_per_year <= -1:
        raise ValueError(f"rate_per_year is {rate_per_year}; expected more than -1")
    years = (schedule.end - np.datetime64(valued_on, "D")).astype(float) / DAYS_PER_YEAR
    return float(schedule.fee_usd @ (1 + rate_per_year) ** -years)
