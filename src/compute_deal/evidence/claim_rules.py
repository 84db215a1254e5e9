"""Rules for the table of claims: whether each can be judged, and by what."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from compute_deal.evidence.problems import Problem
from compute_deal.evidence.references import Names
from compute_deal.evidence.tables import Row, Tables

NUMBERS = ("claimed_low", "claimed_value", "claimed_high")
UNKNOWN = "cannot be checked"


def check_claims(tables: Tables, known: Names, folder: str = "data") -> Iterator[Problem]:
    """Yield what keeps the claims from being judged.

    Parameters
    ----------
    tables : dict of str to list of dict
        Tables whose cells already have the right types.
    known : Names
        What the names of expressions stand for.
    folder : str, optional
        Folder of the tables, as problems are to name it.

    Yields
    ------
    Problem
        Ids and names that no row has, expressions that are none, verdicts typed where a number decides,
        numbers that nothing is compared with.
    """
    article = {row["id"]: row["source"] for row in tables["claims"]}
    figures = {row["id"] for row in tables["claims"] if row["kind"] == "figure" and row["observed"]}
    for number, row in enumerate(tables["claims"], 2):
        found = [*check_number(row), *check_verdict(row)]
        unit = "" if any(column == "unit" for column, *_ in found) else row["unit"]
        found += check_names(row, unit, known, article, figures)
        yield from (Problem(f"{folder}/claims.csv", number, *problem) for problem in found)


def check_number(row: Row) -> Iterator[tuple[str, str, str]]:
    """Yield column, what is found and what is expected, for what does not fit the claim's number."""
    numbers = [name for name in NUMBERS if row[name]]
    if row["claimed_date"] and numbers:
        yield "claimed_date", "a date beside a number", "one of them"
    stated = bool(numbers or row["claimed_date"])
    for name in ("comparison", "unit"):
        if stated and not row[name]:
            yield name, "nothing", f"the {name} of what is claimed"
    for name in ("comparison", "unit", "tolerance", "observed", "observed_later", "wording"):
        if not stated and row[name]:
            yield name, repr(row[name]), "nothing, since no number is claimed"
    if stated and (row["unit"] == "date") != bool(row["claimed_date"]):
        yield "unit", repr(row["unit"]), "date for a date, and for nothing else"
    if row["claimed_date"] and row["tolerance"]:
        yield "tolerance", row["tolerance"], "nothing, since a date is met or missed"
    if row["observed_later"] and not row["observed"]:
        yield "observed_later", repr(row["observed_later"]), "something found before it"


def check_verdict(row: Row) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with a verdict: typed where a number decides, or missing where none does."""
    stated = any(row[name] for name in (*NUMBERS, "claimed_date"))
    if row["observed"] and row["verdict"]:
        yield "verdict", repr(row["verdict"]), "nothing: the number decides"
    elif stated and not row["observed"] and row["verdict"] != UNKNOWN:
        yield "observed", "nothing", f"an expression to compare the number with, or the verdict {UNKNOWN!r}"
    elif not stated and not row["verdict"]:
        yield "verdict", "nothing", "a verdict, since there is no number"


def check_names(
    row: Row, unit: str, known: Names, article: Mapping[str, str], figures: AbstractSet[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield references to rows that do not exist, and expressions that come to nothing.

    A figure rests on evidence alone; what is said of figures may be held against the figures of the same article.
    """
    for id in row["context"].split():
        if id not in known.table:
            yield "context", repr(id), "ids of rows"
    other = row["differs_from"]
    if other and article.get(other) in (None, row["source"]):
        yield "differs_from", repr(other), "a claim of the other article"
    own = {id for id in figures if article[id] == row["source"]} if row["kind"] != "figure" else frozenset()
    for column in ("observed", "observed_later"):
        if row[column]:
            for found, expected in known.check(row[column], unit, "claims", own):
                yield column, found, expected
