"""Figures of the validation appendix."""

import altair as alt
import pandas as pd

from compute_deal.charts.theme import BLUE, GREEN, GREY, ORANGE, PURPLE, WIDTH

KINDS = {"published number": BLUE, "closed form": ORANGE, "second route": GREEN, "consistency": PURPLE}
OFFSETS = (-5.25, -1.75, 1.75, 5.25)  # so that the kinds of one method do not cover each other
MILLION = 1e6


def deviations(checks: pd.DataFrame) -> alt.Chart:
    """Draw how far each result is from the number that was expected, by method.

    Parameters
    ----------
    checks : pandas.DataFrame
        Columns `method`, `what`, `kind` and `deviation`, the last as a positive share.

    Returns
    -------
    altair.Chart
    """
    methods, kinds = list(dict.fromkeys(checks.method)), list(KINDS)
    least = float(checks.deviation.min())
    y = alt.Y("method:N", sort=methods, title=None, axis=alt.Axis(grid=True, labelLimit=150, labelPadding=8))
    x = alt.X(
        "deviation:Q",
        title="deviation (logarithmic)",
        scale=alt.Scale(type="log", domain=[least, 0.1], nice=False),
        axis=alt.Axis(
            values=[1e-6, 1e-5, 1e-4, 1e-3, 1e-2],
            labelExpr="datum.value < 2e-6 ? '≈0' : format(100 * datum.value, '~g') + '%'",
            labelOverlap=True,
        ),
    )
    color = alt.Color("kind:N", sort=kinds, scale=alt.Scale(domain=kinds, range=[KINDS[kind] for kind in kinds]))
    tooltip = ["method:N", "what:N", "kind:N", alt.Tooltip("deviation:Q", title="deviation", format=".2~%")]
    base = alt.Chart(checks)
    dots = [
        base.transform_filter(f"datum.kind === '{kind}'")
        .mark_point(size=34, opacity=0.75, yOffset=offset, clip=False)
        .encode(x=x, y=y, color=color, tooltip=tooltip)
        for kind, offset in zip(kinds, OFFSETS, strict=True)
    ]
    exact = int((checks.deviation <= least).sum())
    return alt.layer(*dots).properties(
        width=WIDTH,
        height=19 * len(methods),
        description=f"One dot for each of {len(checks)} checks, in rows for {len(methods)} methods, on a logarithmic axis of "
        f"the deviation from the number expected. {exact} dots stand at the left edge, a ten-thousandth of a per cent or "
        f"less; the one farthest to the right is at {100 * checks.deviation.max():.1f} per cent.",
    )


def convergence(table: pd.DataFrame) -> alt.Chart:
    """Draw how simulated percentiles approach those of the chapter on risks as paths are added.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns `paths`, `name`, `value_usd`, `error_usd`, `chapter_usd` and `step_usd`.

    Returns
    -------
    altair.Chart
    """
    gap = (table.value_usd - table.chapter_usd) / MILLION
    error = 2 * table.error_usd / MILLION
    rows = pd.DataFrame(
        {
            "paths": table.paths,
            "name": table.name,
            "gap": gap.round(2),
            "low": (gap - error).round(2),
            "high": (gap + error).round(2),
        }
    )
    names = ["p95", "p50", "p5"]
    half = float(table.step_usd.iloc[0]) / 2 / MILLION
    x = alt.X(
        "paths:Q",
        title="simulated paths (logarithmic)",
        scale=alt.Scale(type="log", domain=[int(rows.paths.min()), int(rows.paths.max())], nice=False),
        axis=alt.Axis(values=[2_000, 10_000, 50_000], format=",", grid=False),
    )
    title = "distance from the chapter, USD million"
    y = alt.Y("gap:Q", title=title, axis=alt.Axis(tickCount=6))
    color = alt.Color(
        "name:N",
        sort=names,
        scale=alt.Scale(domain=names, range=[ORANGE, BLUE, PURPLE]),
        legend=alt.Legend(symbolOpacity=1),
    )
    printed = pd.DataFrame({"low": [-half], "high": [half]})
    digit = alt.Chart(printed).mark_rect(color=GREY, opacity=0.18).encode(y=alt.Y("low:Q", title=title), y2="high:Q")
    words = (
        alt.Chart(printed.assign(text="half of the last printed digit"))
        .mark_text(align="right", baseline="bottom", dx=-6, dy=-3)
        .encode(x=alt.value("width"), y=alt.Y("high:Q", title=title), text="text:N")
    )
    base = alt.Chart(rows).encode(x=x, color=color)
    bands = base.mark_area(opacity=0.2).encode(y=alt.Y("low:Q", title=title), y2="high:Q")
    lines = base.mark_line(point=alt.OverlayMarkDef(size=36)).encode(
        y=y, tooltip=["name:N", alt.Tooltip("paths:Q", format=","), alt.Tooltip("gap:Q", title="USD million")]
    )
    last = rows[rows.paths == rows.paths.max()].set_index("name").gap
    stated = ", ".join(f"{name} {last[name]:+.0f}" for name in names)
    return alt.layer(digit, words, bands, lines).properties(
        width=WIDTH,
        height=300,
        description=f"Three lines with error bands that narrow from {rows.paths.min():,} to {rows.paths.max():,} paths: the "
        f"distance of p5, p50 and p95 of the contract's value to Anthropic from the chapter's values, in USD million. At the "
        f"end they are {stated}; half of the last digit printed is {half:.0f}.",
    )
