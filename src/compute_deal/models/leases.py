"""Capacity sold against capacity that stands: leases with dates."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Lease:
    """Capacity promised to one customer from a date until another.

    Parameters
    ----------
    label : str
        Customer or contract.
    start_year, end_year : float
        Decimal years; the lease counts from the start and no longer at the end. A ramp is a row of leases.
    amount : float
        GPUs, MW or any one unit, not negative.

    Raises
    ------
    ValueError
        If the end is not after the start or the amount is negative.
    """

    label: str
    start_year: float
    end_year: float
    amount: float

    def __post_init__(self) -> None:
        """Check dates and amount."""
        if not self.end_year > self.start_year:
            raise ValueError(f"{self.label}: the end {self.end_year} must come after the start {self.start_year}")
        if not self.amount >= 0:
            raise ValueError(f"{self.label}: the amount must not be negative, got {self.amount}")


def leased_amounts(leases: Sequence[Lease], years: ArrayLike) -> NDArray[np.float64]:
    """Give what each lease takes at each date.

    Parameters
    ----------
    leases : sequence of Lease
        All in one unit.
    years : array_like, shape (t,)
        Dates in decimal years.

    Returns
    -------
    ndarray, shape (number of leases, t)
        Amounts; sum over the first axis for the total sold.

    Examples
    --------
    >>> leased_amounts([Lease("a", 2026.5, 2029.0, 100)], [2026.0, 2026.5, 2029.0]).tolist()
    [[0.0, 100.0, 0.0]]
    """
    dates = np.asarray(years, dtype=float)
    starts = np.array([lease.start_year for lease in leases])[:, np.newaxis]
    ends = np.array([lease.end_year for lease in leases])[:, np.newaxis]
    amounts = np.array([lease.amount for lease in leases], dtype=float)[:, np.newaxis]
    return np.where((starts <= dates) & (dates < ends), amounts, 0.0)


def sold_share(leases: Sequence[Lease], years: ArrayLike, nameplate: ArrayLike) -> NDArray[np.float64]:
    """Give the capacity sold at each date as a share of the capacity that stands.

    Parameters
    ----------
    leases : sequence of Lease
        All in the unit of `nameplate`.
    years : array_like, shape (t,)
        Dates in decimal years.
    nameplate : float or array_like, shape (t,)
        Capacity at those dates, above 0. GPUs and power need separate calls.

    Returns
    -------
    ndarray, shape (t,)
        Share; above 1 where more is sold than stands.

    Raises
    ------
    ValueError
        If a capacity is not positive.

    Examples
    --------
    >>> deals = [Lease("a", 2026.4, 2029.4, 300), Lease("b", 2026.75, 2029.5, 100)]
    >>> sold_share(deals, [2026.5, 2027.0], [1000, 800]).tolist()
    [0.3, 0.5]
    """
    standing = np.asarray(nameplate, dtype=float)
    if not np.all(standing > 0):
        raise ValueError(f"nameplate must be above 0, got {nameplate}")
    return leased_amounts(leases, years).sum(axis=0) / standing
