"""What is computed for the chapter on risks, once: the exit game, its variants, the simulation."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compute_deal.cases.risks import COARSE, RiskCase, fair_ratio, mix_over_index, risk_case
from compute_deal.cases.risks_ranking import SEED, Sensitivity, sensitivity
from compute_deal.evidence import Evidence
from compute_deal.models.risk.contract_value import (
    ExitPolicy,
    PathValues,
    scale_contract,
    simulate_contract,
    value_paths,
)
from compute_deal.models.risk.exit_game import ExitEconomics, ExitGame, ExitTerms, solve_exit_game
from compute_deal.models.risk.exit_outcomes import (
    ClauseValues,
    clause_values,
    exit_boundaries,
    in_force_probability,
    notice_probabilities,
)
from compute_deal.models.risk.hazards import Cause, in_force_by_causes, sample_end_month
from compute_deal.models.risk.price_process import MONTHS_PER_YEAR, PriceProcess, expected_price
from compute_deal.models.risk.price_regimes import TwoLevelPrice, simulate_two_level_prices

BATCHES, PATHS_PER_BATCH = 50, 8192  # a power of two, as Sobol points need it


def solved(case: RiskCase, process: PriceProcess | None = None, **changes: float) -> ExitGame:
    """Return the exit game of the case, with another price process or other economics if given."""
    economics = replace(case.economics, **changes)
    return solve_exit_game(process or case.process, case.price_usd, case.terms, economics)


def worth_of_clause(case: RiskCase, process: PriceProcess | None = None) -> ClauseValues:
    """Return the contract's value with the exit right held by nobody, one side or both."""
    return clause_values(process or case.process, case.price_usd, case.terms, case.economics, points=COARSE)


def by_notice(case: RiskCase, notice_months: range = range(13)) -> pd.DataFrame:
    """Return value and expected life under other notice periods.

    Parameters
    ----------
    case : RiskCase
        The base case.
    notice_months : range
        Notice periods.

    Returns
    -------
    pandas.DataFrame
        Columns `notice`, `months`, `buyer_usd` and `owner_usd`; values are changes against no notice at all.
    """
    rows = []
    for notice in notice_months:
        terms = replace(case.terms, notice_months=notice)
        game = solve_exit_game(case.process, case.price_usd, terms, case.economics, points=COARSE)
        months = float(in_force_probability(game).sum())
        rows.append((notice, months, float(game.buyer_value_usd), float(game.owner_value_usd)))
    return pd.DataFrame(rows, columns=["notice", "months", "buyer_usd", "owner_usd"])


def by_fee(case: RiskCase) -> pd.DataFrame:
    """Return value and expected life under other fees.

    Parameters
    ----------
    case : RiskCase
        The base case.

    Returns
    -------
    pandas.DataFrame
        Columns `change` (of the fee, as a fraction), `months`, `buyer_usd` and `owner_usd`.
    """
    rows = []
    for change in np.linspace(-0.2, 0.1, 13):
        terms = replace(case.terms, fee_usd_per_month=tuple((1 + change) * fee for fee in case.terms.fee_usd_per_month))
        game = solve_exit_game(case.process, case.price_usd, terms, case.economics, points=COARSE)
        months = float(in_force_probability(game).sum())
        rows.append((round(float(change), 4), months, float(game.buyer_value_usd), float(game.owner_value_usd)))
    return pd.DataFrame(rows, columns=["change", "months", "buyer_usd", "owner_usd"])


def by_friction(case: RiskCase, fee_months: range = range(10)) -> pd.DataFrame:
    """Return the expected life by what an early end costs both sides together, with and without a discount on re-letting.

    Parameters
    ----------
    case : RiskCase
        The base case.
    fee_months : range
        Costs of an early end in monthly fees, split as in the base case.

    Returns
    -------
    pandas.DataFrame
        Columns `cost`, `share` (price on re-letting) and `months`.
    """
    base = case.economics
    together = base.buyer_switching_cost_usd + base.owner_reletting_cost_usd
    rows = []
    for share in (1.0, case.relet_share):
        for cost in fee_months:
            factor = cost * case.fee_usd_per_month / together
            economics = replace(
                base,
                owner_price_ratio=base.buyer_price_ratio * share,
                buyer_switching_cost_usd=factor * base.buyer_switching_cost_usd,
                owner_reletting_cost_usd=factor * base.owner_reletting_cost_usd,
            )
            game = solve_exit_game(case.process, case.price_usd, case.terms, economics, points=COARSE)
            rows.append((cost, share, float(in_force_probability(game).sum())))
    return pd.DataFrame(rows, columns=["cost", "share", "months"])


def price_models(evidence: Evidence, case: RiskCase) -> pd.DataFrame:
    """Return what other models of the price say.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    case : RiskCase
        The base case.

    Returns
    -------
    pandas.DataFrame
        One row for each model: `model`, `buyer` and `owner` (chance that each leaves over the price), `months` (expected
        life), `to_buyer_usd` and `to_owner_usd` (what the clause is worth; missing for the two-level market).
    """
    (fast, middle, slow), (falling, ageing, rising) = case.half_life_years, case.ageing_per_year
    walk = case.walk.process
    models = {
        "Base": case.process,
        "Shorter half-life": case.fitted(fast, ageing),
        "Longer half-life": case.fitted(slow, ageing),
        "Faster ageing": case.fitted(middle, falling),
        "Trend of the index goes on": case.fitted(middle, rising),
        "Random walk, no trend": replace(walk, drift_per_year=0.0),
        "Random walk, with ageing": replace(walk, drift_per_year=ageing),
    }
    rows = []
    for name, process in models.items():
        game = solve_exit_game(process, case.price_usd, case.terms, case.economics, points=COARSE)
        buyer, owner, _ = notice_probabilities(game).sum(axis=1)
        worth = worth_of_clause(case, process)
        months = float(in_force_probability(game).sum())
        rows.append((name, float(buyer), float(owner), months, worth.worth_to_buyer, worth.worth_to_owner))
    paths = two_level_paths(evidence, case)
    left = [float(np.mean(paths.ended_by == side)) for side in (0, 1)]
    rows.append(("Two levels, with ageing", *left, float(paths.months_served.mean()), np.nan, np.nan))
    return pd.DataFrame(rows, columns=["model", "buyer", "owner", "months", "to_buyer_usd", "to_owner_usd"])


def by_price_ratio(evidence: Evidence, case: RiskCase) -> pd.DataFrame:
    """Return who leaves, and when, over the range of what equivalent capacity may cost.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    case : RiskCase
        The base case.

    Returns
    -------
    pandas.DataFrame
        Low, central and high, and the multiple at signing, not rounded: columns `ratio` (price over the index), `buyer`, `owner` and `months` as in `price_models`.
    """
    rows = []
    for ratio in (*evidence.bounds("risk_price_ratio"), fair_ratio(evidence)):
        game = solved(case, buyer_price_ratio=ratio, owner_price_ratio=ratio * case.relet_share)
        buyer, owner, _ = notice_probabilities(game).sum(axis=1)
        rows.append((ratio, float(buyer), float(owner), float(in_force_probability(game).sum())))
    return pd.DataFrame(rows, columns=["ratio", "buyer", "owner", "months"])


def exit_policy(case: RiskCase) -> ExitPolicy:
    """Return when each side gives notice, as the game has it, and the other causes."""
    buyer, owner = exit_boundaries(solved(case))
    served = in_force_by_causes(case.causes_at(), case.common_share, case.terms.term_months)
    return ExitPolicy(buyer_leaves_below_usd=buyer, owner_leaves_above_usd=owner, in_force_by_causes=served)


def two_level_paths(evidence: Evidence, case: RiskCase, paths: int = 10_000) -> PathValues:
    """Return outcomes in a market that jumps between two levels, both sides leaving at the prices of the base case."""
    turns = evidence.number("risk_market_turns")
    market = TwoLevelPrice(
        slack_usd_per_gpu_hour=float(case.index_usd.min()),
        tight_usd_per_gpu_hour=case.price_usd,
        tightening_per_year=turns,
        slackening_per_year=turns,
        drift_per_year=case.ageing_per_year[1],
    )
    rng = np.random.default_rng(SEED)
    prices = simulate_two_level_prices(market, True, rng, case.terms.term_months - 1, paths)
    policy = exit_policy(case)
    ends = sample_end_month(policy.in_force_by_causes, rng.random(paths))
    return value_paths(prices, ends, case.terms, case.economics, policy)


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
