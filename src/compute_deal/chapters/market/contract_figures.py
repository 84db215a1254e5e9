"""Figures of the chapter on the market: contracts and capacity sold."""

from collections.abc import Mapping
from datetime import date

import altair as alt
import pandas as pd

from compute_deal.charts.labels import beside
from compute_deal.charts.numbers import BILLION, day, money, quantity
from compute_deal.charts.theme import BLUE, GREEN, GREY, ORANGE, PURPLE, RED, WIDTH

COLOURS = {
    "either side may leave": ORANGE,
    "delivery exit only": BLUE,
    "take or pay": GREEN,
    "commitment": RED,
    "part option": PURPLE,
    "not disclosed": GREY,
}


def contracts(rows: pd.DataFrame, highlight: str) -> alt.Chart:
    """Draw each contract's value a year as a dot on a logarithmic axis, coloured by how firm it is.

    Parameters
    ----------
    rows : pandas.DataFrame
        Indexed by id, the largest first: `name`, `usd_per_year`, `firmness`.
    highlight : str
        Id of the contract to stress.

    Returns
    -------
    altair.Chart
    """
    frame = pd.DataFrame(
        {
            "name": rows.name,
            "usd_bn": (rows.usd_per_year / BILLION).round(3),
            "firmness": rows.firmness,
            "stressed": rows.index == highlight,
            "order": range(len(rows)),
        }
    )
    frame["label"] = [
        f"{name} {money(usd * BILLION, short=True)}" for name, usd in zip(frame.name, frame.usd_bn, strict=True)
    ]
    x = alt.X(
        "usd_bn:Q",
        title="USD billion a year, headline over term (logarithmic)",
        scale=alt.Scale(type="log", domain=[1, 80]),
        axis=alt.Axis(values=[1, 2, 5, 10, 20, 50], format="~g"),
    )
    return dots(frame, x, "usd_bn", 3.6).properties(
        width=WIDTH,
        height=23 * len(frame),
        description=f"Dots for {len(frame)} contracts by value a year, from {frame.label.iloc[0]} to "
        f"{frame.label.iloc[-1]}. {frame.label[frame.stressed].iloc[0]} is the largest that either side may leave on notice.",
    )


def dots(frame: pd.DataFrame, x: alt.X, amount: str, turn: float) -> alt.LayerChart:
    """Draw labelled dots, one a line; labels of dots beyond `turn` stand to their left."""
    y = alt.Y("order:O", axis=None)
    present = [name for name in COLOURS if name in set(frame.firmness)]
    color = alt.Color(
        "firmness:N",
        sort=present,
        scale=alt.Scale(domain=present, range=[COLOURS[name] for name in present]),
    )
    base = alt.Chart(frame)
    points = base.mark_point(opacity=1).encode(
        y=y, x=x, color=color, size=alt.condition("datum.stressed", alt.value(170), alt.value(80))
    )
    layers = [points]
    for test, before in ((f"datum.{amount} <= {turn}", False), (f"datum.{amount} > {turn}", True)):
        place = beside(f"scale('x', datum.{amount})", "label", before=before)
        for stressed, weight in (("datum.stressed", 600), ("!datum.stressed", 400)):
            words = base.transform_filter(f"({test}) && {stressed}").mark_text(fontWeight=weight, **place)
            layers.append(words.encode(y=y, x=x, text="label:N"))
    return alt.layer(*layers)


def sold(rows: pd.DataFrame, standing: Mapping[date, tuple[str, float]]) -> alt.Chart:
    """Draw the power that SpaceX's leases take at each date against its nameplate.

    Parameters
    ----------
    rows : pandas.DataFrame
        `date`, `name`, `low`, `value`, `high` in MW.
    standing : mapping of datetime.date to (str, float)
        How the nameplate is known and what it is, in MW; the dates to draw.

    Returns
    -------
    altair.Chart
    """
    drawn = rows[rows.date.isin(list(standing))].copy()
    heads = []
    for when, group in drawn.groupby("date", sort=True):
        how, mw = standing[when]
        low, best, high = (group[end].sum() / mw for end in ("low", "value", "high"))
        heads.append(
            {
                "day": day(when),
                "standing_mw": round(mw, 1),
                "title": f"{day(when)}: {best:.0%} of {quantity(mw, 'MW')} ({how})",
                "range": f"{low:.0%}–{high:.0%}".replace("%–", "–"),
            }
        )
    drawn = drawn.assign(day=[day(when) for when in drawn.date], mw=drawn.value.round(1))[["day", "name", "mw"]]
    head = pd.DataFrame(heads)
    names, days = list(dict.fromkeys(rows.name)), head.day.tolist()
    y = alt.Y("day:N", sort=days, axis=None)
    x_axis = alt.Axis(tickCount=5)
    base = alt.Chart(head)
    whole = base.mark_bar(height=24, yOffset=10, color=GREY, opacity=0.3).encode(
        y=y, x=alt.X("standing_mw:Q", title="MW of nameplate", axis=x_axis)
    )
    parts = (
        alt.Chart(drawn)
        .mark_bar(height=16, yOffset=10)
        .encode(
            y=y,
            x=alt.X("mw:Q", stack="zero"),
            color=alt.Color(
                "name:N", sort=names, scale=alt.Scale(domain=names, range=[ORANGE, BLUE, PURPLE, GREEN, RED])
            ),
            order=alt.Order("rank:Q"),
            tooltip=["name:N", alt.Tooltip("mw:Q", title="MW")],
        )
        .transform_calculate(rank=f"indexof({names}, datum.name)")
    )
    words = base.mark_text(align="left", dy=-12, fontWeight=600).encode(y=y, x=alt.value(0), text="title:N")
    spans = base.mark_text(align="left", dx=6, dy=10).encode(y=y, x="standing_mw:Q", text="range:N")
    stated = "; ".join(f"{each['title']}, range {each['range']}" for each in heads)
    return alt.layer(whole, parts, words, spans).properties(
        width=WIDTH, height=62 * len(head), description=f"Bars of power let against nameplate: {stated}."
    )
