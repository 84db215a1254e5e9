"""Rows of the evidence in words."""

from compute_deal.charts.numbers import in_words, quantity, span
from compute_deal.evidence.quantities import dated


def stated(row: dict[str, str]) -> str:
    """Return what a row states and for when, its range where it has one.

    Examples
    --------
    >>> row = {"low": "", "value": "3", "high": "", "unit": "months", "as_of": "2026-06-12"}
    >>> stated(row), stated(row | {"low": "2", "high": "4"}), stated(row | {"low": "3"})
    ('3 months, 12 June 2026', '3 months (2–4 months), 12 June 2026', 'at least 3 months, 12 June 2026')
    """
    if row.get("likelihood"):
        return f"{row['likelihood']}, {row['impact']}; borne by {row['bearer']}"
    when = dated(row)
    date = (in_words(when) if "-" in when or when.isdigit() else when) if when else "undated"
    if row.get("text"):
        return f"{in_words(row['text']) if row['unit'] == 'date' else row['text']}, {date}"
    unit = row.get("unit", "USD")
    low, value, high = (float(row[name]) if row.get(name) else None for name in ("low", "value", "high"))
    parts = []
    if value is not None:
        bound = "at least " if low == value and high is None else "up to " if high == value and low is None else ""
        parts.append(bound + quantity(value, unit, 6))
        if low is not None and high is not None and low < high:
            parts[-1] += f" ({span(low, high, unit, 6)})"
    elif low is not None and high is not None:
        parts.append(span(low, high, unit, 6))
    elif low is not None or high is not None:
        parts.append(f"at least {quantity(low, unit, 6)}" if low is not None else f"up to {quantity(high, unit, 6)}")
    if row.get("fee"):
        parts.append(quantity(float(row["fee"]), "USD/month", 6))
    return ", ".join([*parts, date])
