"""Own use or rent: a textbook newsvendor, the best split by brute force, simulation, order."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import lognorm

from compute_deal.models.dual_use import (
    SplitTerms,
    breakeven_own_value,
    breakeven_utilisation,
    critical_fractile,
    expected_profit,
    kept_units,
)
from compute_deal.models.own_demand import Demand

TERMS = SplitTerms(1000, own_value=8.0, rental_price=5.0, shortage_penalty=2.0, idle_value=1.0)
DEMAND = Demand(600, 250)


def test_textbook_newsvendor():
    # Buying at 10 to sell at 15, leftovers 3, demand 10,000 ± 2,000 (Brandimarte): fractile 5 / 12, z = -0.2104,
    # order 9,579. Rent forgone is the purchase price.
    terms = SplitTerms(50_000, own_value=15, rental_price=10, idle_value=3)
    assert critical_fractile(terms) == pytest.approx(5 / 12)
    assert kept_units(terms, Demand(10_000, 2_000, "normal")) == pytest.approx(10_000 - 0.2104 * 2_000, abs=0.5)


def test_profit_by_hand():
    # Standard normal loss table: L(0.75) = 0.1312. Demand 2,100 ± 700, 2,625 kept of 3,000; excess 91.84, used 2,008.16,
    # idle 616.84. 375 * 10 + 2,008.16 * 22 + 616.84 * 3 - 91.84 * 1 = 3,750 + 44,179.5 + 1,850.5 - 91.8 = 49,688.2.
    terms = SplitTerms(3_000, own_value=22, rental_price=10, shortage_penalty=1, idle_value=3)
    assert expected_profit(terms, Demand(2_100, 700, "normal"), 2_625) == pytest.approx(49_688.2, abs=2)


def test_break_evens_by_hand():
    # (5 - 1) / (8 + 2 - 1) = 4/9, one minus the critical fractile 5/9.
    assert breakeven_utilisation(TERMS) == pytest.approx(4 / 9)
    assert critical_fractile(TERMS) == pytest.approx(5 / 9)


@pytest.mark.parametrize("demand", [DEMAND, Demand(600, 190, "normal")])
def test_split_is_the_best_of_all(demand):
    grid = np.linspace(0, 1000, 20_001)
    best = grid[np.argmax(expected_profit(TERMS, demand, grid))]
    assert kept_units(TERMS, demand) == pytest.approx(best, abs=0.06)


def test_profit_against_simulation():
    rng = np.random.default_rng(11)
    log_variance = np.log(1 + (250 / 600) ** 2)
    need = rng.lognormal(np.log(600) - log_variance / 2, np.sqrt(log_variance), 400_000)
    for kept in (300, 600, 900):
        used = np.minimum(need, kept)
        profit = 5 * (1000 - kept) + 8 * used + 1 * (kept - used) - 2 * (need - used)
        tolerance = 4 * profit.std() / np.sqrt(need.size)
        assert expected_profit(TERMS, DEMAND, kept) == pytest.approx(profit.mean(), abs=tolerance)


@given(value=st.floats(0, 50), more=st.floats(0.1, 10), share=st.floats(0, 1))
def test_more_valuable_own_use_keeps_more(value, more, share):
    low, high = replace(TERMS, own_value=value), replace(TERMS, own_value=value + more)
    assert kept_units(high, DEMAND, share) >= kept_units(low, DEMAND, share)


@given(price=st.floats(1.1, 20), more=st.floats(0.1, 10))
def test_higher_rent_keeps_less(price, more):
    low, high = replace(TERMS, rental_price=price), replace(TERMS, rental_price=price + more)
    assert kept_units(high, DEMAND) <= kept_units(low, DEMAND)


@given(value=st.floats(4, 60))
def test_observed_split_reveals_the_own_value(value):
    terms = replace(TERMS, own_value=value, capacity_units=1e6)
    assert breakeven_own_value(terms, DEMAND, kept_units(terms, DEMAND)) == pytest.approx(value, rel=1e-6)


def test_limits():
    # Own use worth less than rent: nothing is kept. Worth very much: all, up to the capacity.
    assert kept_units(replace(TERMS, own_value=2.9), DEMAND) == 0
    assert kept_units(replace(TERMS, own_value=1e9), DEMAND) == 1000
    # At the best split inside, the last unit is needed with the break-even probability.
    kept = kept_units(TERMS, DEMAND)
    squared = 1 + (DEMAND.sd_units / DEMAND.mean_units) ** 2
    needed = lognorm(np.sqrt(np.log(squared)), scale=DEMAND.mean_units / np.sqrt(squared)).sf(kept)
    assert needed == pytest.approx(breakeven_utilisation(TERMS))


def test_terms_may_be_arrays():
    prices = np.array([2.0, 5.0, 9.0])
    together = kept_units(replace(TERMS, rental_price=prices), DEMAND)
    assert together == pytest.approx([kept_units(replace(TERMS, rental_price=p), DEMAND) for p in prices])


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="rental_price must exceed"):
        SplitTerms(100, own_value=5, rental_price=1, idle_value=1)
    with pytest.raises(ValueError, match="capacity_units"):
        SplitTerms(0, own_value=5, rental_price=1)
    with pytest.raises(ValueError, match="shortage_penalty"):
        SplitTerms(100, own_value=5, rental_price=1, shortage_penalty=-1)
    with pytest.raises(ValueError, match="between 0 and the capacity"):
        expected_profit(TERMS, DEMAND, 1001)
    with pytest.raises(ValueError, match="notice_share"):
        critical_fractile(TERMS, 1.5)
    with pytest.raises(ValueError, match="idling"):
        breakeven_utilisation(SplitTerms(100, own_value=0.5, rental_price=2, idle_value=1))
