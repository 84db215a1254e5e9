"""The signposts: thresholds and today's readings, computed from the evidence."""

from dataclasses import dataclass

import pandas as pd

from compute_deal.evidence import Evidence
from compute_deal.evidence.expressions import evaluate, names
from compute_deal.evidence.quantities import dated, quantity_of
from compute_deal.evidence.tables import Row

CHAPTERS = {
    "deal": "the deal",
    "demand": "the demand",
    "market": "the market",
    "risks": "the risks",
    "orbital": "orbital compute",
    "actions": "what to do",
}
TIE = 1e-9  # a reading within this of its threshold, relative to it, has not passed it


@dataclass(frozen=True)
class Signpost:
    """One thing to watch.

    Parameters
    ----------
    row : dict of str to str
        The signpost as it stands in the table.
    threshold, reading : float
        In the unit of the row.
    read_on : str
        Date of the latest row behind the reading.
    state : str
        "passed", "not passed" or "no reading".
    """

    row: Row
    threshold: float
    reading: float
    read_on: str
    state: str


def signposts(evidence: Evidence) -> list[Signpost]:
    """Return all signposts with their readings.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    list of Signpost
        In the order of the table.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> signposts(load())[0].row["id"], signposts(load())[0].state
    ('watch_customer_b', 'no reading')
    """
    return [signpost(evidence, row) for row in evidence.tables["signposts"]]


def signpost(evidence: Evidence, row: Row) -> Signpost:
    """Return one row of the table as a signpost with its reading."""
    behind = {id: evidence.row(id) for column in ("threshold", "reading") for id in names(row[column])}
    known = {id: quantity_of(other).value for id, other in behind.items()}
    threshold, reading = (evaluate(row[column], known) for column in ("threshold", "reading"))
    read_on = max((dated(behind[id]) for id in names(row["reading"])), default="")
    beyond = reading - threshold if row["comparison"] == "above" else threshold - reading
    crossed = beyond > TIE * abs(threshold)
    counts = pd.Timestamp(read_on) >= pd.Timestamp(row["counts_from"])
    state = ("passed" if crossed else "not passed") if counts else "no reading"
    return Signpost(row, threshold, reading, read_on, state)
