"""What the figures on orbital computing mark beside our own results: studies, claims and opinions."""

import numpy as np
import pandas as pd

from compute_deal.chapters.orbital.case import HALF_AGAIN, Futures
from compute_deal.chapters.orbital.published import model_values, spacedc
from compute_deal.evidence import Evidence
from compute_deal.inputs.published import published_values

TODAY, STUDY, CLAIM = "today", "published study", "claim or pitch"
WELL_INTO_THE_2030S = 2039


def published_masses(evidence: Evidence) -> dict[str, tuple[float, float]]:
    """Return the mass per power of whole satellites as published, kg/kW, low and high."""
    of = published_values(
        evidence,
        (
            "s1_orbital_specific_power",
            "ai1_specific_power",
            "starcloud_pitch_specific_power",
            "suncatcher_v2_mini_mass",
            "suncatcher_v2_mini_power",
            "mccalip_specific_power",
        ),
    )
    heavy = evidence.rows("published_models", ["turyshev_specific_mass_range"]).iloc[0]
    text, rosy = (spacedc(evidence, optimistic=kind).orbit.specific_power_w_per_kg for kind in (False, True))
    single = {
        "Filing: goal, at most": 1000.0 / of["s1_orbital_specific_power"],
        "AI1: claim": 1000.0 / of["ai1_specific_power"],
        "Starcloud: pitch": 1000.0 / of["starcloud_pitch_specific_power"],
        "Google's Starlink V2 mini": 1000.0 * of["suncatcher_v2_mini_mass"] / of["suncatcher_v2_mini_power"],
        "McCalip's Starlink V2 mini": 1000.0 / of["mccalip_specific_power"],
    }
    return {name: (kg, kg) for name, kg in single.items()} | {
        "Turyshev": (float(heavy.low), float(heavy.high)),
        "spacedc-mdao, optimistic and text": (1000.0 / rosy, 1000.0 / text),
    }


def map_marks(evidence: Evidence) -> pd.DataFrame:
    """Return the points of the map: whose, launch price, satellite price, and on which side the label stands."""
    low, star = model_values(evidence, "mccalip"), model_values(evidence, "starcloud")
    text, rosy = (spacedc(evidence, optimistic=kind).orbit for kind in (False, True))
    today = (evidence.number("orbit_case_launch_price"), evidence.number("orbit_case_satellite_price"))
    claimed = evidence.number("launch_price_historical") * (1.0 - evidence.number("starship_reduction_goal"))
    pitch = star["pitch_hardware_price"]
    return pd.DataFrame(
        [
            ("today", TODAY, *today, "right of"),
            ("McCalip, defaults", STUDY, low["launch_price"], low["hardware_price"], "left of"),
            (
                "McCalip, optimistic",
                STUDY,
                low["optimistic_launch_price"],
                low["optimistic_hardware_price"],
                "left of",
            ),
            ("spacedc-mdao", STUDY, text.launch_usd_per_kg, text.satellite_usd_per_w, "left of"),
            ("spacedc-mdao, optimistic", STUDY, rosy.launch_usd_per_kg, rosy.satellite_usd_per_w, "below"),
            ("Starcloud's pitch", CLAIM, star["pitch_launch_price"], pitch, "right of"),
            ("at the filing's launch price", CLAIM, claimed, pitch, "below"),
        ],
        columns=["label", "kind", "launch", "satellite", "side"],
    )


def later_ratios(evidence: Evidence) -> pd.DataFrame:
    """Return the published cost ratios for later years, with the years they are for."""
    ids = {"BCG, realistic": "bcg_ratio_realistic", "BCG, aggressive": "bcg_ratio_aggressive"}
    rows = evidence.rows("published_models", ids.values())
    view = model_values(evidence, "research_viewer")
    found = [
        {"label": label, "from": 2031.0, "to": 2036.0, "low": float(row.low), "high": float(row.high)}
        for label, (_, row) in zip(ids, rows.iterrows(), strict=True)
    ]
    found.append(
        {
            "label": "research-viewer",
            "from": 2039.75,
            "to": 2040.25,
            "low": view["ratio_2040_optimistic"],
            "high": view["ratio_2040_conservative"],
        }
    )
    return pd.DataFrame(found)


def opinions(evidence: Evidence, apart: Futures, together: Futures) -> list[dict[str, str]]:
    """Return published opinions on the date, and the share of our futures that have got there by then."""
    parity = published_values(evidence, ("abi_parity_year",))["abi_parity_year"]
    start = evidence["edition_date"].date.year
    musk, bezos = evidence["orbital_years_musk"], evidence["orbital_years_bezos"]
    lead = evidence.number("suncatcher_lead_years")
    bank, filing = evidence["orbital_parity_deutsche_bank"], evidence["orbital_first_deployment"]
    views = (
        ("Musk (SpaceX)", f"in {musk.low:g} to {musk.high:g} years: by {start + musk.high:.0f}", start + musk.high),
        (
            "The filing",
            f"first satellites {filing.text}: no date of parity",
            evidence["orbital_first_deployment_year"].date.year,
        ),
        ("Google's lead", f"not for {lead:g} years: after {start + lead:.0f} (a low share agrees)", start + lead),
        ("ABI Research", f"not before {parity:.0f} (a low share agrees)", parity - 1),
        ("Deutsche Bank", f"{bank.text}: read as {WELL_INTO_THE_2030S}", WELL_INTO_THE_2030S),
        ("Bezos", f"in {bezos.low:g} to {bezos.high:g} years: by {start + bezos.high:.0f}", start + bezos.high),
    )
    return [
        {
            "Who": who,
            "View": view,
            "Parity": agree(apart, together, 1.0, year),
            "Within 1.5 times": agree(apart, together, HALF_AGAIN, year),
        }
        for who, view, year in views
    ]


def agree(apart: Futures, together: Futures, threshold: float, year: float) -> str:
    """Return the share of futures at or below a ratio at the end of a year, drawn apart and in step."""
    shares = [float(np.mean(many.at(year + 1) <= threshold)) for many in (apart, together)]
    return " / ".join(percent(share) for share in shares)


def percent(share: float) -> str:
    """Return a share as a rounded percentage.

    Examples
    --------
    >>> percent(0.0), percent(0.004), percent(0.253)
    ('none', '<1%', '25%')
    """
    if share == 0.0:
        return "none"
    return "<1%" if share < 0.01 else f"{100 * share:.0f}%"
