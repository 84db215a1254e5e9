"""The chapter's headline numbers by another route, and that they follow the evidence."""

from dataclasses import replace

import pytest

from compute_deal.chapters.market.capacity_results import leases, sold_by_date
from compute_deal.chapters.market.case import market_case, prices_by_date
from compute_deal.chapters.market.contract_results import DEAL, booked, comparables
from compute_deal.chapters.market.owner_results import central_inputs, simulations
from compute_deal.chapters.market.results import market_results
from compute_deal.chapters.market.split_results import notice_share, own_demand, split_terms
from compute_deal.evidence import load
from compute_deal.inputs.epoch import epoch_table
from compute_deal.models.margin import rank_correlations
from compute_deal.models.own_demand import Demand
from compute_deal.models.recall import recall_value


@pytest.fixture(scope="module")
def evidence():
    return load()


@pytest.fixture(scope="module")
def case(evidence):
    return market_case(evidence)


@pytest.fixture(scope="module")
def results(evidence):
    return market_results(evidence)


def changed(evidence, id, **values):
    return replace(evidence, facts={**evidence.facts, id: replace(evidence.facts[id], **values)})


def test_price_of_a_gpu_hour(results):
    # 1.25e9 / 730.5 hours = 1,711,157 USD an hour; over 325,000: 5.2651, over 220,000: 7.7780, over 230,000: 7.4398.
    assert results["unit_gpu_hour_prospectus"].value == pytest.approx(5.2651, abs=1e-4)
    assert results["unit_gpu_hour_announced"].value == pytest.approx(7.7780, abs=1e-4)
    assert results["unit_gpu_hour_october"].value == pytest.approx(7.4398, abs=1e-4)


def test_price_by_speed(results, case):
    # 200,000 Hopper + 125,000 * 2500/989 = 315,976: 515,976 H100, at 1,711,157 USD an hour 3.3164 each.
    assert case.prospectus.gpus == {"H100": 150_000, "H200": 50_000, "GB200": 125_000}
    assert results["unit_h100_equivalents"].value == 516_000
    assert results["unit_h100_hour"].value == pytest.approx(3.3164, abs=1e-4)
    # Colossus 1: 200,000 + 30,000 * 2.5278 = 275,834 against Epoch AI's 280,000.
    assert results["unit_epoch_deviation"].value == pytest.approx(1 - 275_834 / 280_000, abs=1e-5)
    # Peak 510,300 PFLOP/s: 1,711,157 / 510,300 = 3.3532 USD, at 30 % delivered 11.177.
    assert results["unit_pflop_hour"].value == pytest.approx(1_711_157 / 510_300 / 0.3, rel=1e-5)


def test_market_rent_of_the_mix(results):
    # 150,000 * 2.7 + 50,000 * 4 + 125,000 * 5.3 = 1,267,500 USD an hour; times 730.5 = 925.9m; 1,250 / 925.9 = 1.35.
    assert results["unit_market_rent"].value == pytest.approx(925.909e6, rel=1e-5)
    assert results["unit_fee_to_market"].value == pytest.approx(1.3500, abs=1e-4)
    # Low rents: 300 + 125 + 562.5 = 987.5 thousand an hour, 721.4m a month, 1.733.
    assert results["unit_fee_to_market"].high == pytest.approx(1.73)
    assert results["unit_fee_to_market"].low == pytest.approx(0.95)


def test_rents_that_fall_together_raise_the_ratio_by_as_much(results):
    ratio = results["unit_fee_to_market_trough"].value / results["unit_fee_to_market"].value
    assert ratio == pytest.approx(2.73 / 2.00)


def test_the_counted_reading_lies_close_to_the_announced_one(results):
    # 230,000 in place of 220,000 GPUs of nearly the same mix
    for unit in ("gpu_hour", "h100_hour", "fee_to_market"):
        pair = results[f"unit_{unit}_october"].value / results[f"unit_{unit}_announced"].value
        assert pair == pytest.approx(220 / 230, abs=0.01)
    assert results["unit_mw_year_october"].low < results["unit_mw_year_october"].value < 50e6


def test_price_of_power(results):
    # 200,000 * 1.30 kW + 125,000 * 1.91 kW = 260 + 238.75 = 498.75 MW; 15e9 / 498.75 = 30.08m.
    assert results["unit_power"].value == pytest.approx(498.75)
    assert results["unit_mw_year"].value == pytest.approx(15e9 / 498.75)
    # Google: (1.91 + 2.0) / 2 * 110 = 215.05 MW; 11.04e9 / 215.05 = 51.34m.
    assert results["unit_mw_year_google"].value == pytest.approx(11.04e9 / 215.05)


def test_the_fee_buys_gpus_at_the_index(results):
    assert results["unit_h100_bought"].value * 2.73 * 730.5 == pytest.approx(1.25e9, rel=1e-3)
    assert results["unit_b200_bought"].value * 5.3 * 730.5 == pytest.approx(1.25e9, rel=1e-3)


def test_words_of_the_text_hold(results, evidence, case):
    assert results["comp_rank"].value == 3
    assert results["comp_others_leaving"].value == 0
    assert case.prospectus.gpus["GB200"] / case.prospectus.total_gpus == pytest.approx(2 / 5, abs=0.03)
    assert results["unit_b200_bought"].value == pytest.approx(case.prospectus.total_gpus, rel=0.01)
    assert results["owner_cost"].value / results["unit_gpu_hour_prospectus"].value == pytest.approx(1 / 3, abs=0.03)
    for kind in ("", "_normal"):
        assert results[f"split_kept_recall{kind}"].value < results[f"split_kept_firm{kind}"].value
    assert results["owner_payback_google"].value < 1 < results["owner_payback"].value
    low, high = evidence["spacex_price_multiple_per_mw"].range
    assert low < results["unit_mw_year_google_to_rule"].value < high
    assert results["unit_mw_year_to_rule"].value < low < results["unit_mw_year_announced"].value / 13e6 < high
    middle = results["next_at_deal_speed_price"].value
    assert (middle - results["next_fee"].low) / (results["next_fee"].high - results["next_fee"].low) == pytest.approx(
        0.5, abs=0.05
    )


def test_cost_by_hand(evidence, results):
    # Recovery at 8.37 %: 0.0837 / (1 - 1.0837^-5) = 0.252864 and over 14 years 0.123906.
    # 26.6 * 0.252864 + 11.4 * 0.123906 = 6.7262 + 1.4125; energy 8.766e9 kWh * 0.8 * 1.25 * 0.0679 = 0.5952; 0.3.
    # 9.0339bn per GW-year at 1.534615 kW a GPU: 9.0339e9 * 1.534615e-6 / 8766 = 1.5815 USD.
    inputs = central_inputs(evidence)
    assert inputs.it_capital_usd_per_gw == pytest.approx(26.6e9)
    per_year = 26.6 * 0.0837 / (1 - 1.0837**-5) + 11.4 * 0.0837 / (1 - 1.0837**-14) + 0.5952 + 0.3
    central = per_year * 1e9 * 498.75 / 325_000 / 1e3 / 8766
    assert central == pytest.approx(1.5815, abs=5e-4)
    # The median of skewed inputs lies above the central value, and within the tails.
    assert results["owner_cost"].low < central < results["owner_cost"].value < results["owner_cost"].high


def test_margin_follows_from_cost(results):
    # With a constant price the margin's percentiles are those of the cost, turned round.
    price, cost = results["unit_gpu_hour_prospectus"].value, results["owner_cost"]
    margin = results["owner_margin_prospectus"]
    assert (margin.low, margin.value, margin.high) == pytest.approx(
        (1 - cost.high / price, 1 - cost.value / price, 1 - cost.low / price)
    )
    # Two standard errors stay below half of the last digit shown, a whole per cent.
    assert 2 * results["owner_simulation_error"].value < 0.005


def test_life_of_the_chips_matters_most(evidence, case):
    run = simulations(evidence, case)["prospectus"]
    ranking = rank_correlations(run.drivers, run.margin)
    assert list(ranking)[:2] == ["it_life_years", "it_capital_usd_per_gw"]
    assert abs(ranking["electricity_usd_per_kwh"]) < 0.1


def test_payback_by_hand(results):
    # 58,315 USD a GPU; fee 5.2651 * 8766 = 46,154; running (0.5952 + 0.3)e9 * 1.5346e-6 = 1,374: 1.302 years.
    assert results["owner_payback"].value == pytest.approx(58_315 / (46_154 - 1_374), rel=1e-3)
    # 42.374bn since 2023 over 1,400 MW.
    assert results["owner_capex_per_mw"].value == pytest.approx(42.374e9 / 1400)


def test_epoch_is_reproduced(evidence):
    table = epoch_table(evidence)
    assert (table.straight / table.published - 1).tolist() == pytest.approx([-0.118, -0.172, -0.212], abs=1e-3)
    assert (table.interest / table.published - 1).abs().max() < 0.015


def test_comparables(evidence, case):
    table = comparables(evidence, case)
    assert table.usd_per_year[DEAL] == 15e9
    assert table.usd_per_year["google_spacex_contract"] == pytest.approx(11.04e9)
    assert table.usd_per_mw_year["microsoft_iren_contract"] == pytest.approx(9.7e6)
    assert "anthropic_akamai_contract" not in table.index
    assert table.usd_per_mw_year[["anthropic_terawulf_contract", "anthropic_amazon_contract"]].isna().all()
    assert table.name.is_unique


def test_booked_is_less_than_announced(evidence, results):
    frame = booked(evidence)
    assert (frame.booked_usd < frame.announced_usd).all()
    assert results["comp_booked_iren"].value == pytest.approx(0.71 / 13.1)


def test_capacity_sold(evidence, case, results):
    # October: 325,000 + 110,000 + fees of 150m and 1,116.67m over 11.4492 or 5.30 USD and 730.5 hours.
    fees = 150e6 + 6.7e9 / 6
    low = 435_000 + fees / 730.5 / 11.449194
    high = 435_000 + fees / 730.5 / 5.30
    share = results["sold_share_gpus"]
    assert (share.low, share.high) == pytest.approx((low / 780_000, high / 780_000), rel=1e-5)
    assert share.high < 1
    # June: the Anthropic lease alone, 498.75 of 1,400 MW.
    assert results["sold_share_june"].value == pytest.approx(498.75 / 1400)
    # GPUs counted: 200,000 * 1.30 + 140,000 * 1.91 + 440,000 * 2.00 kW.
    assert results["sold_mw_counted"].value == pytest.approx(260 + 267.4 + 880)
    later = sold_by_date(evidence, case).query("name == 'customer not named'").value.tolist()
    assert later[0] == later[3] == 0 < later[1] == later[2]
    assert {each.name for each in leases(evidence, case) if each.inferred} == {"Reflection", "customer not named"}


def test_concentration_by_hand(results):
    lines = [84.5, 161.2, 111.1, 110, 31.4, 20]
    total = sum(lines)
    assert results["hhi_supply"].value == pytest.approx(sum((line / total) ** 2 for line in lines))
    assert results["hhi_supply"].low == pytest.approx(results["hhi_supply"].value)  # counting all of it disperses most
    share = 0.195 * 7814 / 2561
    assert results["hhi_revenue"].low == pytest.approx(share**2)
    assert results["hhi_revenue"].high == pytest.approx(share**2 + (1 - share) ** 2)
    fees = [1250, 920, 6700 / 6, 150]
    assert results["hhi_autumn"].value == pytest.approx(sum(fee**2 for fee in fees) / sum(fees) ** 2)


def test_split_by_hand(results, evidence, case):
    # Firm: (8 - 5.2651) / (8 - 1) = 0.3907; break-even use is the rest.
    assert results["split_fractile"].value == pytest.approx(2.7349 / 7, abs=1e-4)
    assert results["split_break_even"].value == pytest.approx(1 - 2.7349 / 7, abs=1e-4)
    assert results["split_notice_share"].value == pytest.approx(90 / 1095.75)
    # Below the rent own use gets nothing, and the right of recall is worth nothing.
    assert results["split_kept_firm"].low == results["split_recall_value"].low == 0
    # Normal demand of mean 50 and deviation 25: 50 - 0.2776 * 25, and with recall 0.0821 * 2.7349 / 4.4897 = 0.05.
    assert results["split_kept_firm_normal"].value == pytest.approx(0.4306, abs=5e-4)
    assert results["split_kept_recall_normal"].value == pytest.approx(0.5 - 1.645 * 0.25, abs=2e-3)
    # The less sure of its own needs, the more the owner gains from recall.
    terms, share, mean = split_terms(evidence, case), notice_share(evidence), own_demand(evidence).mean_units
    worth = [recall_value(terms, Demand(mean, spread), share) for spread in (10, 25, 40)]
    assert worth == sorted(worth)


def test_own_revenue_by_hand(results):
    # Mean nameplate 1,200 less 498.75 MW for the 59 of 91 days from 3 May: 876.6 MW.
    # 2,194 - 1,600 = 594m and 2,561 - 0.195 * 7,814 = 1,037.27m a quarter.
    assert results["split_own_revenue"].low == pytest.approx(4 * 594e6 / (1200 - 498.75 * 59 / 91))
    assert results["split_own_revenue"].high == pytest.approx(4 * 1037.27e6 / (1200 - 498.75 * 59 / 91))


def test_a_changed_fact_changes_the_results(evidence, results):
    more = market_results(changed(evidence, "csa_gpus_prospectus", value=400_000.0))
    assert more["unit_gpu_hour_prospectus"].value == pytest.approx(
        results["unit_gpu_hour_prospectus"].value * 325 / 400
    )
    assert more["unit_fee_to_market"].value < results["unit_fee_to_market"].value
    assert more["sold_share_gpus"].value > results["sold_share_gpus"].value
    longer = market_results(changed(evidence, "csa_notice_days", value=365.25))
    assert longer["split_kept_recall"].value > results["split_kept_recall"].value
    dear = market_results(changed(evidence, "own_use_value", value=12.0))
    assert dear["split_kept_firm"].value > results["split_kept_firm"].value


def test_keeping_a_gpu_under_recall_by_hand(results):
    # (5.27 - 1) / (8 - 1) for a firm lease; with recall the gain counts for 90 of 1,095.75 days.
    price = 1.25e9 / (325_000 * 365.25 * 24 / 12)
    share = 90 / (3 * 365.25)
    assert results["split_break_even"].value == pytest.approx((price - 1) / 7)
    assert results["split_break_even_recall"].value == pytest.approx(
        (price - 1) / (share * (8 - price) + price - 1), rel=1e-3
    )


def test_google_s_line_spread_over_its_term(results):
    assert results["google_line_per_year"].value == pytest.approx(111.1e9 / 88 * 12)  # April 2026 to July 2033


def test_leases_over_epoch_s_power(results):
    # October leases in MW over 946 for Colossus 2 and, at Colossus 1, the fee per MW-year of 47.3m: 15,000 / 47.3 = 317.
    assert results["sold_share_epoch"].value == pytest.approx(
        results["sold_mw_october"].value / (946 + 317.1), rel=2e-3
    )


def test_a_price_dated_by_its_month_comes_after_the_days_of_that_month(evidence):
    ids = ["h100_index_2026_06", "h100_index_2026_06_05", "h100_index_2026_07_27"]
    prices = prices_by_date(evidence, ids)
    assert [f"{when:%Y-%m-%d}" for when in prices.date] == ["2026-06-05", "2026-06-30", "2026-07-27"]
    assert prices.value.tolist() == [2.79, 2.59, 2.75]
