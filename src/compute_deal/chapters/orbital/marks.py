"""What the figures on orbital computing mark beside our own results: published prices and ratios."""

from dataclasses import replace

import pandas as pd

from compute_deal.chapters.orbital.case import middle_case
from compute_deal.chapters.orbital.published import spacedc_prices
from compute_deal.chapters.orbital.results import hoped, per_array
from compute_deal.evidence import Evidence
from compute_deal.inputs.published import published_range
from compute_deal.models.orbital.sides import Comparison

TODAY, STUDY, CLAIM = "today", "published study", "what companies hope for"
# The years from which and to which others state a later ratio, and the rows of its ends.
LATER = {
    "BCG, realistic": (2031.0, 2036.0, "bcg_ratio_realistic", "bcg_ratio_realistic"),
    "BCG, aggressive": (2031.0, 2036.0, "bcg_ratio_aggressive", "bcg_ratio_aggressive"),
    "research-viewer": (
        2039.75,
        2040.25,
        "research_viewer_ratio_2040_optimistic",
        "research_viewer_ratio_2040_conservative",
    ),
}


def map_case(evidence: Evidence) -> Comparison:
    """Return the case of the map: that which stands for the draws, with what sliders set at their steps."""
    case = middle_case(evidence)
    orbit = replace(
        case.orbit,
        specific_power_w_per_kg=round(case.orbit.specific_power_w_per_kg, 1),
        satellite_years=round(case.orbit.satellite_years, 1),
    )
    return replace(case, orbit=orbit, orbit_discount_rate=round(case.orbit_discount_rate, 3))


def map_marks(evidence: Evidence) -> pd.DataFrame:
    """Return the points of the map: whose, launch price, satellite price, and on which side the label stands."""
    orbit = middle_case(evidence).orbit
    study = per_array(evidence, spacedc_prices(evidence))
    claim = hoped(evidence, "launch", "satellite")
    return pd.DataFrame(
        [
            ("today", TODAY, orbit.launch_usd_per_kg, orbit.satellite_usd_per_w, "right of"),
            (
                "spacedc-mdao",
                STUDY,
                study["launch_usd_per_kg"],
                study["satellite_usd_per_w"],
                "left of",
            ),
            (
                "hoped for",
                CLAIM,
                claim["launch_usd_per_kg"],
                claim["satellite_usd_per_w"],
                "right of",
            ),
        ],
        columns=["label", "kind", "launch", "satellite", "side"],
    )


def later_ratios(evidence: Evidence) -> pd.DataFrame:
    """Return the published cost ratios for later years, with the years they are for."""
    return pd.DataFrame(
        [
            {
                "label": label,
                "from": start,
                "to": end,
                "low": published_range(evidence, low)[0],
                "high": published_range(evidence, high)[1],
            }
            for label, (start, end, low, high) in LATER.items()
        ]
    )
