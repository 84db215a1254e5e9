"""The exit clause: when either side can leave, and what is owed until then, under each reading of it."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import ArrayLike, NDArray

from compute_deal.models.deal.schedule import Schedule, accrued_usd


@dataclass(frozen=True)
class ExitClause:
    """One reading of the right to leave without cause.

    Parameters
    ----------
    name : str
        What the reading is called.
    notice_days : int
        Days from notice to the end of service.
    first_notice : datetime.date
        First day on which notice may be given.

    Examples
    --------
    >>> ExitClause("final prospectus", 90, date(2026, 8, 3)).earliest_exit
    datetime.date(2026, 11, 1)
    """

    name: str
    notice_days: int
    first_notice: date

    @property
    def earliest_exit(self) -> date:
        """First day without service if notice is given as early as allowed."""
        return self.first_notice + timedelta(days=self.notice_days)


def service_ends(clause: ExitClause, notice_on: ArrayLike) -> NDArray[np.datetime64]:
    """Return the first day without service if a side wants to leave on a day.

    Parameters
    ----------
    clause : ExitClause
        The reading.
    notice_on : array_like of datetime64[D]
        Days on which a side decides; where notice is not yet allowed, it is given once it is.

    Returns
    -------
    ndarray of datetime64[D]

    Examples
    --------
    >>> clause = ExitClause("final prospectus", 90, date(2026, 8, 3))
    >>> [str(day) for day in service_ends(clause, ["2026-06-01", "2026-11-22"])]
    ['2026-11-01', '2027-02-20']
    """
    given = np.maximum(np.asarray(notice_on, dtype="datetime64[D]"), np.datetime64(clause.first_notice, "D"))
    return given + np.timedelta64(clause.notice_days, "D")


def firm_usd(schedule: Schedule, clause: ExitClause, on: ArrayLike) -> NDArray[np.float64]:
    """Return what is still owed for service from a day on if a side wants to leave on that day.

    Parameters
    ----------
    schedule : Schedule
        Fees by month.
    clause : ExitClause
        The reading of the exit right.
    on : array_like of datetime64[D]
        Days.

    Returns
    -------
    ndarray of float
        USD, never more than what is left to the end of the contract.

    Notes
    -----
    With A(t) the fees accrued by day t and e(t) the end of service, the firm amount is A(e(t)) − A(t).

    Examples
    --------
    >>> from compute_deal.models.deal.schedule import Terms, payment_schedule
    >>> schedule = payment_schedule(Terms(1.25e9, date(2026, 5, 3), date(2029, 5, 31)))
    >>> clause = ExitClause("filing of 20 May", 90, date(2026, 5, 3))
    >>> round(float(firm_usd(schedule, clause, "2026-10-01")) / 1e9, 3)  # October to 29 December
    3.669
    """
    return accrued_usd(schedule, service_ends(clause, on)) - accrued_usd(schedule, on)


def left_usd(schedule: Schedule, on: ArrayLike) -> NDArray[np.float64]:
    """Return the fees for service from a day on if the contract runs to its end.

    Parameters
    ----------
    schedule : Schedule
        Fees by month.
    on : array_like of datetime64[D]
        Days.

    Returns
    -------
    ndarray of float
        USD.

    Examples
    --------
    >>> from compute_deal.models.deal.schedule import Terms, payment_schedule
    >>> schedule = payment_schedule(Terms(1.25e9, date(2026, 5, 3), date(2029, 5, 31)))
    >>> float(left_usd(schedule, "2029-05-01")) / 1e9
    1.25
    """
    return schedule.headline_usd - accrued_usd(schedule, on)


def due_firm_open_usd(
    schedule: Schedule, clause: ExitClause, today: date
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return each month's fee in three parts: accrued by a day, firm on it, and open to a notice given on it.

    Parameters
    ----------
    schedule : Schedule
        Fees by month.
    clause : ExitClause
        The reading of the exit right.
    today : datetime.date
        The day.

    Returns
    -------
    tuple of ndarray of float, shape (months,)
        USD. The month of the day and the month of the end of service are split by days.

    Examples
    --------
    >>> from compute_deal.models.deal.schedule import Terms, payment_schedule
    >>> schedule = payment_schedule(Terms(1.0, date(2026, 11, 1), date(2027, 3, 31)))
    >>> clause = ExitClause("30 days", 30, date(2026, 11, 1))
    >>> [part.round(3).tolist() for part in due_firm_open_usd(schedule, clause, date(2026, 11, 16))]
    [[0.5, 0.0, 0.0, 0.0, 0.0], [0.5, 0.484, 0.0, 0.0, 0.0], [0.0, 0.516, 1.0, 1.0, 1.0]]
    """
    edges = np.append(schedule.start, schedule.end[-1])
    since = np.datetime64(today, "D")
    until = service_ends(clause, today)
    due, firm, free = (
        accrued_usd(schedule, np.clip(edges[1:], low, high)) - accrued_usd(schedule, np.clip(edges[:-1], low, high))
        for low, high in ((edges[0], since), (since, until), (until, edges[-1]))
    )
    return due, firm, free
