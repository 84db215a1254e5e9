"""The numbers carry the units their names say: the same sums done with a units library."""

import pint
import pytest

from compute_deal.models.orbital.cost import cost_per_kw_year_usd, cost_per_pflop_hour_usd
from compute_deal.models.orbital.heat import net_flux_w_per_m2, radiator_area_m2, radiator_faces
from compute_deal.models.orbital.mccalip import mccalip
from compute_deal.models.orbital.power import Battery, SolarArray, size_power
from compute_deal.models.orbital.published import ground_power_usd_per_kw_year, launched_power_usd_per_kw_year
from compute_deal.models.orbital.radiation import events_per_chip_year
from compute_deal.models.orbital.satellite import fleet
from compute_deal.models.orbital.sunlight import orbit_period_s


@pytest.fixture(scope="module")
def ureg():
    registry = pint.UnitRegistry()
    registry.define("usd = [money]")
    registry.define("flop = [work_done]")
    registry.define("pflop = 1e15 * flop")
    # A year of 8,760 hours, as all the published models count it.
    registry.define("calendar_year = 8760 * hour")
    return registry


def test_heat(ureg):
    sigma = 1.0 * ureg.stefan_boltzmann_constant
    flux = 2 * 0.9 * sigma * (342.0 * ureg.kelvin) ** 4
    assert net_flux_w_per_m2(342.0, radiator_faces(0.9)) == pytest.approx(flux.to("W/m^2").magnitude)
    area = (1.0 * ureg.megawatt / flux).to("m^2")
    assert radiator_area_m2(1e6, 342.0, radiator_faces(0.9)) == pytest.approx(area.magnitude)


def test_orbit_period(ureg):
    earth_mass_parameter = 1.0 * ureg.newtonian_constant_of_gravitation * (5.9722e24 * ureg.kg)
    period = 2 * 3.141592653589793 * ((7028.137 * ureg.km) ** 3 / earth_mass_parameter) ** 0.5
    assert orbit_period_s(650.0) == pytest.approx(period.to("s").magnitude, rel=1e-4)


def test_power_system(ureg):
    load, shadow = 120.0 * ureg.kW, 35.0 * ureg.minute
    battery = (load * shadow / 0.4).to("W*h")
    system = size_power(
        load.to("W").magnitude,
        0.64,
        shadow.to("h").magnitude,
        5.0,
        SolarArray(100.0, 300.0, 0.0),
        Battery(150.0, 0.4, 1.0),
    )
    assert system.battery_energy_wh == pytest.approx(battery.magnitude)
    assert system.battery_mass_kg == pytest.approx((battery / (150.0 * ureg.W * ureg.h / ureg.kg)).to("kg").magnitude)
    array = (load / 0.64) / (300.0 * ureg.W / ureg.m**2)
    assert system.array_area_m2 == pytest.approx(array.to("m^2").magnitude)


def test_fleet(ureg):
    mass = (1.0 * ureg.gigawatt * (10.0 * ureg.kg / ureg.kW)).to("tonne")
    assert fleet(1e9, 100e3, 10.0, 200.0).mass_t == pytest.approx(mass.magnitude)
    assert fleet(1e9, 100e3, 10.0, 200.0).launches == pytest.approx((mass / (200.0 * ureg.tonne)).magnitude)


def test_launched_and_bought_power(ureg):
    launched = 575 * ureg.kg / (28.2 * ureg.kW) * (200 * ureg.usd / ureg.kg) / (5 * ureg.calendar_year)
    assert launched_power_usd_per_kw_year(575.0, 28.2, 200.0, 5.0) == pytest.approx(
        launched.to("usd/kW/calendar_year").magnitude
    )
    bought = 1.09 * 60 * ureg.usd / (ureg.MW * ureg.h)
    assert ground_power_usd_per_kw_year(0.06, 1.09) == pytest.approx(bought.to("usd/kW/calendar_year").magnitude)


def test_cost_per_kw_year_and_per_work(ureg, sides):
    # Orbit: 83.9bn USD over five years for 1 GW, worked out by hand in test_cost.
    total = 83.9e9 * ureg.usd
    per_energy = total / (1.0 * ureg.gigawatt * 5 * ureg.calendar_year)
    assert cost_per_kw_year_usd(sides)[0] == pytest.approx(per_energy.to("usd/kW/calendar_year").magnitude)
    # At one PFLOP/s per kW, a gigawatt does a million PFLOP/s.
    speed = 1.0 * ureg.gigawatt * (1.0 * ureg.pflop / ureg.s / ureg.kW)
    per_work = total / (speed * 5 * ureg.calendar_year)
    assert cost_per_pflop_hour_usd(sides)[0] == pytest.approx(per_work.to("usd / (pflop / s * hour)").magnitude)


def test_fuel_and_energy_of_the_calculator(ureg, mccalip_inputs):
    fuel = 6200 * ureg.Btu / ureg.kWh * (4.30 * ureg.usd / (1e6 * ureg.Btu))
    energy = (1.0 * ureg.gigawatt * 5 * ureg.calendar_year * 0.85).to("MWh")
    facility = 14.66 * ureg.usd / ureg.W * ureg.gigawatt
    total = facility + energy * 1.2 * fuel
    result = mccalip(mccalip_inputs)
    assert result.ground_usd == pytest.approx(total.to("usd").magnitude)
    assert result.ground_usd_per_mwh == pytest.approx((total / energy).to("usd/MWh").magnitude)


def test_events(ureg):
    rate = (1.5 * ureg.gray / ureg.calendar_year) / (17.0 * ureg.rads)
    assert events_per_chip_year(150.0, 17.0) == pytest.approx(rate.to("1/calendar_year").magnitude)
