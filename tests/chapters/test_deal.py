"""The numbers of the chapter on the deal, worked out by another route."""

from datetime import date

import pytest

from compute_deal.chapters.deal.results import deal_results
from compute_deal.evidence import load
from compute_deal.inputs.deal import DealCase


@pytest.fixture(scope="module")
def results():
    return deal_results(load())


def test_the_headline_by_hand(results):
    # July 2026 to May 2029: 6 + 12 + 12 + 5 = 35 months at 1.25bn; then what Customer B paid in May and June
    headline = results["headline_value"]
    assert headline.value == pytest.approx(35 * 1.25e9 + 0.195 * 7.814e9)
    assert (headline.low, headline.high) == pytest.approx((35 * 1.25e9, 37 * 1.25e9))


def test_what_fell_due_by_hand(results):
    # May and June at the reduced fee, July to October in full, 21 of November's 30 days
    assert results["accrued_today"].value == pytest.approx(0.195 * 7.814e9 + 1.25e9 * (4 + 21 / 30))
    assert results["accrued_today"].value + results["left_today"].value == pytest.approx(
        results["headline_value"].value
    )


def test_present_value_from_whole_months(results):
    # another route: monthly compounding at the equivalent monthly rate, payments at month ends
    monthly = 1.0837 ** (1 / 12) - 1
    ramp = 0.195 * 7.814 / 2.5
    fees = [1.25 * ramp] * 2 + [1.25] * 35
    approximate = sum(fee / (1 + monthly) ** (month + 1) for month, fee in enumerate(fees))
    assert results["present_value"].value == pytest.approx(approximate * 1e9, rel=1e-3)


def test_cloud_contracts_by_hand(results):
    # headlines: Google 33 × 0.92bn, Reflection 42 × 0.15bn
    assert results["cloud_headlines"].value == pytest.approx(
        results["headline_value"].value + 33 * 0.92e9 + 42 * 0.15e9
    )
    # firm at the end of June: Anthropic July to October; Google October to March, by 90 days from 1 January;
    # Reflection July to September and 90 days to 29 December
    google = 0.92e9 * (3 + 1 + 1 + 31 / 31)
    reflection = 0.15e9 * (5 + 29 / 31)
    assert results["cloud_firm"].value == pytest.approx(1.25e9 * 4 + google + reflection, rel=2e-3)


def test_ratios_by_hand(results):
    assert results["fee_to_spacex_revenue"].value == pytest.approx(15 / 18.674)
    assert results["customer_b_of_ai"].value == pytest.approx(0.195 * 7814 / 2561)
    assert results["customer_b_next"].value == pytest.approx(3.75 / (7.814 - 1.52373 + 3.75))


def test_every_range_holds_its_value(results):
    for id, result in results.items():
        if result.low is not None:
            assert result.low <= result.value <= result.high, id


def test_a_changed_fact_changes_the_results():
    evidence = load()
    cheaper = deal_results(evidence.with_values(csa_fee=1.0e9))
    assert cheaper["fee_per_year"].value == 12e9
    later = DealCase(evidence.with_values(csa_initial_period_months=4))
    assert later.prospectus.earliest_exit == date(2026, 12, 2)


def test_musk_s_term_counted_from_the_first_full_fee(results):
    # 1 July + 180 days = 28 December 2026; 90 days of notice later it is 28 March 2027.
    assert results["late_first_notice"].value == "2026-12-28"
    # From 22 November: 9 of 30 days of November, three full months, 27 of 31 days of March.
    assert results["firm_today"].high == pytest.approx(1.25e9 * (9 / 30 + 3 + 27 / 31))
