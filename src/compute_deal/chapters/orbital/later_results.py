"""What the chapter on orbital computing states in numbers about the years to come."""

from math import ceil

from compute_deal.chapters.orbital.case import (
    HALF_AGAIN,
    PARITY,
    end_year,
    ratios_in,
    share_at,
    spread,
    start_year,
)
from compute_deal.chapters.orbital.physical_results import about
from compute_deal.evidence import Evidence
from compute_deal.inputs.published import published_range, published_values
from compute_deal.models.orbital.learning import learning_mass_t
from compute_deal.results import Results

APART, HALFWAY, IN_STEP = 0.0, 0.5, 1.0  # correlation between any two assumptions
CURVE = tuple(step / 10 for step in range(11))
FLOWN = ("series_space_mass_fy2023", "series_space_mass_fy2024", "series_space_mass_fy2025")
WELL_INTO_THE_2030S = 2039.0


def add_dates(results: Results) -> None:
    """Add the ratio of later years, and the share of draws that reach a level by the end, by how they move together."""
    evidence = results.evidence
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
            lambda level=level: _apart_and_in_step(evidence, end_year(evidence), level),
            digits=2,
        )
    results.add(
        "orbit_reach_parity_halfway",
        "fraction",
        "Share of draws at parity at the end at a correlation of one half",
        lambda: share_at(ratios_in(evidence, end_year(evidence), HALFWAY), PARITY),
        digits=2,
    )


def _apart_and_in_step(evidence: Evidence, year: float, level: float) -> tuple[float, float, float]:
    ends = [share_at(ratios_in(evidence, year, correlation), level) for correlation in (APART, IN_STEP)]
    return ends[0], min(ends), max(ends)


def reach_curve(evidence: Evidence, level: float) -> list[tuple[float, float]]:
    """Return the share of draws at or below a level at the end of the paths, by the correlation of the assumptions."""
    year = end_year(evidence)
    return [(correlation, share_at(ratios_in(evidence, year, correlation), level)) for correlation in CURVE]


def band(evidence: Evidence) -> dict[str, list[float]]:
    """Return the cost ratio from today to the end of the paths, once a year: `years`, `low`, `median` and `high`."""
    start, end = start_year(evidence), end_year(evidence)
    years = [start, *(float(year) for year in range(ceil(start), int(end) + 1))]
    median, low, high = zip(*(spread(ratios_in(evidence, year)) for year in years), strict=True)
    return {"years": years, "low": [*low], "median": [*median], "high": [*high]}


def add_learning(results: Results) -> None:
    """Add what learning has to do with growth."""
    evidence = results.evidence

    def years() -> float:
        names = ("target_price", "start_price", "start_mass", "learning_rate")
        target, price, mass_kg, rate = published_values(evidence, [f"suncatcher_{name}" for name in names]).values()
        flown_kg = evidence.rows("series", FLOWN)["value"].astype(float).sum() + evidence.number(
            "spacex_mass_2026h1", "kg"
        )
        left_t = float(learning_mass_t(target, price, mass_kg / 1000.0, rate)) - flown_kg / 1000.0
        return about(left_t / (evidence.number("spacex_mass_2025", "kg") / 1000.0))

    def google() -> tuple[float, float, float]:
        return (
            published_values(evidence, ["suncatcher_learning_rate"])["suncatcher_learning_rate"],
            *published_range(evidence, "suncatcher_learning_rate"),
        )

    results.add(
        "orbit_learning_google", "fraction", "Fall of the launch price per doubling of mass, as Google reads it", google
    )
    results.add(
        "orbit_curve_target",
        "USD/kg",
        "Launch price that Google asks for",
        lambda: published_values(evidence, ["suncatcher_target_price"])["suncatcher_target_price"],
    )
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
        lambda: _grown(evidence, FLOWN[2]) / _grown(evidence, FLOWN[1]) - 1.0,
        digits=2,
    )


def _grown(evidence: Evidence, row: str) -> float:
    return float(evidence.rows("series", [row])["value"].iloc[0])


def add_opinions(results: Results) -> None:
    """Add by when others expect parity, and the share of our draws that have got there by the end of that year."""
    evidence = results.evidence

    def years_on(fact: str) -> float:
        latest = evidence[fact].high or evidence.number(fact)
        return evidence["edition_date"].date.year + latest

    def abi() -> float:
        return published_values(evidence, ["abi_parity_year"])["abi_parity_year"]

    results.add("orbit_parity_abi", "date", "Year before which ABI Research sees no parity", lambda: f"{round(abi())}")

    def bank() -> float:
        evidence["orbital_parity_deutsche_bank"]  # in words: its year is our reading of them
        return WELL_INTO_THE_2030S

    last_years = {
        "musk": ("Musk", lambda: years_on("orbital_years_musk")),
        "bezos": ("Bezos", lambda: years_on("orbital_years_bezos")),
        "google": ("the lead of Google's project", lambda: years_on("suncatcher_lead_years")),
        "abi": ("ABI Research", lambda: abi() - 1.0),
        "deutsche_bank": ("Deutsche Bank", bank),
    }
    for name, (who, year) in last_years.items():
        results.add(
            f"orbit_view_{name}",
            "date",
            f"Year at whose end our draws are read for the view of {who}",
            lambda year=year: f"{round(year())}",
        )
        results.add(
            f"orbit_agree_{name}",
            "fraction",
            f"Share of draws at parity by then, for the view of {who}: correlation of one half, from none to full",
            lambda year=year: _at_correlations(evidence, year() + 1.0),
            digits=1,
        )


def _at_correlations(evidence: Evidence, year: float) -> tuple[float, float, float]:
    return tuple(share_at(ratios_in(evidence, year, correlation), PARITY) for correlation in (HALFWAY, APART, IN_STEP))
