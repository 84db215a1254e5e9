"""The evidence as the rest of the project sees it: read once, checked, handed out by id."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from compute_deal import paths
from compute_deal.evidence.changes import ChangeError, changed_row
from compute_deal.evidence.facts import Fact, fact_of_claim, fact_of_row
from compute_deal.evidence.problems import EvidenceError, Problem, hint
from compute_deal.evidence.reads import Reads
from compute_deal.evidence.rules import check_order
from compute_deal.evidence.sources import Source
from compute_deal.evidence.tables import Row, Tables, read_descriptor
from compute_deal.evidence.units import units_of

# The columns that say in a few words what a row is about.
DESCRIBING = {
    "facts": ("subject", "metric"),
    "series": ("entity", "segment", "metric", "period"),
    "events": ("event",),
    "contracts": ("customer", "provider", "scope"),
    "prices": ("series", "hardware", "term"),
    "precedents": ("what", "parties"),
    "risks": ("risk",),
    "published_models": ("model", "name"),
    "signposts": ("signpost",),
    "claims": ("claim",),
}


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
    descriptor : dict, optional
        The Data Package descriptor: what columns and units may hold.
    """

    facts: dict[str, Fact]
    tables: Tables
    sources: dict[str, Source]
    descriptor: dict = field(default_factory=lambda: read_descriptor(paths.DESCRIPTOR), compare=False, repr=False)
    reads: Reads = field(default_factory=Reads, init=False, compare=False, repr=False)

    def __getitem__(self, id: str) -> Fact:
        if id not in self.facts:
            raise KeyError(f"no fact {id!r} in data/facts.csv{hint(id, self.facts)}")
        self.reads.note([id])
        return self.facts[id]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts.values())

    @cached_property
    def places(self) -> dict[str, tuple[str, int]]:
        """Table and position in it of each id of the evidence."""
        return {
            row["id"]: (name, at) for name, rows in self.tables.items() for at, row in enumerate(rows) if "id" in row
        }

    def row(self, id: str) -> Row:
        """Return a row of any table as text, and note that it was read."""
        table, at = self.places[id]
        self.reads.note([id])
        return self.tables[table][at]

    def named(self, id: str) -> str:
        """Return in a few words what a row is about.

        Examples
        --------
        >>> from compute_deal.evidence import load
        >>> load().named("csa_fee"), load().named("h100_term_36m_2026_07")
        ('Anthropic–SpaceX cloud services agreement: monthly fee', 'Silicon Data, H100 term curve, H100, three years')
        """
        table, at = self.places[id]
        words = [self.tables[table][at][name] for name in DESCRIBING[table]]
        return ": ".join(words) if table == "facts" else ", ".join(filter(None, words)).replace("_", " ")

    def problem(self, id: str, column: str, found: str, expected: str) -> EvidenceError:
        """Return an error that names the file and the row of an id."""
        table, at = self.places[id]
        return EvidenceError([Problem(f"data/{table}.csv", at + 2, column, found, f"{expected} ({id})")])

    def stated(self, id: str, unit: str) -> Row:
        """Return a row of any table as text, if its numbers are in a unit, and note that it was read.

        Parameters
        ----------
        id : str
            Key of a row of a table with a column `unit`.
        unit : str
            Unit that the computation takes it to have.

        Returns
        -------
        dict of str to str

        Raises
        ------
        EvidenceError
            If the row has another unit.

        Examples
        --------
        >>> from compute_deal.evidence import load
        >>> load().stated("epoch_tco_it_life", "years")["value"]
        '5'
        """
        row = self.row(id)
        self._check_unit(id, row["unit"], unit)
        return row

    def number(self, id: str, unit: str) -> float:
        """Return the value of a fact.

        Parameters
        ----------
        id : str
            Key of a row that states a number.
        unit : str
            Unit that the computation takes it to have.

        Returns
        -------
        float
            In this unit.

        Raises
        ------
        EvidenceError
            If the row has another unit.

        Examples
        --------
        >>> from compute_deal.evidence import load
        >>> load().number("csa_fee", "USD/month")
        1250000000.0
        """
        found = self[id]
        self._check_unit(id, found.unit, unit)
        return float(found)

    def ends(self, id: str, unit: str) -> tuple[float, float]:
        """Return low and high of a fact, the value standing in for a bound that is not given.

        Parameters
        ----------
        id : str
            Key of a row that states a range or a number.
        unit : str
            Unit that the computation takes it to have.

        Returns
        -------
        tuple of float
            In this unit.

        Raises
        ------
        EvidenceError
            If the row has another unit.

        Examples
        --------
        >>> from compute_deal.evidence import load
        >>> load().ends("hyperscaler_premium", "fraction")
        (0.29, 0.61)
        """
        found = self[id]
        self._check_unit(id, found.unit, unit)
        low, high = found.range
        return float(low), float(high)

    def bounds(self, id: str, unit: str) -> tuple[float, float, float]:
        """Return low, value and high of a fact, the value standing in for a bound that is not given.

        Parameters
        ----------
        id : str
            Key of a row that states a number.
        unit : str
            Unit that the computation takes it to have.

        Returns
        -------
        tuple of float
            In this unit.

        Raises
        ------
        EvidenceError
            If the row has another unit.
        """
        value, (low, high) = self.number(id, unit), self.ends(id, unit)
        return low, value, high

    def _check_unit(self, id: str, found: str, unit: str) -> None:
        if found != unit:
            raise self.problem(id, "unit", repr(found), f"{unit!r}, which the computation takes it to have")

    def with_values(self, **changes: float | str) -> "Evidence":
        """Return the evidence with other values in some rows; this one stays as it is.

        A value is held to the rules of its row, except that it may be a share of what is counted in whole
        numbers. Where it lies outside the row's range, the range is widened to it.

        Parameters
        ----------
        **changes : float or str
            By id of a row of any table: the number in the unit of the row, or an ISO date for a row of dates.

        Returns
        -------
        Evidence
            It notes for itself what is read of it, from what was read of this one.

        Raises
        ------
        KeyError
            If no row has the id.
        EvidenceError
            If a row states neither a number nor a date, or cannot have the value, or if two dates change their order.

        Examples
        --------
        >>> from compute_deal.evidence import load
        >>> evidence = load()
        >>> evidence.with_values(csa_fee=1.5e9, csa_end="2028-05").number("csa_fee", "USD/month")
        1500000000.0
        """
        units = units_of(self.descriptor)
        resources = {resource["name"]: resource for resource in self.descriptor["resources"]}
        facts, tables = dict(self.facts), dict(self.tables)
        for id, value in changes.items():
            if id not in self.places:
                raise KeyError(f"no row {id!r} in the evidence{hint(id, self.places)}")
            table, at = self.places[id]
            try:
                row = changed_row(self.tables[table][at], value, resources[table], units)
            except ChangeError as error:
                raise self.problem(id, *error.fault) from None
            tables[table] = [*tables[table][:at], row, *tables[table][at + 1 :]]
            if id in facts:
                facts[id] = (fact_of_row if table == "facts" else fact_of_claim)(row, self.sources)
        if problems := list(check_order(tables, self.descriptor)):
            raise EvidenceError(problems)
        return replace(self, facts=facts, tables=tables)

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
        return self.reads.keep(("frame", table), lambda: self._frame(table)).copy()

    def _frame(self, table: str) -> pd.DataFrame:
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
