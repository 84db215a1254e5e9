"""What the chapter on orbital computing states in numbers about heat, mass, launches, radiation and the plan."""

from collections.abc import Callable

from compute_deal.chapters.orbital.case import (
    WATTS_PER_GIGAWATT,
    filing_kg_per_kw,
    installed_w_per_w,
    starlink_kg_per_kw,
)
from compute_deal.evidence import Evidence
from compute_deal.inputs.published import published_range, published_values
from compute_deal.models.orbital.fleet import Fleet, fleet, sustained_power_w
from compute_deal.models.orbital.heat import radiated_w_per_m2, radiator_temperature_k
from compute_deal.models.orbital.power import array_power_w_per_m2
from compute_deal.models.orbital.radiation import hours_between_events
from compute_deal.results import Results

MINUTES_PER_HOUR, HOURS_PER_DAY, DAYS_PER_YEAR = 60.0, 24.0, 365.25
# Gigawatts, and the mass per power at which they are counted.
SCALES = ((1, "flown"), (1, "claimed"), (5, "flown"), (5, "claimed"), (100, "claimed"))
MASSES = {"flown": "the mass of a Starlink", "claimed": "the mass of the filing"}
PAYLOADS = {"flown": "starship_payload_2026_09_28", "design": "starship_v3_payload"}


def about(value: float) -> float:
    """Return a large count with two significant digits, since readers see every digit before the point.

    Examples
    --------
    >>> about(32_007.0), about(345.7), about(4.52)
    (32000.0, 350.0, 4.5)
    """
    return float(f"{float(value):.2g}")


def add_hardware(results: Results) -> None:
    """Add array, radiator and mass per kilowatt of computing, and what is claimed for them."""
    evidence = results.evidence

    def array_m2() -> float:
        packing = published_values(evidence, ["suncatcher_v2_mini_packing"])["suncatcher_v2_mini_packing"]
        flux = array_power_w_per_m2(
            evidence.number("solar_constant", "W/m2"), evidence.number("silicon_cell_efficiency", "fraction"), packing
        )
        return 1000.0 * installed_w_per_w(evidence, evidence.number("orbit_case_overhead", "fraction")) / float(flux)

    def radiator_m2() -> tuple[float, float, float]:
        emissivity = evidence.number("radiator_emissivity", "ratio")
        heat_w = 1000.0 * (1.0 + evidence.number("orbit_case_overhead", "fraction"))
        cold, likely, hot = evidence.bounds("orbit_design_radiator_temperature", "K")
        return tuple(float(heat_w / radiated_w_per_m2(kelvin, emissivity)) for kelvin in (likely, hot, cold))

    def kelvin(sides: int) -> float:
        flux, emissivity = published_values(evidence, ("ai1_radiator_flux", "ai1_emissivity")).values()
        return float(radiator_temperature_k(flux, emissivity, sides))

    results.add("orbit_array_area", "m2", "Solar array per kW of computing", array_m2, digits=2)
    results.add("orbit_radiator_area", "m2", "Radiator per kW of computing", radiator_m2, digits=2)
    results.add(
        "orbit_ai1_flux", "W/m2", "Heat flux claimed for the radiator of AI1", _row(evidence, "ai1_radiator_flux")
    )
    results.add("orbit_ai1_two_sided", "K", "Temperature that flux needs from two sides", lambda: kelvin(2))
    results.add("orbit_ai1_one_sided", "K", "Temperature that flux needs from one side", lambda: kelvin(1))
    results.add(
        "orbit_flown_mass",
        "kg/kW",
        "Mass per array power of Starlink V2 mini",
        lambda: (
            evidence.number("starlink_v2_mini_mass", "kg") / evidence.number("starlink_v2_mini_power", "W") * 1000.0
        ),
        digits=2,
    )
    results.add(
        "orbit_ai1_mass",
        "kg/kW",
        "Mass per power that SpaceX claims for AI1",
        lambda: 1000.0 / _row(evidence, "ai1_specific_power")(),
        digits=2,
    )
    results.add(
        "orbit_filing_mass",
        "kg/kW",
        "Mass per power that the filing aims at, at most",
        lambda: filing_kg_per_kw(evidence),
        digits=2,
    )
    results.add(
        "orbit_turyshev_mass",
        "kg/kW",
        "Mass per power of computing in Turyshev's estimate",
        lambda: (
            _row(evidence, "turyshev_specific_mass")(),
            *published_range(evidence, "turyshev_specific_mass_range"),
        ),
        digits=2,
    )


def _row(evidence: Evidence, id: str) -> Callable[[], float]:
    return lambda: published_values(evidence, [id])[id]


def add_fleets(results: Results) -> None:
    """Add what gigawatts in orbit take, and how much of them the lift of 2025 keeps there."""
    evidence = results.evidence

    def mass(name: str) -> float:
        return starlink_kg_per_kw(evidence) if name == "flown" else filing_kg_per_kw(evidence)

    def lifted_t() -> float:
        return evidence.number("spacex_mass_2025", "kg") / 1000.0

    def lift(gigawatts: int, name: str, payload: str = "design") -> Fleet:
        tonnes = evidence.number(PAYLOADS[payload]) / 1000.0
        return fleet(gigawatts * WATTS_PER_GIGAWATT, mass(name), tonnes)

    for gigawatts, name in SCALES:
        key, what = f"orbit_scale{gigawatts}_{name}", f"for {gigawatts} GW at {MASSES[name]}"
        results.add(
            f"{key}_mass",
            "tonnes",
            f"Mass {what}",
            lambda gigawatts=gigawatts, name=name: about(gigawatts * 1000.0 * mass(name)),
            digits=2,
        )
        results.add(
            f"{key}_years",
            "years",
            f"Years {what}, at SpaceX's whole mass to orbit of 2025",
            lambda gigawatts=gigawatts, name=name: about(gigawatts * 1000.0 * mass(name) / lifted_t()),
            digits=2,
        )
        for payload, words in (("flown", "payload flown in September 2026"), ("design", "design payload")):
            results.add(
                f"{key}_launches_{payload}",
                "launches",
                f"Launches {what}, {words}",
                lambda gigawatts=gigawatts, name=name, payload=payload: about(lift(gigawatts, name, payload).launches),
                digits=2,
            )
    for name, words in MASSES.items():
        results.add(
            f"orbit_kept_{name}",
            "MW",
            f"Computing power that SpaceX's whole mass to orbit of 2025 keeps in orbit at {words}",
            lambda name=name: about(
                sustained_power_w(lifted_t(), evidence.number("orbit_case_life", "years"), mass(name)) / 1e6
            ),
            digits=2,
        )
    results.add("orbit_mass_2025", "tonnes", "SpaceX's mass to orbit of 2025", lifted_t)
    results.add(
        "orbit_goal_multiple",
        "ratio",
        "Mass to orbit a year that the filing aims at, over that of 2025",
        lambda: about(_row(evidence, "s1_orbital_mass_per_year")() / evidence.number("spacex_mass_2025", "kg")),
        digits=2,
    )
    results.add(
        "orbit_goal_per_day",
        "number",
        "Launches a day for the filing's yearly goal, design payload",
        lambda: lift(100, "claimed").launches / DAYS_PER_YEAR,
        digits=2,
    )


def add_record(results: Results) -> None:
    """Add the numbers on record about plans, radiation and links."""
    evidence = results.evidence

    def error_minutes() -> float:
        dose, for_each = published_values(evidence, ("suncatcher_dose_rate", "suncatcher_uecc_dose")).values()
        return MINUTES_PER_HOUR * hours_between_events(dose / for_each, evidence.number("llama3_run_gpus", "GPUs"))

    def stop_minutes() -> float:
        hours = HOURS_PER_DAY * evidence.number("llama3_run_days", "days")
        return about(MINUTES_PER_HOUR * hours / evidence.number("llama3_run_interruptions", "count"))

    def traffic() -> tuple[float, float, float]:
        earth = _row(evidence, "vanberkel_terrestrial_bisection")()
        low, high = published_range(evidence, "vanberkel_orbital_bisection")
        return earth / high, earth / high, earth / low

    results.add(
        "orbit_memory_minutes",
        "minutes",
        "Time between memory errors that cannot be corrected, in orbit, in a run as large as that of Llama 3",
        error_minutes,
        digits=2,
    )
    results.add(
        "orbit_ground_minutes",
        "minutes",
        "Time between interruptions of that run on Earth, from any cause",
        stop_minutes,
        digits=2,
    )
    results.add(
        "orbit_traffic",
        "ratio",
        "Traffic across the middle of a gigawatt on Earth over that in orbit, at least",
        traffic,
        digits=2,
    )
    results.add(
        "orbit_goal_power",
        "MW",
        "Computing power to be launched a year, goal of the filing",
        _row(evidence, "s1_orbital_power_per_year"),
    )
    results.add(
        "orbit_licence_satellites", "satellites", "Satellites asked for, at most", _row(evidence, "fcc_satellites")
    )
