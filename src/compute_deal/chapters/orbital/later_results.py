"""What the chapter on orbital computing states in numbers about the years to come, and about the rockets they take."""

from math import ceil

from compute_deal.chapters.orbital.case import (
    HALF_AGAIN,
    PARITY,
    end_year,
    filing_kg_per_kw,
    ratios_in,
    share_at,
    spread,
    starlink_kg_per_kw,
    start_year,
)
from compute_deal.evidence import Evidence
from compute_deal.inputs.published import published_value
from compute_deal.models.deal.valuation import DAYS_PER_YEAR
from compute_deal.results import Results

APART, HALFWAY, IN_STEP = 0.0, 0.5, 1.0  # correlation between any two assumptions
FLOWN = ("series_space_mass_fy2023", "series_space_mass_fy2024", "series_space_mass_fy2025")


def about(value: float) -> float:
    """Return a large count with two significant digits, since readers see every digit before the point.

    Examples
    --------
    >>> about(32_007.0), about(345.7), about(4.52)
    (32000.0, 350.0, 4.5)
    """
    return float(f"{float(value):.2g}")


def add_dates(results: Results) -> None:
    """Add the ratio of later years, and the share of draws that reach a level by the end, by how they move together."""
    evidence = results.evidence

    def reached(level: float) -> tuple[float, float, float]:
        ends = [share_at(ratios_in(evidence, end_year(evidence), rho), level) for rho in (APART, IN_STEP)]
        return ends[0], min(ends), max(ends)

    results.add(
        "orbit_ratio_2040",
        "ratio",
        "Cost ratio in 2040, median with p5 to p95",
        lambda: spread(ratios_in(evidence, 2040.0)),
        digits=2,
    )
    results.add(
        "orbit_ratio_end",
        "ratio",
        "Cost ratio at the end of the paths, median with p5 to p95",
        lambda: spread(ratios_in(evidence, end_year(evidence))),
        digits=2,
    )
    for name, level in (("parity", PARITY), ("half_again", HALF_AGAIN)):
        results.add(
            f"orbit_reach_{name}",
            "fraction",
            f"Share of draws at or below {level:g} times at the end, assumptions drawn apart (low) and in step (high)",
            lambda level=level: reached(level),
            digits=2,
        )
    results.add(
        "orbit_reach_parity_halfway",
        "fraction",
        "Share of draws at parity at the end at a correlation of one half",
        lambda: share_at(ratios_in(evidence, end_year(evidence), HALFWAY), PARITY),
        digits=2,
    )


def band(evidence: Evidence) -> dict[str, list[float]]:
    """Return the cost ratio from today to the end of the paths, once a year: `years`, `low`, `median` and `high`."""
    start, end = start_year(evidence), end_year(evidence)
    years = [start, *(float(year) for year in range(ceil(start), int(end) + 1))]
    median, low, high = zip(*(spread(ratios_in(evidence, year)) for year in years), strict=True)
    return {"years": years, "low": [*low], "median": [*median], "high": [*high]}


def add_learning(results: Results) -> None:
    """Add what learning has to do with growth."""
    evidence = results.evidence

    def mass_kg(row: str) -> float:
        return float(evidence.stated(row, "kg")["value"])

    def years() -> float:
        flown_kg = sum(map(mass_kg, FLOWN)) + evidence.number("spacex_mass_2026h1", "kg")
        wanted_kg = published_value(evidence, "suncatcher_mass_for_200", "kg")
        return about((wanted_kg - flown_kg) / evidence.number("spacex_mass_2025", "kg"))

    results.add(
        "orbit_curve_years",
        "years",
        "Years at the mass of 2025 until Google's learning curve reaches that price",
        years,
        digits=2,
    )
    results.add(
        "orbit_growth_2025",
        "fraction",
        "Growth of SpaceX's mass to orbit, 2025",
        lambda: mass_kg(FLOWN[2]) / mass_kg(FLOWN[1]) - 1.0,
        digits=2,
    )


def add_lift(results: Results) -> None:
    """Add how much computing the lift of 2025 keeps in orbit, and what the filing's goal takes."""
    evidence = results.evidence

    def lifted_kg() -> float:
        return evidence.number("spacex_mass_2025", "kg")

    def kept_mw(kg_per_kw: float) -> float:
        # Once a fleet is as large as what is lifted in one life, all that goes up replaces what wears out.
        return about(lifted_kg() * evidence.number("orbit_case_life", "years") / kg_per_kw / 1000.0)

    def goal_kg() -> float:
        return published_value(evidence, "s1_orbital_mass_per_year", "kg/year")

    results.add("orbit_mass_2025", "tonnes", "SpaceX's mass to orbit of 2025", lambda: lifted_kg() / 1000.0)
    for name, words, kg_per_kw in (
        ("flown", "the mass of a Starlink", starlink_kg_per_kw),
        ("claimed", "the mass of the filing", filing_kg_per_kw),
    ):
        results.add(
            f"orbit_kept_{name}",
            "MW",
            f"Computing power that SpaceX's whole mass to orbit of 2025 keeps in orbit at {words}",
            lambda kg_per_kw=kg_per_kw: kept_mw(kg_per_kw(evidence)),
            digits=2,
        )
    results.add(
        "orbit_goal_multiple",
        "ratio",
        "Mass to orbit a year that the filing aims at, over that of 2025",
        lambda: about(goal_kg() / lifted_kg()),
        digits=2,
    )
    results.add(
        "orbit_goal_per_day",
        "number",
        "Launches a day for the filing's yearly goal, design payload",
        lambda: goal_kg() / evidence.number("starship_v3_payload", "kg") / DAYS_PER_YEAR,
        digits=2,
    )
