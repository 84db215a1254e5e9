import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.orbital.power import (
    Battery,
    SolarArray,
    array_power_w_per_m2,
    end_retention,
    mean_retention,
    size_power,
    sunlit_array_power_w,
)

ARRAY = SolarArray(specific_power_w_per_kg=100.0, power_w_per_m2=300.0, degradation_per_year=0.02)
BATTERY = Battery(specific_energy_wh_per_kg=150.0, depth_of_discharge=0.4, round_trip_efficiency=0.9)


def test_published_retention_and_array_power():
    assert mean_retention(0.025, 5) == pytest.approx(0.951234453, abs=5e-10)  # McCalip
    assert 105.0 * array_power_w_per_m2(0.22, packing=0.9) / 1000.0 == pytest.approx(28.3, abs=0.05)  # Suncatcher
    assert array_power_w_per_m2(0.22, packing=0.9) / 1361.0 == pytest.approx(0.198)


def test_sizing_by_hand():
    # 1,000 W, 60 % sunlit: 1,000 (1 + (0.4/0.6)/0.9) = 1,740.74 W at the end of life.
    # After five years at 2 %: / 0.98^5 = / 0.9039208 = 1,925.77 W; 19.2577 kg; 6.4192 m2.
    # Battery: 1,000 W * 0.6 h / 0.4 = 1,500 Wh; 10 kg.
    system = size_power(1000.0, 0.6, 0.6, 5.0, ARRAY, BATTERY)
    assert system.array_power_w == pytest.approx(1925.77, abs=0.01)
    assert system.array_mass_kg == pytest.approx(19.2577, abs=1e-4)
    assert system.array_area_m2 == pytest.approx(6.41925, abs=1e-4)
    assert system.battery_energy_wh == pytest.approx(1500.0)
    assert system.battery_mass_kg == pytest.approx(10.0)


@given(st.floats(0.0, 0.3), st.integers(1, 20))
def test_mean_lies_between_end_and_start(degradation, years):
    assert end_retention(degradation, years) <= mean_retention(degradation, years) + 1e-12
    assert mean_retention(degradation, years) <= 1.0


@given(st.floats(1.0, 1e9), st.floats(0.05, 1.0))
def test_loss_free_battery_divides_by_the_sunlit_share(load, sunlit):
    assert sunlit_array_power_w(load, sunlit) == pytest.approx(load / sunlit)


@given(st.floats(0.1, 1.0), st.floats(0.1, 1.0))
def test_more_sunlight_needs_less_array(a, b):
    low, high = sorted((a, b))
    assert sunlit_array_power_w(1.0, high, 0.9) <= sunlit_array_power_w(1.0, low, 0.9)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: mean_retention(0.02, 2.5), "years must be a whole number"),
        (lambda: mean_retention(2.5, 5), "degradation_per_year must be a share"),
        (lambda: sunlit_array_power_w(1.0, 0.0), "sunlit_fraction must be a share"),
        (lambda: array_power_w_per_m2(22.0), "cell_efficiency must be a share"),
        (lambda: SolarArray(0.0, 300.0, 0.02), "specific_power_w_per_kg must be above zero"),
        (lambda: Battery(150.0, 0.0, 0.9), "depth_of_discharge must be a share"),
        (lambda: size_power(1.0, 1.0, -1.0, 5.0, ARRAY, BATTERY), "eclipse_h must not be negative"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
