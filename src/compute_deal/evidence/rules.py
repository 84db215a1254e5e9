"""Rules that hold between rows and tables, which a descriptor cannot state."""

from collections.abc import Iterator
from itertools import pairwise

from compute_deal.evidence.claim_rules import check_claims
from compute_deal.evidence.problems import Problem
from compute_deal.evidence.quantities import is_date
from compute_deal.evidence.sources import Source
from compute_deal.evidence.tables import Tables


def check_rules(tables: Tables, sources: dict[str, Source], folder: str = "data") -> list[Problem]:
    """Return what is wrong between rows, tables and sources.

    Parameters
    ----------
    tables : dict of str to list of dict
        Tables whose cells already have the right types.
    sources : dict of str to Source
        The bibliography by key.
    folder : str, optional
        Folder of the tables, as problems are to name it.

    Returns
    -------
    list of Problem
        Ids used twice, ranges upside down, sources unknown or never used, rows that state nothing, rows that are
        superseded in a circle, and claims that cannot be judged.
    """
    problems = []
    seen: dict[str, str] = {}
    cited = set()
    for name, rows in tables.items():
        file = f"{folder}/{name}.csv"
        for number, row in enumerate(rows, 2):
            if "id" in row:
                if row["id"] in seen:
                    found = f"{row['id']!r}, also at {seen[row['id']]}"
                    problems.append(Problem(file, number, "id", found, "each id once over all tables"))
                seen.setdefault(row["id"], f"{file}, row {number}")
            problems += check_range(file, number, row)
            if "source" in row:
                cited.add(row["source"])
                if row["source"] not in sources:
                    problems.append(Problem(file, number, "source", repr(row["source"]), "a key of references.bib"))
    problems += [
        Problem("references.bib", 0, "", f"the source {key}, which no row uses", "only sources in use")
        for key in sorted(set(sources) - cited)
    ]
    problems += check_superseded(tables.get("facts", []), f"{folder}/facts.csv")
    return problems + list(check_claims(tables, folder))


def check_range(file: str, number: int, row: dict[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with the numbers of one row."""
    for prefix in ("", "claimed_"):
        names = [f"{prefix}{name}" for name in ("low", "value", "high")]
        if not set(names) <= set(row):
            continue
        present = [(name, float(row[name])) for name in names if row[name]]
        for (left, smaller), (right, larger) in pairwise(present):
            if smaller > larger:
                expected = f"{left} not above {right}"
                yield Problem(file, number, left, f"{smaller:g} above {larger:g} in {right}", expected)
        if row.get("unit") == "date" and row.get("text") and not is_date(row["text"]):
            yield Problem(file, number, "text", repr(row["text"]), "a date as YYYY-MM-DD, YYYY-MM or YYYY")
        if "text" in row and bool(present) == bool(row["text"]):
            found = "both a number and a text" if present else "neither a number nor a text"
            yield Problem(file, number, "value", found, "a number or a text")


def check_superseded(facts: list[dict[str, str]], file: str) -> Iterator[Problem]:
    """Yield the facts whose chain of preferred rows comes back to them."""
    preferred = {row["id"]: row["superseded_by"] for row in facts}
    for number, row in enumerate(facts, 2):
        at, steps = row["superseded_by"], 0
        while at and at != row["id"] and steps < len(facts):
            at, steps = preferred.get(at, ""), steps + 1
        if at == row["id"]:
            found = f"{row['superseded_by']!r}, which leads back here"
            yield Problem(file, number, "superseded_by", found, "a preferred row")
