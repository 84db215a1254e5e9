"""Checks of the exit game: its engine, known games, and a simulation of its policies."""

from dataclasses import replace

import numpy as np
from scipy.stats import norm

from compute_deal.checks import Check, closed, consistent, published, second, values
from compute_deal.evidence import Evidence
from compute_deal.models.risk.contract_value import ExitPolicy, simulate_contract
from compute_deal.models.risk.exit_game import ExitEconomics, ExitTerms, solve_exit_game
from compute_deal.models.risk.exit_outcomes import (
    clause_values,
    evaluate_exit_game,
    exit_boundaries,
    in_force_probability,
)
from compute_deal.models.risk.hazards import Cause, in_force_by_causes
from compute_deal.models.risk.price_process import PriceProcess, expected_price
from compute_deal.models.risk.simulation_error import summarise
from compute_deal.models.risk.stopping import bermudan_put, solve_stopping_game

FEE, MONTHS, START = 100.0, 36, 1.05
MARKET = PriceProcess(level_usd_per_gpu_hour=1.0, reversion_per_year=1.0, volatility_per_year=0.35, drift_per_year=-0.1)
CALM = PriceProcess(level_usd_per_gpu_hour=0.9, reversion_per_year=1.0, volatility_per_year=0.0)
SIDES = ExitEconomics(
    gpu_hours_per_month=100.0,
    buyer_price_ratio=1.0,
    owner_price_ratio=0.95,
    buyer_switching_cost_usd=150.0,
    owner_reletting_cost_usd=120.0,
    buyer_discount_per_year=0.08,
    owner_discount_per_year=0.09,
    other_hazard_per_year=0.15,
)
FREE = ExitEconomics(gpu_hours_per_month=100.0, buyer_price_ratio=1.0, owner_price_ratio=1.0)
BATCHES, PATHS_PER_BATCH = 16, 8192
SIGMAS = 4  # standard errors that a simulation may be off
POINTS = 401  # of the grid, as many as the game has
GRID = 1e-3  # what a grid of prices leaves, in monthly fees over the term


def exit_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of the exit game and of the values that follow from it, by method."""
    return [*stopping_checks(evidence), *game_checks(), *contract_value_checks()]


def terms(months: int, notice: int, first: int = 0) -> ExitTerms:
    """Return terms with the same fee in every month."""
    return ExitTerms(fee_usd_per_month=(FEE,) * months, notice_months=notice, first_notice_month=first)


def put_checks(evidence: Evidence) -> list[Check]:
    """Return the American puts of Longstaff and Schwartz, priced by the engine that solves the exit game."""
    table = evidence.frame("published_models")
    ids = [id for id in table.index if id.startswith("longstaff_put_")]
    strike, rate, exercises = values(evidence, "longstaff_strike", "longstaff_rate", "longstaff_exercises")
    ours = {}
    for id in ids:
        spot, per_cent, years = (float(part) for part in id.split("_")[2:])
        put = bermudan_put(spot, strike, rate, per_cent / 100, years, exercises_per_year=int(exercises), points=POINTS)
        ours[id] = round(float(put), 6)
    return published(evidence, "risk.stopping", ours)


def stopping_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of the engine: puts, and a game of two dates and two prices by hand."""
    hull = values(evidence, "hull_spot", "hull_strike", "hull_rate", "hull_volatility", "hull_years")
    spot, strike, rate, volatility, years = hull
    european = bermudan_put(*hull, exercises_per_year=round(1 / years))
    d1 = (np.log(spot / strike) + (rate + volatility**2 / 2) * years) / (volatility * years**0.5)
    formula = strike * np.exp(-rate * years) * norm.cdf(volatility * years**0.5 - d1) - spot * norm.cdf(-d1)
    # Prices 80 and 130 are equally likely, the fee is 100; leaving costs the buyer 12 and the owner 40.
    leave = np.broadcast_to([-12.0, -40.0], (2, 2, 2))
    small = solve_stopping_game(
        np.full((2, 2), 0.5),
        np.ones(2),
        np.array([[[-20.0, 20.0], [30.0, -30.0]]] * 2),
        np.zeros((2, 2)),
        (leave, leave),
        np.ones((2, 2), dtype=bool),
        states_on_grid=False,
    )
    method = "risk.stopping"
    return [
        *put_checks(evidence),
        *published(evidence, method, {"hull_put": european}),
        closed(
            "black_scholes",
            method,
            "the same European put, all digits",
            "formula of Black and Scholes",
            formula,
            european,
            tolerance=1e-4,
            unit="USD",
        ),
        closed(
            "two_dates",
            method,
            "owner's value, game of two dates and two prices",
            "by hand",
            -15.0,
            small.value[0, 1],
            unit="USD",
        ),
    ]


def game_checks() -> list[Check]:
    """Return the checks of the exit game in cases that are known, and of what is read from its solution."""
    clause, method = terms(24, 3), "risk.exit_game"
    bound = solve_exit_game(MARKET, 1.3, clause, SIDES, buyer_may_leave=False, owner_may_leave=False, points=801)
    years = np.arange(24) / 12
    served = in_force_by_causes([Cause(name="other", hazard_per_year=0.15, notice_months=3)], 0.0, 24)
    by_month = served * (100 * expected_price(MARKET, 1.3, years) - FEE) * 1.08**-years
    discount = 1.08 ** (-np.arange(1, 24) / 12)
    switch = 150 * float(-np.diff(served) @ discount)
    loose = solve_exit_game(MARKET, 1.2, terms(24, 0), FREE)
    notice_only = solve_exit_game(MARKET, 1.2, clause, FREE, points=801)
    three = float(np.sum(100 * expected_price(MARKET, 1.2, years[:3]) - FEE))
    sure = solve_exit_game(CALM, 0.9, terms(6, 1, 2), replace(FREE, buyer_switching_cost_usd=25.0))
    worth = clause_values(CALM, 0.9, terms(6, 1), FREE, points=201)
    batch = evaluate_exit_game(
        MARKET, START, clause, SIDES, {"buyer_switching_cost_usd": np.array([50.0, 150.0])}, points=201
    )[0][1]
    single = float(solve_exit_game(MARKET, START, clause, SIDES, points=201).buyer_value_usd)
    scale = 24 * FEE
    return [
        second(
            "game_bound",
            method,
            "buyer's value if only other causes end the contract",
            "expected prices and hazards, summed",
            by_month.sum() - switch,
            bound.buyer_value_usd,
            tolerance=GRID,
            unit="USD",
            scale=scale,
        ),
        closed(
            "game_free",
            method,
            "buyer's value if both may leave at once, no cost",
            "nothing, as one of them leaves",
            0.0,
            loose.buyer_value_usd,
            unit="USD",
            scale=scale,
        ),
        second(
            "game_notice",
            method,
            "the same with a notice of three months",
            "three expected months",
            three,
            notice_only.buyer_value_usd,
            tolerance=GRID,
            unit="USD",
            scale=scale,
        ),
        closed(
            "game_sure",
            method,
            "owner's value at a sure price of 0.9 and a switch at 25",
            "three months by hand",
            30.0,
            sure.owner_value_usd,
            unit="USD",
        ),
        closed(
            "clause_worth",
            "risk.exit_outcomes",
            "worth of the clause to the buyer, sure price of 0.9",
            "five months at 10 saved",
            50.0,
            worth.worth_to_buyer,
            unit="USD",
        ),
        second(
            "game_in_force",
            "risk.exit_outcomes",
            "expected months if only other causes end the contract",
            "the hazards alone",
            served.sum(),
            in_force_probability(bound).sum(),
            unit="months",
        ),
        consistent(
            "game_batch",
            "risk.exit_outcomes",
            "a game solved in a batch",
            "the same game alone",
            single,
            batch,
            unit="USD",
        ),
    ]


def contract_value_checks() -> list[Check]:
    """Return the solved game beside a simulation of both sides' exits, and a simulation without exits beside its mean."""
    clause = terms(MONTHS, 3, 3)
    game = solve_exit_game(MARKET, START, clause, SIDES)
    buyer, owner = exit_boundaries(game)
    causes = in_force_by_causes([Cause(name="other", hazard_per_year=0.15, notice_months=3)], 0.0, MONTHS)
    policy = ExitPolicy(buyer_leaves_below_usd=buyer, owner_leaves_above_usd=owner, in_force_by_causes=causes)
    never = ExitPolicy(
        buyer_leaves_below_usd=np.zeros(MONTHS),
        owner_leaves_above_usd=np.full(MONTHS, np.inf),
        in_force_by_causes=np.ones(MONTHS),
    )
    left, kept = (
        simulate_contract(
            MARKET,
            START,
            clause,
            SIDES,
            rules,
            np.random.default_rng(9),
            batches=BATCHES,
            paths_per_batch=PATHS_PER_BATCH,
            method="sobol",
        )
        for rules in (policy, never)
    )
    years = np.arange(MONTHS) / 12
    whole = float(np.sum((100 * expected_price(MARKET, START, years) - FEE) * 1.08**-years))
    pairs = [
        ("contract_buyer", "buyer's value with exits", left.buyer_gain_usd, float(game.buyer_value_usd), "USD"),
        ("contract_owner", "owner's value with exits", left.owner_gain_usd, float(game.owner_value_usd), "USD"),
        ("contract_months", "expected months", left.months_served, float(in_force_probability(game).sum()), "months"),
    ]
    found = []
    for id, what, outcomes, solved, unit in pairs:
        summary = summarise(outcomes.astype(float), BATCHES)
        found.append(
            second(
                id,
                "risk.contract_value",
                f"{what}, simulated",
                "backward induction of the game",
                solved,
                summary.mean,
                tolerance=SIGMAS * summary.mean_error / abs(solved),
                unit=unit,
            )
        )
    summary = summarise(kept.buyer_gain_usd, BATCHES)
    return [
        *found,
        second(
            "contract_kept",
            "risk.contract_value",
            "buyer's value without exits, simulated",
            "expected prices, summed",
            whole,
            summary.mean,
            tolerance=SIGMAS * summary.mean_error / abs(whole),
            unit="USD",
        ),
    ]
