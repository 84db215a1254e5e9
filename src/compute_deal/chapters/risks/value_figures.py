"""Figures of the chapter on risks: values, ranking of inputs, stress."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from compute_deal.charts.numbers import BILLION, money
from compute_deal.charts.theme import BLUE, GREEN, ORANGE, PURPLE, RED, WIDTH
from compute_deal.models.risk.sensitivity import Factor, SobolIndex, TornadoBar

# What follows the ends of a range, and the factor that turns the input into that unit.
UNITS = {
    "Price of equivalent capacity": (" × index", 1),
    "Ageing of the hardware": ("% a year", 100),
    "Long-run level of the index": (" USD", 1),
    "Half-life of a deviation": (" years", 1),
    "Volatility of the index": ("% a year", 100),
    "Price on re-letting": ("% of equivalent", 100),
    "Cost of switching": (" fees", 1),
    "Time until re-let": (" months", 1),
    "Other causes, hazard": ("% a year", 100),
}


def intervals(rows: pd.DataFrame) -> alt.Chart:
    """Draw p5, p50 and p95 of simulated values.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns `what`, `variant`, `p5`, `p50` and `p95` in USD.

    Returns
    -------
    altair.Chart
    """
    billions = rows[["p5", "p50", "p95"]] / BILLION
    said = [f"{middle:.1f} ({low:.1f} to {high:.1f})".replace("-", "−") for low, middle, high in billions.to_numpy()]
    rows = rows.assign(
        **billions.round(3), label=[f"{what}: {text}" for what, text in zip(rows.what, said, strict=True)]
    )
    rows["row"] = rows.what + rows.variant
    variants = rows.variant.unique().tolist()
    color = alt.Color("variant:N", sort=variants, scale=alt.Scale(domain=variants, range=[BLUE, PURPLE]))
    base = alt.Chart(rows).encode(y=alt.Y("row:N", sort=rows.row.tolist(), axis=None), color=color)
    x = alt.X("p5:Q", title="USD billion, present value in December 2026", axis=alt.Axis(tickCount=7))
    lines = base.mark_rule(strokeWidth=6, opacity=0.45, yOffset=8).encode(x=x, x2="p95:Q")
    dots = base.mark_point(size=100, opacity=1, yOffset=8).encode(x="p50:Q")
    words = (
        alt.Chart(rows)
        .mark_text(align="left", dy=-9)
        .encode(y=alt.Y("row:N", sort=rows.row.tolist(), axis=None), x=alt.value(0), text="label:N")
    )
    stated = "; ".join(f"{row.variant}, {row.label}" for row in rows.itertuples())
    return alt.layer(lines, dots, words).properties(
        width=WIDTH,
        height=40 * len(rows),
        description=f"Ranges from p5 to p95 with p50 as a dot, in USD billion. {stated}.",
    )


def tornado(base_months: float, widest_first: Sequence[TornadoBar], factors: Sequence[Factor]) -> alt.Chart:
    """Draw the expected life with one input at either end of its range.

    Parameters
    ----------
    base_months : float
        Result with all inputs central.
    widest_first : sequence of TornadoBar
        Results with one input at either end.
    factors : sequence of Factor
        The inputs with their ranges.

    Returns
    -------
    altair.Chart
    """
    ranges = {factor.name: factor for factor in factors}
    rows = []
    for bar in widest_first:
        factor = ranges[bar.name]
        unit, times = UNITS[bar.name]
        ends = [f"{times * end:.3g}".replace("-", "−") for end in (factor.low, factor.high)]
        label = f"{bar.name}: {' to '.join(ends)}{unit}"
        for end, months in (("input low", bar.at_low), ("input high", bar.at_high)):
            rows.append(
                {
                    "name": bar.name,
                    "label": label,
                    "end": end,
                    "months": round(months, 2),
                    "base": round(base_months, 2),
                }
            )
    frame = pd.DataFrame(rows)
    names = [bar.name for bar in widest_first]
    base = alt.Chart(frame).encode(y=alt.Y("name:N", sort=names, axis=None))
    ends = ["input low", "input high"]
    bars = base.mark_bar(height=14, yOffset=9).encode(
        x=alt.X(
            "base:Q", title="expected months still served", scale=alt.Scale(domain=[0, 30]), axis=alt.Axis(tickCount=6)
        ),
        x2="months:Q",
        color=alt.Color("end:N", sort=ends, scale=alt.Scale(domain=ends, range=[BLUE, ORANGE])),
        tooltip=["label:N", "end:N", alt.Tooltip("months:Q", format=".1f")],
    )
    words = (
        base.transform_filter("datum.end === 'input low'")
        .mark_text(align="left", dy=-8)
        .encode(x=alt.value(0), text="label:N")
    )
    stated = "; ".join(f"{bar.name} {bar.at_low:.1f} to {bar.at_high:.1f}" for bar in widest_first)
    return alt.layer(bars, words).properties(
        width=WIDTH,
        height=40 * len(names),
        description=f"Bars around {base_months:.1f} expected months, one for each input at the low and the high end of its range: {stated}.",
    )


def shares_of_variance(months: Sequence[SobolIndex], owner: Sequence[SobolIndex]) -> alt.Chart:
    """Draw total Sobol indices with their intervals for two results.

    Parameters
    ----------
    months, owner : sequence of SobolIndex
        Indices for the months served, in the order shown, and for the owner's value.

    Returns
    -------
    altair.Chart
    """
    results = {"months served": months, "value to SpaceX": owner}
    names = [index.name for index in months]
    rows = pd.DataFrame(
        [
            {
                "name": index.name,
                "result": result,
                "total": round(index.total, 3),
                "low": round(max(index.total - index.total_error, 0), 3),
                "high": round(index.total + index.total_error, 3),
                "first": result == "months served",
            }
            for name in names
            for result, indices in results.items()
            for index in indices
            if index.name == name
        ]
    )
    color = alt.Color("result:N", sort=list(results), scale=alt.Scale(domain=list(results), range=[GREEN, BLUE]))
    base = alt.Chart(rows).encode(y=alt.Y("name:N", sort=names, axis=None))
    x = alt.X(
        "low:Q",
        title="share of the variance, with interactions; 95% interval",
        axis=alt.Axis(format=".0%", tickCount=5),
    )
    layers = []
    for result, down in zip(results, (2, 13), strict=True):
        part = base.transform_filter(f"datum.result === '{result}'")
        layers.append(part.mark_rule(strokeWidth=5, opacity=0.45, yOffset=down).encode(x=x, x2="high:Q", color=color))
        dots = part.mark_point(size=70, opacity=1, yOffset=down)
        layers.append(
            dots.encode(x="total:Q", color=color, tooltip=["name:N", "result:N", alt.Tooltip("total:Q", format=".0%")])
        )
    words = base.transform_filter("datum.first").mark_text(align="left", dy=-12).encode(x=alt.value(0), text="name:N")
    stated = "; ".join(
        f"{row.name} for {row.result} {100 * row.total:.0f}% ({100 * row.low:.0f} to {100 * row.high:.0f}%)"
        for row in rows.itertuples()
    )
    return alt.layer(*layers, words).properties(
        width=WIDTH, height=46 * len(names), description=f"Dots with intervals, two for each input: {stated}."
    )


def gap(rows: pd.DataFrame, full_gpus: float) -> alt.Chart:
    """Draw the GPUs missing after notice, by month and speed of replacement.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns `month`, `speed`, `gpus` and `revenue_usd`.
    full_gpus : float
        GPUs of the contract.

    Returns
    -------
    altair.Chart
    """
    speeds = rows.speed.unique().tolist()
    frame = rows.assign(thousand=(rows.gpus / 1000).round(2), revenue_bn=(rows.revenue_usd / BILLION).round(4))
    drawn = (
        alt.Chart(frame[["month", "speed", "thousand", "revenue_bn"]])
        .mark_line(interpolate="step-after")
        .encode(
            x=alt.X(
                "month:Q",
                title="months after notice",
                axis=alt.Axis(values=list(range(0, 37, 6))),
                scale=alt.Scale(domain=[0, 36]),
            ),
            y=alt.Y("thousand:Q", title="thousand GPUs missing", scale=alt.Scale(domain=[0, 350])),
            color=alt.Color(
                "speed:N",
                sort=speeds,
                scale=alt.Scale(domain=speeds, range=[GREEN, BLUE, ORANGE, RED]),
                legend=alt.Legend(columns=2),
            ),
            tooltip=[
                "speed:N",
                "month:Q",
                "thousand:Q",
                alt.Tooltip("revenue_bn:Q", title="USD bn at risk", format=".2f"),
            ],
        )
    )
    stated = "; ".join(
        f"{speed}: at most {part.gpus.max():,.0f} GPUs, for {int((part.gpus > 0).sum())} months"
        for speed, part in rows.groupby("speed", sort=False)
    )
    return drawn.properties(
        width=WIDTH,
        height=260,
        description=f"Steps by month after notice; {full_gpus:,.0f} GPUs are withdrawn after three months. {stated}.",
    )


def income(rows: pd.DataFrame, fee_usd: float) -> alt.Chart:
    """Draw the income that the owner misses, by month.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns `month`, `market` and `usd`.
    fee_usd : float
        Monthly fee.

    Returns
    -------
    altair.Chart
    """
    markets = rows.market.unique().tolist()
    frame = rows.assign(usd_bn=(rows.usd / BILLION).round(4)).drop(columns="usd")
    drawn = (
        alt.Chart(frame)
        .mark_line(interpolate="step-after")
        .encode(
            x=alt.X("month:Q", title="months after notice", axis=alt.Axis(values=list(range(0, 37, 3)))),
            y=alt.Y("usd_bn:Q", title="USD billion missing a month", scale=alt.Scale(domain=[0, 1.4])),
            color=alt.Color("market:N", sort=markets, scale=alt.Scale(domain=markets, range=[GREEN, RED])),
            tooltip=["market:N", "month:Q", alt.Tooltip("usd_bn:Q", format=".2f")],
        )
    )
    stated = "; ".join(f"{name} {money(part.usd.sum())} in all" for name, part in rows.groupby("market", sort=False))
    return drawn.properties(
        width=WIDTH, height=220, description=f"Steps by month after notice, out of a fee of {money(fee_usd)}. {stated}."
    )
