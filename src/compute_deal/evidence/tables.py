"""Reading the tables: each checked against the Data Package descriptor, every problem collected."""

import csv
import json
from pathlib import Path

from frictionless import Package, system
from frictionless.exception import FrictionlessException

from compute_deal.evidence.problems import EvidenceError, Problem

Row = dict[str, str]
Tables = dict[str, list[Row]]


def read_descriptor(path: Path) -> dict:
    """Return the Data Package descriptor, or say what keeps it from being read.

    Parameters
    ----------
    path : Path
        The `datapackage.json`.

    Returns
    -------
    dict

    Raises
    ------
    EvidenceError
        If the file is missing, is not JSON, or lists no tables.
    """
    name = f"{path.parent.name}/{path.name}"
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise EvidenceError([Problem(name, 0, "", "no file", "a Data Package descriptor")]) from None
    except ValueError as error:
        raise EvidenceError([Problem(name, getattr(error, "lineno", 0), "", str(error), "JSON")]) from None
    if not isinstance(descriptor, dict) or not descriptor.get("resources"):
        raise EvidenceError([Problem(name, 0, "", "no resources", "a list of tables under 'resources'")])
    return descriptor


def read_tables(path: Path) -> tuple[Tables, list[Problem]]:
    """Return the rows of every table of a data package, and what is wrong with them.

    Parameters
    ----------
    path : Path
        The `datapackage.json`; the tables lie beside it.

    Returns
    -------
    tables : dict of str to list of dict
        By table name, the rows as text by column. A table that cannot be read is empty.
    problems : list of Problem
        Types, constraints, keys and references that do not hold.

    Raises
    ------
    EvidenceError
        If the descriptor itself cannot be read.
    """
    descriptor = read_descriptor(path)
    tables: Tables = {}
    problems = []
    for resource in descriptor["resources"]:
        file = path.parent / resource["path"]
        tables[resource["name"]], found = read_rows(file, f"{path.parent.name}/{resource['path']}", resource)
        problems += found
    if not problems:
        problems = check_package(path, descriptor)
    return tables, problems


def read_rows(file: Path, name: str, resource: dict) -> tuple[list[Row], list[Problem]]:
    """Return the rows of one file as text, and what keeps it from being a table with the columns expected."""
    columns = [field["name"] for field in resource["schema"]["fields"]]
    try:
        text = file.read_text(encoding="utf-8")
    except OSError:
        return [], [Problem(name, 0, "", "no file", f"the table {resource['name']}")]
    except UnicodeDecodeError as error:
        return [], [Problem(name, 0, "", f"byte {error.start} that is not UTF-8", "UTF-8 text")]
    try:
        lines = list(csv.reader(text.splitlines(keepends=True), strict=True))
    except csv.Error as error:
        return [], [Problem(name, 0, "", str(error), "comma-separated values")]
    header = lines[0] if lines else []
    if header != columns:
        return [], [Problem(name, 1, "", f"columns {', '.join(header) or 'none'}", f"columns {', '.join(columns)}")]
    problems = [
        Problem(name, number, "", f"{len(line)} cells", f"{len(columns)} cells")
        for number, line in enumerate(lines[1:], 2)
        if len(line) != len(columns)
    ]
    if problems:
        return [], problems
    return [dict(zip(columns, line, strict=True)) for line in lines[1:]], []


def check_package(path: Path, descriptor: dict) -> list[Problem]:
    """Return what Frictionless finds wrong with the tables, in our words."""
    fields = {
        (resource["path"], field["name"]): field
        for resource in descriptor["resources"]
        for field in resource["schema"]["fields"]
    }
    try:
        with system.use_context(trusted=True):
            report = Package.from_descriptor(str(path)).validate()
    except FrictionlessException as error:
        return [Problem(f"{path.parent.name}/{path.name}", 0, "", error.error.message, "a valid Data Package")]
    problems = [
        Problem(f"{path.parent.name}/{path.name}", 0, "", error.message, "a valid Data Package")
        for error in report.errors
    ]
    for task in report.tasks:
        for error in task.errors:
            column = getattr(error, "field_name", "")
            cell = getattr(error, "cell", None)
            problems.append(
                Problem(
                    file=f"{path.parent.name}/{task.place}",
                    row=getattr(error, "row_number", 0) or 0,
                    column=column,
                    found=repr(cell or "") if column else error.note,
                    expected=expectation(fields[task.place, column]) if column else error.title.lower() + " mended",
                )
            )
    return problems


def expectation(field: dict) -> str:
    """Say in words what a column takes.

    Examples
    --------
    >>> expectation({"name": "low", "type": "number", "constraints": {"minimum": 0}})
    'a number, at least 0'
    >>> expectation({"name": "unit", "type": "string", "constraints": {"required": True, "enum": ["USD", "MW"]}})
    'text, present, one of: USD, MW'
    """
    words = {"string": "text", "number": "a number", "integer": "a whole number", "date": "a date", "year": "a year"}
    parts = [words.get(field["type"], f"a {field['type']}")]
    constraints = field.get("constraints", {})
    if constraints.get("required"):
        parts.append("present")
    if constraints.get("unique"):
        parts.append("there once")
    if "minimum" in constraints:
        parts.append(f"at least {constraints['minimum']}")
    if "maximum" in constraints:
        parts.append(f"at most {constraints['maximum']}")
    if "pattern" in constraints:
        parts.append(f"of the form {constraints['pattern']}")
    if "enum" in constraints:
        parts.append("one of: " + ", ".join(str(choice) for choice in constraints["enum"]))
    return ", ".join(parts)
