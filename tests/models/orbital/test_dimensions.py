"""The numbers carry the units their names say: the same sums done with a units library."""

import pint
import pytest

from compute_deal.models.orbital.cost import cost_per_kw_year_usd, cost_per_pflop_hour_usd
from compute_deal.models.orbital.fleet import fleet
from compute_deal.models.orbital.heat import radiated_w_per_m2
from compute_deal.models.orbital.life_cycle import CostLine, cost_per_unit_usd
from compute_deal.models.orbital.radiation import hours_between_events


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
    flux = 2 * 0.9 * (1.0 * ureg.stefan_boltzmann_constant) * (342.0 * ureg.kelvin) ** 4
    assert radiated_w_per_m2(342.0, 0.9) == pytest.approx(flux.to("W/m^2").magnitude)


def test_fleet(ureg):
    mass = (1.0 * ureg.gigawatt * (10.0 * ureg.kg / ureg.kW)).to("tonne")
    assert fleet(1e9, 10.0, 200.0).mass_t == pytest.approx(mass.magnitude)
    assert fleet(1e9, 10.0, 200.0).launches == pytest.approx((mass / (200.0 * ureg.tonne)).magnitude)


def test_launched_power(ureg):
    launched = 575 * ureg.kg / (28.2 * ureg.kW) * (200 * ureg.usd / ureg.kg) / (5 * ureg.calendar_year)
    found = cost_per_unit_usd([CostLine("launch", 575.0 * 200.0)], 28.2, 5.0)
    assert found == pytest.approx(launched.to("usd/kW/calendar_year").magnitude)


def test_cost_per_kw_year_and_per_work(ureg, sides):
    # Orbit: 83.9bn USD over five years for 1 GW, worked out by hand in test_cost.
    total = 83.9e9 * ureg.usd
    per_energy = total / (1.0 * ureg.gigawatt * 5 * ureg.calendar_year)
    assert cost_per_kw_year_usd(sides)[0] == pytest.approx(per_energy.to("usd/kW/calendar_year").magnitude)
    # At one PFLOP/s per kW, a gigawatt does a million PFLOP/s.
    speed = 1.0 * ureg.gigawatt * (1.0 * ureg.pflop / ureg.s / ureg.kW)
    per_work = total / (speed * 5 * ureg.calendar_year)
    assert cost_per_pflop_hour_usd(sides)[0] == pytest.approx(per_work.to("usd / (pflop / s * hour)").magnitude)


def test_events(ureg):
    each = (1.5 * ureg.gray / ureg.calendar_year) / (17.0 * ureg.rads)
    between = (1.0 / (each * 1000)).to("hour")
    assert hours_between_events(150.0 / 17.0, 1000.0) == pytest.approx(between.magnitude)
