"""Figure of the validation appendix."""

import altair as alt
import pandas as pd

from compute_deal.presentation.theme import BLUE, WIDTH


def deviations(checks: pd.DataFrame) -> alt.Chart:
    """Draw how far each reproduced result is from the published one, by model.

    Parameters
    ----------
    checks : pandas.DataFrame
        Columns `model`, `name` and `deviation`, the last as a decimal.

    Returns
    -------
    altair.Chart
    """
    rows = checks[["model", "name"]].assign(per_cent=(100 * checks.deviation).round(4))
    models = list(dict.fromkeys(rows.model))
    y = alt.Y("model:N", sort=models, title=None, axis=None)
    base = alt.Chart(rows)
    zero = alt.Chart(pd.DataFrame({"per_cent": [0.0]})).mark_rule(strokeDash=[4, 3]).encode(x="per_cent:Q")
    dots = base.mark_point(size=55, opacity=0.6, color=BLUE, yOffset=8).encode(
        y=y,
        x=alt.X("per_cent:Q", title="deviation from the published result, %", axis=alt.Axis(tickCount=5)),
        tooltip=["model:N", "name:N", alt.Tooltip("per_cent:Q", title="deviation, %", format=".3f")],
    )
    labels = pd.DataFrame({"model": models, "label": [f"{m} ({(rows.model == m).sum()})" for m in models]})
    words = alt.Chart(labels).mark_text(align="left", dy=-9).encode(y=y, x=alt.value(0), text="label:N")
    return alt.layer(zero, dots, words).properties(
        width=WIDTH,
        height=40 * len(models),
        description=f"Points along a line of deviations, one row for each of {len(models)} models. All {len(rows)} "
        f"lie between {rows.per_cent.min():.2f} and {rows.per_cent.max():.2f} per cent of the published result.",
    )
