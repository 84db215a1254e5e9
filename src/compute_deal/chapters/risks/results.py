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
    contract_worth,
    drawn,
    outcomes,
    outcomes_bound,
    outcomes_with,
    quantiles,
)
from compute_deal.chapters.risks.price_results import add_prices, add_triggers
from compute_deal.chapters.risks.stress import add_stress
from compute_deal.evidence import Evidence
from compute_deal.inputs.rents import forward_change
from compute_deal.models.risk.hazards import in_force_by_hazard
from compute_deal.models.risk.price_process import MONTHS_PER_YEAR
from compute_deal.results import Results

QUARTER = 0.25  # of the draws: the lowest and the highest values of an input


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
    add_deciders(results)
    add_cases(results)
    add_causes(results)
    add_paid(results)
    add_clause(results)
    add_stress(results)
    return results


def add_chances(results: Results) -> None:
    """Add who leaves in the model, which knows no bargaining, integrated over the inputs."""
    evidence = results.evidence

    def own_use() -> NDArray[np.float64]:
        """Return the chance by draw that SpaceX recalls the capacity: its share of the causes beside the price."""
        found = outcomes(evidence)
        hazards = drawn(evidence, {name: found.quantiles[name] for name in (RECALL, OTHER)})
        return found.causes * hazards[RECALL] / (hazards[RECALL] + hazards[OTHER])

    def mean(values: Callable[[Outcomes], NDArray[np.float64]]) -> Callable[[], tuple[float, float, float]]:
        return lambda: outcomes(evidence).mean_with_spread(values(outcomes(evidence)))

    def add(id: str, unit: str, label: str, compute: Callable) -> None:
        results.add(id, unit, label, compute, digits=2)

    add(
        "anthropic_leaves",
        "fraction",
        "Chance in the model that Anthropic leaves over the price before the term ends, p5 to p95 over the inputs",
        mean(lambda found: found.buyer),
    )
    add(
        "spacex_leaves",
        "fraction",
        "Chance in the model that SpaceX leaves, over the price or for its own use, p5 to p95 over the inputs",
        mean(lambda found: found.owner + own_use()),
    )
    add(
        "spacex_leaves_price",
        "fraction",
        "Chance in the model that SpaceX leaves over the price, p5 to p95 over the inputs",
        mean(lambda found: found.owner),
    )
    add(
        "spacex_leaves_use",
        "fraction",
        "Chance in the model that SpaceX leaves for its own use, p5 to p95 over the inputs",
        mean(lambda found: own_use()),
    )
    add(
        "causes_end",
        "fraction",
        "Chance that causes beside the price end the contract, where exits over the price may come first",
        mean(lambda found: found.causes),
    )
    add(
        "runs_to_term",
        "fraction",
        "Chance that the last month of the term is served, p5 to p95 over the inputs",
        mean(lambda found: found.served[-1]),
    )
    add(
        "exit_life",
        "months",
        "Expected months still served, p5 to p95 over the inputs",
        mean(lambda found: found.served.sum(axis=0)),
    )
    add(
        "draws_dropped",
        "fraction",
        "Share of the inputs under which a side would have left by now",
        lambda: 1 - float(outcomes(evidence).weight.mean()),
    )
    results.add("draws", "number", "Draws of the inputs", lambda: len(quantiles()[RATIO]))


def add_deciders(results: Results) -> None:
    """Add the chance that Anthropic leaves where an input that decides it is lowest and where it is highest."""
    for id, words, name, lowest in (
        ("leaves_cheap", "where equivalent capacity is cheapest", RATIO, True),
        ("leaves_expensive", "where it is most expensive", RATIO, False),
        ("leaves_falling", "where rents fall fastest", CHANGE, True),
        ("leaves_rising", "where they rise", CHANGE, False),
    ):
        results.add(
            id,
            "fraction",
            f"Chance that Anthropic leaves {words}, a quarter of the draws",
            lambda name=name, lowest=lowest: quarter_mean(outcomes(results.evidence), name, lowest),
            digits=2,
        )


def quarter_mean(found: Outcomes, name: str, lowest: bool) -> float:
    """Return the mean chance that Anthropic leaves in the quarter of draws in which an input is lowest, or highest."""
    at = found.quantiles[name]
    chosen = at < QUARTER if lowest else at > 1 - QUARTER
    return float(np.average(found.buyer[chosen], weights=found.weight[chosen]))


def add_cases(results: Results) -> None:
    """Add the chance that Anthropic leaves with one input held or one step left out."""
    evidence = results.evidence

    def all_draws() -> float:
        found = outcomes(evidence)
        return float((found.at_once + found.weight * found.buyer).mean())

    def held(name: str, value: Callable[[], float]) -> Callable[[], float]:
        def compute() -> float:
            found = outcomes_with(evidence, (name, value()))
            return float(found.mean(found.buyer))

        return compute

    for id, words, compute in (
        ("all", "inputs under which it would have left by now included", all_draws),
        ("forward", "if rents follow the forward curve", held(CHANGE, lambda: forward_change(evidence))),
        ("flat", "if rents are expected to stay as they are", held(CHANGE, lambda: 0.0)),
        ("idle", "if capacity can be replaced within the notice", held(REPLACING, lambda: 0.0)),
        ("year", "if replacing it takes a year", held(REPLACING, lambda: float(MONTHS_PER_YEAR))),
    ):
        results.add(f"case_{id}", "fraction", f"Chance that Anthropic leaves, {words}", compute, digits=2)


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
            f"Chance within the term if nothing else could end the contract: {name}",
            lambda key=key: chance(key),
            digits=2,
        )
    results.add(
        "causes_alone",
        "fraction",
        "Chance that one of these causes ends the contract if nobody leaves over the price",
        lambda: 1 - float(served_by_causes(evidence)[-1]),
        digits=2,
    )


def served_by_causes(evidence: Evidence) -> NDArray[np.float64]:
    """Return the probability that each month is served if only causes other than the price end the contract."""
    months = len(RiskCase(evidence).month_starts)
    return np.prod(
        [in_force_by_hazard(each.hazard.value, NOTICE_MONTHS, months, each.first_month) for each in causes(evidence)],
        axis=0,
    )


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

    def clause(side: str, sign: int) -> Callable[[], tuple[float, float, float]]:
        def compute() -> tuple[float, float, float]:
            free, bound = outcomes(evidence), outcomes_bound(evidence)
            return free.mean_with_spread(sign * (getattr(free, side) - getattr(bound, side)))

        return compute

    for id, side, sign, words in (
        ("clause_anthropic", "buyer_usd", 1, "What both sides’ right to leave is worth to Anthropic"),
        ("clause_spacex", "owner_usd", -1, "What it costs SpaceX"),
    ):
        results.add(id, "USD", f"{words}, p5 to p95 over the inputs", clause(side, sign), digits=2)
