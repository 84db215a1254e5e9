"""Computing in orbit as the evidence has it: the central case and the paths of its prices."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.stats import triang

from compute_deal.evidence import Evidence
from compute_deal.inputs.published import published_values
from compute_deal.models.orbital.cost import installed_power_w
from compute_deal.models.orbital.crossing import Paths, first_crossing_years, ratio_paths, sample_triangular
from compute_deal.models.orbital.power import mean_retention
from compute_deal.models.orbital.published import WATTS_PER_GIGAWATT
from compute_deal.models.orbital.radiation import availability
from compute_deal.models.orbital.sides import HOURS_PER_YEAR, Comparison, Delivery, Ground, Orbit

CASES, SEED = 10_000, 5  # from seed to seed, shares then differ by less than one in a hundred
STEPS_PER_YEAR = 2
HALF_AGAIN = 1.5  # the cost ratio that is shown beside parity

# What the central case varies, by the row that states it.
VARIED = {
    "launch_usd_per_kg": "orbit_case_launch_price",
    "satellite_usd_per_w": "orbit_case_satellite_price",
    "specific_power_w_per_kg": "orbit_case_specific_power",
    "overhead": "orbit_case_overhead",
    "satellite_loss_per_year": "orbit_case_satellite_loss",
    "chip_loss_per_year": "orbit_case_chip_loss",
    "satellite_years": "orbit_case_life",
    "capital_cost": "orbit_case_capital_cost",
    "facility_usd_per_w": "orbit_case_facility",
}
# How it develops.
PATHS = {
    "launch_learning_rate": "orbit_path_learning_rate",
    "launch_floor_usd_per_kg": "orbit_path_launch_floor",
    "start_mass_kg": "orbit_path_start_mass",
    "mass_growth_per_year": "orbit_path_mass_growth",
    "mass_ceiling_kg": "orbit_path_mass_ceiling",
    "satellite_fall_per_year": "orbit_path_satellite_fall",
    "satellite_floor_usd_per_w": "orbit_path_satellite_floor",
    "specific_power_growth_per_year": "orbit_path_specific_power_growth",
    "specific_power_ceiling_w_per_kg": "orbit_path_specific_power_ceiling",
    "ground_change_per_year": "orbit_path_ground_change",
}
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
EPOCH = ("epoch_tco_capex", "epoch_tco_energy", "epoch_tco_opex", "epoch_tco_it_life", "epoch_tco_facility_life")
SHARED = ("spacedc_earth_availability", "spacedc_reset_availability")


@dataclass(frozen=True)
class Futures:
    """The cost ratio over time, many times over.

    Parameters
    ----------
    samples : dict of str to ndarray
        What was drawn, by the name of the assumption, one number for each case.
    years : ndarray
        Calendar years of the paths.
    ratios : ndarray
        Cost in orbit per cost on Earth, cases by years.
    """

    samples: dict[str, NDArray]
    years: NDArray
    ratios: NDArray

    def crossing_year(self, threshold: float) -> NDArray:
        """Return the year in which each case reaches a ratio, infinite where it does not."""
        return self.years[0] + first_crossing_years(self.years - self.years[0], self.ratios, threshold)

    def at(self, year: float) -> NDArray:
        """Return the ratio of each case at the point of time nearest to a year."""
        return self.ratios[:, np.argmin(np.abs(self.years - year))]


def central_values(evidence: Evidence) -> dict[str, float]:
    """Return the central value of each varied assumption."""
    return {name: evidence.number(id) for name, id in VARIED.items()}


def orbital_case(evidence: Evidence, **changes: float) -> Comparison:
    """Return the central case: a gigawatt of computing, in orbit and on Earth, chips counted on both sides.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    **changes : float or ndarray
        Other values for assumptions of `VARIED`, or `chips_usd_per_w`.

    Returns
    -------
    Comparison

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> from compute_deal.models.orbital.cost import cost_ratio
    >>> round(float(cost_ratio(orbital_case(load()))), 1)
    3.6
    """
    values = central_values(evidence) | changes
    epoch = published_values(evidence, EPOCH)
    shared = published_values(evidence, SHARED)
    years = epoch["epoch_tco_it_life"]
    # Epoch gives capital in one sum; the building's share is the one that the chapter on the market takes.
    computing = epoch["epoch_tco_capex"] / 1e6 * (1.0 - evidence.number("construction_share_of_capex"))
    chips = values.get("chips_usd_per_w", computing)
    sunlit = evidence.number("sunlit_fraction_dawn_dusk")
    kept = mean_retention(evidence.number("array_degradation"), int(years))
    one_off = evidence.number("orbit_case_one_off")
    orbit = Orbit(
        power_w=WATTS_PER_GIGAWATT,
        installed_w_per_w=(1.0 + values["overhead"]) / (kept * sunlit),
        satellite_usd_per_w=values["satellite_usd_per_w"],
        specific_power_w_per_kg=values["specific_power_w_per_kg"],
        launch_usd_per_kg=values["launch_usd_per_kg"],
        replacement_per_year=values["satellite_loss_per_year"],
        operations_per_year=evidence.number("orbit_case_operations"),
        one_off_usd=one_off,
        chips_usd_per_w=chips,
        chip_replacement_per_year=values["satellite_loss_per_year"],
        satellite_years=values["satellite_years"],
        # What sits in a satellite ends with it, and chips are written off as on Earth.
        chip_years=np.minimum(values["satellite_years"], years),
    )
    ground = Ground(
        power_w=WATTS_PER_GIGAWATT,
        facility_usd_per_w=values["facility_usd_per_w"],
        # Epoch's energy is per power of the computers, so the overhead of the hall is inside the price.
        energy_usd_per_kwh=epoch["epoch_tco_energy"] / 1e3 / HOURS_PER_YEAR,
        pue=1.0,
        # Epoch calls energy the largest part of its operating expenses: only the rest is left to add.
        operations_usd_per_w_year=(epoch["epoch_tco_opex"] - epoch["epoch_tco_energy"]) / 1e6,
        chips_usd_per_w=chips,
        facility_years=epoch["epoch_tco_facility_life"],
    )
    working = availability(values["chip_loss_per_year"], years, reset_availability=shared["spacedc_reset_availability"])
    return Comparison(
        orbit,
        ground,
        years=years,
        orbit_delivery=Delivery(availability=working),
        ground_delivery=Delivery(availability=shared["spacedc_earth_availability"]),
        orbit_discount_rate=values["capital_cost"],
        ground_discount_rate=evidence.number("discount_rate_spacex"),
    )


def kg_per_kw(comparison: Comparison) -> float:
    """Return the mass launched per kW of computing in a comparison."""
    orbit = comparison.orbit
    return float(installed_power_w(orbit) / orbit.power_w * 1000.0 / orbit.specific_power_w_per_kg)


def futures(evidence: Evidence, together: bool = False, cases: int = CASES, seed: int = SEED) -> Futures:
    """Return paths of the cost ratio from today to the horizon, with every assumption drawn from its range.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    together : bool, optional
        Whether all assumptions turn out well for orbit together or badly together, or each by itself.
    cases : int, optional
        How many.
    seed : int, optional
        Of the random numbers.

    Returns
    -------
    Futures
    """
    rng = np.random.default_rng(seed)
    bounds = ranges(evidence, VARIED | PATHS)
    drawn = in_step(bounds, cases) if together else sample_triangular(bounds, cases, rng)
    drawn |= {name: 10.0 ** drawn[name] for name in LOGARITHMIC}
    today = fraction_of_year(evidence["edition_date"].date.date())
    horizon = evidence["orbit_path_horizon"].date.year
    years = np.linspace(today, horizon, round((horizon - today) * STEPS_PER_YEAR) + 1)
    comparison = orbital_case(evidence, **{name: drawn[name][:, np.newaxis] for name in VARIED})
    paths = Paths(
        launch_usd_per_kg=drawn["launch_usd_per_kg"],
        launch_learning_rate=drawn["launch_learning_rate"],
        launch_floor_usd_per_kg=drawn["launch_floor_usd_per_kg"],
        cumulative_mass_t=drawn["start_mass_kg"] / 1000.0,
        mass_t_per_year=evidence.number("spacex_mass_2025") / 1000.0,
        mass_growth_per_year=drawn["mass_growth_per_year"],
        most_mass_t_per_year=drawn["mass_ceiling_kg"] / 1000.0,
        satellite_usd_per_w=drawn["satellite_usd_per_w"],
        satellite_fall_per_year=drawn["satellite_fall_per_year"],
        satellite_floor_usd_per_w=drawn["satellite_floor_usd_per_w"],
        specific_power_w_per_kg=drawn["specific_power_w_per_kg"],
        specific_power_growth_per_year=drawn["specific_power_growth_per_year"],
        most_specific_power_w_per_kg=np.maximum(
            drawn["specific_power_ceiling_w_per_kg"], drawn["specific_power_w_per_kg"]
        ),
        ground_change_per_year=drawn["ground_change_per_year"],
    )
    return Futures(drawn, years, ratio_paths(comparison, paths, years - today))


def ranges(evidence: Evidence, rows: Mapping[str, str]) -> dict[str, tuple[float, float, float]]:
    """Return low, central and high of assumptions by name, as logarithms where they are drawn so."""
    found = {}
    for name, id in rows.items():
        bounds = evidence.bounds(id)
        found[name] = tuple(np.log10(bounds).tolist()) if name in LOGARITHMIC else bounds
    return found


def in_step(bounds: Mapping[str, tuple[float, float, float]], cases: int) -> dict[str, NDArray]:
    """Return the same triangular samples, ordered so that every assumption is at its best for orbit in one case."""
    luck = (np.arange(cases) + 0.5) / cases
    return {
        name: triang.ppf(luck if name in BETTER_HIGH else 1.0 - luck, (mode - low) / (high - low), low, high - low)
        for name, (low, mode, high) in bounds.items()
    }


def fraction_of_year(day: date) -> float:
    """Return a day as a calendar year with a fraction.

    Examples
    --------
    >>> round(fraction_of_year(date(2026, 7, 2)), 2)
    2026.5
    """
    return day.year + (day.timetuple().tm_yday - 1) / 365.25


def with_launch_and_satellite(comparison: Comparison, launch: float, satellite: float) -> Comparison:
    """Return a comparison with another launch price and satellite price."""
    return replace(comparison, orbit=replace(comparison.orbit, launch_usd_per_kg=launch, satellite_usd_per_w=satellite))
