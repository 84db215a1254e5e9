"""Every check of a method in one list, and how far the integrated answers move with more draws and a finer grid."""

from compute_deal.chapters.risks import integration
from compute_deal.chapters.risks.integration import Outcomes, outcomes, quantiles, solve
from compute_deal.checks import CLOSED, CONSISTENCY, PUBLISHED, ROUTE, Check
from compute_deal.evidence import Evidence, traced
from compute_deal.results import Results
from compute_deal.validation.deal import action_checks, deal_checks, growth_checks
from compute_deal.validation.exit import exit_checks
from compute_deal.validation.market import market_checks
from compute_deal.validation.orbital import orbital_checks
from compute_deal.validation.prices import price_checks

CHAPTERS = ("Deal", "Demand", "Market", "Risks", "Actions", "Orbit")
# By kind: the end of the id of its result, and what its label says that ours is compared with.
RESULT_IDS = {
    PUBLISHED: ("published", "a published number"),
    CLOSED: ("closed", "a closed form or an example by hand"),
    ROUTE: ("routes", "a second route"),
    CONSISTENCY: ("consistency", "what rests on the same inputs or code"),
}
MORE_DRAWS_LOG2 = 2  # four times as many
FINER = 1.5  # times as many grid points


@traced
def checks_by_chapter(evidence: Evidence) -> dict[str, list[Check]]:
    """Return all checks by the chapter that uses the method first.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    dict of str to list of Check
        In the order of `CHAPTERS`, the checks of one method side by side.
    """
    found = {
        "Deal": deal_checks(),
        "Demand": growth_checks(),
        "Market": market_checks(evidence),
        "Risks": [*price_checks(), *exit_checks(evidence)],
        "Actions": action_checks(),
        "Orbit": orbital_checks(evidence),
    }
    return {name: by_method(found[name]) for name in CHAPTERS}


def by_method(checks: list[Check]) -> list[Check]:
    """Return checks with those of one method side by side, methods and checks in their order."""
    order = list(dict.fromkeys(check.method for check in checks))
    return sorted(checks, key=lambda check: order.index(check.method))


def validation_results(evidence: Evidence) -> Results:
    """Return how many checks there are, how many hold, and how near they come, in all and by kind.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    Results
    """
    results = Results(evidence)

    def every() -> list[Check]:
        return [check for found in checks_by_chapter(evidence).values() for check in found]

    results.add("validation_number", "number", "Checks of the methods", lambda: len(every()))
    results.add(
        "validation_held",
        "number",
        "Of these, within the stated tolerance",
        lambda: sum(check.holds for check in every()),
    )
    results.add("validation_methods", "number", "Modules checked", lambda: len({check.method for check in every()}))
    results.add("validation_worst", "fraction", "Largest deviation", lambda: worst(every()), digits=2)

    def those(kind: str) -> list[Check]:
        return [check for check in every() if check.kind == kind]

    for kind, (name, against) in RESULT_IDS.items():
        results.add(f"validation_{name}", "number", f"Checks against {against}", lambda kind=kind: len(those(kind)))
    results.add(
        "validation_published_worst",
        "fraction",
        "Largest deviation from a published number",
        lambda: worst(those(PUBLISHED)),
        digits=2,
    )
    return results


def worst(checks: list[Check]) -> float:
    """Return the largest deviation."""
    return max(abs(check.deviation) for check in checks)


@traced
def with_more_draws(evidence: Evidence) -> Outcomes:
    """Return the integrated game with four times as many draws."""
    return solve(evidence, quantiles(integration.DRAWS_LOG2 + MORE_DRAWS_LOG2))


@traced
def on_a_finer_grid(evidence: Evidence) -> Outcomes:
    """Return the integrated game with half as many grid points again."""
    return solve(evidence, quantiles(), points=int(FINER * integration.POINTS) | 1)


def convergence_results(evidence: Evidence) -> Results:
    """Return how far the chance that Anthropic leaves and the expected months move.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    Results
    """
    results = Results(evidence)

    def chance(found: Outcomes) -> float:
        return float(found.mean(found.buyer))

    def months(found: Outcomes) -> float:
        return float(found.mean(found.served).sum())

    for id, what, other in (
        ("draws", "with four times as many draws", with_more_draws),
        ("grid", "on a finer grid", on_a_finer_grid),
    ):
        results.add(
            f"convergence_{id}",
            "fraction",
            f"Change of the chance that Anthropic leaves {what}",
            lambda other=other: abs(chance(other(evidence)) - chance(outcomes(evidence))),
            digits=1,
        )
        results.add(
            f"convergence_{id}_months",
            "months",
            f"Change of the expected months {what}",
            lambda other=other: abs(months(other(evidence)) - months(outcomes(evidence))),
            digits=1,
        )
    return results
