"""Concentration of supply and revenue, and capacity sold against capacity that is there.

The Herfindahl-Hirschman index is the sum of squared shares, here between 1/n and 1 (competition authorities multiply
it by 10,000). Its inverse is the number of equal suppliers that would be as concentrated.

`herfindahl`, `effective_number` and `herfindahl_bounds_partial` are elementary closed forms. The bounds for ranges of
amounts need a search over the corners.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

_MOST_CORNERS = 18


def herfindahl(amounts: ArrayLike) -> float:
    """Give the Herfindahl-Hirschman index of amounts, between 1/n and 1.

    Parameters
    ----------
    amounts : array_like, shape (n,)
        Amounts of each supplier or customer in one unit, or shares. They are divided by their sum.

    Returns
    -------
    float
        Sum of squared shares.

    Raises
    ------
    ValueError
        If an amount is negative or all are 0.

    Examples
    --------
    >>> round(herfindahl([30, 30, 20, 20]), 4)
    0.26
    """
    a = np.asarray(amounts, dtype=float)
    if a.ndim != 1 or not (np.all(a >= 0) and np.sum(a) > 0):
        raise ValueError(f"amounts must be a list of numbers, none negative and not all 0, got {amounts}")
    return float(np.sum((a / a.sum()) ** 2))


def effective_number(herfindahl_index: ArrayLike) -> NDArray[np.float64] | float:
    """Give the number of equal suppliers with the same concentration.

    Parameters
    ----------
    herfindahl_index : float or array_like
        Index, above 0 and at most 1.

    Returns
    -------
    float or ndarray
        Inverse of the index.

    Raises
    ------
    ValueError
        If an index is out of range, such as one on the scale to 10,000.

    Examples
    --------
    >>> effective_number(0.25)
    4.0
    """
    index = np.asarray(herfindahl_index, dtype=float)
    if not np.all((index > 0) & (index <= 1 + 1e-12)):
        raise ValueError(f"the index must be above 0 and at most 1, got {herfindahl_index}")
    number = 1 / index
    return number if number.ndim else float(number)


def herfindahl_bounds(low_amounts: ArrayLike, high_amounts: ArrayLike) -> tuple[float, float]:
    """Give the smallest and largest index when each amount is only known to lie in a range.

    Parameters
    ----------
    low_amounts, high_amounts : array_like, shape (n,)
        Ends of each range, independent of each other, n at most 18.

    Returns
    -------
    tuple of float
        Lowest and highest index, both attained.

    Raises
    ------
    ValueError
        If the shapes differ, a range is reversed or negative, all high ends are 0 or n exceeds 18.

    Notes
    -----
    Exact, not sampled. The index is quasi-convex in the amounts, so the largest value sits at a corner of the box: all
    corners are tried. At the smallest, every amount is a common level cut to its own range, and that level equals
    ``Σa² / Σa``: an equation in one unknown, solved between two neighbouring range ends.

    Examples
    --------
    >>> low, high = herfindahl_bounds([1, 1], [3, 1])
    >>> round(low, 4), round(high, 4)
    (0.5, 0.625)
    """
    low, high = np.asarray(low_amounts, dtype=float), np.asarray(high_amounts, dtype=float)
    if low.ndim != 1 or low.shape != high.shape or not 1 <= low.size <= _MOST_CORNERS:
        raise ValueError(f"ranges must be two lists of one length up to {_MOST_CORNERS}, got {low.shape}, {high.shape}")
    if not (np.all((low >= 0) & (low <= high)) and np.sum(high) > 0):
        raise ValueError(f"each range needs 0 <= low <= high, not all 0, got {low_amounts} and {high_amounts}")

    def level_gap(level: float) -> float:
        cut = np.clip(level, low, high)
        return float(np.sum(cut * (level - cut)))

    # The gap rises with the level: not above 0 at the smallest high end, not below 0 at the largest.
    ends = np.unique(np.concatenate([low, high]))
    ends = ends[ends >= high[high > 0].min()]
    first = next(i for i, end in enumerate(ends) if level_gap(end) >= 0)
    level = ends[first]
    if level_gap(level) > 0:
        # Between two ends the same amounts are cut, and those at the level drop out of the equation.
        between = (ends[first - 1] + ends[first]) / 2
        cut = np.clip(between, low, high)
        level = np.sum(cut[cut != between] ** 2) / np.sum(cut[cut != between])
    lowest = herfindahl(np.clip(level, low, high))

    corners = (np.arange(2**low.size)[:, np.newaxis] >> np.arange(low.size)) & 1
    amounts = np.where(corners == 1, high, low)
    totals = amounts.sum(axis=1)
    filled = totals > 0
    shares = amounts[filled] / totals[filled, np.newaxis]
    highest = np.max(np.sum(shares**2, axis=1))
    return lowest, float(highest)


def herfindahl_bounds_partial(known_shares: ArrayLike) -> tuple[float, float]:
    """Bound the index when only some shares are known.

    Parameters
    ----------
    known_shares : array_like, shape (n,)
        Known shares as decimals, their sum at most 1.

    Returns
    -------
    tuple of float
        Index if the rest is spread over many small ones, and if it is all one.

    Raises
    ------
    ValueError
        If a share is negative or the sum exceeds 1.

    Notes
    -----
    ``Σ s²`` and ``Σ s² + (1 - Σ s)²``. The lower bound is a limit that no finite number of small ones attains.

    Examples
    --------
    >>> low, high = herfindahl_bounds_partial([0.6])
    >>> round(low, 4), round(high, 4)
    (0.36, 0.52)
    """
    shares = np.asarray(known_shares, dtype=float)
    rest = 1 - shares.sum()
    if not np.all(shares >= 0) or rest < -1e-9:
        raise ValueError(f"shares must not be negative and sum to at most 1, got {known_shares}")
    low = float(np.sum(shares**2))
    return low, low + float(max(rest, 0.0) ** 2)


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
    """Give the capacity sold at each date as a share of the capacity that is there.

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
    there = np.asarray(nameplate, dtype=float)
    if not np.all(there > 0):
        raise ValueError(f"nameplate must be above 0, got {nameplate}")
    return leased_amounts(leases, years).sum(axis=0) / there
