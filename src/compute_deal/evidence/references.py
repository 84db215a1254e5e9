"""Rules between rows: what refers to another row must find it, and what may be there once must be."""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from compute_deal.evidence.dimensions import dimension_of, keeps_units, same_kind, written
from compute_deal.evidence.expressions import ExpressionError, evaluate_range, names
from compute_deal.evidence.problems import Problem, shown
from compute_deal.evidence.quantities import quantities
from compute_deal.evidence.tables import Tables
from compute_deal.evidence.units import Units

VALUE_COLUMNS = ("value", "claimed_value")


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
            yield f"{text!r}, which is {written(measured)}", f"{unit}, which is {written(wanted)}"
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
                    yield Problem(f"{folder}/{table}.csv", number, column, shown(name), expected)


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
                yield Problem(f"{folder}/{table}.csv", number, "unit", shown(row["unit"]), expected)
