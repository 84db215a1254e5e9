"""How far the integrated answers of the chapter on risks move with more draws and a finer grid."""

from compute_deal.chapters.risks import integration
from compute_deal.chapters.risks.integration import Outcomes, outcomes, quantiles, solve
from compute_deal.evidence import Evidence, traced
from compute_deal.results import Results

MORE_DRAWS_LOG2 = 2  # four times as many
FINER = 1.5  # times as many grid points


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
