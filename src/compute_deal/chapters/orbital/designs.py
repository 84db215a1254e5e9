"""Designs of computing satellites put together from catalogue parts, and the shadow that sizes them."""

from compute_deal.evidence import Evidence
from compute_deal.inputs.published import published_values
from compute_deal.models.orbital.heat import Face, HeatEnvironment, net_flux_w_per_m2
from compute_deal.models.orbital.power import Battery, SolarArray, array_power_w_per_m2
from compute_deal.models.orbital.satellite import SatelliteDesign, SatelliteSize, size_satellite
from compute_deal.models.orbital.sunlight import (
    OBLIQUITY_DEG,
    dawn_dusk_beta_deg,
    dawn_dusk_sunlit_fraction,
    eclipse_duration_h,
    eclipse_fraction,
)

PARTS = (
    "suncatcher_altitude",
    "suncatcher_v2_mini_packing",
    "spacedc_battery_specific_energy",
    "spacedc_battery_depth_of_discharge",
    "spacedc_battery_efficiency",
    "spacedc_radiator_absorptance",
    "spacedc_radiator_view_factor",
    "spacedc_radiator_sun_cosine",
    "spacedc_earth_infrared",
    "spacedc_albedo",
    "spacedc_space_temperature",
    "spacedc_coolant_mass",
    "spacedc_structure_factor",
    "spacedc_margin_factor",
    "spacedc_gpu_power",
    "spacedc_it_overhead",
    "spacedc_chip_mass",
    "spacedc_server_mass_factor",
)


def designs(evidence: Evidence, through_shadow: bool = True) -> dict[str, SatelliteSize]:
    """Return a satellite per kW of computing with light, central and heavy parts.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    through_shadow : bool, optional
        Whether it runs through the longest shadow of a dawn-dusk orbit, or rests while in shadow.

    Returns
    -------
    dict of str to SatelliteSize
        By name of the design.
    """
    parts = published_values(evidence, PARTS)
    altitude, years = parts["suncatcher_altitude"], evidence.number("orbit_case_life")
    # at the solstices, when the Sun is farthest from the equator, a dawn-dusk orbit meets its longest shadow
    beta = dawn_dusk_beta_deg(altitude, OBLIQUITY_DEG)
    share = float(eclipse_fraction(altitude, beta)) if through_shadow else 0.0
    shadow_h = float(eclipse_duration_h(altitude, beta)) if through_shadow else 0.0
    battery = Battery(
        parts["spacedc_battery_specific_energy"],
        parts["spacedc_battery_depth_of_discharge"],
        parts["spacedc_battery_efficiency"],
    )
    areal_w = array_power_w_per_m2(
        evidence.number("silicon_cell_efficiency"),
        parts["suncatcher_v2_mini_packing"],
        solar_w_per_m2=evidence.number("solar_constant"),
    )
    chip_kw = parts["spacedc_gpu_power"] * (1.0 + parts["spacedc_it_overhead"]) / 1000.0
    environment = HeatEnvironment(
        parts["spacedc_earth_infrared"],
        parts["spacedc_albedo"],
        evidence.number("solar_constant"),
        parts["spacedc_space_temperature"],
    )
    found = {}
    for name, light in (("light", 1), ("central", 0), ("heavy", -1)):
        emissivity = pick(evidence, "radiator_emissivity", light)
        faces = (
            Face(
                emissivity,
                parts["spacedc_radiator_absorptance"],
                parts["spacedc_radiator_view_factor"],
                parts["spacedc_radiator_sun_cosine"],
            ),
            Face(emissivity),
        )
        flux = net_flux_w_per_m2(pick(evidence, "orbit_design_radiator_temperature", light), faces, environment)
        design = SatelliteDesign(
            array=SolarArray(
                pick(evidence, "orbit_design_array_specific_power", light),
                areal_w,
                evidence.number("array_degradation"),
            ),
            battery=battery,
            radiator_w_per_m2=flux,
            radiator_kg_per_m2=pick(evidence, "radiator_areal_mass", -light),
            compute_kg_per_kw=parts["spacedc_chip_mass"] * parts["spacedc_server_mass_factor"] / chip_kw,
            bus_kg_per_kw=pick(evidence, "orbit_design_bus_mass", -light),
            coolant_kg_per_kw=parts["spacedc_coolant_mass"],
            overhead=evidence.number("orbit_case_overhead"),
            structure_fraction=parts["spacedc_structure_factor"] - 1.0,
            margin_fraction=parts["spacedc_margin_factor"] - 1.0,
        )
        found[name] = size_satellite(design, 1.0 - share, shadow_h, years)
    return found


def pick(evidence: Evidence, id: str, end: int) -> float:
    """Return the high end of a fact for 1, its low end for -1, its value for 0."""
    return evidence.bounds(id)[1 + end]


def shadow(evidence: Evidence) -> dict[str, float]:
    """Return shadow of a dawn-dusk orbit: longest share of an orbit, and mean share of a year."""
    altitude = published_values(evidence, ("suncatcher_altitude",))["suncatcher_altitude"]
    return {
        "longest": float(eclipse_fraction(altitude, dawn_dusk_beta_deg(altitude, OBLIQUITY_DEG))),
        "mean": 1.0 - dawn_dusk_sunlit_fraction(altitude),
        "noon": float(eclipse_fraction(altitude)),
    }
