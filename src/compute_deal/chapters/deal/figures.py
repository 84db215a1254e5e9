"""Figures of the chapter on the deal."""

from collections.abc import Mapping, Sequence
from datetime import date

import altair as alt
import numpy as np
import pandas as pd

from compute_deal.charts.marks import beside, beside_bars
from compute_deal.charts.numbers import BILLION, day, money
from compute_deal.charts.palette import BLUE, FIRM, GREEN, GREY, INK, OPEN, ORANGE, PALE, WIDTH
from compute_deal.charts.theme import PARTIES, PARTY_COLOR
from compute_deal.models.deal.exits import ExitClause, firm_usd, left_usd
from compute_deal.models.deal.schedule import Schedule

PHASES = ("no notice possible yet", "either side may give notice")
ROW, BARS = 30, 110


def timeline(events: pd.DataFrame, plan: Schedule, shown_to: date) -> alt.Chart:
    """Draw what became known when, above the fees of the same months.

    Parameters
    ----------
    events : pandas.DataFrame
        Columns `date` (datetime) and `event` (text), in the order of time.
    plan : Schedule
        Fees by month.
    shown_to : datetime.date
        End of the time axis.

    Returns
    -------
    altair.Chart
    """
    fees = pd.DataFrame(
        {
            "from": pd.to_datetime(plan.start),
            "to": pd.to_datetime(plan.end),
            "usd_bn": (plan.fee_usd / BILLION).round(3),
        }
    )
    fees = fees[fees["from"] < pd.Timestamp(shown_to)]
    ends = [fees["from"].min(), fees.to.max()]  # the span of the bars, of which Vega-Lite takes no other domain
    rows = events.assign(
        label=[f"{when:%-d %B}: {text}" for when, text in zip(events.date, events.event, strict=True)],
        order=np.arange(len(events)),
    )
    time = alt.Scale(domain=[alt.DateTime(year=end.year, month=end.month, date=end.day) for end in ends])
    axis = alt.Axis(format="%b %Y", tickCount="month", labelFlush=False)
    y = alt.Y("order:O", axis=None)
    base = alt.Chart(rows).encode(x=alt.X("date:T", axis=None), y=y)
    # the scale stands once, since Vega-Lite would join several, equal as they are
    dots = base.mark_point(size=80, opacity=1, color=BLUE).encode(x=alt.X("date:T", title=None, axis=None, scale=time))
    place = beside("scale('concat_0_x', datum.date)", "label")
    words = base.mark_text(**place).encode(text="label:N")
    bars = (
        alt.Chart(fees)
        .mark_bar(color=PALE, stroke="white", strokeWidth=1)
        .encode(
            x=alt.X("from:T", title=None, scale=alt.Scale(nice=False), axis=axis),
            x2="to:T",
            y=alt.Y("usd_bn:Q", title="USD billion a month", axis=alt.Axis(tickCount=3)),
            y2=alt.datum(0),
            tooltip=[
                alt.Tooltip("from:T", title="month", format="%B %Y"),
                alt.Tooltip("usd_bn:Q", title="USD billion", format=".2f"),
            ],
        )
    )
    described = "; ".join(rows.label)
    return alt.vconcat(
        alt.layer(dots, words).properties(width=WIDTH, height=ROW * len(events)),
        bars.properties(width=WIDTH, height=BARS),
        spacing=4,
    ).properties(
        description=f"Dated events above bars for the monthly fees. {described}. The first two fees are reduced to "
        f"{money(float(plan.fee_usd[0]))}; each later one is {money(float(plan.fee_usd.max()))}."
    )


def readings(clauses: Sequence[ExitClause], signed: date, shown_to: date, today: date) -> alt.Chart:
    """Draw, for each reading of the exit clause, from when notice is possible and when service can end at the earliest.

    Parameters
    ----------
    clauses : sequence of ExitClause
        The readings.
    signed : datetime.date
        Start of the contract.
    shown_to : datetime.date
        End of the time axis.
    today : datetime.date
        The day to mark.

    Returns
    -------
    altair.Chart
    """
    rows = [
        {"reading": clause.name, "from": pd.Timestamp(start), "to": pd.Timestamp(end), "phase": phase}
        for clause in clauses
        for start, end, phase in zip(
            (signed, clause.first_notice), (clause.first_notice, shown_to), PHASES, strict=True
        )
        if start < end
    ]
    ends = pd.DataFrame(
        {
            "reading": clause.name,
            "day": pd.Timestamp(clause.earliest_exit),
            "label": f"{clause.name.partition(',')[0]}: {day(clause.earliest_exit)} at the earliest",
        }
        for clause in clauses
    )
    y = alt.Y("reading:N", sort=[clause.name for clause in clauses], title=None, axis=None)
    height = 58 * len(clauses) + 16
    bars = (
        alt.Chart(pd.DataFrame(rows))
        .mark_bar(height=18, yOffset=10)
        .encode(
            y=y,
            x=alt.X("from:T", title=None, axis=alt.Axis(format="%b %y", tickCount="month")),
            x2="to:T",
            color=alt.Color("phase:N", sort=list(PHASES), scale=alt.Scale(domain=list(PHASES), range=[GREY, OPEN])),
        )
    )
    marks = alt.Chart(ends).mark_point(shape="diamond", size=110, yOffset=10, opacity=1, color=FIRM)
    words = alt.Chart(ends).mark_text(align="left", dy=-10, fontWeight=600).encode(y=y, x=alt.value(0), text="label:N")
    now = alt.Chart(pd.DataFrame({"day": [pd.Timestamp(today)], "label": [f"this edition, {day(today)}"]}))
    start = now.mark_rule(strokeDash=[4, 3]).encode(x="day:T", y=alt.value(0), y2=alt.value(13))
    place = beside("scale('x', datum.day)", "label", gap=4)
    note = now.mark_text(fontSize=11, **place).encode(x="day:T", y=alt.value(6), text="label:N")
    lines = beside_bars("day", pd.Timestamp(today), len(clauses), height / len(clauses), 10)
    stated = "; ".join(f"{clause.name}: {day(clause.earliest_exit)}" for clause in clauses)
    return alt.layer(bars, marks.encode(y=y, x="day:T"), words, start, *lines, note).properties(
        width=WIDTH,
        height=height,
        description=f"Bars along time, one for each reading of the exit clause. Earliest end of service: {stated}. "
        "Nobody is known to have given notice.",
    )


def firm_by_date(plan: Schedule, clauses: Sequence[ExitClause], today: date) -> alt.Chart:
    """Draw what is still owed if notice is given, by day, beside what is left to the end.

    Parameters
    ----------
    plan : Schedule
        Fees by month.
    clauses : sequence of ExitClause
        The readings of the exit right.
    today : datetime.date
        The day to mark.

    Returns
    -------
    altair.Chart
    """
    days = np.append(np.arange(plan.start[0], plan.end[-1], np.timedelta64(14, "D")), plan.end[-1])
    lines = {"left to May 2029": left_usd(plan, days)} | {
        clause.name: firm_usd(plan, clause, days) for clause in clauses
    }
    rows = pd.concat(
        pd.DataFrame({"day": pd.to_datetime(days), "amount": name, "usd_bn": np.round(usd / BILLION, 4)})
        for name, usd in lines.items()
    )
    colour = alt.Color("amount:N", scale=alt.Scale(domain=list(lines), range=[GREY, GREEN, BLUE, ORANGE]), legend=None)
    drawn = (
        alt.Chart(rows)
        .mark_line()
        .encode(
            x=alt.X("day:T", title=None, axis=alt.Axis(format="%b %Y", tickCount={"interval": "month", "step": 6})),
            y=alt.Y("usd_bn:Q", title=None),
            color=colour,
            strokeDash=alt.condition("datum.amount === 'left to May 2029'", alt.value([5, 3]), alt.value([1, 0])),
            tooltip=[alt.Tooltip("day:T", format="%-d %B %Y"), "amount:N", alt.Tooltip("usd_bn:Q", format=".2f")],
        )
    )
    at = pd.Timestamp(today)
    notes = pd.DataFrame(
        {
            "day": [pd.Timestamp("2027-06-01"), pd.Timestamp("2027-06-01")],
            "usd_bn": [
                round(float(left_usd(plan, "2027-06-01")) / BILLION, 3),
                round(float(firm_usd(plan, clauses[-1], "2027-06-01")) / BILLION, 3),
            ],
            "label": ["left if the contract runs to May 2029", "owed after a notice, each text counted from signing"],
            "short": ["left to May 2029", "owed after a notice"],
        }
    )
    words = (
        alt.Chart(notes)
        .transform_calculate(line="width < 480 ? datum.short : datum.label")
        .mark_text(align="left", dx=8, dy=-10, fontWeight=600)
        .encode(x="day:T", y="usd_bn:Q", text="line:N")
    )
    edition = pd.DataFrame({"day": [at], "label": [f"this edition, {day(today)}"]})
    rule = alt.Chart(edition).mark_rule(strokeDash=[2, 3]).encode(x="day:T")
    note = (
        alt.Chart(edition)
        .mark_text(align="left", dx=4, fontSize=11, color=INK)
        .encode(x="day:T", y=alt.value(6), text="label:N")
    )
    stated = "; ".join(f"{clause.name} {money(float(firm_usd(plan, clause, today)))}" for clause in clauses)
    return alt.layer(drawn, rule, note, words).properties(
        width=WIDTH,
        height=260,
        description=f"Lines over time. What is left to the end falls from {money(plan.headline_usd)} to nothing. "
        f"What is firm on {day(today)} stays far below it: {stated}.",
    )


def shares(fee_usd_per_year: float, denominators: Mapping[str, tuple[float, str]]) -> alt.Chart:
    """Draw the yearly fee as a share of each yearly amount it is compared with, the two companies apart.

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
    rows["label"] = [
        f"{100 * share:.0f}% of {money(usd * BILLION, short=True)}"
        for share, usd in zip(rows.share, rows.usd_bn, strict=True)
    ]
    rows["label_at"] = rows.share.clip(lower=1)  # clear of the line at 100 %
    panels = [_panel(rows[rows.party == party], party) for party in PARTIES]
    return alt.vconcat(*panels, spacing=18).properties(
        description=f"Bars for the yearly fee of {money(fee_usd_per_year)} against yearly amounts of Anthropic and of "
        "SpaceX: " + "; ".join(f"{row.what} {100 * row.share:.0f}%" for row in rows.itertuples()) + ".",
    )


def _panel(rows: pd.DataFrame, party: str) -> alt.LayerChart:
    y = alt.Y("what:N", sort=rows.what.tolist(), title=None, axis=None)
    x = alt.X(
        "share:Q",
        title=None,
        axis=alt.Axis(format=".0%", tickCount=3) if party == PARTIES[-1] else None,
        scale=alt.Scale(domain=[0, 6]),
    )
    base = alt.Chart(rows)
    bars = base.mark_bar(height=16, yOffset=9).encode(y=y, x=x, color=PARTY_COLOR.legend(None))
    words = base.mark_text(align="left", dy=-8, fontWeight=600).encode(y=y, x=alt.value(0), text="what:N")
    values = base.mark_text(align="left", dx=5, dy=9).encode(y=y, x="label_at:Q", text="label:N")
    even = beside_bars("share", 1.0, len(rows), 44, 9)
    return alt.layer(bars, *even, words, values).properties(width=WIDTH, height=44 * len(rows))
