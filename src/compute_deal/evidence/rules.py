"""Rules that hold between rows and tables, which a descriptor cannot state."""

from collections.abc import Iterator

from compute_deal.evidence.claim_rules import check_claims
from compute_deal.evidence.problems import Problem
from compute_deal.evidence.references import Names, check_lists, check_metrics, check_once, check_signposts
from compute_deal.evidence.sources import Source
from compute_deal.evidence.tables import Tables
from compute_deal.evidence.units import Units


def check_rules(
    tables: Tables, sources: dict[str, Source], descriptor: dict, units: Units, folder: str = "data"
) -> list[Problem]:
    """Return what is wrong between rows, tables and sources.

    Parameters
    ----------
    tables : dict of str to list of dict
        Tables whose cells already have the right types.
    sources : dict of str to Source
        The bibliography by key.
    descriptor : dict
        The Data Package descriptor.
    units : mapping of str to Unit
        Every unit allowed.
    folder : str, optional
        Folder of the tables, as problems are to name it.

    Returns
    -------
    list of Problem
        Ids and keys used twice, sources unknown or never used, rows that are superseded in a circle, one metric in
        two units, names in cells that no row has, and claims and signposts that cannot be judged.
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
            if "source" in row:
                cited.add(row["source"])
                if row["source"] not in sources:
                    problems.append(Problem(file, number, "source", repr(row["source"]), "a key of references.bib"))
    problems += [
        Problem("references.bib", 0, "", f"the source {key}, which no row uses", "only sources in use")
        for key in sorted(set(sources) - cited)
    ]
    known = Names(tables, descriptor, units)
    problems += check_superseded(tables["facts"], f"{folder}/facts.csv")
    problems += check_once(tables, descriptor, folder)
    problems += check_metrics(tables, folder)
    problems += check_lists(tables, folder)
    problems += check_signposts(tables, known, folder)
    return problems + list(check_claims(tables, known, folder))


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
