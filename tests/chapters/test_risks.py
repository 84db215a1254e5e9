"""The chapter on risks: inputs and headline numbers by another route, and facts that move them."""

from dataclasses import replace
from datetime import date
from math import exp, log

import numpy as np
import pytest

from compute_deal.chapters.risks import figures, integration, stress, views
from compute_deal.chapters.risks.case import (
    CHANGE,
    FAST,
    IDLE,
    INPUTS,
    NEW_SITE,
    RATIO,
    SLOW,
    RiskCase,
    causes,
    even_hazard,
    replacement_months,
)
from compute_deal.chapters.risks.integration import (
    FeesPaid,
    Outcomes,
    fees_paid,
    outcomes,
    outcomes_with,
    quantiles,
    served_by_month,
    solve,
)
from compute_deal.chapters.risks.price_results import hindcasts, index_ahead
from compute_deal.chapters.risks.results import add_chances, risk_results, served_by_causes
from compute_deal.chapters.risks.stress import missing_gpus
from compute_deal.chapters.risks.views import impact_band, likelihood_band, register
from compute_deal.evidence import load
from compute_deal.inputs.rents import chained_index, expected_change, term_change
from compute_deal.models.risk import stopping
from compute_deal.models.risk.exit_outcomes import in_force_probability, notice_probabilities
from compute_deal.results import Results

FEE, GPUS, HOURS = 1.25e9, 325_000, 365.25 * 24 / 12
PER_HOUR = FEE / (GPUS * HOURS)


@pytest.fixture(scope="module", autouse=True)
def coarse():
    """Solve fewer and coarser games than the chapter does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(integration, "DRAWS_LOG2", 6)
        patch.setattr(integration, "POINTS", 61)
        yield


@pytest.fixture(scope="module")
def evidence():
    return load()


@pytest.fixture(scope="module")
def found(evidence):
    return outcomes(evidence)


@pytest.fixture(scope="module")
def results(evidence):
    return risk_results(evidence)


def nudged(evidence, factor):
    """Return the evidence with every judged or measured input of the game moved by a factor."""
    starts = ("risk_", "bank_h100_price", "bank_gb200_price", "csa_fee", "wacc_", "discount_rate_spacex", "sp_default_")
    ends = ("_realised_volatility_2026_08", "h100_forward_return", "h100_index_break_2026_09")
    values = {
        fact.id: fact.value * factor
        for fact in evidence
        if fact.value is not None and (fact.id.startswith(starts) or fact.id.endswith(ends))
    }
    assert len(values) > 20
    return evidence.with_values(**values)


def test_what_is_left_of_the_term_runs_from_december_2026_to_may_2029(evidence):
    months = RiskCase(evidence).month_starts
    assert months[0] == date(2026, 12, 1)
    assert len(months) == 1 + 12 + 12 + 5
    assert months[-1] == date(2029, 5, 1)


def test_inputs_by_hand(evidence):
    assert RiskCase(evidence).fee_usd_per_gpu_hour == pytest.approx(PER_HOUR)
    change = expected_change(evidence)
    assert change.low == pytest.approx(log(1 - 0.20))
    assert change.high == pytest.approx(log(2.14 / 2.63) + log(1.287))
    # The mean of exp(c t) over three years is 2.38 / 2.72.
    years = np.linspace(0, 3, 100_001)
    assert np.trapezoid(np.exp(term_change(evidence) * years), years) / 3 == pytest.approx(2.38 / 2.72, rel=1e-8)
    # An idle cluster: a month, then 220,000 GPUs a month. Colossus 1: 100,000 in 122 days.
    months = replacement_months(evidence)
    assert (months.low, months.value) == pytest.approx((1 + GPUS / 220_000,) * 2)
    assert months.high == pytest.approx(GPUS / (100_000 / 122 * 365.25 / 12))


def test_older_index_values_are_carried_over_each_change_of_definition(evidence):
    days, usd = chained_index(evidence)
    values = dict(zip(days, usd, strict=True))
    assert values[date(2025, 1, 31)] == pytest.approx(2.50 * 0.95 * 0.95 * 1.02)
    assert values[date(2026, 4, 1)] == pytest.approx(2.63 * 0.95 * 1.02)
    assert values[date(2026, 9, 7)] == pytest.approx(2.63 * 1.02)
    assert values[date(2026, 10, 6)] == pytest.approx(2.82)


def test_hazards_by_hand(evidence):
    default = causes(evidence)[-1].hazard
    assert default.value == pytest.approx(-log(1 - 0.0312) / 3)
    assert (default.low, default.high) == pytest.approx((-log(1 - 0.0067) / 3, -log(1 - 0.1046) / 3))
    # 26 months at risk; other capacity counts from July 2027, seven months on.
    assert even_hazard(evidence, ("own_capacity", "dispute")).value == pytest.approx(0.1 * 19 / 26 + 0.02)
    served = served_by_causes(evidence)
    hazards = 0.1 + 0.02 + 0.02 + 2 * default.value
    assert served[-1] == pytest.approx(exp(-hazards * 26 / 12 - 0.1 * 19 / 12))
    assert served[3] == 1


def test_draws_fill_each_range_evenly(evidence):
    at = quantiles()
    assert set(at) == set(INPUTS)
    for name, each in INPUTS.items():
        bounds, values = each.bounds(evidence), each.at(evidence, at[name])
        assert bounds.low <= values.min() and values.max() <= bounds.high
        # The mean of a triangle is that of its corners.
        mean = (bounds.low + bounds.value + bounds.high) / 3
        assert values.mean() == pytest.approx(mean, abs=0.03 * (bounds.high - bounds.low))


def test_chances_add_up_and_match_the_months_served(evidence, found):
    ends = found.buyer + found.owner + found.causes
    assert np.all((ends > -1e-9) & (ends < 1 + 1e-9))
    served = served_by_month(evidence)[1]
    assert served[:3] == pytest.approx(1)
    assert np.all(np.diff(served) <= 1e-12)
    # With a short time to replace, what is not ended early is served in the last month.
    idle = outcomes_with(evidence, ("replacing", 0.0))
    counted = idle.weight > 0
    left = (1 - idle.buyer - idle.owner - idle.causes)[counted]
    assert idle.served[-1][counted] == pytest.approx(left)


def test_one_draw_equals_its_game(evidence):
    at = {name: np.array([0.5]) for name in INPUTS}
    solved = solve(evidence, at, {"replacing": 5.0})
    inputs = integration.drawn(evidence, at) | {"replacing": np.array([5.0])}
    game = integration.game(evidence, inputs, 5)
    given = notice_probabilities(game)
    assert given[:2, 0].sum() == pytest.approx(0)  # nobody leaves at once
    assert solved.weight == pytest.approx(1)
    assert solved.buyer == pytest.approx(given[0].sum(axis=0))
    assert solved.served == pytest.approx(in_force_probability(game))


def test_nothing_jumps_where_the_time_to_replace_passes_a_whole_month(evidence):
    at = {name: np.array([0.5]) for name in INPUTS}
    chances = [float(solve(evidence, at, {"replacing": months}).buyer[0]) for months in (5 - 1e-9, 5.0, 5 + 1e-9)]
    assert chances == pytest.approx([chances[1]] * 3, abs=1e-8)


def test_draws_in_which_anthropic_would_have_left_count_for_nothing(evidence):
    # Equivalent capacity at half the fee: it would have left long ago, so the draw has no weight.
    at = {name: np.array([0.5, 0.5]) for name in INPUTS}
    cheap = solve(evidence, at, {RATIO: 0.5 * PER_HOUR / 2.82})
    assert cheap.weight == pytest.approx(0, abs=1e-9)
    assert cheap.at_once == pytest.approx(1)


def test_the_trigger_does_not_depend_on_todays_index(evidence):
    at = {name: np.array([0.5]) for name in INPUTS}
    trigger = solve(evidence, at, {RATIO: 2.0}).buyer_below_usd[0]
    lower = evidence.with_values(h100_index_2026_10_06=2.60)
    assert RiskCase(lower).index_usd == 2.60
    assert solve(lower, at, {RATIO: 2.0}).buyer_below_usd[0] == pytest.approx(trigger, rel=5e-3)


@pytest.mark.parametrize(
    ("name", "value", "likelier"),
    [(CHANGE, -0.2, True), (CHANGE, 0.05, False), ("switching", 3.0, False), (RATIO, 2.4, False)],
)
def test_an_input_moves_the_chance_in_the_direction_it_should(evidence, found, name, value, likelier):
    held = outcomes_with(evidence, (name, value))
    assert (held.mean(held.buyer) > found.mean(found.buyer)) == likelier


def test_the_price_of_equivalent_capacity_decides(evidence, results):
    rows = views.decisive_inputs(evidence)
    assert rows.name.iloc[0] == "Price of equivalent capacity"
    assert results["leaves_cheap"].value > results["anthropic_leaves"].value > results["leaves_expensive"].value


def test_fees_paid_by_hand():
    # 5 for certain; 1 in each of three months, served with 1, 0.5 and 0.25.
    paid = FeesPaid(5.0, np.ones(3), np.array([1.0, 0.5, 0.25]))
    assert paid.expected_usd == pytest.approx(6.75)
    # Half end after one month at the latest, spread over it; a quarter run to the end.
    assert [paid.quantile(p) for p in (0.0, 0.25, 0.5, 0.75 + 1e-9, 0.9)] == pytest.approx([5, 5.5, 6, 8, 8], abs=1e-6)


def test_what_the_contract_is_worth_adds_up(evidence, results):
    paid = fees_paid(evidence)
    headline = 35 * FEE + 1.524e9  # 35 full fees and the ramp
    assert paid.certain_usd + paid.open_usd.sum() == pytest.approx(headline, rel=1e-3)
    worth = results["contract_worth"]
    assert paid.certain_usd < worth.low < worth.value < worth.high <= paid.certain_usd + paid.open_usd.sum() + 1
    assert results["contract_worth_share"].value == pytest.approx(worth.value / headline, rel=1e-3)


def test_the_answers_move_smoothly(evidence, results):
    moved = risk_results(nudged(evidence, 1 - 1e-9))
    for id, result in results.items():
        if isinstance(result.value, str):
            continue
        for end in ("low", "value", "high"):
            before, after = getattr(result, end), getattr(moved[id], end)
            if before is not None:
                assert after == pytest.approx(before, rel=1e-6, abs=1e-9), (id, end)


@pytest.mark.parametrize("tolerance", [1e-12, 1e-6])
def test_who_leaves_does_not_rest_on_what_counts_as_a_tie(evidence, results, monkeypatch, tolerance):
    monkeypatch.setattr(stopping, "TIE_TOLERANCE", tolerance)
    chances = Results(load())
    add_chances(chances)
    for id in ("anthropic_leaves", "spacex_leaves", "spacex_leaves_price", "runs_to_term"):
        assert chances[id].value != results[id].value  # the tolerance was used
        assert chances[id].value == pytest.approx(results[id].value, rel=0, abs=1e-4)


def test_what_rounding_leaves_of_a_gap_is_no_month_of_it(evidence, monkeypatch):
    monkeypatch.setattr(stress, "missing_gpus", lambda *_: np.array([0.0, 325_000.0, 1.0, 6e-11]))
    assert stress.gap_months(evidence, SLOW) == 2


def test_hindcasts_are_counted(evidence, results):
    found = hindcasts(evidence).set_index("made")
    assert results["hindcast_made"].value == len(found) == 9
    assert results["hindcast_held"].value == found.held.sum() == 7
    # Missed are two ranges, for April and June 2026, and both from below.
    missed = found[~found.held]
    assert missed.day.tolist() == [date(2026, 4, 1), date(2026, 6, 5)]
    assert np.all(missed.usd > missed.high)


def test_nine_months_ahead_most_ranges_miss_and_all_from_below(evidence, results):
    found = hindcasts(evidence, 273)
    assert (results["hindcast_nine_months_made"].value, results["hindcast_nine_months_held"].value) == (7, 3)
    missed = found[~found.held]
    assert np.all(missed.usd > missed.high)
    # the index of 9 December 2025 is carried over two changes of definition, as is that of 7 September 2026 over one
    row = found.set_index("made").loc[date(2025, 12, 9)]
    assert (row.day, row.usd) == (date(2026, 9, 7), pytest.approx(2.63 * 1.02))


def test_a_hindcast_scales_the_range_of_today_to_its_date(evidence):
    row = hindcasts(evidence).set_index("made").loc[date(2025, 1, 31)]
    assert row.day == date(2025, 8, 31)
    assert row.usd == pytest.approx(2.24 * 0.95 * 0.95 * 1.02)
    years = 212 / 365.25
    ends = [2.50 * 0.95 * 0.95 * 1.02 / 2.82 * index_ahead(evidence, years, tail) for tail in (0.05, 0.95)]
    assert (row.low, row.high) == pytest.approx(tuple(ends))


def test_the_figure_of_the_hindcasts_says_what_they_are(evidence):
    chart = figures.hindcasts(hindcasts(evidence))
    rows = next(iter(chart.to_dict()["datasets"].values()))
    assert [row["came"] for row in rows].count("above the range") == 2
    assert "9 ranges" in chart.description
    assert "2 missed: Sep 25 for Apr 26, 2.55 above the range" in chart.description


def test_a_quantile_over_draws_goes_by_weight():
    def quantile(values, weights, probability):
        none = np.array([])
        found = Outcomes({}, np.array(weights), *(none,) * 9)
        return found.quantile(np.array(values), probability)

    assert quantile([1.0, 3.0, 2.0], [1.0, 1.0, 1.0], 0.5) == 2.0
    assert quantile([1.0, 9.0], [1.0, 0.0], 0.9) == 1.0
    # 1 with weight 3 stands at 0.375, 5 with weight 1 at 0.875: three quarters of the way up.
    assert quantile([5.0, 1.0], [1.0, 3.0], 0.75) == pytest.approx(4.0)


def test_the_gap_by_hand(evidence, results):
    pace = {FAST: 110_000 / 91, SLOW: 100_000 / 122}
    for speed, per_day in pace.items():
        assert missing_gpus(evidence, speed)[3] == pytest.approx(GPUS - per_day * 3 * 365.25 / 12)
    assert missing_gpus(evidence, IDLE).sum() == 0
    # With a new site first, something is missing until the term ends.
    assert (missing_gpus(evidence, NEW_SITE) > 0).tolist() == [False] * 3 + [True] * 27
    month = 65e9 / 12
    revenue = results["gap_revenue"]
    assert (revenue.low, revenue.value, revenue.high) == pytest.approx(
        (month * 0.15 * 0.2, month * 0.25 * 0.5, month * 0.4)
    )


def test_an_end_without_notice_leaves_the_gap_at_once(results):
    # 100,000 GPUs in 122 days are 24,949 a month; every month that they run short, by 325,000 less what has arrived.
    pace = 100_000 / 122 * 365.25 / 12
    missing = sum(max(0.0, GPUS - pace * month) for month in range(30))
    per_gpu = 65e9 / 12 * 0.25 * 0.5 / GPUS  # a quarter of the fleet, half of its revenue lost
    assert results["gap_lost_at_once"].value == pytest.approx(missing * per_gpu, rel=1e-6)
    assert results["gap_lost_at_once"].value > results["gap_lost_slow"].value


def test_a_lost_fee_by_hand(results):
    assert results["owner_lost_slack"].value == pytest.approx(12 * FEE)
    relet = results["relet_hour"].value / PER_HOUR
    assert results["owner_lost_today"].value == pytest.approx(FEE * (2 + 10 * (1 - relet)))
    assert results["exposure_valuation"].value == pytest.approx(15 / 1770)
    # At the full fee: 15 of 7.814 * 4 - 6.095 + 15 = 40.16 billion a year.
    assert results["full_fee_at_multiple"].value == pytest.approx(15 / (31.256 - 6.09492 + 15) * 1.77e12, rel=1e-4)


def test_the_register_takes_its_bands_from_the_results(evidence, results):
    rows = register(evidence, results).map(str).set_index("No.")
    first = {"Likelihood": "likely ({n}`anthropic_leaves; short`)", "Loss": "moderate ({n}`owner_lost_today; short`)"}
    assert rows.loc["1", list(first)].to_dict() == first
    surer = dict(results) | {"anthropic_leaves": replace(results["anthropic_leaves"], value=0.1)}
    assert register(evidence, surer).map(str)["Likelihood"].iloc[0].startswith("unlikely (")
    judged = rows[rows.Risk.str.startswith("A rival")].iloc[0]
    assert (judged.Likelihood, judged.Loss) == ("possible (judged)", "small (judged)")


def test_words_of_the_text_on_the_register_hold(evidence, results):
    table = evidence.frame("risks")
    computed = {id: results[id].value for id in table.likelihood if id in results}
    assert max(computed, key=computed.get) == "anthropic_leaves"
    rows = register(evidence, results).map(str)
    severe = rows.Risk[rows.Loss.str.startswith("severe")].tolist()
    assert severe == ["Anthropic cannot pay", "Investors take the headline for firm income"]


def test_bands_start_at_their_edge():
    assert [likelihood_band(chance) for chance in (0.0499, 0.05, 0.12, 0.4)] == [
        "rare",
        "unlikely",
        "possible",
        "likely",
    ]
    assert [impact_band(loss) for loss in (0.99e9, 1e9, 5e9, 12e9)] == ["small", "moderate", "large", "severe"]


def test_causes_beside_the_price_end_less_where_the_price_comes_first(results):
    alone, beside = results["causes_alone"].value, results["causes_end"].value
    ends = [results[id].value for id in ("anthropic_leaves", "spacex_leaves_price", "causes_end")]
    assert beside < alone
    assert results["spacex_leaves"].value == pytest.approx(
        results["spacex_leaves_price"].value + results["spacex_leaves_use"].value
    )
    # Who replaces slowly may leave too late to cut the last month short.
    assert 0 <= sum(ends) + results["runs_to_term"].value - 1 < 0.02


def test_ranges_hold_the_value(results):
    for id, result in results.items():
        if result.low is not None:
            assert result.low <= result.value <= result.high, id
