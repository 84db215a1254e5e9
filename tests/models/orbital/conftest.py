"""Inputs of the published models as they stand in the publications."""

import pytest

from compute_deal.models.orbital.heat import Face, HeatEnvironment, net_flux_w_per_m2
from compute_deal.models.orbital.mccalip import McCalipInputs, McCalipThermal
from compute_deal.models.orbital.power import Battery, SolarArray, array_power_w_per_m2
from compute_deal.models.orbital.satellite import SatelliteDesign, SubsystemPrices
from compute_deal.models.orbital.sides import Comparison, Ground, Orbit
from compute_deal.models.orbital.spacedc import Chips, EarthCase, OrbitCase


@pytest.fixture
def mccalip_inputs():
    return McCalipInputs(
        power_w=1e9,
        years=5,
        launch_usd_per_kg=500.0,
        satellite_usd_per_w=22.0,
        specific_power_w_per_kg=36.5,
        satellite_power_w=27e3,
        satellite_array_m2=116.0,
        sunlit_fraction=0.98,
        degradation_per_year=0.025,
        replacement_per_year=0.09,
        operations_per_year=0.01,
        one_off_usd=1e9,
        starship_payload_t=100.0,
        turbine_usd_per_w=1.8,
        electrical_usd_per_w=5.25,
        mechanical_usd_per_w=3.0,
        civil_usd_per_w=2.5,
        network_usd_per_w=1.75,
        pue=1.2,
        load_factor=0.85,
        gas_usd_per_mmbtu=4.30,
        heat_rate_btu_per_kwh=6200.0,
        turbine_power_w=430e6,
    )


@pytest.fixture
def mccalip_thermal_inputs():
    return McCalipThermal(
        solar_w_per_m2=1361.0,
        earth_ir_w_per_m2=237.0,
        albedo=0.30,
        sink_k=3.0,
        absorptivity_front=0.92,
        emissivity_front=0.85,
        emissivity_back=0.90,
        altitude_km=550.0,
        earth_radius_km=6371.0,
        view_floor=0.05,
        limit_k=273.15 + 85.0 - 10.0,
    )


@pytest.fixture
def h100_cluster():
    return Chips(
        count=1152,
        peak_pflops=0.989,
        power_w=700.0,
        price_usd=25_000.0,
        launch_kg=1.5 * 2.0,
        overhead=0.25,
        sustained=0.55,
        utilisation=0.85,
    )


@pytest.fixture
def hyperscale():
    return EarthCase(
        facility_usd_per_w=12.0,
        energy_usd_per_kwh=0.06,
        pue=1.10,
        availability=0.995,
        maintenance_per_year=0.05,
    )


def _orbit_case(array, battery, battery_usd_per_wh, array_usd_per_w, radiator_kg_per_m2, bus_usd, launch_usd, **rest):
    satellites, it_kw = 64, 1008.0
    # A two-sided radiator at the end of its life, half-lit by the Sun and seeing a fifth of the Earth.
    flux = net_flux_w_per_m2(
        312.0,
        (Face(0.82, 0.07, earth_view_factor=0.2, sun_cosine=0.5), Face(0.82)),
        HeatEnvironment(earth_ir_w_per_m2=238.0, albedo=0.30, sink_k=3.0),
    )
    design = SatelliteDesign(
        array=array,
        battery=battery,
        radiator_w_per_m2=flux,
        radiator_kg_per_m2=radiator_kg_per_m2,
        compute_kg_per_kw=1152 * 1.5 * 2.0 / it_kw,
        bus_kg_per_kw=satellites * (30.0 + 60.0) / it_kw,
        coolant_kg_per_kw=3.5,
        overhead=1.10 / (1.0 - 0.02) - 1.0,
        structure_fraction=0.20,
        margin_fraction=0.20,
        propellant_kg_per_kw=426.4 / it_kw,
    )
    return OrbitCase(
        design=design,
        prices=SubsystemPrices(
            array_usd_per_w=array_usd_per_w,
            battery_usd_per_wh=battery_usd_per_wh,
            radiator_usd_per_m2=5000.0,
            bus_usd_per_kw=satellites * (bus_usd + 0.5e6) / it_kw,
        ),
        altitude_km=650.0,
        launch_usd_per_kg=launch_usd,
        ground_segment_usd=20e6,
        operations_usd_per_year=5e6,
        failures_per_year=0.106,
        spare_fraction=0.05,
        reset_availability=0.99,
        downlink_bits_per_s=200e9,
        **rest,
    )


@pytest.fixture
def text_inference():
    return _orbit_case(
        SolarArray(100.0, array_power_w_per_m2(0.30, 0.85, 0.95), 0.02),
        Battery(150.0, 0.40, 0.90),
        battery_usd_per_wh=0.50,
        array_usd_per_w=50.0,
        radiator_kg_per_m2=7.0,
        bus_usd=2e6,
        launch_usd=3000.0,
        downlink_availability=0.75,
        bits_per_flop=1e-8,
    )


@pytest.fixture
def optimistic():
    return _orbit_case(
        SolarArray(150.0, array_power_w_per_m2(0.30, 0.88, 0.95), 0.02),
        Battery(250.0, 0.40, 0.90),
        battery_usd_per_wh=0.70,
        array_usd_per_w=60.0,
        radiator_kg_per_m2=4.0,
        bus_usd=0.3e6,
        launch_usd=200.0,
        downlink_availability=1.0,
        bits_per_flop=1e-8,
    )


@pytest.fixture
def sides():
    """A comparison with every kind of cost, for properties and arithmetic."""
    return Comparison(
        Orbit(
            power_w=1e9,
            installed_w_per_w=1.1,
            satellite_usd_per_w=20.0,
            specific_power_w_per_kg=50.0,
            launch_usd_per_kg=1000.0,
            replacement_per_year=0.05,
            operations_per_year=0.01,
            chips_usd_per_w=25.0,
            chip_replacement_per_year=0.02,
            chip_kg_per_w=0.003,
        ),
        Ground(
            power_w=1e9,
            facility_usd_per_w=12.0,
            energy_usd_per_kwh=0.06,
            pue=1.2,
            load_factor=0.9,
            operations_usd_per_w_year=0.5,
            maintenance_per_year=0.02,
            chips_usd_per_w=25.0,
        ),
        years=5.0,
    )
