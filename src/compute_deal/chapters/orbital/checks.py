"""Published results of orbital computing beside what the general model gives for the same inputs."""

from dataclasses import dataclass, replace

from compute_deal.chapters.orbital.designs import shadow
from compute_deal.chapters.orbital.published import (
    ai1_point,
    mccalip_cheap,
    mccalip_heat,
    mccalip_inputs,
    model_values,
    spacedc,
    starcloud_inputs,
)
from compute_deal.checks import CONSISTENCY, ROUTE, Check, of_row, published
from compute_deal.evidence import Evidence
from compute_deal.models.orbital.cost import cost_ratio, ground_lines, orbit_lines
from compute_deal.models.orbital.heat import net_flux_w_per_m2, radiator_area_m2, radiator_faces
from compute_deal.models.orbital.learning import learning_mass_t
from compute_deal.models.orbital.life_cycle import present_value_usd
from compute_deal.models.orbital.mccalip import mccalip, mccalip_comparison, mccalip_thermal
from compute_deal.models.orbital.published import (
    check_design_point,
    cost_by_life,
    ground_power_usd_per_kw_year,
    launch_and_bus_allowance_usd_per_kg,
    launched_power_usd_per_kw_year,
    split_cost_by_life,
    starcloud_comparison,
)
from compute_deal.models.orbital.radiation import events_per_chip_year, replenishment_factor
from compute_deal.models.orbital.satellite import fleet
from compute_deal.models.orbital.spacedc import cost_per_pflop_day_usd
from compute_deal.models.orbital.sunlight import eclipse_fraction

# Those that the chapter leaves to the appendix.
IN_APPENDIX = (
    "mccalip_orbital_lcoe",
    "suncatcher_v1_price_at_200",
    "suncatcher_terrestrial_low",
    "starcloud_terrestrial_total",
    "spacedc_orbit_capex_per_watt",
    "turyshev_replenishment_low",
)

# Whose module is not that of the model's own name.
METHODS = {
    "spacedc_eclipse_fraction": "orbital.sunlight",
    "spacedc_orbit_capex_per_watt": "orbital.cost",
    "suncatcher_v2_mini_price_at_3600": "orbital.published",
    "suncatcher_v2_mini_price_at_200": "orbital.published",
    "suncatcher_v1_price_at_200": "orbital.published",
    "suncatcher_mass_for_200": "orbital.learning",
    "suncatcher_terrestrial_low": "orbital.published",
    "starcloud_terrestrial_total": "orbital.life_cycle",
    "starcloud_radiator_gross_flux": "orbital.heat",
    "turyshev_replenishment_low": "orbital.radiation",
    "vanberkel_rack_radiator_area": "orbital.heat",
    "epoch_tco_total_7_years": "orbital.published",
}

# Rows that hold what we worked out from what is printed, or by running published code, by module, kind and route.
RUN_BY_US = {
    "mccalip_total_at_1000": ("orbital.mccalip", ROUTE, "McCalip's code, run by us at that price"),
    "mccalip_optimistic_total": ("orbital.mccalip", ROUTE, "McCalip's code, run by us at an optimistic setting"),
    "spacedc_corrected_text_lcoc": ("orbital.spacedc", ROUTE, "spacedc-mdao, run by us with another eclipse"),
    "mccalip_cost_ratio": ("orbital.mccalip", CONSISTENCY, "our quotient of McCalip's totals"),
    "spacedc_orbit_multimodal_lcoc": (
        "orbital.spacedc",
        CONSISTENCY,
        "spacedc-mdao, from which we also inferred the traffic",
    ),
    "starcloud_space_total": ("orbital.life_cycle", CONSISTENCY, "sum of three lines that Starcloud prints"),
    "suncatcher_sdc_per_year": ("orbital.radiation", CONSISTENCY, "our quotient of Google's two doses"),
    "turyshev_allowance_low": ("orbital.published", CONSISTENCY, "quotient of two numbers that Turyshev prints"),
    "vanberkel_launches": ("orbital.satellite", CONSISTENCY, "quotient of two numbers that van Berkel prints"),
    "ai1_temperature_two_sided": ("orbital.published", CONSISTENCY, "our arithmetic with SpaceX's figures for AI1"),
}


def checks(evidence: Evidence) -> list[Check]:
    """Return the published results that were computed again.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    list of Check
        In the order of the models.
    """
    found = {id: ours for id, ours in recomputed(evidence).items() if id not in RUN_BY_US}
    return published(evidence, {id: METHODS.get(id, f"orbital.{id.split('_')[0]}") for id in found}, found)


def checks_run_by_us(evidence: Evidence) -> list[Check]:
    """Return the results computed again that nobody printed: we worked them out from what is published.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    list of Check
        In the order of `RUN_BY_US`.
    """
    found = recomputed(evidence)
    return [of_row(evidence, id, method, found[id], kind, route) for id, (method, kind, route) in RUN_BY_US.items()]


def recomputed(evidence: Evidence) -> dict[str, float]:
    """Return what the general model gives, by the row that holds what was expected."""
    return mccalip_results(evidence) | spacedc_results(evidence) | small_results(evidence)


def mccalip_results(evidence: Evidence) -> dict[str, float]:
    """Return what the general model gives for McCalip's inputs, by the row of the published result."""
    inputs, cheap = mccalip_inputs(evidence), mccalip_cheap(evidence)
    result, low = mccalip(inputs), mccalip(cheap)
    dear = mccalip(mccalip_inputs(evidence, launch_usd_per_kg=1000.0))  # the price for which the row is published
    heat = mccalip_thermal(mccalip_heat(evidence), model_values(evidence, "mccalip")["beta_angle"], result.array_m2)
    return {
        "mccalip_satellites": result.satellites,
        "mccalip_mass": result.mass_kg,
        "mccalip_orbital_total": result.orbit_usd,
        "mccalip_terrestrial_total": result.ground_usd,
        "mccalip_cost_ratio": result.ratio,
        "mccalip_orbital_lcoe": result.orbit_usd_per_mwh,
        "mccalip_total_at_1000": dear.orbit_usd,
        "mccalip_optimistic_total": low.orbit_usd,
        "mccalip_breakeven_code": result.published_break_even_usd_per_kg,
        "mccalip_equilibrium_temperature": heat.temperature_c,
    }


def spacedc_results(evidence: Evidence) -> dict[str, float]:
    """Return what the general model gives for the inputs of spacedc-mdao."""
    text = spacedc(evidence)
    orbit_usd, earth_usd = cost_per_pflop_day_usd(text)
    capital = sum(line.capital_usd for line in orbit_lines(text.orbit) if line.name != "chips")
    two_percent = model_values(evidence, "spacedc")["corrected_eclipse_fraction"]
    return {
        "spacedc_eclipse_fraction": float(eclipse_fraction(model_values(evidence, "spacedc")["altitude"])),
        "spacedc_earth_lcoc": earth_usd,
        "spacedc_orbit_text_lcoc": orbit_usd,
        "spacedc_orbit_capex_per_watt": capital / text.orbit.power_w,
        "spacedc_optimistic_lcoc": cost_per_pflop_day_usd(spacedc(evidence, optimistic=True))[0],
        "spacedc_orbit_multimodal_lcoc": cost_per_pflop_day_usd(spacedc(evidence, multimodal=True))[0],
        "spacedc_corrected_text_lcoc": cost_per_pflop_day_usd(spacedc(evidence, two_percent))[0],
    }


def small_results(evidence: Evidence) -> dict[str, float]:
    """Return what the general model gives for the smaller published estimates."""
    sun, star, tur = (model_values(evidence, name) for name in ("suncatcher", "starcloud", "turyshev"))
    berkel, epoch = model_values(evidence, "vanberkel"), model_values(evidence, "epoch_tco")
    paper = starcloud_comparison(starcloud_inputs(evidence))
    gigawatt = fleet(berkel["power"], berkel["power"], berkel["specific_mass"], berkel["starship_payload"] / 1000.0)
    fixed, capital = split_cost_by_life((3.0, epoch["total_3_years"]), (5.0, epoch["total_5_years"]))
    learned_t = learning_mass_t(
        sun["target_price"], sun["start_price"], sun["start_mass"] / 1000.0, sun["learning_rate"]
    )
    black = radiator_faces(1.0, sides=1)
    return {
        "suncatcher_v2_mini_price_at_3600": launched_power(sun, "v2_mini", sun["price_today"]),
        "suncatcher_v2_mini_price_at_200": launched_power(sun, "v2_mini", sun["target_price"]),
        "suncatcher_v1_price_at_200": launched_power(sun, "v1", sun["target_price"]),
        "suncatcher_mass_for_200": 1000.0 * learned_t,
        "suncatcher_terrestrial_low": ground_power_usd_per_kw_year(sun["electricity_low"], sun["pue_low"]),
        "suncatcher_sdc_per_year": events_per_chip_year(sun["dose_rate"], sun["sdc_dose"]),
        "starcloud_terrestrial_total": present_value_usd(ground_lines(paper.ground), star["years"]),
        "starcloud_space_total": present_value_usd(orbit_lines(paper.orbit), star["years"]),
        "starcloud_radiator_gross_flux": net_flux_w_per_m2(star["radiator_temperature"], radiator_faces(1.0)),
        "turyshev_allowance_low": launch_and_bus_allowance_usd_per_kg(tur["facility_cost_low"], tur["specific_mass"]),
        "turyshev_replenishment_low": float(replenishment_factor(tur["hazard_low"], tur["life"])),
        "vanberkel_launches": gigawatt.launches,
        "vanberkel_rack_radiator_area": radiator_area_m2(berkel["rack_power"], berkel["radiator_temperature"], black),
        "epoch_tco_total_7_years": cost_by_life(fixed, capital, 7.0),
        "ai1_temperature_two_sided": check_design_point(ai1_point(evidence)).two_sided_k,
    }


def launched_power(sun: dict[str, float], satellite: str, launch_usd_per_kg: float) -> float:
    """Return Suncatcher's price of launched power for one of its satellites."""
    mass, power, life = (sun[f"{satellite}_{name}"] for name in ("mass", "power", "life"))
    return launched_power_usd_per_kw_year(mass, power / 1000.0, launch_usd_per_kg, life)


@dataclass(frozen=True)
class Correction:
    """A result as published and with one assumption changed.

    Parameters
    ----------
    model, what : str
        Whose it is, and what is changed.
    quantity, unit : str
        What is compared.
    published, corrected : float
        Both ways.
    favours : str
        Which side the published way favours.
    """

    model: str
    what: str
    quantity: str
    unit: str
    published: float
    corrected: float
    favours: str


def corrections(evidence: Evidence) -> list[Correction]:
    """Return the errors found in published models, computed both ways.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    list of Correction
    """
    inputs, cheap = mccalip_inputs(evidence), mccalip_cheap(evidence)
    result, low = mccalip(inputs), mccalip(cheap)
    comparison = mccalip_comparison(inputs)
    paid = replace(comparison, orbit=replace(comparison.orbit, replacement_launch_share=1.0))
    beta = model_values(evidence, "mccalip")["beta_angle"]
    floor, exact = (
        mccalip_thermal(mccalip_heat(evidence), beta, result.array_m2, exact_view=exact) for exact in (False, True)
    )
    text, rosy = spacedc(evidence), spacedc(evidence, optimistic=True)
    dark = shadow(evidence)
    star = model_values(evidence, "starcloud")
    launches = starcloud_inputs(evidence, launches=star["critique_launches"])
    space = [
        present_value_usd(orbit_lines(starcloud_comparison(paper).orbit), star["years"])
        for paper in (starcloud_inputs(evidence), launches)
    ]
    break_even = "break-even launch price"
    return [
        Correction(
            "McCalip",
            "replacement, operations and engineering counted",
            f"{break_even}, defaults",
            "USD/kg",
            result.published_break_even_usd_per_kg,
            result.break_even_usd_per_kg,
            "orbit",
        ),
        Correction(
            "McCalip",
            "the same",
            f"{break_even}, cheapest point",
            "USD/kg",
            low.published_break_even_usd_per_kg,
            low.break_even_usd_per_kg,
            "orbit",
        ),
        Correction(
            "McCalip",
            "replacement pays for its launch",
            "cost ratio",
            "ratio",
            result.ratio,
            float(cost_ratio(paid)),
            "orbit",
        ),
        Correction(
            "McCalip",
            "panel sees the Earth edge-on",
            "panel temperature",
            "degC",
            floor.temperature_c,
            exact.temperature_c,
            "orbit",
        ),
        Correction(
            "spacedc-mdao",
            "sized for its dawn-dusk shadow season",
            "cost ratio, text",
            "ratio",
            float(cost_ratio(text)),
            float(cost_ratio(spacedc(evidence, dark["longest"]))),
            "ground",
        ),
        Correction(
            "spacedc-mdao",
            "mean shadow of the year",
            "cost ratio, text",
            "ratio",
            float(cost_ratio(text)),
            float(cost_ratio(spacedc(evidence, dark["mean"]))),
            "ground",
        ),
        Correction(
            "spacedc-mdao",
            "sized for its dawn-dusk shadow season",
            "cost ratio, optimistic",
            "ratio",
            float(cost_ratio(rosy)),
            float(cost_ratio(spacedc(evidence, dark["longest"], optimistic=True))),
            "ground",
        ),
        Correction(
            "Starcloud",
            "launches as a critic counts them",
            "cost in orbit",
            "USD",
            space[0],
            space[1],
            "orbit",
        ),
    ]
