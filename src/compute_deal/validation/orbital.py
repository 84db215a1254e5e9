"""Checks of the methods on orbit: published models computed again, closed forms and second routes."""

from dataclasses import replace

import numpy as np
from scipy.integrate import quad

from compute_deal.chapters.orbital.case import TODAY, compare
from compute_deal.chapters.orbital.published import mccalip, reader, spacedc
from compute_deal.checks import CONSISTENCY, Check, closed, of_row, published, second
from compute_deal.evidence import Evidence
from compute_deal.inputs.published import epoch_rate, published_value, published_values
from compute_deal.models.draws import correlated_ranks, triangular
from compute_deal.models.orbital.cost import Comparison, Ground, Orbit, ground_lines, orbit_lines
from compute_deal.models.orbital.paths import Development, cumulative_mass_t, learning_price, ratio_after
from compute_deal.models.orbital.satellite import mean_retention, mean_survivors, radiated_w_per_m2

DAYS_PER_YEAR, W_PER_MW = 365.25, 1e6
EPOCH_TOTAL = "epoch_tco_total_5_years"
ROUNDED_SHARES = 1e-3  # what rounding of the building and of its share of capital may leave


def orbital_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of the methods of the chapter on orbit."""
    return [
        *models_again(evidence),
        *papers_again(evidence),
        assembled_ground(evidence),
        *draw_checks(),
        *path_checks(evidence),
    ]


def models_again(evidence: Evidence) -> list[Check]:
    """Return totals of McCalip and spacedc-mdao beside what the general model gives for their inputs."""
    theirs, power_w = mccalip(evidence), published_value(evidence, "mccalip_target_power", "W")
    totals = [power_w * theirs.years * sum(lines(theirs).values()) for lines in (orbit_lines, ground_lines)]
    again, row = spacedc(evidence), reader(evidence, "spacedc")
    speed, gpu_w, overhead = row("gpu_speed", "TFLOP/s"), row("gpu_power", "W"), row("it_overhead", "fraction")
    sustained, used = row("sustained_share", "fraction"), row("utilisation", "fraction")
    # PFLOP-days that a watt of computing delivers a year before losses.
    delivered = speed / 1000.0 / (gpu_w * (1.0 + overhead)) * sustained * used * DAYS_PER_YEAR
    ours = {
        "mccalip_orbital_total": totals[0],
        "mccalip_terrestrial_total": totals[1],
        "spacedc_earth_lcoc": sum(ground_lines(again).values()) / again.ground.working_share / delivered,
        "spacedc_orbit_text_lcoc": sum(orbit_lines(again).values()) / again.orbit.working_share / delivered,
    }
    return published(evidence, "orbital.cost", ours)


def papers_again(evidence: Evidence) -> list[Check]:
    """Return numbers of shorter papers, and closed forms, beside what the methods on satellites give."""
    method = "orbital.satellite"
    hazard, life, kelvin = published_values(
        evidence, {"turyshev_hazard_low": "1/year", "turyshev_life": "years", "starcloud_radiator_temperature": "K"}
    )
    ours = {
        "turyshev_replenishment_low": float(1.0 / mean_survivors(hazard, life)),
        "starcloud_radiator_gross_flux": radiated_w_per_m2(kelvin, 1.0),
    }
    return [
        *published(evidence, method, ours),
        second(
            "working_share",
            method,
            "mean share that works, failures of 10 % a year, five years",
            "numerical integration",
            quad(lambda t: np.exp(-0.1 * t), 0, 5)[0] / 5,
            mean_survivors(0.1, 5.0),
            unit="fraction",
        ),
        closed(
            "mean_power",
            method,
            "mean power over three years, a tenth lost each",
            "(1 + 0.9 + 0.81) / 3",
            2.71 / 3,
            mean_retention(0.1, 3),
            unit="fraction",
        ),
    ]


def assembled_ground(evidence: Evidence) -> Check:
    """Return the ground of the most likely case beside the published total, at the rate that this total implies.

    The rate is the one that `compute_deal.inputs.published` sets by the same total. What is tested is that the case is put
    together right: a line that is counted twice or left out moves it, a wrong input that both share does not.
    """
    case = compare(evidence, lambda name: evidence.number(*TODAY[name]))
    at_their_rate = replace(case, ground=replace(case.ground, discount_rate=epoch_rate(evidence)))
    return of_row(
        evidence,
        EPOCH_TOTAL,
        "orbital.cost",
        W_PER_MW * sum(ground_lines(at_their_rate).values()),
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
            "draws",
            "value at a rank of one eighth, triangle from 0 over 1 to 2",
            "by hand",
            0.5,
            triangular(0.125, 0.0, 1.0, 2.0),
        ),
        second(
            "rank_correlation",
            "draws",
            "correlation of two ranks, one half between the normals behind them",
            "six over pi times the arc sine of a quarter",
            6 / np.pi * np.arcsin(0.25),
            np.corrcoef(ranks)[0, 1],
            tolerance=5e-3,  # what as many draws leave
        ),
    ]


def path_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of learning and of the development of the ratio."""
    method, fall, satellite, launch_usd_per_w, ground_usd = "orbital.paths", 0.1, 22.0, 10.0, 15.0
    sides = Comparison(Orbit(1.0, satellite, 50.0, 500.0, 0.0, 5.0, 0.0), Ground(ground_usd, 5.0, 0.0, 0.0, 0.0), 5.0)
    development = Development(
        launch_usd_per_kg=500.0,
        launch_learning_rate=0.2,
        launch_floor_usd_per_kg=500.0,
        cumulative_mass_t=1e4,
        mass_t_per_year=2e3,
        mass_growth_per_year=0.0,
        most_mass_t_per_year=1e6,
        satellite_usd_per_w=satellite,
        satellite_fall_per_year=fall,
        satellite_floor_usd_per_w=0.1,
        specific_power_w_per_kg=50.0,
        specific_power_growth_per_year=0.0,
        most_specific_power_w_per_kg=100.0,
        ground_change_per_year=0.0,
    )
    # Launch stays at its floor, so the satellite price alone has to fall to what is left of the cost on Earth.
    date = np.log((ground_usd - launch_usd_per_w) / satellite) / np.log(1 - fall)
    grown, _ = quad(lambda t: min(2000 * 1.3**t, 5000.0), 0, 6, points=[np.log(2.5) / np.log(1.3)])
    row = reader(evidence, "suncatcher")
    start, rate = row("start_price", "USD/kg"), row("learning_rate", "fraction")
    start_kg, mass_kg = row("start_mass", "kg"), row("mass_for_200", "kg")
    return [
        of_row(
            evidence,
            "suncatcher_target_price",
            method,
            learning_price(mass_kg, start, start_kg, rate),
            what="launch price once the mass that Google prints for it has flown",
            tolerance=5e-3,  # the mass is printed with two digits
        ),
        closed(
            "parity_date",
            method,
            "ratio at the date of parity, satellites 10 % cheaper each year",
            "date by the logarithm of the fall needed",
            1.0,
            ratio_after(sides, development, date),
        ),
        second(
            "learned_mass",
            method,
            "mass after six years, 30 % growth up to 5,000 t a year",
            "numerical integration",
            10_000 + grown,
            cumulative_mass_t(6.0, 10_000.0, 2000.0, 0.3, 5000.0),
            tolerance=1e-7,
        ),
    ]
