"""The chapter on risks: inputs and headline numbers by another route, and facts that move them."""

from dataclasses import replace
from datetime import date
from math import exp, log

import numpy as np
import pytest

from compute_deal.chapters.risks.case import constant_hazard, fair_ratio, mix_over_index, risk_case
from compute_deal.chapters.risks.games import solved
from compute_deal.chapters.risks.ranking import uncertain_inputs
from compute_deal.chapters.risks.register import impact_band, likelihood_band, misplaced, register
from compute_deal.chapters.risks.results import risk_results
from compute_deal.chapters.risks.runs import expected_worth, risk_runs, survival_lines
from compute_deal.chapters.risks.stress import FAST, IDLE, NEW_SITE, SLOW, stress
from compute_deal.evidence import load
from compute_deal.models.risk.exit_outcomes import in_force_probability, notice_probabilities

FEE, GPUS, HOURS = 1.25e9, 325_000, 365.25 * 24 / 12


@pytest.fixture(scope="module")
def evidence():
    return load()


@pytest.fixture(scope="module")
def runs(evidence):
    return risk_runs(evidence)


@pytest.fixture(scope="module")
def stressed(evidence, runs):
    return stress(evidence, runs.case)


@pytest.fixture(scope="module")
def results(evidence, runs, stressed):
    return risk_results(evidence, runs, stressed)


def with_fact(evidence, id, **changes):
    facts = evidence.facts | {id: replace(evidence.facts[id], **changes)}
    return replace(evidence, facts=facts)


def test_what_is_left_of_the_term_runs_from_december_2026_to_may_2029(runs):
    assert runs.case.starts == date(2026, 12, 1)
    assert runs.case.terms.term_months == 1 + 12 + 12 + 5
    assert runs.case.month_starts[-1] == date(2029, 5, 1)


def test_prices_per_hour_by_hand(evidence, runs):
    assert runs.case.fee_usd_per_gpu_hour == pytest.approx(FEE / (GPUS * HOURS))
    assert fair_ratio(evidence) == pytest.approx(FEE / (GPUS * HOURS) / 2.59)
    # 150,000 H100 at 2.73, 50,000 H200 at 4, the other 125,000 at 5.3
    assert mix_over_index(evidence) == pytest.approx((150 * 2.73 + 50 * 4 + 125 * 5.3) / (325 * 2.73))


def test_the_random_walk_follows_from_first_and_last_value(runs):
    days = (date(2026, 9, 29) - date(2025, 1, 31)).days
    assert len(runs.case.index_usd) == 14
    assert runs.case.walk.process.drift_per_year == pytest.approx(log(2.73 / 2.5) / (days / 365.25))


def test_the_index_does_not_bound_the_half_life(results):
    # the slow end of the search is ten years, and it is not rejected
    assert results["index_half_life"].high == pytest.approx(120)
    assert results["index_half_life"].low < 2
    assert results["index_aic_gap"].value > 0


def test_default_hazard_is_that_of_the_rating_table(runs):
    default = runs.case.causes[-1]
    assert default.central == pytest.approx(-log(1 - 0.0312) / 3)
    assert (default.low, default.high) == pytest.approx((-log(1 - 0.0067) / 3, -log(1 - 0.1046) / 3))


def test_survival_of_independent_causes_by_hand(runs):
    case = runs.case
    # months at risk before the last one: 29 without notice, 26 with; other capacity counts from July 2027, seven months on
    years = {"Anthropic's other capacity arrives": (26 - 7) / 12}
    exponent = sum(cause.central * years.get(cause.name, (29 - cause.notice_months) / 12) for cause in case.causes)
    hazard = constant_hazard(case, common_share=0.0)
    assert exp(-hazard * 26 / 12) == pytest.approx(exp(-exponent))


def test_the_game_and_the_simulation_agree(runs, results):
    assert results["mc_ends_buyer"].value == pytest.approx(results["buyer_leaves"].value, abs=0.03)
    assert runs.paths.months_served.mean() == pytest.approx(results["exit_life"].value, abs=0.3)
    assert results["mc_buyer_mean"].value == pytest.approx(runs.clause.both[0], abs=0.05e9)
    assert results["mc_owner_mean"].value == pytest.approx(runs.clause.both[1], abs=0.1e9)


def test_shares_of_endings_add_up(results):
    assert sum(results[f"mc_ends_{name}"].value for name in ("buyer", "owner", "causes", "term")) == pytest.approx(1)


def test_the_larger_obligation_scales_every_amount(runs):
    factor = runs.case.large_factor
    assert factor == pytest.approx(84.5e9 / (35 * FEE + 1.524e9), rel=1e-3)
    assert np.allclose(runs.large.owner_gain_usd, factor * runs.paths.owner_gain_usd)
    assert np.array_equal(runs.large.months_served, runs.paths.months_served)


def test_percentiles_of_the_fees_are_steps_that_no_seed_moves(runs):
    months = runs.paths.months_served
    for share in (0.05, 0.5, 0.95):
        step = int(np.percentile(months, 100 * share))
        below, upto = (months < step).mean(), (months <= step).mean()
        error = (share * (1 - share) / len(months)) ** 0.5
        assert below + 3 * error < share < upto - 3 * error


def test_the_digits_shown_are_those_the_simulation_supports(results):
    for side in ("buyer", "owner"):
        # one decimal of a billion needs two standard errors within half of the last digit
        assert 2 * results[f"mc_{side}_error"].value <= 0.05e9


def test_neither_leaves_today_and_neither_would_without_the_right(runs, results):
    assert results["exit_buyer_now"].value < runs.case.price_usd < results["exit_owner_now"].value
    assert notice_probabilities(runs.game)[:2, 0] == pytest.approx(0)
    nobody = runs.clause.nobody
    assert runs.clause.both[0] > nobody[0]
    assert runs.clause.both[1] < nobody[1]


def test_a_contract_both_may_leave_at_no_cost_ends_with_the_notice(runs):
    free = runs.friction.query("share == 1 and cost == 0").months.iloc[0]
    assert free == pytest.approx(runs.case.terms.notice_months)
    assert runs.friction.groupby("share").months.apply(lambda months: months.is_monotonic_increasing).all()


def test_the_fee_cut_is_the_best_of_those_tried(runs, results):
    best = runs.fee.owner_usd.max() - runs.fee.set_index("change").owner_usd[0.0]
    assert results["fee_cut_owner"].value == pytest.approx(best)
    assert results["fee_cut_buyer"].value > 0
    assert results["fee_cut"].value > 0


@pytest.mark.parametrize(
    ("fact", "changes", "longer"),
    [
        ("risk_price_ageing", {"low": -0.5, "value": -0.3}, False),
        ("risk_price_ratio", {"value": 2.4}, True),
        ("risk_switching_months", {"value": 3.0}, True),
        ("risk_hazard_recall", {"value": 0.15}, False),
    ],
)
def test_a_fact_moves_the_life_of_the_contract(evidence, runs, fact, changes, longer):
    changed = in_force_probability(solved(risk_case(with_fact(evidence, fact, **changes)))).sum()
    assert (changed > in_force_probability(runs.game).sum()) == longer


def test_survival_starts_at_one_and_more_hazard_means_less(runs):
    low, central, high, priced = survival_lines(runs).values()
    assert low[0] == central[0] == high[0] == priced[0] == 1
    assert np.all(low[1:] > central[1:])
    assert np.all(central[1:] > high[1:])
    assert priced.sum() == pytest.approx(runs.paths.months_served.mean())


def test_every_uncertain_input_has_a_range_around_its_centre(evidence, runs):
    factors = uncertain_inputs(evidence, runs.case)
    assert len(factors) == 9
    assert runs.ranking.base_months == pytest.approx(in_force_probability(runs.game).sum(), abs=0.1)
    assert runs.ranking.bars[0].swing >= runs.ranking.bars[-1].swing


def test_the_leading_input_is_apart_from_the_next(results):
    assert results["sobol_months_first"].low > results["sobol_months_second"].high
    assert results["sobol_owner_first"].low > results["sobol_owner_second"].high


def test_expected_worth_without_hazard_is_an_annuity(runs):
    case = runs.case
    rate = case.economics.owner_discount_per_year
    months, fees, _ = expected_worth(case, 0.0, 3, case.price_usd, 2.0)
    step = (1 + rate) ** (-1 / 12)
    assert months == 30
    assert fees == pytest.approx(FEE * (1 - step**30) / (1 - step))


def test_expected_worth_at_market_grows_with_the_ratio_and_falls_with_the_hazard(runs):
    case = runs.case
    assert expected_worth(case, 0.2, 3, 2.73, 3.0)[2] == pytest.approx(1.5 * expected_worth(case, 0.2, 3, 2.73, 2.0)[2])
    assert expected_worth(case, 0.4, 3, 2.73, 2.0)[0] < expected_worth(case, 0.2, 3, 2.73, 2.0)[0]


def test_the_gap_by_hand(stressed):
    gap = stressed.gap.set_index(["speed", "month"]).gpus
    pace = {FAST: 110_000 / 91, SLOW: 100_000 / 122}
    for speed, per_day in pace.items():
        assert gap[speed, 3] == pytest.approx(GPUS - per_day * 3 * 365.25 / 12)
    assert stressed.months_with_gap(IDLE) == 0
    # a new site is whole again when two years, less the first cluster's days, and the build are over
    whole = 24 - 122 / (365.25 / 12) + GPUS / (pace[SLOW] * 365.25 / 12)
    assert stressed.months_with_gap(NEW_SITE) == int(np.ceil(whole)) - 3


def test_a_month_without_any_of_the_capacity_by_hand(stressed):
    month = 65e9 / 12
    assert stressed.full_gap_usd == pytest.approx((month * 0.15 * 0.2, month * 0.25 * 0.5, month * 0.4))


def test_a_year_in_a_slack_market_loses_the_whole_fee(stressed):
    assert stressed.year_lost["Slack market"] == pytest.approx(12 * FEE)
    relet = 2.0 * 0.85 * 2.73 / (FEE / (GPUS * HOURS))
    assert stressed.year_lost["Base case"] == pytest.approx(FEE * (2 + 10 * (1 - relet)))
    assert stressed.exposure["Valuation at the offer price"] == pytest.approx(15 / 1770)


def test_the_register_says_what_the_results_say(evidence, results):
    assert misplaced(register(evidence), results) == []


def test_a_row_in_the_wrong_band_is_found(evidence, results):
    table = register(evidence)
    table.loc["risk_recall", "likelihood"] = "likely"
    table.loc["risk_recall", "impact_basis"] = "no_such_result"
    assert misplaced(table, results) == [
        "risk_recall: likely, but chance_recall is unlikely",
        "risk_recall: no result no_such_result",
    ]


def test_bands_start_at_their_edge():
    assert [likelihood_band(chance) for chance in (0.0499, 0.05, 0.12, 0.4)] == [
        "rare",
        "unlikely",
        "possible",
        "likely",
    ]
    assert [impact_band(loss) for loss in (0.99e9, 1e9, 5e9, 12e9)] == ["small", "moderate", "large", "severe"]


def test_ranges_hold_the_value(results):
    for id, result in results.items():
        if result.low is not None:
            assert result.low <= result.value <= result.high, id


def test_the_fee_of_2027_ends_with_thirteen_months_of_service(runs, results):
    served = runs.paths.months_served  # December 2026 is the first month, December 2027 the thirteenth
    gone = np.minimum(served, 13) < 13
    assert results["ends_by_2027"].value == pytest.approx(1 - survival_lines(runs)["with exits over the price"][12])
    assert results["ends_by_2027"].value == pytest.approx(gone.mean())
    lost = FEE * (12 - np.clip(served[gone] - 1, 0, 12)).mean()
    assert results["lost_fee_2027"].value == pytest.approx(lost)


def test_at_list_price_anthropic_gives_notice_at_once(runs, results):
    assert results["life_at_list"].value == pytest.approx(runs.case.terms.notice_months)


def test_the_hazards_add_up_to_more_than_the_constant_one(runs, results):
    by_hand = 0.1 + 0.05 + 2 * 0.02 - 2 * log(1 - 0.0312) / 3
    assert results["hazards_added"].value == pytest.approx(by_hand)
    assert results["hazards_added"].value > results["other_hazard"].value


def test_a_constant_rate_of_notice_leaves_more_fees_than_the_game(runs, results):
    hazard = results["constant_rate"].value
    assert hazard == pytest.approx(results["other_hazard"].value, abs=0.005)
    assert results["constant_rate_fees"].value > results["mc_fees"].value


def test_the_older_index_value_stands_closer_to_the_exit(runs, results):
    gap = results["index_older_gap"].value
    assert gap == pytest.approx(2.53 - results["exit_buyer_now"].value)
    assert 0 < gap < results["index_last"].value - results["exit_buyer_now"].value


def test_an_end_without_notice_leaves_the_gap_at_once(results):
    # 100,000 GPUs in 122 days are 24,949 a month; every month that they run short, by 325,000 less what has arrived.
    pace = 100_000 / 122 * 365.25 / 12
    missing = sum(max(0.0, GPUS - pace * month) for month in range(37))
    per_gpu = 65e9 / 12 * 0.25 * 0.5 / GPUS  # a quarter of the fleet, half of its revenue lost
    assert results["gap_lost_at_once"].value == pytest.approx(missing * per_gpu, rel=1e-6)
    assert results["gap_lost_at_once"].value > results["gap_lost_slow"].value


def test_the_valuation_on_the_fee_counts_the_fee_once(results):
    # 19.5 % of second-quarter revenue was Customer B's: that share of 1.77 trillion.
    assert results["fee_at_multiple"].value == pytest.approx(0.195 * 1.77e12)
    # At the full fee: 15 of 7.814 * 4 - 6.095 + 15 = 40.16 billion a year.
    assert results["full_fee_at_multiple"].value == pytest.approx(15 / (31.256 - 6.09492 + 15) * 1.77e12, rel=1e-4)


def test_the_price_of_equivalent_capacity_spans_nearly_every_answer(runs, results):
    ratios = runs.ratios.set_index("ratio")
    assert ratios.buyer[1.45] == pytest.approx(1.0)  # notice at once: three months of service and no more
    assert ratios.months[1.45] == pytest.approx(3.0)
    assert ratios.buyer[2.0] == pytest.approx(results["buyer_leaves"].value)
    assert ratios.buyer[2.6] < results["buyer_leaves_at_signing_ratio"].value < ratios.buyer[2.0]
    assert results["buyer_leaves_by_ratio"].low == pytest.approx(ratios.buyer[2.6], abs=0.005)
