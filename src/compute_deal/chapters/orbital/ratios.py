"""The published cost ratios, and why the lowest and the highest of them differ."""

from dataclasses import dataclass

from compute_deal.chapters.orbital.published import mccalip_cheap, model_values, spacedc
from compute_deal.evidence import Evidence
from compute_deal.models.orbital.assumptions import explain_ratio
from compute_deal.models.orbital.mccalip import mccalip_comparison

TODAY, LATER, PART = "today's prices", "later or hoped-for prices", "energy and cooling only"
# Assumptions by group, in the words of the figure that explains the difference between two models.
GROUPS = {
    "Satellite price": ("orbit.satellite_usd_per_w", "orbit.installed_w_per_w"),
    "Launch price": ("orbit.launch_usd_per_kg",),
    "Mass per power": ("orbit.specific_power_w_per_kg",),
    "Scale and one-off costs": (
        "orbit.power_w",
        "ground.power_w",
        "orbit.one_off_usd",
        "orbit.operations_usd_per_year",
        "orbit.satellite_power_w",
    ),
    "Replacement": (
        "orbit.replacement_per_year",
        "orbit.replacement_launch_share",
        "orbit.operations_per_year",
        "orbit.chip_replacement_per_year",
        "orbit.chip_kg_per_w",
    ),
    "Chips counted or not": ("orbit.chips_usd_per_w", "ground.chips_usd_per_w"),
    "What is delivered": tuple(
        f"{side}_delivery.{name}"
        for side in ("orbit", "ground")
        for name in ("utilisation", "availability", "network", "sustained", "peak_pflops_per_kw", "hours_per_year")
    ),
    "Ground and cost of capital": (
        "ground.facility_usd_per_w",
        "ground.energy_usd_per_kwh",
        "ground.pue",
        "ground.load_factor",
        "ground.maintenance_per_year",
        "orbit_discount_rate",
        "ground_discount_rate",
    ),
}
# Rows that state a ratio, or the two ends of one.
STATED = {
    "research-viewer, 2040": (
        LATER,
        "research_viewer_ratio_2040_optimistic",
        "research_viewer_ratio_2040_conservative",
    ),
    "BCG, aggressive, in 5 to 10 years": (LATER, "bcg_ratio_aggressive"),
    "BCG, realistic, in 5 to 10 years": (LATER, "bcg_ratio_realistic"),
    "Handmer": (TODAY, "handmer_ratio"),
    "BCG": (TODAY, "bcg_ratio_today"),
    "Wood Mackenzie, at least": (TODAY, "wood_mackenzie_ratio"),
    "McCalip, defaults": (TODAY, "mccalip_cost_ratio"),
    "spacedc-mdao, optimistic": (LATER, "spacedc_optimistic_ratio"),
    "IEEE Spectrum, at least": (LATER, "ieee_spectrum_cost_ratio"),
    "spacedc-mdao, text": (TODAY, "spacedc_orbit_text_ratio"),
    "ABI Research, up to": (TODAY, "abi_ratio_today"),
    "spacedc-mdao, pictures and sound": (TODAY, "spacedc_orbit_multimodal_ratio"),
}


@dataclass(frozen=True)
class PublishedRatio:
    """Cost in orbit per cost on Earth as someone published it.

    Parameters
    ----------
    label, kind : str
        Whose it is, and at which prices.
    low, high : float
        Ends of its range; equal for a single number.
    """

    label: str
    kind: str
    low: float
    high: float


def published_ratios(evidence: Evidence) -> list[PublishedRatio]:
    """Return the published cost ratios, the lowest first.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    list of PublishedRatio
        Where a model publishes two totals, their ratio.
    """
    ids = [id for _, *rows in STATED.values() for id in rows]
    table = evidence.rows("published_models", [*ids, "economist_orbital_total", "techcrunch_orbital_total"])
    table["bottom"] = table["value"].fillna(table["low"]).astype(float)
    table["top"] = table["value"].fillna(table["high"]).astype(float)
    star, mccalip, jeshap = (model_values(evidence, name) for name in ("starcloud", "mccalip", "jeshap"))
    ground = mccalip["terrestrial_total"]
    press = {
        "The Economist, McCalip's sliders": (LATER, "economist_orbital_total"),
        "TechCrunch, McCalip's model": (TODAY, "techcrunch_orbital_total"),
    }
    whole = star["space_total"] / star["terrestrial_total"]
    cheap = mccalip["optimistic_total"] / ground
    found = [
        PublishedRatio("Starcloud", PART, whole, whole),
        PublishedRatio("McCalip, optimistic setting", LATER, cheap, cheap),
        PublishedRatio(
            "jeshap2891, inference to training",
            TODAY,
            jeshap["inference_cost"] / jeshap["terrestrial_cost"],
            jeshap["training_cost"] / jeshap["terrestrial_cost"],
        ),
    ]
    found += [
        PublishedRatio(label, kind, table.bottom[rows[0]], table.top[rows[-1]])
        for label, (kind, *rows) in STATED.items()
    ]
    found += [
        PublishedRatio(label, kind, table.bottom[id] / ground, table.top[id] / ground)
        for label, (kind, id) in press.items()
    ]
    return sorted(found, key=lambda ratio: (ratio.low * ratio.high, ratio.label))


@dataclass(frozen=True)
class Explanation:
    """Why two models differ.

    Parameters
    ----------
    start, end : float
        Their ratios.
    factors : dict of str to float
        The factor of each group of assumptions, averaged over all orders, the largest change first.
    """

    start: float
    end: float
    factors: dict[str, float]


def explanation(evidence: Evidence) -> Explanation:
    """Return what leads from the lowest published ratio that covers all costs to the highest not bound by its link.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    Explanation
        From McCalip's calculator at an optimistic setting to the text scenario of spacedc-mdao, both computed again.
    """
    steps, factors = explain_ratio(mccalip_comparison(mccalip_cheap(evidence)), spacedc(evidence), GROUPS)
    return Explanation(steps[0].before, steps[-1].after, factors)
