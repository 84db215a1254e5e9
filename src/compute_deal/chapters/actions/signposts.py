"""The signposts: thresholds and today's readings, computed from the evidence."""

from dataclasses import dataclass

import pandas as pd

from compute_deal.evidence import Evidence
from compute_deal.evidence.expressions import evaluate, names
from compute_deal.evidence.quantities import dated

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
    id, signpost, comparison, unit, direction, chapter : str
        As in the table.
    threshold, reading : float
        In `unit`.
    read_on : str
        Date of the latest row behind the reading.
    state : str
        "passed", "not passed" or "no reading".
    """

    id: str
    signpost: str
    comparison: str
    unit: str
    direction: str
    chapter: str
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
    >>> signposts(load())[0].id, signposts(load())[0].state
    ('watch_customer_b', 'no reading')
    """
    rows = evidence.tables["signposts"]
    return [signpost(evidence, row) for row in rows]


def signpost(evidence: Evidence, row: dict[str, str]) -> Signpost:
    """Return one row of the table as a signpost with its reading."""
    threshold, _ = evaluated(row["threshold"], evidence)
    reading, behind = evaluated(row["reading"], evidence)
    read_on = max((dated(row_of(evidence, id)) for id in behind), default="")
    beyond = reading - threshold if row["comparison"] == "above" else threshold - reading
    crossed = beyond > TIE * abs(threshold)
    counts = pd.Timestamp(read_on) >= pd.Timestamp(row["counts_from"])
    words = ("id", "signpost", "comparison", "unit", "direction", "chapter")
    return Signpost(
        **{name: row[name] for name in words},
        threshold=threshold,
        reading=reading,
        read_on=read_on,
        state=("passed" if crossed else "not passed") if counts else "no reading",
    )


def evaluated(expression: str, evidence: Evidence) -> tuple[float, tuple[str, ...]]:
    """Return the value of an expression on rows of the evidence, and the ids it names.

    Parameters
    ----------
    expression : str
        Arithmetic on numbers and ids of rows with a column `value`.
    evidence : Evidence
        The facts.

    Returns
    -------
    tuple of float and tuple of str

    Raises
    ------
    ValueError
        If the expression holds anything else, or a row has no number.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> evaluated("12 * csa_fee", load())
    (15000000000.0, ('csa_fee',))
    """
    ids = names(expression)
    return evaluate(expression, {id: row_value(evidence, id) for id in ids}), ids


def row_value(evidence: Evidence, id: str) -> float:
    """Return the value of a row of any table, and note that it was read."""
    value = row_of(evidence, id).get("value")
    if not value:
        raise ValueError(f"the row {id} has no value")
    return float(value)


def row_of(evidence: Evidence, id: str) -> dict[str, str]:
    """Return a row of any table by its id, and note that it was read."""
    if id not in evidence.table_of:
        raise ValueError(f"no row {id!r} in the evidence")
    evidence.reads.note([id])
    return next(row for row in evidence.tables[evidence.table_of[id]] if row.get("id") == id)
