"""What the chapter on orbital computing states in numbers about time, learning and scale."""

import numpy as np

from compute_deal.chapters.orbital.case import (
    HALF_AGAIN,
    PATHS,
    VARIED,
    Futures,
    kg_per_kw,
    orbital_case,
)
from compute_deal.chapters.orbital.published import model_values
from compute_deal.evidence import Evidence
from compute_deal.inputs.published import published_range, published_values
from compute_deal.models.deal.valuation import DAYS_PER_YEAR
from compute_deal.models.orbital.crossing import summarise_crossing
from compute_deal.models.orbital.learning import learning_mass_t, learning_price
from compute_deal.models.orbital.published import WATTS_PER_GIGAWATT
from compute_deal.models.orbital.satellite import fleet, years_to_orbit
from compute_deal.results import Result

CASE = tuple(VARIED.values())
DEVELOPMENT = (*CASE, *PATHS.values(), "orbit_path_horizon")
PRICES = ("orbit_case_launch_price", "orbit_case_satellite_price", "orbit_case_specific_power")
# Gigawatts, and the mass per power at which they are counted.
SCALES = ((1, "flown"), (1, "claimed"), (2, "flown"), (2, "claimed"), (5, "flown"), (5, "claimed"), (100, "claimed"))
MASSES = {"flown": "the mass of a Starlink", "claimed": "the mass of the filing"}
PAYLOADS = {"flown": "starship_payload_2026_09_28", "v3": "starship_v3_payload", "v4": "starship_v4_payload"}
CLAIMED_POWER = ("s1_orbital_early_satellite_power",)
MASS_ROWS = {"flown": PRICES[2:], "claimed": ("s1_orbital_specific_power", *CLAIMED_POWER)}


def time_results(evidence: Evidence, apart: Futures, together: Futures) -> dict[str, Result]:
    """Return when orbit becomes as cheap as Earth, and in how many cases it does not."""
    results = {"orbit_futures": Result(len(apart.ratios), "number", "Futures in each of the two sets")}
    for year in (2035, 2040, 2050):
        low, median, high = np.quantile(apart.at(year), [0.05, 0.5, 0.95])
        results[f"orbit_ratio_{year}"] = Result(
            median, "ratio", f"Cost ratio in {year}, median with p5 to p95", low, high, DEVELOPMENT, digits=2
        )
    for name, threshold in (("parity", 1.0), ("half_again", HALF_AGAIN), ("double", 2.0)):
        shares = [float(np.mean(many.ratios.min(axis=1) <= threshold)) for many in (apart, together)]
        reached = [round(share, 3) for share in shares]
        results[f"orbit_reach_{name}"] = Result(
            reached[0],
            "fraction",
            f"Share of cases in which the cost ratio falls to {threshold:g} by 2050, each assumption by itself; "
            "the other end: all in step",
            *sorted(reached),
            DEVELOPMENT,
            digits=2,
        )
        results[f"orbit_never_{name}"] = Result(
            round(1.0 - reached[0], 3),  # so that the two shares that readers see add up
            "fraction",
            f"Share of cases in which it does not fall to {threshold:g} by 2050",
            *sorted(round(1.0 - share, 3) for share in reached),
            DEVELOPMENT,
            digits=3,
        )
        early = summarise_crossing(apart.crossing_year(threshold))
        for mark in ("p5", "p50"):
            year = getattr(early, f"{mark}_years")
            if np.isfinite(year):
                results[f"orbit_{mark}_{name}"] = Result(
                    f"{int(year)}",
                    "date",
                    f"Year in which the cost ratio falls to {threshold:g}, {mark}",
                    inputs=DEVELOPMENT,
                )
    step = summarise_crossing(together.crossing_year(1.0))
    return results | {
        "orbit_step_p5_parity": Result(
            f"{int(step.p5_years)}",
            "date",
            "Year in which the best 5 % of cases reach parity if all assumptions move in step",
            inputs=DEVELOPMENT,
        ),
    }


def learning_results(evidence: Evidence) -> dict[str, Result]:
    """Return what Google's learning curve of the launch price implies."""
    sun = model_values(evidence, "suncatcher")
    start = (sun["start_price"], sun["start_mass"] / 1000.0, sun["learning_rate"])
    flown = ("series_space_mass_fy2023", "series_space_mass_fy2024", "series_space_mass_fy2025")
    known_t = evidence.rows("series", flown)["value"].sum() / 1000.0 + evidence.number("spacex_mass_2026h1") / 1000.0
    needed_t = float(learning_mass_t(sun["target_price"], *start))
    rate_t = evidence.number("spacex_mass_2025") / 1000.0
    sources = ("suncatcher_start_price", "suncatcher_start_mass", "suncatcher_learning_rate")
    masses = evidence.rows("series", flown)["value"].astype(float).tolist()
    low, high = published_range(evidence, "suncatcher_learning_rate")
    return {
        "orbit_growth_2024": Result(
            masses[1] / masses[0] - 1.0,
            "fraction",
            "Growth of SpaceX's mass to orbit, 2024",
            inputs=flown[:2],
            digits=2,
        ),
        "orbit_growth_2025": Result(
            masses[2] / masses[1] - 1.0,
            "fraction",
            "Growth of SpaceX's mass to orbit, 2025",
            inputs=flown[1:],
            digits=2,
        ),
        "orbit_growth_2026": Result(
            1.0 - 2.0 * evidence.number("spacex_mass_2026h1") / masses[2],
            "fraction",
            "By how much twice the first half of 2026 is below 2025",
            inputs=("spacex_mass_2026h1", flown[2]),
            digits=1,
        ),
        "orbit_learning_google": Result(
            sun["learning_rate"],
            "fraction",
            "Fall of the launch price per doubling of cumulative mass, as Google reads it",
            low,
            high,
            ("suncatcher_learning_rate",),
        ),
        "orbit_mass_flown": Result(
            about(known_t),
            "tonnes",
            "SpaceX's mass to orbit from 2023 to June 2026",
            inputs=(*flown, "spacex_mass_2026h1"),
            digits=2,
        ),
        "orbit_curve_today": Result(
            float(learning_price(known_t, *start)),
            "USD/kg",
            "Launch price on Google's curve at that mass",
            inputs=(*sources, *flown),
            digits=2,
        ),
        "orbit_curve_target": Result(
            sun["target_price"], "USD/kg", "Launch price that Google asks for", inputs=("suncatcher_target_price",)
        ),
        "orbit_curve_years": Result(
            float(years_to_orbit(needed_t - known_t, rate_t)),
            "years",
            "Years at the mass of 2025 until Google's curve reaches that price",
            inputs=(*sources, "spacex_mass_2025"),
            digits=2,
        ),
        "orbit_curve_mass": Result(
            about(needed_t), "tonnes", "Cumulative mass at that price", inputs=sources, digits=2
        ),
    }


def scale_results(evidence: Evidence) -> dict[str, Result]:
    """Return what gigawatts in orbit take, and how much of them the lift of 2025 keeps there."""
    case = orbital_case(evidence)
    rate_t = evidence.number("spacex_mass_2025") / 1000.0
    payload = {name: evidence.number(id) / 1000.0 for name, id in PAYLOADS.items()}
    mass = {"flown": kg_per_kw(case), "claimed": claimed_kg_per_kw(evidence)}
    power = {"flown": satellite_w(evidence), "claimed": published_values(evidence, CLAIMED_POWER)[CLAIMED_POWER[0]]}
    results = {}
    for gigawatts, name in SCALES:
        inputs = MASS_ROWS[name]
        many = {
            each: fleet(gigawatts * WATTS_PER_GIGAWATT, power[name], mass[name], tonnes)
            for each, tonnes in payload.items()
        }
        first = many["flown"]
        key, what = f"orbit_scale{gigawatts}_{name}", f"for {gigawatts} GW at {MASSES[name]}"
        results |= {
            f"{key}_satellites": Result(about(first.satellites), "satellites", f"Satellites {what}", inputs=inputs),
            f"{key}_mass": Result(about(first.mass_t), "tonnes", f"Mass {what}", inputs=inputs),
            f"{key}_years": Result(
                float(years_to_orbit(first.mass_t, rate_t)),
                "years",
                f"Years {what}, at SpaceX's whole mass to orbit of 2025",
                inputs=(*inputs, "spacex_mass_2025"),
                digits=2,
            ),
        }
        results |= {
            f"{key}_launches_{each}": Result(
                about(loads.launches),
                "launches",
                f"Launches {what}, payload of {payload[each]:g} t",
                inputs=(*inputs, PAYLOADS[each]),
            )
            for each, loads in many.items()
        }
    life = evidence.number("orbit_case_life")
    results |= {
        f"orbit_kept_{name}": Result(
            about(rate_t * life / kg, 2),  # t per kg/kW are MW
            "MW",
            f"Computing power that SpaceX's whole mass to orbit of 2025 keeps in orbit at {MASSES[name]}",
            inputs=("spacex_mass_2025", "orbit_case_life", *MASS_ROWS[name]),
        )
        for name, kg in mass.items()
    }
    yearly = results["orbit_scale100_claimed_launches_v4"].value
    return results | {
        "orbit_mass_2025": Result(rate_t, "tonnes", "SpaceX's mass to orbit of 2025", inputs=("spacex_mass_2025",)),
        "orbit_scale100_per_day": Result(
            yearly / DAYS_PER_YEAR,
            "number",
            "Launches of 200 t a day for the filing's 100 GW a year",
            inputs=("starship_v4_payload",),
            digits=2,
        ),
    }


def about(count: float, digits: int = 3) -> float:
    """Return a count with a few significant digits, three if not told otherwise.

    Examples
    --------
    >>> about(43_269), about(50), about(345.7, 2)
    (43300.0, 50.0, 350.0)
    """
    return float(f"{float(count):.{digits}g}")


def claimed_kg_per_kw(evidence: Evidence) -> float:
    """Return the mass per kW of computing that the filing claims."""
    return 1000.0 / published_values(evidence, ("s1_orbital_specific_power",))["s1_orbital_specific_power"]


def satellite_w(evidence: Evidence) -> float:
    """Return the computing power of a satellite with the array of Starlink V2 mini."""
    return evidence.number("starlink_v2_mini_power") / orbital_case(evidence).orbit.installed_w_per_w
