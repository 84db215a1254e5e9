"""What the chapter on orbital computing states about published models: how well they are met, why they differ."""

from dataclasses import replace
from math import log

from compute_deal.chapters.orbital.checks import checks, corrections
from compute_deal.chapters.orbital.published import spacedc
from compute_deal.chapters.orbital.ratios import explanation, published_ratios
from compute_deal.evidence import Evidence
from compute_deal.inputs.published import published_values
from compute_deal.models.orbital.cost import cost_ratio
from compute_deal.results import Result

GAP_IDS = {
    "orbit_gap_satellite": "Satellite price",
    "orbit_gap_launch": "Launch price",
    "orbit_gap_chips": "Chips counted or not",
    "orbit_gap_scale": "Scale and one-off costs",
    "orbit_gap_delivery": "What is delivered",
    "orbit_gap_mass": "Mass per power",
}


def check_results(evidence: Evidence) -> dict[str, Result]:
    """Return how far the general model is from the published results, and the errors found in them."""
    made = checks(evidence)
    code = [abs(check.deviation) for check in made if check.id.startswith(("mccalip", "spacedc"))]
    results = {
        "orbit_checks": Result(len(made), "number", "Published results computed again"),
        "orbit_checks_held": Result(
            sum(check.holds for check in made), "number", "Of these, within the tolerance of the published number"
        ),
        "orbit_checks_worst": Result(
            max(abs(check.deviation) for check in made), "fraction", "Largest deviation of all", digits=1
        ),
        "orbit_checks_worst_code": Result(
            max(code), "fraction", "Largest deviation from the two models whose code is public", digits=1
        ),
    }
    for at, fix in enumerate(corrections(evidence), 1):
        for way, value in (("published", fix.published), ("corrected", fix.corrected)):
            results[f"orbit_fix{at}_{way}"] = Result(
                float(value), fix.unit, f"{fix.model}: {fix.quantity}, {way}; {fix.what}", digits=3
            )
    eclipses = [results[f"orbit_fix{at}_corrected"].value for at in (5, 6)]
    none = float(cost_ratio(spacedc(evidence, 0.0)))
    published = results["orbit_fix5_published"].value
    return results | {
        "orbit_no_eclipse": Result(none, "ratio", "spacedc-mdao: cost ratio, text, without any shadow"),
        "orbit_overstated": Result(
            published / eclipses[1] - 1.0,
            "fraction",
            "By how much spacedc-mdao overstates the ratio through its eclipse",
            published / eclipses[0] - 1.0,
            published / none - 1.0,
            digits=2,
        ),
    }


def gap_results(evidence: Evidence) -> dict[str, Result]:
    """Return why published ratios differ."""
    gap = explanation(evidence)
    ratios = published_ratios(evidence)
    whole = gap.end / gap.start
    factor = {
        name: Result(value, "ratio", f"{name}: factor between the two models") for name, value in gap.factors.items()
    }
    of = {id: replace(factor[name], digits=2) for id, name in GAP_IDS.items()}
    bound = float(cost_ratio(spacedc(evidence, multimodal=True)))
    counted = published_values(evidence, ("starcloud_critique_launches", "spacedc_satellites"))
    setting = {
        "orbit_mccalip_launch": ("mccalip_optimistic_launch_price", "USD/kg", "launch price"),
        "orbit_mccalip_satellite": ("mccalip_optimistic_hardware_price", "USD/W", "satellite price"),
        "orbit_mccalip_power": ("mccalip_optimistic_specific_power", "W/kg", "power per mass"),
    }
    chosen = published_values(evidence, [row for row, _, _ in setting.values()])
    of |= {
        id: Result(chosen[row], unit, f"Optimistic setting of McCalip's model: {what}", inputs=(row,))
        for id, (row, unit, what) in setting.items()
    }
    return of | {
        "orbit_starcloud_launches": Result(
            counted["starcloud_critique_launches"],
            "launches",
            "Launches for Starcloud's 40 MW as a critic counts them",
            inputs=("starcloud_critique_launches",),
        ),
        "orbit_spacedc_satellites": Result(
            counted["spacedc_satellites"], "satellites", "Satellites of spacedc-mdao", inputs=("spacedc_satellites",)
        ),
        "orbit_gap_start": Result(
            gap.start, "ratio", "Cost ratio of McCalip's model at an optimistic setting", digits=2
        ),
        "orbit_gap_end": Result(gap.end, "ratio", "Cost ratio of spacedc-mdao, text"),
        "orbit_gap": Result(whole, "ratio", "The second over the first", digits=2),
        "orbit_gap_two": Result(
            log(gap.factors["Satellite price"] * gap.factors["Launch price"]) / log(whole),
            "fraction",
            "Share of the gap, in logarithms, that satellite price and launch price carry",
            digits=2,
        ),
        "orbit_gap_downlink": Result(
            bound / gap.end, "ratio", "Factor by which pictures and sound exceed text in spacedc-mdao", digits=2
        ),
        "orbit_published_lowest": Result(ratios[0].low, "ratio", "Lowest published cost ratio", digits=2),
        "orbit_published_highest": Result(ratios[-1].high, "ratio", "Highest published cost ratio", digits=2),
        "orbit_published_count": Result(len(ratios), "number", "Published cost ratios shown"),
    }
