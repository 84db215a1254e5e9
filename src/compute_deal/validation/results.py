"""Every check of a method in one list: what is expected from elsewhere beside what the models give."""

from compute_deal.checks import CLOSED, CONSISTENCY, PUBLISHED, ROUTE, Check
from compute_deal.evidence import Evidence
from compute_deal.results import Result
from compute_deal.validation.analysis import stress_checks
from compute_deal.validation.deal import action_checks, deal_checks
from compute_deal.validation.demand import demand_checks
from compute_deal.validation.exit import exit_checks
from compute_deal.validation.market import market_checks
from compute_deal.validation.orbital import orbital_checks
from compute_deal.validation.prices import price_checks

CHAPTERS = ("Deal", "Demand", "Market", "Risks", "Actions", "Orbit")
# By kind: the end of the ids of its results, and what their labels say that ours is compared with.
RESULT_IDS = {
    PUBLISHED: ("published", "a published number"),
    CLOSED: ("closed", "a closed form or an example by hand"),
    ROUTE: ("routes", "a second route"),
    CONSISTENCY: ("consistency", "what rests on the same inputs or code"),
}


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
        "Demand": demand_checks(),
        "Market": market_checks(evidence),
        "Risks": [*price_checks(evidence), *exit_checks(evidence), *stress_checks()],
        "Actions": action_checks(),
        "Orbit": orbital_checks(evidence),
    }
    return {name: by_method(found[name]) for name in CHAPTERS}


def by_method(checks: list[Check]) -> list[Check]:
    """Return checks with those of one method side by side, methods and checks in their order."""
    order = list(dict.fromkeys(check.method for check in checks))
    return sorted(checks, key=lambda check: order.index(check.method))


def validation_results(checks: list[Check]) -> dict[str, Result]:
    """Return how many checks there are, how many hold, and how near they come, in all and by kind.

    Parameters
    ----------
    checks : list of Check
        All of them.

    Returns
    -------
    dict of str to Result
        By id.
    """
    inputs = [check.id for check in checks if check.is_row]
    results = {
        "validation_number": Result(len(checks), "number", "Checks of the methods", inputs=inputs),
        "validation_held": Result(
            sum(check.holds for check in checks), "number", "Of these, within the stated tolerance", inputs=inputs
        ),
        "validation_methods": Result(len({check.method for check in checks}), "number", "Modules checked"),
        "validation_worst": Result(
            max(abs(check.deviation) for check in checks), "fraction", "Largest deviation", inputs=inputs, digits=2
        ),
    }
    for kind, (name, against) in RESULT_IDS.items():
        of_kind = [check for check in checks if check.kind == kind]
        rows = [check.id for check in of_kind if check.is_row]
        results[f"validation_{name}"] = Result(len(of_kind), "number", f"Checks against {against}", inputs=rows)
        results[f"validation_{name}_worst"] = Result(
            max(abs(check.deviation) for check in of_kind),
            "fraction",
            f"Largest deviation from {against}",
            inputs=rows,
            digits=2,
        )
    return results
