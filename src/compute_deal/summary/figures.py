"""Figure of the summary."""

import altair as alt
import pandas as pd

from compute_deal.charts.numbers import money
from compute_deal.charts.theme import ACCRUED, EXPECTED, FIRM, OPEN, WIDTH

BILLION = 1e9
COLOURS = [ACCRUED, FIRM, EXPECTED, OPEN]


def certainty(fees: pd.DataFrame) -> alt.Chart:
    """Draw each month's fee as a bar, apart by how sure it is to be paid.

    Parameters
    ----------
    fees : pandas.DataFrame
        Columns `month`, `part` and `usd`, the parts in the order from the surest on.

    Returns
    -------
    altair.Chart
    """
    order = list(dict.fromkeys(fees.part))
    sums = fees.groupby("part").usd.sum()
    rows = fees[fees.usd > 0].assign(usd_bn=(fees.usd / BILLION).round(4), rank=fees.part.map(order.index))
    legend = {part: f"{part}: {money(sums[part])}" for part in order}
    return (
        alt.Chart(rows.drop(columns="usd").replace({"part": legend}))
        .mark_bar(binSpacing=1)
        .encode(
            x=alt.X(
                "yearmonth(month):T",
                title=None,
                axis=alt.Axis(format="%b %Y", labelAngle=0, tickCount={"interval": "month", "step": 6}),
            ),
            y=alt.Y("usd_bn:Q", title="USD billion a month", axis=alt.Axis(tickCount=5)),
            color=alt.Color(
                "part:N",
                sort=list(legend.values()),
                scale=alt.Scale(domain=list(legend.values()), range=COLOURS),
                legend=alt.Legend(columns=2),
            ),
            order="rank:Q",
            tooltip=[
                alt.Tooltip("yearmonth(month):T", title="month", format="%B %Y"),
                alt.Tooltip("part:N"),
                alt.Tooltip("usd_bn:Q", title="USD billion", format=".2f"),
            ],
        )
        .properties(
            width=WIDTH,
            height=230,
            description=f"Stacked bars for {fees.month.nunique()} monthly fees. "
            f"Of {money(sums.sum())} in all: {'; '.join(legend.values())}.",
        )
    )
