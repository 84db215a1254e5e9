"""Computing in orbit as the evidence has it: what is assumed, how it is drawn, and the cost ratio of each draw."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from compute_deal.evidence import Evidence, traced
from compute_deal.inputs.dates import decimal_year
from compute_deal.inputs.published import published_value, published_values
from compute_deal.models.draws import correlated_ranks, triangular
from compute_deal.models.orbital.cost import Comparison, Ground, Orbit, cost_ratio
from compute_deal.models.orbital.paths import Development, ratio_after
from compute_deal.models.orbital.satellite import mean_retention, mean_survivors

DRAWS, SEED = 2**14, 5  # from seed to seed the median moves by less than half a per cent
WATTS_PER_GIGAWATT = 1e9
PARITY, HALF_AGAIN = 1.0, 1.5  # cost ratios that the chapter asks for

# What is assumed of today: the row that states it, and its unit.
TODAY = {
    "launch_usd_per_kg": ("orbit_case_launch_price", "USD/kg"),
    "satellite_usd_per_w": ("orbit_case_satellite_price", "USD/W"),
    "specific_power_w_per_kg": ("orbit_case_specific_power", "W/kg"),
    "overhead": ("orbit_case_overhead", "fraction"),
    "satellite_loss_per_year": ("orbit_case_satellite_loss", "1/year"),
    "chip_loss_per_year": ("orbit_case_chip_loss", "1/year"),
    "satellite_years": ("orbit_case_life", "years"),
    "capital_cost": ("orbit_case_capital_cost", "fraction"),
    "facility_usd_per_w": ("orbit_case_facility", "USD/W"),
}
# What is assumed of the years to come.
LATER = {
    "launch_learning_rate": ("orbit_path_learning_rate", "fraction"),
    "launch_floor_usd_per_kg": ("orbit_path_launch_floor", "USD/kg"),
    "start_mass_kg": ("orbit_path_start_mass", "kg"),
    "mass_growth_per_year": ("orbit_path_mass_growth", "1/year"),
    "mass_ceiling_kg": ("orbit_path_mass_ceiling", "kg"),
    "satellite_fall_per_year": ("orbit_path_satellite_fall", "1/year"),
    "satellite_floor_usd_per_w": ("orbit_path_satellite_floor", "USD/W"),
    "specific_power_growth_per_year": ("orbit_path_specific_power_growth", "1/year"),
    "specific_power_ceiling_w_per_kg": ("orbit_path_specific_power_ceiling", "W/kg"),
    "ground_change_per_year": ("orbit_path_ground_change", "1/year"),
}
ROWS = TODAY | LATER
# Those of which more is better for orbit; of the others, less is.
BETTER_HIGH = (
    "specific_power_w_per_kg",
    "satellite_years",
    "facility_usd_per_w",
    "launch_learning_rate",
    "mass_growth_per_year",
    "mass_ceiling_kg",
    "satellite_fall_per_year",
    "specific_power_growth_per_year",
    "specific_power_ceiling_w_per_kg",
    "ground_change_per_year",
)
LOGARITHMIC = ("mass_ceiling_kg",)
Value = float | NDArray


def compare(evidence: Evidence, value: Callable[[str], Value], **changes: Value) -> Comparison:
    """Return computing in orbit and on Earth at today's prices, chips counted on both sides.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    value : callable
        Gives each assumption of `TODAY` by its name.
    **changes : float or ndarray
        Other values for some of them; also `kg_per_kw` of computing in place of the specific power.

    Returns
    -------
    Comparison
    """

    def chosen(name: str) -> Value:
        return changes[name] if name in changes else value(name)

    years, facility_years, operating = published_values(
        evidence, {"epoch_tco_it_life": "years", "epoch_tco_facility_life": "years", "epoch_tco_opex": "USD/MW-year"}
    )
    earth_working, after_resets = published_values(
        evidence, {"spacedc_earth_availability": "fraction", "spacedc_reset_availability": "fraction"}
    )
    chips, installed = chips_usd_per_w(evidence), installed_w_per_w(evidence, chosen("overhead"))
    by_mass = "kg_per_kw" in changes
    orbit = Orbit(
        installed_w_per_w=installed,
        satellite_usd_per_w=chosen("satellite_usd_per_w"),
        specific_power_w_per_kg=1000.0 * installed / changes["kg_per_kw"]
        if by_mass
        else chosen("specific_power_w_per_kg"),
        launch_usd_per_kg=chosen("launch_usd_per_kg"),
        chips_usd_per_w=chips,
        satellite_years=chosen("satellite_years"),
        discount_rate=chosen("capital_cost"),
        working_share=after_resets * mean_survivors(chosen("chip_loss_per_year"), years),
        loss_per_year=chosen("satellite_loss_per_year"),
        operations_per_year=evidence.number("orbit_case_operations", "1/year"),
        one_off_usd_per_w=evidence.number("orbit_case_one_off", "USD") / WATTS_PER_GIGAWATT,
    )
    ground = Ground(
        facility_usd_per_w=chosen("facility_usd_per_w"),
        facility_years=facility_years,
        chips_usd_per_w=chips,
        # Epoch calls energy the largest part of its operating expenses, so it is not added once more.
        running_usd_per_w_year=operating / 1e6,
        discount_rate=evidence.number("discount_rate_spacex", "fraction"),
        working_share=earth_working,
    )
    return Comparison(orbit, ground, years=years)


def chips_usd_per_w(evidence: Evidence) -> float:
    """Return the price of chips, servers and network per power of computing.

    Epoch AI gives capital in one sum; the building's share of it is the one that the chapter on the market takes.
    """
    capital = published_value(evidence, "epoch_tco_capex", "USD/MW")
    return capital / 1e6 * (1.0 - evidence.number("construction_share_of_capex", "fraction"))


def installed_w_per_w(evidence: Evidence, overhead: Value) -> Value:
    """Return the array power installed per power of computing: for pumps and links, ageing and the hours in shadow."""
    years = published_value(evidence, "epoch_tco_it_life", "years")
    kept = mean_retention(evidence.number("array_degradation", "1/year"), round(years))
    return (1.0 + overhead) / (kept * evidence.number("sunlit_fraction_dawn_dusk", "fraction"))


def starlink_kg_per_kw(evidence: Evidence) -> float:
    """Return the mass per kW of computing if it is that of a Starlink per kW of its array."""
    installed = installed_w_per_w(evidence, evidence.number(*TODAY["overhead"]))
    return 1000.0 * installed / evidence.number(*TODAY["specific_power_w_per_kg"])


def filing_kg_per_kw(evidence: Evidence) -> float:
    """Return the mass per kW of computing that SpaceX's filing aims at, at most."""
    return 1000.0 / published_value(evidence, "s1_orbital_specific_power", "W/kg")


@traced
def middle_case(evidence: Evidence) -> Comparison:
    """Return the one case that stands for the draws: all assumptions at the same rank, its ratio their median.

    The rank runs from worst to best for orbit. At the most likely values the ratio would be lower than in most draws, since
    most ranges are wider on the expensive side.
    """
    median = float(np.median(ratios_today(evidence)))

    def at(rank: float) -> Comparison:
        return compare(evidence, lambda name: float(at_rank(evidence, name, rank)))

    rank = brentq(lambda rank: float(cost_ratio(at(rank))) / median - 1.0, 0.01, 0.99, xtol=1e-14)
    return at(rank)


def slider_case(evidence: Evidence) -> Comparison:
    """Return the case that stands for the draws, with what sliders set at their steps."""
    case = middle_case(evidence)
    orbit = replace(
        case.orbit,
        launch_usd_per_kg=10.0 * round(case.orbit.launch_usd_per_kg / 10.0),
        satellite_usd_per_w=0.5 * round(case.orbit.satellite_usd_per_w / 0.5),
        specific_power_w_per_kg=round(case.orbit.specific_power_w_per_kg, 1),
        satellite_years=round(case.orbit.satellite_years, 1),
        loss_per_year=round(case.orbit.loss_per_year, 3),
        working_share=round(float(case.orbit.working_share), 3),
    )
    return replace(case, orbit=orbit)


@traced
def drawn(evidence: Evidence, name: str, correlation: float = 0.0) -> NDArray:
    """Return the draws of one assumption of `ROWS`."""
    return at_rank(evidence, name, _ranks(DRAWS, SEED, correlation)[list(ROWS).index(name)])


def at_rank(evidence: Evidence, name: str, rank: Value) -> NDArray:
    """Return the values of an assumption at ranks that run from worst to best for orbit."""
    bounds = evidence.bounds(*ROWS[name])
    rank = rank if name in BETTER_HIGH else 1.0 - np.asarray(rank)
    return 10.0 ** triangular(rank, *np.log10(bounds)) if name in LOGARITHMIC else triangular(rank, *bounds)


@lru_cache
def _ranks(draws: int, seed: int, correlation: float) -> NDArray:
    return correlated_ranks(len(ROWS), draws, correlation, np.random.default_rng(seed))


@traced
def ratios_today(evidence: Evidence, **changes: float) -> NDArray:
    """Return the cost ratio of each draw at today's prices.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    **changes : float
        As `compare` takes them.

    Returns
    -------
    ndarray
        Cost in orbit per cost on Earth.
    """
    return cost_ratio(compare(evidence, lambda name: drawn(evidence, name), **changes))


@traced
def ratios_in(evidence: Evidence, year: float, correlation: float = 0.0) -> NDArray:
    """Return the cost ratio of each draw in a later year.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    year : float
        Point of time as a calendar year, such as 2040.0 for its first day; what lies before today counts as today.
    correlation : float, optional
        Between any two assumptions, of today and of the years to come: 0 draws them apart, 1 in step.

    Returns
    -------
    ndarray
        Cost in orbit per cost on Earth, of a fleet bought whole at that time.
    """
    draws = {name: drawn(evidence, name, correlation) for name in ROWS}
    development = Development(
        launch_usd_per_kg=draws["launch_usd_per_kg"],
        launch_learning_rate=draws["launch_learning_rate"],
        launch_floor_usd_per_kg=draws["launch_floor_usd_per_kg"],
        cumulative_mass_t=draws["start_mass_kg"] / 1000.0,
        mass_t_per_year=evidence.number("spacex_mass_2025", "kg") / 1000.0,
        mass_growth_per_year=draws["mass_growth_per_year"],
        most_mass_t_per_year=draws["mass_ceiling_kg"] / 1000.0,
        satellite_usd_per_w=draws["satellite_usd_per_w"],
        satellite_fall_per_year=draws["satellite_fall_per_year"],
        # A draw that starts beyond a limit stays where it starts.
        satellite_floor_usd_per_w=np.minimum(draws["satellite_floor_usd_per_w"], draws["satellite_usd_per_w"]),
        specific_power_w_per_kg=draws["specific_power_w_per_kg"],
        specific_power_growth_per_year=draws["specific_power_growth_per_year"],
        most_specific_power_w_per_kg=np.maximum(
            draws["specific_power_ceiling_w_per_kg"], draws["specific_power_w_per_kg"]
        ),
        ground_change_per_year=draws["ground_change_per_year"],
    )
    return ratio_after(compare(evidence, draws.__getitem__), development, max(year - start_year(evidence), 0.0))


def share_at(ratios: NDArray, level: float) -> float:
    """Return the share of draws whose ratio is at or below a level; it is counted, so it moves by whole draws."""
    return float(np.mean(ratios <= level))


def spread(values: NDArray) -> tuple[float, float, float]:
    """Return the median of draws with their p5 and p95."""
    low, median, high = np.quantile(values, [0.05, 0.5, 0.95])
    return float(median), float(low), float(high)


def start_year(evidence: Evidence) -> float:
    """Return the day of this edition as a calendar year, at which the paths start."""
    return decimal_year(evidence["edition_date"].date.date())


def end_year(evidence: Evidence) -> float:
    """Return the calendar year at whose first day the paths end."""
    return float(evidence["orbit_path_horizon"].date.year)
