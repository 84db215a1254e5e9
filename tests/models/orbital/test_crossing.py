from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from compute_deal.models.orbital.cost import cost_ratio
from compute_deal.models.orbital.crossing import (
    Paths,
    first_crossing_years,
    rank_inputs,
    ratio_paths,
    sample_triangular,
    summarise_crossing,
)

STILL = Paths(
    launch_usd_per_kg=1000.0,
    launch_learning_rate=0.20,
    launch_floor_usd_per_kg=15.0,
    cumulative_mass_t=10_000.0,
    mass_t_per_year=2000.0,
    mass_growth_per_year=0.0,
    most_mass_t_per_year=1e6,
    satellite_usd_per_w=20.0,
    satellite_fall_per_year=0.0,
    satellite_floor_usd_per_w=2.0,
    specific_power_w_per_kg=50.0,
    specific_power_growth_per_year=0.0,
    most_specific_power_w_per_kg=100.0,
)
RANGES = {
    "launch_learning_rate": (0.10, 0.20, 0.24),
    "mass_growth_per_year": (0.0, 0.2, 0.6),
    "satellite_fall_per_year": (0.0, 0.05, 0.2),
    "satellite_floor_usd_per_w": (1.0, 3.0, 10.0),
    "launch_usd_per_kg": (600.0, 1500.0, 2900.0),
}


def test_path_starts_at_the_comparison_and_follows_its_parts(sides):
    ratios = ratio_paths(sides, STILL, [0.0, 5.0])
    assert ratios.shape == (1, 2)
    assert ratios[0, 0] == pytest.approx(cost_ratio(sides))
    # Five years at 2,000 t double the 10,000 t: launch falls by a fifth, nothing else changes.
    later = replace(sides, orbit=replace(sides.orbit, launch_usd_per_kg=800.0))
    assert ratios[0, 1] == pytest.approx(cost_ratio(later))


def test_each_development_has_its_limit(sides):
    moving = replace(STILL, satellite_fall_per_year=0.5, specific_power_growth_per_year=1.0, ground_change_per_year=0.1)
    # After ten years: satellites at their floor of 2 USD/W, power at 100 W/kg, launch at three times the mass.
    ratio = ratio_paths(sides, moving, [10.0])[0, 0]
    end = replace(
        sides.orbit,
        launch_usd_per_kg=1000.0 * 3.0 ** np.log2(0.8),
        satellite_usd_per_w=2.0,
        specific_power_w_per_kg=100.0,
    )
    assert ratio == pytest.approx(cost_ratio(replace(sides, orbit=end)) / 1.1**10)


def test_cases_do_not_mix(sides):
    many = replace(STILL, launch_usd_per_kg=np.array([1000.0, 100.0]), mass_growth_per_year=np.array([0.0, 0.5]))
    ratios = ratio_paths(sides, many, np.arange(6.0))
    alone = ratio_paths(sides, replace(STILL, launch_usd_per_kg=100.0, mass_growth_per_year=0.5), np.arange(6.0))
    assert ratios.shape == (2, 6)
    assert ratios[1] == pytest.approx(alone[0])


def test_crossing_by_hand():
    years = [0.0, 1.0, 3.0]
    ratios = [[2.0, 1.5, 0.5], [0.9, 0.8, 0.7], [3.0, 2.0, 1.1], [2.0, 1.0, 1.0]]
    # From 1.5 to 0.5 over years 1 to 3, the ratio of one is met at year 2.
    assert first_crossing_years(years, ratios).tolist() == [2.0, 0.0, np.inf, 1.0]
    assert first_crossing_years(years, ratios, threshold=1.5).tolist() == pytest.approx([1.0, 0.0, 2.11111111, 0.5])


@given(st.floats(0.05, 0.9), st.floats(1.1, 50.0))
def test_crossing_of_a_falling_path(fall, start):
    years = np.linspace(0.0, 100.0, 4001)
    exact = np.log(start) / -np.log(1.0 - fall)
    found = first_crossing_years(years, [start * (1.0 - fall) ** years])[0]
    assert found == pytest.approx(exact, abs=0.01)


def test_summary_counts_those_that_never_cross():
    dates = np.array([*range(1, 61), *[np.inf] * 40], dtype=float)
    summary = summarise_crossing(dates)
    assert (summary.p5_years, summary.p50_years) == (5.0, 50.0)
    assert summary.p95_years == np.inf
    assert (summary.share_never, summary.cases) == (0.4, 100)


def test_distribution_end_to_end(sides):
    samples = sample_triangular(RANGES, 2000, np.random.default_rng(20261004))
    years = np.arange(0.0, 41.0)
    ratios = ratio_paths(sides, replace(STILL, **samples), years)
    dates = first_crossing_years(years, ratios, threshold=1.5)
    summary = summarise_crossing(dates)
    assert 0.0 < summary.share_never < 1.0
    # A later horizon can only turn "never" into a date; a stricter ratio can only delay it.
    assert np.mean(np.isinf(first_crossing_years(years[:21], ratios[:, :21], 1.5))) >= summary.share_never
    assert np.all(first_crossing_years(years, ratios, threshold=1.3) >= dates)
    ranking = rank_inputs(samples, dates)
    assert set(ranking) == set(RANGES)
    assert max(ranking["mass_growth_per_year"], ranking["satellite_fall_per_year"]) < 0.0
    assert ranking["launch_usd_per_kg"] > 0.0
    # The same seed gives the same draw.
    again = sample_triangular(RANGES, 2000, np.random.default_rng(20261004))
    assert all(np.array_equal(samples[name], again[name]) for name in samples)


def test_ranking_is_spearmans():
    rng = np.random.default_rng(3)
    samples = {"a": rng.normal(size=200), "b": rng.normal(size=200)}
    outcome = samples["a"] ** 3 - 0.5 * samples["b"]
    ranking = rank_inputs(samples, outcome)
    assert list(ranking) == ["a", "b"]
    for name, correlation in ranking.items():
        assert correlation == pytest.approx(spearmanr(samples[name], outcome).statistic)


def test_ranking_takes_never_as_the_last_date():
    samples = {"a": np.array([1.0, 2.0, 3.0, 4.0])}
    assert rank_inputs(samples, [5.0, 7.0, np.inf, np.inf])["a"] == pytest.approx(0.9487, abs=1e-4)
    assert rank_inputs(samples, [np.inf] * 4) == {"a": 0.0}


def test_triangular_mean_and_bounds():
    draws = sample_triangular({"a": (1.0, 2.0, 6.0)}, 20_000, np.random.default_rng(5))["a"]
    assert draws.mean() == pytest.approx(3.0, abs=0.03)
    assert draws.min() >= 1.0 and draws.max() <= 6.0


def test_bad_input(sides):
    with pytest.raises(ValueError, match="range of a must be in order"):
        sample_triangular({"a": (2.0, 1.0, 3.0)}, 3, np.random.default_rng(0))
    with pytest.raises(ValueError, match="cases by rising times"):
        first_crossing_years([0.0, 1.0], [[1.0, 2.0, 3.0]])
    with pytest.raises(ValueError, match="cases by rising times"):
        first_crossing_years([1.0, 0.0], [[1.0, 2.0]])
    with pytest.raises(ValueError, match="share_of_satellite_price_kept must be above zero"):
        ratio_paths(sides, replace(STILL, satellite_fall_per_year=1.0), [0.0])
    with pytest.raises(ValueError, match="a has shape"):
        rank_inputs({"a": np.ones(3)}, np.ones(4))
    with pytest.raises(ValueError, match="cases must be above zero"):
        summarise_crossing([])
