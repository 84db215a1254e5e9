"""Figures of the chapter on demand: revenue, and the fee as a share of it."""

import altair as alt
import numpy as np
import pandas as pd

from compute_deal.chapters.demand.case import DemandCase
from compute_deal.charts.numbers import BILLION, day, money
from compute_deal.charts.theme import BLUE, GREEN, GREY, ORANGE, PURPLE, WIDTH
from compute_deal.inputs.dates import decimal_year
from compute_deal.models.growth import value_at

MONTH_AXIS = alt.Axis(format="%b %y", tickCount={"interval": "month", "step": 3}, labelFlush=False)


def money_scale(low: float, high: float) -> alt.Scale:
    """Return a logarithmic scale for billions of dollars."""
    return alt.Scale(type="log", domain=[low, high], nice=False)


def revenue(case: DemandCase, year_revenue_usd: float, year_compute_usd: float, article_usd: float) -> alt.Chart:
    """Draw run-rate, reported revenue, compute spending and fee on one time axis.

    Parameters
    ----------
    case : DemandCase
        Revenue and fee.
    year_revenue_usd, year_compute_usd : float
        Revenue and compute spending of 2025.
    article_usd : float
        The run-rate of late 2024 that an article gives.

    Returns
    -------
    altair.Chart
    """
    kinds = {"reported revenue": BLUE, "run-rate": GREEN, "compute spending, 2025": PURPLE, "the fee": ORANGE}
    names = list(kinds)
    first = pd.Timestamp("2026-05-01")
    full = first + pd.DateOffset(months=case.reduced_months)
    spans = [
        ("2025-01-01", "2026-01-01", year_revenue_usd, names[0]),
        *((row.start, row.end, row.usd_per_year, names[0]) for row in case.quarters.itertuples()),
        ("2025-01-01", "2026-01-01", year_compute_usd, names[2]),
        (first, full, case.first_fees_usd_per_year, names[3]),
        (full, "2027-01-01", case.fee_usd_per_year, names[3]),
    ]
    flat = pd.DataFrame(
        [(pd.Timestamp(a), pd.Timestamp(b), round(usd / BILLION, 4), kind) for a, b, usd, kind in spans],
        columns=["from", "to", "usd_bn", "kind"],
    )
    points = pd.DataFrame(
        {
            "day": [pd.Timestamp("2024-12-31"), *case.run_rates.date],
            "usd_bn": [article_usd / BILLION, *(case.run_rates.usd_per_year / BILLION)],
            "stated": ["about", *np.where(case.run_rates.floor, "more than", "about")],
            "kind": names[1],
        }
    )
    days = pd.date_range(case.run_rates.date.iloc[0], case.run_rates.date.iloc[-1], periods=12).normalize()
    fitted = value_at(case.fit, np.array([decimal_year(when) for when in days.date]))
    band = pd.DataFrame(
        {
            "day": days,
            "low": np.round(fitted.low / BILLION, 3),
            "fitted": np.round(fitted.value / BILLION, 3),
            "high": np.round(fitted.high / BILLION, 3),
        }
    )
    color = alt.Color("kind:N", sort=names, scale=alt.Scale(domain=names, range=list(kinds.values())))
    y = alt.Y(
        "usd_bn:Q",
        title="USD billion a year",
        scale=money_scale(0.8, 150),
        axis=alt.Axis(values=[1, 2, 5, 10, 20, 50, 100]),
    )
    area = (
        alt.Chart(band)
        .mark_area(color=GREEN, opacity=0.16)
        .encode(x="day:T", y=alt.Y("low:Q", scale=money_scale(0.8, 150)), y2="high:Q")
    )
    line = alt.Chart(band).mark_line(color=GREEN, strokeWidth=1.2).encode(x="day:T", y="fitted:Q")
    bars = (
        alt.Chart(flat)
        .mark_rule(strokeWidth=4, strokeCap="butt")
        .encode(
            x=alt.X("from:T", title=None, axis=MONTH_AXIS),
            x2="to:T",
            y=y,
            color=color,
            tooltip=["kind:N", alt.Tooltip("usd_bn:Q", format=".3~g", title="USD billion a year")],
        )
    )
    dots = (
        alt.Chart(points)
        .mark_point(size=70, opacity=1)
        .encode(
            # here, not with the bars: Vega-Lite does not read the dates of a domain where there is an x2
            x=alt.X("day:T", scale=alt.Scale(domain=[{"year": 2024, "month": 12}, {"year": 2027, "month": 1}])),
            y=y,
            color=color,
            shape=alt.Shape(
                "stated:N", scale=alt.Scale(domain=["about", "more than"], range=["circle", "triangle-up"]), legend=None
            ),
            tooltip=[alt.Tooltip("day:T", format="%-d %B %Y"), "stated:N", alt.Tooltip("usd_bn:Q", format=".3~g")],
        )
    )
    start, end = case.run_rates.iloc[0], case.latest
    return alt.layer(area, line, bars, dots).properties(
        width=WIDTH,
        height=320,
        description=f"Yearly amounts over time on a logarithmic scale. The run-rate rises from {money(start.usd_per_year)} "
        f"({day(start.date)}) to {money(end.usd_per_year)} ({day(end.date)}), with a fitted line and its band. Reported "
        f"revenue is {money(year_revenue_usd)} for 2025 and {money(case.quarters.usd_per_year.iloc[-1])} for the second "
        f"quarter of 2026 times four. Compute spending of 2025 is {money(year_compute_usd)}. The fee is "
        f"{money(case.first_fees_usd_per_year)} at first, then {money(case.fee_usd_per_year)}.",
    )


def share_over_time(case: DemandCase, year_revenue_usd: float, published: str) -> alt.Chart:
    """Draw the yearly fee as a share of revenue, by the date of the revenue.

    Parameters
    ----------
    case : DemandCase
        Revenue and fee.
    year_revenue_usd : float
        Revenue of 2025.
    published : str
        Day on which the fee became public, as an ISO date.

    Returns
    -------
    altair.Chart
    """
    bases = ["run-rate", "quarter, times four", "year 2025"]
    rows = pd.concat(
        [
            pd.DataFrame({"day": case.run_rates.date, "usd": case.run_rates.usd_per_year, "base": bases[0]}),
            pd.DataFrame({"day": case.quarters.middle, "usd": case.quarters.usd_per_year, "base": bases[1]}),
            pd.DataFrame({"day": [pd.Timestamp("2025-07-01")], "usd": [year_revenue_usd], "base": bases[2]}),
        ],
        ignore_index=True,
    )
    rows["share"] = (case.fee_usd_per_year / rows.usd).round(4)
    rows["day"] = rows.day.dt.normalize()
    rows["label"] = [f"{100 * share:.0f}%" for share in rows.share]
    rows.loc[rows.day == case.run_rates.date.iloc[1], "label"] += ", one article's base"
    rows["usd_bn"] = (rows.pop("usd") / BILLION).round(3)
    y = alt.Y(
        "share:Q",
        title="yearly fee over yearly revenue",
        scale=alt.Scale(type="log", domain=[0.15, 4], nice=False),
        axis=alt.Axis(values=[0.2, 0.5, 1, 2, 4], format=".0%"),
    )
    x = alt.X(
        "day:T",
        title=None,
        axis=MONTH_AXIS,
        scale=alt.Scale(domain=[{"year": 2025, "month": 6}, {"year": 2026, "month": 10}]),
    )
    color = alt.Color("base:N", sort=bases, scale=alt.Scale(domain=bases, range=[GREEN, BLUE, GREY]))
    base = alt.Chart(rows)
    line = base.transform_filter(alt.datum.base == bases[0]).mark_line(strokeWidth=1.2).encode(x=x, y=y, color=color)
    dots = base.mark_point(size=80, opacity=1).encode(
        x=x,
        y=y,
        color=color,
        tooltip=[
            "base:N",
            alt.Tooltip("day:T", format="%-d %B %Y"),
            alt.Tooltip("usd_bn:Q", format=".3~g", title="USD billion a year"),
            alt.Tooltip("share:Q", format=".0%"),
        ],
    )
    right = (
        base.transform_filter(alt.datum.base != bases[1])
        .mark_text(align="left", dx=8, dy=-6)
        .encode(x=x, y=y, text="label:N")
    )
    left = (
        base.transform_filter(alt.datum.base == bases[1])
        .mark_text(align="right", dx=-9, dy=2)
        .encode(x=x, y=y, text="label:N")
    )
    even = alt.Chart(pd.DataFrame({"share": [1.0]})).mark_rule(strokeDash=[4, 3]).encode(y=y)
    mark = alt.Chart(pd.DataFrame({"day": [pd.Timestamp(published)], "label": ["fee published"]}))
    rule = mark.mark_rule(strokeDash=[2, 3]).encode(x=x)
    note = mark.mark_text(align="left", dx=5, fontSize=11).encode(x=x, y=alt.value(8), text="label:N")
    shown = "; ".join(
        f"{row.base} {day(row.day)} {100 * row.share:.0f}%" for row in rows.sort_values("day").itertuples()
    )
    return alt.layer(even, rule, line, dots, right, left, note).properties(
        width=WIDTH,
        height=300,
        description=f"Points over time: the fee of {money(case.fee_usd_per_year)} a year over revenue. {shown}. "
        "The same fee falls from above all revenue to about a quarter of it.",
    )
