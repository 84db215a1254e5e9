from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compute_deal.models.orbital.break_even import PRICES, break_even_price, iso_ratio_satellite_usd_per_w
from compute_deal.models.orbital.cost import cost_ratio

fixed_fixtures = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def with_orbit(sides, **changes):
    return replace(sides, orbit=replace(sides.orbit, **changes))


def test_by_hand(sides):
    # Without chips Earth costs 12 + 5 * 1.307648 = 18.53824bn. In orbit satellites and their upkeep cost
    # 22bn * (1 + 5 * 0.06) = 28.6bn; a dollar a kg costs 22e6 kg * (1 + 5 * 0.05) = 27.5m.
    # Break-even: (18.53824 - 28.6) bn / 27.5m = -365.88 USD/kg.
    bare = replace(
        with_orbit(sides, chips_usd_per_w=0.0, chip_replacement_per_year=0.0),
        ground=replace(sides.ground, chips_usd_per_w=0.0),
    )
    assert break_even_price(bare, "launch_usd_per_kg") == pytest.approx(-365.88, abs=0.01)


@fixed_fixtures
@given(st.floats(0.1, 20.0), st.sampled_from(PRICES), st.floats(0.0, 0.2))
def test_the_price_gives_the_ratio(sides, ratio, price, rate):
    discounted = replace(sides, orbit_discount_rate=rate, ground_discount_rate=0.08)
    found = break_even_price(discounted, price, ratio)
    assert cost_ratio(with_orbit(discounted, **{price: found})) == pytest.approx(ratio)


def test_iso_lines_are_straight_fall_and_do_not_cross(sides):
    launch = np.linspace(0.0, 2000.0, 9)
    one, two = (iso_ratio_satellite_usd_per_w(sides, launch, ratio) for ratio in (1.0, 2.0))
    assert np.all(two > one) and np.all(np.diff(one) < 0.0)
    assert np.diff(one) == pytest.approx(np.full(8, np.diff(one)[0]))
    on_line = with_orbit(sides, launch_usd_per_kg=launch, satellite_usd_per_w=two)
    assert cost_ratio(on_line) == pytest.approx(np.full(9, 2.0))


def test_bad_input(sides):
    with pytest.raises(ValueError, match="price must be one of"):
        break_even_price(sides, "specific_power_w_per_kg")
    with pytest.raises(ValueError, match="ratio must be above zero"):
        break_even_price(sides, "launch_usd_per_kg", 0.0)
