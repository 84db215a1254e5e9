from dataclasses import replace

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.orbital.cost import (
    Comparison,
    Ground,
    Orbit,
    cost_ratio,
    ground_lines,
    orbit_bill,
    orbit_lines,
)

# Every kind of cost, in round numbers.
SIDES = Comparison(
    Orbit(
        installed_w_per_w=1.1,
        satellite_usd_per_w=20.0,
        specific_power_w_per_kg=50.0,
        launch_usd_per_kg=1000.0,
        chips_usd_per_w=25.0,
        satellite_years=4.0,
        discount_rate=0.0,
        working_share=0.8,
        loss_per_year=0.02,
        operations_per_year=0.01,
        one_off_usd_per_w=2.0,
    ),
    Ground(
        facility_usd_per_w=12.0,
        facility_years=15.0,
        chips_usd_per_w=25.0,
        running_usd_per_w_year=1.2,
        discount_rate=0.0,
        working_share=0.96,
    ),
    years=5.0,
)


def with_orbit(**changes):
    return replace(SIDES, orbit=replace(SIDES.orbit, **changes))


def test_orbit_by_hand():
    # Satellites 1.1 * 20 = 22 USD/W and launch 1.1 / 50 * 1,000 = 22 over four years; chips 25 end with their satellite;
    # 2 % of 69 are replaced; 1 % of 22 and a fifth of 2 are paid each year.
    assert orbit_lines(SIDES) == pytest.approx(
        {"launch": 5.5, "satellites": 5.5, "chips": 6.25, "replacement": 1.38, "operations": 0.62}
    )


def test_chips_are_written_off_though_their_satellite_lasts():
    assert orbit_lines(with_orbit(satellite_years=8.0))["chips"] == pytest.approx(25.0 / 5.0)


def test_ground_by_hand():
    assert ground_lines(SIDES) == pytest.approx({"chips": 5.0, "building": 0.8, "running": 1.2})


def test_ratio_by_hand():
    # 19.25 for each watt of which 0.8 work, over 7 for each of which 0.96 do.
    assert cost_ratio(SIDES) == pytest.approx(19.25 / 0.8 / (7.0 / 0.96))
    assert orbit_bill(SIDES)["launch"] == pytest.approx(5.5 / 0.8 / (7.0 / 0.96))


def test_interest_by_hand():
    # At 10 % over two years a dollar at once is 1 / (1/1.1 + 1/1.21) = 0.57619 a year.
    dear = replace(with_orbit(discount_rate=0.10, satellite_years=2.0), ground=replace(SIDES.ground, discount_rate=0.1))
    assert orbit_lines(dear)["launch"] == pytest.approx(22.0 * 0.5761905)
    assert ground_lines(replace(dear, years=2.0))["chips"] == pytest.approx(25.0 * 0.5761905)


def test_units():
    ureg = pint.UnitRegistry()
    ureg.define("usd = [money]")
    launch = 1.1 * (1000 * ureg.usd / ureg.kg) / (50 * ureg.W / ureg.kg) / (4 * ureg.year)
    assert orbit_lines(SIDES)["launch"] == pytest.approx(launch.to("usd/W/year").magnitude)


@given(st.floats(0.0, 1e4), st.floats(1.0, 1e4))
def test_ratio_rises_with_the_launch_price(price, step):
    assert cost_ratio(with_orbit(launch_usd_per_kg=price)) < cost_ratio(with_orbit(launch_usd_per_kg=price + step))


@given(st.floats(0.0, 0.3))
def test_equal_interest_keeps_a_ratio_of_capital_alone(rate):
    capital = Comparison(Orbit(1.0, 20.0, 50.0, 500.0, 0.0, 5.0, rate), Ground(10.0, 5.0, 0.0, 0.0, rate), 5.0)
    assert cost_ratio(capital) == pytest.approx(3.0)


def test_arrays_broadcast():
    grid = with_orbit(launch_usd_per_kg=np.array([[100.0], [1000.0]]), satellite_usd_per_w=np.array([5.0, 20.0, 40.0]))
    assert cost_ratio(grid).shape == (2, 3)
    assert cost_ratio(grid)[1, 1] == pytest.approx(cost_ratio(SIDES))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"specific_power_w_per_kg": 0.0}, "specific_power_w_per_kg must be above zero, got 0.0"),
        ({"loss_per_year": np.array([0.1, -0.1])}, "loss_per_year must be zero or more"),
        ({"working_share": 85.0}, "working_share must be a share between 0 and 1, got 85.0"),
        ({"discount_rate": float("nan")}, "discount_rate must be zero or more, got nan"),
    ],
)
def test_bad_input(change, message):
    with pytest.raises(ValueError, match=message):
        with_orbit(**change)
