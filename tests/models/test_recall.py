"""The right of recall: simulation of both stages, brute force, limits and order."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.dual_use import SplitTerms, expected_profit, kept_units
from compute_deal.models.own_demand import Demand
from compute_deal.models.recall import breakeven_recall_price, recall_profit, recall_value

TERMS = SplitTerms(1000, own_value=8.0, rental_price=5.0, shortage_penalty=2.0, idle_value=1.0)
DEMAND = Demand(600, 250)


def simulated_profit(terms: SplitTerms, kept: float, notice_share: float, need: np.ndarray) -> np.ndarray:
    """Play both stages month by month for each draw of demand."""
    months, notice = 20, round(20 * notice_share)
    total = np.zeros_like(need)
    for month in range(months):
        held = np.full_like(need, kept)
        if month >= notice:
            held = np.maximum(held, np.minimum(need, terms.capacity_units))
        used = np.minimum(need, held)
        total += (
            terms.rental_price * (terms.capacity_units - held)
            + terms.own_value * used
            + terms.idle_value * (held - used)
            - terms.shortage_penalty * (need - used)
        )
    return total / months


@pytest.mark.parametrize("notice_share", [0.0, 0.25, 0.6, 1.0])
@pytest.mark.parametrize("kept", [0.0, 450.0, 900.0])
def test_closed_form_against_simulation(kept, notice_share):
    rng = np.random.default_rng(17)
    log_variance = np.log(1 + (250 / 600) ** 2)
    need = rng.lognormal(np.log(600) - log_variance / 2, np.sqrt(log_variance), 100_000)
    profit = simulated_profit(TERMS, kept, notice_share, need)
    tolerance = 4 * profit.std() / np.sqrt(need.size)
    assert recall_profit(TERMS, DEMAND, kept, notice_share) == pytest.approx(profit.mean(), abs=tolerance)


@pytest.mark.parametrize("notice_share", [0.1, 0.25, 0.7])
def test_kept_units_are_the_best_of_all(notice_share):
    grid = np.linspace(0, 1000, 20_001)
    best = grid[np.argmax(recall_profit(TERMS, DEMAND, grid, notice_share))]
    assert kept_units(TERMS, DEMAND, notice_share) == pytest.approx(best, abs=0.06)


def test_value_by_hand_without_notice():
    # No notice: demand within the capacity is always served and nothing idles, worth 2 * 100 + 4 * 100 = 600. The firm
    # split at the fractile 1/2 keeps 100: 2 * 100 + 4 * (100 - 30 * 0.398942) = 552.127. Each tail beyond 3.33 deviations
    # (demand below 0 or above 200) takes 30 * L(3.33) = 0.0034 units at 2: 600 - 552.127 - 0.0136 = 47.859.
    terms, demand = SplitTerms(200, own_value=4, rental_price=2), Demand(100, 30, "normal")
    assert recall_value(terms, demand, 0.0) == pytest.approx(47.859, abs=0.001)


def test_limits():
    assert recall_value(TERMS, DEMAND, 1.0) == pytest.approx(0, abs=1e-9)
    assert recall_profit(TERMS, DEMAND, 400, 1.0) == pytest.approx(expected_profit(TERMS, DEMAND, 400))
    assert kept_units(TERMS, DEMAND, 0.0) == 0
    # Own use worth less than rent: the right is worth nothing.
    assert recall_value(replace(TERMS, own_value=2.0), DEMAND, 0.2) == 0


@given(value=st.floats(0, 40), share=st.floats(0, 0.98), longer=st.floats(0.001, 0.02))
def test_value_is_not_negative_and_falls_with_notice(value, share, longer):
    terms = replace(TERMS, own_value=value)
    short, long = recall_value(terms, DEMAND, share), recall_value(terms, DEMAND, share + longer)
    assert short >= -1e-9
    assert long <= short + 1e-9


@given(notice_share=st.floats(0, 1), value=st.floats(3, 30))
def test_break_even_rent_makes_the_owner_indifferent(notice_share, value):
    terms = replace(TERMS, own_value=value)
    rent = breakeven_recall_price(terms, DEMAND, notice_share)
    assert terms.idle_value < rent <= terms.rental_price
    flexible = replace(terms, rental_price=rent)
    earned = recall_profit(flexible, DEMAND, kept_units(flexible, DEMAND, notice_share), notice_share)
    assert earned == pytest.approx(expected_profit(terms, DEMAND, kept_units(terms, DEMAND)), rel=1e-9)


def test_notice_shares_may_be_arrays():
    values = recall_value(TERMS, DEMAND, [0.0, 0.25, 1.0])
    assert values[0] > values[1] > values[2]


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="notice_share"):
        recall_profit(TERMS, DEMAND, 100, -0.1)
    with pytest.raises(ValueError, match="between 0 and the capacity"):
        recall_profit(TERMS, DEMAND, -1, 0.5)
