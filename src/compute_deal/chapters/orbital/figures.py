"""Figures of the chapter on orbital computing: what makes the cost ratio, and how it may fall."""

from collections.abc import Sequence
from dataclasses import replace

import altair as alt
import pandas as pd

from compute_deal.charts.formulas import PAGE, calculated, signal, slider
from compute_deal.charts.numbers import significant
from compute_deal.charts.palette import BLUE, GREEN, GREY, ORANGE, PURPLE, RED, WIDTH
from compute_deal.models.orbital.cost import Comparison, ground_lines, orbit_bill

# Parts of both bars in their order, with the line of cost in orbit that each shows, and its colour.
CHIPS, EARTHLY = "Chips and servers", "Building, energy, operations"
PARTS = {
    "Launch": ("launch", ORANGE),
    "Satellites": ("satellites", BLUE),
    CHIPS: ("chips", GREY),
    "Replacing satellites lost": ("replacement", RED),
    "Operations, one-off work": ("operations", PURPLE),
    EARTHLY: ("", GREEN),
}
MOST = 8.0  # times the cost on Earth, at the end of the axis
LABELLED, PHONE_LABELLED = 0.3, 0.8  # parts wider than that carry their number


def bill(comparison: Comparison) -> alt.Chart:
    """Draw the cost of computing in orbit and on Earth, part by part, with six assumptions on sliders.

    Parameters
    ----------
    comparison : Comparison
        The case at today's prices, where the sliders start.

    Returns
    -------
    altair.Chart
        Its data set holds the parts of both bars before any slider moves.
    """
    orbit, bill_in_orbit, ground = comparison.orbit, orbit_bill(comparison), ground_lines(comparison)
    chips = ground["chips"] / sum(ground.values())
    parts = [("In orbit", part, line, bill_in_orbit[line]) for part, (line, _) in PARTS.items() if line]
    parts += [("On Earth", CHIPS, "", chips), ("On Earth", EARTHLY, "", 1.0 - chips)]
    rows = pd.DataFrame(parts, columns=["side", "part", "line", "cost"])
    rows["cost"] = rows.cost.astype(float).round(6)
    rows["order"] = [[*PARTS].index(part) for part in rows.part]
    sliders = (
        slider("set_launch", "Launch, USD per kg", orbit.launch_usd_per_kg, 0, 3000, 10),
        slider("set_satellite", "Satellite, USD per W", orbit.satellite_usd_per_w, 0, 60, 0.5),
        slider("set_power", "Satellite, W per kg", orbit.specific_power_w_per_kg, 15, 150, 0.1),
        slider("set_life", "Life of a satellite, years", orbit.satellite_years, 2, 12, 0.1),
        slider("set_loss", "Satellites lost, % a year", round(100 * orbit.loss_per_year, 6), 0, 12, 0.1),
        slider("set_working", "Chips that work, %", round(100 * orbit.working_share, 6), 60, 100, 0.1),
    )
    live = orbit_bill(moved(comparison), xp=PAGE)
    # each column by its name: of one that is looked up, Vega does not see that a slider changed it
    cost = "".join(f"datum.line === '{line}' ? datum.{line} : " for line in live) + "datum.cost"
    base = alt.Chart(rows).transform_calculate(**calculated(**live)).transform_calculate(cost=cost)
    y = alt.Y(
        "side:N",
        sort=["In orbit", "On Earth"],
        title=None,
        axis=alt.Axis(labelPadding=6),
        scale=alt.Scale(paddingInner=0.35, paddingOuter=0.35),
    )
    stacked = base.transform_stack(
        stack="cost", groupby=["side"], as_=["from", "to"], sort=[alt.SortField("order", "ascending")]
    ).transform_calculate(middle="(datum.from + datum.to) / 2", words="format(datum.cost, '.2r')")
    bars = stacked.mark_bar(clip=True).encode(
        x=alt.X("from:Q", title="cost on Earth = 1", scale=alt.Scale(domain=[0, MOST]), axis=alt.Axis(tickCount=5)),
        x2="to:Q",
        y=y,
        color=alt.Color(
            "part:N",
            sort=[*PARTS],
            scale=alt.Scale(domain=[*PARTS], range=[color for _, color in PARTS.values()]),
            legend=alt.Legend(columns=2),
        ),
    )
    inside = (
        stacked.transform_filter(f"datum.cost > (width < 480 ? {PHONE_LABELLED} : {LABELLED}) && datum.to <= {MOST}")
        .mark_text(color="white", fontWeight=600)
        .encode(x="middle:Q", y=y, text="words:N")
    )
    total = (
        base.transform_filter("datum.side === 'In orbit'")
        .transform_aggregate(ratio="sum(cost)")
        .transform_calculate(label="'Orbit costs ' + format(datum.ratio, '.1f') + ' times what Earth costs'")
        .mark_text(align="left", fontWeight=600)
        .encode(x=alt.value(0), y=alt.value(8), text="label:N")
    )
    stated = "; ".join(f"{row.side}, {row.part}: {significant(row.cost, 2)}" for row in rows.itertuples())
    return (
        alt.layer(bars, inside, total)
        .add_params(*sliders)
        .properties(
            width=WIDTH,
            height=160,
            description=f"Two stacked bars of cost, the whole cost on Earth being one. As first set: {stated}. Sliders set "
            "launch price, price, weight, life and losses of satellites, and the share of chips that work.",
        )
    )


def moved(comparison: Comparison) -> Comparison:
    """Return the comparison with the sliders' values in place of six assumptions: what it costs is then an expression."""
    orbit = replace(
        comparison.orbit,
        launch_usd_per_kg=signal("set_launch"),
        satellite_usd_per_w=signal("set_satellite"),
        specific_power_w_per_kg=signal("set_power"),
        satellite_years=signal("set_life"),
        loss_per_year=signal("set_loss") / 100,
        working_share=signal("set_working") / 100,
    )
    return replace(comparison, orbit=orbit)


def paths(years: Sequence[float], low: Sequence[float], median: Sequence[float], high: Sequence[float]) -> alt.Chart:
    """Draw the cost ratio over time as a band with its median.

    Parameters
    ----------
    years : sequence of float
        Calendar years.
    low, median, high : sequence of float
        Cost ratio at p5, median and p95, one for each year.

    Returns
    -------
    altair.Chart
    """
    rows = pd.DataFrame({"year": years, "low": low, "median": median, "high": high}).round(4)
    x = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickCount=6), scale=alt.Scale(domain=[2026, 2050]))
    y = alt.Y(
        "low:Q",
        title="cost in orbit over cost on Earth (log.)",
        scale=alt.Scale(type="log", domain=[0.8, 8], nice=False),
        axis=alt.Axis(values=[1, 1.5, 2, 3, 5], format="~g"),
    )
    base = alt.Chart(rows)
    band = base.mark_area(opacity=0.25, color=BLUE).encode(x=x, y=y, y2="high:Q")
    line = base.mark_line(color=BLUE).encode(
        x="year:Q", y="median:Q", tooltip=[alt.Tooltip("year:Q", format=".1f"), alt.Tooltip("median:Q", format=".2f")]
    )
    ends = [
        {"year": rows.year.iloc[-4], "ratio": values.iloc[-4], "label": label}
        for values, label in ((rows.high, "p95"), (rows["median"], "median"), (rows.low, "p5"))
    ]
    marks = (
        alt.Chart(pd.DataFrame(ends))
        .mark_text(align="left", dy=-7, fontSize=11)
        .encode(x="year:Q", y="ratio:Q", text="label:N")
    )
    even = alt.Chart(pd.DataFrame({"ratio": [1.0]})).mark_rule(strokeDash=[4, 3]).encode(y="ratio:Q")
    return alt.layer(band, line, even, marks).properties(
        width=WIDTH,
        height=320,
        description="Band of the cost ratio over time with its median. It falls from "
        f"{significant(median[0], 2)} today ({significant(low[0], 2)} to {significant(high[0], 2)}) to "
        f"{significant(median[-1], 2)} in 2050 ({significant(low[-1], 2)} to {significant(high[-1], 2)}) and its lower "
        "edge stays above one.",
    )
