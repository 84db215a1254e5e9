"""Rules that the descriptor states: the cells and rows judged by themselves, and what Frictionless finds wrong."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from compute_deal.evidence.problems import UNPRINTABLE, Problem, excerpt
from compute_deal.evidence.quantities import BOUNDS, is_date, later
from compute_deal.evidence.tables import NUMERIC, Row, Tables, expected_in_words
from compute_deal.evidence.units import DATE, TEXT, Unit, Units

Fault = tuple[str, str, str]  # column, what is found, what is expected
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
VALUES = tuple(name for names in BOUNDS for name in names)  # in the unit of the row, unless the column has its own
FORMULA = ("=", "+", "-", "@")


def check_row(row: Row, resource: dict, units: Units) -> Iterator[Fault]:
    """Yield what is wrong with a row, judged by itself.

    Parameters
    ----------
    row : dict of str to str
        Its cells as text by column.
    resource : dict
        The table's part of the descriptor.
    units : mapping of str to Unit
        Every unit allowed.

    Yields
    ------
    tuple of str
        Column, what is found, what is expected.
    """
    schema = resource["schema"]
    unit = row.get("unit", "")
    if unit and unit not in units:
        yield "unit", excerpt(unit), f"a unit of datapackage.json: {', '.join(units)}"
        return
    faulty = set()
    for field in schema["fields"]:
        column, cell = field["name"], row[field["name"]]
        if not cell:
            continue
        its_unit = units.get(field.get("unit", unit if column in VALUES else ""))
        if column == "text" and unit == DATE:
            its_unit = units[DATE]
        for found, expected in check_cell(cell, field, its_unit):
            faulty.add(column)
            yield column, found, expected
    yield from check_period(row, schema.get("periods", {}))
    yield from (fault for fault in check_between(row, schema, faulty) if fault[0] not in faulty)


def check_cell(cell: str, field: dict, unit: Unit | None) -> Iterator[tuple[str, str]]:
    """Yield what is found and expected where a cell that is not empty is none of its column."""
    if match := UNPRINTABLE.search(cell):
        yield (
            f"the character U+{ord(match[0]):04X} after {excerpt(cell[: match.start()])}",
            "printable text on one line",
        )
    elif cell != cell.strip():
        yield excerpt(cell), "text without blanks around it, or an empty cell"
    elif field["type"] in NUMERIC:
        yield from check_number(cell, unit)
    elif unit is not None and unit.name == DATE:
        if not is_date(cell) or later(unit.minimum, cell) or later(cell, unit.maximum):
            yield excerpt(cell), str(unit)
    elif cell.startswith(FORMULA):
        yield (
            excerpt(cell),
            f"text that no spreadsheet takes for a formula: not one that begins with {' '.join(FORMULA)}",
        )
    elif cell.count('"') % 2:
        yield excerpt(cell), "quotation marks in pairs"


def check_number(cell: str, unit: Unit | None, whole: bool = True) -> Iterator[tuple[str, str]]:
    """Yield what is found and expected where a cell is no number, or none that its unit can have."""
    if not NUMBER.fullmatch(cell):
        yield excerpt(cell), "a number in the digits 0 to 9, such as 1250000000, 0.05 or 5e-8"
    elif unit is not None and unit.minimum is not None and unit.name != DATE:
        number = float(cell)
        wrong = whole and unit.whole and not number.is_integer()
        if wrong or not unit.minimum <= number <= unit.maximum:
            yield excerpt(cell), str(unit)


def check_between(row: Row, schema: dict, faulty: set[str]) -> Iterator[Fault]:
    """Yield what does not fit between the cells of a row; cells at fault by themselves are passed over."""
    dates = {field["name"] for field in schema["fields"] if field.get("unit") == DATE}
    for columns in schema.get("ascending", []):
        present = [name for name in columns if row[name] and name not in faulty]
        for left, right in pairwise(present):
            if later(row[left], row[right]) if left in dates else float(row[left]) > float(row[right]):
                yield left, f"{excerpt(row[left])} above {excerpt(row[right])} in {right}", f"{left} not above {right}"
    numbers = [name for name in VALUES if row.get(name) and name not in faulty]
    yield from check_negative(row, numbers, schema.get("negative", {}))
    if "claimed_value" not in row:  # claims have rules of their own
        yield from check_stated(row, numbers)


def check_period(row: Row, stated: dict) -> Iterator[Fault]:
    """Yield money per time in another time than the words of the row say."""
    words, said = stated.get("words", {}), row.get(stated.get("column", ""), "")
    for word, unit in words.items():
        if word in said.lower() and row["unit"] in words.values() and row["unit"] != unit:
            yield "unit", excerpt(row["unit"]), f"{unit}, since {stated['column']} says {word!r}"


def check_negative(row: Row, numbers: list[str], allowed: dict) -> Iterator[Fault]:
    """Yield numbers below zero in rows that do not speak of anything that can be."""
    words, said = allowed.get("words", []), row.get(allowed.get("column", ""), "")
    if any(word in said for word in words):
        return
    for name in numbers:
        if float(row[name]) < 0:
            where = f" unless {allowed['column']} says one of: {', '.join(words)}" if words else ""
            yield name, excerpt(row[name]), f"a number not below 0{where}"


def check_stated(row: Row, numbers: list[str]) -> Iterator[Fault]:
    """Yield numbers without a unit or in a unit of words, units without a number, and rows with number and text or neither."""
    unit = row.get("unit")
    if numbers and unit == "":
        yield "unit", "nothing", f"the unit of {numbers[0]}"
    if numbers and unit in (DATE, TEXT):
        yield "unit", excerpt(unit), f"the unit of the number in {numbers[0]}"
    if unit and not numbers and "value" in row and "text" not in row:
        yield "value", "nothing", f"a number in {unit}"
    if "text" in row and bool(numbers) == bool(row["text"]):
        found = "both a number and a text" if numbers else "neither a number nor a text"
        yield "value", found, "a number or a text"


def check_package(path: Path, descriptor: dict, tables: Tables, units: Units) -> list[Problem]:
    """Return what is wrong with the tables by the rules of their descriptor.

    Parameters
    ----------
    path : Path
        The `datapackage.json`.
    descriptor : dict
        What stands in it.
    tables : dict of str to list of dict
        The rows of every table, as text.
    units : mapping of str to Unit
        Every unit allowed.

    Returns
    -------
    list of Problem
        One for each place.
    """
    problems = [
        Problem(f"{path.parent.name}/{resource['path']}", number, *fault)
        for resource in descriptor["resources"]
        for number, row in enumerate(tables[resource["name"]], 2)
        for fault in check_row(row, resource, units)
    ]
    places = {(problem.file, problem.row, problem.column) for problem in problems}
    found = check_by_frictionless(path, descriptor, tables)
    return problems + [problem for problem in found if (problem.file, problem.row, problem.column) not in places]


def check_by_frictionless(path: Path, descriptor: dict, tables: Tables) -> list[Problem]:
    """Return what Frictionless finds wrong with the tables, in our words."""
    # imported here, since it takes a third of the time that a notebook takes to import
    from frictionless import Package, system
    from frictionless.exception import FrictionlessException

    name = f"{path.parent.name}/{path.name}"
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    try:
        with system.use_context(trusted=True):
            inline = [in_memory(resource, tables[table]) for table, resource in resources.items()]
            report = Package.from_descriptor(descriptor | {"resources": inline}).validate()
    except FrictionlessException:
        return [Problem(name, 0, "", *fault) for fault in faults_of(descriptor)]
    except (AttributeError, LookupError, TypeError, ValueError) as error:  # of a constraint or key of another type
        return [Problem(name, 0, "", f"what Frictionless cannot read: {error}", "a valid Table Schema")]
    problems = [Problem(name, 0, "", error.message, "a valid Data Package") for error in report.errors]
    for task in report.tasks:
        file = f"{path.parent.name}/{resources[task.name]['path']}"
        fields = {field["name"]: field for field in resources[task.name]["schema"]["fields"]}
        for error in task.errors:
            column = getattr(error, "field_name", "") or next(iter(getattr(error, "field_names", [])), "")
            cell = getattr(error, "cell", None) or next(iter(getattr(error, "field_cells", [])), "")
            problems.append(
                Problem(
                    file=file,
                    row=getattr(error, "row_number", 0) or 0,
                    column=column,
                    found=excerpt(str(cell)) if column else error.note,
                    expected=expected_of(error, fields[column]) if column else error.title.lower() + " mended",
                )
            )
    return problems


def expected_of(error: object, field: dict) -> str:
    """Return what was expected in words: a row that exists for a reference, what the column takes otherwise."""
    if error.type == "foreign-key":
        return f"the {' and '.join(error.reference_field_names)} of a row of {error.reference_name or 'the same table'}"
    return expected_in_words(field)


def in_memory(resource: dict, rows: list[dict[str, str]]) -> dict:
    """Return a table's descriptor with its rows in place of its file, which was read and need not be read again."""
    columns = [field["name"] for field in resource["schema"]["fields"]]
    kept = {key: value for key, value in resource.items() if key not in ("path", "format", "mediatype", "encoding")}
    return kept | {"data": [columns, *([row[column] for column in columns] for row in rows)]}


def faults_of(descriptor: dict) -> list[tuple[str, str]]:
    """Return what is found and expected for what Frictionless finds wrong with the descriptor, table by table."""
    from frictionless import Package, Resource

    faults = [
        (f"in the table {resource['name']}: {error.message}", "a valid Table Schema")
        for resource in descriptor["resources"]
        for error in Resource.validate_descriptor(resource).errors
    ]
    whole = Package.validate_descriptor(descriptor).errors
    return faults or [(error.message, "a valid Data Package") for error in whole]
