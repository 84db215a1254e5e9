"""What the chapter on orbital computing states in numbers: all of it, and the cost of today."""

from collections.abc import Callable

from numpy.typing import NDArray

from compute_deal.chapters.orbital.case import (
    DRAWS,
    PARITY,
    TODAY,
    drawn,
    filing_kg_per_kw,
    installed_w_per_w,
    middle_case,
    ratios_today,
    share_at,
    spread,
    starlink_kg_per_kw,
)
from compute_deal.chapters.orbital.later_results import add_dates, add_learning, add_lift
from compute_deal.chapters.orbital.published import mccalip, spacedc, spacedc_prices
from compute_deal.evidence import Evidence
from compute_deal.inputs.published import published_range, published_value, published_values
from compute_deal.models.orbital.cost import cost_ratio, orbit_bill
from compute_deal.models.orbital.satellite import mean_survivors, radiated_w_per_m2
from compute_deal.results import Results

# Numbers of others that the text quotes as they stand, by id: the row of the table of published models, and its unit.
QUOTED = {
    "orbit_fixed_years": ("epoch_tco_it_life", "years"),
    "orbit_fixed_facility_life": ("epoch_tco_facility_life", "years"),
    "orbit_fixed_operations": ("epoch_tco_opex", "USD/MW-year"),
    "orbit_fixed_ground_working": ("spacedc_earth_availability", "fraction"),
    "orbit_fixed_reset": ("spacedc_reset_availability", "fraction"),
    "orbit_bcg": ("bcg_ratio_today", "ratio"),
    "orbit_handmer": ("handmer_ratio", "ratio"),
    "orbit_mccalip_published": ("mccalip_cost_ratio", "ratio"),
    "orbit_spacedc_published": ("spacedc_orbit_text_ratio", "ratio"),
    "orbit_pitched_satellite": ("starcloud_pitch_hardware_price", "USD/W"),
    "orbit_learning_google": ("suncatcher_learning_rate", "fraction"),
    "orbit_curve_target": ("suncatcher_target_price", "USD/kg"),
    "orbit_goal_power": ("s1_orbital_power_per_year", "MW/year"),
    "orbit_licence_satellites": ("fcc_satellites", "satellites"),
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
    add_changes(results)
    add_others(results)
    add_dates(results)
    add_learning(results)
    add_lift(results)
    add_hardware(results)
    return results


def add_today(results: Results) -> None:
    """Add the cost ratio at today's prices, and what makes it."""
    evidence = results.evidence

    def working() -> NDArray:
        years, after_resets = published_values(
            evidence, {"epoch_tco_it_life": "years", "spacedc_reset_availability": "fraction"}
        )
        return after_resets * mean_survivors(drawn(evidence, "chip_loss_per_year"), years)

    def energy() -> float:
        energy, total = published_values(
            evidence, {"epoch_tco_energy": "USD/MW-year", "epoch_tco_total_5_years": "USD/MW-year"}
        )
        return energy / total

    results.add("orbit_draws", "number", "Draws of the assumptions", lambda: DRAWS, digits=5)
    for id, unit, label, compute, digits in (
        (
            "ratio_today",
            "ratio",
            "Cost of computing in orbit over cost on Earth at today's prices: median of the draws, p5 to p95",
            lambda: spread(ratios_today(evidence)),
            2,
        ),
        (
            "bill_launch",
            "ratio",
            "Launches over all cost on Earth, in the case that stands for the draws",
            lambda: float(orbit_bill(middle_case(evidence))["launch"]),
            2,
        ),
        (
            "energy_share",
            "fraction",
            "Energy as a share of the cost of owning a data centre on Earth, chips included",
            energy,
            1,
        ),
        (
            "working_share",
            "fraction",
            "Mean share of chips that work over a life in orbit",
            lambda: spread(working()),
            2,
        ),
        (
            "case_mass",
            "kg/kW",
            "Mass launched per kW of computing at the mass of a Starlink",
            lambda: starlink_kg_per_kw(evidence),
            2,
        ),
    ):
        results.add(f"orbit_{id}", unit, label, compute, digits=digits)


def add_changes(results: Results) -> None:
    """Add what the ratio would be if one thing or several were as companies hope, or free."""
    evidence = results.evidence
    free = {"launch_usd_per_kg": 0.0, "satellite_usd_per_w": 0.0}
    unlost = {"chip_loss_per_year": 0.0, "satellite_loss_per_year": 0.0}

    def launch() -> float:
        cut = evidence.number("starship_reduction_goal", "fraction")
        return evidence.number("launch_price_historical", "USD/kg") * (1.0 - cut)

    def filing() -> dict[str, float]:
        # The filing's mass is counted per kW of computing, the lighter of two readings.
        return {"launch_usd_per_kg": launch(), "kg_per_kw": filing_kg_per_kw(evidence)}

    def claims() -> dict[str, float]:
        return filing() | {"satellite_usd_per_w": published_value(evidence, "starcloud_pitch_hardware_price", "USD/W")}

    changes: dict[str, tuple[str, Callable[[], dict[str, float]]]] = {
        "free_launch": ("launches were free", lambda: {"launch_usd_per_kg": 0.0}),
        "free_satellite": ("satellites were free", lambda: {"satellite_usd_per_w": 0.0}),
        "all_free": ("launches and satellites were free", lambda: free),
        "no_loss": ("no chip and no satellite were lost", lambda: unlost),
        "filing": ("launch price and mass were those of the filing", filing),
        "claims": ("also the satellite price were that of Starcloud's pitch", claims),
        "claims_no_loss": ("also nothing were lost", lambda: claims() | unlost),
    }
    for name, (words, change) in changes.items():
        results.add(
            f"orbit_ratio_{name}",
            "ratio",
            f"Cost ratio if {words}",
            lambda change=change: spread(ratios_today(evidence, **change())),
            digits=2,
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
        launch,
    )


def add_others(results: Results) -> None:
    """Add numbers of others, how well two of their models are met, and what the prices of one give on our basis."""
    evidence = results.evidence
    rows = {row["id"]: row for row in evidence.tables["published_models"]}

    def stated(id: str, unit: str) -> float | tuple[float, float, float]:
        low, high = published_range(evidence, id, unit)
        middle = float(rows[id]["value"] or (low + high) / 2.0)
        return middle if low == high else (middle, low, high)

    for id, (row, unit) in QUOTED.items():
        label = f"{rows[row]['model']}: {rows[row]['name']}"
        results.add(id, unit, label, lambda row=row, unit=unit: stated(row, unit))

    def starcloud() -> float:
        orbit, earth = published_values(
            evidence, {"starcloud_space_total": "USD", "starcloud_terrestrial_total": "USD"}
        )
        return orbit / earth

    results.add("orbit_published_lowest", "ratio", "Starcloud's total in orbit over that on Earth", starcloud, digits=2)
    results.add(
        "orbit_published_highest",
        "ratio",
        "spacedc-mdao, pictures and sound: published cost ratio",
        lambda: stated("spacedc_orbit_multimodal_ratio", "ratio"),
        digits=2,
    )
    for name, words, model in (("mccalip", "McCalip, defaults", mccalip), ("spacedc", "spacedc-mdao, text", spacedc)):
        results.add(
            f"orbit_{name}_again",
            "ratio",
            f"{words}: cost ratio computed again here",
            lambda model=model: float(cost_ratio(model(evidence))),
        )

    def prices() -> dict[str, float]:
        found = spacedc_prices(evidence)
        # Theirs is per power of computing, ours per power of the array.
        installed = installed_w_per_w(evidence, evidence.number(*TODAY["overhead"]))
        return found | {"satellite_usd_per_w": found["satellite_usd_per_w"] / installed}

    results.add(
        "orbit_spacedc_prices",
        "ratio",
        "Our cost ratio at launch price, satellite price and mass of spacedc-mdao",
        lambda: spread(ratios_today(evidence, **prices())),
        digits=2,
    )


def add_hardware(results: Results) -> None:
    """Add radiator and mass per kilowatt of computing, and the traffic that links carry."""
    evidence = results.evidence

    def radiator_m2() -> tuple[float, float, float]:
        emissivity = evidence.number("radiator_emissivity", "ratio")
        heat_w = 1000.0 * (1.0 + evidence.number(*TODAY["overhead"]))
        cold, likely, hot = evidence.bounds("orbit_design_radiator_temperature", "K")
        return tuple(float(heat_w / radiated_w_per_m2(kelvin, emissivity)) for kelvin in (likely, hot, cold))

    def flown() -> float:
        return 1000.0 * evidence.number("starlink_v2_mini_mass", "kg") / evidence.number("starlink_v2_mini_power", "W")

    def turyshev() -> tuple[float, float, float]:
        middle = published_value(evidence, "turyshev_specific_mass", "kg/kW")
        return middle, *published_range(evidence, "turyshev_specific_mass_range", "kg/kW")

    def traffic() -> tuple[float, float, float]:
        earth = published_value(evidence, "vanberkel_terrestrial_bisection", "Tbit/s")
        low, high = published_range(evidence, "vanberkel_orbital_bisection", "Tbit/s")
        return earth / high, earth / high, earth / low

    for id, unit, label, compute in (
        ("radiator_area", "m2", "Radiator per kW of computing", radiator_m2),
        ("flown_mass", "kg/kW", "Mass per array power of Starlink V2 mini", flown),
        (
            "ai1_mass",
            "kg/kW",
            "Mass per power that SpaceX claims for AI1",
            lambda: 1000.0 / published_value(evidence, "ai1_specific_power", "W/kg"),
        ),
        (
            "filing_mass",
            "kg/kW",
            "Mass per power that the filing aims at, at most",
            lambda: filing_kg_per_kw(evidence),
        ),
        ("turyshev_mass", "kg/kW", "Mass per power of computing in Turyshev's estimate", turyshev),
        (
            "traffic",
            "ratio",
            "Traffic across the middle of a gigawatt on Earth over that in orbit, at least",
            traffic,
        ),
    ):
        results.add(f"orbit_{id}", unit, label, compute, digits=2)
