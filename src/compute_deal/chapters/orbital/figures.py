"""Figures of the chapter on orbital computing: what others found, what makes our ratio, and when it may fall."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from compute_deal.charts.lines import beside_bars
from compute_deal.charts.numbers import significant
from compute_deal.charts.theme import BLUE, GREEN, GREY, ORANGE, PURPLE, RED, WIDTH

OURS = "this report, today's prices"
BILL_COLORS = [ORANGE, BLUE, GREY, RED, PURPLE, GREEN]


def ratios(published: pd.DataFrame, median: float, low: float, high: float) -> alt.Chart:
    """Draw published cost ratios on one logarithmic axis, with ours among them.

    Parameters
    ----------
    published : pandas.DataFrame
        Columns `label`, `kind` (at which prices), `low` and `high`, the lowest first.
    median, low, high : float
        Ours.

    Returns
    -------
    altair.Chart
    """
    rows = published.round(4)
    ours = {"label": "This report, median of draws", "kind": OURS, "low": round(low, 4), "high": round(high, 4)}
    at = int((rows.low * rows.high < median**2).sum())
    rows = pd.concat([rows.iloc[:at], pd.DataFrame([ours]), rows.iloc[at:]], ignore_index=True)
    # A range has no middle unless its author states one.
    rows["middle"] = rows.low.where(rows.low == rows.high)
    rows.loc[rows.kind == OURS, "middle"] = round(median, 4)
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
        f"{first.words} ({first.label}) to {last.words} ({last.label}). This report: {significant(median, 2)}, range "
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


def bill(orbit: Sequence[tuple[str, float]], earth: Sequence[tuple[str, float]]) -> alt.Chart:
    """Draw the cost of computing in orbit and on Earth, part by part.

    Parameters
    ----------
    orbit, earth : sequence of (str, float)
        Parts with their cost, the whole cost on Earth being one.

    Returns
    -------
    altair.Chart
    """
    rows = []
    for side, parts in (("In orbit", orbit), ("On Earth", earth)):
        at = 0.0
        for part, cost in parts:
            rows.append({"side": side, "part": part, "from": round(at, 4), "to": round(at + cost, 4)})
            at += cost
    frame = pd.DataFrame(rows)
    frame["words"] = [
        significant(to - start, 2) if to - start > 0.3 else ""
        for start, to in zip(frame["from"], frame["to"], strict=True)
    ]
    frame["middle"] = (frame["from"] + frame["to"]) / 2
    parts = list(dict.fromkeys(frame.part))
    colors = dict(zip(parts, BILL_COLORS[: len(parts)], strict=True))
    totals = frame.groupby("side", sort=False).to.max().reset_index()
    totals["words"] = [significant(to, 2) for to in totals.to]
    y = alt.Y(
        "side:N",
        sort=["In orbit", "On Earth"],
        title=None,
        axis=alt.Axis(labelPadding=6),
        scale=alt.Scale(paddingInner=0.35),
    )
    base = alt.Chart(frame).encode(y=y)
    bars = base.mark_bar().encode(
        x=alt.X("from:Q", title="cost on Earth = 1", axis=alt.Axis(tickCount=5)),
        x2="to:Q",
        color=alt.Color(
            "part:N",
            sort=parts,
            scale=alt.Scale(domain=parts, range=list(colors.values())),
            legend=alt.Legend(columns=2),
        ),
    )
    inside = base.mark_text(color="white", fontWeight=600).encode(x="middle:Q", text="words:N")
    ends = alt.Chart(totals).mark_text(align="left", dx=6, fontWeight=600).encode(y=y, x="to:Q", text="words:N")
    stated = "; ".join(f"{row.side}, {row.part}: {significant(row.to - row[3], 2)}" for row in frame.itertuples())
    return alt.layer(bars, inside, ends).properties(
        width=WIDTH,
        height=150,
        description=f"Two stacked bars of cost, the whole cost on Earth being one. {stated}.",
    )


def paths(
    years: Sequence[float],
    low: Sequence[float],
    median: Sequence[float],
    high: Sequence[float],
    published: pd.DataFrame,
) -> alt.Chart:
    """Draw the cost ratio over time as a band with its median, and published ratios of later years.

    Parameters
    ----------
    years : sequence of float
        Calendar years.
    low, median, high : sequence of float
        Cost ratio at p5, median and p95, one for each year.
    published : pandas.DataFrame
        Columns `label`, `from`, `to` (years), `low`, `high` (ratios).

    Returns
    -------
    altair.Chart
    """
    rows = pd.DataFrame({"year": years, "low": low, "median": median, "high": high}).round(4)
    x = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickCount=6), scale=alt.Scale(domain=[2026, 2050]))
    y = alt.Y(
        "low:Q",
        title="cost in orbit over cost on Earth (log.)",
        scale=alt.Scale(type="log", domain=[0.8, 8], nice=False),
        axis=alt.Axis(values=[1, 1.5, 2, 3, 5], format="~g"),
    )
    base = alt.Chart(rows)
    band = base.mark_area(opacity=0.25, color=BLUE).encode(x=x, y=y, y2="high:Q")
    line = base.mark_line(color=BLUE).encode(
        x="year:Q", y="median:Q", tooltip=[alt.Tooltip("year:Q", format=".1f"), alt.Tooltip("median:Q", format=".2f")]
    )
    boxes = alt.Chart(published)
    drawn = boxes.mark_rect(opacity=0.55, color=ORANGE).encode(x="from:Q", x2="to:Q", y="low:Q", y2="high:Q")
    words = boxes.mark_text(align="left", baseline="bottom", dy=-3, fontSize=11, fontWeight=600).encode(
        x="from:Q", y="high:Q", text="label:N"
    )
    ends = [
        {"year": rows.year.iloc[-4], "ratio": values.iloc[-4], "label": label}
        for values, label in ((rows.high, "p95"), (rows["median"], "median"), (rows.low, "p5"))
    ]
    marks = (
        alt.Chart(pd.DataFrame(ends))
        .mark_text(align="left", dy=-7, fontSize=11)
        .encode(x="year:Q", y="ratio:Q", text="label:N")
    )
    even = alt.Chart(pd.DataFrame({"ratio": [1.0]})).mark_rule(strokeDash=[4, 3]).encode(y="ratio:Q")
    return alt.layer(band, line, even, drawn, words, marks).properties(
        width=WIDTH,
        height=320,
        description="Band of the cost ratio over time with its median. It falls from "
        f"{significant(median[0], 2)} today ({significant(low[0], 2)} to {significant(high[0], 2)}) to "
        f"{significant(median[-1], 2)} in 2050 ({significant(low[-1], 2)} to {significant(high[-1], 2)}) and its lower "
        "edge stays above one. Published ratios for later years are marked: " + "; ".join(published.label) + ".",
    )


def together(curves: Mapping[str, Sequence[tuple[float, float]]], benchmark: float, whose: str) -> alt.Chart:
    """Draw the share of draws at a cost ratio by how closely the assumptions move together.

    Parameters
    ----------
    curves : mapping of str to sequence of (float, float)
        By name of the curve, correlations and shares.
    benchmark : float
        A published probability, drawn as a level.
    whose : str
        In words.

    Returns
    -------
    altair.Chart
    """
    rows = pd.DataFrame(
        [
            {"line": name, "correlation": correlation, "share": round(share, 5)}
            for name, curve in curves.items()
            for correlation, share in curve
        ]
    )
    names = list(curves)
    color = alt.Color("line:N", sort=names, scale=alt.Scale(domain=names, range=[GREEN, BLUE]), legend=None)
    base = alt.Chart(rows).encode(
        x=alt.X(
            "correlation:Q",
            title="correlation between any two assumptions",
            axis=alt.Axis(tickCount=5, format="~g"),
            scale=alt.Scale(domain=[0, 1]),
        ),
        y=alt.Y("share:Q", title=None, axis=alt.Axis(format=".0%", tickCount=6)),
    )
    drawn = base.mark_line(strokeWidth=2.5).encode(
        color=color,
        tooltip=["line:N", alt.Tooltip("correlation:Q"), alt.Tooltip("share:Q", format=".1%")],
    )
    ends = rows[rows.correlation.isin([0.0, 0.5, 1.0])].assign(
        words=lambda shown: [percent(share) for share in shown.share]
    )
    marked = alt.Chart(ends)
    dots = marked.mark_point(size=70, opacity=1).encode(x="correlation:Q", y="share:Q", color=color)
    values = [
        marked.transform_filter(test)
        .mark_text(align=align, dx=shift, dy=down, fontWeight=600)
        .encode(x="correlation:Q", y="share:Q", text="words:N")
        for test, align, shift, down in (
            ("datum.correlation === 0 && datum.share >= 0.05", "left", 12, 0),
            ("datum.correlation === 0 && datum.share < 0.05", "left", 4, -12),
            ("datum.correlation === 0.5", "center", 0, -14),
            ("datum.correlation === 1", "right", -4, -14),
        )
    ]
    # Far enough below its curve to stay clear of it on a phone, where the name is as long as half the axis.
    labels = [
        alt.Chart(rows[(rows.correlation == 1.0) & (rows.line == name)])
        .mark_text(align="right", dx=-4, dy=5 * len(name) // 2, fontWeight=600)
        .encode(x="correlation:Q", y="share:Q", text="line:N", color=color)
        for name in names
    ]
    level = alt.Chart(pd.DataFrame([{"share": benchmark, "correlation": 1.0, "label": whose}]))
    rule = level.mark_rule(strokeDash=[4, 3]).encode(y="share:Q")
    words = level.mark_text(align="right", dx=-4, dy=11, fontSize=11).encode(
        x="correlation:Q", y="share:Q", text="label:N"
    )
    stated = "; ".join(
        f"{name}: {percent(curve[0][1])} if the assumptions are drawn apart, {percent(curve[-1][1])} if they move in step"
        for name, curve in curves.items()
    )
    return alt.layer(drawn, rule, words, dots, *values, *labels).properties(
        width=WIDTH,
        height=300,
        description=f"Lines of the share of draws at a cost ratio, rising with the correlation of the assumptions. {stated}.",
    )


def percent(share: float) -> str:
    """Return a share as a rounded percentage.

    Examples
    --------
    >>> percent(0.0), percent(0.004), percent(0.253)
    ('none', '<1%', '25%')
    """
    if share == 0.0:
        return "none"
    return "<1%" if share < 0.01 else f"{100 * share:.0f}%"
