"""What the chapter on orbital computing states in numbers: all of it together, cost, and claimed prices."""

from dataclasses import replace

import numpy as np

from compute_deal.chapters.orbital.case import (
    Futures,
    futures,
    kg_per_kw,
    orbital_case,
    with_launch_and_satellite,
)
from compute_deal.chapters.orbital.designs import designs
from compute_deal.chapters.orbital.physics_results import DESIGN, physics_results, record_results
from compute_deal.chapters.orbital.published_results import check_results, gap_results
from compute_deal.chapters.orbital.time_results import CASE, PRICES, learning_results, scale_results, time_results
from compute_deal.evidence import Evidence
from compute_deal.inputs.epoch import epoch_rate
from compute_deal.inputs.published import published_range, published_values
from compute_deal.models.orbital.break_even import break_even_price
from compute_deal.models.orbital.cost import cost_per_kw_year_usd, cost_ratio, ground_lines, without_chips
from compute_deal.models.orbital.life_cycle import cost_shares
from compute_deal.models.ownership import capital_recovery_factor
from compute_deal.results import Result

SERVERS = ("epoch_tco_servers", "epoch_tco_it_life", "epoch_tco_capex", "construction_share_of_capex")
COMPUTING = ("epoch_tco_capex", "construction_share_of_capex")
CLAIMS = (
    "launch_price_historical",
    "starship_reduction_goal",
    "s1_orbital_specific_power",
    "starcloud_pitch_hardware_price",
)


def orbital_results(evidence: Evidence) -> dict[str, Result]:
    """Return every number that the chapter computes.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    dict of str to Result
        By id.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> round(orbital_results(load())["orbit_ratio_today"].value, 1)
    3.6
    """
    apart, together = futures(evidence), futures(evidence, together=True)
    return (
        cost_results(evidence, apart)
        | claim_results(evidence)
        | check_results(evidence)
        | gap_results(evidence)
        | time_results(evidence, apart, together)
        | learning_results(evidence)
        | scale_results(evidence)
        | physics_results(evidence)
        | record_results(evidence)
    )


def cost_results(evidence: Evidence, apart: Futures) -> dict[str, Result]:
    """Return what computing costs in orbit and on Earth at today's prices."""
    case = orbital_case(evidence)
    bare = without_chips(case)
    low, median, high = np.quantile(apart.ratios[:, 0], [0.05, 0.5, 0.95])
    orbit_usd, ground_usd = (float(usd) for usd in cost_per_kw_year_usd(case))
    shares = cost_shares(ground_lines(case.ground), case.years, case.ground_discount_rate)
    epoch = published_values(evidence, ("epoch_tco_energy", "epoch_tco_total_5_years"))
    bcg = published_range(evidence, "bcg_ratio_today")
    wood = published_values(
        evidence,
        (
            "wood_mackenzie_capex",
            "wood_mackenzie_launch_satellite",
            "wood_mackenzie_ratio",
            "wood_mackenzie_launch_fall",
        ),
    )
    parts_kg = designs(evidence, through_shadow=False)["central"].launch_kg
    power_of_parts = 1000.0 * float(case.orbit.installed_w_per_w) / parts_kg
    undiscounted = replace(case, orbit_discount_rate=0.0, ground_discount_rate=0.0)
    return {
        "orbit_ratio_today": Result(
            float(cost_ratio(case)),
            "ratio",
            "Cost of computing in orbit over cost on Earth, central case, today's prices",
            low,
            high,
            CASE,
            digits=2,
        ),
        "orbit_ratio_median": Result(
            median, "ratio", "The same, median over the ranges of the assumptions", inputs=CASE, digits=2
        ),
        "orbit_ratio_no_chips": Result(
            float(cost_ratio(bare)), "ratio", "The same, chips left out on both sides", inputs=CASE, digits=2
        ),
        "orbit_ratio_undiscounted": Result(
            float(cost_ratio(undiscounted)), "ratio", "The same, undiscounted", inputs=CASE, digits=2
        ),
        "orbit_cost": Result(
            round(orbit_usd, -2),
            "USD/kW-year",
            "Cost of a delivered kW-year of computing in orbit, chips included",
            inputs=CASE,
        ),
        "orbit_ground_cost": Result(
            round(ground_usd, -2),
            "USD/kW-year",
            "Cost of a delivered kW-year of computing on Earth, chips included",
            inputs=("orbit_case_facility", *COMPUTING, "epoch_tco_energy", "epoch_tco_opex"),
        ),
        "orbit_working_share": Result(
            float(case.orbit_delivery.availability),
            "fraction",
            "Mean share of chips that work over a life in orbit",
            inputs=("orbit_case_chip_loss", "spacedc_reset_availability"),
            digits=2,
        ),
        "orbit_ratio_no_loss": Result(
            float(cost_ratio(orbital_case(evidence, chip_loss_per_year=0.0))),
            "ratio",
            "Cost ratio if no chip failed in orbit",
            inputs=CASE,
            digits=2,
        ),
        "orbit_bcg": Result(
            bcg[0],
            "ratio",
            "BCG's cost ratio for today",
            *bcg,
            ("bcg_ratio_today",),
        ),
        "orbit_wood_mackenzie": Result(
            wood["wood_mackenzie_capex"], "USD", "Building a gigawatt in orbit, Wood Mackenzie", inputs=tuple(wood)
        ),
        "orbit_wood_mackenzie_ratio": Result(
            wood["wood_mackenzie_ratio"], "ratio", "The same over building it on Earth, at least", inputs=tuple(wood)
        ),
        "orbit_wood_mackenzie_fall": Result(
            wood["wood_mackenzie_launch_fall"],
            "fraction",
            "Fall of the launch cost at which it expects orbit to compete",
            inputs=tuple(wood),
        ),
        "orbit_wood_mackenzie_left": Result(
            wood["wood_mackenzie_capex"] - wood["wood_mackenzie_launch_satellite"],
            "USD",
            "What Wood Mackenzie's gigawatt in orbit costs without launches and satellites",
            inputs=tuple(wood),
            digits=2,
        ),
        "orbit_wood_mackenzie_ground": Result(
            wood["wood_mackenzie_capex"] / wood["wood_mackenzie_ratio"],
            "USD",
            "What its ratio leaves for the same on Earth, at most",
            inputs=tuple(wood),
            digits=2,
        ),
        "orbit_energy_share": Result(
            epoch["epoch_tco_energy"] / epoch["epoch_tco_total_5_years"],
            "fraction",
            "Energy as a share of the cost of owning a data centre on Earth, chips included",
            inputs=tuple(epoch),
            digits=1,
        ),
        "orbit_ground_chip_share": Result(
            shares["chips"],
            "fraction",
            "Chips and servers as a share of cost on Earth, central case",
            inputs=(*COMPUTING, "orbit_case_facility"),
            digits=2,
        ),
        "orbit_chip_cost": Result(
            float(case.orbit.chips_usd_per_w),
            "USD/W",
            "Chips, servers and network per power: Epoch AI's capital less the building",
            inputs=COMPUTING,
        ),
        "orbit_installed": Result(
            float(case.orbit.installed_w_per_w),
            "ratio",
            "Array power installed per power of computing",
            inputs=("orbit_case_overhead", "array_degradation", "sunlit_fraction_dawn_dusk"),
        ),
        "orbit_case_mass": Result(
            kg_per_kw(case), "kg/kW", "Mass launched per kW of computing, central case", inputs=PRICES[2:], digits=2
        ),
        "orbit_ratio_our_parts": Result(
            float(cost_ratio(orbital_case(evidence, specific_power_w_per_kg=power_of_parts))),
            "ratio",
            "Cost ratio at the mass that catalogue parts add up to",
            inputs=(*CASE, *DESIGN),
            digits=2,
        ),
    }


def parity_satellite_usd_per_w(evidence: Evidence, **changes: float) -> float:
    """Return the satellite price at which orbit costs as much as Earth, with other values for some assumptions."""
    return float(break_even_price(orbital_case(evidence, **changes), "satellite_usd_per_w"))


def claim_results(evidence: Evidence) -> dict[str, Result]:
    """Return what free launches, and the prices that companies hope for, would do."""
    case = orbital_case(evidence)
    satellite = case.orbit.satellite_usd_per_w
    of = published_values(evidence, ("s1_orbital_specific_power", "starcloud_pitch_hardware_price"))
    claimed_launch = evidence.number("launch_price_historical") * (1.0 - evidence.number("starship_reduction_goal"))
    pitched = of["starcloud_pitch_hardware_price"]
    hoped = {"launch_usd_per_kg": claimed_launch, "specific_power_w_per_kg": of["s1_orbital_specific_power"]}
    light = orbital_case(evidence, specific_power_w_per_kg=of["s1_orbital_specific_power"])
    free = with_launch_and_satellite(case, 0.0, satellite)
    epoch = published_values(evidence, ("epoch_tco_servers", "epoch_tco_it_life", "epoch_tco_capex"))
    rate = epoch_rate(evidence)
    servers = epoch["epoch_tco_servers"] / 1e6 / float(capital_recovery_factor(rate, epoch["epoch_tco_it_life"]))
    bare = orbital_case(
        evidence,
        specific_power_w_per_kg=of["s1_orbital_specific_power"],
        chips_usd_per_w=servers,
        facility_usd_per_w=epoch["epoch_tco_capex"] / 1e6 - servers,
    )
    # The filing's mass is per power of computing; here it is read per power of the array.
    lighter = orbital_case(
        evidence, specific_power_w_per_kg=of["s1_orbital_specific_power"] * float(case.orbit.installed_w_per_w)
    )
    return {
        "orbit_ratio_claims_computing": Result(
            float(cost_ratio(with_launch_and_satellite(lighter, claimed_launch, pitched))),
            "ratio",
            "Cost ratio at these claims, with the mass of the filing read per kW of computing",
            inputs=CLAIMS,
        ),
        "orbit_claimed_launch": Result(
            claimed_launch,
            "USD/kg",
            "Launch price if Starship cuts the historical average as the filing hopes",
            inputs=CLAIMS[:2],
        ),
        "orbit_pitched_satellite": Result(
            pitched, "USD/W", "Satellite price per power that Starcloud pitches, at most", inputs=CLAIMS[3:]
        ),
        "orbit_ratio_claims": Result(
            float(cost_ratio(with_launch_and_satellite(light, claimed_launch, pitched))),
            "ratio",
            "Cost ratio at the launch price and mass of the filing and the satellite price of Starcloud's pitch",
            inputs=CLAIMS,
        ),
        "orbit_ratio_claimed_launch": Result(
            float(cost_ratio(with_launch_and_satellite(light, claimed_launch, satellite))),
            "ratio",
            "Cost ratio at the launch price and mass of the filing, satellites as dear as today",
            inputs=CLAIMS[:3],
            digits=2,
        ),
        "orbit_ratio_starship_price": Result(
            float(cost_ratio(with_launch_and_satellite(case, claimed_launch, satellite))),
            "ratio",
            "Cost ratio at the launch price of the filing, mass and satellites as today",
            inputs=CLAIMS[:2],
            digits=2,
        ),
        "orbit_ratio_free_launch": Result(
            float(cost_ratio(free)), "ratio", "Cost ratio if launches were free", inputs=PRICES[1:], digits=2
        ),
        "orbit_ratio_free_satellite": Result(
            float(cost_ratio(with_launch_and_satellite(case, case.orbit.launch_usd_per_kg, 0.0))),
            "ratio",
            "Cost ratio if satellites were free, launches as dear as today",
            inputs=PRICES,
            digits=2,
        ),
        "orbit_ratio_low_launch": Result(
            float(cost_ratio(with_launch_and_satellite(case, evidence["orbit_case_launch_price"].range[0], satellite))),
            "ratio",
            "Cost ratio at the low end of today's launch price",
            inputs=PRICES,
            digits=2,
        ),
        "orbit_ratio_all_free": Result(
            float(cost_ratio(with_launch_and_satellite(case, 0.0, 0.0))),
            "ratio",
            "Cost ratio if launches and satellites were free",
            inputs=("orbit_case_chip_loss", "orbit_case_satellite_loss"),
            digits=2,
        ),
        "orbit_even_satellite_free": Result(
            parity_satellite_usd_per_w(evidence, launch_usd_per_kg=0.0),
            "USD/W",
            "Satellite price at which orbit costs as much as Earth if launches were free",
            inputs=CASE,
            digits=2,
        ),
        "orbit_ratio_claims_free_satellite": Result(
            float(cost_ratio(with_launch_and_satellite(light, claimed_launch, 0.0))),
            "ratio",
            "Cost ratio at the launch price and mass of the filing if satellites were free",
            inputs=CLAIMS[:3],
        ),
        "orbit_servers": Result(
            servers,
            "USD/W",
            "Servers per power, as Epoch AI's yearly cost of servers and the rate behind its totals imply",
            inputs=SERVERS,
            digits=2,
        ),
        "orbit_ratio_claims_servers": Result(
            float(cost_ratio(with_launch_and_satellite(bare, claimed_launch, 0.0))),
            "ratio",
            "The same if servers alone are bought for orbit and all other capital is saved",
            inputs=(*CLAIMS[:3], *SERVERS),
            digits=2,
        ),
        "orbit_even_satellite_chips_last": Result(
            parity_satellite_usd_per_w(evidence, **hoped, chip_loss_per_year=0.0),
            "USD/W",
            "Satellite price of parity at the launch price and mass of the filing if no chip failed",
            inputs=CLAIMS[:3],
            digits=2,
        ),
        "orbit_even_satellite_all_last": Result(
            parity_satellite_usd_per_w(evidence, **hoped, chip_loss_per_year=0.0, satellite_loss_per_year=0.0),
            "USD/W",
            "The same if no satellite were lost either",
            inputs=CLAIMS[:3],
            digits=2,
        ),
        "orbit_even_launch_today": Result(
            float(break_even_price(case, "launch_usd_per_kg")),
            "USD/kg",
            "Launch price at which orbit costs as much as Earth, satellites as today",
            inputs=CASE,
            digits=2,
        ),
    }
