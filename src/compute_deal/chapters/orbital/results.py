"""What the chapter on orbital computing states in numbers: all of it, and the cost of today."""

from collections.abc import Mapping

from numpy.typing import NDArray

from compute_deal.chapters.orbital.case import (
    PARITY,
    drawn,
    drawn_case,
    filing_kg_per_kw,
    installed_w_per_w,
    middle_case,
    number_of_draws,
    ratios_today,
    share_at,
    spread,
    starlink_kg_per_kw,
)
from compute_deal.chapters.orbital.later_results import add_dates, add_learning, add_opinions
from compute_deal.chapters.orbital.physical_results import add_fleets, add_hardware, add_record
from compute_deal.chapters.orbital.published import mccalip, mccalip_sliders, published_ratios, spacedc, spacedc_prices
from compute_deal.evidence import Evidence, traced
from compute_deal.inputs.published import published_range, published_values
from compute_deal.models.orbital.cost import cost_ratio, ground_lines, orbit_lines
from compute_deal.models.orbital.life_cycle import cost_shares
from compute_deal.models.orbital.radiation import availability
from compute_deal.results import Results

# Parts of the bill by id: in orbit and on Earth, the cost lines that each adds up.
ORBIT_BILL = {
    "launch": ("Launch", ("launch",)),
    "satellites": ("Satellites", ("satellites",)),
    "chips": ("Chips and servers", ("chips",)),
    "replacement": ("Replacing satellites lost", ("replacement", "chip replacement")),
    "other": ("Operations, one-off work", ("operations", "one-off")),
}
EARTH_BILL = {
    "earth_chips": ("Chips and servers", ("chips",)),
    "earth_rest": ("Building, energy, operations", ("facility", "energy", "operations", "maintenance")),
}


def orbital_results(evidence: Evidence) -> Results:
    """Return every number that the chapter computes.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    Results

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> round(orbital_results(load())["orbit_ratio_today"].value, 1)
    4.3
    """
    results = Results(evidence)
    add_today(results)
    add_bill(results)
    add_changes(results)
    add_others(results)
    add_fixed(results)
    add_dates(results)
    add_learning(results)
    add_opinions(results)
    add_hardware(results)
    add_fleets(results)
    add_record(results)
    return results


def hoped(evidence: Evidence, *names: str) -> dict[str, float]:
    """Return what companies hope for: "launch" and "mass" of SpaceX's filing, and the "satellite" price of Starcloud.

    The filing's mass is counted per kW of computing. That is the lighter of two readings.
    """
    found = {}
    if "launch" in names:
        found["launch_usd_per_kg"] = hoped_launch(evidence)
    if "mass" in names:
        found["kg_per_kw"] = filing_kg_per_kw(evidence)
    if "satellite" in names:
        found["satellite_usd_per_w"] = pitched_satellite(evidence)
    return found


def hoped_launch(evidence: Evidence) -> float:
    """Return the launch price if Starship cuts the historical average as the filing hopes, USD/kg."""
    return evidence.number("launch_price_historical", "USD/kg") * (
        1.0 - evidence.number("starship_reduction_goal", "fraction")
    )


def pitched_satellite(evidence: Evidence) -> float:
    """Return the satellite price that Starcloud pitches, USD/W."""
    return published_values(evidence, ("starcloud_pitch_hardware_price",))["starcloud_pitch_hardware_price"]


def add_today(results: Results) -> None:
    """Add the cost ratio at today's prices, and what it is drawn from."""
    evidence = results.evidence
    results.add("orbit_draws", "number", "Draws of the assumptions", number_of_draws, digits=5)
    results.add(
        "orbit_ratio_today",
        "ratio",
        "Cost of computing in orbit over cost on Earth at today's prices: median of the draws, p5 to p95",
        lambda: spread(ratios_today(evidence)),
        digits=2,
    )
    results.add(
        "orbit_ratio_no_chips",
        "ratio",
        "The same, chips left out on both sides",
        lambda: spread(ratios_today(evidence, chips_usd_per_w=0.0)),
        digits=2,
    )
    results.add(
        "orbit_working_share",
        "fraction",
        "Mean share of chips that work over a life in orbit",
        lambda: spread(working_shares(evidence)),
        digits=2,
    )
    results.add(
        "orbit_case_mass",
        "kg/kW",
        "Mass launched per kW of computing at the mass of a Starlink",
        lambda: starlink_kg_per_kw(evidence),
        digits=2,
    )


def working_shares(evidence: Evidence) -> NDArray:
    """Return the mean share of the chips that work over their life, one number for each draw."""
    years, resets = published_values(evidence, ("epoch_tco_it_life", "spacedc_reset_availability")).values()
    return availability(drawn(evidence, "chip_loss_per_year"), years, reset_availability=resets)


@traced
def bill(evidence: Evidence) -> dict[str, float]:
    """Return what both sides pay for by part, the whole cost on Earth being one."""
    case = middle_case(evidence)
    orbit = cost_shares(orbit_lines(case.orbit), case.years, case.orbit_discount_rate)
    earth = cost_shares(ground_lines(case.ground), case.years, case.ground_discount_rate)
    ratio = float(cost_ratio(case))
    return _parts(orbit, ORBIT_BILL, ratio) | _parts(earth, EARTH_BILL, 1.0)


def _parts(shares: Mapping[str, float], parts: Mapping[str, tuple], whole: float) -> dict[str, float]:
    return {id: whole * sum(shares[line] for line in lines) for id, (_, lines) in parts.items()}


def add_bill(results: Results) -> None:
    """Add what makes the ratio: the bill of the case that stands for the draws."""
    for side, parts in (("in orbit", ORBIT_BILL), ("on Earth", EARTH_BILL)):
        for id, (name, _) in parts.items():
            results.add(
                f"orbit_bill_{id}",
                "ratio",
                f"Bill {side} over all cost on Earth: {name[0].lower()}{name[1:]}",
                lambda id=id: bill(results.evidence)[id],
                digits=2,
            )

    def energy() -> float:
        energy, total = published_values(results.evidence, ("epoch_tco_energy", "epoch_tco_total_5_years")).values()
        return energy / total

    results.add(
        "orbit_energy_share",
        "fraction",
        "Energy as a share of the cost of owning a data centre on Earth, chips included",
        energy,
        digits=1,
    )


def add_changes(results: Results) -> None:
    """Add what the ratio would be if one thing or several were as companies hope, or free."""
    evidence = results.evidence
    free = {"launch_usd_per_kg": 0.0, "satellite_usd_per_w": 0.0}
    unlost = {"chip_loss_per_year": 0.0, "satellite_loss_per_year": 0.0}
    changes = {
        "free_launch": ("launches were free", lambda: {"launch_usd_per_kg": 0.0}),
        "free_satellite": ("satellites were free", lambda: {"satellite_usd_per_w": 0.0}),
        "all_free": ("launches and satellites were free", lambda: free),
        "no_loss": ("no chip and no satellite were lost", lambda: unlost),
        "filing": (
            "launch price and mass were those of the filing",
            lambda: hoped(evidence, "launch", "mass"),
        ),
        "claims": (
            "also the satellite price were that of Starcloud's pitch",
            lambda: hoped(evidence, "launch", "mass", "satellite"),
        ),
        "claims_no_loss": (
            "also nothing were lost",
            lambda: hoped(evidence, "launch", "mass", "satellite") | unlost,
        ),
    }
    for name, (words, change) in changes.items():
        results.add(
            f"orbit_ratio_{name}",
            "ratio",
            f"Cost ratio if {words}",
            lambda change=change: spread(ratios_today(evidence, **change())),
            digits=2,
        )

    def fall() -> float:
        return published_values(evidence, ["wood_mackenzie_launch_fall"])["wood_mackenzie_launch_fall"]

    def after_fall() -> NDArray:
        launch = (1.0 - fall()) * drawn(evidence, "launch_usd_per_kg")
        return cost_ratio(drawn_case(evidence, launch_usd_per_kg=launch))

    results.add(
        "orbit_wood_mackenzie_fall",
        "fraction",
        "Fall of the launch cost at which Wood Mackenzie sees orbit compete",
        fall,
    )
    results.add(
        "orbit_ratio_wood_mackenzie", "ratio", "Cost ratio after that fall", lambda: spread(after_fall()), digits=2
    )
    results.add(
        "orbit_parity_all_free",
        "fraction",
        "Share of draws at or below parity if launches and satellites were free",
        lambda: share_at(ratios_today(evidence, **free), PARITY),
        digits=2,
    )
    results.add(
        "orbit_claimed_launch",
        "USD/kg",
        "Launch price if Starship cuts the historical average as the filing hopes",
        lambda: hoped_launch(evidence),
    )
    results.add(
        "orbit_pitched_satellite",
        "USD/W",
        "Satellite price per power that Starcloud pitches, at most",
        lambda: pitched_satellite(evidence),
    )


def per_array(evidence: Evidence, prices: dict[str, float]) -> dict[str, float]:
    """Return prices with that of the satellite, which is per power of computing, per power of the array."""
    installed = installed_w_per_w(evidence, evidence.number("orbit_case_overhead", "fraction"))
    return prices | {"satellite_usd_per_w": prices["satellite_usd_per_w"] / installed}


def add_others(results: Results) -> None:
    """Add what others found, how well two of their models are met, and what their prices give on our basis."""
    evidence = results.evidence
    ratios = traced(published_ratios)
    results.add(
        "orbit_published_lowest", "ratio", "Lowest published cost ratio", lambda: ratios(evidence)[0].low, digits=2
    )
    results.add(
        "orbit_published_highest", "ratio", "Highest published cost ratio", lambda: ratios(evidence)[-1].high, digits=2
    )

    def bcg() -> tuple[float, float, float]:
        low, high = published_range(evidence, "bcg_ratio_today")
        return (low + high) / 2.0, low, high

    results.add("orbit_bcg", "ratio", "BCG's cost ratio for today", bcg)
    models = {
        "mccalip": ("McCalip, defaults", "mccalip_cost_ratio", lambda: mccalip(evidence)),
        "spacedc": ("spacedc-mdao, text", "spacedc_orbit_text_ratio", lambda: spacedc(evidence)),
    }
    for name, (words, row, model) in models.items():
        results.add(
            f"orbit_{name}_published",
            "ratio",
            f"{words}: published cost ratio",
            lambda row=row: published_values(evidence, [row])[row],
        )
        results.add(
            f"orbit_{name}_again",
            "ratio",
            f"{words}: cost ratio computed again here",
            lambda model=model: float(cost_ratio(model())),
        )
    prices = {
        "mccalip": ("McCalip's optimistic setting", lambda: mccalip_sliders(evidence, "optimistic")),
        "spacedc": ("spacedc-mdao", lambda: per_array(evidence, spacedc_prices(evidence))),
    }
    for name, (words, theirs) in prices.items():
        results.add(
            f"orbit_{name}_prices",
            "ratio",
            f"Our cost ratio at launch price, satellite price and mass of {words}",
            lambda theirs=theirs: spread(ratios_today(evidence, **theirs())),
            digits=2,
        )
    results.add(
        "orbit_spacedc_sunlit",
        "ratio",
        "spacedc-mdao, text: its cost ratio in the orbit that it names, run by us",
        lambda: published_values(evidence, ["spacedc_corrected_text_ratio"])["spacedc_corrected_text_ratio"],
    )


def add_fixed(results: Results) -> None:
    """Add what the comparison holds fixed, as the card of the method names it."""
    evidence = results.evidence
    fixed = {
        "years": ("years", "Length of the comparison, the life of chips on Earth", ("epoch_tco_it_life", 1.0)),
        "facility_life": ("years", "Life of the building on Earth", ("epoch_tco_facility_life", 1.0)),
        "energy": ("USD/kW-year", "Energy on Earth", ("epoch_tco_energy", 1e-3)),
        "ground_working": ("fraction", "Share of computing on Earth that works", ("spacedc_earth_availability", 1.0)),
        "reset": (
            "fraction",
            "Share of the time that restarts after errors leave",
            ("spacedc_reset_availability", 1.0),
        ),
    }
    for name, (unit, words, (row, scale)) in fixed.items():
        results.add(
            f"orbit_fixed_{name}",
            unit,
            f"{words}, in the comparison with orbit",
            lambda row=row, scale=scale: scale * published_values(evidence, [row])[row],
        )

    def operations() -> float:
        with_energy, energy = published_values(evidence, ("epoch_tco_opex", "epoch_tco_energy")).values()
        return (with_energy - energy) / 1000.0

    results.add(
        "orbit_fixed_operations", "USD/kW-year", "Other operations on Earth, in the comparison with orbit", operations
    )
