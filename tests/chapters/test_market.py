"""The chapter's headline numbers by another route, and that they follow the evidence."""

from datetime import date

import pytest

from compute_deal.chapters.market.capacity_results import OCTOBER, leases, running
from compute_deal.chapters.market.case import MarketCase
from compute_deal.chapters.market.contract_results import DEAL, SPACEX, comparables, peer_usd_per_mw_year
from compute_deal.chapters.market.owner_results import central_inputs
from compute_deal.chapters.market.results import market_results
from compute_deal.evidence import load
from compute_deal.inputs.published import epoch_table


@pytest.fixture(scope="module")
def evidence():
    return load()


@pytest.fixture(scope="module")
def case(evidence):
    return MarketCase(evidence)


@pytest.fixture(scope="module")
def results(evidence):
    return market_results(evidence)


def test_price_of_a_gpu_hour(results):
    # 1.25e9 / 730.5 hours = 1,711,157 USD an hour; over 325,000: 5.2651, over 220,000: 7.7780.
    assert results["unit_gpu_hour_prospectus"].value == pytest.approx(5.2651, abs=1e-4)
    assert results["unit_gpu_hour_announced"].value == pytest.approx(7.7780, abs=1e-4)


def test_price_by_speed(results, case):
    # 200,000 Hopper + 125,000 * 2500/989 = 315,976: 515,976 H100, at 1,711,157 USD an hour 3.3164 each.
    assert case.prospectus.gpus == {"H100": 150_000, "H200": 50_000, "GB200": 125_000}
    assert results["unit_h100_equivalents"].value == 516_000
    assert results["unit_h100_hour"].value == pytest.approx(3.3164, abs=1e-4)
    # Colossus 1: 200,000 + 30,000 * 2.5278 = 275,834 against Epoch AI's 280,000.
    assert results["unit_epoch_deviation"].value == pytest.approx(1 - 275_834 / 280_000, abs=1e-5)


def test_the_bank_s_mix_is_the_report_s(evidence, case):
    bank = {chip: evidence.number(f"bank_{chip.lower()}_gpus", "GPUs") for chip in case.prospectus.gpus}
    assert bank == case.prospectus.gpus


def test_market_rent_of_the_mix(results):
    # 150,000 * 2.82 + 50,000 * 3.25 + 125,000 * 5.87 = 1,319,250 USD an hour; over 325,000 is 4.0592.
    assert results["unit_market_gpu_hour"].value == pytest.approx(1_319_250 / 325_000)
    # 1,711,157 / 1,319,250 = 1.2971; low rents 987.5 thousand an hour, 1.733; high 1,810 thousand, 0.945.
    ratio = results["unit_fee_to_market"]
    assert ratio.value == pytest.approx(1.2971, abs=1e-4)
    assert (ratio.low, ratio.high) == pytest.approx((0.945, 1.733), abs=1e-3)


def test_yardsticks_by_hand(results):
    price = {name: results[f"yard_{name}"].value for name in ("hosting", "clouds", "power")}
    # The split of the fee, 14,972.9m a year of 8,760 hours over 325,000; over 2.59 and half of 4 % more; times 2.82.
    split = (150 * 3.50 + 50 * 4.81 + 125 * 7.55) / 325
    block = results["replacement_price"]
    assert block.value == pytest.approx(split / 2.59 / 1.02 * 2.82)
    assert (block.low, block.high) == pytest.approx((results["unit_market_gpu_hour"].value, price["hosting"]))
    assert results["fee_to_replacement"].value == pytest.approx(5.2651 / block.value, rel=1e-4)
    assert price["hosting"] == pytest.approx(4.05923 * 920e6 / 730.5 / 110_000 / 6.82, rel=1e-5)
    assert price["clouds"] == pytest.approx(4.05923 * 1.45, rel=1e-5)
    assert price["power"] == pytest.approx(12.0657e6 * 498.75 / 8766 / 325_000, rel=1e-4)
    for name, usd in price.items():
        assert results[f"fee_to_{name}"].value == pytest.approx(5.2651 / usd, rel=1e-4)
    # The table has the cheapest first.
    order = [price["power"], results["unit_market_gpu_hour"].value, block.value]
    assert [*order, price["clouds"], price["hosting"]] == sorted([*order, price["clouds"], price["hosting"]])


def test_price_of_power(results):
    # 200,000 * 1.30 kW + 125,000 * 1.91 kW = 260 + 238.75 = 498.75 MW; 15e9 / 498.75 = 30.08m.
    assert results["unit_power"].value == pytest.approx(498.75)
    assert results["unit_mw_year"].value == pytest.approx(15e9 / 498.75)
    # Google: (1.91 + 2.0) / 2 * 110 = 215.05 MW; 11.04e9 / 215.05 = 51.34m.
    assert results["unit_mw_year_google"].value == pytest.approx(11.04e9 / 215.05)


def test_words_of_the_text_hold(results, evidence):
    table = comparables(evidence)
    assert list(table.index).index(DEAL) == 2
    assert set(table.index[table.firmness == "either side may leave"]) <= set(SPACEX)
    assert results["replacement_price"].value / results["unit_index_h100"].value == pytest.approx(2, abs=0.1)
    assert 1709.25 / 325 / results["unit_index_signing"].value == pytest.approx(2, abs=0.1)
    assert results["unit_fee_to_market"].value == pytest.approx(4 / 3, abs=0.05)
    assert results["owner_cost"].value / results["unit_gpu_hour_prospectus"].value == pytest.approx(1 / 3, abs=0.03)
    assert results["owner_payback_google"].value < 1 < results["owner_payback"].value
    assert results["replacement_ratio"].value == pytest.approx(2, abs=0.1)
    low, high = evidence["spacex_price_multiple_per_mw"].range
    assert results["fee_to_power"].value < low
    assert high < results["unit_mw_year_google"].value / results["comp_peer_mw_year"].value < 1.1 * high
    one_year = evidence.rows("prices", ["h100_one_year_2026_08"]).iloc[0]
    assert float(one_year.low) < results["unit_index_h100"].value < float(one_year.high)


def test_no_return_is_taken_across_a_change_of_definition(evidence):
    pairs = [
        ("h100_index_2026_04_30", "h100_spot_2026_09_07"),
        ("h100_index_2025_12_09", "h100_index_2026_04_01"),
    ]
    for pair in pairs:
        assert evidence.rows("prices", pair).definition.nunique() == 1


def test_forward_curves_by_hand(results):
    assert results["curve_h100_year"].value == pytest.approx(1 - 2.14 / 2.63)
    assert results["curve_b200_year"].value == pytest.approx(1 - 5.03 / 5.69)
    assert results["curve_h100_term"].value == pytest.approx(1 - 2.38 / 2.72)


def test_rents_rose_in_autumn_by_more_than_the_new_definition_explains(results):
    assert results["unit_index_since_deal"].value == pytest.approx(2.63 / 2.59 - 1)
    assert results["unit_index_autumn_rents"].value == pytest.approx(2.82 / 2.63 / 1.04 - 1)


def test_cost_by_hand(evidence, results):
    # Recovery at 8.37 %: 0.0837 / (1 - 1.0837^-5) = 0.252864 and over 14 years 0.123906.
    # 26.6 * 0.252864 + 11.4 * 0.123906 = 6.7262 + 1.4125; energy 8.766e9 kWh * 0.8 * 1.25 * 0.0679 = 0.5952; 0.3.
    # 9.0339bn per GW-year at 1.534615 kW a GPU: 9.0339e9 * 1.534615e-6 / 8766 = 1.5815 USD.
    inputs = central_inputs(evidence)
    assert inputs.it_capital_usd_per_gw == pytest.approx(26.6e9)
    per_year = 26.6 * 0.0837 / (1 - 1.0837**-5) + 11.4 * 0.0837 / (1 - 1.0837**-14) + 0.5952 + 0.3
    central = per_year * 1e9 * 498.75 / 325_000 / 1e3 / 8766
    assert central == pytest.approx(1.5815, abs=5e-4)
    assert results["owner_cost_middle"].value == pytest.approx(central, rel=1e-3)
    # The median of skewed inputs lies above the central value, and within the tails.
    assert results["owner_cost"].low < central < results["owner_cost"].value < results["owner_cost"].high


def test_margin_follows_from_cost(results):
    # With a constant price the margin's percentiles are those of the cost, turned round.
    price, cost = results["unit_gpu_hour_prospectus"].value, results["owner_cost"]
    margin = results["owner_margin_prospectus"]
    assert (margin.low, margin.value, margin.high) == pytest.approx(
        (1 - cost.high / price, 1 - cost.value / price, 1 - cost.low / price)
    )


def test_payback_by_hand(results):
    # 58,315 USD a GPU; fee 5.2651 * 8766 = 46,154; running (0.5952 + 0.3)e9 * 1.5346e-6 = 1,374: 1.302 years.
    assert results["owner_payback"].value == pytest.approx(58_315 / (46_154 - 1_374), rel=1e-3)
    # 42.374bn since 2023 over 1,400 MW.
    assert results["owner_capex_per_mw"].value == pytest.approx(42.374e9 / 1400)


def test_epoch_is_reproduced(evidence, results):
    table = epoch_table(evidence)
    assert (table.straight / table.published - 1).tolist() == pytest.approx([-0.118, -0.172, -0.212], abs=1e-3)
    miss = results["owner_epoch_miss"]
    assert (miss.low, miss.value, miss.high) == pytest.approx((0.118, 0.172, 0.212), abs=1e-3)
    assert results["owner_epoch_deviation"].value < 0.015


def test_comparables(evidence):
    table = comparables(evidence)
    assert table.usd_per_year[DEAL] == 15e9
    assert table.usd_per_year["google_spacex_contract"] == pytest.approx(11.04e9)
    assert table.usd_per_year["december_spacex_contract"] == pytest.approx(13.32e9)
    assert "anthropic_akamai_contract" not in table.index
    assert table.name.is_unique
    peers = peer_usd_per_mw_year(evidence)
    assert peers["microsoft_iren_contract"] == pytest.approx(9.7e6)
    assert not {"anthropic_terawulf_contract", "anthropic_amazon_contract", DEAL} & set(peers.index)


def test_booked_is_less_than_announced(results):
    assert results["comp_booked_iren"].value == pytest.approx(0.71 / 13.1)
    assert results["comp_booked_nvidia"].value == pytest.approx(0.3)


def test_running_fees_by_hand(results):
    # The contract of August runs from October to March: it is paid in December and not in April.
    assert results["fees_april"].value == pytest.approx(1.25e9 + 0.92e9 + 0.15e9 + 1.11e9)
    assert results["fees_december"].value == pytest.approx(3.43e9 + 6.7e9 / 6)
    assert results["fees_anthropic_april"].value == pytest.approx(1.25 / 3.43)
    assert results["fees_anthropic_december"].value == pytest.approx(1.25 / (3.43 + 6.7 / 6))


def test_the_months_of_the_running_fees_are_those_of_the_leases(case):
    def names(when):
        return {each.name for each in running(case, when)}

    assert names(date(2026, 12, 1)) - names(date(2027, 4, 1)) == {"not named, August"}
    assert len(names(date(2026, 12, 1))) == len(SPACEX)
    assert names(date(2027, 3, 31)) == names(date(2026, 12, 1))


def test_capacity_sold(case, results):
    # October: 498.75 MW, Google's 215.05, 17,500 at 2 kW, and the fee of 1,116.67m over 11.4492 USD and 730.5 hours.
    # GPUs counted: 200,000 * 1.30 + 140,000 * 1.91 + 440,000 * 2.00 kW.
    middle = 498.75 + 215.05 + 35 + 6.7e9 / 6 / 730.5 / 11.449194 * 2e-3
    share = results["sold_share_october"]
    assert share.value == pytest.approx(middle / (260 + 267.4 + 880), rel=1e-5)
    assert share.low < share.value < share.high < 1
    # June: the Anthropic lease alone, 498.75 of 1,400 MW.
    assert results["sold_share_june"].value == pytest.approx(498.75 / 1400)
    assert [each.name for each in running(case, OCTOBER)] == ["Anthropic", "Google", "Reflection", "not named, August"]
    # Deutsche Bank's estimates of 110,000 GPUs, at 2 kW, are the low ends.
    for each in leases(case)[-2:]:
        assert each.mw().low == pytest.approx(220, rel=0.005)


def test_own_revenue_by_hand(results):
    # Mean nameplate 1,200 less 498.75 MW for the 59 of 91 days from 3 May: 876.6 MW.
    # 2,194 - 1,600 = 594m and 2,561 - 0.195 * 7,814 = 1,037.27m a quarter.
    assert results["split_own_revenue"].low == pytest.approx(4 * 594e6 / (1200 - 498.75 * 59 / 91))
    assert results["split_own_revenue"].high == pytest.approx(4 * 1037.27e6 / (1200 - 498.75 * 59 / 91))
    # (5.2651 - 1) / (8 - 1)
    assert results["split_break_even"].value == pytest.approx(4.2651 / 7, abs=1e-4)


def test_a_changed_fact_changes_the_results(evidence, results):
    more = market_results(evidence.with_values(csa_gpus_prospectus=400_000))
    assert more["unit_gpu_hour_prospectus"].value == pytest.approx(
        results["unit_gpu_hour_prospectus"].value * 325 / 400
    )
    assert more["unit_fee_to_market"].value < results["unit_fee_to_market"].value
    assert more["sold_share_october"].value > results["sold_share_october"].value


def test_results_rest_on_what_they_read(results):
    assert set(results["unit_gpu_hour_prospectus"].inputs) == {"csa_fee", "csa_gpus_prospectus"}
    assert "h100_price_range" in results["owner_margin_market"].inputs
    assert "h100_price_range" not in results["owner_margin_prospectus"].inputs
