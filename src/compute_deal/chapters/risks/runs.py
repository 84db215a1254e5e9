"""What is computed for the chapter on risks, once: the games, the simulation, the ranking of inputs."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compute_deal.chapters.risks.case import RiskCase, mix_over_index, risk_case
from compute_deal.chapters.risks.games import (
    by_fee,
    by_friction,
    by_notice,
    by_price_ratio,
    exit_policy,
    price_models,
    solved,
    worth_of_clause,
)
from compute_deal.chapters.risks.ranking import SEED, Sensitivity, sensitivity
from compute_deal.evidence import Evidence
from compute_deal.models.risk.contract_value import (
    ExitPolicy,
    PathValues,
    scale_contract,
    simulate_contract,
)
from compute_deal.models.risk.exit_game import ExitEconomics, ExitGame, ExitTerms
from compute_deal.models.risk.exit_outcomes import (
    ClauseValues,
)
from compute_deal.models.risk.hazards import Cause, in_force_by_causes
from compute_deal.models.risk.price_process import MONTHS_PER_YEAR, expected_price

BATCHES, PATHS_PER_BATCH = 50, 8192  # a power of two, as Sobol points need it


def simulated(case: RiskCase, policy: ExitPolicy, terms: ExitTerms, economics: ExitEconomics) -> PathValues:
    """Return the outcomes of some 400,000 paths of scrambled Sobol points, the same ones on every call."""
    rng = np.random.default_rng(SEED)
    return simulate_contract(
        case.process,
        case.price_usd,
        terms,
        economics,
        policy,
        rng,
        batches=BATCHES,
        paths_per_batch=PATHS_PER_BATCH,
        method="sobol",
    )


def expected_worth(
    case: RiskCase, hazard_per_year: float, notice_months: int, price_usd: float, price_ratio: float
) -> tuple[float, float, float]:
    """Return what the contract brings if only one constant hazard ends it: the closed form behind the sliders.

    Parameters
    ----------
    case : RiskCase
        Fees, price process and discount rate of the owner, which serves for both sums.
    hazard_per_year : float
        Hazard of notice.
    notice_months : int
        Months of service after notice.
    price_usd : float
        Index in month 0, USD per GPU-hour.
    price_ratio : float
        Price of equivalent capacity as a multiple of the index.

    Returns
    -------
    tuple of float
        Expected months served; expected present value of the fees, and of the same capacity at market, in USD.
    """
    months = case.terms.term_months
    cause = Cause(name="notice", hazard_per_year=hazard_per_year, notice_months=notice_months)
    served = in_force_by_causes([cause], 0.0, months)
    years = np.arange(months) / MONTHS_PER_YEAR
    weight = served * (1 + case.economics.owner_discount_per_year) ** -years
    market = expected_price(case.process, price_usd, years) * price_ratio * case.economics.gpu_hours_per_month
    return float(served.sum()), float(weight @ np.array(case.terms.fee_usd_per_month)), float(weight @ market)


def survival_lines(runs: "RiskRuns") -> dict[str, NDArray[np.float64]]:
    """Return the chance that each month is served: other causes alone at three hazards, then with exits over the price.

    Parameters
    ----------
    runs : RiskRuns
        What was computed once.

    Returns
    -------
    dict of str to numpy.ndarray
        Chances of shape (months,) by name.
    """
    case = runs.case
    months = case.terms.term_months
    lines = {
        f"other causes, {which}": in_force_by_causes(case.causes_at(which), case.common_share, months)
        for which in ("low", "central", "high")
    }
    lines["with exits over the price"] = served_share(runs.paths, months)
    return lines


def served_share(paths: PathValues, months: int) -> NDArray[np.float64]:
    """Return the share of paths on which each month is served.

    Parameters
    ----------
    paths : PathValues
        Simulated outcomes.
    months : int
        Months of the term.

    Returns
    -------
    numpy.ndarray
        Shape (months,).
    """
    served = np.bincount(paths.months_served, minlength=months + 1)
    return 1 - np.cumsum(served)[:months] / served.sum()


@dataclass(frozen=True)
class RiskRuns:
    """All that the chapter computes once and shows in several places.

    Parameters
    ----------
    case : RiskCase
        The base case.
    game, at_list : ExitGame
        The solved game, and the same if equivalent capacity costs the listed price of the mix of chips.
    clause : ClauseValues
        The contract's value by who may leave.
    notice, fee, friction, models : pandas.DataFrame
        As `by_notice`, `by_fee`, `by_friction` and `price_models` return them.
    ratios : pandas.DataFrame
        As `by_price_ratio` returns it.
    policy : ExitPolicy
        Exit prices by month, and the other causes.
    paths, large : PathValues
        Simulated outcomes for the published fee and for the larger obligation.
    ranking : Sensitivity
        Which input matters.
    """

    case: RiskCase
    game: ExitGame
    at_list: ExitGame
    clause: ClauseValues
    notice: pd.DataFrame
    fee: pd.DataFrame
    friction: pd.DataFrame
    models: pd.DataFrame
    ratios: pd.DataFrame
    policy: ExitPolicy
    paths: PathValues
    large: PathValues
    ranking: Sensitivity


def risk_runs(evidence: Evidence) -> RiskRuns:
    """Compute everything; it takes some seconds.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    RiskRuns
    """
    case = risk_case(evidence)
    policy = exit_policy(case)
    listed = mix_over_index(evidence)
    return RiskRuns(
        case=case,
        game=solved(case),
        at_list=solved(case, buyer_price_ratio=listed, owner_price_ratio=listed * case.relet_share),
        clause=worth_of_clause(case),
        notice=by_notice(case),
        fee=by_fee(case),
        friction=by_friction(case),
        models=price_models(evidence, case),
        ratios=by_price_ratio(evidence, case),
        policy=policy,
        paths=simulated(case, policy, case.terms, case.economics),
        large=simulated(case, policy, *scale_contract(case.terms, case.economics, case.large_factor)),
        ranking=sensitivity(evidence, case),
    )
