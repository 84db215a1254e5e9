"""The rental index and other listed prices of chips, as the evidence has them."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from compute_deal.evidence import Evidence
from compute_deal.evidence.quantities import last_day
from compute_deal.models.deal.valuation import years_after


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
    ids = table.index[(table.hardware == "H100") & (table.venue == "index")]
    rows = evidence.rows("prices", ids)
    days = [last_day(text) for text in rows.date]
    order = np.argsort(days)
    return tuple(days[i] for i in order), rows.value.to_numpy(dtype=float)[order]
