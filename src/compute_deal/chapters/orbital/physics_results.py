"""What the chapter on orbital computing states in numbers about sun, heat, mass, radiation and links."""

from compute_deal.chapters.orbital.designs import designs, shadow
from compute_deal.chapters.orbital.published import ai1_point, model_values, spacedc
from compute_deal.evidence import Evidence
from compute_deal.inputs.published import published_range, published_values
from compute_deal.models.orbital.cost import launch_mass_kg
from compute_deal.models.orbital.links import BITS_PER_BYTE, link_factor, synchronous_slowdown
from compute_deal.models.orbital.published import check_design_point
from compute_deal.models.orbital.radiation import events_per_chip_year, hours_between_events
from compute_deal.models.orbital.spacedc import HOURS_PER_DAY
from compute_deal.results import Result

MINUTES_PER_HOUR = 60.0
DESIGN = ("orbit_design_radiator_temperature", "orbit_design_array_specific_power", "orbit_design_bus_mass")


def physics_results(evidence: Evidence) -> dict[str, Result]:
    """Return area, shadow, heat and mass of a computing satellite."""
    resting, through = designs(evidence, through_shadow=False), designs(evidence)
    dark = shadow(evidence)
    central = resting["central"]
    light = resting["light"]
    bare = light.array_kg + light.radiator_kg + light.compute_kg + light.bus_kg
    ai1 = check_design_point(ai1_point(evidence))
    claims = published_values(evidence, ("ai1_specific_power", "s1_orbital_specific_power", "ai1_radiator_flux"))
    flown = evidence.number("starlink_v2_mini_mass") / evidence.number("starlink_v2_mini_power") * 1000.0
    area = ("orbit_case_overhead", "silicon_cell_efficiency", "solar_constant", "array_degradation")
    return {
        "orbit_array_area": Result(central.array_m2, "m2", "Solar array per kW of computing", inputs=area, digits=2),
        "orbit_radiator_area": Result(
            central.radiator_m2,
            "m2",
            "Radiator per kW of computing, central design",
            light.radiator_m2,
            resting["heavy"].radiator_m2,
            DESIGN[:1],
            digits=2,
        ),
        "orbit_shadow_longest": Result(
            dark["longest"],
            "fraction",
            "Longest shadow of a dawn-dusk orbit, share of an orbit",
            inputs=("suncatcher_altitude",),
            digits=2,
        ),
        "orbit_shadow_mean": Result(
            dark["mean"],
            "fraction",
            "Shadow of a dawn-dusk orbit, share of a year",
            inputs=("suncatcher_altitude",),
            digits=2,
        ),
        "orbit_shadow_noon": Result(
            dark["noon"],
            "fraction",
            "Shadow of a noon-midnight orbit, share of an orbit",
            inputs=("suncatcher_altitude",),
            digits=2,
        ),
        "orbit_shadow_mass": Result(
            through["central"].launch_kg / central.launch_kg - 1.0,
            "fraction",
            "Mass added by running through the shadow, central design",
            inputs=DESIGN,
            digits=2,
        ),
        "orbit_design_mass": Result(
            central.launch_kg,
            "kg/kW",
            "Mass per kW of computing from catalogue parts",
            light.launch_kg,
            resting["heavy"].launch_kg,
            DESIGN,
            digits=2,
        ),
        "orbit_design_bare": Result(
            bare, "kg/kW", "The lightest parts alone, without structure and margin", inputs=DESIGN, digits=2
        ),
        "orbit_flown_mass": Result(
            flown,
            "kg/kW",
            "Mass per array power of Starlink V2 mini",
            inputs=("starlink_v2_mini_mass", "starlink_v2_mini_power"),
            digits=2,
        ),
        "orbit_ai1_mass": Result(
            1000.0 / claims["ai1_specific_power"],
            "kg/kW",
            "Mass per power that SpaceX claims for AI1",
            inputs=("ai1_specific_power",),
            digits=2,
        ),
        "orbit_filing_mass": Result(
            1000.0 / claims["s1_orbital_specific_power"],
            "kg/kW",
            "Mass per power that the filing aims at, at most",
            inputs=("s1_orbital_specific_power",),
            digits=2,
        ),
        "orbit_ai1_flux": Result(
            claims["ai1_radiator_flux"],
            "W/m2",
            "Heat flux claimed for the radiator of AI1",
            inputs=("ai1_radiator_flux",),
            digits=4,
        ),
        "orbit_ai1_two_sided": Result(
            float(ai1.two_sided_k),
            "K",
            "Temperature that flux needs from two sides",
            inputs=("ai1_radiator_flux", "ai1_emissivity"),
        ),
        "orbit_ai1_one_sided": Result(
            float(ai1.one_sided_k),
            "K",
            "Temperature that flux needs from one side",
            inputs=("ai1_radiator_flux", "ai1_emissivity"),
        ),
    }


def record_results(evidence: Evidence) -> dict[str, Result]:
    """Return the numbers on record about plans, radiation and links."""
    sun, berkel, space = (model_values(evidence, name) for name in ("suncatcher", "vanberkel", "spacedc"))
    cut = published_range(evidence, "vanberkel_orbital_bisection")
    ratios = sorted(berkel["terrestrial_bisection"] / end for end in cut)
    share = evidence.number("orbit_case_traffic_share")
    slow = [float(synchronous_slowdown(share, ratio)) for ratio in ratios]
    run = evidence.number("llama3_run_gpus")
    upsets = float(events_per_chip_year(sun["dose_rate"], sun["sdc_dose"]))
    memory = float(events_per_chip_year(sun["dose_rate"], sun["uecc_dose"]))
    stops = evidence.number("llama3_run_days") * HOURS_PER_DAY / evidence.number("llama3_run_interruptions")
    work = (
        space["satellites"]
        * space["gpus_per_satellite"]
        * space["gpu_speed"]
        * 1e12
        * space["sustained_share"]
        * space["availability"]
        * space["utilisation"]
    )
    heavy_kg = float(launch_mass_kg(spacedc(evidence).orbit))
    downlink = space["downlink_rate"] * 1e12
    dose = ("suncatcher_dose_rate", "suncatcher_sdc_dose")
    plan = published_values(evidence, ("s1_orbital_power_per_year", "s1_orbital_mass_per_year", "fcc_satellites"))
    return {
        "orbit_upsets": Result(upsets, "number", "Silent errors per chip and year at 650 km", inputs=dose, digits=2),
        "orbit_memory_errors": Result(
            memory,
            "number",
            "Memory errors that cannot be corrected, per chip and year",
            inputs=("suncatcher_dose_rate", "suncatcher_uecc_dose"),
            digits=2,
        ),
        "orbit_upset_minutes": Result(
            MINUTES_PER_HOUR * hours_between_events(upsets, run),
            "minutes",
            "Time between silent errors in a run as large as that of Llama 3",
            inputs=(*dose, "llama3_run_gpus"),
            digits=2,
        ),
        "orbit_memory_minutes": Result(
            MINUTES_PER_HOUR * hours_between_events(memory, run),
            "minutes",
            "Time between memory errors in such a run",
            inputs=("suncatcher_uecc_dose", "llama3_run_gpus"),
            digits=2,
        ),
        "orbit_ground_minutes": Result(
            MINUTES_PER_HOUR * stops,
            "minutes",
            "Time between interruptions of that run on Earth, from any cause",
            inputs=("llama3_run_days", "llama3_run_interruptions"),
            digits=2,
        ),
        "orbit_dose_years": Result(
            sun["dose_hbm_irregular"] / sun["dose_rate"],
            "years",
            "Years in orbit until the dose at which memory first became irregular",
            inputs=("suncatcher_dose_rate", "suncatcher_dose_hbm_irregular"),
            digits=2,
        ),
        "orbit_cluster_satellites": Result(
            sun["satellites"],
            "satellites",
            "Satellites in a cluster of Google's design",
            inputs=("suncatcher_satellites",),
        ),
        "orbit_aperture": Result(
            sun["aperture_rate"],
            "Tbit/s",
            "Rate of one optical link in Google's design",
            inputs=("suncatcher_aperture_rate",),
        ),
        "orbit_bench": Result(
            sun["bench_rate"], "Tbit/s", "Rate shown on the bench, each way", inputs=("suncatcher_bench_rate",)
        ),
        "orbit_cut_ground": Result(
            berkel["terrestrial_bisection"] / BITS_PER_BYTE,
            "TB/s",
            "Traffic across the middle of a gigawatt on Earth",
            inputs=("vanberkel_terrestrial_bisection",),
        ),
        "orbit_cut_orbit": Result(
            cut[1] / BITS_PER_BYTE,
            "TB/s",
            "Traffic across the middle of a gigawatt in orbit, upper end",
            cut[0] / BITS_PER_BYTE,
            cut[1] / BITS_PER_BYTE,
            ("vanberkel_orbital_bisection",),
            2,
        ),
        "orbit_slowdown": Result(
            slow[0],
            "ratio",
            "Training step in orbit over the step on Earth, with the same method",
            slow[0],
            slow[1],
            ("vanberkel_terrestrial_bisection", "vanberkel_orbital_bisection", "orbit_case_traffic_share"),
            digits=2,
        ),
        "orbit_text_through": Result(
            float(link_factor(work, space["text_traffic"], downlink)),
            "fraction",
            "Share of text inference that a downlink of 200 Gbit/s per MW lets through",
            inputs=("spacedc_text_traffic", "spacedc_downlink_rate"),
            digits=2,
        ),
        "orbit_media_through": Result(
            float(link_factor(work, space["multimodal_traffic"], downlink)),
            "fraction",
            "Share of work with pictures and sound that it lets through",
            inputs=("spacedc_multimodal_traffic", "spacedc_downlink_rate"),
            digits=2,
        ),
        "orbit_goal_power": Result(
            plan["s1_orbital_power_per_year"],
            "MW",
            "Computing power to be launched a year, goal of the filing",
            inputs=("s1_orbital_power_per_year",),
        ),
        "orbit_goal_mass": Result(
            plan["s1_orbital_mass_per_year"] / 1000.0,
            "tonnes",
            "Mass to orbit a year, goal of the filing",
            inputs=("s1_orbital_mass_per_year",),
            digits=3,
        ),
        "orbit_goal_multiple": Result(
            plan["s1_orbital_mass_per_year"] / evidence.number("spacex_mass_2025"),
            "ratio",
            "That mass over SpaceX's mass to orbit of 2025",
            inputs=("s1_orbital_mass_per_year", "spacex_mass_2025"),
            digits=2,
        ),
        "orbit_propellant_share": Result(
            space["propellant"] / heavy_kg,
            "fraction",
            "Propellant as a share of mass, spacedc-mdao",
            inputs=("spacedc_propellant",),
            digits=1,
        ),
        "orbit_licence_satellites": Result(
            plan["fcc_satellites"], "satellites", "Satellites asked for, at most", inputs=("fcc_satellites",)
        ),
    }
