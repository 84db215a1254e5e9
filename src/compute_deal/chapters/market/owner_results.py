"""What owning the capacity costs, what margin the fee leaves, and what moves it."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from compute_deal.chapters.market.case import (
    DRAWS,
    ENDS,
    OCTOBER_COUNT,
    RENTS,
    MarketCase,
    blackwell_draw_w,
    google_usd_per_gpu_hour,
)
from compute_deal.evidence import Evidence
from compute_deal.inputs.epoch import MW_PER_GW
from compute_deal.inputs.published import published_values
from compute_deal.models.deal.ramp import Bounds
from compute_deal.models.margin import MarginSimulation, Spread, simulate_margin
from compute_deal.models.ownership import (
    KW_PER_GW,
    OwnershipInputs,
    annual_cost,
    cost_usd_per_gpu_hour,
    owner_margin,
)
from compute_deal.models.risk.simulation_error import ValueSummary, summarise
from compute_deal.models.unit_price import HOURS_PER_YEAR, market_usd_per_month, usd_per_gpu_hour
from compute_deal.results import Result

SEED, DRAWS_MADE, BATCHES = 20260503, 100_000, 20
COST = (
    "ownership_capex_range",
    "construction_share_of_capex",
    "ownership_it_life_range",
    "wacc_spacex_damodaran",
    "rate_coreweave_ddtl4",
    "rate_coreweave_ddtl2",
    "ownership_average_load",
    "ownership_pue_range",
    "electricity_mlgw_industrial",
    "electricity_tennessee_industrial",
    "electricity_us_industrial_2026_01",
    "ownership_operations_range",
)
MIXED = ("csa_gpus_prospectus", *OCTOBER_COUNT.values(), *dict.fromkeys(DRAWS.values()))


def spread(evidence: Evidence, id: str, scale: float = 1.0) -> Spread:
    """Return the range of a fact as an uncertain input."""
    return Spread(*(scale * end for end in evidence.bounds(id)))


def constant(value: float) -> Spread:
    """Return an input that is not uncertain."""
    return Spread(value, value, value)


def cost_spreads(evidence: Evidence) -> dict[str, Spread]:
    """Return the uncertain inputs of the cost of ownership, per gigawatt of IT power.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    dict of str to Spread
        By field of `OwnershipInputs`. The facility's life is Epoch AI's, a constant.
    """
    capex = spread(evidence, "ownership_capex_range", MW_PER_GW)
    built = evidence.number("construction_share_of_capex")
    facility_life = published_values(evidence, ("epoch_tco_facility_life",))["epoch_tco_facility_life"]
    return {
        "it_capital_usd_per_gw": scaled(capex, 1 - built),
        "facility_capital_usd_per_gw": scaled(capex, built),
        "it_life_years": spread(evidence, "ownership_it_life_range"),
        "facility_life_years": constant(facility_life),
        "cost_of_capital": Spread(
            evidence.number("rate_coreweave_ddtl4"),
            evidence.number("wacc_spacex_damodaran"),
            evidence.number("rate_coreweave_ddtl2"),
        ),
        "average_load": spread(evidence, "ownership_average_load"),
        "pue": spread(evidence, "ownership_pue_range"),
        "electricity_usd_per_kwh": Spread(
            evidence.number("electricity_mlgw_industrial"),
            evidence.number("electricity_tennessee_industrial"),
            evidence.number("electricity_us_industrial_2026_01"),
        ),
        "operations_usd_per_gw_year": spread(evidence, "ownership_operations_range", MW_PER_GW),
    }


def scaled(each: Spread, factor: float) -> Spread:
    """Return a spread times a factor."""
    return Spread(factor * each.low, factor * each.mid, factor * each.high, each.kind)


def central_inputs(evidence: Evidence) -> OwnershipInputs:
    """Return the middle value of every input of the cost."""
    return OwnershipInputs(**{name: each.mid for name, each in cost_spreads(evidence).items()})


@lru_cache
def simulated(price: Spread, kw: Spread, spreads: tuple[tuple[str, Spread], ...]) -> MarginSimulation:
    """Return the draws for one price and one draw per GPU; every lease bills all hours, used or not."""
    inputs = dict(spreads) | {"it_kw_per_gpu": kw, "billed_share": constant(1.0), "price_usd_per_gpu_hour": price}
    return simulate_margin(inputs, DRAWS_MADE, np.random.default_rng(SEED))


def simulations(evidence: Evidence, case: MarketCase) -> dict[str, MarginSimulation]:
    """Return the owner's cost and margin under each price, with the same random numbers.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    case : MarketCase
        The readings of the capacity.

    Returns
    -------
    dict of str to MarginSimulation
        The fee over the prospectus's GPUs, the fee over Colossus 1 alone, market rents for the prospectus's mix, and
        Google's fee.
    """
    fee, both = case.fee_usd_per_month, case.prospectus
    rents = [
        usd_per_gpu_hour(market_usd_per_month(both, case.rent_usd_per_gpu_hour[end]), both.total_gpus) for end in ENDS
    ]
    blackwell = blackwell_draw_w(evidence)
    kw = kw_per_gpu(case.power_mw(both), both.total_gpus)
    first = kw_per_gpu(case.power_mw(case.announced), case.announced.total_gpus)
    spreads = tuple(cost_spreads(evidence).items())
    return {
        "prospectus": simulated(constant(case.fee_usd_per_gpu_hour), kw, spreads),
        "announced": simulated(constant(usd_per_gpu_hour(fee, case.announced.total_gpus)), first, spreads),
        "market": simulated(Spread(*rents), kw, spreads),
        "google": simulated(
            constant(google_usd_per_gpu_hour(evidence)),
            Spread(blackwell.low / 1000, blackwell.value / 1000, blackwell.high / 1000),
            spreads,
        ),
    }


def kw_per_gpu(power_mw: Bounds, gpus: float) -> Spread:
    """Return the average draw of a GPU in kW."""
    return Spread(*(1000 * mw / gpus for mw in (power_mw.low, power_mw.value, power_mw.high)))


def owner_results(evidence: Evidence, case: MarketCase) -> dict[str, Result]:
    """Return every number about the owner's cost and margin.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    case : MarketCase
        The readings and tables.

    Returns
    -------
    dict of str to Result
        By id.
    """
    return margin_results(evidence, case) | payback_results(evidence, case)


def margin_results(evidence: Evidence, case: MarketCase) -> dict[str, Result]:
    """Return median, fifth and ninety-fifth percentile of cost and margin, and how exact they are."""
    runs = simulations(evidence, case)
    margins = {name: summarise(run.margin, BATCHES) for name, run in runs.items()}
    cost = summarise(runs["prospectus"].cost_usd_per_gpu_hour, BATCHES)
    google_cost = summarise(runs["google"].cost_usd_per_gpu_hour, BATCHES)
    googles = (*COST, "google_spacex_fee", "google_spacex_gpus", "google_spacex_chip_class")
    inputs = {
        "prospectus": (*COST, *MIXED, "csa_fee"),
        "announced": (*COST, *MIXED[1:], "csa_fee", "csa_gpus_announced"),
        "market": (*COST, *MIXED, *RENTS.values()),
        "google": googles,
    }
    labels = {
        "prospectus": "at the fee over the prospectus's GPUs",
        "announced": "at the fee over Colossus 1 alone",
        "market": "at market rents for the prospectus's mix",
        "google": "at Google's fee",
    }
    worst = max(max(each.p5_error, each.p50_error, each.p95_error) for each in margins.values())
    return {
        f"owner_margin_{name}": Result(
            margins[name].p50,
            "fraction",
            f"Owner's margin {labels[name]}, p50 (p5, p95)",
            *tails(margins[name]),
            ids,
            2,
        )
        for name, ids in inputs.items()
    } | {
        "owner_cost": Result(
            cost.p50,
            "USD/GPU-hour",
            "Cost of owning a GPU-hour, prospectus's mix, p50 (p5, p95)",
            *tails(cost),
            (*COST, *MIXED),
        ),
        "owner_cost_google": Result(
            google_cost.p50, "USD/GPU-hour", "Cost of owning a GPU-hour at Colossus 2", *tails(google_cost), googles
        ),
        "owner_simulation_error": Result(
            worst, "fraction", "Largest standard error of these percentiles of the margin", inputs=COST, digits=1
        ),
        "owner_draws": Result(DRAWS_MADE, "number", "Draws of the simulation"),
        "owner_batches": Result(BATCHES, "number", "Batches into which the draws are split"),
    }


def tails(each: ValueSummary) -> tuple[float, float]:
    """Return the fifth and the ninety-fifth percentile."""
    return each.p5, each.p95


def payback_results(evidence: Evidence, case: MarketCase) -> dict[str, Result]:
    """Return capital per GPU and the years of fee that repay it, and SpaceX's own spending per megawatt."""
    kw = kw_per_gpu(case.power_mw(case.prospectus), case.prospectus.total_gpus).mid
    blackwell = blackwell_draw_w(evidence).value / 1000
    google = google_usd_per_gpu_hour(evidence)
    own = case.fee_usd_per_gpu_hour
    periods = ("2023", "2024", "2025", "2026q1", "2026q2")
    spent = sum(evidence.number(f"spacex_ai_capex_{period}") for period in periods)
    capex = tuple(f"spacex_ai_capex_{period}" for period in periods)
    shortest = replace(central_inputs(evidence), it_life_years=evidence["ownership_it_life_range"].range[0])
    short = cost_usd_per_gpu_hour(annual_cost(shortest).total_usd_per_gw_year, kw)
    return {
        "owner_capital_per_gpu": Result(
            round(evidence.number("ownership_capex_range") / 1000 * kw, -2),
            "USD/GPU",
            "Capital per GPU, prospectus's mix",
            inputs=("ownership_capex_range", *MIXED),
        ),
        "owner_payback": Result(
            payback_years(evidence, own, kw),
            "years",
            "Capital over the yearly fee less running costs, Anthropic",
            inputs=(*COST, *MIXED, "csa_fee"),
            digits=2,
        ),
        "owner_payback_google": Result(
            payback_years(evidence, google, blackwell),
            "years",
            "Capital over the yearly fee less running costs, Google",
            inputs=(*COST, "google_spacex_fee", "google_spacex_gpus", "google_spacex_chip_class"),
            digits=2,
        ),
        "owner_cost_middle": Result(
            cost_usd_per_gpu_hour(annual_cost(central_inputs(evidence)).total_usd_per_gw_year, kw),
            "USD/GPU-hour",
            "Cost of owning a GPU-hour, prospectus's mix, all inputs in the middle",
            inputs=(*COST, *MIXED),
        ),
        "owner_margin_short_life": Result(
            owner_margin(own, short),
            "fraction",
            "Owner's margin if the chips earn only for the shortest life, all else in the middle",
            inputs=(*COST, *MIXED, "csa_fee"),
            digits=2,
        ),
        "owner_capex_per_mw": Result(
            spent / evidence.number("spacex_nameplate_2026q2"),
            "USD/MW",
            "SpaceX's AI capital spending since 2023 over its nameplate of June 2026",
            inputs=(*capex, "spacex_nameplate_2026q2"),
        ),
    }


def payback_years(evidence: Evidence, price_usd_per_gpu_hour: float, kw: float) -> float:
    """Return the years of rent, less running costs, that repay the capital of a GPU."""
    cost = annual_cost(central_inputs(evidence))
    running = (cost.energy_usd_per_gw_year + cost.operations_usd_per_gw_year) * kw / KW_PER_GW
    capital = evidence.number("ownership_capex_range") / 1000 * kw
    return capital / (price_usd_per_gpu_hour * HOURS_PER_YEAR - running)
