"""Other values for rows of the evidence, held to the rules of the rows."""

import math
from collections.abc import Mapping
from numbers import Real

from compute_deal.evidence.package_rules import check_cell, check_negative, check_number
from compute_deal.evidence.quantities import BOUNDS
from compute_deal.evidence.tables import Row
from compute_deal.evidence.units import DATE, Unit, Units

DATES = ("text", "claimed_date")
FEE = ("", "fee", "")  # what a contract states whose value is not known


class ChangeError(ValueError):
    """A value that a row cannot have: column, what was given, what was expected."""

    def __init__(self, column: str, found: str, expected: str):
        self.fault = (column, found, expected)
        super().__init__(f"column {column}: found {found}; expected {expected}")


def parse_changes(text: str) -> dict[str, float | str]:
    """Return changes that are written as a line, each as a row's id, an equals sign and a value.

    Parameters
    ----------
    text : str
        Changes with blanks between them.

    Returns
    -------
    dict of str to float or str
        By id: a number, or an ISO date as it stands.

    Raises
    ------
    ValueError
        If a change is not of this form, or a row is changed twice.

    Examples
    --------
    >>> parse_changes("csa_fee=1.0e9 csa_end=2028-05")
    {'csa_fee': 1000000000.0, 'csa_end': '2028-05'}
    """
    changes: dict[str, float | str] = {}
    for change in text.split():
        id, equals, value = change.partition("=")
        if not (id and equals and value) or id in changes:
            raise ValueError(
                f"found {change!r}; expected each row once, as id=value, such as csa_fee=1.0e9 csa_end=2028-05"
            )
        try:
            changes[id] = float(value)
        except ValueError:
            changes[id] = value
    return changes


def changed_row(row: Row, value: float | str, resource: Mapping, units: Units) -> Row:
    """Return a row with another value, its range widened where the value lies outside.

    Parameters
    ----------
    row : dict of str to str
        The row.
    value : float or str
        The number in the unit of the row, or an ISO date for a row of dates.
    resource : dict
        The table's part of the descriptor.
    units : mapping of str to Unit
        Every unit allowed.

    Returns
    -------
    dict of str to str
        A new row.

    Raises
    ------
    ChangeError
        If the row states neither a number nor a date, or the value is none that it can have.
    """
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    for column in DATES:
        if row.get("unit") == DATE and row.get(column):
            return row | {column: date_cell(value, column, fields[column], units[DATE])}
    for low, column, high in (*BOUNDS, FEE):
        if row.get(column):
            unit = units[fields[column].get("unit") or row["unit"]]
            changed = row | {column: number_cell(value, column, unit)}
            for _, found, expected in check_negative(changed, [column], resource["schema"].get("negative", {})):
                raise ChangeError(column, found, expected)
            if changed.get(low) and float(changed[low]) > value:
                changed[low] = changed[column]
            if changed.get(high) and float(changed[high]) < value:
                changed[high] = changed[column]
            return changed
    raise ChangeError("value", repr(value), "no other value, since the row states neither a number nor a date")


def number_cell(value: float | str, column: str, unit: Unit) -> str:
    """Return a number as the tables write it, or raise an error if the unit cannot have it.

    A share of what is counted in whole numbers passes: a sensitivity may move every number a little.
    """
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        raise ChangeError(column, repr(value), f"a finite number, in {unit.name}")
    cell = repr(float(value))
    for found, expected in check_number(cell, unit, whole=False):
        raise ChangeError(column, found, expected)
    return cell


def date_cell(value: float | str, column: str, field: dict, unit: Unit) -> str:
    """Return a date as the tables write it, or raise an error if it is none."""
    if not isinstance(value, str) or not value:
        raise ChangeError(column, repr(value), str(unit))
    for found, expected in check_cell(value, field, unit):
        raise ChangeError(column, found, expected)
    return value
