"""The sliders of the chapter on the market give what the package gives, over their grid."""

from dataclasses import replace

import pytest

from compute_deal.chapters.market.case import MarketCase
from compute_deal.chapters.market.owner_results import central_inputs, mix_kw
from compute_deal.evidence import load
from compute_deal.models.ownership import annual_cost, cost_usd_per_gpu_hour

PAGE = "chapters/03-market"


@pytest.mark.parametrize("capital", [20, 38, 60])
@pytest.mark.parametrize("life", [2, 5, 8])
@pytest.mark.parametrize("rate", [0, 8.37, 15])
def test_cost(explore, capital, life, rate):
    evidence = load()
    middle = central_inputs(evidence)
    built = evidence.number("construction_share_of_capex")
    inputs = replace(
        middle,
        it_capital_usd_per_gw=capital * 1e9 * (1 - built),
        facility_capital_usd_per_gw=capital * 1e9 * built,
        it_life_years=life,
        cost_of_capital=rate / 100,
    )
    kw = mix_kw(MarketCase(evidence)).mid
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
