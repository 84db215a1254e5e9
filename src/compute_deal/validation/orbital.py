"""Checks of the methods on orbit: published models computed again, closed forms and second routes."""

from dataclasses import replace

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq

from compute_deal.chapters.orbital.case import likely_case
from compute_deal.chapters.orbital.published import mccalip, spacedc
from compute_deal.checks import CONSISTENCY, ROUTE, Check, closed, of_row, published, second, values
from compute_deal.evidence import Evidence
from compute_deal.inputs.epoch import MW_PER_GW, epoch_rate
from compute_deal.models.orbital.break_even import break_even_price
from compute_deal.models.orbital.cost import (
    cost_per_kw_year_usd,
    cost_per_pflop_hour_usd,
    cost_ratio,
    ground_lines,
    launch_mass_kg,
    orbit_lines,
)
from compute_deal.models.orbital.development import Development, ratio_paths
from compute_deal.models.orbital.draws import correlated_ranks, triangular
from compute_deal.models.orbital.fleet import fleet, sustained_power_w
from compute_deal.models.orbital.heat import radiated_w_per_m2, radiator_temperature_k
from compute_deal.models.orbital.learning import cumulative_mass_t, learning_mass_t, learning_price
from compute_deal.models.orbital.life_cycle import CostLine, annuity_factor, cost_per_unit_usd, present_value_usd
from compute_deal.models.orbital.power import array_power_w_per_m2, mean_retention
from compute_deal.models.orbital.radiation import availability, hours_between_events, replenishment_factor
from compute_deal.models.orbital.sides import HOURS_PER_YEAR, Comparison, Ground, Orbit

HOURS_PER_DAY = 24.0
POWER_W, SATELLITE, SPECIFIC_POWER, LAUNCH = 1e9, 22.0, 50.0, 500.0
SIDES = Comparison(Orbit(POWER_W, 1.0, SATELLITE, SPECIFIC_POWER, LAUNCH), Ground(POWER_W, 12.0, 0.06, 1.1), years=5.0)
GROUND_USD = POWER_W * 12.0 + 5 * 8760 * POWER_W / 1000 * 1.1 * 0.06
EPOCH_TOTAL = "epoch_tco_total_5_years"
ROUNDED_SHARES = 1e-3  # what rounding of the building and of its share of capital may leave
# Rows that hold what we worked out from what is printed, or by running published code, by module, kind and route.
RUN_BY_US = {
    "mccalip_total_at_1000": ("orbital.cost", ROUTE, "McCalip's code, run by us at that price"),
    "mccalip_optimistic_total": ("orbital.cost", ROUTE, "McCalip's code, run by us at an optimistic setting"),
    "mccalip_cost_ratio": ("orbital.cost", CONSISTENCY, "our quotient of McCalip's totals"),
    "suncatcher_sdc_per_year": ("orbital.radiation", CONSISTENCY, "our quotient of Google's two doses"),
    "vanberkel_launches": ("orbital.fleet", CONSISTENCY, "quotient of two numbers that van Berkel prints"),
    "ai1_temperature_two_sided": ("orbital.heat", CONSISTENCY, "our arithmetic with SpaceX's figures for AI1"),
}


def orbital_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of the methods of the chapter on orbit."""
    return [
        *models_again(evidence),
        *papers_again(evidence),
        *run_by_us(evidence),
        *cost_checks(evidence),
        assembled_ground(evidence),
        *draw_checks(),
        *path_checks(),
        *physical_checks(),
    ]


def total_usd(comparison: Comparison) -> float:
    """Return the whole cost in orbit without interest."""
    return present_value_usd(orbit_lines(comparison.orbit), comparison.years)


def models_again(evidence: Evidence) -> list[Check]:
    """Return totals of McCalip and spacedc-mdao beside what the general model gives for their inputs."""
    defaults = mccalip(evidence)
    per_day = {
        optimistic: tuple(HOURS_PER_DAY * usd for usd in cost_per_pflop_hour_usd(spacedc(evidence, optimistic)))
        for optimistic in (False, True)
    }
    return published(
        evidence,
        "orbital.cost",
        {
            "mccalip_mass": float(launch_mass_kg(defaults.orbit)),
            "mccalip_orbital_total": total_usd(defaults),
            "mccalip_terrestrial_total": present_value_usd(ground_lines(defaults.ground), defaults.years),
            "mccalip_orbital_lcoe": cost_per_kw_year_usd(defaults)[0] * 1000.0 / HOURS_PER_YEAR,
            "spacedc_earth_lcoc": per_day[False][1],
            "spacedc_orbit_text_lcoc": per_day[False][0],
            "spacedc_optimistic_lcoc": per_day[True][0],
        },
    )


def papers_again(evidence: Evidence) -> list[Check]:
    """Return numbers of shorter papers beside what the methods give for their inputs."""
    names = ("mass", "power", "life", "array_area", "packing")
    mass, power, life, area, packing = values(evidence, *(f"suncatcher_v2_mini_{name}" for name in names))
    efficiency, sunlight = values(evidence, "suncatcher_cell_efficiency", "suncatcher_solar_flux")
    now, target, start, start_kg, fall = values(
        evidence,
        "suncatcher_price_today",
        "suncatcher_target_price",
        "suncatcher_start_price",
        "suncatcher_start_mass",
        "suncatcher_learning_rate",
    )
    rate, years = values(evidence, "spacedc_discount_rate", "spacedc_years")
    hazard, hazard_life = values(evidence, "turyshev_hazard_low", "turyshev_life")
    heat_w, rack_kelvin = values(evidence, "vanberkel_rack_power", "vanberkel_radiator_temperature")
    (cool,) = values(evidence, "starcloud_radiator_temperature")
    found = {
        "spacedc_annuity_factor": ("life_cycle", annuity_factor(rate, years)),
        "suncatcher_v2_mini_price_at_3600": (
            "life_cycle",
            cost_per_unit_usd([CostLine("launch", mass * now)], power / 1000.0, life),
        ),
        "suncatcher_v2_mini_power_formula": ("power", area * array_power_w_per_m2(sunlight, efficiency, packing)),
        "suncatcher_mass_for_200": ("learning", 1000.0 * learning_mass_t(target, start, start_kg / 1000.0, fall)),
        "starcloud_radiator_gross_flux": ("heat", radiated_w_per_m2(cool, 1.0)),
        "vanberkel_rack_radiator_area": ("heat", heat_w / radiated_w_per_m2(rack_kelvin, 1.0, sides=1)),
        "turyshev_replenishment_low": ("radiation", replenishment_factor(hazard, hazard_life)),
    }
    return published(
        evidence,
        {id: f"orbital.{module}" for id, (module, _) in found.items()},
        {id: float(ours) for id, (_, ours) in found.items()},
    )


def run_by_us(evidence: Evidence) -> list[Check]:
    """Return the results computed again that nobody printed: we worked them out from what is published."""
    dose, for_each = values(evidence, "suncatcher_dose_rate", "suncatcher_sdc_dose")
    flux, emissivity = values(evidence, "ai1_radiator_flux", "ai1_emissivity")
    power, specific_mass, payload_kg = values(
        evidence, "vanberkel_power", "vanberkel_specific_mass", "vanberkel_starship_payload"
    )
    found = {
        "mccalip_total_at_1000": total_usd(mccalip(evidence, launch_usd_per_kg=1000.0)),
        "mccalip_optimistic_total": total_usd(mccalip(evidence, "optimistic")),
        "mccalip_cost_ratio": float(cost_ratio(mccalip(evidence))),
        "suncatcher_sdc_per_year": HOURS_PER_YEAR / hours_between_events(dose / for_each, 1.0),
        "vanberkel_launches": fleet(power, specific_mass, payload_kg / 1000.0).launches,
        "ai1_temperature_two_sided": float(radiator_temperature_k(flux, emissivity)),
    }
    return [of_row(evidence, id, method, found[id], kind, route) for id, (method, kind, route) in RUN_BY_US.items()]


def cost_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of cost, break-even and present value."""

    def gap(launch_usd_per_kg: float) -> float:
        return cost_ratio(replace(SIDES, orbit=replace(SIDES.orbit, launch_usd_per_kg=launch_usd_per_kg))) - 1

    return [
        closed(
            "orbit_ratio",
            "orbital.cost",
            "cost ratio of one gigawatt with round inputs",
            "by hand",
            (POWER_W * SATELLITE + POWER_W / SPECIFIC_POWER * LAUNCH) / GROUND_USD,
            cost_ratio(SIDES),
        ),
        second(
            "orbit_break_even",
            "orbital.break_even",
            "launch price at which both sides cost the same",
            "root found by bracketing",
            brentq(gap, -1000.0, 1000.0, xtol=1e-9),
            break_even_price(SIDES, "launch_usd_per_kg"),
            unit="USD",
        ),
        second(
            "orbit_present_value",
            "orbital.life_cycle",
            "100 at once and 7 a year for five years at 8 %",
            "discounting each payment",
            100 + sum(7 / 1.08**year for year in range(1, 6)),
            present_value_usd([CostLine("a", capital_usd=100.0, annual_usd=7.0)], 5, 0.08),
            unit="USD",
        ),
    ]


def assembled_ground(evidence: Evidence) -> Check:
    """Return the ground of the most likely case beside the published total, at the rate that this total implies.

    The rate is the one that `compute_deal.inputs.epoch` sets by the same total. What is tested is that the case is put
    together right: a line that is counted twice or left out moves it, a wrong input that both share does not.
    """
    rate = epoch_rate(evidence)
    case = likely_case(evidence)
    ours = present_value_usd(ground_lines(case.ground), case.years, rate) / annuity_factor(rate, case.years)
    return of_row(
        evidence,
        EPOCH_TOTAL,
        "orbital.cost",
        ours / MW_PER_GW,
        CONSISTENCY,
        "Epoch AI's total, which also sets the rate",
        what="ground of the most likely case, put together, in a year",
        tolerance=ROUNDED_SHARES,
    )


def draw_checks() -> list[Check]:
    """Return the checks of the draws."""
    ranks = correlated_ranks(2, 2**14, 0.5, np.random.default_rng(1))
    return [
        closed(
            "triangle_quarter",
            "orbital.draws",
            "value at a rank of one eighth, triangle from 0 over 1 to 2",
            "by hand",
            0.5,
            triangular(0.125, 0.0, 1.0, 2.0),
        ),
        second(
            "rank_correlation",
            "orbital.draws",
            "correlation of two ranks, one half between the normals behind them",
            "six over pi times the arc sine of a quarter",
            6 / np.pi * np.arcsin(0.25),
            np.corrcoef(ranks)[0, 1],
            tolerance=5e-3,  # what as many draws leave
        ),
    ]


def path_checks() -> list[Check]:
    """Return the checks of learning and of the development of the ratio."""
    fall = 0.1
    development = Development(
        launch_usd_per_kg=LAUNCH,
        launch_learning_rate=0.2,
        launch_floor_usd_per_kg=LAUNCH,
        cumulative_mass_t=1e4,
        mass_t_per_year=2e3,
        mass_growth_per_year=0.0,
        most_mass_t_per_year=1e6,
        satellite_usd_per_w=SATELLITE,
        satellite_fall_per_year=fall,
        satellite_floor_usd_per_w=0.1,
        specific_power_w_per_kg=SPECIFIC_POWER,
        specific_power_growth_per_year=0.0,
        most_specific_power_w_per_kg=100.0,
    )
    # Launch stays at its floor, so the satellite price alone has to fall to what is left of the cost on Earth.
    wanted = GROUND_USD / POWER_W - LAUNCH / SPECIFIC_POWER
    date = np.log(wanted / SATELLITE) / np.log(1 - fall)
    grown, _ = quad(lambda t: min(2000 * 1.3**t, 5000.0), 0, 6, points=[np.log(2.5) / np.log(1.3)])
    return [
        closed(
            "parity_date",
            "orbital.development",
            "ratio at the date of parity, satellites 10 % cheaper each year",
            "date by the logarithm of the fall needed",
            1.0,
            ratio_paths(SIDES, development, [date])[0, 0],
        ),
        second(
            "learned_mass",
            "orbital.learning",
            "mass after six years, 30 % growth up to 5,000 t a year",
            "numerical integration",
            10_000 + grown,
            cumulative_mass_t(6.0, 10_000.0, 2000.0, 0.3, 5000.0),
            tolerance=1e-7,
        ),
        closed(
            "learned_price",
            "orbital.learning",
            "price after three doublings at 20 %",
            "1,000 · 0.8³",
            512.0,
            learning_price(80.0, 1000.0, 10.0, 0.2),
            unit="USD",
        ),
    ]


def physical_checks() -> list[Check]:
    """Return the checks of power, heat, losses and fleets."""
    return [
        closed(
            "mean_power",
            "orbital.power",
            "mean power over three years, a tenth lost each",
            "(1 + 0.9 + 0.81) / 3",
            2.71 / 3,
            mean_retention(0.1, 3),
            unit="fraction",
        ),
        closed(
            "radiator_kelvin",
            "orbital.heat",
            "temperature at which two sides shed 700 W/m²",
            "fourth root of Stefan and Boltzmann",
            (700.0 / (2 * 0.9 * 5.670374419e-8)) ** 0.25,
            radiator_temperature_k(700.0, 0.9),
            unit="K",
        ),
        second(
            "working_share",
            "orbital.radiation",
            "mean share that works, failures of 10 % a year, five years",
            "numerical integration",
            quad(lambda t: np.exp(-0.1 * t), 0, 5)[0] / 5,
            availability(0.1, 5.0),
            unit="fraction",
        ),
        closed(
            "kept_power",
            "orbital.fleet",
            "power that 2,000 t a year keep for five years at 20 kg/kW",
            "by hand",
            500e6,
            sustained_power_w(2000.0, 5.0, 20.0),
            unit="W",
        ),
    ]
