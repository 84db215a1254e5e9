"""Checks of the methods behind the chapter on demand: growth, and sums that overlap."""

from compute_deal.checks import Check, closed
from compute_deal.models.growth import growth_to_share, implied_growth_factor
from compute_deal.models.overlaps import counted_once, overlap_groups


def demand_checks() -> list[Check]:
    """Return the checks of the chapter on demand, by method."""
    return [*growth_checks(), *sum_checks()]


def growth_checks() -> list[Check]:
    """Return the checks of growth between two levels, and of the growth that a fee needs."""
    return [
        closed(
            "implied_growth",
            "growth",
            "yearly growth from 9 to 36 within half a year",
            "4² by hand",
            16.0,
            implied_growth_factor(2026.0, 9.0, 2026.5, 36.0),
        ),
        closed(
            "required_growth",
            "growth",
            "growth at which a fee of 15 on 65 falls to a tenth in two years",
            "√(150 / 65)",
            (150 / 65) ** 0.5,
            growth_to_share(15, 65, 0.1, 2),
        ),
    ]


def sum_checks() -> list[Check]:
    """Return the check of adding up amounts that overlap."""
    groups = overlap_groups({"a": ["b"], "b": [], "c": ["b"], "d": []})
    return [
        closed(
            "overlapping",
            "overlaps",
            "2, 12 and 7 that overlap, and 5 apart",
            "12 + 5 by hand",
            17.0,
            counted_once({"a": 2.0, "b": 12.0, "c": 7.0, "d": 5.0}, groups),
        ),
    ]
