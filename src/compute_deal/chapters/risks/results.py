"""What the chapter on risks states in numbers: chances, what is paid, and to whom the right to leave is worth what."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from compute_deal.chapters.risks.case import (
    CAUSES,
    CHANGE,
    NOTICE_MONTHS,
    OTHER,
    RATIO,
    RECALL,
    REPLACING,
    RiskCase,
    cause,
    causes,
)
from compute_deal.chapters.risks.integration import (
    Outcomes,
    drawn,
    outcomes,
    outcomes_bound,
    outcomes_with,
    quantiles,
)
from compute_deal.chapters.risks.price_results import add_prices, add_triggers
from compute_deal.chapters.risks.stress import add_stress
from compute_deal.chapters.risks.worth import contract_worth
from compute_deal.evidence import Evidence
from compute_deal.inputs.rents import forward_change
from compute_deal.models.risk.hazards import in_force_by_hazard
from compute_deal.models.risk.price_process import MONTHS_PER_YEAR
from compute_deal.results import Results

QUARTER = 0.25  # of the draws: the lowest and the highest values of an input
YEAR = MONTHS_PER_YEAR


def risk_results(evidence: Evidence) -> Results:
    """Return every number that the chapter computes.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    Results
    """
    results = Results(evidence)
    add_prices(results)
    add_triggers(results)
    add_chances(results)
    add_cases(results)
    add_causes(results)
    add_worth(results)
    add_precedents(results)
    add_stress(results)
    return results


def _with_spread(found: Outcomes, values: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the mean over the draws with p5 and p95."""
    return float(found.mean(values)), *found.spread(values)


def add_chances(results: Results) -> None:
    """Add who leaves, integrated over the inputs, and what decides it."""
    evidence = results.evidence
    results.add(
        "anthropic_leaves",
        "fraction",
        "Chance that Anthropic leaves over the price before the term ends, p5 to p95 over the inputs",
        lambda: _with_spread(outcomes(evidence), outcomes(evidence).buyer),
        digits=2,
    )

    def spacex() -> tuple[float, float, float]:
        found = outcomes(evidence)
        hazards = drawn(evidence, {name: found.quantiles[name] for name in (RECALL, OTHER)})
        return _with_spread(found, found.owner + found.causes * hazards[RECALL] / (hazards[RECALL] + hazards[OTHER]))

    results.add(
        "spacex_leaves",
        "fraction",
        "Chance that SpaceX leaves, over the price or for its own use, p5 to p95 over the inputs",
        spacex,
        digits=2,
    )
    results.add(
        "spacex_leaves_price",
        "fraction",
        "Chance that SpaceX leaves over the price",
        lambda: float(outcomes(evidence).mean(outcomes(evidence).owner)),
        digits=2,
    )
    results.add(
        "runs_to_term",
        "fraction",
        "Chance that the last month of the term is served",
        lambda: float(outcomes(evidence).mean(outcomes(evidence).served)[-1]),
        digits=2,
    )
    results.add(
        "exit_life",
        "months",
        "Expected months still served, p5 to p95 over the inputs",
        lambda: _with_spread(outcomes(evidence), outcomes(evidence).served.sum(axis=0)),
        digits=2,
    )
    results.add(
        "draws_dropped",
        "fraction",
        "Share of the inputs under which a side would have left by now",
        lambda: 1 - float(outcomes(evidence).weight.mean()),
        digits=2,
    )
    results.add("draws", "number", "Draws of the inputs", lambda: len(quantiles()[RATIO]))

    def among(name: str, low: bool) -> Callable[[], float]:
        return lambda: quarter_mean(outcomes(evidence), name, low)

    results.add(
        "leaves_cheap", "fraction", "The chance where equivalent capacity is cheapest", among(RATIO, True), digits=2
    )
    results.add("leaves_dear", "fraction", "The chance where it is most expensive", among(RATIO, False), digits=2)
    results.add("leaves_falling", "fraction", "The chance where rents fall fastest", among(CHANGE, True), digits=2)
    results.add("leaves_rising", "fraction", "The chance where they rise", among(CHANGE, False), digits=2)


def quarter_mean(found: Outcomes, name: str, lowest: bool) -> float:
    """Return the mean chance that Anthropic leaves in the quarter of draws in which an input is lowest, or highest."""
    at = found.quantiles[name]
    chosen = at < QUARTER if lowest else at > 1 - QUARTER
    return float(np.average(found.buyer[chosen], weights=found.weight[chosen]))


def add_cases(results: Results) -> None:
    """Add the chance that Anthropic leaves, and the months served, with one input held or one step left out."""
    evidence = results.evidence

    def all_draws() -> float:
        found = outcomes(evidence)
        return float((found.at_once + found.weight * found.buyer).mean())

    def held(name: str, value: Callable[[], float]) -> Callable[[], tuple[float, float]]:
        def compute() -> tuple[float, float]:
            found = outcomes_with(evidence, (name, value()))
            return float(found.mean(found.buyer)), float(found.mean(found.served).sum())

        return compute

    cases = {
        "forward": held(CHANGE, lambda: forward_change(evidence)),
        "flat": held(CHANGE, lambda: 0.0),
        "idle": held(REPLACING, lambda: 0.0),
        "year": held(REPLACING, lambda: float(YEAR)),
    }
    results.add(
        "case_all",
        "fraction",
        "Chance that Anthropic leaves, inputs under which it would have left by now included",
        all_draws,
        digits=2,
    )
    words = {
        "forward": "rents follow the forward curve",
        "flat": "rents are expected to stay as they are",
        "idle": "capacity can be replaced within the notice",
        "year": "replacing it takes a year",
    }
    for id, compute in cases.items():
        _add_case(results, id, words[id], compute)


def _add_case(results: Results, id: str, words: str, compute: Callable[[], tuple[float, float]]) -> None:
    results.add(f"case_{id}", "fraction", f"Chance that Anthropic leaves if {words}", lambda: compute()[0], digits=2)
    results.add(f"case_{id}_months", "months", f"Months still served if {words}", lambda: compute()[1], digits=2)


def add_causes(results: Results) -> None:
    """Add the causes beside the price."""
    evidence, case = results.evidence, RiskCase(results.evidence)

    def chance(key: str) -> tuple[float, float, float]:
        found = cause(evidence, key)
        years = (case.months_at_risk - found.first_month) / MONTHS_PER_YEAR
        ends = (found.hazard.value, found.hazard.low, found.hazard.high)
        return tuple(float(-np.expm1(-rate * years)) for rate in ends)

    for key, name in CAUSES.items():
        results.add(f"hazard_{key}", "1/year", f"Hazard: {name}", lambda key=key: cause(evidence, key).hazard, digits=2)
        results.add(
            f"chance_{key}",
            "fraction",
            f"Chance within the term, alone: {name}",
            lambda key=key: chance(key),
            digits=2,
        )
    results.add(
        "other_life",
        "months",
        "Expected months still served if only these causes end it",
        lambda: float(served_by_causes(evidence).sum()),
        digits=2,
    )


def served_by_causes(evidence: Evidence) -> NDArray[np.float64]:
    """Return the probability that each month is served if only causes other than the price end the contract."""
    months = len(RiskCase(evidence).month_starts)
    return np.prod(
        [in_force_by_hazard(each.hazard.value, NOTICE_MONTHS, months, each.first_month) for each in causes(evidence)],
        axis=0,
    )


def add_worth(results: Results) -> None:
    """Add what the contract pays, and what the right to leave is worth to each side."""
    add_paid(results)
    add_clause(results)


def add_paid(results: Results) -> None:
    """Add what the contract pays."""
    evidence, case = results.evidence, RiskCase(results.evidence)
    results.add(
        "contract_worth",
        "USD",
        "Expected total of fees paid over the contract’s whole life, p5 to p95",
        lambda: contract_worth(evidence),
        digits=2,
    )
    results.add(
        "contract_worth_share",
        "fraction",
        "The same as a share of the headline value",
        lambda: tuple(each / case.deal.plan().headline_usd for each in contract_worth(evidence)),
        digits=2,
    )


def add_clause(results: Results) -> None:
    """Add what the right to leave is worth to each side."""
    evidence = results.evidence

    def clause(side: str) -> tuple[float, float, float]:
        free, bound = outcomes(evidence), outcomes_bound(evidence)
        return _with_spread(free, getattr(free, side) - getattr(bound, side))

    results.add(
        "clause_anthropic",
        "USD",
        "What both sides’ right to leave is worth to Anthropic, p5 to p95 over the inputs",
        lambda: clause("buyer_usd"),
        digits=2,
    )
    results.add(
        "clause_spacex",
        "USD",
        "What it costs SpaceX, p5 to p95 over the inputs",
        lambda: tuple(-each for each in (clause("owner_usd")[at] for at in (0, 2, 1))),
        digits=2,
    )


def add_precedents(results: Results) -> None:
    """Add the sizes of the precedents."""
    sizes = {
        "precedent_option": ("coreweave_option_precedent", "USD"),
        "precedent_leases": ("microsoft_leases_precedent", "MW"),
        "precedent_abilene": ("abilene_precedent", "MW"),
        "precedent_letter": ("nvidia_openai_letter_precedent", "USD"),
    }
    for id, (row, unit) in sizes.items():
        _add_precedent(results, id, row, unit)


def _add_precedent(results: Results, id: str, row: str, unit: str) -> None:
    what = results.evidence.rows("precedents", [row]).what.iloc[0]
    results.add(
        id,
        unit,
        f"Size of a precedent: {what}",
        lambda: float(results.evidence.rows("precedents", [row]).value.iloc[0]),
    )
