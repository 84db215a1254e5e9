"""Figures of the chapter on risks: the price, and the exits over it."""

from collections.abc import Mapping, Sequence
from datetime import date

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compute_deal.charts.numbers import BILLION, money
from compute_deal.charts.theme import BLUE, GREEN, GREY, MUTED, ORANGE, PARTIES, PARTY_COLOR, PURPLE, ROOM, WIDTH
from compute_deal.models.risk.exit_outcomes import ClauseValues
from compute_deal.models.risk.price_process import PriceProcess, price_quantile

YEARS_AXIS = alt.Axis(format="%b %y", tickCount={"interval": "month", "step": 6}, labelAngle=0, labelFlush=False)
QUANTILES = {"p5": 0.05, "p50": 0.5, "p95": 0.95}


def fan(
    dates: Sequence[date],
    index_usd: NDArray[np.float64],
    months: Sequence[date],
    processes: Mapping[str, PriceProcess],
) -> alt.Chart:
    """Draw the index and, from month 0, where each model of the price puts nine of ten paths.

    Parameters
    ----------
    dates : sequence of datetime.date
        Dates of the index values.
    index_usd : numpy.ndarray
        Index values, USD per GPU-hour.
    months : sequence of datetime.date
        First day of each month ahead.
    processes : mapping of str to PriceProcess
        Two models by name, the base first.

    Returns
    -------
    altair.Chart
    """
    years = np.arange(len(months)) / 12
    bands = pd.concat(
        pd.DataFrame(
            {
                "day": pd.to_datetime(list(months)),
                "model": name,
                **{key: price_quantile(process, index_usd[-1], years, q) for key, q in QUANTILES.items()},
            }
        )
        for name, process in processes.items()
    ).round(dict.fromkeys(QUANTILES, 4))
    names = list(processes)
    color = alt.Color(
        "model:N",
        sort=names,
        scale=alt.Scale(domain=names, range=[BLUE, ORANGE]),
        legend=alt.Legend(symbolOpacity=1),
    )
    x = alt.X("day:T", title=None, axis=YEARS_AXIS)
    base = alt.Chart(bands).encode(x=x, color=color)
    price = alt.Y("p95:Q", title="USD per GPU-hour (H100)", scale=alt.Scale(domain=[0, 6]))
    area = base.mark_area(opacity=0.22).encode(y=price, y2="p5:Q")
    edges = [base.mark_line(strokeWidth=1.5).encode(y=f"{edge}:Q") for edge in ("p5", "p95")]
    # The medians of the models lie so near to each other that one line stands for both.
    middle = (
        base.transform_filter(alt.datum.model == names[0]).mark_line(strokeDash=[6, 3], color=BLUE).encode(y="p50:Q")
    )
    end = bands[bands.model == names[0]].iloc[[-1]][["day", "p50"]]
    word = (
        alt.Chart(end).mark_text(align="right", dx=-4, dy=-14).encode(x=x, y="p50:Q", text=alt.value("median of both"))
    )
    seen = pd.DataFrame({"day": pd.to_datetime(list(dates)), "usd": np.round(index_usd, 4)})
    points = (
        alt.Chart(seen)
        .mark_point(color=MUTED, size=50, opacity=1)
        .encode(
            x="day:T", y="usd:Q", tooltip=[alt.Tooltip("day:T", format="%-d %B %Y"), alt.Tooltip("usd:Q", format=".2f")]
        )
    )
    last = bands.groupby("model", sort=False).last()
    stated = "; ".join(f"{name} ${row.p5:.2f} to ${row.p95:.2f}" for name, row in last.iterrows())
    return alt.layer(area, *edges, middle, word, points).properties(
        width=WIDTH,
        height=280,
        description=f"{len(seen)} points of the H100 index between ${seen.usd.min():.2f} and ${seen.usd.max():.2f}, then a fan. "
        f"Nine of ten paths by the last month: {stated}.",
    )


def boundaries(
    months: Sequence[date],
    buyer_usd: NDArray[np.float64],
    owner_usd: NDArray[np.float64],
    process: PriceProcess,
    price_usd: float,
) -> alt.Chart:
    """Draw the index values at which each side gives notice, by month, over the range of the price.

    Parameters
    ----------
    months : sequence of datetime.date
        First day of each month.
    buyer_usd, owner_usd : numpy.ndarray
        Index below which the buyer and above which the owner leaves; zero and infinity say never.
    process : PriceProcess
        Price of the base case.
    price_usd : float
        Index in month 0.

    Returns
    -------
    altair.Chart
    """
    days = pd.to_datetime(list(months))
    years = np.arange(len(days)) / 12
    band = pd.DataFrame(
        {"day": days} | {key: price_quantile(process, price_usd, years, q) for key, q in QUANTILES.items()}
    )
    lines = pd.concat(
        [
            pd.DataFrame({"day": days, "line": "Anthropic leaves below", "usd": buyer_usd}),
            pd.DataFrame({"day": days, "line": "SpaceX leaves above", "usd": owner_usd}),
            pd.DataFrame({"day": days, "line": "median of the index", "usd": band.p50}),
        ]
    )
    lines = lines[np.isfinite(lines.usd) & (lines.usd > 0) & (lines.usd < 6)].round({"usd": 4})
    names = ["Anthropic leaves below", "SpaceX leaves above", "median of the index"]
    y = alt.Y("usd:Q", title="H100 index, USD per GPU-hour", scale=alt.Scale(domain=[0, 6]))
    area = (
        alt.Chart(band.round(dict.fromkeys(QUANTILES, 4)))
        .mark_area(color=GREY, opacity=0.25)
        .encode(x="day:T", y=alt.Y("p5:Q"), y2="p95:Q")
    )
    drawn = (
        alt.Chart(lines)
        .mark_line()
        .encode(
            x=alt.X("day:T", title=None, axis=YEARS_AXIS),
            y=y,
            color=alt.Color("line:N", sort=names, scale=alt.Scale(domain=names, range=[ORANGE, BLUE, GREY])),
            strokeDash=alt.condition("datum.line === 'median of the index'", alt.value([5, 3]), alt.value([1, 0])),
            tooltip=[alt.Tooltip("day:T", format="%B %Y"), "line:N", alt.Tooltip("usd:Q", format=".2f")],
        )
    )
    return alt.layer(area, drawn).properties(
        width=WIDTH,
        height=300,
        description=f"Lines by month over a grey band that holds nine of ten price paths. Anthropic leaves below "
        f"${buyer_usd[0]:.2f} now and ${buyer_usd[12]:.2f} in a year, SpaceX above ${owner_usd[0]:.2f} and ${owner_usd[12]:.2f}; "
        f"the index stands at ${price_usd:.2f}. The median falls through Anthropic's line; SpaceX's line lies above the band.",
    )


def clause(values: ClauseValues) -> alt.Chart:
    """Draw the contract's value to each side by who may leave.

    Parameters
    ----------
    values : ClauseValues
        Values in USD under the four allocations of the exit right.

    Returns
    -------
    altair.Chart
    """
    names = {
        "nobody": "Nobody may leave",
        "buyer_only": "Only Anthropic may leave",
        "owner_only": "Only SpaceX may leave",
        "both": "Both may leave, as agreed",
    }
    rows = pd.DataFrame(
        [
            {"who": who, "party": party, "usd_bn": round(usd / BILLION, 3)}
            for key, who in names.items()
            for party, usd in zip(PARTIES, getattr(values, key), strict=True)
        ]
    )
    rows["label"] = [f"{'−' if usd < 0 else ''}${abs(usd):.1f}bn" for usd in rows.usd_bn]
    x = alt.X(
        "usd_bn:Q",
        title="USD billion, against having no contract",
        scale=alt.Scale(domain=[-4, 7]),
        axis=alt.Axis(tickCount=6),
    )
    base = alt.Chart(rows).encode(y=alt.Y("who:N", sort=list(names.values()), axis=None))
    layers = []
    for party, down in zip(PARTIES, (0, 19), strict=True):
        part = base.transform_filter(f"datum.party === '{party}'")
        layers.append(part.mark_bar(height=15, yOffset=down).encode(x=x, color=PARTY_COLOR))
        for sign, align, shift in ((">=", "left", 5), ("<", "right", -5)):
            text = part.transform_filter(f"datum.usd_bn {sign} 0").mark_text(align=align, dx=shift, dy=down)
            layers.append(text.encode(x="usd_bn:Q", text="label:N"))
    words = (
        base.transform_filter(f"datum.party === '{PARTIES[0]}'")
        .mark_text(align="left", dy=-18, fontWeight=600)
        .encode(x=alt.value(0), text="who:N")
    )
    stated = "; ".join(f"{row.who}, {row.party} {row.label}" for row in rows.itertuples())
    return alt.layer(*layers, words).properties(
        width=WIDTH, height=66 * len(names), description=f"Bars for the value of the contract to each side: {stated}."
    )


def by_term(frame: pd.DataFrame, column: str, title: str, now: float, percent: bool = False) -> alt.Chart:
    """Draw both sides' value against one term of the contract.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns `buyer_usd`, `owner_usd`, `months` and the term.
    column : str
        The term's column.
    title : str
        Title of its axis.
    now : float
        Its value as agreed, to be marked.
    percent : bool, optional
        Whether it is a fraction.

    Returns
    -------
    altair.Chart
    """
    rows = frame.rename(columns={"buyer_usd": "Anthropic", "owner_usd": "SpaceX"}).melt(
        [column, "months"], PARTIES, "party", "usd"
    )
    rows["usd_bn"] = (rows.usd / BILLION).round(4)
    rows["months"] = rows.months.round(2)
    axis = alt.Axis(format="+.0%" if percent else "d", tickCount=7)
    drawn = (
        alt.Chart(rows.drop(columns="usd"))
        .mark_line(point=True)
        .encode(
            x=alt.X(f"{column}:Q", title=title, axis=axis, scale=ROOM),
            y=alt.Y("usd_bn:Q", title="USD billion, against no contract"),
            color=PARTY_COLOR,
            tooltip=[
                f"{column}:Q",
                "party:N",
                alt.Tooltip("usd_bn:Q", format=".2f"),
                alt.Tooltip("months:Q", format=".1f"),
            ],
        )
    )
    rule = alt.Chart(pd.DataFrame({column: [now]})).mark_rule(strokeDash=[4, 3]).encode(x=f"{column}:Q")
    ends = frame.iloc[[0, -1]]
    stated = "; ".join(
        f"at {row[column]:.4g} Anthropic {money(row.buyer_usd)}, SpaceX {money(row.owner_usd)}"
        for _, row in ends.iterrows()
    )
    return alt.layer(drawn, rule).properties(
        width=WIDTH, height=250, description=f"Two lines, the contract's value to each side by {title}: {stated}."
    )


def friction(frame: pd.DataFrame) -> alt.Chart:
    """Draw the expected life by the cost of an early end, for two prices on re-letting.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns `cost` (monthly fees), `share` and `months`.

    Returns
    -------
    altair.Chart
    """
    names = {share: f"re-let at {100 * share:.0f}% of the market" for share in frame.share.unique()}
    rows = frame.assign(line=frame.share.map(names), months=frame.months.round(3)).drop(columns="share")
    order = list(names.values())
    drawn = (
        alt.Chart(rows)
        .mark_line(point=True)
        .encode(
            x=alt.X(
                "cost:Q",
                title="cost of an early end to both, in monthly fees",
                axis=alt.Axis(tickCount=9),
                scale=ROOM,
            ),
            y=alt.Y("months:Q", title="expected months", scale=alt.Scale(domain=[0, 30]), axis=alt.Axis(tickCount=6)),
            color=alt.Color("line:N", sort=order, scale=alt.Scale(domain=order, range=[PURPLE, GREEN])),
            tooltip=["line:N", "cost:Q", alt.Tooltip("months:Q", format=".1f")],
        )
    )
    stated = "; ".join(
        f"{name}: {part.months.iloc[0]:.1f} to {part.months.iloc[-1]:.1f} months" for name, part in rows.groupby("line")
    )
    return drawn.properties(
        width=WIDTH,
        height=230,
        description=f"Two lines, expected months still served by the cost of an early end from none to nine fees. {stated}. "
        "Where the market takes the capacity at full price, the contract ends at once unless an end costs more than two fees.",
    )
