"""The rental index and other listed prices of chips, as the evidence has them."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from compute_deal.evidence import Evidence
from compute_deal.evidence.quantities import last_day
from compute_deal.models.deal.valuation import years_after

H100_SERIES = "Silicon Data SDH100RT, neoclouds"


def index_price(evidence: Evidence, id: str) -> float:
    """Return one price of the table of rental prices.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    id : str
        A row of the table of prices.

    Returns
    -------
    float
        USD per GPU-hour.
    """
    return float(evidence.rows("prices", [id]).value.iloc[0])


def years_before_last(dates: tuple[date, ...]) -> NDArray[np.float64]:
    """Return dates as years, the last one zero.

    Examples
    --------
    >>> years_before_last((date(2025, 1, 1), date(2026, 1, 1))).round(3).tolist()
    [-0.999, 0.0]
    """
    return years_after(np.array(dates, dtype="datetime64[D]"), dates[-1])


def index_series(evidence: Evidence) -> tuple[tuple[date, ...], NDArray[np.float64]]:
    """Return the rental index by date; a value dated by its month stands at the end of the month.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    tuple
        Dates in order, and USD per GPU-hour.
    """
    table = evidence.frame("prices")
    rows = evidence.rows("prices", table.index[table.series == H100_SERIES])
    days = [last_day(text) for text in rows.date]
    order = np.argsort(days)
    return tuple(days[i] for i in order), rows.value.to_numpy(dtype=float)[order]


def index_segments(evidence: Evidence) -> list[tuple[tuple[date, ...], NDArray[np.float64]]]:
    """Return the rental index in pieces within which its definition did not change; returns across pieces mean nothing.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    list of tuple
        For each definition, in order: dates, and USD per GPU-hour.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> [len(days) for days, _ in index_segments(load())]
    [5, 3, 7, 3]
    """
    table = evidence.frame("prices")
    rows = evidence.rows("prices", table.index[table.series == H100_SERIES])
    starts = rows.assign(day=[last_day(text) for text in rows.date]).sort_values("day").groupby("definition")
    return [(tuple(piece.day), piece.value.to_numpy(dtype=float)) for _, piece in starts]
