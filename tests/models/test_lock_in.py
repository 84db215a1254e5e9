import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest

from compute_deal.models.lock_in import (
    AveragePrice,
    Choice,
    average_price,
    average_since,
    break_even_discount,
    break_even_sold_out,
    break_even_utilisation,
    chance_locking_wins,
    saving_quantile,
)
from compute_deal.models.risk.price_process import PriceProcess, simulate_prices, standard_normal_shocks

PROCESS = PriceProcess(
    level_usd_per_gpu_hour=2.4, reversion_per_year=0.7, volatility_per_year=0.25, drift_per_year=-0.1
)
CHOICE = Choice(
    price_usd_per_gpu_hour=2.7,
    discount=0.15,
    term_months=36,
    utilisation=0.85,
    sold_out_share=0.05,
    missing_hour_usd=8.0,
)

choices = st.builds(
    Choice,
    price_usd_per_gpu_hour=st.floats(0.5, 10),
    discount=st.floats(-0.2, 0.8),
    term_months=st.integers(1, 48),
    utilisation=st.floats(0.05, 1),
    sold_out_share=st.floats(0, 0.9),
    missing_hour_usd=st.floats(0, 50),
)
averages = st.builds(AveragePrice, st.floats(0.2, 10), st.floats(0, 0.8))


def simulated(process=PROCESS, choice=CHOICE, paths=2**15):
    shocks = standard_normal_shocks(np.random.default_rng(5), choice.term_months - 1, paths, "sobol")
    return simulate_prices(process, choice.price_usd_per_gpu_hour, shocks).mean(axis=0)


def test_by_hand_without_uncertainty():
    still = PriceProcess(level_usd_per_gpu_hour=2.0, reversion_per_year=1.0, volatility_per_year=0.0)
    choice = Choice(price_usd_per_gpu_hour=2.0, discount=0.25, term_months=12, utilisation=0.5)
    average = average_price(still, 2.0, 12)
    # locked 1.50; on demand 0.5 * 2.00 = 1.00; equal at 1.50 / 2.00 = 75 % use, or at a discount of 50 %
    assert choice.locked_usd_per_gpu_hour == 1.5
    assert choice.on_demand_usd(average.mean_usd) == 1.0
    assert break_even_utilisation(choice, average) == 0.75
    assert break_even_discount(choice, average) == 0.5
    assert chance_locking_wins(choice, average) == 0.0
    assert saving_quantile(choice, average, 0.95) == -0.5


def test_by_hand_with_hours_sold_out():
    choice = Choice(
        price_usd_per_gpu_hour=2.0,
        discount=0.25,
        term_months=12,
        utilisation=0.5,
        sold_out_share=0.1,
        missing_hour_usd=10.0,
    )
    average = AveragePrice(2.0, 0.0)
    # on demand 0.5 * (0.9 * 2 + 0.1 * 10) = 0.5 * 2.8 = 1.4, per needed hour 2.8
    assert choice.on_demand_usd(2.0) == pytest.approx(1.4)
    assert break_even_utilisation(choice, average) == pytest.approx(1.5 / 2.8)
    assert break_even_discount(choice, average) == pytest.approx(1 - 1.4 / 2.0)
    assert break_even_sold_out(choice, average) == pytest.approx((1.5 / 0.5 - 2.0) / (10.0 - 2.0))


def test_three_deterministic_months():
    # a half-life of one month towards 1: deviations of ln 4, ln 2, ln sqrt 2, so prices 4, 2, sqrt 2
    process = PriceProcess(level_usd_per_gpu_hour=1.0, reversion_per_year=12 * np.log(2), volatility_per_year=0.0)
    assert average_price(process, 4.0, 3).mean_usd == pytest.approx((4 + 2 + np.sqrt(2)) / 3)


def test_one_month_has_no_uncertainty():
    assert average_price(PROCESS, 2.7, 1) == AveragePrice(pytest.approx(2.7), pytest.approx(0.0, abs=1e-7))


def test_two_months_of_a_random_walk_by_hand():
    # P0 = 1, P1 = exp(s z - 0), s = 0.6 / sqrt(12): mean of P1 is exp(s^2 / 2), its second moment exp(2 s^2)
    walk = PriceProcess(level_usd_per_gpu_hour=1.0, reversion_per_year=0.0, volatility_per_year=0.6)
    variance = 0.36 / 12
    mean = (1 + np.exp(variance / 2)) / 2
    second = (1 + 2 * np.exp(variance / 2) + np.exp(2 * variance)) / 4
    average = average_price(walk, 1.0, 2)
    assert average.mean_usd == pytest.approx(mean)
    assert average.log_sd == pytest.approx(np.sqrt(np.log(second / mean**2)))


@pytest.mark.parametrize("reversion", [0.0, 0.7, 3.0])
def test_moments_agree_with_simulation(reversion):
    process = PriceProcess(
        level_usd_per_gpu_hour=2.4, reversion_per_year=reversion, volatility_per_year=0.25, drift_per_year=-0.1
    )
    found, paths = average_price(process, 2.7, 36), simulated(process)
    assert found.mean_usd == pytest.approx(paths.mean(), rel=1e-3)
    assert found.log_sd == pytest.approx(np.sqrt(np.log(np.mean(paths**2) / paths.mean() ** 2)), rel=0.01)


def test_the_lognormal_shape_is_close():
    found, paths = average_price(PROCESS, 2.7, 36), simulated()
    assert kstest(paths, lambda x: 1 - np.array([found.chance_above(v) for v in x])).statistic < 0.01


def test_chance_and_quantiles_agree_with_simulation():
    average, paths = average_price(PROCESS, 2.7, 36), simulated()
    saving = CHOICE.on_demand_usd(paths) - CHOICE.locked_usd_per_gpu_hour
    assert chance_locking_wins(CHOICE, average) == pytest.approx(np.mean(saving > 0), abs=0.01)
    for p in (0.05, 0.5, 0.95):
        assert saving_quantile(CHOICE, average, p) == pytest.approx(np.quantile(saving, p), abs=0.01)


@given(choices, averages)
def test_at_break_even_both_cost_the_same(choice, average):
    use = break_even_utilisation(choice, average)
    per_needed = choice.on_demand_usd(average.mean_usd) / choice.utilisation
    assert use * per_needed == pytest.approx(choice.locked_usd_per_gpu_hour)
    discount = break_even_discount(choice, average)
    assert choice.price_usd_per_gpu_hour * (1 - discount) == pytest.approx(choice.on_demand_usd(average.mean_usd))


@given(choices, averages)
def test_locking_wins_more_often_than_not_where_the_median_saving_is_positive(choice, average):
    saving, chance = saving_quantile(choice, average, 0.5), chance_locking_wins(choice, average)
    if abs(saving) > 1e-6:
        assert (chance > 0.5) == (saving > 0)


@given(choices, averages)
def test_price_at_cost_is_the_inverse(choice, average):
    cost = choice.on_demand_usd(average.mean_usd)
    assert choice.price_at_cost(cost) == pytest.approx(average.mean_usd, rel=1e-6, abs=1e-6)


def test_missing_hours_that_cost_more_than_the_lock_make_it_win_for_sure():
    choice = Choice(
        price_usd_per_gpu_hour=2.0,
        discount=0.5,
        term_months=12,
        utilisation=1.0,
        sold_out_share=0.5,
        missing_hour_usd=4.0,
    )
    assert chance_locking_wins(choice, AveragePrice(2.0, 0.5)) == 1.0


@given(st.floats(0.01, 0.6), st.floats(0.01, 0.99))
def test_quantile_and_chance_are_inverse(log_sd, probability):
    average = AveragePrice(2.0, log_sd)
    assert average.chance_above(average.quantile(probability)) == pytest.approx(1 - probability)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("price_usd_per_gpu_hour", 0.0),
        ("discount", 1.0),
        ("discount", float("nan")),
        ("term_months", 0),
        ("term_months", 1.5),
        ("utilisation", 0.0),
        ("utilisation", 1.1),
        ("sold_out_share", 1.0),
        ("sold_out_share", -0.1),
        ("missing_hour_usd", -1.0),
    ],
)
def test_values_out_of_range(name, value):
    good = {"price_usd_per_gpu_hour": 2.0, "discount": 0.1, "term_months": 12, "utilisation": 0.5}
    with pytest.raises(ValueError, match=name):
        Choice(**(good | {name: value}))


def test_a_missing_hour_that_costs_less_has_no_break_even():
    choice = Choice(price_usd_per_gpu_hour=2.0, discount=0.1, term_months=12, utilisation=0.5, missing_hour_usd=1.0)
    with pytest.raises(ValueError, match="missing_hour_usd"):
        break_even_sold_out(choice, AveragePrice(2.0, 0.1))


@pytest.mark.parametrize("probability", [0.0, 1.0])
def test_quantiles_at_the_ends(probability):
    with pytest.raises(ValueError, match="probability"):
        AveragePrice(2.0, 0.1).quantile(probability)


DAYS = np.array(["2026-01-01", "2026-01-11", "2026-01-31"], dtype="datetime64[D]")


def test_average_since_by_hand():
    # ten days from 2 to 4 (average 3), twenty days from 4 to 1 (average 2.5): (10 * 3 + 20 * 2.5) / 30
    assert average_since(DAYS, np.array([2.0, 4.0, 1.0]), DAYS[0], DAYS[-1]) == pytest.approx(80 / 30)


@pytest.mark.parametrize(
    ("start", "end"), [("2025-12-31", "2026-01-05"), ("2026-01-05", "2026-02-05"), ("2026-01-05", "2026-01-05")]
)
def test_average_since_outside_the_observations(start, end):
    with pytest.raises(ValueError, match="the span is"):
        average_since(DAYS, np.array([2.0, 4.0, 1.0]), np.datetime64(start), np.datetime64(end))
