from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.orbital.cost import Comparison, Ground, Orbit, cost_ratio
from compute_deal.models.orbital.paths import Development, cumulative_mass_t, learning_price, ratio_after

SIDES = Comparison(Orbit(1.1, 20.0, 50.0, 1000.0, 25.0, 5.0, 0.08), Ground(12.0, 14.0, 25.0, 1.0, 0.08), years=5.0)
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
    ground_change_per_year=0.0,
)


def test_a_path_starts_at_the_comparison_and_follows_its_parts():
    assert ratio_after(SIDES, STILL, 0.0) == pytest.approx(cost_ratio(SIDES))
    # Five years at 2,000 t double the 10,000 t: launch falls by a fifth, nothing else changes.
    later = replace(SIDES, orbit=replace(SIDES.orbit, launch_usd_per_kg=800.0))
    assert ratio_after(SIDES, STILL, 5.0) == pytest.approx(cost_ratio(later))


def test_each_development_has_its_limit():
    moving = replace(STILL, satellite_fall_per_year=0.5, specific_power_growth_per_year=1.0, ground_change_per_year=0.1)
    # After ten years: satellites at their floor of 2 USD/W, power at 100 W/kg, launch at three times the mass.
    end = replace(
        SIDES.orbit,
        launch_usd_per_kg=1000.0 * 3.0 ** np.log2(0.8),
        satellite_usd_per_w=2.0,
        specific_power_w_per_kg=100.0,
    )
    assert ratio_after(SIDES, moving, 10.0) == pytest.approx(cost_ratio(replace(SIDES, orbit=end)) / 1.1**10)
    # In a thousand years launches cost what they cost at least.
    floor = replace(SIDES, orbit=replace(SIDES.orbit, launch_usd_per_kg=900.0))
    assert ratio_after(SIDES, replace(STILL, launch_floor_usd_per_kg=900.0), 1000.0) == pytest.approx(cost_ratio(floor))


def test_draws_do_not_mix():
    many = replace(STILL, launch_usd_per_kg=np.array([1000.0, 100.0]), mass_growth_per_year=np.array([0.0, 0.5]))
    alone = replace(STILL, launch_usd_per_kg=100.0, mass_growth_per_year=0.5)
    assert ratio_after(SIDES, many, 5.0)[1] == pytest.approx(ratio_after(SIDES, alone, 5.0))


@given(st.floats(1.0, 1e4), st.floats(1.0, 1e6), st.floats(0.01, 0.6))
def test_a_doubling_takes_off_the_rate(price, mass, rate):
    assert learning_price(2.0 * mass, price, mass, rate) == pytest.approx(price * (1.0 - rate))


def test_mass_by_hand():
    # No growth: 100 + 3 * 10. Doubling every year from 10 t: 10 (2^3 - 1) / ln 2 = 100.99.
    assert cumulative_mass_t(3.0, 100.0, 10.0, 0.0, 1e9) == pytest.approx(130.0)
    assert cumulative_mass_t(3.0, 100.0, 10.0, 1.0, 1e9) == pytest.approx(200.99, abs=0.01)
    # Growth ends at 20 t a year, after one year: 10 / ln 2 + 2 * 20 = 54.43.
    assert cumulative_mass_t(3.0, 100.0, 10.0, 1.0, 20.0) == pytest.approx(154.43, abs=0.01)


@given(st.floats(0.0, 40.0), st.floats(0.0, 1.0), st.floats(1.0, 1e3))
def test_mass_is_the_integral_of_its_rate(years, growth, room):
    time = (np.arange(20_000) + 0.5) / 20_000 * years
    rate = np.minimum(10.0 * (1.0 + growth) ** time, 10.0 * room)
    assert cumulative_mass_t(years, 5.0, 10.0, growth, 10.0 * room) == pytest.approx(
        5.0 + rate.mean() * years, rel=1e-4
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: learning_price(20.0, 1800.0, 400.0, 1.0), "price_kept_per_doubling must be above zero"),
        (lambda: learning_price(0.0, 1800.0, 400.0, 0.2), "mass_t must be above zero"),
        (lambda: cumulative_mass_t(1.0, 1.0, 10.0, 0.1, 5.0), "room_for_growth_t_per_year must be zero or more"),
        (
            lambda: ratio_after(SIDES, replace(STILL, satellite_fall_per_year=1.0), 0.0),
            "share_of_satellite_price_kept must be above zero",
        ),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
