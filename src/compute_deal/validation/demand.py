"""Checks of the method behind the chapter on demand: growth."""

from compute_deal.checks import Check, closed
from compute_deal.models.growth import growth_to_share, implied_growth_factor


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
