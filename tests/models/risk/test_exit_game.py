from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compute_deal.models.risk import stopping
from compute_deal.models.risk.exit_game import ExitEconomics, ExitTerms, solve_exit_game
from compute_deal.models.risk.exit_outcomes import (
    exit_boundaries,
    in_force_probability,
    notice_probabilities,
)
from compute_deal.models.risk.hazards import in_force_by_hazard
from compute_deal.models.risk.price_process import PriceProcess

FEE = 100.0


def market(volatility=0.3, price=1.0, change=-0.06):
    return PriceProcess(price_usd_per_gpu_hour=price, change_per_year=change, volatility_per_year=volatility)


def expected_price(process, years):
    return process.price_usd_per_gpu_hour * np.exp(process.change_per_year * years)


def terms(months=24, notice=3, lead=0):
    return ExitTerms(fee_usd_per_month=FEE, term_months=months, notice_months=notice, buyer_lead_months=lead)


def sides(**change):
    base = {"gpu_hours_per_month": 100.0, "buyer_price_ratio": 1.0, "owner_price_ratio": 1.0}
    return ExitEconomics(**{**base, **change})


def values(game):
    return float(game.buyer_value_usd), float(game.owner_value_usd)


def clause_values(process, clause, economics, points=401):
    """Return both sides' values by who may leave."""
    rights = {"nobody": (False, False), "buyer_only": (True, False), "owner_only": (False, True), "both": (True, True)}
    return SimpleNamespace(
        **{
            name: values(solve_exit_game(process, clause, economics, may_leave=may_leave, points=points))
            for name, may_leave in rights.items()
        }
    )


def test_contract_without_exit_has_the_closed_form():
    # Each month is worth the expected price less the fee, discounted.
    economics = sides(buyer_discount_per_year=0.08, owner_discount_per_year=0.12, owner_price_ratio=0.8)
    process, years = market(price=1.3), np.arange(24) / 12
    game = solve_exit_game(process, terms(), economics, may_leave=(False, False), points=801)
    price = 100 * expected_price(process, years)
    assert game.buyer_value_usd == pytest.approx(np.sum((price - FEE) * 1.08**-years), abs=0.1)
    assert game.owner_value_usd == pytest.approx(np.sum((FEE - 0.8 * price) * 1.12**-years), abs=0.1)
    assert in_force_probability(game) == pytest.approx(1.0)


def test_huge_costs_of_an_early_end_make_the_clause_worthless():
    costs = sides(buyer_switching_cost_usd=1e15, owner_reletting_cost_usd=1e15)
    found = clause_values(market(0.6), terms(), costs)
    assert found.both == found.nobody
    game = solve_exit_game(market(0.6), terms(), costs)
    buyer, owner = exit_boundaries(game)
    assert np.all(buyer == 0) and np.all(owner == np.inf)
    assert notice_probabilities(game).sum() == 0


def test_without_notice_and_friction_nobody_is_ever_bound():
    # Zero-sum, free to leave: whoever would lose from the month leaves, so the contract is worth nothing to both.
    assert values(solve_exit_game(market(price=1.2), terms(notice=0), sides())) == pytest.approx((0.0, 0.0), abs=1e-9)


def test_without_friction_the_contract_lasts_for_the_notice_only():
    # Three months of notice: 100 * E[P] - 100 in months 0, 1, 2, whatever the term.
    process = market(price=1.2)
    game = solve_exit_game(process, terms(), sides(), points=801)
    expected = np.sum(100 * expected_price(process, np.arange(3) / 12) - FEE)
    assert values(game) == pytest.approx((expected, -expected), abs=0.05)
    assert in_force_probability(game).sum() == pytest.approx(3.0, abs=0.02)


def test_notice_as_long_as_the_term_makes_the_clause_worthless():
    for notice in (24, 30):
        found = clause_values(market(0.6), terms(notice=notice), sides())
        assert found.both == found.nobody


def test_known_prices_by_hand():
    # Price 0.9, so staying costs the buyer 10 a month. Notice three months, term six: leaving at once costs three months at
    # -10 and a switch at 25, which is -55 and better than six months at -10.
    calm = market(volatility=0.0, change=0.0, price=0.9)
    game = solve_exit_game(calm, terms(6), sides(buyer_switching_cost_usd=25.0))
    assert values(game) == pytest.approx((-55.0, 30.0))
    assert in_force_probability(game) == pytest.approx([1, 1, 1, 0, 0, 0])
    # A switch at 35 costs more than the three months that it saves.
    game = solve_exit_game(calm, terms(6), sides(buyer_switching_cost_usd=35.0))
    assert values(game) == pytest.approx((-60.0, 60.0))


def test_discounting_by_hand():
    # Two months at -10, the second discounted by 1.21 ** (-1/12); costs fall due after the notice month.
    calm = market(volatility=0.0, change=0.0, price=0.9)
    economics = sides(buyer_switching_cost_usd=1.0, buyer_discount_per_year=0.21)
    month = 1.21 ** (-1 / 12)
    game = solve_exit_game(calm, terms(4, notice=2), economics)
    assert game.buyer_value_usd == pytest.approx(-10 - 10 * month - month**2)


@given(st.floats(0.05, 0.8), st.floats(0.6, 1.6), st.integers(0, 6), st.floats(0.0, 200.0))
@settings(max_examples=25, deadline=None)
def test_a_right_of_ones_own_never_hurts(volatility, price, notice, cost):
    economics = sides(buyer_switching_cost_usd=cost, owner_reletting_cost_usd=cost / 2, owner_price_ratio=0.9)
    found = clause_values(market(volatility, price), terms(12, notice), economics, points=201)
    tolerance = 0.5  # half a per cent of a monthly fee, the error of the grid
    assert found.buyer_only[0] >= found.nobody[0] - tolerance
    assert found.owner_only[1] >= found.nobody[1] - tolerance


def test_value_of_a_lone_clause_rises_with_volatility():
    # The expected price stays where it is, so only the spread changes; payoffs are linear in the price.
    worth = {"buyer": [], "owner": []}
    for volatility in (0.0, 0.1, 0.2, 0.4, 0.8):
        found = clause_values(market(volatility, change=0.0), terms(), sides())
        assert found.nobody == pytest.approx((0.0, 0.0), abs=0.5)
        worth["buyer"].append(found.buyer_only[0] - found.nobody[0])
        worth["owner"].append(found.owner_only[1] - found.nobody[1])
    for series in worth.values():
        assert series[0] == pytest.approx(0.0, abs=1e-6)
        assert np.all(np.diff(series) > 1.0)


def test_longer_notice_is_worth_less_to_a_side_that_alone_may_leave():
    found = [clause_values(market(0.4), terms(notice=n), sides()).buyer_only[0] for n in range(0, 13, 2)]
    assert np.all(np.diff(found) < 0)


def test_boundaries_lie_on_either_side_of_the_fee():
    friction = sides(buyer_switching_cost_usd=300.0, owner_reletting_cost_usd=300.0)
    buyer, owner = exit_boundaries(solve_exit_game(market(0.4, change=0.0), terms(), friction))
    assert np.all(buyer[:21] < 1.0) and np.all(owner[:21] > 1.0)
    # Less time left to earn the cost back: both wait for better prices, and none leaves when notice outlasts the term.
    assert buyer[18] < buyer[10] < buyer[0] and owner[18] > owner[10] > owner[0]
    assert np.all(buyer[21:] == 0) and np.all(owner[21:] == np.inf)


def test_small_frictions_unravel():
    # If the contract will end next month anyway, its cost is sunk, and each side looks only at the month that it would add:
    # the fourth from now. Both edges lie where its expected price equals the fee.
    friction = sides(buyer_switching_cost_usd=20.0, owner_reletting_cost_usd=20.0)
    buyer, owner = exit_boundaries(solve_exit_game(market(0.4, change=-0.2), terms(), friction, points=801))
    fair = np.exp(0.2 / 4)
    assert buyer[0] == pytest.approx(fair, abs=2e-3)
    assert owner[0] == pytest.approx(fair, abs=2e-3)
    # Near the end there is no time left for that, and a range of prices keeps the contract alive.
    assert buyer[18] < 0.95 * fair and owner[18] > 1.02 * fair


def test_other_causes_match_the_hazard_model():
    # Nobody leaves for the price; the game must then survive as the hazard model says.
    game = solve_exit_game(market(), terms(), sides(other_hazard_per_year=0.4), may_leave=(False, False))
    expected = in_force_by_hazard(0.4, 3, 24)
    assert in_force_probability(game) == pytest.approx(expected)
    years = np.arange(24) / 12
    monthly = 100 * expected_price(market(), years) - FEE
    assert game.buyer_value_usd == pytest.approx(np.sum(monthly * expected), abs=0.2)


def test_values_settle_as_the_grid_is_refined():
    friction = sides(buyer_switching_cost_usd=100.0, owner_reletting_cost_usd=100.0, owner_price_ratio=0.9)
    coarse, fine = (values(solve_exit_game(market(price=1.1), terms(), friction, points=n)) for n in (201, 801))
    assert coarse == pytest.approx(fine, abs=0.5)


def test_batch_equals_one_game_at_a_time():
    friction = {"buyer_switching_cost_usd": 100.0, "owner_reletting_cost_usd": 100.0}
    spreads, prices, hazards = np.array([0.1, 0.3, 0.5]), np.array([0.9, 1.0, 1.1]), np.array([0.0, 0.1, 0.3])
    together = solve_exit_game(
        market(spreads, prices), terms(), sides(**friction, other_hazard_per_year=hazards), points=101
    )
    for i in range(3):
        economics = sides(**friction, other_hazard_per_year=float(hazards[i]))
        alone = solve_exit_game(market(float(spreads[i]), float(prices[i])), terms(), economics, points=101)
        assert (together.buyer_value_usd[i], together.owner_value_usd[i]) == pytest.approx(values(alone), abs=1e-8)
        assert in_force_probability(together)[:, i] == pytest.approx(in_force_probability(alone))
        for ours, theirs in zip(exit_boundaries(together), exit_boundaries(alone), strict=True):
            assert ours[:, i] == pytest.approx(theirs)


@pytest.mark.parametrize("tolerance", [1e-12, 1e-6])
def test_who_leaves_does_not_depend_on_ties(monkeypatch, tolerance):
    friction = sides(buyer_switching_cost_usd=100.0, owner_reletting_cost_usd=100.0, owner_price_ratio=0.9)
    for economics in (sides(), friction):
        usual = notice_probabilities(solve_exit_game(market(price=1.1), terms(), economics))
        with monkeypatch.context() as patch:
            patch.setattr(stopping, "TIE_TOLERANCE", tolerance)
            other = notice_probabilities(solve_exit_game(market(price=1.1), terms(), economics))
        assert other == pytest.approx(usual, abs=1e-4)


def test_nobody_gives_notice_that_ends_nothing_early():
    # Rents at a tenth of the fee: the buyer leaves at once, but not where the notice covers the whole term.
    calm = market(volatility=0.0, change=0.0, price=0.1)
    for months, expected in ((4, 1.0), (3, 0.0)):
        game = solve_exit_game(calm, terms(months), sides())
        assert notice_probabilities(game).sum() == pytest.approx(expected, abs=1e-12)


def test_a_buyer_that_must_replace_the_capacity_pays_meanwhile():
    # Price 0.9, so staying costs 10 a month. With a lead of five months the buyer decides at once and pays five.
    calm = market(volatility=0.0, change=0.0, price=0.9)
    game = solve_exit_game(calm, terms(12, lead=5), sides(buyer_switching_cost_usd=15.0))
    assert values(game) == pytest.approx((-50.0 - 15.0, 50.0))
    assert in_force_probability(game) == pytest.approx([1.0] * 5 + [0.0] * 7)
    # A lead within the notice changes nothing.
    assert in_force_probability(solve_exit_game(calm, terms(12, lead=2), sides())).sum() == pytest.approx(3.0)


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="term_months is 0"):
        terms(0)
    with pytest.raises(ValueError, match="odd"):
        solve_exit_game(market(), terms(), sides(), points=100)
    with pytest.raises(ValueError, match="notice_months -1"):
        terms(notice=-1)
    with pytest.raises(ValueError, match="buyer_switching_cost_usd"):
        sides(buyer_switching_cost_usd=np.inf)
