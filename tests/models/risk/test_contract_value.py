import numpy as np
import pytest

from compute_deal.models.risk.contract_value import (
    ExitPolicy,
    scale_contract,
    simulate_contract,
    value_paths,
)
from compute_deal.models.risk.exit_game import ExitEconomics, ExitTerms, solve_exit_game
from compute_deal.models.risk.exit_outcomes import exit_boundaries, in_force_probability
from compute_deal.models.risk.hazards import Cause, in_force_by_causes
from compute_deal.models.risk.price_process import PriceProcess
from compute_deal.models.risk.simulation_error import summarise

MARKET = PriceProcess(level_usd_per_gpu_hour=1.0, reversion_per_year=1.0, volatility_per_year=0.35, drift_per_year=-0.1)


def sides(**change):
    base = {"gpu_hours_per_month": 100.0, "buyer_price_ratio": 1.0, "owner_price_ratio": 1.0}
    return ExitEconomics(**{**base, **change})


def policy(months, buyer=0.0, owner=np.inf, served=None):
    return ExitPolicy(
        buyer_leaves_below_usd=np.full(months, buyer),
        owner_leaves_above_usd=np.full(months, owner),
        in_force_by_causes=np.ones(months) if served is None else np.asarray(served),
    )


def test_three_paths_by_hand():
    # Fee 100, four months, notice 1, notice possible from month 1 on, yearly discount rates 0.
    # Path 0 falls below 0.8 in month 1: served 2 months, market cost 100 + 70, switch 15: 170 - 200 - 15 = -45.
    # Path 1 rises above 1.5 in month 2: served 3 months, outside 0.9 * (100 + 120 + 160) = 342, re-letting 5: 300 - 342 - 5.
    # Path 2 stays; another cause ends it after 1 month: market 100, fee 100, switch 15.
    prices = np.array([[1.0, 0.7, 0.7, 0.7], [1.0, 1.2, 1.6, 1.6], [1.0, 1.0, 1.0, 1.0]]).T
    terms = ExitTerms(fee_usd_per_month=(100.0,) * 4, notice_months=1, first_notice_month=1)
    economics = sides(owner_price_ratio=0.9, buyer_switching_cost_usd=15.0, owner_reletting_cost_usd=5.0)
    outcome = value_paths(prices, np.array([4, 4, 1]), terms, economics, policy(4, 0.8, 1.5))
    assert outcome.months_served.tolist() == [2, 3, 1]
    assert outcome.ended_by.tolist() == [0, 1, 2]
    assert outcome.buyer_gain_usd == pytest.approx([-45.0, 380 - 300 - 15, -15.0])
    assert outcome.owner_gain_usd == pytest.approx([200 - 0.9 * 170 - 5, -47.0, 100 - 90 - 5])
    assert outcome.fees_usd == pytest.approx([200.0, 300.0, 100.0])


def test_term_initial_period_and_late_notice():
    # Price 0.5 all the time. Notice possible at months 0 and 1 of four with a notice of 2; at month 2 it would end at the
    # term and has no effect.
    terms = ExitTerms(fee_usd_per_month=(100.0, 100.0, 50.0, 50.0), notice_months=2, first_notice_month=2)
    outcome = value_paths(np.full((4, 1), 0.5), np.array([4]), terms, sides(), policy(4, 0.8))
    assert (outcome.months_served[0], outcome.ended_by[0], outcome.fees_usd[0]) == (4, 3, 300.0)


def test_break_fee_own_use_and_discount():
    # No notice: the buyer leaves at month 1 and pays 20, a month at a yearly rate of 21 % later. The owner would have used
    # the capacity at 130 in month 0.
    terms = ExitTerms(fee_usd_per_month=(100.0,) * 2, notice_months=0, break_fee_usd=20.0)
    economics = sides(own_use_usd_per_month=130.0, buyer_discount_per_year=0.21, owner_discount_per_year=0.21)
    month = 1.21 ** (-1 / 12)
    outcome = value_paths(np.array([[1.0], [0.5]]), np.array([2]), terms, economics, policy(2, 0.8))
    assert outcome.buyer_gain_usd[0] == pytest.approx(0.0 - 20 * month)
    assert outcome.owner_gain_usd[0] == pytest.approx(100 - 130 + 20 * month)


def test_simulation_agrees_with_backward_induction():
    # Same clause, same hazard, two methods: value to each side and expected life within four standard errors.
    terms = ExitTerms(fee_usd_per_month=(100.0,) * 36, notice_months=3, first_notice_month=3)
    economics = sides(
        owner_price_ratio=0.95,
        buyer_switching_cost_usd=150.0,
        owner_reletting_cost_usd=120.0,
        buyer_discount_per_year=0.08,
        owner_discount_per_year=0.09,
        other_hazard_per_year=0.15,
    )
    game = solve_exit_game(MARKET, 1.05, terms, economics)
    buyer, owner = exit_boundaries(game)
    rules = ExitPolicy(
        buyer_leaves_below_usd=buyer,
        owner_leaves_above_usd=owner,
        in_force_by_causes=in_force_by_causes([Cause(name="other", hazard_per_year=0.15, notice_months=3)], 0.0, 36),
    )
    outcome = simulate_contract(
        MARKET,
        1.05,
        terms,
        economics,
        rules,
        np.random.default_rng(9),
        batches=16,
        paths_per_batch=8192,
        method="sobol",
    )
    expected = {
        "buyer_gain_usd": game.buyer_value_usd,
        "owner_gain_usd": game.owner_value_usd,
        "months_served": in_force_probability(game).sum(),
    }
    for name, value in expected.items():
        found = summarise(getattr(outcome, name).astype(float), 16)
        assert abs(found.mean - value) < 4 * found.mean_error
        assert found.mean_error < 0.01 * abs(value) + 0.5


def simulate(seed=1, factor=1.0, **options):
    terms = ExitTerms(fee_usd_per_month=(100.0,) * 12, notice_months=3)
    terms, economics = scale_contract(terms, sides(buyer_switching_cost_usd=50.0), factor)
    rules = policy(12, 0.9, 1.3, np.linspace(1.0, 0.8, 12))
    options = {"batches": 4, "paths_per_batch": 512, **options}
    return simulate_contract(MARKET, 1.0, terms, economics, rules, np.random.default_rng(seed), **options)


def test_same_seed_same_result_and_scale():
    base, again, larger = simulate(), simulate(), simulate(factor=1.88)
    assert np.array_equal(base.buyer_gain_usd, again.buyer_gain_usd)
    assert np.array_equal(base.months_served, larger.months_served)
    for name in ("fees_usd", "buyer_gain_usd", "owner_gain_usd"):
        assert getattr(larger, name) == pytest.approx(1.88 * getattr(base, name), rel=1e-12, abs=1e-9)


def test_batches_are_independent():
    outcome = simulate(batches=2)
    assert abs(np.corrcoef(outcome.buyer_gain_usd.reshape(2, -1))[0, 1]) < 0.15


def test_one_month_of_term():
    terms = ExitTerms(fee_usd_per_month=(100.0,), notice_months=3)
    for method in ("pseudo", "sobol"):
        outcome = simulate_contract(
            MARKET,
            1.2,
            terms,
            sides(),
            policy(1),
            np.random.default_rng(1),
            batches=1,
            paths_per_batch=4,
            method=method,
        )
        assert outcome.buyer_gain_usd == pytest.approx(20.0)


def test_bad_input():
    terms = ExitTerms(fee_usd_per_month=(100.0,) * 4, notice_months=1)
    with pytest.raises(ValueError, match="cover 3 months"):
        value_paths(np.ones((3, 2)), np.full(2, 4), terms, sides(), policy(4))
    with pytest.raises(ValueError, match="rises"):
        policy(2, served=[0.5, 0.6])
    with pytest.raises(ValueError, match="shapes"):
        ExitPolicy(buyer_leaves_below_usd=np.zeros(3), owner_leaves_above_usd=np.ones(2), in_force_by_causes=np.ones(3))
    with pytest.raises(ValueError, match="factor"):
        scale_contract(terms, sides(), 0.0)
