"""Inputs that the cards of the methods name and no chapter prints: what the comparison with orbit holds fixed."""

from compute_deal.chapters.orbital.case import orbital_case
from compute_deal.evidence import Evidence
from compute_deal.inputs.published import published_values
from compute_deal.results import Result

RESET = "spacedc_reset_availability"
WATTS_PER_KW = 1000.0


def methods_results(evidence: Evidence) -> dict[str, Result]:
    """Return the fixed inputs of the central case that are read from published models, as the case holds them.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    dict of str to Result
        By id.
    """
    case = orbital_case(evidence)
    ground = case.ground
    return {
        "orbit_fixed_years": Result(
            float(case.years),
            "years",
            "Length of the comparison with orbit, the life of chips on Earth",
            inputs=("epoch_tco_it_life",),
        ),
        "orbit_fixed_facility_life": Result(
            float(ground.facility_years),
            "years",
            "Life of the building on Earth in the comparison with orbit",
            inputs=("epoch_tco_facility_life",),
        ),
        "orbit_fixed_energy": Result(
            ground.energy_usd_per_kwh * ground.pue * case.ground_delivery.hours_per_year,
            "USD/kW-year",
            "Energy on Earth in the comparison with orbit",
            inputs=("epoch_tco_energy",),
        ),
        "orbit_fixed_operations": Result(
            ground.operations_usd_per_w_year * WATTS_PER_KW,
            "USD/kW-year",
            "Other operations on Earth in the comparison with orbit",
            inputs=("epoch_tco_opex", "epoch_tco_energy"),
        ),
        "orbit_fixed_ground_working": Result(
            float(case.ground_delivery.availability),
            "fraction",
            "Share of computing on Earth that works in the comparison with orbit",
            inputs=("spacedc_earth_availability",),
        ),
        "orbit_fixed_reset": Result(
            published_values(evidence, (RESET,))[RESET],
            "fraction",
            "Share of the time in orbit that restarts after errors leave",
            inputs=(RESET,),
        ),
    }
