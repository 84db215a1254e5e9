"""Results: what a chapter computes and the text quotes, each with its unit, its range and the rows it rests on."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from compute_deal.evidence import Evidence, is_unit

MIME = "application/vnd.compute-deal.results+json"
KEPT_DIGITS = 8  # finer than any digit that is shown


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
    inputs : iterable of str
        Ids of the rows of evidence that were read for it.
    digits : int, optional
        Significant digits that readers see.
    """

    value: float | str
    unit: str
    label: str
    low: float | str | None = None
    high: float | str | None = None
    inputs: tuple[str, ...] = ()
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


class Results(Mapping[str, Result]):
    """The results of a chapter. What each rests on is what is read while it is computed.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> evidence = load()
    >>> results = Results(evidence)
    >>> results.add("year", "USD", "A year of full fees", lambda: 12 * evidence.number("csa_fee", "USD/month"))
    >>> results.add("two_years", "USD", "Two such years", lambda: 2 * results["year"].value)
    >>> results["two_years"].value, results["two_years"].inputs
    (30000000000.0, ('csa_fee',))
    """

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._results: dict[str, Result] = {}

    def add(self, id: str, unit: str, label: str, compute: Callable[[], Any], *, digits: int = 3) -> None:
        """Compute a result and note the rows that are read for it.

        Parameters
        ----------
        id : str
            Key, in one namespace with the rows of the evidence.
        unit : str
            A unit of the evidence.
        label : str
            What it is, as a line of a table says it.
        compute : callable
            Returns the value, (value, low, high), or an object with `low`, `value` and `high`. All that the result rests on
            is read inside: here, or in functions that are traced.
        digits : int, optional
            Significant digits that readers see.

        Raises
        ------
        ValueError
            If the id is taken or is not in lower case, or the unit is none.
        """
        if not re.fullmatch(r"[a-z][a-z0-9_]*", id):
            raise ValueError(f"the id {id!r} is not in lower case with underscores")
        if id in self.evidence.places:
            raise ValueError(f"the id {id!r} belongs to a row of data/{self.evidence.places[id][0]}.csv")
        if id in self._results:
            raise ValueError(f"the id {id!r} is given twice")
        if not is_unit(unit):
            raise ValueError(
                f"{id}: {unit!r} is no unit; those there are stand in the list of units of data/datapackage.json"
            )
        with self.evidence.reads.listen() as heard:
            value, low, high = _with_range(compute())
        self._results[id] = Result(value, unit, label, low, high, tuple(sorted(heard)), digits)

    def __getitem__(self, id: str) -> Result:
        """Return a result; whoever asks for it rests on the same rows."""
        result = self._results[id]
        self.evidence.reads.note(result.inputs)
        return result

    def __iter__(self) -> Iterator[str]:
        return iter(self._results)

    def __len__(self) -> int:
        return len(self._results)


def _with_range(found: Any) -> tuple[Any, Any, Any]:
    value, low, high = (
        found
        if isinstance(found, tuple)
        else (found.value, found.low, found.high)
        if hasattr(found, "low")
        else (found, None, None)
    )
    return tuple(end.isoformat() if isinstance(end, date) else end for end in (value, low, high))


@dataclass(frozen=True)
class Published:
    """What a chapter publishes: its results and the rows of evidence it read.

    In a notebook this is stored as an output, so that the book is built from numbers that were computed
    when the notebook was last run, and a run that gives other numbers is noticed.

    Parameters
    ----------
    results : dict of str to Result
        By id.
    evidence : tuple of str
        Ids of the rows that the chapter read.
    """

    results: Mapping[str, Result]
    evidence: tuple[str, ...]

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        records = {id: result.record() for id, result in sorted(self.results.items())}
        lines = [f"{id} = {record['value']} {record['unit']}" for id, record in records.items()]
        return {MIME: {"results": records, "evidence": list(self.evidence)}, "text/plain": "\n".join(lines)}


def publish(evidence: Evidence, **results: Result) -> Published:
    """Return the results of a chapter, for its last cell to show.

    Parameters
    ----------
    evidence : Evidence
        What the chapter read; knows which rows.
    **results : Result
        By id.

    Returns
    -------
    Published
    """
    return Published(results, tuple(sorted(evidence.reads.all)))
