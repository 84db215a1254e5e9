"""The rental index and other listed prices of chips, as the evidence has them."""

from collections.abc import Iterable

import pandas as pd

from compute_deal.evidence import Evidence
from compute_deal.evidence.quantities import last_day

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


def prices_by_date(evidence: Evidence, ids: Iterable[str]) -> pd.DataFrame:
    """Return rental prices in the order of time; a price dated by its month stands at the end of the month.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    ids : iterable of str
        Rows of the table of prices.

    Returns
    -------
    pandas.DataFrame
        Columns `date`, `value` (USD per GPU-hour) and `definition` (of the index: the day from which it holds).
    """
    rows = evidence.rows("prices", ids)
    dated = rows.assign(date=pd.to_datetime([last_day(text) for text in rows.date]))
    return dated[["date", "value", "definition"]].sort_values("date")


def h100_index(evidence: Evidence) -> pd.DataFrame:
    """Return the rental index of the H100, as `prices_by_date` does; returns across definitions mean nothing.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> h100_index(load()).groupby("definition").size().tolist()
    [5, 3, 7, 3]
    """
    table = evidence.frame("prices")
    return prices_by_date(evidence, table.index[table.series == H100_SERIES])
