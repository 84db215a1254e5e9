"""Reading the descriptor and the tables: every problem collected that keeps them from being tables at all."""

import csv
import io
import json
import re
from pathlib import Path

from compute_deal.evidence.problems import EvidenceError, Problem, excerpt

Row = dict[str, str]
Tables = dict[str, list[Row]]

NUMERIC = ("number", "integer")
TABLES = (  # what the rest of the project reads by name
    "facts",
    "series",
    "events",
    "contracts",
    "prices",
    "precedents",
    "risks",
    "published_models",
    "claims",
    "signposts",
    "glossary",
    "scenarios",
)


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
        If the file is missing, is not JSON, or does not describe the columns of every table.
    """
    name = f"{path.parent.name}/{path.name}"
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise EvidenceError([Problem(name, 0, "", "no file", "a Data Package descriptor")]) from None
    except (ValueError, RecursionError) as error:
        raise EvidenceError([Problem(name, getattr(error, "lineno", 0), "", str(error), "JSON")]) from None
    listed = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(listed, list) or not listed:
        raise EvidenceError([Problem(name, 0, "resources", "no resources", "a list of tables under 'resources'")])
    problems = []
    for at, resource in enumerate(listed):
        said = resource.get("name") if isinstance(resource, dict) else None
        faults = (
            check_resource(resource)
            if isinstance(resource, dict)
            else [("", excerpt(str(resource)), "a description of a table")]
        )
        place = f"resources, {said or f'number {at + 1}'}"
        problems += [Problem(name, 0, ", ".join(filter(None, (place, key))), *fault) for key, *fault in faults]
    if problems:
        raise EvidenceError(problems)
    return descriptor


def check_resource(resource: dict) -> list[tuple[str, str, str]]:
    """Return key, what is found and what is expected, for what a table's description lacks."""
    faults = [
        (key, excerpt(str(resource.get(key, ""))), expected)
        for key, expected in (
            ("name", "the name of the table"),
            ("path", "the name of a CSV file beside the descriptor"),
        )
        if not isinstance(resource.get(key), str) or not re.fullmatch(r"[\w.-]*\w", resource[key])
    ]
    schema = resource.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list) or not fields or not all(isinstance(field, dict) for field in fields):
        return [*faults, ("schema", "no columns", "a list of columns under 'fields'")]
    for at, field in enumerate(fields, 1):
        if not all(is_text(field.get(key, "")) and field.get(key) for key in ("name", "type")):
            faults.append((f"column {at}", excerpt(str(field)), "a name and a type"))
        if not is_text(field.get("unit", "")):
            faults.append((f"column {at}, unit", excerpt(str(field["unit"])), "the name of a unit"))
        constraints = field.get("constraints", {})
        pattern = constraints.get("pattern", "") if isinstance(constraints, dict) else None
        try:
            re.compile(pattern)
        except (re.error, TypeError) as error:
            faults.append((str(field.get("name")), f"{excerpt(str(pattern))}, {error}", "a regular expression"))
    return faults + check_own(schema, [field.get("name") for field in fields])


def check_own(schema: dict, columns: list[str]) -> list[tuple[str, str, str]]:
    """Return key, what is found and what is expected, for the rules of ours that Frictionless does not know."""
    faults = []
    for key in ("ascending", "uniqueKeys"):
        groups = schema.get(key, [])
        if not isinstance(groups, list) or not all(isinstance(group, list) and group for group in groups):
            faults.append((key, excerpt(str(groups)), "lists of columns"))
        else:
            named = [column for group in groups for column in group]
            faults += [(key, excerpt(str(name)), "a column of the table") for name in named if name not in columns]
    ordered = schema.get("ordered", [])
    if not isinstance(ordered, list) or not all(
        isinstance(ids, list) and len(ids) > 1 and all(map(is_text, ids)) for ids in ordered
    ):
        faults.append(("ordered", excerpt(str(ordered)), "lists of two ids or more"))
    for key, kind, name in (("negative", list, "a list of"), ("periods", dict, "units by")):
        rule = schema.get(key, {"column": columns[0], "words": kind()})
        words = rule.get("words") if isinstance(rule, dict) else None
        if not isinstance(words, kind) or not all(map(is_text, words)) or rule.get("column") not in columns:
            faults.append((key, excerpt(str(rule)), f"a column of the table under 'column' and {name} 'words'"))
    return faults


def is_text(value: object) -> bool:
    """Return whether a part of the descriptor is text."""
    return isinstance(value, str)


def read_tables(path: Path, descriptor: dict) -> tuple[Tables, list[Problem]]:
    """Return the rows of every table of a data package, and what keeps a file from being one.

    Parameters
    ----------
    path : Path
        The `datapackage.json`; the tables lie beside it.
    descriptor : dict
        What stands in it.

    Returns
    -------
    tables : dict of str to list of dict
        By table name, the rows as text by column. A table that cannot be read is empty.
    problems : list of Problem
        Files missing, unknown or not CSV; columns or cells missing.
    """
    folder, resources = path.parent, descriptor["resources"]
    tables: Tables = {}
    problems = [
        Problem(f"{folder.name}/{path.name}", 0, "resources", f"no table {name}", "every table that the report reads")
        for name in TABLES
        if name not in [resource["name"] for resource in resources]
    ]
    listed = {resource["path"] for resource in resources}
    problems += [
        Problem(
            f"{folder.name}/{file.name}", 0, "", "a table unknown to the descriptor", "an entry in datapackage.json"
        )
        for file in sorted(folder.glob("*.csv"))
        if file.name not in listed
    ]
    for resource in resources:
        name = f"{folder.name}/{resource['path']}"
        tables[resource["name"]], found = read_rows(folder / resource["path"], name, resource)
        problems += found
    return tables, problems


def read_rows(file: Path, name: str, resource: dict) -> tuple[list[Row], list[Problem]]:
    """Return the rows of one file as text, and what keeps it from being a table with the columns expected."""
    columns = [field["name"] for field in resource["schema"]["fields"]]
    try:
        text = file.read_bytes().decode("utf-8-sig")  # Excel writes a byte-order mark
    except OSError:
        return [], [Problem(name, 0, "", "no file", f"the table {resource['name']}")]
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        return [], [Problem(name, row, "", f"byte {error.start} that is not UTF-8", "UTF-8 text")]
    lines = []
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # a long cell is named by its column later
    try:
        lines.extend(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        expected = "comma-separated values, each quotation mark closed"
        return [], [Problem(name, len(lines) + 1, "", str(error), expected)]
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


def expected_in_words(field: dict) -> str:
    """Say in words what a column takes.

    Examples
    --------
    >>> expected_in_words({"name": "low", "type": "number", "constraints": {"minimum": 0}})
    'a number, at least 0'
    >>> expected_in_words({"name": "unit", "type": "string", "constraints": {"required": True, "enum": ["USD", "MW"]}})
    'text, present, one of: USD, MW'
    >>> expected_in_words({"name": "fee", "type": "number", "unit": "USD/month"})
    'a number, in USD/month'
    """
    words = {"string": "text", "number": "a number", "integer": "a whole number", "date": "a date", "year": "a year"}
    parts = [words.get(field["type"], f"a {field['type']}")]
    if field.get("unit") == "date":
        parts = ["a date"]
    elif "unit" in field:
        parts.append(f"in {field['unit']}")
    constraints = field.get("constraints", {})
    if constraints.get("required"):
        parts.append("present")
    if constraints.get("unique"):
        parts.append("there once")
    if "minimum" in constraints:
        parts.append(f"at least {constraints['minimum']}")
    if "maximum" in constraints:
        parts.append(f"at most {constraints['maximum']}")
    if "maxLength" in constraints:
        parts.append(f"at most {constraints['maxLength']:,} characters")
    if "pattern" in constraints:
        parts.append(f"of the form {constraints['pattern']}")
    if field["name"] == "unit" and "enum" not in constraints:
        parts.append("one of the units")
    if "enum" in constraints:
        parts.append("one of: " + ", ".join(str(choice) for choice in constraints["enum"]))
    return ", ".join(parts)
