"""The numbers of the chapter on demand, worked out by another route."""

import dataclasses
import math
from datetime import date

import numpy as np
import pytest

from compute_deal.chapters.demand.case import by_provider, demand_case, portfolio
from compute_deal.chapters.demand.results import demand_results
from compute_deal.evidence import load


@pytest.fixture(scope="module")
def evidence():
    return load()


@pytest.fixture(scope="module")
def results(evidence):
    return demand_results(evidence)


def changed(evidence, **values):
    facts = dict(evidence.facts)
    for id, value in values.items():
        facts[id] = dataclasses.replace(facts[id], value=value, low=None, high=None)
    return dataclasses.replace(evidence, facts=facts)


def test_shares_by_hand(results):
    # 15 billion a year over 14, 47, 65 and four times 11.5 billion.
    assert results["demand_share_2026_02"].value == pytest.approx(15 / 14)
    assert results["demand_share_2026_05"].value == pytest.approx(15 / 47)
    assert results["demand_share_now"].value == pytest.approx(15 / 65)
    assert results["demand_share_now"].high == pytest.approx(15 / 46)


def test_fit_agrees_with_numpy(results):
    days = np.array([0, 43, 97, 148, 212]) / 365  # from 31 December 2025
    slope = np.polyfit(days, np.log([9, 14, 30, 47, 65]), 1)[0]
    assert results["demand_growth_fit"].value == pytest.approx(math.exp(slope), rel=2e-3)
    assert results["demand_growth_fit"].low < results["demand_growth_fit"].value < results["demand_growth_fit"].high


def test_pace_of_the_last_interval_by_hand(results):
    # From 28 May to 31 July are 64 days, from 47 to 65 billion.
    assert results["demand_growth_to_2026_07"].value == pytest.approx((65 / 47) ** (365 / 64), rel=1e-3)
    # From 7 April to 31 July are 115 days and 35 billion: 15 billion take 115 · 15 / 35 days.
    assert results["demand_fee_in_days"].value == pytest.approx(115 * 15 / 35)


def test_growth_needed_by_hand(results):
    # End of July 2026 to the end of May 2029 are 34 months; a tenth means 150 billion.
    assert results["demand_months_left"].value == 34
    assert results["demand_revenue_needed"].value == pytest.approx(150e9)
    assert results["demand_growth_needed"].value ** (34 / 12) == pytest.approx(150 / 65)
    assert 65 * (1 - results["demand_fall_for_half"].value) == pytest.approx(30)


def test_run_rates_added_up_lie_between_rectangles(results):
    # The second quarter starts above 14 and ends below 65 billion a year, and the run-rate rises throughout.
    assert 14 / 4 < results["demand_added_up_2026q2"].value / 1e9 < 65 / 4
    # Between 28.. at its start and 55.. at its end (log-linear by hand), so near the mean of 42 over four.
    assert results["demand_added_up_2026q2"].value / 1e9 == pytest.approx(42 / 4, abs=0.3)


def test_adoption_by_hand(results):
    # 4 to 20 % from 12 February to 31 December: five times in 323 days.
    assert results["demand_commits_growth"].value == pytest.approx(5 ** (365 / 323), rel=1e-6)
    assert results["demand_commits_all"].value == pytest.approx(135_000 / 0.04)
    assert results["demand_code_growth"].value == pytest.approx(2 ** (365 / 42))


def test_portfolio_by_hand(evidence, results):
    # 84.5 of the 20 % of 518 billion that can be cancelled.
    assert results["demand_spacex_of_cancellable"].value == pytest.approx(84.5 / 103.6)
    # 12 · (111.1/88 + 110/120 + 31.4/79 + 84.5/44) billion a year.
    assert results["demand_dated_per_year"].value / 1e9 == pytest.approx(
        12 * (111.1 / 88 + 110 / 120 + 31.4 / 79 + 84.5 / 44)
    )
    # Only the smaller Akamai contract states a value and is contained in another: 1.8 billion less.
    assert results["demand_announced_sum"].value - results["demand_announced_once"].value == pytest.approx(1.8e9)
    # 14 contracts, all but that with SpaceX without published exit terms.
    assert results["demand_contracts_exit_unknown"].value == 13
    # The 1,000 MW of TPUs overlap with the 3,500 MW that follow.
    assert results["demand_power_sum"].value - results["demand_power_once"].value == pytest.approx(1000)
    rows = by_provider(evidence, portfolio(evidence, 45e9)).set_index("provider")
    assert rows.reported_usd.sum() == pytest.approx(518.2e9)
    assert rows.index[rows.exit.str.contains("notice")].tolist() == ["SpaceX"]


def test_overload_by_flow_balance(results):
    # Far above capacity nearly all places are busy, so the share turned away is a little above 1 - n/A.
    assert 1 - 1 / 1.3 < results["demand_turned_away_before"].high < 1 - 1 / 1.3 + 0.01
    assert 1 - 1 / 1.1 < results["demand_turned_away_before"].value < 1 - 1 / 1.1 + 0.01
    assert results["demand_turned_away_after"].value == 0
    # Pooling: a larger pool carries more than in proportion.
    assert results["demand_load_gain"].value > 0.3
    assert results["demand_pool_split"].value > 100 * results["demand_pool_one"].value


def test_a_changed_fact_changes_the_results(evidence, results):
    lower = demand_results(changed(evidence, anthropic_run_rate_2026_07=50e9))
    assert lower["demand_share_now"].value == pytest.approx(0.3)
    assert lower["demand_growth_fit"].value < results["demand_growth_fit"].value
    assert lower["demand_growth_needed"].value ** (34 / 12) == pytest.approx(3)


def test_floors_are_known(evidence):
    case = demand_case(evidence)
    assert case.run_rates.floor.tolist() == [False, False, True, True, False]
    assert case.quarters.floor.tolist() == [False, True]
    assert case.term_end == date(2029, 6, 1)
