import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.orbital.cost import ground_lines, orbit_lines
from compute_deal.models.orbital.life_cycle import present_value_usd
from compute_deal.models.orbital.published import (
    DesignPoint,
    StarcloudInputs,
    check_design_point,
    cost_by_life,
    ground_power_usd_per_kw_year,
    launch_and_bus_allowance_usd_per_kg,
    launched_power_usd_per_kw_year,
    split_cost_by_life,
    starcloud_comparison,
)
from compute_deal.models.orbital.radiation import replenishment_factor


@pytest.mark.parametrize(
    ("mass_kg", "power_kw", "launch", "published"),
    [
        (575.0, 28.2, 3600.0, 14_700.0),
        (575.0, 28.2, 200.0, 810.0),
        (260.0, 7.0, 3600.0, 26_600.0),
        (260.0, 7.0, 200.0, 1470.0),
    ],
)
def test_suncatcher_launched_power(mass_kg, power_kw, launch, published):
    assert launched_power_usd_per_kw_year(mass_kg, power_kw, launch, 5.0) == pytest.approx(published, rel=0.015)


def test_suncatcher_at_300_usd_per_kg():
    assert launched_power_usd_per_kw_year(575.0, 28.2, 300.0, 5.0) == pytest.approx(1200.0, rel=0.02)


def test_suncatcher_electricity_on_earth():
    assert ground_power_usd_per_kw_year(0.06, 1.09) == pytest.approx(573.0, abs=0.5)
    assert ground_power_usd_per_kw_year(0.25, 1.40) == pytest.approx(3066.0)


@pytest.mark.parametrize(("ground", "published"), [(10_000.0, 250.0), (40_000.0, 1000.0)])
def test_turyshev_allowance(ground, published):
    assert launch_and_bus_allowance_usd_per_kg(ground, 40.0) == pytest.approx(published)


def test_turyshev_allowance_against_falcon_9():
    # 74m USD over 22,000 kg; the abstract says 3.4 to 13.5 times the allowance.
    falcon = 74e6 / 22_000.0
    assert falcon / launch_and_bus_allowance_usd_per_kg(40_000.0, 40.0) == pytest.approx(3.4, abs=0.05)
    assert falcon / launch_and_bus_allowance_usd_per_kg(10_000.0, 40.0) == pytest.approx(13.5, abs=0.05)


def test_turyshev_allowance_with_all_terms():
    # (10,000 - 1,000 - 500) / (40 * 1.2707) = 167.2 USD/kg.
    penalty = replenishment_factor(0.10, 5.0)
    allowance = launch_and_bus_allowance_usd_per_kg(10_000.0, 40.0, 1000.0, 500.0, penalty)
    assert allowance == pytest.approx(167.2, abs=0.1)


@given(st.floats(0.0, 1e5), st.floats(1.0, 100.0), st.floats(0.0, 1e3), st.floats(0.0, 1e3))
def test_turyshev_break_even_is_an_identity(ground, kg_per_kw, link, operations):
    allowance = launch_and_bus_allowance_usd_per_kg(ground, kg_per_kw, link, operations)
    assert allowance * kg_per_kw + link + operations == pytest.approx(ground, abs=1e-6)


def starcloud(**changes):
    paper = {
        "power_w": 40e6,
        "years": 10.0,
        "energy_usd_per_kwh": 0.04,
        "cooling_usd": 7e6,
        "backup_usd": 20e6,
        "array_usd": 2e6,
        "launches": 1,
        "payload_kg": 100e3,
        "launch_usd_per_kg": 50.0,
        "shielding_usd": 1.2e6,
    }
    return starcloud_comparison(StarcloudInputs(**{**paper, **changes}))


def test_starcloud_sums():
    paper = starcloud()
    energy = next(line for line in ground_lines(paper.ground) if line.name == "energy")
    assert energy.annual_usd * 10.0 == pytest.approx(140.16e6)
    assert present_value_usd(ground_lines(paper.ground), 10.0) == pytest.approx(167e6, rel=2e-3)
    assert present_value_usd(orbit_lines(paper.orbit), 10.0) == pytest.approx(8.2e6)


@pytest.mark.parametrize(
    ("changes", "published"),
    [({"launch_usd_per_kg": 500.0}, 53.2e6), ({"launch_usd_per_kg": 1000.0}, 103.2e6)],
)
def test_starcloud_critique(changes, published):
    # Nanjangud: one launch at 500 and at 1,000 USD/kg.
    assert present_value_usd(orbit_lines(starcloud(**changes).orbit), 10.0) == pytest.approx(published)


def test_starcloud_with_the_launches_of_the_critique():
    # 22 launches at 500 USD/kg: 22 * 50m + 3.2m, seven times the whole cost on Earth.
    counted = starcloud(launches=22, launch_usd_per_kg=500.0)
    assert present_value_usd(orbit_lines(counted.orbit), 10.0) == pytest.approx(1103.2e6)


def test_epoch_cost_by_life():
    fixed, capital = split_cost_by_life((3.0, 12e9), (5.0, 8.5e9))
    assert (fixed, capital) == (pytest.approx(3.25e9), pytest.approx(26.25e9))
    # The third published point is the test.
    assert cost_by_life(fixed, capital, 7.0) == pytest.approx(7.0e9)


def test_design_point_of_ai1():
    check = check_design_point(DesignPoint(120e3, 150e3, 70.0, 110.0, 1400.0, 250.0, 0.9))
    assert check.mass_t == pytest.approx(1.7, abs=0.05)
    assert check.heat_w == pytest.approx(154e3)
    assert check.two_sided_k == pytest.approx(342.0, abs=0.5)
    assert check.one_sided_k == pytest.approx(407.0, abs=0.5)
    assert check.satellites_per_gw == pytest.approx(6700.0, rel=0.01)
    # 150 kW at 250 W/m2; 6,667 satellites of 1.714 t.
    assert check.array_m2 == pytest.approx(600.0)
    assert check.gigawatt_mass_t == pytest.approx(6667 * 120.0 / 70.0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: launched_power_usd_per_kw_year(575.0, 0.0, 200.0, 5.0), "power_kw must be above zero"),
        (lambda: ground_power_usd_per_kw_year(0.06, 0.9), "pue_above_one must not be negative"),
        (lambda: launch_and_bus_allowance_usd_per_kg(1e4, 0.0), "kg_per_kw must be above zero"),
        (lambda: split_cost_by_life((5.0, 1.0), (5.0, 2.0)), "the two lives must differ"),
        (lambda: check_design_point(DesignPoint(120e3, 0.0, 70, 110, 1400, 250, 0.9)), "peak_w must be above zero"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
