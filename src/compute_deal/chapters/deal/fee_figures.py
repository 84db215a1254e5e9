"""Figures of the chapter on the deal: the fees by month, what they are worth, and how large they are."""

from collections.abc import Mapping
from datetime import date

import altair as alt
import numpy as np
import pandas as pd

from compute_deal.charts.lines import beside_bars
from compute_deal.charts.numbers import BILLION, day, money
from compute_deal.charts.sliders import slider
from compute_deal.charts.theme import ACCRUED, BLUE, FIRM, GREEN, GREY, OPEN, ORANGE, PARTY_COLOR, WIDTH
from compute_deal.models.deal.exits import ExitClause, due_firm_open_usd, firm_usd
from compute_deal.models.deal.schedule import Schedule
from compute_deal.models.deal.valuation import years_after


def schedule(plan: Schedule, clause: ExitClause, today: date, reduced_months: int, ramp: float) -> alt.Chart:
    """Draw the fee of each month, apart by whether it is accrued, firm or open, with the ramp on a slider.

    Parameters
    ----------
    plan : Schedule
        Fees by month.
    clause : ExitClause
        The reading of the exit right that decides what is firm.
    today : datetime.date
        Day of the decision.
    reduced_months : int
        How many months the ramp reduces.
    ramp : float
        Fraction of the full fee in these months, where the slider starts.

    Returns
    -------
    altair.Chart
    """
    full = float(plan.fee_usd.max())
    order = ["accrued", "firm if notice is given today", "may be cancelled"]
    parts = due_firm_open_usd(plan, clause, today)
    rows = pd.concat(
        pd.DataFrame(
            {
                "month": pd.to_datetime(plan.start.astype("datetime64[M]").astype("datetime64[D]")),
                "full_usd": (full * part / plan.fee_usd).round(2),
                "reduced": np.arange(len(part)) < reduced_months,
                "status": name,
                "rank": rank,
            }
        )
        for rank, (name, part) in enumerate(zip(order, parts, strict=True))
    )
    rows = rows[rows.full_usd > 0]
    base = alt.Chart(rows).transform_calculate(
        fee_bn=f"datum.full_usd / {BILLION} * (datum.reduced ? set_ramp / 100 : 1)"
    )
    # What each part adds up to: the slider moves the reduced months of it.
    sums = rows.groupby(["status", "reduced"]).full_usd.sum().div(BILLION).round(6)
    stated = ", ".join(
        f"'{name}': {sums.get((name, False), 0.0)} + {sums.get((name, True), 0.0)} * set_ramp / 100" for name in order
    )
    legend = alt.Legend(labelExpr=f"datum.label + ': $' + format({{{stated}}}[datum.value], '.2f') + ' billion'")
    bars = base.mark_bar(binSpacing=1).encode(
        x=alt.X(
            "yearmonth(month):T",
            title=None,
            axis=alt.Axis(format="%b %Y", labelAngle=0, tickCount={"interval": "month", "step": 6}),
        ),
        y=alt.Y("fee_bn:Q", title="USD billion a month", scale=alt.Scale(domain=[0, 1.4])),
        color=alt.Color(
            "status:N", sort=order, scale=alt.Scale(domain=order, range=[ACCRUED, FIRM, OPEN]), legend=legend
        ),
        order="rank:Q",
        tooltip=[
            alt.Tooltip("yearmonth(month):T", title="month", format="%B %Y"),
            alt.Tooltip("fee_bn:Q", title="USD billion", format=".2f"),
            alt.Tooltip("status:N"),
        ],
    )
    total = (
        base.transform_aggregate(total="sum(fee_bn)")
        .transform_calculate(label="'Total $' + format(datum.total, '.2f') + ' billion'")
        .mark_text(align="right", fontWeight=600)
        .encode(x=alt.value("width"), y=alt.value(8), text="label:N")
    )
    amounts = "; ".join(f"{name} {money(float(part.sum()))}" for name, part in zip(order, parts, strict=True))
    return (
        alt.layer(bars, total)
        .add_params(slider("set_ramp", "Fee in May and June 2026, % of the full fee", round(100 * ramp), 0, 100, 1))
        .properties(
            width=WIDTH,
            height=260,
            description=f"Bars for {len(plan.fee_usd)} monthly fees of up to {money(full)}: {amounts}. "
            f"A slider sets the reduced fee of the first {reduced_months} months.",
        )
    )


def worth(
    plan: Schedule, clause: ExitClause, today: date, valued_on: date, rate_per_year: float, hazard_per_year: float
) -> alt.Chart:
    """Draw headline, present, expected and firm value as bars, with rate and hazard on sliders.

    Parameters
    ----------
    plan : Schedule
        Fees by month.
    clause : ExitClause
        The reading of the exit right.
    today : datetime.date
        Day on which the firm amount is taken.
    valued_on : datetime.date
        Day to which fees are discounted.
    rate_per_year, hazard_per_year : float
        Where the sliders start, as decimals.

    Returns
    -------
    altair.Chart
        Its data set holds, by month, what the sliders' formulae need: the closed forms of
        `compute_deal.models.deal.valuation`.
    """
    rows = pd.DataFrame(
        {
            "fee_bn": plan.fee_usd / BILLION,
            "years": years_after(plan.end, valued_on),
            "start": years_after(plan.start, clause.earliest_exit),
            "end": years_after(plan.end, clause.earliest_exit),
        }
    ).round(8)
    firm_bn = round(float(firm_usd(plan, clause, today)) / BILLION, 6)
    sliders = (
        slider("set_rate", "Discount rate, % a year", round(100 * rate_per_year, 2), 0, 20, 0.01),
        slider("set_hazard", "Rate of notice, % a year", round(100 * hazard_per_year), 0, 100, 1),
    )
    labels = ["Headline, to May 2029", "Present value at signing", "Expected present value", f"Firm on {day(today)}"]
    uncertain = "(exp(-h * max(datum.start, 0)) - exp(-h * max(datum.end, 0))) / h"
    share = f"(min(datum.end, 0) - min(datum.start, 0) + {uncertain}) / (datum.end - datum.start)"
    share = f"set_hazard === 0 ? 1 : {share.replace('h * ', 'set_hazard / 100 * ').replace('/ h)', '/ (set_hazard / 100))')}"
    base = (
        alt.Chart(rows)
        .transform_calculate(
            present="datum.fee_bn * pow(1 + set_rate / 100, -datum.years)",
        )
        .transform_calculate(expected=f"datum.present * ({share})")
        .transform_aggregate(headline="sum(fee_bn)", present="sum(present)", expected="sum(expected)")
        .transform_calculate(firm=str(firm_bn))
        .transform_fold(["headline", "present", "expected", "firm"], as_=["key", "usd_bn"])
        .transform_calculate(
            what=f"{{headline: '{labels[0]}', present: '{labels[1]}', expected: '{labels[2]}', firm: '{labels[3]}'}}[datum.key]",
            label="'$' + format(datum.usd_bn, '.1f') + 'bn'",
        )
    )
    y = alt.Y("what:N", sort=labels, title=None, axis=None)
    bars = base.mark_bar(height=22, yOffset=10).encode(
        y=y,
        x=alt.X("usd_bn:Q", title="USD billion", axis=alt.Axis(tickCount=5), scale=alt.Scale(domain=[0, 50])),
        color=alt.Color("what:N", scale=alt.Scale(domain=labels, range=[GREY, BLUE, GREEN, ORANGE]), legend=None),
    )
    names = base.mark_text(align="left", dy=-10, fontWeight=600).encode(y=y, x=alt.value(0), text="what:N")
    values = base.mark_text(align="left", dx=5, dy=10).encode(y=y, x="usd_bn:Q", text="label:N")
    return (
        alt.layer(bars, names, values)
        .add_params(*sliders)
        .properties(
            width=WIDTH,
            height=232,
            description=f"Four bars: the headline of {money(plan.headline_usd)}, its present value, the expected present "
            f"value and the {money(firm_bn * BILLION)} that are firm. Sliders set the discount rate and how often "
            "contracts are ended.",
        )
    )


def shares(fee_usd_per_year: float, denominators: Mapping[str, tuple[float, str]]) -> alt.Chart:
    """Draw the yearly fee as a share of each yearly amount it is compared with.

    Parameters
    ----------
    fee_usd_per_year : float
        Twelve full monthly fees.
    denominators : mapping of str to (float, str)
        By name, the amount in USD a year and whose it is.

    Returns
    -------
    altair.Chart
    """
    rows = pd.DataFrame(
        [
            {"what": what, "party": party, "usd_bn": usd / BILLION, "share": round(fee_usd_per_year / usd, 4)}
            for what, (usd, party) in denominators.items()
        ]
    ).sort_values("share", ascending=False)
    names = rows.what.tolist()
    rows["label"] = [
        f"{100 * share:.0f}% of {money(usd * BILLION, short=True)}"
        for share, usd in zip(rows.share, rows.usd_bn, strict=True)
    ]
    rows["label_at"] = rows.share.clip(lower=1)  # clear of the line at 100 %
    y = alt.Y("what:N", sort=names, title=None, axis=None)
    base = alt.Chart(rows)
    bars = base.mark_bar(height=16, yOffset=9).encode(
        y=y,
        x=alt.X(
            "share:Q",
            title="yearly fee as a share of …",
            axis=alt.Axis(format=".0%", tickCount=5),
            scale=alt.Scale(domain=[0, 6]),
        ),
        color=PARTY_COLOR,
    )
    words = base.mark_text(align="left", dy=-8, fontWeight=600).encode(y=y, x=alt.value(0), text="what:N")
    values = base.mark_text(align="left", dx=5, dy=9).encode(y=y, x="label_at:Q", text="label:N")
    even = beside_bars("share", 1.0, len(rows), 44, 9)
    return alt.layer(bars, *even, words, values).properties(
        width=WIDTH,
        height=44 * len(rows),
        description="Bars for the yearly fee of "
        + money(fee_usd_per_year)
        + " against yearly amounts: "
        + "; ".join(f"{row.what} {100 * row.share:.0f}%" for row in rows.itertuples())
        + ".",
    )
