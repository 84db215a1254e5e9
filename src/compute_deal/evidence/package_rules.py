"""Rules that the descriptor states: what Frictionless finds wrong, and the cells and rows judged by themselves."""

from pathlib import Path

from frictionless import Package, Resource, system
from frictionless.exception import FrictionlessException

from compute_deal.evidence.cells import check_row
from compute_deal.evidence.problems import Problem, shown
from compute_deal.evidence.tables import Tables, expectation
from compute_deal.evidence.units import Units


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
                    found=shown(str(cell)) if column else error.note,
                    expected=expected_of(error, fields[column]) if column else error.title.lower() + " mended",
                )
            )
    return problems


def expected_of(error: object, field: dict) -> str:
    """Return what was expected in words: a row that exists for a reference, what the column takes otherwise."""
    if error.type == "foreign-key":
        return f"the {' and '.join(error.reference_field_names)} of a row of {error.reference_name or 'the same table'}"
    return expectation(field)


def in_memory(resource: dict, rows: list[dict[str, str]]) -> dict:
    """Return a table's descriptor with its rows in place of its file, which was read and need not be read again."""
    columns = [field["name"] for field in resource["schema"]["fields"]]
    kept = {key: value for key, value in resource.items() if key not in ("path", "format", "mediatype", "encoding")}
    return kept | {"data": [columns, *([row[column] for column in columns] for row in rows)]}


def faults_of(descriptor: dict) -> list[tuple[str, str]]:
    """Return what is found and expected for what Frictionless finds wrong with the descriptor, table by table."""
    faults = [
        (f"in the table {resource['name']}: {error.message}", "a valid Table Schema")
        for resource in descriptor["resources"]
        for error in Resource.validate_descriptor(resource).errors
    ]
    whole = Package.validate_descriptor(descriptor).errors
    return faults or [(error.message, "a valid Data Package") for error in whole]
