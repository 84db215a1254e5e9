from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compute_deal.models.orbital.cost import (
    cost_per_kw_year_usd,
    cost_per_pflop_hour_usd,
    cost_ratio,
    delivered_pflop_hours,
    ground_lines,
    installed_power_w,
    launch_mass_kg,
    orbit_lines,
)
from compute_deal.models.orbital.life_cycle import cost_shares
from compute_deal.models.orbital.sides import Delivery, Ground, Orbit

fixed_fixtures = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def with_orbit(sides, **changes):
    return replace(sides, orbit=replace(sides.orbit, **changes))


def test_orbit_by_hand(sides):
    # 1.1 GW installed: satellites 22bn; 22,000 t at 1,000 USD/kg 22bn.
    # A year: 5 % of 44bn = 2.2bn; 1 % of 22bn = 0.22bn; chips 25bn, 2 % of (25bn + 3,000 t * 1,000 = 3bn) = 0.56bn.
    lines = {line.name: line for line in orbit_lines(sides.orbit)}
    assert lines["satellites"].capital_usd == pytest.approx(22e9)
    assert lines["launch"].capital_usd == pytest.approx(22e9)
    assert lines["replacement"].annual_usd == pytest.approx(2.2e9)
    assert lines["operations"].annual_usd == pytest.approx(0.22e9)
    assert lines["chips"].capital_usd == pytest.approx(25e9)
    assert lines["chip replacement"].annual_usd == pytest.approx(0.56e9)
    # (22 + 22 + 25 + 5 * (2.2 + 0.22 + 0.56)) bn / (5 years * 1e6 kW) = 16,780 USD a kW-year.
    assert cost_per_kw_year_usd(sides)[0] == pytest.approx(83.9e9 / 5e6)


def test_ground_by_hand(sides):
    # 12bn + 25bn; energy 1e6 kW * 0.9 * 1.2 * 8,760 h * 0.06 = 567.648m; operations 0.5bn; 2 % of 37bn = 0.74bn.
    lines = {line.name: line for line in ground_lines(sides.ground)}
    assert lines["energy"].annual_usd == pytest.approx(567.648e6)
    assert cost_per_kw_year_usd(sides)[1] == pytest.approx((37e9 + 5 * (0.567648e9 + 0.5e9 + 0.74e9)) / 5e6)


def test_replacement_without_its_launch(sides):
    lines = {line.name: line for line in orbit_lines(replace(sides.orbit, replacement_launch_share=0.0))}
    assert lines["replacement"].annual_usd == pytest.approx(0.05 * 22e9)


def test_discounting_by_hand(sides):
    # At 10 % over two years the annuity is 1/1.1 + 1/1.21 = 1.7355372.
    discounted = replace(sides, years=2.0, orbit_discount_rate=0.10, ground_discount_rate=0.10)
    ground_usd = (37e9 + 1.7355372 * 1.807648e9) / (1.7355372 * 1e6)
    assert cost_per_kw_year_usd(discounted)[1] == pytest.approx(ground_usd, rel=1e-7)
    orbit_usd = (69e9 + 1.7355372 * 2.98e9) / (1.7355372 * 1e6)
    assert cost_per_kw_year_usd(discounted)[0] == pytest.approx(orbit_usd, rel=1e-7)


def test_delivered_work_by_hand(sides):
    # 1 GW at 2 PFLOP/s a kW, half sustained, 80 % used, 90 % available, 75 % through the link: 540,000 PFLOP/s.
    delivery = Delivery(0.8, 0.9, 0.75, 0.5, 2.0)
    assert delivered_pflop_hours(1e9, delivery) == pytest.approx(540_000.0 * 8760.0)
    better = replace(sides, orbit_delivery=delivery)
    assert cost_per_pflop_hour_usd(better)[0] == pytest.approx(83.9e9 / (5 * 540_000.0 * 8760.0))


def test_chips_out(sides):
    # Without chips: (44 + 5 * 2.42) bn against (12 + 5 * (0.567648 + 0.5 + 0.24)) bn.
    bare = replace(
        with_orbit(sides, chips_usd_per_w=0.0, chip_replacement_per_year=0.0),
        ground=replace(sides.ground, chips_usd_per_w=0.0),
    )
    assert cost_ratio(bare) == pytest.approx(56.1 / (12.0 + 5.0 * 1.307648))
    assert cost_ratio(bare) > cost_ratio(sides)


def test_energy_is_the_most_free_power_can_save(sides):
    shares = cost_shares(ground_lines(sides.ground), sides.years)
    free = replace(sides, ground=replace(sides.ground, energy_usd_per_kwh=0.0))
    saved = 1.0 - cost_per_kw_year_usd(free)[1] / cost_per_kw_year_usd(sides)[1]
    assert shares["energy"] == pytest.approx(saved)


def test_facility_that_outlives_the_analysis(sides):
    longer = replace(sides, ground=replace(sides.ground, facility_years=15.0))
    assert cost_per_kw_year_usd(sides)[1] - cost_per_kw_year_usd(longer)[1] == pytest.approx(12e9 * (1 - 5 / 15) / 5e6)


@fixed_fixtures
@given(st.floats(0.0, 1e4), st.floats(1.0, 1e4))
def test_cost_falls_with_launch_price(sides, price, step):
    dear, cheap = with_orbit(sides, launch_usd_per_kg=price + step), with_orbit(sides, launch_usd_per_kg=price)
    assert cost_ratio(cheap) < cost_ratio(dear)
    assert cost_per_kw_year_usd(cheap)[1] == cost_per_kw_year_usd(dear)[1]


@fixed_fixtures
@given(st.floats(1e-3, 1e3))
def test_ratio_is_scale_free_but_for_one_off_cost(sides, scale):
    def scaled(comparison):
        return replace(
            comparison,
            orbit=replace(comparison.orbit, power_w=comparison.orbit.power_w * scale),
            ground=replace(comparison.ground, power_w=comparison.ground.power_w * scale),
        )

    assert cost_ratio(scaled(sides)) == pytest.approx(cost_ratio(sides))
    one_off = with_orbit(sides, one_off_usd=1e10)
    if scale > 1.01:
        assert cost_ratio(scaled(one_off)) < cost_ratio(one_off)


@fixed_fixtures
@given(st.floats(0.05, 1.0), st.floats(0.05, 1.0))
def test_ratio_follows_what_is_delivered(sides, orbit_share, ground_share):
    less = replace(
        sides, orbit_delivery=Delivery(availability=orbit_share), ground_delivery=Delivery(utilisation=ground_share)
    )
    assert cost_ratio(less) == pytest.approx(cost_ratio(sides) * ground_share / orbit_share)


@fixed_fixtures
@given(st.floats(0.0, 0.3))
def test_equal_discounting_keeps_a_ratio_of_capital_alone(sides, rate):
    capital = replace(
        sides,
        orbit=Orbit(1e9, 1.0, 20.0, 50.0, 500.0),
        ground=Ground(1e9, 10.0, 0.0, 1.0),
        orbit_discount_rate=rate,
        ground_discount_rate=rate,
    )
    assert cost_ratio(capital) == pytest.approx(3.0)


def test_whole_satellites():
    orbit = Orbit(1e6, 1.05, 22.0, 36.5, 500.0, satellite_power_w=27e3)
    # 1,050 kW need 38.9 satellites: 39 * 27 kW = 1,053 kW and 28,849 kg.
    assert installed_power_w(orbit) == pytest.approx(1.053e6)
    assert launch_mass_kg(orbit) == pytest.approx(28_849.3, abs=0.1)


def test_arrays_broadcast(sides):
    grid = with_orbit(
        sides, launch_usd_per_kg=np.array([[100.0], [1000.0]]), satellite_usd_per_w=np.array([5.0, 20.0, 40.0])
    )
    ratios = cost_ratio(grid)
    assert ratios.shape == (2, 3)
    assert ratios[1, 1] == pytest.approx(cost_ratio(sides))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Orbit(1e9, 1.0, 20.0, 0.0, 500.0), "specific_power_w_per_kg must be above zero"),
        (lambda: Orbit(1e9, 1.0, 20.0, 50.0, 500.0, replacement_per_year=-0.1), "must not be negative"),
        (lambda: Ground(1e9, 10.0, 0.06, 0.9), "pue_above_one must not be negative"),
        (lambda: Ground(1e9, 10.0, 0.06, 1.1, load_factor=85.0), "load_factor must be a share"),
        (lambda: Delivery(utilisation=0.0), "utilisation must be a share"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
