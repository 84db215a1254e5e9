from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compute_deal.models.lock_in import Choice, average_price
from compute_deal.models.lock_in_exit import BUYER, PROVIDER, ExitRight, exit_costs, solve_exit
from compute_deal.models.risk.price_process import PriceProcess, simulate_prices, standard_normal_shocks

PROCESS = PriceProcess(
    level_usd_per_gpu_hour=2.7, reversion_per_year=0.7, volatility_per_year=0.25, drift_per_year=-0.1
)
CHOICE = Choice(price_usd_per_gpu_hour=2.7, discount=0.15, term_months=24, utilisation=0.95)
PATHS = simulate_prices(PROCESS, 2.7, standard_normal_shocks(np.random.default_rng(3), 23, 2**14, "sobol"))


def expected(choice=CHOICE, process=PROCESS, **right):
    return solve_exit(process, choice, ExitRight(**({"notice_months": 3} | right))).expected_usd


def test_nobody_may_leave():
    assert expected() == pytest.approx(CHOICE.locked_usd_per_gpu_hour)


def test_a_notice_as_long_as_the_term_is_no_exit():
    assert expected(notice_months=24, buyer=True, provider=True) == pytest.approx(CHOICE.locked_usd_per_gpu_hour)


def test_a_dead_loss_is_left_at_once():
    # at 10 % use the buyer leaves on the first day: 3 months locked, 21 on demand
    choice = replace(CHOICE, utilisation=0.1)
    later = average_price(PROCESS, 2.7, 24).mean_usd * 24 - average_price(PROCESS, 2.7, 3).mean_usd * 3
    by_hand = (3 * choice.locked_usd_per_gpu_hour + 0.1 * later) / 24
    assert expected(choice, buyer=True) == pytest.approx(by_hand, rel=1e-4)


def test_a_certain_fall_is_left_in_the_month_that_is_best():
    # prices of 4, 2, 1.41, 1.19, ...: locked at 2 with one month's notice; every month on demand below 2 is better
    process = PriceProcess(level_usd_per_gpu_hour=1.0, reversion_per_year=12 * np.log(2), volatility_per_year=0.0)
    choice = Choice(price_usd_per_gpu_hour=4.0, discount=0.5, term_months=6, utilisation=1.0)
    prices = 4.0 ** (0.5 ** np.arange(6))
    costs = [(2.0 * min(m + 1, 6) + prices[m + 1 :].sum()) / 6 for m in range(6)]
    found = solve_exit(process, choice, ExitRight(notice_months=1, buyer=True), points=2001)
    assert found.expected_usd == pytest.approx(min(costs), rel=1e-4)


def test_a_provider_with_a_better_customer_leaves_at_once():
    # it sells at 2 and could sell at 5: 3 months locked, then the buyer pays the price
    process = PriceProcess(level_usd_per_gpu_hour=5.0, reversion_per_year=1.0, volatility_per_year=0.0)
    choice = Choice(price_usd_per_gpu_hour=5.0, discount=0.6, term_months=12, utilisation=0.9)
    found = solve_exit(process, choice, ExitRight(notice_months=3, provider=True))
    assert found.expected_usd == pytest.approx((3 * 2.0 + 9 * 0.9 * 5.0) / 12)


@pytest.mark.parametrize("who", [{"buyer": True}, {"provider": True}, {"buyer": True, "provider": True}])
def test_simulated_plans_cost_what_the_grid_says(who):
    right = ExitRight(notice_months=3, relet_share=0.85, **who)
    plan = solve_exit(PROCESS, CHOICE, right)
    costs, left_by = exit_costs(PROCESS, CHOICE, right, plan, PATHS)
    assert costs.mean() == pytest.approx(plan.expected_usd, rel=2e-3)
    allowed = {-1} | ({BUYER} if right.buyer else set()) | ({PROVIDER} if right.provider else set())
    assert set(np.unique(left_by)) == allowed


def test_the_grid_is_fine_enough():
    right = ExitRight(notice_months=3, buyer=True, provider=True, relet_share=0.85)
    coarse, fine = (solve_exit(PROCESS, CHOICE, right, points).expected_usd for points in (301, 1201))
    assert coarse == pytest.approx(fine, rel=1e-3)


@settings(max_examples=25)
@given(st.floats(0.5, 1.0), st.floats(0.0, 0.3), st.integers(0, 12))
def test_order_of_the_forms(use, discount, notice):
    choice = replace(CHOICE, utilisation=use, discount=discount)
    plain = choice.locked_usd_per_gpu_hour
    buyer = expected(choice, notice_months=notice, buyer=True)
    # a right is never a burden to who holds it
    assert buyer <= plain + 1e-9
    # a longer notice is never better for who may give it
    assert buyer <= expected(choice, notice_months=notice + 3, buyer=True) + 1e-9
    provider = expected(choice, notice_months=notice, provider=True, relet_share=use)
    # re-letting at what the buyer would pay, the provider gains what the buyer loses
    assert provider >= plain - 1e-3


@pytest.mark.parametrize(("name", "value"), [("notice_months", -1), ("relet_share", -0.1)])
def test_rights_out_of_range(name, value):
    with pytest.raises(ValueError, match=name):
        ExitRight(**({"notice_months": 3} | {name: value}))
