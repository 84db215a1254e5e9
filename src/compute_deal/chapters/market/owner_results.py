"""What owning the capacity costs, what margin the fee leaves, and what moves it."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from compute_deal.chapters.market.case import MarketCase, blackwell_draw_w, google_usd_per_gpu_hour
from compute_deal.evidence import Evidence, traced
from compute_deal.inputs.published import MW_PER_GW, published_value
from compute_deal.models.bounds import Bounds
from compute_deal.models.margin import MarginSimulation, simulate_margin
from compute_deal.models.ownership import (
    OwnershipInputs,
    annual_cost,
    cost_usd_per_gpu_hour,
    margin,
)
from compute_deal.models.unit_price import HOURS_PER_YEAR
from compute_deal.results import Results

SEED, DRAWS_MADE = 20260503, 100_000
KW_PER_MW = 1000
SPENT = {
    "2023": "USD/year",
    "2024": "USD/year",
    "2025": "USD/year",
    "2026q1": "USD/quarter",
    "2026q2": "USD/quarter",
}


def bounds_of(evidence: Evidence, id: str, unit: str, scale: float = 1.0) -> Bounds:
    """Return the range of a fact as an uncertain input."""
    return Bounds(*(scale * end for end in evidence.bounds(id, unit)))


def constant(value: float) -> Bounds:
    """Return an input that is not uncertain."""
    return Bounds(value, value, value)


def cost_bounds(evidence: Evidence) -> dict[str, Bounds]:
    """Return the uncertain inputs of the cost of ownership, per gigawatt of IT power.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    dict of str to Bounds
        By field of `OwnershipInputs`. The facility's life is Epoch AI's, a constant.
    """
    capex = bounds_of(evidence, "ownership_capex_range", "USD/MW", MW_PER_GW)
    built = evidence.number("construction_share_of_capex", "fraction")
    return {
        "it_capital_usd_per_gw": scaled(capex, 1 - built),
        "facility_capital_usd_per_gw": scaled(capex, built),
        "it_life_years": bounds_of(evidence, "ownership_it_life_range", "years"),
        "facility_life_years": constant(facility_life_years(evidence)),
        "cost_of_capital": Bounds(
            evidence.number("rate_coreweave_ddtl4", "fraction"),
            evidence.number("wacc_spacex_damodaran", "fraction"),
            evidence.number("rate_coreweave_ddtl2", "fraction"),
        ),
        "average_load": bounds_of(evidence, "ownership_average_load", "fraction"),
        "pue": bounds_of(evidence, "ownership_pue_range", "ratio"),
        "electricity_usd_per_kwh": Bounds(
            evidence.number("electricity_mlgw_industrial", "USD/kWh"),
            evidence.number("electricity_tennessee_industrial", "USD/kWh"),
            evidence.number("electricity_us_industrial_2026_01", "USD/kWh"),
        ),
        "operations_usd_per_gw_year": bounds_of(evidence, "ownership_operations_range", "USD/MW-year", MW_PER_GW),
    }


def scaled(each: Bounds, factor: float) -> Bounds:
    """Return bounds times a factor."""
    return Bounds(factor * each.low, factor * each.value, factor * each.high)


def central_inputs(evidence: Evidence) -> OwnershipInputs:
    """Return the middle value of every input of the cost."""
    number = evidence.number
    capital, built = (
        MW_PER_GW * number("ownership_capex_range", "USD/MW"),
        number("construction_share_of_capex", "fraction"),
    )
    return OwnershipInputs(
        it_capital_usd_per_gw=capital * (1 - built),
        facility_capital_usd_per_gw=capital * built,
        it_life_years=number("ownership_it_life_range", "years"),
        facility_life_years=facility_life_years(evidence),
        cost_of_capital=number("wacc_spacex_damodaran", "fraction"),
        average_load=number("ownership_average_load", "fraction"),
        pue=number("ownership_pue_range", "ratio"),
        electricity_usd_per_kwh=number("electricity_tennessee_industrial", "USD/kWh"),
        operations_usd_per_gw_year=MW_PER_GW * number("ownership_operations_range", "USD/MW-year"),
    )


def facility_life_years(evidence: Evidence) -> float:
    """Return the life of the building, which is Epoch AI's."""
    return published_value(evidence, "epoch_tco_facility_life", "years")


@lru_cache
def simulated(price: Bounds, kw: Bounds, costs: tuple[tuple[str, Bounds], ...]) -> MarginSimulation:
    """Return the draws for one price and one draw per GPU; every lease bills all hours, used or not."""
    inputs = dict(costs) | {"it_kw_per_gpu": kw, "price_usd_per_gpu_hour": price}
    return simulate_margin(inputs, DRAWS_MADE, np.random.default_rng(SEED))


@traced
def cost_draws(case: MarketCase) -> NDArray[np.float64]:
    """Return draws of the cost of owning a GPU-hour of the prospectus's mix, USD."""
    return simulated(constant(1.0), mix_kw(case), tuple(cost_bounds(case.evidence).items())).cost_usd_per_gpu_hour


@traced
def market_margin_draws(case: MarketCase) -> NDArray[np.float64]:
    """Return draws of the owner's margin at market rents, which are drawn from their range."""
    rent = case.market_range_usd_per_gpu_hour()
    price = Bounds(rent.low, rent.value, rent.high)
    return simulated(price, mix_kw(case), tuple(cost_bounds(case.evidence).items())).margin


def mix_kw(case: MarketCase) -> Bounds:
    """Return the average draw of a GPU of the prospectus's mix in kW."""
    power, gpus = case.power_mw(case.prospectus), case.prospectus.total_gpus
    return Bounds(*(1000 * mw / gpus for mw in (power.low, power.value, power.high)))


def add_owner(results: Results, case: MarketCase) -> None:
    """Add every number about the owner's cost and margin: median, fifth and ninety-fifth percentile."""
    evidence = results.evidence
    margins = {
        "prospectus": (
            "at the fee over the prospectus's GPUs",
            lambda: margin(case.fee_usd_per_gpu_hour, cost_draws(case)),
        ),
        "market": ("at market rents for the same mix", lambda: market_margin_draws(case)),
    }
    for name, (words, draws) in margins.items():
        add_percentiles(results, f"owner_margin_{name}", "fraction", f"Owner's margin {words}", draws)
    words = "Cost of owning a GPU-hour, prospectus's mix"
    add_percentiles(results, "owner_cost", "USD/GPU-hour", words, lambda: cost_draws(case))
    results.add(
        "owner_cost_middle",
        "USD/GPU-hour",
        f"{words}, all inputs in the middle",
        lambda: cost_usd_per_gpu_hour(annual_cost(central_inputs(evidence)), mix_kw(case).value),
    )
    results.add("owner_draws", "number", "Draws of the simulation", lambda: DRAWS_MADE)
    add_payback(results, case)


def add_percentiles(results: Results, id: str, unit: str, words: str, draws: Callable[[], NDArray[np.float64]]) -> None:
    """Add the median of draws, with the fifth and the ninety-fifth percentile."""

    def compute() -> tuple[float, float, float]:
        low, middle, high = np.percentile(draws(), (5, 50, 95))
        return float(middle), float(low), float(high)

    results.add(id, unit, f"{words}, p50 (p5, p95)", compute, digits=2)


def add_payback(results: Results, case: MarketCase) -> None:
    """Add the years of fee that repay the capital, the margin at a short life, and SpaceX's own spending per megawatt."""
    evidence = results.evidence

    def google() -> float:
        kw = blackwell_draw_w(evidence).value / 1000
        return payback_years(evidence, google_usd_per_gpu_hour(evidence), kw)

    def short_life() -> float:
        life, _ = evidence.ends("ownership_it_life_range", "years")
        shortest = replace(central_inputs(evidence), it_life_years=life)
        cost = cost_usd_per_gpu_hour(annual_cost(shortest), mix_kw(case).value)
        return margin(case.fee_usd_per_gpu_hour, cost)

    results.add(
        "owner_payback",
        "years",
        "Capital over the yearly fee less running costs, Anthropic",
        lambda: payback_years(evidence, case.fee_usd_per_gpu_hour, mix_kw(case).value),
        digits=2,
    )
    results.add(
        "owner_payback_google",
        "years",
        "Capital over the yearly fee less running costs, Google",
        google,
        digits=2,
    )
    results.add(
        "owner_margin_short_life",
        "fraction",
        "Owner's margin if the chips earn only for the shortest life, all else in the middle",
        short_life,
        digits=2,
    )
    results.add(
        "owner_capex_per_mw",
        "USD/MW",
        "SpaceX's AI capital spending since 2023 over its nameplate of June 2026",
        lambda: (
            sum(evidence.number(f"spacex_ai_capex_{period}", unit) for period, unit in SPENT.items())
            / evidence.number("spacex_nameplate_2026q2", "MW")
        ),
        digits=2,
    )


def payback_years(evidence: Evidence, price_usd_per_gpu_hour: float, kw: float) -> float:
    """Return the years of rent, less running costs, that repay the capital of a GPU."""
    number = evidence.number
    kwh = HOURS_PER_YEAR * number("ownership_average_load", "fraction") * number("ownership_pue_range", "ratio")
    energy = kwh * number("electricity_tennessee_industrial", "USD/kWh")
    running = kw * (energy + number("ownership_operations_range", "USD/MW-year") / KW_PER_MW)
    capital = kw * number("ownership_capex_range", "USD/MW") / KW_PER_MW
    return capital / (price_usd_per_gpu_hour * HOURS_PER_YEAR - running)
