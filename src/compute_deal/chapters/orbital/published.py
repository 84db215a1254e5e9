"""The published models of orbital computing with the inputs that the evidence holds for them."""

from dataclasses import replace

from compute_deal.evidence import Evidence
from compute_deal.inputs.published import published_values
from compute_deal.models.orbital.heat import Face, HeatEnvironment, net_flux_w_per_m2
from compute_deal.models.orbital.mccalip import KELVIN_AT_ZERO_CELSIUS, McCalipInputs, McCalipThermal
from compute_deal.models.orbital.power import Battery, SolarArray, array_power_w_per_m2
from compute_deal.models.orbital.published import DesignPoint, StarcloudInputs
from compute_deal.models.orbital.satellite import SatelliteDesign, SubsystemPrices
from compute_deal.models.orbital.sides import Comparison
from compute_deal.models.orbital.spacedc import Chips, EarthCase, OrbitCase, spacedc_comparison

BITS_PER_TERABIT = 1e12


def model_values(evidence: Evidence, prefix: str) -> dict[str, float]:
    """Return the inputs of one model by name without its prefix."""
    mine = tuple(
        row["id"] for row in evidence.tables["published_models"] if row["id"].startswith(f"{prefix}_") and row["value"]
    )
    return {id.removeprefix(f"{prefix}_"): value for id, value in published_values(evidence, mine).items()}


def mccalip_inputs(evidence: Evidence, **changes: float) -> McCalipInputs:
    """Return the defaults of McCalip's calculator, with some changed.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> mccalip_inputs(load()).satellite_usd_per_w
    22.0
    """
    of = model_values(evidence, "mccalip")
    inputs = McCalipInputs(
        power_w=of["target_power"],
        years=int(of["life"]),
        launch_usd_per_kg=of["launch_price"],
        satellite_usd_per_w=of["hardware_price"],
        specific_power_w_per_kg=of["specific_power"],
        satellite_power_w=of["unit_power"],
        satellite_array_m2=of["unit_area"],
        sunlit_fraction=of["sunlit_fraction"],
        degradation_per_year=of["degradation"],
        replacement_per_year=of["gpu_failure_rate"],
        operations_per_year=of["ops_share"],
        one_off_usd=of["nre"],
        starship_payload_t=of["starship_payload"] / 1000.0,
        turbine_usd_per_w=of["turbine_cost"] / 1000.0,
        electrical_usd_per_w=of["electrical_cost"],
        mechanical_usd_per_w=of["mechanical_cost"],
        civil_usd_per_w=of["civil_cost"],
        network_usd_per_w=of["network_cost"],
        pue=of["pue"],
        load_factor=of["capacity_factor"],
        gas_usd_per_mmbtu=of["gas_price"],
        heat_rate_btu_per_kwh=of["heat_rate"],
        turbine_power_w=of["turbine_power"],
    )
    return replace(inputs, **changes)


def mccalip_cheap(evidence: Evidence) -> McCalipInputs:
    """Return McCalip's calculator at an optimistic setting of its sliders, chosen by us."""
    of = model_values(evidence, "mccalip_optimistic")
    return mccalip_inputs(
        evidence,
        launch_usd_per_kg=of["launch_price"],
        satellite_usd_per_w=of["hardware_price"],
        specific_power_w_per_kg=of["specific_power"],
    )


def mccalip_heat(evidence: Evidence) -> McCalipThermal:
    """Return the inputs of the thermal block of McCalip's calculator."""
    of = model_values(evidence, "mccalip")
    return McCalipThermal(
        solar_w_per_m2=of["solar_flux"],
        earth_ir_w_per_m2=of["earth_infrared"],
        albedo=of["albedo"],
        sink_k=of["space_temperature"],
        absorptivity_front=of["absorptivity"],
        emissivity_front=of["emissivity_a"],
        emissivity_back=of["emissivity_b"],
        altitude_km=of["orbit_radius"] - of["earth_radius"],
        earth_radius_km=of["earth_radius"],
        view_floor=of["view_factor_floor"],
        limit_k=of["surface_temperature"] + KELVIN_AT_ZERO_CELSIUS,
    )


def spacedc_chips(of: dict[str, float]) -> Chips:
    """Return the computers of spacedc-mdao."""
    return Chips(
        count=int(of["satellites"] * of["gpus_per_satellite"]),
        peak_pflops=of["gpu_speed"] / 1000.0,
        power_w=of["gpu_power"],
        price_usd=of["gpu_price"],
        launch_kg=of["chip_mass"] * of["server_mass_factor"],
        overhead=of["it_overhead"],
        sustained=of["sustained_share"],
        utilisation=of["utilisation"],
    )


def spacedc_orbit(of: dict[str, float], chips: Chips, optimistic: bool, multimodal: bool) -> OrbitCase:
    """Return the satellites of a scenario of spacedc-mdao."""
    it_kw = chips.it_power_w / 1000.0
    lit = Face(
        of["radiator_emissivity"],
        of["radiator_absorptance"],
        of["radiator_view_factor"],
        of["radiator_sun_cosine"],
    )
    flux = net_flux_w_per_m2(
        of["radiator_temperature"],
        (lit, Face(of["radiator_emissivity"])),
        HeatEnvironment(of["earth_infrared"], of["albedo"], sink_k=of["space_temperature"]),
    )
    case = "optimistic_" if optimistic else ""
    wing = "rosa" if optimistic else "rigid"
    design = SatelliteDesign(
        array=SolarArray(
            of[f"array_specific_power_{wing}"],
            array_power_w_per_m2(of["cell_efficiency"], of[f"{case}array_packing"], of["array_pointing"]),
            of["array_degradation"],
        ),
        battery=Battery(
            of[f"{case}battery_specific_energy"], of["battery_depth_of_discharge"], of["battery_efficiency"]
        ),
        radiator_w_per_m2=flux,
        radiator_kg_per_m2=of[f"{case}radiator_areal_mass"],
        compute_kg_per_kw=chips.count * chips.launch_kg / it_kw,
        bus_kg_per_kw=of["satellites"] * (of["comms_mass"] + of["avionics_mass"]) / it_kw,
        coolant_kg_per_kw=of["coolant_mass"],
        overhead=of["load_factor"] / (1.0 - of["pump_share"]) - 1.0,
        structure_fraction=of["structure_factor"] - 1.0,
        margin_fraction=of["margin_factor"] - 1.0,
        propellant_kg_per_kw=of["propellant"] / it_kw,
    )
    return OrbitCase(
        design=design,
        prices=SubsystemPrices(
            array_usd_per_w=of[f"array_price_{wing}"],
            battery_usd_per_wh=of[f"{case}battery_price"],
            radiator_usd_per_m2=of["radiator_price"],
            bus_usd_per_kw=of["satellites"] * (of[f"{case}bus_price"] + of["comms_price"]) / it_kw,
        ),
        altitude_km=of["altitude"],
        launch_usd_per_kg=of[f"{case}launch_price"],
        ground_segment_usd=of["ground_segment"],
        operations_usd_per_year=of["ops_cost"],
        failures_per_year=of["chip_failure_rate"],
        spare_fraction=of["spares"],
        reset_availability=of["reset_availability"],
        downlink_availability=of[f"{case}network_factor"],
        bits_per_flop=of["multimodal_traffic" if multimodal else "text_traffic"],
        downlink_bits_per_s=of["downlink_rate"] * BITS_PER_TERABIT,
    )


def spacedc(
    evidence: Evidence, eclipse: float | None = None, optimistic: bool = False, multimodal: bool = False
) -> Comparison:
    """Return a scenario of spacedc-mdao.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    eclipse : float, optional
        Share of the orbit in shadow; the published runs have that of a beta angle of zero.
    optimistic : bool, optional
        The case with the prices of McCalip.
    multimodal : bool, optional
        Pictures and sound instead of text through the downlink.

    Returns
    -------
    Comparison
    """
    of = model_values(evidence, "spacedc")
    chips = spacedc_chips(of)
    earth = EarthCase(
        facility_usd_per_w=of["earth_infrastructure"] / 1e6,
        energy_usd_per_kwh=of["earth_electricity"],
        pue=of["earth_pue"],
        availability=of["earth_availability"],
        maintenance_per_year=of["earth_opex_share"],
    )
    orbit = spacedc_orbit(of, chips, optimistic, multimodal)
    return spacedc_comparison(chips, earth, orbit, int(of["years"]), of["discount_rate"], eclipse)


def starcloud_inputs(evidence: Evidence, **changes: float) -> StarcloudInputs:
    """Return the inputs of the Starcloud white paper, with some changed."""
    of = model_values(evidence, "starcloud")
    inputs = StarcloudInputs(
        power_w=of["power"],
        years=of["years"],
        energy_usd_per_kwh=of["terrestrial_energy_price"],
        cooling_usd=of["terrestrial_cooling"],
        backup_usd=of["terrestrial_backup"],
        array_usd=of["array_cost"],
        launches=1,
        payload_kg=of["launch_payload"],
        launch_usd_per_kg=of["launch_price_implied"],
        shielding_usd=of["shielding_cost"],
    )
    return replace(inputs, **changes)


def ai1_point(evidence: Evidence) -> DesignPoint:
    """Return the design point that SpaceX claims for AI1."""
    of = model_values(evidence, "ai1")
    return DesignPoint(
        average_w=of["average_power"],
        peak_w=of["peak_power"],
        specific_power_w_per_kg=of["specific_power"],
        radiator_m2=of["radiator_area"],
        radiator_w_per_m2=of["radiator_flux"],
        array_w_per_m2=of["solar_areal_power"],
        emissivity=of["emissivity"],
    )
