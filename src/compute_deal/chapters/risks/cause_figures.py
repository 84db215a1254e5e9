"""Figures of the chapter on risks: causes of an end other than the price, and the chance that service still runs."""

from collections.abc import Mapping, Sequence
from datetime import date

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compute_deal.chapters.risks.figures import YEARS_AXIS
from compute_deal.charts.theme import BLUE, GREEN, ORANGE, PURPLE, WIDTH


def causes(rows: pd.DataFrame) -> alt.Chart:
    """Draw the chance of each cause within the term, with its range.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns `name`, `low`, `value` and `high`, fractions.

    Returns
    -------
    altair.Chart
    """
    rows = rows.sort_values("value", ascending=False).round(4)
    rows["label"] = [
        f"{100 * value:.2g}% ({100 * low:.2g} to {100 * high:.2g}%)"
        for value, low, high in zip(rows.value, rows.low, rows.high, strict=True)
    ]
    base = alt.Chart(rows).encode(y=alt.Y("name:N", sort=rows.name.tolist(), axis=None))
    x = alt.X(
        "low:Q",
        title="chance within the remaining term, each cause alone",
        axis=alt.Axis(format=".0%", tickCount=5),
        scale=alt.Scale(domain=[0, 0.45]),
    )
    lines = base.mark_rule(strokeWidth=5, color=BLUE, opacity=0.45, yOffset=8).encode(x=x, x2="high:Q")
    dots = base.mark_point(size=90, color=BLUE, opacity=1, yOffset=8).encode(x="value:Q")
    words = (
        base.transform_calculate(text="datum.name + ': ' + datum.label")
        .mark_text(align="left", dy=-9)
        .encode(x=alt.value(0), text="text:N")
    )
    stated = "; ".join(f"{row.name} {row.label}" for row in rows.itertuples(index=False))
    return alt.layer(lines, dots, words).properties(
        width=WIDTH, height=40 * len(rows), description=f"Dots with ranges for each cause: {stated}."
    )


def survival(months: Sequence[date], lines: Mapping[str, NDArray[np.float64]]) -> alt.Chart:
    """Draw the chance that the contract is still in force.

    Parameters
    ----------
    months : sequence of datetime.date
        First day of each month.
    lines : mapping of str to numpy.ndarray
        Chance by name, the names in the order of the legend: low, central and high hazards, then with exits over the price.

    Returns
    -------
    altair.Chart
    """
    rows = pd.concat(
        pd.DataFrame({"day": pd.to_datetime(list(months)), "line": name, "share": np.round(share, 4)})
        for name, share in lines.items()
    )
    order = list(lines)
    drawn = (
        alt.Chart(rows)
        .mark_line(interpolate="step-after")
        .encode(
            x=alt.X("day:T", title=None, axis=YEARS_AXIS),
            y=alt.Y(
                "share:Q",
                title="still in force",
                axis=alt.Axis(format=".0%", tickCount=5),
                scale=alt.Scale(domain=[0, 1]),
            ),
            color=alt.Color(
                "line:N",
                sort=order,
                scale=alt.Scale(domain=order, range=[GREEN, BLUE, PURPLE, ORANGE]),
                legend=alt.Legend(columns=2),
            ),
            tooltip=[alt.Tooltip("day:T", format="%B %Y"), "line:N", alt.Tooltip("share:Q", format=".0%")],
        )
    )
    stated = "; ".join(f"{name} {100 * share[-1]:.0f}%" for name, share in lines.items())
    return drawn.properties(
        width=WIDTH, height=280, description=f"Falling steps from 100%. Still in force in the last month: {stated}."
    )
