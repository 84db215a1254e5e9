"""Every slider of the book: the labels that follow it say what the package computes."""

import json
from dataclasses import replace
from itertools import pairwise, product

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
from compute_deal.charts.palette import MIME
from compute_deal.evidence import load
from compute_deal.models.orbital.cost import cost_ratio, ground_lines, orbit_bill

EVIDENCE = load()


def growth(set_share, set_months, set_base):
    fee = DemandCase(EVIDENCE).fee_usd_per_year / 1e9
    factor = (100 * fee / (set_share * set_base)) ** (12 / set_months)
    said = "more than × 100" if factor > 100 else f"revenue × {factor:.2f}"
    return [f"Needed: {said} a year, to ${fee / set_share * 100:,.0f}bn"]


def cost(set_capital, set_life, set_rate, set_price):
    hour, _ = hourly(set_capital, set_life, set_rate)
    return [f"Cost ${hour:.2f}, price ${set_price:.2f}, margin {percent(1 - hour / set_price)}"]


def hourly(set_capital, set_life, set_rate):
    """Cost of an hour, and chips and servers in it, by another route than the package's: year by year."""
    inputs, kw = central_inputs(EVIDENCE), mix_kw(MarketCase(EVIDENCE)).value
    built = inputs.facility_capital_usd_per_gw / (inputs.it_capital_usd_per_gw + inputs.facility_capital_usd_per_gw)
    chips, building = (
        set_capital * 1e9 * share / annuity(set_rate / 100, life)
        for share, life in ((1 - built, set_life), (built, inputs.facility_life_years))
    )
    yearly = chips + building + inputs.operations_usd_per_gw_year
    yearly += 8766e6 * inputs.average_load * inputs.pue * inputs.electricity_usd_per_kwh
    return yearly * kw / 1e6 / 8766, chips * kw / 1e6 / 8766


def annuity(rate, years):
    """Present value of one a year, paid at each year's end; half a year at the end counts by its share of growth."""
    whole = int(years)
    value = sum((1 + rate) ** -year for year in range(1, whole + 1))
    if years > whole:
        value += (1 + rate) ** -whole * (((1 - (1 + rate) ** -(years - whole)) / rate) if rate else years - whole)
    return value


def percent(share):
    return f"{100 * share:.0f}%".replace("-", "−")


def orbit_case(set_launch, set_satellite, set_power, set_life, set_loss, set_working):
    start = slider_case(EVIDENCE)
    return replace(
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


def orbit(**settings):
    moved = orbit_case(**settings)
    bill, ground, end = orbit_bill(moved), ground_lines(moved), 0.0
    parts = [ground["chips"] / sum(ground.values())]
    for usd in bill.values():
        end += usd
        if end <= MOST:
            parts.append(usd)
    shown = [f"{part:.1f}" if part >= 0.995 else f"{part:.2f}" for part in parts if part > LABELLED]
    return [f"Orbit costs {float(cost_ratio(moved)):.1f} times what Earth costs", *shown]


def lock_case(set_price, set_change, set_sold_out):
    return LockCase(EVIDENCE).at(
        locked_usd=set_price, change_per_year=set_change / 100, sold_out_share=set_sold_out / 100
    )


def lock(set_use, set_price, set_change, set_sold_out):
    case = lock_case(set_price, set_change, set_sold_out)
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


def grows_far_slower(set_share, set_months, set_base):
    case = DemandCase(EVIDENCE)
    needed = (100 * case.fee_usd_per_year / 1e9 / (set_share * set_base)) ** (12 / set_months)
    seen = [
        (after.usd_per_year / before.usd_per_year) ** (1 / (after.year - before.year))
        for before, after in pairwise(case.run_rates)
    ]
    return needed < min(seen) / 2


def costs_less_than_a_third(set_price, **settings):
    return hourly(**settings)[0] < set_price / 3


def launches_cost_more_than_earth(**settings):
    return orbit_bill(orbit_case(**settings))["launch"] > 1


def pays_only_near_full_use(set_use, **settings):
    return lock_case(**settings).even_use > 0.9


# What the headline of each figure claims that a slider can end, and the words with which it says for which case.
CLAIMS = {
    "fig-growth-needed": (grows_far_slower, "From July's run-rate", "demand_target_share", "csa_end"),
    "fig-cost": (costs_less_than_a_third, "at our central inputs"),
    "fig-orbit-bill": (launches_cost_more_than_earth, "In the default case"),
    "fig-lock": (pays_only_near_full_use, "In the case of the text"),
}


def figures():
    for notebook in paths.notebooks():
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", ()):
                spec = output.get("data", {}).get(MIME)
                if spec and sliders(spec):
                    yield cell["metadata"]["mystnb"]["figure"], spec


def sliders(spec):
    return {param["name"]: param for param in spec.get("params", ()) if param.get("bind", {}).get("input") == "range"}


def stops(bind):
    """Return both ends of a slider and three settings between, each one that it can stand at."""
    steps = round((bind["max"] - bind["min"]) / bind["step"])
    return [bind["min"] + round(steps * part / 4) * bind["step"] for part in range(5)]


FIGURES = {figure["name"]: spec for figure, spec in figures()}
HEADLINES = {figure["name"]: figure["caption"].partition("\n")[0] for figure, _ in figures()}
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
    assert set(FIGURES) == set(SAYS) >= set(CLAIMS)


@pytest.mark.parametrize(("figure", "name", "value"), SETTINGS)
def test_what_follows_a_slider_says_what_the_package_computes(figure, name, value):
    spec = FIGURES[figure]
    defaults = {slider: param["value"] for slider, param in sliders(spec).items()}
    settings = defaults | {name: value}
    said = words(spec, **settings)
    expected = set(SAYS[figure](**settings))
    assert expected <= said
    assert said - words(spec) <= expected, "a label follows the slider that nothing here works out"


def settings_of(figure):
    """Return where the sliders of a figure start, and each choice of their ends."""
    params = sliders(FIGURES[figure])
    ends = product(*((param["bind"]["min"], param["bind"]["max"]) for param in params.values()))
    return {name: param["value"] for name, param in params.items()}, [
        dict(zip(params, end, strict=True)) for end in ends
    ]


@pytest.mark.parametrize("figure", CLAIMS)
def test_a_headline_that_sliders_can_end_says_for_which_case_it_holds(figure):
    claim, *words_for_the_case = CLAIMS[figure]
    start, ends = settings_of(figure)
    assert claim(**start)
    assert not all(claim(**end) for end in ends)
    assert [said for said in words_for_the_case if said not in HEADLINES[figure]] == []
    assert "s first set" in FIGURES[figure]["description"]


def test_chips_and_servers_are_most_of_the_cost_wherever_the_sliders_stand():
    _, ends = settings_of("fig-cost")
    for end in ends:
        end.pop("set_price")
        whole, chips = hourly(**end)
        assert chips > whole / 2


def test_a_wrong_formula_is_noticed():
    spec = json.loads(
        json.dumps(FIGURES["fig-cost"]).replace("1 - (datum.cost / set_price)", "(datum.cost / set_price)")
    )
    assert spec != FIGURES["fig-cost"]
    defaults = {slider: param["value"] for slider, param in sliders(spec).items()}
    assert not set(cost(**defaults)) <= words(spec)
