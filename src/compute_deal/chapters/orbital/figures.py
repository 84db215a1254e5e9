"""Figures of the chapter on orbital computing: what was published, what a satellite weighs, why models differ."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from compute_deal.charts.lines import beside_bars
from compute_deal.charts.numbers import money, quantity, significant
from compute_deal.charts.theme import BLUE, GREEN, GREY, ORANGE, PURPLE, RED, WIDTH
from compute_deal.models.orbital.satellite import SatelliteSize

OURS = "this report, today's prices"
PUBLISHED_MASS = "whole satellite, as published"
PARTS = ("solar array", "radiator, coolant", "computers", "links, control", "structure, margin")
UNIT_SIGNS = {"degC": " °C", "ratio": "", "1/year": " a year", "satellites": "", "launches": "", "erlang": ""}


def ratios(published: pd.DataFrame, central: float, low: float, high: float) -> alt.Chart:
    """Draw published cost ratios on one logarithmic axis, with ours among them.

    Parameters
    ----------
    published : pandas.DataFrame
        Columns `label`, `kind` (at which prices), `low` and `high`, the lowest first.
    central, low, high : float
        Ours.

    Returns
    -------
    altair.Chart
    """
    rows = published.round(4)
    ours = {"label": "This report, central case", "kind": OURS, "low": round(low, 4), "high": round(high, 4)}
    at = int((rows.low * rows.high < central**2).sum())
    rows = pd.concat([rows.iloc[:at], pd.DataFrame([ours]), rows.iloc[at:]], ignore_index=True)
    # A range has no middle unless its author states one.
    rows["middle"] = rows.low.where(rows.low == rows.high)
    rows.loc[rows.kind == OURS, "middle"] = round(central, 4)
    rows["words"] = [times(row) for row in rows.itertuples()]
    kinds = list(dict.fromkeys(rows.kind))
    colors = {OURS: GREEN} | dict(zip([kind for kind in kinds if kind != OURS], [GREY, PURPLE, BLUE], strict=True))
    y = alt.Y("label:N", sort=rows.label.tolist(), axis=None)
    x = alt.X(
        "low:Q",
        title="cost in orbit over cost on Earth (logarithmic)",
        scale=alt.Scale(type="log", domain=[0.03, 400], nice=False),
        axis=alt.Axis(values=[0.1, 1, 10, 100], format="~g"),
    )
    color = alt.Color("kind:N", sort=kinds, scale=alt.Scale(domain=kinds, range=[colors[kind] for kind in kinds]))
    base = alt.Chart(rows).encode(y=y)
    bars = base.mark_rule(strokeWidth=7, yOffset=8, strokeCap="round").encode(x=x, x2="high:Q", color=color)
    dots = (
        base.transform_filter("isValid(datum.middle)")
        .mark_point(size=90, yOffset=8, opacity=1)
        .encode(x=alt.X("middle:Q"), color=color)
    )
    names = base.mark_text(align="left", dy=-6).encode(x=alt.value(0), text="label:N")
    values = beside_parity(base, "high", 8)
    even = beside_bars("ratio", 1.0, len(rows), 31, 8)
    first, last = rows.iloc[0], rows.iloc[-1]
    return alt.layer(*even, bars, dots, names, *values).properties(
        width=WIDTH,
        height=31 * len(rows),
        description=f"{len(rows)} cost ratios of computing in orbit over computing on Earth, on a logarithmic axis, from "
        f"{first.words} ({first.label}) to {last.words} ({last.label}). This report: {significant(central, 2)}, range "
        f"{significant(low, 2)} to {significant(high, 2)}.",
    )


def beside_parity(base: alt.Chart, end: str, down: float) -> list[alt.Chart]:
    """Return ratios in words behind their marks; where the words would cross the line at one, before them."""
    crossing = f"datum.{end} > 0.3 && datum.{end} < 1"
    return [
        base.transform_filter(test)
        .mark_text(align=align, dx=shift, dy=down, fontWeight=600)
        .encode(x=f"{end}:Q", text="words:N")
        for test, align, shift in ((f"!({crossing})", "left", 9), (crossing, "right", -9))
    ]


def times(row) -> str:
    """Return a ratio in words, with its range if it has one."""
    low, high = (significant(end, 2) for end in (row.low, row.high))
    if row.kind == OURS:
        return f"{significant(row.middle, 2)} ({low}–{high})"
    return low if low == high else f"{low}–{high}"


def masses(made: Mapping[str, SatelliteSize], published: Mapping[str, tuple[float, float]]) -> alt.Chart:
    """Draw the mass per kW of computing by part for our designs, beside whole satellites as published.

    Parameters
    ----------
    made : mapping of str to SatelliteSize
        Designs by name.
    published : mapping of str to (float, float)
        Low and high mass per power, kg/kW.

    Returns
    -------
    altair.Chart
    """
    rows, totals = [], []
    for name, (low, high) in published.items():
        rows.append({"label": name, "part": PUBLISHED_MASS, "from": 0.0, "to": round(low, 2), "sure": 1.0})
        if high > low:
            rows.append({"label": name, "part": PUBLISHED_MASS, "from": low, "to": round(high, 2), "sure": 0.45})
        words = significant(low, 2) if low == high else f"{significant(low, 2)}–{significant(high, 2)}"
        totals.append({"label": name, "at": round(high, 2), "words": words})
    for name, size in made.items():
        parts = (size.array_kg, size.radiator_kg, size.compute_kg, size.bus_kg, size.structure_kg + size.margin_kg)
        at = 0.0
        for part, kg in zip(PARTS, parts, strict=True):
            rows.append({"label": name, "part": part, "from": round(at, 2), "to": round(at + kg, 2), "sure": 1.0})
            at += kg
        totals.append({"label": name, "at": round(at, 2), "words": significant(at, 2)})
    labels = [*published, *made]
    kinds = [PUBLISHED_MASS, *PARTS]
    y = alt.Y("label:N", sort=labels, axis=None)
    bars = (
        alt.Chart(pd.DataFrame(rows))
        .mark_bar(height=16, yOffset=9)
        .encode(
            y=y,
            x=alt.X("from:Q", title="kg per kW", scale=alt.Scale(domain=[0, 80]), axis=alt.Axis(tickCount=5)),
            x2="to:Q",
            opacity=alt.Opacity("sure:Q", scale=None),
            color=alt.Color(
                "part:N",
                sort=kinds,
                scale=alt.Scale(domain=kinds, range=[GREY, BLUE, RED, GREEN, PURPLE, ORANGE]),
                legend=alt.Legend(columns=2),
            ),
        )
    )
    base = alt.Chart(pd.DataFrame(totals)).encode(y=y)
    names = base.mark_text(align="left", dy=-8).encode(x=alt.value(0), text="label:N")
    values = base.mark_text(align="left", dx=5, dy=9, fontWeight=600).encode(x="at:Q", text="words:N")
    stated = "; ".join(f"{row['label']} {row['words']}" for row in totals)
    return alt.layer(bars, names, values).properties(
        width=WIDTH, height=42 * len(labels), description=f"Bars of mass in kg per kW of computing. {stated}."
    )


def waterfall(start: tuple[str, float], factors: Mapping[str, float], end: str) -> alt.Chart:
    """Draw the way from one cost ratio to another, one group of assumptions at a time.

    Parameters
    ----------
    start : tuple of str and float
        The model at the start and its ratio.
    factors : mapping of str to float
        By what each group of assumptions changes the ratio, in the order drawn.
    end : str
        The model at the end.

    Returns
    -------
    altair.Chart
    """
    up, down, whole = "raises the ratio", "lowers it", "ratio of a model"
    name, at = start
    rows = [{"label": name, "kind": whole, "from": at, "to": at, "words": significant(at, 2)}]
    for name, factor in factors.items():
        kind = up if factor >= 1.0 else down
        row = {"label": name, "kind": kind, "from": at, "to": at * factor, "words": f"× {significant(factor, 2)}"}
        rows.append(row)
        at *= factor
    rows.append({"label": end, "kind": whole, "from": at, "to": at, "words": significant(at, 3)})
    frame = pd.DataFrame(rows)
    frame["end"] = frame[["from", "to"]].max(axis=1)
    frame = frame.round(4)
    y = alt.Y("label:N", sort=frame.label.tolist(), axis=None)
    kinds = [whole, up, down]
    base = alt.Chart(frame).encode(y=y)
    # On a logarithmic axis only differences have a length: the two ratios are dots.
    changes, ratios = (base.transform_filter(f"datum.kind {sign} '{whole}'") for sign in ("!==", "==="))
    color = alt.Color("kind:N", sort=kinds, scale=alt.Scale(domain=kinds, range=[GREY, ORANGE, BLUE]))
    bars = changes.mark_bar(height=15, yOffset=9).encode(
        x=alt.X(
            "from:Q",
            title="cost in orbit over cost on Earth (logarithmic)",
            scale=alt.Scale(type="log", domain=[0.3, 60], nice=False),
            axis=alt.Axis(values=[0.5, 1, 2, 5, 10, 20, 50], format="~g"),
        ),
        x2="to:Q",
        color=color,
    )
    dots = ratios.mark_point(size=110, opacity=1, yOffset=9).encode(x="to:Q", color=color)
    names = base.mark_text(align="left", dy=-8).encode(x=alt.value(0), text="label:N")
    values = beside_parity(base, "end", 9)
    even = beside_bars("ratio", 1.0, len(frame), 40, 9)
    stated = "; ".join(f"{row['label']} {row['words']}" for row in rows)
    return alt.layer(*even, bars, dots, names, *values).properties(
        width=WIDTH,
        height=40 * len(frame),
        description=f"Floating bars that lead from one cost ratio to another, which are dots. {stated}.",
    )


def ranking(correlations: Mapping[str, float], labels: Mapping[str, str], shown: int) -> alt.Chart:
    """Draw how strongly the cost ratio follows each input.

    Parameters
    ----------
    correlations : mapping of str to float
        Rank correlation by input, the strongest first.
    labels : mapping of str to str
        Inputs in words.
    shown : int
        How many inputs are shown.

    Returns
    -------
    altair.Chart
    """
    rows = pd.DataFrame(
        [
            {
                "input": labels[name],
                "effect": "more of it makes orbit dearer" if value > 0 else "more of it makes orbit cheaper",
                "strength": round(abs(value), 3),
                "words": f"{abs(value):.2f}",
            }
            for name, value in list(correlations.items())[:shown]
        ]
    )
    kinds = ["more of it makes orbit cheaper", "more of it makes orbit dearer"]
    base = alt.Chart(rows).encode(y=alt.Y("input:N", sort=rows.input.tolist(), axis=None))
    bars = base.mark_bar(height=15, yOffset=9).encode(
        x=alt.X("strength:Q", title="rank correlation with the cost ratio of 2040", axis=alt.Axis(tickCount=5)),
        color=alt.Color("effect:N", scale=alt.Scale(domain=kinds, range=[BLUE, ORANGE])),
    )
    names = base.mark_text(align="left", dy=-8).encode(x=alt.value(0), text="input:N")
    values = base.mark_text(align="left", dx=5, dy=9).encode(x="strength:Q", text="words:N")
    stated = "; ".join(f"{row.input} {row.words}" for row in rows.itertuples())
    return alt.layer(bars, names, values).properties(
        width=WIDTH,
        height=40 * len(rows),
        description=f"Bars for the strength with which inputs move the cost ratio of 2040, strongest first. {stated}.",
    )


def written(value: float, unit: str) -> str:
    """Return a published number as the tables show it.

    Examples
    --------
    >>> written(62.6, "degC"), written(1237.01, "USD/PFLOP-day"), written(39731, "satellites")
    ('62.6 °C', '$1,237/PFLOP-day', '39,731')
    """
    if unit in UNIT_SIGNS:
        return f"{significant(value, 5)}{UNIT_SIGNS[unit]}"
    currency, _, per = unit.partition("/")
    return money(value, per, 5, short=True) if currency == "USD" else quantity(value, unit, 5, short=True)


def check_table(checks: pd.DataFrame) -> pd.DataFrame:
    """Return published results beside ours as text.

    Parameters
    ----------
    checks : pandas.DataFrame
        Columns `route`, `what`, `unit`, `expected`, `ours` and `deviation`.

    Returns
    -------
    pandas.DataFrame
    """
    return pd.DataFrame(
        [
            {
                "Model": row["route"],
                "Result": row["what"],
                "Published": written(row["expected"], row["unit"]),
                "Ours": written(row["ours"], row["unit"]),
                "Deviation": deviation(row["deviation"]),
            }
            for row in checks.to_dict("index").values()
        ]
    )


def deviation(share: float) -> str:
    """Return a deviation as a percentage.

    Examples
    --------
    >>> deviation(0.0), deviation(-1.3e-3), deviation(4e-7)
    ('none', '0.13%', 'below 0.001%')
    """
    if abs(share) < 1e-9:
        return "none"
    return "below 0.001%" if abs(share) < 1e-5 else f"{significant(100 * abs(share), 2)}%"


def correction_table(corrections: pd.DataFrame) -> pd.DataFrame:
    """Return the errors found, both ways, as text.

    Parameters
    ----------
    corrections : pandas.DataFrame
        Columns `model`, `quantity`, `what`, `unit`, `published`, `corrected` and `favours`.

    Returns
    -------
    pandas.DataFrame
    """
    return pd.DataFrame(
        [
            {
                "Model and result": f"{row['model']}: {row['quantity']}",
                "What changes": row["what"],
                "Published": written(float(f"{row['published']:.3g}"), row["unit"]),
                "Changed": written(float(f"{row['corrected']:.3g}"), row["unit"]),
                "Published way favours": row["favours"],
            }
            for row in corrections.to_dict("index").values()
        ]
    )
