"""Dates as the cases count them."""

from datetime import date

import numpy as np

from compute_deal.models.deal.valuation import DAYS_PER_YEAR

DAYS_PER_MONTH = DAYS_PER_YEAR / 12


def decimal_year(day: date) -> float:
    """Return a date as a decimal year.

    Examples
    --------
    >>> decimal_year(date(2026, 1, 1)), decimal_year(date(2024, 7, 2))
    (2026.0, 2024.5)
    """
    start = date(day.year, 1, 1)
    return day.year + (day.toordinal() - start.toordinal()) / (date(day.year + 1, 1, 1) - start).days


def months_after(day: date, months: int) -> date:
    """Return the same day of the month, some months later.

    Examples
    --------
    >>> months_after(date(2026, 5, 3), 3), months_after(date(2026, 11, 3), 3)
    (datetime.date(2026, 8, 3), datetime.date(2027, 2, 3))
    """
    month = np.datetime64(day, "M") + months
    return month.astype(date).replace(day=day.day)


def next_month(day: date) -> date:
    """Return the first day of the month after the one in which a day lies.

    Examples
    --------
    >>> next_month(date(2029, 12, 1))
    datetime.date(2030, 1, 1)
    """
    return (np.datetime64(day, "M") + 1).astype(date)
