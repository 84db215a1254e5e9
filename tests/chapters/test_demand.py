"""The numbers of the chapter on demand, worked out by another route."""

import pytest

from compute_deal.chapters.demand.case import DemandCase, by_provider
from compute_deal.chapters.demand.figures import contracts
from compute_deal.chapters.demand.results import demand_results
from compute_deal.evidence import load


@pytest.fixture(scope="module")
def evidence():
    return load()


@pytest.fixture(scope="module")
def results(evidence):
    return demand_results(evidence)


def test_shares_by_hand(results):
    # 15 billion a year over 14, 47, 65 and four times 11.5 billion.
    assert results["demand_share_2026_02"].value == pytest.approx(15 / 14)
    assert results["demand_share_2026_05"].value == pytest.approx(15 / 47)
    assert results["demand_share_now"].value == pytest.approx(15 / 65)
    assert results["demand_share_now"].high == pytest.approx(15 / 46)


def test_a_share_rests_on_the_fee_and_on_its_run_rate_alone(results):
    assert results["demand_share_2026_05"].inputs == ("anthropic_run_rate_2026_05", "csa_fee")


def test_paces_by_hand(results):
    # From 28 May to 31 July are 64 days, from 47 to 65 billion; on to 31 December 153, to 100 billion.
    assert results["demand_growth_to_2026_07"].value == pytest.approx((65 / 47) ** (365 / 64), rel=1e-3)
    assert results["demand_growth_expected"].value == pytest.approx((100 / 65) ** (365 / 153), rel=1e-3)


def test_growth_needed_by_hand(results):
    # End of July 2026 to the end of May 2029 are 34 months; a tenth means 150 billion, a twentieth 300.
    assert results["demand_revenue_needed"].value == pytest.approx(150e9)
    needed = results["demand_growth_needed"]
    assert needed.value ** (34 / 12) == pytest.approx(150 / 65)
    assert needed.high ** (34 / 12) == pytest.approx(300 / 65)
    assert 65 * (1 - results["demand_fall_for_half"].value) == pytest.approx(30)


def test_obligations_by_hand(results):
    # A fifth of 518 billion, give or take 2.5 points of the share.
    assert results["demand_cancellable"].value == pytest.approx(103.6e9)
    assert results["demand_cancellable"].low == pytest.approx(0.175 * 518e9)
    # On 28 September 2026, 27 of 30 days gone: 45.27373 less 1.52373, two months and nine tenths of one.
    assert results["demand_fee_of_cancellable"].value == pytest.approx((35 - 2.9) * 1.25 / 103.6)
    # Without SpaceX the lines are 161.2 + 111.1 + 110 + 31.4 + 20 = 433.7 of 518 billion.
    assert results["demand_unlisted"].value == pytest.approx(84.3e9)
    # 15 + 12 · (111.1/88 + 110/120 + 31.4/79) billion a year, and 161.2/5 more.
    known = 15 + 12 * (111.1 / 88 + 110 / 120 + 31.4 / 79)
    assert results["demand_dated_per_year"].value / 1e9 == pytest.approx(known)
    assert results["demand_dated_per_year"].high / 1e9 == pytest.approx(known + 161.2 / 5)
    assert results["demand_dated_share"].value == pytest.approx(known / 65)


def test_no_result_rests_on_the_line_that_a_second_reading_did_not_show(results):
    assert [id for id, result in results.items() if "obligations_spacex_line" in result.inputs] == []


def test_contracts_that_overlap_share_a_group(evidence):
    rows = DemandCase(evidence).contracts
    pairs = [(id, other) for id, others in rows.overlaps_with.items() for other in str(others).split()]
    assert len(pairs) > 5
    assert [pair for pair in pairs if rows.group[pair[0]] != rows.group[pair[1]]] == []


def test_contracts_by_hand(evidence, results):
    # 14 contracts, all but that with SpaceX without published exit terms.
    assert results["demand_contracts_exit_unknown"].value == 13
    rows = by_provider(DemandCase(evidence)).set_index("provider")
    assert rows.reported_usd.sum() == pytest.approx(518.2e9)
    assert rows.index[rows.exit.str.contains("notice")].tolist() == ["SpaceX"]


def test_no_contract_is_called_firm_whose_exit_terms_are_unknown(evidence):
    table = contracts(DemandCase(evidence).valued_contracts).set_index("Provider")
    amazon = table.Exit[table.index.str.startswith("Amazon, AWS")]
    assert amazon.tolist() == ["commitment, exit not public"]
    assert table.Exit.value_counts()["on notice"] == 1


def test_weekly_limits_by_hand(results):
    # Half more, then a quarter more than before: 1.25 / 1.5 is a sixth less.
    assert results["demand_weekly_promotion"].value == pytest.approx(1.5)
    assert results["demand_weekly_cut"].value == pytest.approx(1 / 6)


def test_a_changed_fact_changes_the_results(evidence):
    lower = demand_results(evidence.with_values(anthropic_run_rate_2026_07=50e9))
    assert lower["demand_share_now"].value == pytest.approx(0.3)
    assert lower["demand_growth_needed"].value ** (34 / 12) == pytest.approx(3)
