"""Results: what a chapter computes and the text quotes, with unit, range and inputs."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from compute_deal.evidence import Evidence

MIME = "application/vnd.compute-deal.results+json"
KEPT_DIGITS = 8  # beyond these, processors differ, and stored outputs would not compare equal elsewhere


@dataclass(frozen=True)
class Result:
    """One number that a chapter computes.

    Parameters
    ----------
    value : float or str
        The number in `unit`, or an ISO date where `unit` is "date".
    unit : str
        A unit of the evidence.
    label : str
        What it is, as a line of a table says it.
    low, high : float, optional
        Its range.
    inputs : iterable of str, optional
        Ids of the rows of evidence it rests on.
    digits : int, optional
        Significant digits that readers see.

    Examples
    --------
    >>> Result(45e9, "USD", "Headline value", inputs=["csa_fee"]).record()["value"]
    45000000000.0
    """

    value: float | str
    unit: str
    label: str
    low: float | str | None = None
    high: float | str | None = None
    inputs: Iterable[str] = ()
    digits: int = 3

    def record(self) -> dict[str, Any]:
        """Return the result as plain data, its numbers rounded to the digits that are kept."""
        return {
            "value": kept(self.value),
            "low": kept(self.low),
            "high": kept(self.high),
            "unit": self.unit,
            "label": self.label,
            "inputs": sorted(self.inputs),
            "digits": self.digits,
        }


def kept(value: Any) -> Any:
    """Return a number rounded to the digits that are kept; anything else as it is."""
    return value if value is None or isinstance(value, str) else float(f"{float(value):.{KEPT_DIGITS}g}")


@dataclass(frozen=True)
class Results:
    """What a chapter publishes: its results and the rows of evidence it read.

    In a notebook this is stored as an output, so that the book is built from numbers that were computed
    when the notebook was last run, and a run that gives other numbers is noticed.

    Parameters
    ----------
    results : dict of str to Result
        By id.
    evidence : list of str
        Ids of the rows that the chapter read.
    """

    results: Mapping[str, Result]
    evidence: tuple[str, ...]

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        records = {id: result.record() for id, result in sorted(self.results.items())}
        lines = [f"{id} = {record['value']} {record['unit']}" for id, record in records.items()]
        return {MIME: {"results": records, "evidence": list(self.evidence)}, "text/plain": "\n".join(lines)}


def publish(evidence: Evidence, **results: Result) -> Results:
    """Return the results of a chapter, for its last cell to show.

    Parameters
    ----------
    evidence : Evidence
        What the chapter read; knows which rows.
    **results : Result
        By id; ids are one namespace with those of the evidence.

    Returns
    -------
    Results

    Raises
    ------
    ValueError
        If an id is taken by a row of evidence or is not in lower case, or an input is no row.
    """
    problems = []
    for id, result in results.items():
        if not re.fullmatch(r"[a-z][a-z0-9_]*", id):
            problems.append(f"the id {id!r} is not in lower case with underscores")
        if id in evidence.table_of:
            problems.append(f"the id {id!r} belongs to a row of data/{evidence.table_of[id]}.csv")
        problems += [
            f"{id}: the input {name!r} is no row of the evidence"
            for name in result.inputs
            if name not in evidence.table_of
        ]
    if problems:
        raise ValueError("; ".join(problems))
    return Results(results, tuple(sorted(evidence.used)))
