"""The payment schedule: what falls due in each month, and how it accrues from day to day."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Terms:
    """What the parties agreed to pay.

    Parameters
    ----------
    fee_usd_per_month : float
        Full monthly fee.
    signed : datetime.date
        Day from which the first month's fee accrues.
    last_month : datetime.date
        Any day of the last month that is paid.
    ramp : tuple of float
        Fraction of the full fee in the first months, while capacity is built up; later months pay it all.

    Raises
    ------
    ValueError
        If the fee is not positive, a fraction is outside 0 to 1, or the last month is before the first.

    Examples
    --------
    >>> Terms(1.25e9, date(2026, 5, 3), date(2029, 5, 31), ramp=(0.6, 0.6)).months
    37
    """

    fee_usd_per_month: float
    signed: date
    last_month: date
    ramp: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.fee_usd_per_month <= 0:
            raise ValueError(f"fee_usd_per_month is {self.fee_usd_per_month}; expected more than 0")
        if any(not 0 <= fraction <= 1 for fraction in self.ramp):
            raise ValueError(f"ramp is {self.ramp}; expected fractions from 0 to 1")
        if self.months < max(1, len(self.ramp)):
            raise ValueError(f"{self.months} months from {self.signed} to {self.last_month}; expected more")

    @property
    def months(self) -> int:
        """Number of calendar months in which a fee falls due."""
        return 12 * (self.last_month.year - self.signed.year) + self.last_month.month - self.signed.month + 1


@dataclass(frozen=True)
class Schedule:
    """Fees by calendar month.

    Parameters
    ----------
    start, end : ndarray of datetime64[D], shape (months,)
        First day of service in the month, and the day after its last.
    fee_usd : ndarray of float, shape (months,)
        Fee of the month.
    """

    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    fee_usd: NDArray[np.float64]

    @property
    def headline_usd(self) -> float:
        """Sum of all fees if the contract runs to its last month."""
        return float(self.fee_usd.sum())


def payment_schedule(terms: Terms) -> Schedule:
    """Return what falls due in each month.

    Parameters
    ----------
    terms : Terms
        Fee, dates and ramp.

    Returns
    -------
    Schedule
        One entry for each calendar month from signing to the last month. The first month's fee covers
        the days from signing.

    Examples
    --------
    >>> schedule = payment_schedule(Terms(1.25e9, date(2026, 5, 3), date(2029, 5, 31), ramp=(0.6, 0.6)))
    >>> [float(fee) / 1e9 for fee in schedule.fee_usd[:3]], schedule.headline_usd / 1e9
    ([0.75, 0.75, 1.25], 45.25)
    """
    first = np.datetime64(terms.signed, "M")
    months = np.arange(first, first + terms.months)
    start = months.astype("datetime64[D]")
    start[0] = np.datetime64(terms.signed, "D")
    fees = np.full(terms.months, terms.fee_usd_per_month, dtype=float)
    fees[: len(terms.ramp)] *= terms.ramp
    return Schedule(start, (months + 1).astype("datetime64[D]"), fees)


def accrued_usd(schedule: Schedule, on: NDArray[np.datetime64]) -> NDArray[np.float64]:
    """Return the fees for service up to a day, each month's fee spread evenly over its days of service.

    Parameters
    ----------
    schedule : Schedule
        Fees by month.
    on : array_like of datetime64[D]
        Days; service on the day itself is not counted.

    Returns
    -------
    ndarray of float
        USD; 0 before the first day, the headline after the last.

    Examples
    --------
    >>> schedule = payment_schedule(Terms(1.25e9, date(2026, 5, 1), date(2029, 5, 31)))
    >>> float(accrued_usd(schedule, np.datetime64("2026-06-16"))) / 1e9
    1.875
    """
    edges = np.append(schedule.start, schedule.end[-1]).astype(np.int64)
    totals = np.append(0.0, np.cumsum(schedule.fee_usd))
    return np.interp(np.asarray(on, dtype="datetime64[D]").astype(np.int64), edges, totals)
