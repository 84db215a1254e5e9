from dataclasses import replace

import numpy as np
import pytest

from compute_deal.models.orbital.cost import cost_ratio
from compute_deal.models.orbital.development import Development, ratio_paths

STILL = Development(
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


def test_draws_do_not_mix(sides):
    many = replace(STILL, launch_usd_per_kg=np.array([1000.0, 100.0]), mass_growth_per_year=np.array([0.0, 0.5]))
    ratios = ratio_paths(sides, many, np.arange(6.0))
    alone = ratio_paths(sides, replace(STILL, launch_usd_per_kg=100.0, mass_growth_per_year=0.5), np.arange(6.0))
    assert ratios.shape == (2, 6)
    assert ratios[1] == pytest.approx(alone[0])


def test_bad_input(sides):
    with pytest.raises(ValueError, match="share_of_satellite_price_kept must be above zero"):
        ratio_paths(sides, replace(STILL, satellite_fall_per_year=1.0), [0.0])
