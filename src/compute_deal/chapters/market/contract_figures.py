"""Figures of the chapter on the market: contracts, what was booked, capacity sold, and the owner's split."""

from collections.abc import Mapping
from datetime import date

import altair as alt
import pandas as pd

from compute_deal.charts.lines import least_span
from compute_deal.charts.numbers import BILLION, MILLION, day, money, quantity
from compute_deal.charts.sliders import slider
from compute_deal.charts.theme import BLUE, GREEN, GREY, ORANGE, PURPLE, RED, WIDTH
from compute_deal.models.dual_use import SplitTerms
from compute_deal.models.own_demand import Demand

RULE = "rule of thumb"
COLOURS = {
    "either side may leave": ORANGE,
    "delivery exit only": BLUE,
    "firm purchase": GREEN,
    "part option": PURPLE,
    "not disclosed": GREY,
    RULE: RED,
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
        scale=alt.Scale(type="log", domain=[0.25, 80]),
        axis=alt.Axis(values=[0.5, 1, 2, 5, 10, 20, 50], format="~g"),
    )
    return dots(frame, x, "usd_bn", 3.6).properties(
        width=WIDTH,
        height=23 * len(frame),
        description=f"Dots for {len(frame)} contracts by value a year, from {frame.label.iloc[0]} to "
        f"{frame.label.iloc[-1]}. {frame.label[frame.stressed].iloc[0]} is the largest that either side may leave on notice.",
    )


def megawatts(rows: pd.DataFrame, rule_usd_per_mw_year: float, highlight: str) -> alt.Chart:
    """Draw each contract's price of a megawatt and year, with the rule of thumb.

    Parameters
    ----------
    rows : pandas.DataFrame
        Indexed by id: `name`, `usd_per_mw_year`, `firmness`.
    rule_usd_per_mw_year : float
        The trade's rule of thumb.
    highlight : str
        Id of the contract to stress.

    Returns
    -------
    altair.Chart
    """
    thumb = pd.DataFrame(
        {"name": "Rule of thumb", "usd_per_mw_year": rule_usd_per_mw_year, "firmness": RULE}, index=[RULE]
    )
    frame = pd.concat([rows[thumb.columns].dropna(subset="usd_per_mw_year"), thumb])
    frame = frame.sort_values("usd_per_mw_year", ascending=False)
    frame = pd.DataFrame(
        {
            "name": frame.name,
            "usd_m": (frame.usd_per_mw_year / MILLION).round(2),
            "firmness": frame.firmness,
            "stressed": frame.index == highlight,
            "order": range(len(frame)),
        }
    )
    frame["label"] = [
        f"{name} {money(usd * MILLION, digits=2, short=True)}"
        for name, usd in zip(frame.name, frame.usd_m, strict=True)
    ]
    x = alt.X("usd_m:Q", title="USD million per MW-year", scale=alt.Scale(domain=[0, 56]), axis=alt.Axis(tickCount=6))
    stated = "; ".join(frame.label)
    return dots(frame, x, "usd_m", 40).properties(
        width=WIDTH,
        height=26 * len(frame),
        description=f"Dots for the price of a MW-year: {stated}.",
    )


def dots(frame: pd.DataFrame, x: alt.X, amount: str, turn: float) -> alt.LayerChart:
    """Draw labelled dots, one a line; labels of dots beyond `turn` stand to their left."""
    y = alt.Y("order:O", axis=None)
    shown = [name for name in COLOURS if name in set(frame.firmness)]
    color = alt.Color(
        "firmness:N",
        sort=shown,
        scale=alt.Scale(domain=shown, range=[COLOURS[name] for name in shown]),
    )
    base = alt.Chart(frame)
    points = base.mark_point(opacity=1).encode(
        y=y, x=x, color=color, size=alt.condition("datum.stressed", alt.value(170), alt.value(80))
    )
    layers = [points]
    for test, align, dx in ((f"datum.{amount} <= {turn}", "left", 9), (f"datum.{amount} > {turn}", "right", -9)):
        for stressed, weight in (("datum.stressed", 600), ("!datum.stressed", 400)):
            words = base.transform_filter(f"({test}) && {stressed}").mark_text(align=align, dx=dx, fontWeight=weight)
            layers.append(words.encode(y=y, x=x, text="label:N"))
    return alt.layer(*layers)


def booked(rows: pd.DataFrame) -> alt.Chart:
    """Draw amounts announced, and the part that was booked or closed.

    Parameters
    ----------
    rows : pandas.DataFrame
        `what`, `announced_usd`, `booked_usd`.

    Returns
    -------
    altair.Chart
    """
    frame = rows.assign(
        announced_bn=(rows.announced_usd / BILLION).round(3),
        booked_bn=(rows.booked_usd / BILLION).round(3),
        label=[
            f"{money(row.booked_usd, short=True)} of {money(row.announced_usd, short=True)}, "
            f"{100 * row.booked_usd / row.announced_usd:.0f}%"
            for row in rows.itertuples()
        ],
    ).drop(columns=["announced_usd", "booked_usd"])
    y = alt.Y("what:N", sort=frame.what.tolist(), axis=None)
    base = alt.Chart(frame)
    x = alt.X("announced_bn:Q", title="USD billion", axis=alt.Axis(tickCount=5))
    whole = base.mark_bar(height=16, yOffset=9, color=GREY, opacity=0.35).encode(y=y, x=x)
    part = base.mark_bar(height=16, yOffset=9, color=BLUE).encode(y=y, x="booked_bn:Q")
    names = base.mark_text(align="left", dy=-9, fontWeight=600).encode(y=y, x=alt.value(0), text="what:N")
    labels = base.mark_text(align="right", dy=-9).encode(y=y, x=alt.value("width"), text="label:N")
    stated = "; ".join(f"{row.what} {row.label}" for row in frame.itertuples())
    return alt.layer(whole, part, names, labels).properties(
        width=WIDTH, height=46 * len(frame), description=f"Bars of amounts announced and booked: {stated}."
    )


def sold(rows: pd.DataFrame, there: Mapping[date, tuple[str, float]], until: date) -> alt.Chart:
    """Draw the power that SpaceX's leases take at each date against its nameplate.

    Parameters
    ----------
    rows : pandas.DataFrame
        `date`, `name`, `low`, `value`, `high` in MW.
    there : mapping of datetime.date to (str, float)
        How the nameplate is known and what it is, in MW.
    until : datetime.date
        Last date shown.

    Returns
    -------
    altair.Chart
    """
    shown = rows[rows.date <= until].copy()
    heads = []
    for when, group in shown.groupby("date", sort=True):
        how, mw = there[when]
        low, best, high = (group[end].sum() / mw for end in ("low", "value", "high"))
        heads.append(
            {
                "day": day(when),
                "there_mw": round(mw, 1),
                "title": f"{day(when)}: {best:.0%} of {quantity(mw, 'MW')} ({how})",
                "range": f"{low:.0%}–{high:.0%}".replace("%–", "–"),
            }
        )
    shown = shown.assign(day=[day(when) for when in shown.date], mw=shown.value.round(1))[["day", "name", "mw"]]
    head = pd.DataFrame(heads)
    names, days = list(dict.fromkeys(rows.name)), head.day.tolist()
    y = alt.Y("day:N", sort=days, axis=None)
    x_axis = alt.Axis(tickCount=5)
    base = alt.Chart(head)
    whole = base.mark_bar(height=24, yOffset=10, color=GREY, opacity=0.3).encode(
        y=y, x=alt.X("there_mw:Q", title="MW of nameplate", axis=x_axis)
    )
    parts = (
        alt.Chart(shown)
        .mark_bar(height=16, yOffset=10)
        .encode(
            y=y,
            x=alt.X("mw:Q", stack="zero"),
            color=alt.Color("name:N", sort=names, scale=alt.Scale(domain=names, range=[ORANGE, BLUE, PURPLE, GREEN])),
            order=alt.Order("rank:Q"),
            tooltip=["name:N", alt.Tooltip("mw:Q", title="MW")],
        )
        .transform_calculate(rank=f"indexof({names}, datum.name)")
    )
    words = base.mark_text(align="left", dy=-12, fontWeight=600).encode(y=y, x=alt.value(0), text="title:N")
    spans = base.mark_text(align="left", dx=6, dy=10).encode(y=y, x="there_mw:Q", text="range:N")
    stated = "; ".join(f"{each['title']}, range {each['range']}" for each in heads)
    return alt.layer(whole, parts, words, spans).properties(
        width=WIDTH, height=62 * len(head), description=f"Bars of power let against nameplate: {stated}."
    )


def split(terms: SplitTerms, demand: Demand, notice_share: float) -> alt.Chart:
    """Draw the owner's expected profit by the share it keeps, firm and with recall, with sliders.

    Parameters
    ----------
    terms : SplitTerms
        Scalars, the capacity being 100; no penalty for shortage.
    demand : Demand
        Own demand in per cent of the capacity, lognormal.
    notice_share : float
        Notice of the recall over the term.

    Returns
    -------
    altair.Chart
        The formulae are those of `compute_deal.models.dual_use` and `compute_deal.models.recall`.
    """
    names = ["firm lease", "lease with recall"]
    rows = pd.DataFrame(
        [
            {"lease": name, "role": role, "at": at, "notice": notice, "idle_usd": terms.idle_value}
            for name, notice in zip(names, (1.0, round(notice_share, 8)), strict=True)
            for role, at in [*(("curve", at) for at in range(0, 101, 2)), ("best", 0)]
        ]
    )
    sliders = (
        slider("set_value", "Worth of own use, USD per GPU-hour", terms.own_value, 1, 20, 0.5),
        slider("set_rent", "Rent, USD per GPU-hour", round(terms.rental_price, 2), 2, 12, 0.01),
        slider("set_mean", "Own demand, mean, % of capacity", demand.mean_units, 10, 90, 1),
        slider("set_spread", "Own demand, deviation, % of capacity", demand.sd_units, 5, 50, 1),
    )
    excess = "(set_mean * cumulativeNormal(datum.s - {z}) - {q} * cumulativeNormal(-({z})))"
    base = (
        alt.Chart(rows)
        .transform_calculate(s="sqrt(log(1 + pow(set_spread / set_mean, 2)))")
        .transform_calculate(m="log(set_mean) - datum.s * datum.s / 2")
        .transform_calculate(under="datum.notice * max(set_value - set_rent, 0)")
        .transform_calculate(fractile="datum.under / (datum.under + set_rent - datum.idle_usd)")
        .transform_calculate(
            kept="datum.role === 'curve' ? datum.at : datum.fractile <= 0 ? 0 : "
            "min(100, exp(datum.m + datum.s * quantileNormal(datum.fractile)))"
        )
        .transform_calculate(z="(log(max(datum.kept, 1e-9)) - datum.m) / datum.s", y="(log(100) - datum.m) / datum.s")
        .transform_calculate(
            short=excess.format(z="datum.z", q="datum.kept"), unserved=excess.format(z="datum.y", q="100")
        )
        .transform_calculate(
            firm="set_rent * (100 - datum.kept) + set_value * (set_mean - datum.short)"
            " + datum.idle_usd * (datum.kept - set_mean + datum.short)",
            recalled="set_rent * (100 - datum.kept - datum.short + datum.unserved)"
            " + set_value * (set_mean - datum.unserved) + datum.idle_usd * (datum.kept - set_mean + datum.short)",
        )
        .transform_calculate(
            usd="(datum.notice * datum.firm + (1 - datum.notice)"
            " * (set_value > set_rent ? datum.recalled : datum.firm)) / 100"
        )
    )
    x = alt.X("kept:Q", title="share of the GPUs kept, %", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(tickCount=5))
    y = alt.Y(
        "usd:Q",
        title="USD per GPU-hour, expected",
        scale=alt.Scale(zero=False),
        axis=alt.Axis(tickCount=5),
    )
    color = alt.Color(
        "lease:N",
        sort=names,
        scale=alt.Scale(domain=names, range=[BLUE, ORANGE]),
        legend=alt.Legend(offset=46),  # the labels stand between legend and curves
    )
    lines = base.transform_filter("datum.role === 'curve'").mark_line().encode(x=x, y=y, color=color)
    best = base.transform_filter("datum.role === 'best'")
    points = best.mark_point(size=130, opacity=1).encode(x=x, y=y, color=color)
    words = best.transform_calculate(label="datum.lease + ': keep ' + format(datum.kept, '.0f') + '%'")
    labels = [
        words.transform_filter(f"datum.lease === '{name}'")
        .mark_text(align="left", fontWeight=600)
        .encode(x=alt.value(0), y=alt.value(at), text="label:N")
        for name, at in zip(names, (-32, -14), strict=True)
    ]
    return (
        alt.layer(lines, points, *labels, least_span("usd", 2, 10))
        .add_params(*sliders)
        .properties(
            width=WIDTH,
            height=240,
            description="Two curves of the owner's expected earnings by the share of GPUs it keeps. With a firm lease the "
            "best share is larger than with a lease that it can recall, and what it earns there is less. Sliders set the "
            "worth of own use, the rent, and mean and spread of own demand.",
        )
    )
