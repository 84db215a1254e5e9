"""Facts: rows that know their unit, range and source."""

from dataclasses import dataclass

import pandas as pd

from compute_deal.evidence.sources import Source
from compute_deal.evidence.tables import Row


@dataclass(frozen=True)
class Fact:
    """One row of the evidence: a quantity or a statement, and how it is known.

    Parameters
    ----------
    id : str
        Key of the row, unique over all tables.
    subject, metric : str
        What the row is about, and what of it.
    low, value, high : float or None
        Range and best value, in `unit`; a missing bound is not known.
    text : str
        Date or words, where the row states no number.
    unit : str
        One of the units of the descriptor.
    as_of : str
        Date for which it holds, as precisely as known.
    source : Source
        Where it is from; `locator` says where in there.
    locator, status, known_by, confidence, note : str
        The other columns of the row.
    """

    id: str
    subject: str
    metric: str
    low: float | None
    value: float | None
    high: float | None
    text: str
    unit: str
    as_of: str
    source: Source
    locator: str
    status: str
    known_by: str
    confidence: str
    note: str

    def __float__(self) -> float:
        if self.value is None:
            raise ValueError(f"fact {self.id} has no number; its text is {self.text!r}, its range {self.range}")
        return self.value

    @property
    def date(self) -> pd.Timestamp:
        """The row's text as a date: the first day where only a month or a year is given."""
        if self.unit != "date":
            raise ValueError(f"fact {self.id} is not a date; its unit is {self.unit}")
        return pd.Timestamp(self.text)

    @property
    def range(self) -> tuple[float | None, float | None]:
        """Low and high, the value standing in for a bound that is not given."""
        return (
            self.value if self.low is None else self.low,
            self.value if self.high is None else self.high,
        )


def fact_of_row(row: Row, sources: dict[str, Source]) -> Fact:
    """Return a row of the table of facts as a Fact."""
    numbers = {name: float(row[name]) if row[name] else None for name in ("low", "value", "high")}
    words = ("id", "subject", "metric", "text", "unit", "as_of", "locator", "status", "known_by", "confidence", "note")
    return Fact(**numbers, **{name: row[name] for name in words}, source=sources[row["source"]])


def fact_of_claim(row: Row, sources: dict[str, Source]) -> Fact:
    """Return what a claim with a number or a date states, as a Fact."""
    source = sources[row["source"]]
    numbers = {name: row[f"claimed_{name}"] for name in ("low", "value", "high")}
    stated = {"subject": f"{source.publisher} claims", "metric": row["claim"], "text": row["claimed_date"]}
    note = {"note": row["reason"], "as_of": source.year, "status": "reported"}
    return fact_of_row(row | numbers | stated | note, sources)
