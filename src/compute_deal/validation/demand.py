"""Checks of the methods behind the chapter on demand: growth, run-rates added up, sums that overlap."""

from scipy.integrate import quad

from compute_deal.checks import Check, closed, second
from compute_deal.models.growth import implied_growth_factor, required_growth_factor
from compute_deal.models.overlaps import counted_once, overlap_groups
from compute_deal.models.run_rate import revenue_between


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
            required_growth_factor(15, 65, 2026.5, 0.1, 2028.5),
        ),
    ]


def sum_checks() -> list[Check]:
    """Return the checks of the two methods that add up: run-rates over time, and amounts that overlap."""
    years, rates = (2026.0, 2026.3, 2027.0), (9.0, 30.0, 65.0)
    path = [
        quad(lambda t, a=a, b=b, r=r, s=s: r * (s / r) ** ((t - a) / (b - a)), max(a, 2026.1), min(b, 2026.8))[0]
        for a, b, r, s in zip(years, years[1:], rates, rates[1:], strict=False)
    ]
    groups = overlap_groups({"a": ["b"], "b": [], "c": ["b"], "d": []})
    return [
        second(
            "revenue_path",
            "run_rate",
            "revenue over a part of three run-rates",
            "numerical integration",
            sum(path),
            revenue_between(years, rates, 2026.1, 2026.8),
        ),
        closed(
            "overlapping",
            "overlaps",
            "2, 12 and 7 that overlap, and 5 apart",
            "12 + 5 by hand",
            17.0,
            counted_once({"a": 2.0, "b": 12.0, "c": 7.0, "d": 5.0}, groups),
        ),
    ]
