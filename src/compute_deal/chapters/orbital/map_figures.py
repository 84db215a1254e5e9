"""The map of launch price and satellite price: what must be true for computing in orbit to pay."""

from dataclasses import replace
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compute_deal.charts.formulas import PAGE, calculated, signal
from compute_deal.charts.numbers import significant
from compute_deal.charts.sliders import slider
from compute_deal.charts.theme import BLUE, GREEN, GREY, ORANGE, RED, WIDTH
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
        The case at today's prices, where the sliders start.
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
        slider("set_power", "Satellite, W per kg", orbit.specific_power_w_per_kg, 15, 150, 0.1),
        slider("set_life", "Life of a satellite, years", orbit.satellite_years, 2, 12, 0.1),
        slider("set_capital", "Cost of capital in orbit, % a year", capital, 2, 20, 0.1),
        slider("set_chips", "Chips and servers, USD per W", round(orbit.chips_usd_per_w, 6), 0, 60, 0.2),
    )
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
    for name, formula in line_formulae(comparison).items():
        lines = lines.transform_calculate(**calculated(**{name: formula}))
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
    corner = (
        alt.Chart(pd.DataFrame([{"here": 1}]))
        .transform_calculate(**calculated(today=cost_ratio(live(comparison))))
        .transform_calculate(label="'At today\u2019s prices: ' + format(datum.today, '.1f') + ' times'")
    )
    corner = corner.mark_text(align="left", baseline="bottom", fontWeight=600).encode(
        x=alt.value(0), y=alt.value(-4), text="label:N"
    )
    cheap = replace(comparison, orbit=replace(orbit, launch_usd_per_kg=0.0, satellite_usd_per_w=0.0))
    parity = (
        "No price on the map reaches parity in this case."
        if float(cost_ratio(cheap)) > 1.0
        else "The line of parity lies at low prices of both."
    )
    return (
        alt.layer(drawn, words, touched, *crosses(today, launch_range, satellite_range), *dots(marks), corner)
        .add_params(*sliders)
        .properties(
            width=WIDTH,
            height=400,
            description="Map with launch price across and satellite price upwards, both logarithmic, and lines of equal "
            f"cost ratio. Today's prices, {today[0]:,.0f} USD per kg and {today[1]:.0f} USD per W, lie at "
            f"{significant(float(cost_ratio(comparison)), 2)} times the cost on Earth. {parity} Marked: "
            + "; ".join(marks.label)
            + ".",
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


def live(comparison: Comparison) -> Comparison:
    """Return the comparison with the sliders' values in place of four assumptions: what it costs is then an expression."""
    life, chips = signal("set_life"), signal("set_chips")
    orbit = replace(
        comparison.orbit,
        specific_power_w_per_kg=signal("set_power"),
        satellite_years=life,
        chip_years=PAGE.minimum(life, float(comparison.years)),
        chips_usd_per_w=chips,
    )
    ground = replace(comparison.ground, chips_usd_per_w=chips)
    return replace(comparison, orbit=orbit, ground=ground, orbit_discount_rate=signal("set_capital") / 100)


def line_formulae(comparison: Comparison) -> dict[str, Any]:
    """Return what a point of a line of equal ratio is computed from, in its order: see `line`."""
    moved, low, high = live(comparison), *LAUNCH_USD_PER_KG
    cheapest = replace(moved, orbit=replace(moved.orbit, satellite_usd_per_w=SATELLITE_USD_PER_W[0]))
    return {
        "most": break_even_price(cheapest, "launch_usd_per_kg", alt.datum.ratio),
        "launch": PAGE.minimum(low * (alt.datum.most / low) ** alt.datum.part, high),
        "satellite": iso_ratio_satellite_usd_per_w(moved, alt.datum.launch, alt.datum.ratio),
    }


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
