"""The exit game of the chapter on risks, solved for the base case and its variants."""

from dataclasses import replace

import numpy as np
import pandas as pd

from compute_deal.chapters.risks.case import COARSE, RiskCase, fair_ratio
from compute_deal.chapters.risks.ranking import SEED
from compute_deal.evidence import Evidence
from compute_deal.models.risk.contract_value import ExitPolicy, PathValues, value_paths
from compute_deal.models.risk.exit_game import ExitGame, solve_exit_game
from compute_deal.models.risk.exit_outcomes import (
    ClauseValues,
    clause_values,
    exit_boundaries,
    in_force_probability,
    notice_probabilities,
)
from compute_deal.models.risk.hazards import in_force_by_causes, sample_end_month
from compute_deal.models.risk.price_process import PriceProcess
from compute_deal.models.risk.price_regimes import TwoLevelPrice, simulate_two_level_prices


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
