"""How fast the simulated value of the contract settles as paths are added."""

import numpy as np
import pandas as pd

from compute_deal.chapters.risks.case import risk_case
from compute_deal.chapters.risks.games import exit_policy
from compute_deal.chapters.risks.ranking import SEED
from compute_deal.chapters.risks.runs import BATCHES, simulated
from compute_deal.evidence import Evidence
from compute_deal.models.risk.contract_value import simulate_contract
from compute_deal.models.risk.simulation_error import convergence, summarise, supported_decimals
from compute_deal.results import Result

SHOWN = (1, 2, 3, 4, 5, 7, 10, 14, 20, 28, 40, 55, 75, 100)  # batches at which the figure has points
PATHS_PER_BATCH = 1024  # a power of two, as Sobol points need it
BILLION = 1e9


def convergence_table(evidence: Evidence) -> pd.DataFrame:
    """Return percentiles of the contract's value to Anthropic as paths are added, beside those of the chapter on risks.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    pandas.DataFrame
        Columns `paths`, `name` (p5, p50 or p95), `value_usd`, `error_usd` (standard error at so many paths), `chapter_usd`,
        `chapter_error_usd` and `step_usd` (the last digit that the chapter prints).
    """
    case = risk_case(evidence)
    policy = exit_policy(case)
    chapter = summarise(simulated(case, policy, case.terms, case.economics).buyer_gain_usd, BATCHES)
    step = BILLION / 10 ** supported_decimals(max(chapter.p5_error, chapter.p95_error) / BILLION, most=2)
    outcomes = simulate_contract(
        case.process,
        case.price_usd,
        case.terms,
        case.economics,
        policy,
        np.random.default_rng(SEED),
        batches=SHOWN[-1],
        paths_per_batch=PATHS_PER_BATCH,
        method="sobol",
    ).buyer_gain_usd
    whole = summarise(outcomes, SHOWN[-1])
    rows = convergence(outcomes, SHOWN[-1])[np.array(SHOWN) - 1]
    return pd.DataFrame(
        [
            (
                int(row[0]),
                name,
                row[at],
                getattr(whole, f"{name}_error") * (SHOWN[-1] / batches) ** 0.5,
                getattr(chapter, name),
                getattr(chapter, f"{name}_error"),
                step,
            )
            for at, name in enumerate(("p5", "p50", "p95"), 1)
            for batches, row in zip(SHOWN, rows, strict=True)
        ],
        columns=["paths", "name", "value_usd", "error_usd", "chapter_usd", "chapter_error_usd", "step_usd"],
    )


def convergence_results(table: pd.DataFrame) -> dict[str, Result]:
    """Return how far the percentiles are from those of the chapter with the fewest and with the most paths.

    Parameters
    ----------
    table : pandas.DataFrame
        As `convergence_table` returns it.

    Returns
    -------
    dict of str to Result
        By id.
    """
    gap = (table.value_usd - table.chapter_usd).abs()
    most, fewest = table.paths == table.paths.max(), table.paths == table.paths.min()
    p95 = table[(table.name == "p95") & most].iloc[0]
    over = p95.chapter_usd / p95.step_usd
    return {
        "convergence_fewest": Result(int(table.paths.min()), "number", "Fewest paths in the figure", digits=4),
        "convergence_most": Result(int(table.paths.max()), "number", "Most paths in the figure", digits=6),
        "convergence_step": Result(
            float(table.step_usd.iloc[0]), "USD", "Last digit that the chapter on risks prints of the contract's value"
        ),
        "convergence_widest": Result(
            float(gap.max()), "USD", "Farthest that a percentile strays from that of the chapter", digits=2
        ),
        "convergence_first": Result(
            float(table.error_usd[fewest].max()), "USD", "Largest standard error with the fewest paths", digits=2
        ),
        "convergence_gap": Result(
            float(gap[most].max()), "USD", "Largest distance from the chapter with the most paths", digits=2
        ),
        "convergence_edge": Result(
            float(abs(over % 1 - 0.5) * p95.step_usd),
            "USD",
            "Distance of the chapter's p95 from the amount at which its last digit would change",
            digits=1,
        ),
        "convergence_error": Result(
            float(p95.chapter_error_usd), "USD", "Standard error of the chapter's p95", digits=1
        ),
    }
