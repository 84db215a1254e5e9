"""Checks of own use against rent: uncertain demand, the best split, the right of recall."""

import numpy as np
from scipy.integrate import quad
from scipy.stats import lognorm

from compute_deal.checks import Check, closed, consistent, published, second, values
from compute_deal.evidence import Evidence
from compute_deal.models.dual_use import SplitTerms, breakeven_own_value, critical_fractile, expected_profit, kept_units
from compute_deal.models.own_demand import Demand, demand_quantile, expected_excess
from compute_deal.models.recall import recall_profit, recall_value

SPLIT = SplitTerms(1000, own_value=8.0, rental_price=5.0, shortage_penalty=2.0, idle_value=1.0)
NEED = Demand(600, 250)
INTEGRAL = "numerical integration over demand"


def own_use_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of own demand and of the split between own use and rent."""
    over, under, mean, sd = values(
        evidence, "newsvendor_overage", "newsvendor_underage", "newsvendor_mean", "newsvendor_sd"
    )
    # A unit too many forgoes rent over its idle value; one too few forgoes own value over rent.
    book = SplitTerms(10 * mean, own_value=1 + under, rental_price=1.0, idle_value=1 - over)
    demand = Demand(mean, sd, "normal")
    order = kept_units(book, demand)
    known = book.rental_price * (book.capacity_units - mean) + book.own_value * mean
    results = {"newsvendor_order": order, "newsvendor_cost": known - expected_profit(book, demand, order)}
    scipy = distribution(NEED)
    kept = 450.0
    return [
        closed(
            "own_quantile",
            "own_demand",
            "demand not exceeded in nine of ten cases, lognormal",
            "SciPy's lognormal",
            scipy.ppf(0.9),
            demand_quantile(NEED, 0.9),
        ),
        second(
            "own_excess",
            "own_demand",
            "expected demand beyond 700 units, lognormal",
            INTEGRAL,
            quad(scipy.sf, 700, np.inf)[0],
            expected_excess(NEED, 700.0),
            tolerance=1e-7,
        ),
        *published(evidence, "dual_use", results),
        closed(
            "critical_fractile",
            "dual_use",
            "critical fractile of that example",
            "0.70 / (0.70 + 0.18)",
            under / (under + over),
            critical_fractile(book),
        ),
        second(
            "split_profit",
            "dual_use",
            "expected profit of keeping 450 of 1,000 units",
            INTEGRAL,
            by_integration(lambda need: profit(SPLIT, kept, need)),
            expected_profit(SPLIT, NEED, kept),
            tolerance=1e-7,
        ),
        consistent(
            "revealed_value",
            "dual_use",
            "own value that a best split reveals",
            "the value that was put in",
            SPLIT.own_value,
            breakeven_own_value(SPLIT, NEED, kept_units(SPLIT, NEED)),
        ),
    ]


def distribution(demand: Demand):
    """Return SciPy's lognormal distribution with the moments of a demand."""
    squared = 1 + (demand.sd_units / demand.mean_units) ** 2
    return lognorm(np.sqrt(np.log(squared)), scale=demand.mean_units / np.sqrt(squared))


def profit(terms: SplitTerms, held: float, need: float) -> float:
    """Return what units held for own use and the rest on rent earn at a known demand."""
    used = min(need, held)
    rent = terms.rental_price * (terms.capacity_units - held)
    return rent + terms.own_value * used + terms.idle_value * (held - used) - terms.shortage_penalty * (need - used)


def by_integration(amount) -> float:
    """Return the expectation of an amount over the demand of the checks."""
    density = distribution(NEED).pdf
    return quad(lambda need: amount(need) * density(need), 0, 20_000, points=[450, 600, 1000, 3000], limit=400)[0]


def recall_checks() -> list[Check]:
    """Return the checks of the right of recall with a notice of a quarter of the horizon."""
    notice = 0.25

    def two_stages(kept: float) -> float:
        """Return the expectation over demand: the split at first, after the notice what own demand asks for."""

        def amount(need: float) -> float:
            held = max(kept, min(need, SPLIT.capacity_units))
            return notice * profit(SPLIT, kept, need) + (1 - notice) * profit(SPLIT, held, need)

        return by_integration(amount)

    best = kept_units(SPLIT, NEED, notice)
    firm = by_integration(lambda need: profit(SPLIT, kept_units(SPLIT, NEED), need))
    return [
        second(
            "recall_profit",
            "recall",
            "expected profit with a right of recall, 450 units kept",
            INTEGRAL,
            two_stages(450.0),
            recall_profit(SPLIT, NEED, 450.0, notice),
            tolerance=1e-7,
        ),
        second(
            "recall_value",
            "recall",
            "worth of that right at the best splits",
            INTEGRAL,
            two_stages(best) - firm,
            recall_value(SPLIT, NEED, notice),
            tolerance=1e-6,
        ),
    ]
