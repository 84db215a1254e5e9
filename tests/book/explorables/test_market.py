"""The sliders of the chapter on the market give what the package gives, over their grid."""

from dataclasses import replace

import pytest

from compute_deal.chapters.market.case import market_case
from compute_deal.chapters.market.owner_results import central_inputs, kw_per_gpu
from compute_deal.chapters.market.split_results import notice_share, split_terms
from compute_deal.evidence import load
from compute_deal.models.dual_use import SplitTerms, kept_units
from compute_deal.models.own_demand import Demand
from compute_deal.models.ownership import annual_cost, cost_usd_per_gpu_hour
from compute_deal.models.recall import recall_profit

PAGE = "chapters/03-market"


@pytest.mark.parametrize("capital", [20, 38, 60])
@pytest.mark.parametrize("life", [2, 5, 8])
@pytest.mark.parametrize("rate", [0, 8.37, 15])
def test_cost(explore, capital, life, rate):
    evidence = load()
    case = market_case(evidence)
    middle = central_inputs(evidence)
    built = evidence.number("construction_share_of_capex")
    inputs = replace(
        middle,
        it_capital_usd_per_gw=capital * 1e9 * (1 - built),
        facility_capital_usd_per_gw=capital * 1e9 * built,
        it_life_years=life,
        cost_of_capital=rate / 100,
    )
    kw = kw_per_gpu(case.power_mw(case.prospectus), case.prospectus.total_gpus).mid
    rows = explore(PAGE, "fig-cost", {"set_capital": capital, "set_life": life, "set_rate": rate})
    shown = {row["part"]: row["usd"] for row in rows if "part" in row}
    cost = annual_cost(inputs)
    by_kind = [
        cost.it_usd_per_gw_year,
        cost.facility_usd_per_gw_year,
        cost.energy_usd_per_gw_year,
        cost.operations_usd_per_gw_year,
    ]
    assert list(shown.values()) == pytest.approx([cost_usd_per_gpu_hour(each, kw) for each in by_kind], rel=1e-5)


@pytest.mark.parametrize("value", [1, 8, 20])
@pytest.mark.parametrize("rent", [2, 5.27, 12])
@pytest.mark.parametrize(("mean", "spread"), [(10, 5), (50, 25), (90, 50)])
def test_split(explore, value, rent, mean, spread):
    evidence = load()
    idle = split_terms(evidence, market_case(evidence)).idle_value
    terms, demand = SplitTerms(100, value, rent, idle_value=idle), Demand(mean, spread)
    rows = explore(PAGE, "fig-split", {"set_value": value, "set_rent": rent, "set_mean": mean, "set_spread": spread})
    rows = [row for row in rows if "lease" in row]
    assert rows
    for row in rows:
        share = 1.0 if row["lease"] == "firm lease" else notice_share(evidence)
        if row["role"] == "best":
            assert row["kept"] == pytest.approx(kept_units(terms, demand, share), abs=1e-3)
        profit = recall_profit(terms, demand, row["kept"], share) / 100
        assert row["usd"] == pytest.approx(profit, rel=1e-5, abs=1e-5)
