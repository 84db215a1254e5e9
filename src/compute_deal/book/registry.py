"""Every number the text can quote: the facts of the evidence, and the results stored in the notebooks."""

import itertools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from compute_deal import paths
from compute_deal.book.stored import published_by
from compute_deal.chapters.claims.case import Judged, judged_claims
from compute_deal.charts.numbers import in_words, quantity, significant, span, spelled
from compute_deal.evidence import Evidence, Fact, load

KNOWN_BY = {
    "primary": "read in the primary document",
    "paper": "read in the paper",
    "code": "read in or run from the published code",
    "secondary": "read in a report about it",
    "recalled": "recalled from the literature, not read again",
    "judgement": "our judgement",
}
# Tables beside the facts, with the letter before the number of their rows.
LETTERS = {"facts": "", "series": "S", "events": "E", "contracts": "C", "prices": "P", "precedents": "R"}
LETTERS |= {"published_models": "M", "claims": "L", "risks": "K", "signposts": "W"}
# The columns that say what a row of another table is about.
DESCRIBING = {
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
# The pages that list the rows of a table, where it is not the page of the other tables.
LISTED = {"facts": "chapters/evidence", "claims": "chapters/07-claims"}
BREAK = " | "  # between the lines of a tip: an attribute of HTML loses line ends
SHOWN_INPUTS = 5
STYLES = ("", "number", "amount", "range", "low", "high", "short", "words")


@dataclass(frozen=True)
class Quoted:
    """A number as the text quotes it.

    Parameters
    ----------
    text : str
        What readers see.
    tip : str
        Where it is from, shown on hover and focus.
    page, anchor : str
        Where it is explained.
    doubtful : bool
        Whether confidence in it is low.
    """

    text: str
    tip: str
    page: str
    anchor: str
    doubtful: bool


@dataclass(frozen=True)
class Registry:
    """Facts and results under one set of ids.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    results : dict of str to dict
        Records of results by id, each with the page that computes it under "page".
    read_by : dict of str to list of str
        By page, the facts that its code read.
    """

    evidence: Evidence
    results: Mapping[str, dict]
    read_by: Mapping[str, list[str]]

    @cached_property
    def numbers(self) -> dict[str, str]:
        """How each row of evidence is numbered in print: facts from 1, rows of other tables with a letter before."""
        return {
            row["id"]: f"{LETTERS[table]}{at}"
            for table, rows in self.evidence.tables.items()
            for at, row in enumerate(rows, 1)
            if "id" in row
        }

    def place(self, id: str) -> tuple[str, str]:
        """Return page and anchor of a row of evidence or a result."""
        if id in self.results:
            return "chapters/results", f"result-{id}"
        return LISTED.get(self.evidence.places[id][0], "chapters/tables"), f"row-{id}"

    @cached_property
    def rows(self) -> dict[str, dict[str, str]]:
        """Every row of the tables by id."""
        return {row["id"]: row for rows in self.evidence.tables.values() for row in rows if "id" in row}

    def named(self, id: str) -> str:
        """Return in a few words what a row of evidence is about."""
        table, _ = self.evidence.places[id]
        if table == "facts":
            return f"{self.evidence.facts[id].subject}: {self.evidence.facts[id].metric}"
        row = self.rows[id]
        return ", ".join(row[name] for name in DESCRIBING[table] if row[name])

    @cached_property
    def judged(self) -> dict[str, Judged]:
        """Every claim with its verdict, by id."""
        return {claim.id: claim for claim in judged_claims(self.evidence)}

    def users(self, quoted: Iterable[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
        """Return by row of evidence who uses it.

        Parameters
        ----------
        quoted : iterable of (str, str)
            Pages and the ids that their text quotes.

        Returns
        -------
        dict of str to list of (str, str)
            By id, pages in the order of the book, each with an empty string; then, for each claim that rests on the
            row, the page of the claims with the claim's id.
        """
        claims_page = LISTED["claims"]
        # what the page of the claims reads for a claim is listed by claim
        by_claim = {(claims_page, id) for claim in self.judged.values() for id in claim.inputs}
        read = {(page, id) for page, ids in self.read_by.items() for id in ids} - by_claim
        computed = ((record["page"], id) for record in self.results.values() for id in record["inputs"])
        pages: dict[str, set[str]] = {}
        for page, id in itertools.chain(quoted, read, computed):
            pages.setdefault(id, set()).add(page)
        found = {
            id: [(page, "") for page in sorted(on, key=lambda on: (on != "index", on))] for id, on in pages.items()
        }
        for claim in self.judged.values():
            for id in claim.inputs:
                found.setdefault(id, []).append((claims_page, claim.id))
        return found

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """What each number that pages can quote is, by id, to tell it from what it was."""
        facts = {fact.id: repr(vars(fact)) for fact in self.evidence}
        return facts | {id: json.dumps(record, sort_keys=True) for id, record in self.results.items()}

    def quote(self, id: str, style: str = "") -> Quoted:
        """Return a fact or a result as the text quotes it.

        Parameters
        ----------
        id : str
            Key of a fact or a result.
        style : str, optional
            "range" for low to high, "low" or "high" for one of them, "number" without the unit,
            "amount" without the period of a flow, "short" as in tables, "words" with one to nine spelled out; the value
            with its unit if empty.

        Returns
        -------
        Quoted

        Raises
        ------
        KeyError
            If there is no such id.
        ValueError
            If there is no such style, or the number lacks what the style shows.
        """
        if style not in STYLES:
            raise ValueError(f"no style {style!r}; there are {', '.join(filter(None, STYLES))}")
        if id in self.results:
            record = self.results[id]
            tip = f"{record['label']}{result_range(record)}{BREAK}Computed in this report"
            if record["inputs"]:
                shown = [self.named(name).rpartition(": ")[2] for name in record["inputs"][:SHOWN_INPUTS]]
                more = len(record["inputs"]) - len(shown)
                tip += " from: " + "; ".join(shown) + (f"; and {more} more" if more else "")
            return Quoted(formatted(id, record, style), tip, *self.place(id), doubtful=False)
        if id in self.evidence.facts:
            fact = self.evidence.facts[id]
            return Quoted(
                formatted(id, fact_record(fact), style),
                fact_tip(fact),
                *self.place(id),
                doubtful=fact.confidence == "low",
            )
        raise KeyError(f"no fact and no published result has the id {id!r}")


def formatted(id: str, record: dict, style: str) -> str:
    """Return the number of a record in a style, or say what it lacks."""
    unit, digits = record["unit"], record["digits"]
    if style == "range":
        low, high = (record["value"] if record[end] is None else record[end] for end in ("low", "high"))
        if low is None or high is None:
            raise ValueError(f"{id} has no range")
        if unit == "date":
            return f"{in_words(low)} to {in_words(high)}"
        return span(low, high, unit, digits)
    value = record[style] if style in ("low", "high") else record["value"]
    if value is None:
        raise ValueError(f"{id} has no {style or 'value'}")
    if unit == "date":
        return in_words(value)
    if unit == "text":
        return value
    if style == "number":
        return significant(100 * value if unit == "fraction" else value, digits)
    if style in ("amount", "short"):
        unit = unit.partition("/")[0]
    shown = quantity(value, unit, digits, short=style == "short")
    return spelled(shown) if style == "words" else shown


def fact_record(fact: Fact) -> dict:
    """Return the number of a fact as a record like that of a result."""
    value = fact.text or fact.value
    return {"value": value, "low": fact.low, "high": fact.high, "unit": fact.unit, "digits": 6}


def result_range(record: dict) -> str:
    """Return the range of a result in words, empty where it has none."""
    if record["low"] is None or record["high"] is None:
        return ""
    shown = formatted("", record, "range")
    return "" if shown == formatted("", record, "") else f"{BREAK}Range: {shown}"


def fact_tip(fact: Fact) -> str:
    """Return where a fact is from and how it is known, as lines."""
    lines = [f"{fact.source.short}, {fact.locator}" if fact.locator != "not given" else fact.source.short]
    lines.append(
        f"{'As of ' if fact.as_of else ''}{in_words(fact.as_of)}; {KNOWN_BY[fact.known_by]}; confidence {fact.confidence}"
    )
    if fact.low is not None and fact.high is not None and fact.low != fact.high:
        lines.append(f"Range {span(fact.low, fact.high, fact.unit, 6)}")
    if fact.status == "assumed":
        lines.append("Assumed by us")
    return BREAK.join(lines)


def gather(root: Path = paths.ROOT, evidence: Evidence | None = None) -> Registry:
    """Return the registry of the project as it stands.

    Parameters
    ----------
    root : Path, optional
        Folder of the project whose notebooks are read.
    evidence : Evidence, optional
        What they were run with, if not the evidence as it stands.

    Returns
    -------
    Registry

    Raises
    ------
    EvidenceError
        If the data does not hold.
    ValueError
        If two notebooks publish the same id.
    """
    results: dict[str, dict] = {}
    read_by = {}
    for notebook in paths.notebooks(root):
        page = str(notebook.relative_to(root).with_suffix(""))
        for published in published_by(json.loads(notebook.read_text(encoding="utf-8"))):
            read_by[page] = published["evidence"]
            for id, record in published["results"].items():
                if id in results:
                    raise ValueError(f"the result {id!r} is published by {results[id]['page']} and by {page}")
                results[id] = record | {"page": page}
    return Registry(load() if evidence is None else evidence, results, read_by)
