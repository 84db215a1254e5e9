"""Every slider of the book: the labels that follow it say what the package computes."""

import json
from dataclasses import replace

import pytest
import vl_convert
from bs4 import BeautifulSoup

from compute_deal import paths
from compute_deal.chapters.actions.case import LockCase
from compute_deal.chapters.demand.case import DemandCase
from compute_deal.chapters.market.case import MarketCase
from compute_deal.chapters.market.owner_results import central_inputs, mix_kw
from compute_deal.chapters.orbital.case import slider_case
from compute_deal.chapters.orbital.figures import LABELLED, MOST
from compute_deal.charts.theme import MIME
from compute_deal.evidence import load
from compute_deal.models.orbital.cost import cost_ratio, ground_lines, orbit_bill

EVIDENCE = load()


def growth(set_share, set_months, set_base):
    fee = DemandCase(EVIDENCE).fee_usd_per_year / 1e9
    factor = (100 * fee / (set_share * set_base)) ** (12 / set_months)
    said = "more than × 100" if factor > 100 else f"revenue × {factor:.2f}"
    return [f"Needed: {said} a year, to ${fee / set_share * 100:,.0f}bn"]


def cost(set_capital, set_life, set_rate, set_price):
    """By another route than the package's: what a payment of one a year is worth today, year by year."""
    inputs, kw = central_inputs(EVIDENCE), mix_kw(MarketCase(EVIDENCE)).mid
    built = inputs.facility_capital_usd_per_gw / (inputs.it_capital_usd_per_gw + inputs.facility_capital_usd_per_gw)
    yearly = sum(
        set_capital * 1e9 * share / annuity(set_rate / 100, life)
        for share, life in ((1 - built, set_life), (built, inputs.facility_life_years))
    )
    yearly += inputs.operations_usd_per_gw_year
    yearly += 8766e6 * inputs.average_load * inputs.pue * inputs.electricity_usd_per_kwh
    hour = yearly * kw / 1e6 / 8766
    return [f"Cost ${hour:.2f}, price ${set_price:.2f}, margin {percent(1 - hour / set_price)}"]


def annuity(rate, years):
    """Present value of one a year, paid at each year's end; half a year at the end counts by its share of growth."""
    whole = int(years)
    value = sum((1 + rate) ** -year for year in range(1, whole + 1))
    if years > whole:
        value += (1 + rate) ** -whole * (((1 - (1 + rate) ** -(years - whole)) / rate) if rate else years - whole)
    return value


def percent(share):
    return f"{100 * share:.0f}%".replace("-", "−")


def orbit(set_launch, set_satellite, set_power, set_life, set_loss, set_working):
    start = slider_case(EVIDENCE)
    moved = replace(
        start,
        orbit=replace(
            start.orbit,
            launch_usd_per_kg=set_launch,
            satellite_usd_per_w=set_satellite,
            specific_power_w_per_kg=set_power,
            satellite_years=set_life,
            loss_per_year=set_loss / 100,
            working_share=set_working / 100,
        ),
    )
    bill, ground, end = orbit_bill(moved), ground_lines(moved), 0.0
    parts = [ground["chips"] / sum(ground.values())]
    for usd in bill.values():
        end += usd
        if end <= MOST:
            parts.append(usd)
    shown = [f"{part:.1f}" if part >= 0.995 else f"{part:.2f}" for part in parts if part > LABELLED]
    return [f"Orbit costs {float(cost_ratio(moved)):.1f} times what Earth costs", *shown]


def lock(set_use, set_price, set_change, set_sold_out):
    case = LockCase(EVIDENCE).at(
        locked_usd=set_price, change_per_year=set_change / 100, sold_out_share=set_sold_out / 100
    )
    choice = case.choice(set_use / 100)
    saved = choice.on_demand_usd(case.average_usd) - set_price
    even = case.even_use
    return [
        "Locking in loses at any use" if even > 1 else f"Locking in pays above {percent(even)} use",
        f"At {set_use:.0f}%: {'loses' if saved < 0 else 'saves'} ${abs(saved):.2f} an hour,",
        f"the cheaper choice in {percent(case.average.chance_above(choice.break_even_price_usd))} of cases",
    ]


# What the labels of each figure with sliders say at given settings.
SAYS = {"fig-growth-needed": growth, "fig-cost": cost, "fig-lock": lock, "fig-orbit-bill": orbit}


def figures():
    for notebook in paths.notebooks():
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", ()):
                spec = output.get("data", {}).get(MIME)
                if spec and sliders(spec):
                    yield cell["metadata"]["mystnb"]["figure"]["name"], spec


def sliders(spec):
    return {param["name"]: param for param in spec.get("params", ()) if param.get("bind", {}).get("input") == "range"}


def stops(bind):
    """Return both ends of a slider and three settings between, each one that it can stand at."""
    steps = round((bind["max"] - bind["min"]) / bind["step"])
    return [bind["min"] + round(steps * part / 4) * bind["step"] for part in range(5)]


FIGURES = dict(figures())
SETTINGS = [
    pytest.param(figure, name, value, id=f"{figure}, {name} {value:g}")
    for figure, spec in FIGURES.items()
    for name, param in sliders(spec).items()
    for value in stops(param["bind"])
]


def words(spec, **settings):
    """Return the texts of a chart under other settings of its sliders, without the numbers of its axes and legends."""
    spec = json.loads(json.dumps(spec))
    for param in spec["params"]:
        if param["name"] in settings:
            param["value"] = settings[param["name"]]
    picture = BeautifulSoup(vl_convert.vegalite_to_svg(spec), "html.parser")
    for guide in picture.select("[class*='role-axis'], [class*='role-legend']"):
        guide.decompose()
    return {text.get_text() for text in picture.find_all("text")}


@pytest.fixture(scope="module", autouse=True)
def fonts():
    vl_convert.register_font_directory(str(paths.FONTS))


def test_every_figure_with_sliders_is_known():
    assert set(FIGURES) == set(SAYS)


@pytest.mark.parametrize(("figure", "name", "value"), SETTINGS)
def test_what_follows_a_slider_says_what_the_package_computes(figure, name, value):
    spec = FIGURES[figure]
    defaults = {slider: param["value"] for slider, param in sliders(spec).items()}
    settings = defaults | {name: value}
    said = words(spec, **settings)
    expected = set(SAYS[figure](**settings))
    assert expected <= said
    assert said - words(spec) <= expected, "a label follows the slider that nothing here works out"


def test_a_wrong_formula_is_noticed():
    spec = json.loads(
        json.dumps(FIGURES["fig-cost"]).replace("1 - (datum.cost / set_price)", "(datum.cost / set_price)")
    )
    assert spec != FIGURES["fig-cost"]
    defaults = {slider: param["value"] for slider, param in sliders(spec).items()}
    assert not set(cost(**defaults)) <= words(spec)
