"""Checks of the methods on orbit that no published model covers, or covers only in part."""

from dataclasses import replace
from itertools import permutations
from math import prod

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq

from compute_deal.chapters.orbital.case import orbital_case
from compute_deal.checks import CONSISTENCY, Check, closed, consistent, of_row, published, second, values
from compute_deal.evidence import Evidence
from compute_deal.inputs.epoch import MW_PER_GW, epoch_rate
from compute_deal.models.orbital.assumptions import explain_ratio
from compute_deal.models.orbital.break_even import break_even_price
from compute_deal.models.orbital.cost import cost_ratio, ground_lines
from compute_deal.models.orbital.crossing import Paths, first_crossing_years, ratio_paths
from compute_deal.models.orbital.decomposition import average_factors
from compute_deal.models.orbital.heat import earth_view_factor, radiator_faces, radiator_temperature_k
from compute_deal.models.orbital.learning import cumulative_mass_t, learning_price
from compute_deal.models.orbital.life_cycle import CostLine, annuity_factor, present_value_usd
from compute_deal.models.orbital.links import link_factor, synchronous_slowdown
from compute_deal.models.orbital.power import Battery, SolarArray, array_power_w_per_m2, size_power
from compute_deal.models.orbital.radiation import availability
from compute_deal.models.orbital.satellite import years_to_orbit
from compute_deal.models.orbital.sides import Comparison, Ground, Orbit
from compute_deal.models.orbital.sunlight import EARTH_RADIUS_KM, dawn_dusk_beta_deg, eclipse_fraction

POWER_W, SATELLITE, SPECIFIC_POWER, LAUNCH = 1e9, 22.0, 50.0, 500.0
SIDES = Comparison(Orbit(POWER_W, 1.0, SATELLITE, SPECIFIC_POWER, LAUNCH), Ground(POWER_W, 12.0, 0.06, 1.1), years=5.0)
GROUND_USD = POWER_W * 12.0 + 5 * 8760 * POWER_W / 1000 * 1.1 * 0.06
ALTITUDE_KM, TILT_DEG = 650.0, 65.0
EPOCH_TOTAL = "epoch_tco_total_5_years"
ROUNDED_SHARES = 1e-3  # what rounding of the building and of its share of capital may leave


def orbital_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of the chapter on orbit beyond its published models, by method."""
    return [
        *cost_checks(evidence),
        assembled_ground(evidence),
        *path_checks(),
        *split_checks(),
        *light_and_heat_checks(evidence),
        *link_checks(),
    ]


def cost_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of cost, break-even and present value."""
    rate, years = values(evidence, "spacedc_discount_rate", "spacedc_years")
    line = CostLine("a", capital_usd=100.0, annual_usd=7.0)

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
        *published(evidence, "orbital.life_cycle", {"spacedc_annuity_factor": float(annuity_factor(rate, years))}),
        second(
            "orbit_present_value",
            "orbital.life_cycle",
            "100 at once and 7 a year for five years at 8 %",
            "discounting each payment",
            100 + sum(7 / 1.08**year for year in range(1, 6)),
            present_value_usd([line], 5, 0.08),
            unit="USD",
        ),
    ]


def assembled_ground(evidence: Evidence) -> Check:
    """Return the ground of the central case beside the published total, at the rate that this total implies.

    The rate is the one that `compute_deal.inputs.epoch` sets by the same total. What is tested is that the case is put
    together right: a line that is counted twice or left out moves it, a wrong input that both share does not.
    """
    rate = epoch_rate(evidence)
    case = orbital_case(evidence)
    ours = present_value_usd(ground_lines(case.ground), case.years, rate) / annuity_factor(rate, case.years)
    return of_row(
        evidence,
        EPOCH_TOTAL,
        "orbital.cost",
        ours / MW_PER_GW,
        CONSISTENCY,
        "Epoch AI's total, which also sets the rate",
        what="ground of the central case, put together, in a year",
        tolerance=ROUNDED_SHARES,
    )


def path_checks() -> list[Check]:
    """Return the checks of learning and of the date at which costs cross."""
    fall, years = 0.1, np.linspace(0.0, 20.0, 4001)
    paths = Paths(
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
    crossing = first_crossing_years(years, ratio_paths(SIDES, paths, years))[0]
    # Launch stays at its floor, so the satellite price alone has to fall to what is left of the cost on Earth.
    wanted = GROUND_USD / POWER_W - LAUNCH / SPECIFIC_POWER
    grown, _ = quad(lambda t: min(2000 * 1.3**t, 5000.0), 0, 6, points=[np.log(2.5) / np.log(1.3)])
    return [
        closed(
            "crossing_date",
            "orbital.crossing",
            "years to parity, satellites 10 % cheaper each year",
            "logarithm of the fall needed",
            np.log(wanted / SATELLITE) / np.log(1 - fall),
            crossing,
            tolerance=1e-4,  # straight lines between the times
            unit="years",
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
        closed(
            "years_to_orbit",
            "orbital.satellite",
            "years for 12,000 t at 2,000 t a year",
            "by hand",
            6.0,
            years_to_orbit(12_000.0, 2000.0),
            unit="years",
        ),
    ]


def split_checks() -> list[Check]:
    """Return the checks of the split of a difference over assumptions."""
    other = replace(
        SIDES,
        orbit=replace(SIDES.orbit, satellite_usd_per_w=5.0, launch_usd_per_kg=1500.0),
        ground=replace(SIDES.ground, energy_usd_per_kwh=0.1),
    )
    groups = {
        "satellite": ["orbit.satellite_usd_per_w"],
        "launch": ["orbit.launch_usd_per_kg"],
        "energy": ["ground.energy_usd_per_kwh"],
    }
    _, factors = explain_ratio(SIDES, other, groups)
    steps = []
    for order in permutations(groups):
        before = order[: order.index("launch")]
        steps.append(cost_ratio(mixed(other, {*before, "launch"})) / cost_ratio(mixed(other, set(before))))
    # a + b from 1 + 1 to 2 + 4: b first gives 5/2, b last 6/3.
    sums = average_factors(lambda p: p["a"] + p["b"], {"a": 1, "b": 1}, {"a": 2, "b": 4}, {"A": ["a"], "B": ["b"]})
    return [
        second(
            "explained_launch",
            "orbital.assumptions",
            "factor of launch between two sets of inputs",
            "all six orders, one by one",
            prod(steps) ** (1 / len(steps)),
            factors["launch"],
        ),
        consistent(
            "explained_ratio",
            "orbital.assumptions",
            "product of all three factors",
            "ratio of both results",
            cost_ratio(other) / cost_ratio(SIDES),
            prod(factors.values()),
        ),
        closed(
            "average_factor",
            "orbital.decomposition",
            "factor of b in a + b, both orders",
            "√(5/2 · 2)",
            5**0.5,
            sums["B"],
        ),
    ]


def mixed(other: Comparison, changed: set[str]) -> Comparison:
    """Return the first comparison with some of the three groups as in the other."""
    orbit, ground = SIDES.orbit, SIDES.ground
    if "satellite" in changed:
        orbit = replace(orbit, satellite_usd_per_w=other.orbit.satellite_usd_per_w)
    if "launch" in changed:
        orbit = replace(orbit, launch_usd_per_kg=other.orbit.launch_usd_per_kg)
    if "energy" in changed:
        ground = replace(ground, energy_usd_per_kwh=other.ground.energy_usd_per_kwh)
    return replace(SIDES, orbit=orbit, ground=ground)


def shadow_share(beta_deg: float, points: int = 400_000) -> float:
    """Return the share of an orbit in shadow, by asking of each point whether it lies in the cylinder behind the Earth."""
    radius, beta = EARTH_RADIUS_KM + ALTITUDE_KM, np.radians(beta_deg)
    anomaly = 2 * np.pi * (np.arange(points) + 0.5) / points
    towards_sun = radius * np.cos(anomaly) * np.cos(beta)
    off_axis = np.sqrt(radius**2 - towards_sun**2)
    return float(np.mean((towards_sun < 0) & (off_axis < EARTH_RADIUS_KM)))


def seen_share() -> float:
    """Return the view factor of a tilted plate to the Earth, added up over the disc that it sees."""
    edge = np.arcsin(EARTH_RADIUS_KM / (EARTH_RADIUS_KM + ALTITUDE_KM))
    tilt, steps = np.radians(TILT_DEG), 2000
    off = edge * (np.arange(steps) + 0.5) / steps
    around = 2 * np.pi * (np.arange(steps) + 0.5) / steps
    cosine = np.cos(off)[:, None] * np.cos(tilt) + np.sin(off)[:, None] * np.sin(tilt) * np.cos(around)
    weight = np.sin(off)[:, None] * (edge / steps) * (2 * np.pi / steps)
    return float(np.sum(np.maximum(cosine, 0.0) * weight) / np.pi)


def light_and_heat_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of shadow, power and heat."""
    area, packing, efficiency, flux = values(
        evidence,
        "suncatcher_v2_mini_array_area",
        "suncatcher_v2_mini_packing",
        "suncatcher_cell_efficiency",
        "suncatcher_solar_flux",
    )
    watts = area * float(array_power_w_per_m2(efficiency, packing, solar_w_per_m2=flux))
    array = SolarArray(specific_power_w_per_kg=100.0, power_w_per_m2=300.0, degradation_per_year=0.02)
    battery = Battery(specific_energy_wh_per_kg=150.0, depth_of_discharge=0.4, round_trip_efficiency=0.9)
    system = size_power(1000.0, 0.6, 0.6, 5.0, array, battery)
    beta = float(dawn_dusk_beta_deg(ALTITUDE_KM, 23.44))
    kelvin = (2 * 0.9 * 5.670374419e-8) ** -0.25 * 700**0.25
    method = "orbital.sunlight"
    return [
        *(
            second(
                f"shadow_{name}",
                method,
                f"share of an orbit in shadow at 650 km, {words}",
                "asking of 400,000 points",
                shadow_share(angle),
                eclipse_fraction(ALTITUDE_KM, angle),
                tolerance=1e-4,
                unit="fraction",
            )
            for name, words, angle in (("thirty", "sun 30° off", 30.0), ("solstice", "dawn–dusk at solstice", beta))
        ),
        *published(evidence, "orbital.power", {"suncatcher_v2_mini_power_formula": watts}),
        closed(
            "array_mass",
            "orbital.power",
            "array for 1,000 W, 60 % sunlit, five years at 2 %",
            "by hand",
            1000 * (1 + (0.4 / 0.6) / 0.9) / 0.98**5 / 100,
            system.array_mass_kg,
            unit="kg",
        ),
        second(
            "view_factor",
            "orbital.heat",
            "view of the Earth from a plate tilted by 65°",
            "sum over the disc that it sees",
            seen_share(),
            earth_view_factor(ALTITUDE_KM, TILT_DEG),
            tolerance=1e-5,
        ),
        closed(
            "radiator_kelvin",
            "orbital.heat",
            "temperature at which two sides shed 700 W/m²",
            "fourth root of Stefan and Boltzmann",
            kelvin,
            radiator_temperature_k(700.0, radiator_faces(0.9)),
            tolerance=1e-5,
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
    ]


def link_checks() -> list[Check]:
    """Return the checks of the links."""
    return [
        closed(
            "link_slowdown",
            "orbital.links",
            "step time, a tenth of it waiting, bandwidth 2,880 times less",
            "0.9 + 288",
            288.9,
            synchronous_slowdown(0.1, 2880.0),
        ),
        closed(
            "link_share",
            "orbital.links",
            "work that a gigabit lets through, four needed",
            "1 / 4",
            0.25,
            link_factor(1e15, 4e-6, 1e9),
            unit="fraction",
        ),
    ]
