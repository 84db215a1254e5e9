"""Figures of the chapter on orbital computing: what must be true for it to pay, and when it might."""

from collections.abc import Mapping
from dataclasses import replace

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compute_deal.charts.numbers import significant
from compute_deal.charts.sliders import slider
from compute_deal.charts.theme import BLUE, GREEN, GREY, ORANGE, PURPLE, RED, WIDTH
from compute_deal.models.orbital.break_even import break_even_price, iso_ratio_satellite_usd_per_w
from compute_deal.models.orbital.cost import cost_ratio
from compute_deal.models.orbital.sides import Comparison

LAUNCH_USD_PER_KG, SATELLITE_USD_PER_W = (1.0, 5000.0), (0.1, 500.0)
LINES = (1.0, 1.5, 2.0, 3.0, 5.0, 10.0)
POINTS_A_LINE = 30
SIDES = {"left of": ("right", -8, -9), "right of": ("left", 8, -9), "below": ("center", 0, 16)}


def break_even_map(
    comparison: Comparison,
    marks: pd.DataFrame,
    launch_range: tuple[float, float],
    satellite_range: tuple[float, float],
) -> alt.Chart:
    """Draw lines of equal cost ratio over launch price and satellite price, with four assumptions on sliders.

    Parameters
    ----------
    comparison : Comparison
        The central case, at today's prices.
    marks : pandas.DataFrame
        Columns `label`, `kind`, `launch` (USD/kg), `satellite` (USD/W) and `side`, which is "left of", "right of"
        or "below" and says where the label stands.
    launch_range, satellite_range : tuple of float
        Range of today's prices, USD/kg and USD/W.

    Returns
    -------
    altair.Chart
        Its main data set has points along each line of equal ratio: `launch` and `satellite`, the satellite price at
        which the ratio is met, as `compute_deal.models.orbital.break_even.iso_ratio_satellite_usd_per_w` gives it.
    """
    # Denser towards the end, where a line drops to the cheapest satellite shown.
    parts = (1.0 - (1.0 - np.linspace(0.0, 1.0, POINTS_A_LINE)) ** 2).round(5)
    rows = pd.concat(line(comparison, ratio, parts) for ratio in LINES)
    orbit = comparison.orbit
    capital = round(100 * comparison.orbit_discount_rate, 6)
    sliders = (
        slider("set_power", "Satellite, W per kg", orbit.specific_power_w_per_kg, 15, 150, 0.5),
        slider("set_life", "Life of a satellite, years", orbit.satellite_years, 2, 12, 0.5),
        slider("set_capital", "Cost of capital in orbit, % a year", capital, 2, 20, 0.1),
        slider("set_chips", "Chips and servers, USD per W", round(orbit.chips_usd_per_w, 6), 0, 60, 0.2),
    )
    terms = formulae(comparison)
    today = (orbit.launch_usd_per_kg, orbit.satellite_usd_per_w)
    x = alt.X(
        "launch:Q",
        title="launch price, USD per kg (logarithmic)",
        scale=alt.Scale(type="log", domain=LAUNCH_USD_PER_KG, nice=False),
        axis=alt.Axis(values=[1, 10, 100, 1000], format=",d", grid=True),
    )
    y = alt.Y(
        "satellite:Q",
        title="satellite without chips, USD per W (logarithmic)",
        scale=alt.Scale(type="log", domain=SATELLITE_USD_PER_W, nice=False),
        axis=alt.Axis(values=[0.1, 1, 10, 100], format="~g"),
    )
    lines = alt.Chart(rows)
    for name, formula in terms.items():
        lines = lines.transform_calculate(**{name: formula})
    lines = lines.transform_filter(
        f"datum.most > {LAUNCH_USD_PER_KG[0]} && datum.satellite <= {SATELLITE_USD_PER_W[1]}"
    )
    drawn = lines.mark_line().encode(
        x=x,
        y=y,
        detail="ratio:Q",
        color=alt.condition("datum.ratio === 1", alt.value(GREEN), alt.value(GREY)),
        strokeWidth=alt.condition("datum.ratio === 1", alt.value(3.5), alt.value(1.4)),
    )
    # A line shows one tooltip for all of it; points that cannot be seen show one each.
    touched = lines.mark_point(size=150, opacity=0).encode(
        x="launch:Q",
        y="satellite:Q",
        tooltip=[
            alt.Tooltip("words:N", title="cost in orbit over Earth"),
            alt.Tooltip("launch:Q", title="launch, USD/kg", format=",.0f"),
            alt.Tooltip("satellite:Q", title="satellite, USD/W", format=".2f"),
        ],
    )
    words = (
        lines.transform_filter("datum.part === 0")
        .mark_text(align="left", dx=4, dy=-7, fontSize=11)
        .encode(x="launch:Q", y="satellite:Q", text="words:N")
    )
    corner = alt.Chart(pd.DataFrame([{"launch": today[0], "price": today[1]}]))
    for name, formula in ratio_formulae(terms).items():
        corner = corner.transform_calculate(**{name: formula})
    corner = corner.mark_text(align="left", baseline="bottom", fontWeight=600).encode(
        x=alt.value(0), y=alt.value(-4), text="label:N"
    )
    return (
        alt.layer(drawn, words, touched, *crosses(today, launch_range, satellite_range), *dots(marks), corner)
        .add_params(*sliders)
        .properties(
            width=WIDTH,
            height=400,
            description="Map with launch price across and satellite price upwards, both logarithmic, and lines of equal "
            f"cost ratio. Today's prices, {today[0]:,.0f} USD per kg and {today[1]:g} USD per W, lie at "
            f"{significant(float(cost_ratio(comparison)), 2)} times the cost on Earth. Parity needs satellites "
            "below a dollar per W however cheap the launch. Marked: " + "; ".join(marks.label) + ".",
        )
    )


def line(comparison: Comparison, ratio: float, parts: NDArray) -> pd.DataFrame:
    """Return the points of one line of equal ratio for the case itself; sliders replace the prices."""
    cheapest = replace(comparison, orbit=replace(comparison.orbit, satellite_usd_per_w=SATELLITE_USD_PER_W[0]))
    most = max(float(break_even_price(cheapest, "launch_usd_per_kg", ratio)), LAUNCH_USD_PER_KG[0])
    launch = np.minimum(LAUNCH_USD_PER_KG[0] * (most / LAUNCH_USD_PER_KG[0]) ** parts, LAUNCH_USD_PER_KG[1])
    satellite = iso_ratio_satellite_usd_per_w(comparison, launch, ratio)
    return pd.DataFrame(
        {
            "ratio": ratio,
            "words": "parity: below this line orbit is cheaper" if ratio == 1.0 else f"{ratio:g} times",
            "part": parts,
            "launch": launch.round(3),
            "satellite": satellite.round(4),
        }
    )


def formulae(comparison: Comparison) -> dict[str, str]:
    """Return the closed form of the satellite price on a line of equal ratio, as Vega expressions in their order."""
    orbit, ground = comparison.orbit, comparison.ground
    years = comparison.years
    spare = float(orbit.replacement_per_year)
    working = float(comparison.orbit_delivery.availability)
    rate = comparison.ground_discount_rate
    fixed = ground.energy_usd_per_kwh * 8.76 * ground.pue * ground.load_factor + ground.operations_usd_per_w_year
    one_off = orbit.one_off_usd / orbit.power_w
    installed = f"{float(orbit.installed_w_per_w):.10g}"
    return {
        "life_cost": recovery("set_capital / 100", "set_life"),
        "chip_cost": f"set_chips * ({recovery('set_capital / 100', f'min(set_life, {years:g})')} + {spare:g})",
        "one_off": f"{one_off:g} * {recovery('set_capital / 100', f'{years:g}')}",
        "earth": f"(set_chips * {recovery(f'{rate:g}', f'{years:g}')} + {ground.facility_usd_per_w:g} * "
        f"{recovery(f'{rate:g}', f'{ground.facility_years:g}')} + {fixed:.10g}) / "
        f"{float(comparison.ground_delivery.availability):g}",
        "per_kg": f"{installed} / set_power * (datum.life_cost + {spare:g})",
        "per_watt": f"{installed} * (datum.life_cost + {spare:g} + {orbit.operations_per_year:g})",
        "budget": f"datum.ratio * datum.earth * {working:.10g} - datum.one_off - datum.chip_cost",
        "most": f"(datum.budget - {SATELLITE_USD_PER_W[0]:g} * datum.per_watt) / datum.per_kg",
        "launch": f"min({LAUNCH_USD_PER_KG[0]:g} * pow(datum.most / {LAUNCH_USD_PER_KG[0]:g}, datum.part), "
        f"{LAUNCH_USD_PER_KG[1]:g})",
        "satellite": "(datum.budget - datum.launch * datum.per_kg) / datum.per_watt",
    }


def ratio_formulae(terms: Mapping[str, str]) -> dict[str, str]:
    """Return the cost ratio at one launch and satellite price, from the same terms."""
    chosen = {name: terms[name] for name in ("life_cost", "chip_cost", "one_off", "earth", "per_kg", "per_watt")}
    working = terms["budget"].split(" - ")[0].removeprefix("datum.ratio * datum.earth * ")
    total = "datum.price * datum.per_watt + datum.launch * datum.per_kg + datum.chip_cost + datum.one_off"
    return chosen | {
        "today": f"({total}) / {working} / datum.earth",
        "label": "'At today\u2019s prices: ' + format(datum.today, '.2f') + ' times'",
    }


def recovery(rate: str, years: str) -> str:
    """Return the yearly payment that recovers one dollar, as a Vega expression."""
    return f"({rate}) / (1 - pow(1 + {rate}, -({years})))"


def crosses(
    today: tuple[float, float], launch_range: tuple[float, float], satellite_range: tuple[float, float]
) -> tuple[alt.Chart, alt.Chart]:
    """Return the range of today's prices as a cross."""
    across = pd.DataFrame([{"launch": launch_range[0], "to": launch_range[1], "satellite": today[1]}])
    along = pd.DataFrame([{"launch": today[0], "satellite": satellite_range[0], "to": satellite_range[1]}])
    look = {"color": ORANGE, "strokeWidth": 2, "opacity": 0.6}
    return (
        alt.Chart(across).mark_rule(**look).encode(x="launch:Q", x2="to:Q", y="satellite:Q"),
        alt.Chart(along).mark_rule(**look).encode(x="launch:Q", y="satellite:Q", y2="to:Q"),
    )


def dots(marks: pd.DataFrame) -> list[alt.Chart]:
    """Return the marked points with their labels."""
    kinds = list(dict.fromkeys(marks.kind))
    color = alt.Color("kind:N", sort=kinds, scale=alt.Scale(domain=kinds, range=[ORANGE, BLUE, RED][: len(kinds)]))
    points = marks.round(3)
    layers = [
        alt.Chart(points[["label", "kind", "launch", "satellite"]])
        .mark_point(size=90, opacity=1)
        .encode(x="launch:Q", y="satellite:Q", color=color)
    ]
    for side, group in points.groupby("side"):
        align, dx, dy = SIDES[side]
        layers.append(
            alt.Chart(group[["label", "launch", "satellite"]])
            .mark_text(align=align, dx=dx, dy=dy, fontWeight=600, fontSize=11)
            .encode(x="launch:Q", y="satellite:Q", text="label:N")
        )
    return layers


def paths(years: NDArray, cases: NDArray, published: pd.DataFrame) -> alt.Chart:
    """Draw the cost ratio over time as a band with its median, and published ratios of later years.

    Parameters
    ----------
    years : ndarray
        Calendar years.
    cases : ndarray
        Cost ratios, cases by years.
    published : pandas.DataFrame
        Columns `label`, `from`, `to` (years), `low`, `high` (ratios).

    Returns
    -------
    altair.Chart
    """
    low, median, high = np.quantile(cases, [0.05, 0.5, 0.95], axis=0).round(4)
    rows = pd.DataFrame({"year": years.round(3), "low": low, "median": median, "high": high})
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
    boxes = alt.Chart(published)
    drawn = boxes.mark_rect(opacity=0.55, color=ORANGE).encode(x="from:Q", x2="to:Q", y="low:Q", y2="high:Q")
    words = boxes.mark_text(align="left", baseline="bottom", dy=-3, fontSize=11, fontWeight=600).encode(
        x="from:Q", y="high:Q", text="label:N"
    )
    ends = [
        {"year": rows.year.iloc[-8], "ratio": values.iloc[-8], "label": label}
        for values, label in ((rows.high, "p95"), (rows["median"], "median"), (rows.low, "p5"))
    ]
    marks = (
        alt.Chart(pd.DataFrame(ends))
        .mark_text(align="left", dy=-7, fontSize=11)
        .encode(x="year:Q", y="ratio:Q", text="label:N")
    )
    even = alt.Chart(pd.DataFrame({"ratio": [1.0]})).mark_rule(strokeDash=[4, 3]).encode(y="ratio:Q")
    return alt.layer(band, line, even, drawn, words, marks).properties(
        width=WIDTH,
        height=320,
        description="Band of the cost ratio over time with its median. It falls from "
        f"{significant(median[0], 2)} today ({significant(low[0], 2)} to {significant(high[0], 2)}) to "
        f"{significant(median[-1], 2)} in 2050 ({significant(low[-1], 2)} to {significant(high[-1], 2)}) and its lower "
        "edge stays above one. Published ratios for later years are marked: " + "; ".join(published.label) + ".",
    )


def reached(years: NDArray, shares: Mapping[str, NDArray], benchmark: float, benchmark_words: str) -> alt.Chart:
    """Draw the share of cases that have reached a cost ratio by each year.

    Parameters
    ----------
    years : ndarray
        Calendar years.
    shares : mapping of str to ndarray
        By name of the line, the share reached by each year.
    benchmark : float
        A published probability, drawn as a level.
    benchmark_words : str
        Whose.

    Returns
    -------
    altair.Chart
    """
    rows = pd.concat(
        pd.DataFrame({"year": years.round(3), "line": name, "share": np.round(share, 3)})
        for name, share in shares.items()
    )
    names = list(shares)
    drawn = (
        alt.Chart(rows)
        .mark_line(interpolate="monotone")
        .encode(
            x=alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickCount=6), scale=alt.Scale(domain=[2026, 2050])),
            y=alt.Y("share:Q", title="share of cases that got there", axis=alt.Axis(format=".0%", tickCount=5)),
            color=alt.Color(
                "line:N",
                sort=names,
                scale=alt.Scale(domain=names, range=[GREEN, PURPLE, BLUE, GREY]),
                legend=alt.Legend(columns=2),
            ),
            tooltip=[alt.Tooltip("year:Q", format=".1f"), "line:N", alt.Tooltip("share:Q", format=".1%")],
        )
    )
    level = alt.Chart(pd.DataFrame([{"share": benchmark, "label": benchmark_words}]))
    rule = level.mark_rule(strokeDash=[4, 3]).encode(y="share:Q")
    words = level.mark_text(align="left", dx=4, dy=-7, fontSize=11).encode(x=alt.value(0), y="share:Q", text="label:N")
    stated = "; ".join(f"{name} {100 * share[-1]:.1f}%" for name, share in shares.items())
    return alt.layer(drawn, rule, words).properties(
        width=WIDTH, height=300, description=f"Lines of the share of cases that reach a cost ratio. By 2050: {stated}."
    )
