"""Rules that hold between rows and tables, which a descriptor cannot state: references, expressions, claims, signposts."""

from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import pairwise

from compute_deal.evidence.changes import ChangeError, changed_row, parse_changes
from compute_deal.evidence.expressions import ExpressionError, evaluate_range, names
from compute_deal.evidence.problems import Problem, excerpt, hint
from compute_deal.evidence.quantities import is_date, later, quantities
from compute_deal.evidence.sources import Source
from compute_deal.evidence.tables import Row, Tables
from compute_deal.evidence.units import Units, dimension_in_words, dimension_of, keeps_units, same_kind

VALUE_COLUMNS = ("value", "claimed_value")
NUMBERS = ("claimed_low", "claimed_value", "claimed_high")
UNKNOWN = "cannot be checked"


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
        two units, names in cells that no row has, dates in the wrong order, scenarios that cannot be assumed, and claims
        and signposts that cannot be judged.
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
    problems += check_order(tables, descriptor, folder)
    problems += check_scenarios(tables, descriptor, units, folder)
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


class Names:
    """What the names of an expression stand for: every row with a number, its unit and its table.

    Parameters
    ----------
    tables : dict of str to list of dict
        Tables whose cells have the right types.
    descriptor : dict
        The Data Package descriptor.
    units : mapping of str to Unit
        Every unit allowed.
    """

    def __init__(self, tables: Tables, descriptor: dict, units: Units):
        self.numbers = quantities(tables)
        self.units = units
        self.table = {row["id"]: table for table, rows in tables.items() for row in rows if "id" in row}
        fixed = {
            resource["name"]: field["unit"]
            for resource in descriptor["resources"]
            for field in resource["schema"]["fields"]
            if field["name"] in VALUE_COLUMNS and "unit" in field
        }
        self.unit = {
            row["id"]: row.get("unit") or fixed.get(table, "text")
            for table, rows in tables.items()
            for row in rows
            if "id" in row
        }

    def check(
        self, text: str, unit: str, table: str, peers: AbstractSet[str] = frozenset()
    ) -> Iterator[tuple[str, str]]:
        """Yield what is found and expected where an expression comes to no number of a unit.

        Parameters
        ----------
        text : str
            The expression.
        unit : str
            Unit that it should have; empty where any will do.
        table : str
            Name of the table in which it stands, and whose rows it must not use.
        peers : set of str, optional
            Rows of that table that may be related to each other, two at least and nothing else.
        """
        try:
            used = names(text)
            missing = [name for name in used if self.numbers.get(name) is None]
            for name in missing:
                yield (
                    f"{name!r}, which states no number" if name in self.numbers else f"{name!r}, which no row has",
                    "ids of rows with a number",
                )
            own = [name for name in used if self.table.get(name) == table]
            if len(used) > 1 and peers.issuperset(used):
                own = []
            for name in own:
                yield f"{name!r}, which is of the table {table} itself", "evidence for it: rows of other tables"
            if not missing and not own:
                evaluate_range(text, {name: self.numbers[name] for name in used})
                yield from self.check_unit(text, used, unit) if unit else ()
        except ExpressionError as error:
            yield str(error), "an arithmetic expression with a finite value"

    def check_unit(self, text: str, used: tuple[str, ...], unit: str) -> Iterator[tuple[str, str]]:
        """Yield what is found and expected where an expression measures something else than its row's unit."""
        wanted = self.units[unit].dimension
        measured = dimension_of(text, {name: self.units[self.unit[name]].dimension for name in used})
        if not same_kind(measured, wanted):
            yield f"{text!r}, which is {dimension_in_words(measured)}", f"{unit}, which is {dimension_in_words(wanted)}"
        elif used and keeps_units(text):
            for name in used:
                if wanted and self.unit[name] != unit:
                    yield f"{name!r} in {self.unit[name]}", f"a row in {unit}, or the factor between the two"


def check_signposts(tables: Tables, known: Names, folder: str) -> Iterator[Problem]:
    """Yield thresholds and readings that come to no number of the signpost's unit."""
    for number, row in enumerate(tables["signposts"], 2):
        for column in ("threshold", "reading"):
            for found, expected in known.check(row[column], row["unit"], "signposts"):
                yield Problem(f"{folder}/signposts.csv", number, column, found, expected)


def check_lists(tables: Tables, folder: str) -> Iterator[Problem]:
    """Yield names in the lists of a cell that no row of the table has, or that are the row's own."""
    for table, column, key, separator in (
        ("contracts", "overlaps_with", "id", None),
        ("glossary", "see_also", "term", ";"),
    ):
        known = {row[key] for row in tables[table]}
        for number, row in enumerate(tables[table], 2):
            for name in filter(None, map(str.strip, row[column].split(separator))):
                if name not in known or name == row[key]:
                    expected = f"the {key} of another row of {table}"
                    yield Problem(f"{folder}/{table}.csv", number, column, excerpt(name), expected)


def check_once(tables: Tables, descriptor: dict, folder: str) -> Iterator[Problem]:
    """Yield rows that agree in the columns which the descriptor says are there once together."""
    for resource in descriptor["resources"]:
        file, rows = f"{folder}/{resource['path']}", tables[resource["name"]]
        for columns in resource["schema"].get("uniqueKeys", []):
            seen: dict[tuple[str, ...], int] = {}
            for number, row in enumerate(rows, 2):
                key = tuple(row[column] for column in columns)
                if key in seen:
                    found = f"{', '.join(key)}, also in row {seen[key]}"
                    yield Problem(file, number, columns[-1], found, f"each {', '.join(columns)} once")
                seen.setdefault(key, number)


def check_order(tables: Tables, descriptor: dict, folder: str = "data") -> Iterator[Problem]:
    """Yield facts whose date lies before that of another which the descriptor says comes first, as far as both are precise.

    Parameters
    ----------
    tables : dict of str to list of dict
        Tables whose cells already have the right types.
    descriptor : dict
        The Data Package descriptor; `ordered` of a table lists ids in the order of their dates.
    folder : str, optional
        Folder of the tables, as problems are to name it.

    Yields
    ------
    Problem
        At the later row.
    """
    for resource in (each for each in descriptor["resources"] if "ordered" in each["schema"]):
        rows = {row["id"]: (number, row) for number, row in enumerate(tables[resource["name"]], 2)}
        for ids in resource["schema"]["ordered"]:
            undated = [id for id in ids if id not in rows or not is_date(rows[id][1].get("text", ""))]
            for id in undated:
                place = f"resources, {resource['name']}, ordered"
                yield Problem(f"{folder}/datapackage.json", 0, place, repr(id), "ids of rows with a date")
            for first, second in () if undated else pairwise(ids):
                (before, earlier), (after, row) = rows[first], rows[second]
                if later(earlier["text"], row["text"]):
                    found = f"{row['text']!r}, before {earlier['text']!r} of {first} in row {before}"
                    expected = f"a date not before that of {first} ({second})"
                    yield Problem(f"{folder}/{resource['path']}", after, "text", found, expected)


def check_scenarios(tables: Tables, descriptor: dict, units: Units, folder: str) -> Iterator[Problem]:
    """Yield scenarios whose changes are of rows that do not exist, or of values or an order that these cannot have."""
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    places = {row["id"]: (table, at) for table, rows in tables.items() for at, row in enumerate(rows) if "id" in row}
    for number, row in enumerate(tables["scenarios"], 2):
        faults, changed = [], {name: list(rows) for name, rows in tables.items()}
        try:
            changes = parse_changes(row["changes"])
        except ValueError as error:
            faults, changes = [str(error).removeprefix("found ").partition("; expected ")[::2]], {}
        for id, value in changes.items():
            if id not in places:
                faults.append((f"{id!r}, which no row has", f"ids of rows{hint(id, places)}"))
                continue
            table, at = places[id]
            try:
                changed[table][at] = changed_row(tables[table][at], value, resources[table], units)
            except ChangeError as error:
                column, found, expected = error.fault
                faults.append((f"{found} for {column} of {id}", expected))
        standing = set(check_order(tables, descriptor))
        faults += [(f.found, f.expected) for f in check_order(changed, descriptor) if f not in standing]
        yield from (Problem(f"{folder}/scenarios.csv", number, "changes", *fault) for fault in faults)


def check_metrics(tables: Tables, folder: str) -> Iterator[Problem]:
    """Yield rows whose unit is not the one in which most other rows state the same metric."""
    for table, rows in tables.items():
        if not rows or not {"metric", "unit"} <= set(rows[0]):
            continue
        stated: dict[str, Counter] = {}
        for row in rows:
            stated.setdefault(row["metric"], Counter())[row["unit"]] += 1
        for number, row in enumerate(rows, 2):
            counts = stated[row["metric"]]
            others = {unit: count for unit, count in counts.items() if unit != row["unit"]}
            if others and max(others.values()) >= counts[row["unit"]]:
                usual = max(others, key=others.get)
                expected = f"{usual}, in which other rows state the metric {row['metric']!r}"
                yield Problem(f"{folder}/{table}.csv", number, "unit", excerpt(row["unit"]), expected)


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
        found = [*check_claimed_number(row), *check_verdict(row)]
        unit = "" if any(column == "unit" for column, *_ in found) else row["unit"]
        found += check_names(row, unit, known, article, figures)
        yield from (Problem(f"{folder}/claims.csv", number, *problem) for problem in found)


def check_claimed_number(row: Row) -> Iterator[tuple[str, str, str]]:
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
