"""Figure of the summary."""

import altair as alt
import pandas as pd

from compute_deal.charts.numbers import money
from compute_deal.charts.palette import ACCRUED, EXPECTED, FIRM, OPEN, WIDTH

BILLION = 1e9
NOTHING = 1e-9  # of the largest part of a month: what rounding may leave of none
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
    rows = fees[fees.usd > NOTHING * fees.usd.max()].assign(
        usd_bn=(fees.usd / BILLION).round(4), rank=fees.part.map(order.index)
    )
    # two digits on what is expected, as on other judgements
    legend = {part: f"{part}: {money(sums[part], digits=3 if part in order[:2] else 2)}" for part in order}
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


def worth(rows: pd.DataFrame) -> alt.Chart:
    """Draw what the contract is expected to pay under each scenario, with its range.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns `scenario`, `low_bn`, `value_bn` and `high_bn`.

    Returns
    -------
    altair.Chart
    """
    order = list(rows.scenario)
    told = "; ".join(
        f"{row.scenario}: {money(row.value_bn * BILLION)}, from {money(row.low_bn * BILLION)} to {money(row.high_bn * BILLION)}"
        for row in rows.itertuples()
    )
    base = alt.Chart(rows).encode(y=alt.Y("scenario:N", sort=order, title=None))
    lines = base.mark_rule(strokeWidth=5, opacity=0.4, color=EXPECTED).encode(
        x=alt.X("low_bn:Q", title="USD billion", scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=6)), x2="high_bn:Q"
    )
    dots = base.mark_circle(size=120, color=EXPECTED, opacity=1).encode(
        x="value_bn:Q",
        tooltip=[
            alt.Tooltip("scenario:N"),
            *(
                alt.Tooltip(f"{end}_bn:Q", title=f"{end}, USD billion", format=".1f")
                for end in ("low", "value", "high")
            ),
        ],
    )
    return (lines + dots).properties(
        width=WIDTH, height=150, description=f"Dots with ranges: fees expected to be paid in all. {told}."
    )
