import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.risk.price_process import (
    PriceProcess,
    expected_price,
    price_quantile,
    simulate_prices,
    standard_normal_shocks,
    step_decay,
    step_sd,
)

speeds = st.floats(0.0, 20.0)
volatilities = st.floats(0.0, 1.5)
times = st.floats(0.01, 5.0)


def process(speed=1.4, volatility=0.3, drift=-0.2, level=2.5):
    return PriceProcess(
        level_usd_per_gpu_hour=level, reversion_per_year=speed, volatility_per_year=volatility, drift_per_year=drift
    )


@given(speeds, volatilities, times, times)
def test_two_steps_equal_one_long_step(speed, volatility, first, second):
    p = process(speed, volatility)
    decay = step_decay(p, second)
    assert step_decay(p, first) * decay == pytest.approx(step_decay(p, first + second), abs=1e-12)
    composed = np.sqrt((decay * step_sd(p, first)) ** 2 + step_sd(p, second) ** 2)
    assert composed == pytest.approx(step_sd(p, first + second), rel=1e-9, abs=1e-12)


def test_slow_reversion_approaches_the_random_walk():
    # 0.3 * sqrt(4) = 0.6
    assert step_sd(process(speed=0.0), 4.0) == pytest.approx(0.6)
    assert step_sd(process(speed=1e-9), 4.0) == pytest.approx(0.6)


def test_long_run_spread_and_half_life():
    # Half-life 6 months: reversion ln 2 / 0.5; spread 0.3 / sqrt(2 * 1.3863) = 0.18017
    p = process(speed=np.log(2) / 0.5)
    assert p.half_life_years == pytest.approx(0.5)
    assert p.stationary_sd == pytest.approx(0.18017, abs=1e-5)
    assert step_sd(p, 100.0) == pytest.approx(p.stationary_sd)
    assert process(speed=0.0).half_life_years == np.inf
    assert process(speed=0.0).stationary_sd == np.inf
    assert process(speed=0.0, volatility=0.0).stationary_sd == 0.0


def test_median_path_by_hand():
    # Level 2 ageing 20 % a year in logs; after 1 year 2 exp(-0.2) = 1.6375. Deviation ln(4/2) shrinks by exp(-ln 2) = 1/2.
    p = process(speed=np.log(2), drift=-0.2, level=2.0)
    assert price_quantile(p, 4.0, 1.0, 0.5) == pytest.approx(1.6374615 * np.sqrt(2))


def test_simulated_moments_match_the_closed_forms():
    p = process()
    paths = simulate_prices(p, 3.2, standard_normal_shocks(np.random.default_rng(7), 36, 2**14, "sobol"))
    assert paths.shape == (37, 2**14)
    assert np.all(paths[0] == pytest.approx(3.2))
    for month in (1, 12, 36):
        logs = np.log(paths[month])
        assert logs.std() == pytest.approx(step_sd(p, month / 12), rel=0.02)
        assert paths[month].mean() == pytest.approx(expected_price(p, 3.2, month / 12), rel=2e-3)
        assert np.percentile(paths[month], 5) == pytest.approx(price_quantile(p, 3.2, month / 12, 0.05), rel=5e-3)
    # Correlation of the deviation a year apart: exp(-k) sd(1) / sd(2).
    expected = np.exp(-1.4) * step_sd(p, 1.0) / step_sd(p, 2.0)
    assert np.corrcoef(np.log(paths[12]), np.log(paths[24]))[0, 1] == pytest.approx(expected, abs=0.03)


def test_sobol_mean_is_closer_than_independent_draws():
    p = process()
    exact = expected_price(p, 2.5, 1.0)
    errors = {}
    for method in ("pseudo", "sobol"):
        runs = [
            simulate_prices(p, 2.5, standard_normal_shocks(stream, 12, 1024, method))[12].mean() - exact
            for stream in np.random.default_rng(5).spawn(20)
        ]
        errors[method] = np.sqrt(np.mean(np.square(runs)))
    assert errors["sobol"] < errors["pseudo"] / 2


def test_shocks_repeat_with_the_seed():
    draw = [standard_normal_shocks(np.random.default_rng(3), 4, 8, "sobol") for _ in range(2)]
    assert np.array_equal(*draw)
    assert np.all(np.isfinite(draw[0]))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("level_usd_per_gpu_hour", 0.0),
        ("reversion_per_year", -1.0),
        ("volatility_per_year", np.nan),
        ("drift_per_year", np.inf),
    ],
)
def test_bad_fields_are_named(field, value):
    good = {"level_usd_per_gpu_hour": 2.5, "reversion_per_year": 1.0, "volatility_per_year": 0.3}
    with pytest.raises(ValueError, match=field):
        PriceProcess(**{**good, field: value})


def test_bad_draws_and_probabilities():
    with pytest.raises(ValueError, match="power of two"):
        standard_normal_shocks(np.random.default_rng(1), 3, 1000, "sobol")
    with pytest.raises(ValueError, match="'halton'"):
        standard_normal_shocks(np.random.default_rng(1), 3, 8, "halton")
    with pytest.raises(ValueError, match="probability"):
        price_quantile(process(), 2.5, 1.0, 1.0)
