import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest

from compute_deal.models.lock_in import (
    TIE,
    AveragePrice,
    Choice,
    average_price,
    break_even_sold_out,
    break_even_use,
    expected_price,
    saving_quantile,
)

CHOICE = Choice(locked_usd_per_gpu_hour=2.3, utilisation=0.85, sold_out_share=0.05, missing_hour_usd=8.0)
MONTHS, VOLATILITY = 12, 0.25
EXPECTED = expected_price(2.7, -0.1, np.arange(MONTHS))

choices = st.builds(
    Choice,
    locked_usd_per_gpu_hour=st.floats(0.2, 10),
    utilisation=st.floats(0.05, 1),
    sold_out_share=st.floats(0, 0.9),
    missing_hour_usd=st.floats(0, 50),
)
averages = st.builds(AveragePrice, st.floats(0.2, 10), st.floats(0, 0.8))


def simulated(paths=2**15):
    """Monthly prices as a random walk around the expected path, averaged over the term."""
    step = VOLATILITY / 12**0.5
    shocks = np.random.default_rng(5).standard_normal((MONTHS - 1, paths // 2))
    shocks = np.concatenate([shocks, -shocks], axis=1)
    walks = np.cumsum(step * shocks - step**2 / 2, axis=0)
    walks = np.concatenate([np.zeros((1, shocks.shape[1])), walks])
    expected = 2.7 * 0.9 ** (np.arange(MONTHS) / 12)
    return (expected[:, None] * np.exp(walks)).mean(axis=0)


def test_by_hand_without_uncertainty():
    choice = Choice(locked_usd_per_gpu_hour=1.5, utilisation=0.5)
    average = average_price(expected_price(2.0, 0.0, np.arange(12)), 0.0)
    # on demand 0.5 * 2.00 = 1.00 against 1.50; equal at 1.50 / 2.00 = 75 % use
    assert choice.on_demand_usd(average.mean_usd) == 1.0
    assert break_even_use(choice.locked_usd_per_gpu_hour, choice.needed_hour_usd(average.mean_usd)) == 0.75
    assert average.chance_above(choice.break_even_price_usd) == 0.0
    assert saving_quantile(choice, average, 0.95) == -0.5


def test_by_hand_with_hours_sold_out():
    choice = Choice(locked_usd_per_gpu_hour=1.5, utilisation=0.5, sold_out_share=0.1, missing_hour_usd=10.0)
    # per needed hour 0.9 * 2 + 0.1 * 10 = 2.8, on demand 0.5 * 2.8 = 1.4
    assert choice.on_demand_usd(2.0) == pytest.approx(1.4)
    assert break_even_use(choice.locked_usd_per_gpu_hour, choice.needed_hour_usd(2.0)) == pytest.approx(1.5 / 2.8)
    assert break_even_sold_out(choice, 2.0) == pytest.approx((1.5 / 0.5 - 2.0) / (10.0 - 2.0))


def test_three_months_of_a_sure_fall():
    # a loss of 4,095 parts in 4,096 a year is a halving each month: prices of 4, 2 and 1
    assert average_price(expected_price(4.0, 1 / 4096 - 1, np.arange(3)), 0.0) == AveragePrice(
        pytest.approx(7 / 3), 0.0
    )


def test_one_month_has_no_uncertainty():
    assert average_price(expected_price(2.7, -0.1, np.arange(1)), 0.3) == AveragePrice(pytest.approx(2.7), 0.0)


def test_two_months_of_a_random_walk_by_hand():
    # prices 1 and X with E[X] = 1, E[X^2] = exp(s^2 / 12): the square of the sum is 1 + 2 + exp(s^2 / 12)
    average = average_price(np.ones(2), 0.6)
    second = (3 + np.exp(0.36 / 12)) / 4
    assert average.mean_usd == pytest.approx(1.0)
    assert average.log_sd == pytest.approx(np.sqrt(np.log(second)))


def test_moments_agree_with_simulation():
    found, paths = average_price(EXPECTED, VOLATILITY), simulated()
    assert found.mean_usd == pytest.approx(paths.mean(), rel=2e-3)
    assert found.log_sd == pytest.approx(np.sqrt(np.log(np.mean(paths**2) / paths.mean() ** 2)), rel=0.02)


def test_the_lognormal_shape_is_close():
    found, paths = average_price(EXPECTED, VOLATILITY), simulated()
    assert kstest(paths, lambda x: 1 - np.array([found.chance_above(v) for v in x])).statistic < 0.012


def test_chance_and_quantiles_agree_with_simulation():
    average, paths = average_price(EXPECTED, VOLATILITY), simulated()
    saving = CHOICE.on_demand_usd(paths) - CHOICE.locked_usd_per_gpu_hour
    assert average.chance_above(CHOICE.break_even_price_usd) == pytest.approx(np.mean(saving > 0), abs=0.01)
    for p in (0.05, 0.5, 0.95):
        assert saving_quantile(CHOICE, average, p) == pytest.approx(np.quantile(saving, p), abs=0.015)


@given(choices, averages)
def test_at_break_even_both_cost_the_same(choice, average):
    use = break_even_use(choice.locked_usd_per_gpu_hour, choice.needed_hour_usd(average.mean_usd))
    per_needed = choice.on_demand_usd(average.mean_usd) / choice.utilisation
    assert use * per_needed == pytest.approx(choice.locked_usd_per_gpu_hour)
    if choice.break_even_price_usd > 0:
        assert choice.on_demand_usd(choice.break_even_price_usd) == pytest.approx(choice.locked_usd_per_gpu_hour)


@given(choices, averages)
def test_locking_wins_more_often_than_not_where_the_median_saving_is_positive(choice, average):
    saving, chance = saving_quantile(choice, average, 0.5), average.chance_above(choice.break_even_price_usd)
    if abs(saving) > 1e-6:
        assert (chance > 0.5) == (saving > 0)


@pytest.mark.parametrize(("nudge", "chance"), [(0.0, 0.0), (TIE / 10, 0.0), (-TIE / 10, 0.0), (10 * TIE, 1.0)])
def test_a_tie_goes_to_staying_on_demand_whatever_rounding_says(nudge, chance):
    choice = Choice(locked_usd_per_gpu_hour=0.3, utilisation=0.7)
    average = AveragePrice(0.3 / 0.7 * (1 + nudge), 0.0)
    assert average.chance_above(choice.break_even_price_usd) == chance


def test_missing_hours_that_cost_more_than_the_lock_make_it_win_for_sure():
    choice = Choice(locked_usd_per_gpu_hour=1.0, utilisation=1.0, sold_out_share=0.5, missing_hour_usd=4.0)
    assert AveragePrice(2.0, 0.5).chance_above(choice.break_even_price_usd) == 1.0


@given(st.floats(0.01, 0.6), st.floats(0.01, 0.99))
def test_quantile_and_chance_are_inverse(log_sd, probability):
    average = AveragePrice(2.0, log_sd)
    assert average.chance_above(average.quantile(probability)) == pytest.approx(1 - probability)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("locked_usd_per_gpu_hour", 0.0),
        ("locked_usd_per_gpu_hour", float("nan")),
        ("utilisation", 0.0),
        ("utilisation", 1.1),
        ("sold_out_share", 1.0),
        ("sold_out_share", -0.1),
        ("missing_hour_usd", -1.0),
    ],
)
def test_values_out_of_range(name, value):
    good = {"locked_usd_per_gpu_hour": 2.0, "utilisation": 0.5}
    with pytest.raises(ValueError, match=name):
        Choice(**(good | {name: value}))


@pytest.mark.parametrize("missing", [1.0, 2.0])
def test_a_missing_hour_that_costs_no_more_has_no_break_even(missing):
    choice = Choice(locked_usd_per_gpu_hour=1.8, utilisation=0.5, missing_hour_usd=missing)
    with pytest.raises(ValueError, match="missing_hour_usd"):
        break_even_sold_out(choice, 2.0)


def test_prices_out_of_range():
    with pytest.raises(ValueError, match="positive prices"):
        average_price(expected_price(0.0, 0.0, np.arange(12)), 0.25)
