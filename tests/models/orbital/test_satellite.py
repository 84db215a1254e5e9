import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.orbital.power import Battery, SolarArray
from compute_deal.models.orbital.satellite import (
    SatelliteDesign,
    SubsystemPrices,
    fleet,
    satellite_usd_per_w,
    size_satellite,
    whole_up,
    years_to_orbit,
)
from compute_deal.models.orbital.sunlight import eclipse_duration_h, eclipse_fraction


def by_hand():
    return SatelliteDesign(
        array=SolarArray(100.0, 300.0, 0.0),
        battery=Battery(100.0, 0.5, 1.0),
        radiator_w_per_m2=500.0,
        radiator_kg_per_m2=5.0,
        compute_kg_per_kw=4.0,
        bus_kg_per_kw=2.0,
        coolant_kg_per_kw=1.0,
        overhead=0.2,
        structure_fraction=0.25,
        margin_fraction=0.10,
        propellant_kg_per_kw=1.5,
    )


def test_mass_by_hand():
    # Load 1,200 W at 80 % sunlit: array 1,500 W, 15 kg, 5 m2. Battery 1,200 * 0.5 / 0.5 = 1,200 Wh, 12 kg.
    # Radiator 2.4 m2, 12 kg + 1.2 kg coolant. Sum 15 + 12 + 13.2 + 4 + 2 = 46.2; structure 11.55;
    # margin 5.775; dry 63.525; with 1.5 of propellant 65.025.
    size = size_satellite(by_hand(), sunlit_fraction=0.8, eclipse_h=0.5, years=5.0)
    assert (size.array_w, size.array_m2, size.radiator_m2, size.battery_wh) == pytest.approx((1500, 5, 2.4, 1200))
    assert size.dry_kg == pytest.approx(63.525)
    assert size.launch_kg == pytest.approx(65.025)


def test_price_by_hand():
    # 1,500 W * 10 + 1,200 Wh * 0.5 + 2.4 m2 * 1,000 + 2,000 = 20,000 USD per kW.
    size = size_satellite(by_hand(), 0.8, 0.5, 5.0)
    assert satellite_usd_per_w(size, SubsystemPrices(10.0, 0.5, 1000.0, 2000.0)) == pytest.approx(20.0)


def test_mass_of_spacedc(text_inference, optimistic):
    # Printed dry mass and its parts at beta zero, kg for 1,008 kW.
    share, hours = eclipse_fraction(650.0), eclipse_duration_h(650.0)
    size = size_satellite(text_inference.design, 1.0 - share, hours, 5)
    printed = {
        "compute_kg": 3456.0,
        "array_kg": 20408.9,
        "battery_kg": 11119.4,
        "radiator_kg": 14000.4,
        "bus_kg": 1920.0 + 3840.0,
        "structure_kg": 10948.9,
        "margin_kg": 13138.7,
    }
    for part, mass_kg in printed.items():
        assert getattr(size, part) * 1008.0 == pytest.approx(mass_kg, abs=0.06), part
    assert size.dry_kg == pytest.approx(78.20659413, rel=1e-8)
    assert size_satellite(optimistic.design, 1.0 - share, hours, 5).dry_kg == pytest.approx(55.98698979, rel=1e-8)
    assert size_satellite(text_inference.design, 1.0, 0.0, 5).dry_kg == pytest.approx(51.04752468, rel=1e-8)


def test_van_berkel_gigawatt():
    # 10 kg/kW and 200 t a launch: 10,000 t, 50 launches, 2bn USD at 200 USD/kg.
    gigawatt = fleet(1e9, 40e3, 10.0, 200.0)
    assert (gigawatt.mass_t, gigawatt.launches) == (pytest.approx(10_000.0), 50.0)
    assert gigawatt.mass_t * 1000.0 * 200.0 == pytest.approx(2e9)


def test_starship_at_claimed_and_flown_payload():
    # 29,390 t takes 294 launches of 100 t, 668 of 44 t (29,390 / 44 = 667.95).
    mass_per_kw = 27.0e3 / 36.5 / 27.0
    assert fleet(39_731 * 27e3, 27e3, mass_per_kw, 100.0).launches == 294.0
    assert fleet(39_731 * 27e3, 27e3, mass_per_kw, 44.0).launches == 668.0


def test_years_at_the_mass_to_orbit_of_2025():
    # 100 W/kg: 10,000 t a gigawatt, 4.5 years at 2,200 t a year; a million tonnes takes 455 years.
    assert years_to_orbit(10_000.0, 2200.0) == pytest.approx(4.545, abs=1e-3)
    assert years_to_orbit(1e6, 2200.0) == pytest.approx(450.0, rel=0.02)


@given(st.floats(1e6, 1e12), st.floats(1e3, 1e6), st.floats(1.0, 100.0), st.floats(1.0, 500.0))
def test_fleet_covers_the_power_and_the_mass(power, satellite_power, kg_per_kw, payload):
    answer = fleet(power, satellite_power, kg_per_kw, payload)
    assert answer.satellites * satellite_power >= power * (1.0 - 1e-8)
    assert answer.launches * payload >= answer.mass_t * (1.0 - 1e-8)
    assert (answer.satellites - 1.0) * satellite_power < power
    assert float(answer.satellites).is_integer() and float(answer.launches).is_integer()


@given(st.integers(1, 10**6))
def test_whole_numbers_stay(number):
    assert whole_up(float(number)) == number
    assert whole_up(number + 0.001) == number + 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: fleet(1e9, 0.0, 10.0, 100.0), "satellite_power_w must be above zero"),
        (lambda: years_to_orbit(1.0, 0.0), "mass_t_per_year must be above zero"),
        (
            lambda: SatelliteDesign(SolarArray(1, 1, 0), Battery(1, 1, 1), 500.0, -5.0, 1.0),
            "radiator_kg_per_m2 must not be negative",
        ),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
