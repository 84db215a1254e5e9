"""The map of launch price and satellite price: what must be true for computing in orbit to pay."""

from collections.abc import Mapping
from dataclasses import replace

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

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
        "chip_cost": f"set_chips * ({recovery('set_capital / 100', f'min(set_life, {years:.10g})')} + {spare:.10g})",
        "one_off": f"{one_off:.10g} * {recovery('set_capital / 100', f'{years:.10g}')}",
        "earth": f"(set_chips * {recovery(f'{rate:.10g}', f'{years:.10g}')} + {ground.facility_usd_per_w:.10g} * "
        f"{recovery(f'{rate:.10g}', f'{ground.facility_years:.10g}')} + {fixed:.10g}) / "
        f"{float(comparison.ground_delivery.availability):.10g}",
        "per_kg": f"{installed} / set_power * (datum.life_cost + {spare:.10g})",
        "per_watt": f"{installed} * (datum.life_cost + {spare:.10g} + {orbit.operations_per_year:.10g})",
        "budget": f"datum.ratio * datum.earth * {working:.10g} - datum.one_off - datum.chip_cost",
        "most": f"(datum.budget - {SATELLITE_USD_PER_W[0]:.10g} * datum.per_watt) / datum.per_kg",
        "launch": f"min({LAUNCH_USD_PER_KG[0]:.10g} * pow(datum.most / {LAUNCH_USD_PER_KG[0]:.10g}, datum.part), "
        f"{LAUNCH_USD_PER_KG[1]:.10g})",
        "satellite": "(datum.budget - datum.launch * datum.per_kg) / datum.per_watt",
    }


def ratio_formulae(terms: Mapping[str, str]) -> dict[str, str]:
    """Return the cost ratio at one launch and satellite price, from the same terms."""
    chosen = {name: terms[name] for name in ("life_cost", "chip_cost", "one_off", "earth", "per_kg", "per_watt")}
    working = terms["budget"].split(" - ")[0].removeprefix("datum.ratio * datum.earth * ")
    total = "datum.price * datum.per_watt + datum.launch * datum.per_kg + datum.chip_cost + datum.one_off"
    return chosen | {
        "today": f"({total}) / {working} / datum.earth",
        "label": "'At today\u2019s prices: ' + format(datum.today, '.1f') + ' times'",
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
