"""The numbers of all tables under one set of names, for expressions to use."""

import re
from datetime import date

from compute_deal.evidence.expressions import Quantity
from compute_deal.evidence.tables import Row, Tables

# How the tables name low, value and high.
BOUNDS = (
    ("low", "value", "high"),
    ("value_low", "value", "value_high"),
    ("claimed_low", "claimed_value", "claimed_high"),
)


def quantities(tables: Tables) -> dict[str, Quantity | None]:
    """Return what each row states as a number; a date counts as its day, the first of its month or year.

    Parameters
    ----------
    tables : dict of str to list of dict
        Tables whose cells have the right types.

    Returns
    -------
    dict of str to Quantity or None
        By id; None where a row states no single number.

    Examples
    --------
    >>> row = {"id": "fee", "low": "", "value": "3", "high": "4", "unit": "months", "text": ""}
    >>> quantities({"facts": [row]})["fee"]
    Quantity(value=3.0, low=3.0, high=4.0)
    """
    return {row["id"]: quantity_of(row) for rows in tables.values() for row in rows if "id" in row}


def quantity_of(row: Row) -> Quantity | None:
    """Return the number of a row, or None."""
    if row.get("unit") == "date":
        stated = row.get("text") or row.get("claimed_date") or ""
        return Quantity.of(float(first_day(stated).toordinal())) if is_date(stated) else None
    for low, value, high in BOUNDS:
        if row.get(value):
            bounds = (float(row[name]) if row.get(name) else None for name in (low, high))
            return Quantity.of(float(row[value]), *bounds)
    return None


def first_day(text: str) -> date:
    """Return the first day of a date, month or year.

    Examples
    --------
    >>> first_day("2029-05"), first_day("2028")
    (datetime.date(2029, 5, 1), datetime.date(2028, 1, 1))
    """
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return date(year, month, day)


def is_date(text: str) -> bool:
    """Return whether a text is a day, month or year of the calendar.

    Examples
    --------
    >>> is_date("2026-06"), is_date("2026-13"), is_date("soon")
    (True, False, False)
    """
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text, flags=re.ASCII):
        return False
    try:
        first_day(text)
    except ValueError:
        return False
    return True


def later(left: str, right: str) -> bool:
    """Return whether a date lies after another, as far as both are precise.

    Examples
    --------
    >>> later("2026-07", "2026-06-12"), later("2026-06-12", "2026"), later("2026", "2026-06-12")
    (True, False, False)
    """
    shared = min(len(left), len(right))
    return left[:shared] > right[:shared]


def dated(row: Row) -> str:
    """Return the date or period of a row of any table, empty where it has none.

    Examples
    --------
    >>> dated({"as_of": "", "period": "2026Q2"}), dated({"date": "2026-06-12"}), dated({"term": "notice"})
    ('2026Q2', '2026-06-12', '')
    """
    return next((row[name] for name in ("as_of", "date", "signed", "period") if row.get(name)), "")


def last_day(text: str) -> date:
    """Return the last day of a date or month.

    Examples
    --------
    >>> last_day("2026-06"), last_day("2026-06-12")
    (datetime.date(2026, 6, 30), datetime.date(2026, 6, 12))
    """
    first = first_day(text)
    if text.count("-") == 2:
        return first
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
