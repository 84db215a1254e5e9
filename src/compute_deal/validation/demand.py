"""Checks of the methods behind the chapter on demand: queues, growth, sums that overlap."""

from math import tan

import numpy as np
from scipy.integrate import quad

from compute_deal.checks import Check, closed, published, second
from compute_deal.evidence import Evidence
from compute_deal.models.growth import (
    doubling_time_years,
    fit_growth,
    growth_factor_interval,
    required_growth_factor,
    value_at,
)
from compute_deal.models.overlaps import counted_once, overlap_groups
from compute_deal.models.run_rate import revenue_between
from compute_deal.validation.queues import queue_checks

# Observations of the reference dataset "Norris"; the certified values stand in the table of published models.
NORRIS_Y = (
    "0.1 338.8 118.1 888.0 9.2 228.1 668.5 998.5 449.1 778.9 559.2 0.3 0.1 778.1 668.8 339.3 448.9 10.8 557.7 228.3 "
    "998.0 888.8 119.6 0.3 0.6 557.6 339.3 888.0 998.5 778.9 10.2 117.6 228.9 668.4 449.2 0.2"
)
NORRIS_X = (
    "0.2 337.4 118.2 884.6 10.1 226.5 666.3 996.3 448.6 777.0 558.2 0.4 0.6 775.5 666.9 338.0 447.5 11.6 556.0 228.1 "
    "995.8 887.6 120.2 0.3 0.3 556.8 339.1 887.2 999.0 779.0 11.1 118.3 229.2 669.1 448.9 0.5"
)
NORRIS_SHRINK = 100  # the model takes logarithms, so it is given exp(y / 100)


def demand_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of the chapter on demand, by method."""
    return [
        *queue_checks(evidence),
        *growth_checks(evidence),
        *sum_checks(),
    ]


def growth_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of the growth fit; the intervals by hand are those of levels 1, 2 and 8 in three years."""
    x, y = (np.array(text.split(), dtype=float) for text in (NORRIS_X, NORRIS_Y))
    fit = fit_growth(x, np.exp(y / NORRIS_SHRINK))
    certified = {
        "norris_slope": fit.log_growth_per_year * NORRIS_SHRINK,
        "norris_intercept": float(np.log(value_at(fit, 0.0).value)) * NORRIS_SHRINK,
        "norris_slope_error": fit.log_growth_standard_error * NORRIS_SHRINK,
        "norris_residual_sd": fit.residual_sd * NORRIS_SHRINK,
    }
    steep = fit_growth([2024, 2025, 2026], [1, 2, 8])
    t = tan(0.45 * np.pi)  # quantile of Student's t with one degree of freedom
    by_hand = "by hand, t = tan(0.45 π)"
    return [
        *published(evidence, "growth", certified),
        closed(
            "growth_interval",
            "growth",
            "upper end of a growth factor, three points",
            by_hand,
            2 ** (1.5 + t / 12**0.5),
            growth_factor_interval(steep, 0.9).high,
        ),
        closed(
            "growth_forecast",
            "growth",
            "upper end of a forecast, three points",
            by_hand,
            2 ** (13 / 3 + t * (1 / 6 * (1 + 1 / 3 + 2)) ** 0.5),
            value_at(steep, 2027, 0.9).high,
        ),
        closed("doubling", "growth", "doubling time at a factor of 4", "half a year", 0.5, doubling_time_years(4.0)),
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
