"""The evidence as the rest of the project sees it: facts that know their unit, range and source."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from compute_deal import paths
from compute_deal.evidence.problems import EvidenceError
from compute_deal.evidence.reads import Reads
from compute_deal.evidence.rules import check_rules
from compute_deal.evidence.sources import Source, read_sources
from compute_deal.evidence.tables import Row, Tables, read_tables


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
    table : str
        Name of the table the row stands in.
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
    table: str = "facts"

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


@dataclass(frozen=True)
class Evidence:
    """All tables and sources, checked.

    Reading a row notes that it was read, so that each result knows the rows it rests on.

    Parameters
    ----------
    facts : dict of str to Fact
        By id.
    tables : dict of str to list of dict
        Every table as text rows, as it stands in the file.
    sources : dict of str to Source
        By BibTeX key.
    """

    facts: dict[str, Fact]
    tables: Tables
    sources: dict[str, Source]
    reads: Reads = field(default_factory=Reads, init=False, compare=False, repr=False)

    def __getitem__(self, id: str) -> Fact:
        if id not in self.facts:
            near = [known for known in self.facts if id[:6] in known][:5]
            hint = f"; near it: {', '.join(near)}" if near else ""
            raise KeyError(f"no fact {id!r} in data/facts.csv{hint}")
        self.reads.note([id])
        return self.facts[id]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts.values())

    @cached_property
    def table_of(self) -> dict[str, str]:
        """The table in which each id of the evidence stands."""
        return {row["id"]: name for name, rows in self.tables.items() for row in rows if "id" in row}

    def number(self, id: str) -> float:
        """Return the value of a fact.

        Parameters
        ----------
        id : str
            Key of a row that states a number.

        Returns
        -------
        float
            In the unit of the row.
        """
        return float(self[id])

    def bounds(self, id: str) -> tuple[float, float, float]:
        """Return low, value and high of a fact, the value standing in for a bound that is not given.

        Parameters
        ----------
        id : str
            Key of a row that states a number.

        Returns
        -------
        tuple of float
            In the unit of the row.
        """
        value = self.number(id)
        low, high = self[id].range
        return float(low), value, float(high)

    def frame(self, table: str) -> pd.DataFrame:
        """Return one table with numbers as numbers.

        Parameters
        ----------
        table : str
            Name of a table of the descriptor.

        Returns
        -------
        pandas.DataFrame
            One row for each row of the file, indexed by id.
        """
        frame = pd.DataFrame(self.tables[table])
        for column in frame.columns:
            numbers = pd.to_numeric(frame[column].replace("", None), errors="coerce")
            if numbers.notna().sum() == (frame[column] != "").sum() and numbers.notna().any():
                frame[column] = numbers
        return frame.set_index("id")

    def rows(self, table: str, ids: Iterable[str]) -> pd.DataFrame:
        """Return some rows of a table, and note that they were read.

        Parameters
        ----------
        table : str
            Name of a table of the descriptor.
        ids : iterable of str
            Which rows, in this order.

        Returns
        -------
        pandas.DataFrame
            Indexed by id.

        Raises
        ------
        KeyError
            If the table has no such row.
        """
        wanted = list(ids)
        found = self.frame(table).loc[wanted]
        self.reads.note(wanted)
        return found


@lru_cache
def checked(descriptor: Path, bibliography: Path) -> tuple[Tables, dict[str, Source]]:
    """Return tables and sources of a data package after every check; cached, since nothing changes them."""
    tables, problems = read_tables(descriptor)
    try:
        sources = read_sources(bibliography)
    except EvidenceError as error:
        raise EvidenceError(problems + error.problems) from None
    if not problems:
        problems = check_rules(tables, sources, descriptor.parent.name)
    if problems:
        raise EvidenceError(problems)
    return tables, sources


def load(descriptor: Path = paths.DESCRIPTOR, bibliography: Path = paths.BIBLIOGRAPHY) -> Evidence:
    """Return the evidence, read and checked.

    Parameters
    ----------
    descriptor : Path, optional
        The Data Package descriptor; the tables lie beside it.
    bibliography : Path, optional
        The BibTeX file with the sources.

    Returns
    -------
    Evidence

    Raises
    ------
    EvidenceError
        If anything is wrong; the message lists all of it by file, row and column.

    Examples
    --------
    >>> evidence = load()
    >>> evidence["csa_fee"].unit
    'USD/month'
    """
    tables, sources = checked(descriptor, bibliography)
    facts = {row["id"]: fact(row, sources) for row in tables["facts"]}
    claims = {row["id"]: claimed(row, sources) for row in tables["claims"] if row["unit"]}
    return Evidence(facts | claims, tables, sources)


def fact(row: Row, sources: dict[str, Source]) -> Fact:
    """Return a row of the table of facts as a Fact."""
    numbers = {name: float(row[name]) if row[name] else None for name in ("low", "value", "high")}
    words = ("id", "subject", "metric", "text", "unit", "as_of", "locator", "status", "known_by", "confidence", "note")
    return Fact(**numbers, **{name: row[name] for name in words}, source=sources[row["source"]])


def claimed(row: Row, sources: dict[str, Source]) -> Fact:
    """Return what a claim with a number or a date states, as a Fact."""
    source = sources[row["source"]]
    numbers = {name: row[f"claimed_{name}"] for name in ("low", "value", "high")}
    stated = {"subject": f"{source.publisher} claims", "metric": row["claim"], "text": row["claimed_date"]}
    note = {"note": row["reason"], "as_of": source.year, "status": "reported"}
    return replace(fact(row | numbers | stated | note, sources), table="claims")
