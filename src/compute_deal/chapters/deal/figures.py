"""Figures of the chapter on the deal: what happened when, and what the exit right leaves firm."""

from collections.abc import Sequence
from datetime import date

import altair as alt
import numpy as np
import pandas as pd

from compute_deal.charts.lines import beside_bars
from compute_deal.charts.numbers import BILLION, day, money
from compute_deal.charts.theme import BLUE, FIRM, GREEN, GREY, OPEN, ORANGE, PURPLE, WIDTH
from compute_deal.models.deal.exits import ExitClause, firm_usd, left_usd
from compute_deal.models.deal.schedule import Schedule

PHASE_LABELS = ("no notice possible", "notice running", "open, on notice")


def timeline(events: pd.DataFrame) -> alt.Chart:
    """Draw dated events one below the other along one time axis.

    Parameters
    ----------
    events : pandas.DataFrame
        Columns `date` (datetime), `event` (text) and `kind` (text).

    Returns
    -------
    altair.Chart
    """
    rows = events.assign(label=[f"{when:%-d %B}: {text}" for when, text in zip(events.date, events.event, strict=True)])
    rows["order"] = np.arange(len(rows))
    base = alt.Chart(rows).encode(y=alt.Y("order:O", axis=None))
    color = alt.Color("kind:N", scale=alt.Scale(range=[BLUE, ORANGE, GREEN]), sort=list(dict.fromkeys(events.kind)))
    line = base.mark_rule(strokeWidth=0.7, opacity=0.5, yOffset=8).encode(
        x=alt.value(0), x2=alt.value("width"), y=alt.Y("order:O", axis=None)
    )
    dots = base.mark_point(size=80, yOffset=8, opacity=1).encode(
        x=alt.X("date:T", title=None, axis=alt.Axis(format="%b %Y", tickCount="month", labelFlush=False)), color=color
    )
    words = base.mark_text(align="left", baseline="bottom", dy=3).encode(x=alt.value(0), text="label:N")
    first, last = events.iloc[0], events.iloc[-1]
    described = (
        f"Timeline with {len(events)} dated events, from {day(first.date)} ({first.event}) "
        f"to {day(last.date)} ({last.event})."
    )
    return alt.layer(line, dots, words).properties(width=WIDTH, height=36 * len(events), description=described)


def readings(clauses: Sequence[ExitClause], signed: date, shown_to: date, today: date) -> alt.Chart:
    """Draw, for each reading of the exit clause, when service could end at the earliest.

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
    rows = []
    for clause in clauses:
        edges = (signed, clause.first_notice, clause.earliest_exit, shown_to)
        for start, end, phase in zip(edges, edges[1:], PHASE_LABELS, strict=False):
            if start < end:
                rows.append({"reading": clause.name, "from": start, "to": end, "phase": phase})
    ends = pd.DataFrame(
        {"reading": clause.name, "label": f"{clause.name}: {day(clause.earliest_exit)} at the earliest"}
        for clause in clauses
    )
    names = [clause.name for clause in clauses]
    y = alt.Y("reading:N", sort=names, title=None, axis=None)
    frame = pd.DataFrame(rows)
    for column in ("from", "to"):
        frame[column] = pd.to_datetime(frame[column])
    bars = (
        alt.Chart(frame)
        .mark_bar(height=20, yOffset=10)
        .encode(
            y=y,
            x=alt.X("from:T", title=None, axis=alt.Axis(format="%b %y", tickCount="month")),
            x2="to:T",
            color=alt.Color(
                "phase:N",
                sort=list(PHASE_LABELS),
                scale=alt.Scale(domain=list(PHASE_LABELS), range=[PURPLE, FIRM, OPEN]),
            ),
        )
    )
    words = alt.Chart(ends).mark_text(align="left", dy=-10, fontWeight=600).encode(y=y, x=alt.value(0), text="label:N")
    height = 58 * len(clauses) + 16
    now = alt.Chart(pd.DataFrame({"day": [pd.Timestamp(today)], "label": [f"this edition, {day(today)}"]}))
    start = now.mark_rule(strokeDash=[4, 3]).encode(x="day:T", y=alt.value(0), y2=alt.value(13))
    lines = beside_bars("day", pd.Timestamp(today), len(clauses), height / len(clauses), 10)
    note = now.mark_text(align="right", dx=-4, fontSize=11, opacity=0.8).encode(
        x="day:T", y=alt.value(6), text="label:N"
    )
    stated = "; ".join(f"{clause.name}: {day(clause.earliest_exit)}" for clause in clauses)
    return alt.layer(bars, words, start, *lines, note).properties(
        width=WIDTH,
        height=height,
        description=f"Bars along time, one for each reading of the exit clause. Earliest end of service: {stated}.",
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
    names = list(lines)
    drawn = (
        alt.Chart(rows)
        .mark_line()
        .encode(
            x=alt.X("day:T", title=None, axis=alt.Axis(format="%b %Y", tickCount={"interval": "month", "step": 6})),
            y=alt.Y("usd_bn:Q", title="USD billion still owed"),
            color=alt.Color(
                "amount:N",
                sort=names,
                scale=alt.Scale(domain=names, range=[GREY, GREEN, BLUE, ORANGE]),
                legend=alt.Legend(symbolType="stroke"),
            ),
            strokeDash=alt.condition("datum.amount === 'left to May 2029'", alt.value([5, 3]), alt.value([1, 0])),
            tooltip=[alt.Tooltip("day:T", format="%-d %B %Y"), "amount:N", alt.Tooltip("usd_bn:Q", format=".2f")],
        )
    )
    rule = alt.Chart(pd.DataFrame({"day": [pd.Timestamp(today)]})).mark_rule(strokeDash=[2, 3]).encode(x="day:T")
    stated = "; ".join(
        f"{name} {money(float(firm_usd(plan, clause, today)))}" for name, clause in zip(names[1:], clauses, strict=True)
    )
    return alt.layer(drawn, rule).properties(
        width=WIDTH,
        height=280,
        description=f"Lines over time. What is left to the end falls from {money(plan.headline_usd)} to nothing. "
        f"What is firm on {day(today)} stays far below it: {stated}.",
    )
