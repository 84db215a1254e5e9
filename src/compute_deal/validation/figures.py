"""Figures of the validation appendix."""

import altair as alt
import pandas as pd

from compute_deal.charts.theme import BLUE, GREEN, ORANGE, PURPLE, WIDTH

KINDS = {"published number": BLUE, "closed form": ORANGE, "second route": GREEN, "consistency": PURPLE}
OFFSETS = (-5.25, -1.75, 1.75, 5.25)  # so that the kinds of one method do not cover each other


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
            labelFlush=False,
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
