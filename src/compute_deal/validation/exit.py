"""Checks of the exit game: its engine, known games, and a simulation of its policies."""

from dataclasses import replace

import numpy as np
from scipy.stats import norm

from compute_deal.checks import Check, closed, consistent, published, second, values
from compute_deal.evidence import Evidence
from compute_deal.models.risk.exit_game import ExitEconomics, ExitTerms, solve_exit_game
from compute_deal.models.risk.exit_outcomes import in_force_probability, notice_probabilities
from compute_deal.models.risk.hazards import in_force_by_hazard
from compute_deal.models.risk.predictive import mixture_quantile, weighted_quantile
from compute_deal.models.risk.price_process import PriceProcess, expected_price
from compute_deal.models.risk.stopping import bermudan_put, solve_stopping_game
from compute_deal.validation.exit_routes import Departures, simulated_departures, tree_departures

FEE, MONTHS, START = 100.0, 36, 1.05
MARKET = PriceProcess(level_usd_per_gpu_hour=1.0, reversion_per_year=1.0, volatility_per_year=0.35, drift_per_year=-0.1)
WALK = replace(MARKET, reversion_per_year=0.0)
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
PATHS = 200_000
TREE = 1e-2  # what the nodes of the tree leave, as a share
SIGMAS = 4  # standard errors that a simulation may be off
POINTS = 401  # of the grid, as many as the game has
GRID = 1e-3  # what a grid of prices leaves, in monthly fees over the term


def exit_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of the exit game and of the values that follow from it, by method."""
    return [*stopping_checks(evidence), *game_checks(), *departure_checks(), *mixture_checks()]


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
    served = in_force_by_hazard(0.15, 3, 24)
    by_month = served * (100 * expected_price(MARKET, 1.3, years) - FEE) * 1.08**-years
    discount = 1.08 ** (-np.arange(1, 24) / 12)
    switch = 150 * float(-np.diff(served) @ discount)
    loose = solve_exit_game(MARKET, 1.2, terms(24, 0), FREE)
    notice_only = solve_exit_game(MARKET, 1.2, clause, FREE, points=801)
    three = float(np.sum(100 * expected_price(MARKET, 1.2, years[:3]) - FEE))
    sure = solve_exit_game(CALM, 0.9, terms(6, 1, 2), replace(FREE, buyer_switching_cost_usd=25.0))
    worth = [
        float(
            solve_exit_game(
                CALM, 0.9, terms(6, 1), FREE, buyer_may_leave=leave, owner_may_leave=leave, points=201
            ).buyer_value_usd
        )
        for leave in (True, False)
    ]
    both = replace(SIDES, buyer_switching_cost_usd=np.array([50.0, 150.0]))
    batch = float(solve_exit_game(MARKET, START, clause, both, points=201).buyer_value_usd[1])
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
            method,
            "worth of the clause to the buyer, sure price of 0.9",
            "five months at 10 saved",
            50.0,
            worth[0] - worth[1],
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
            method,
            "a game solved in a batch",
            "the same game alone",
            single,
            batch,
            unit="USD",
        ),
    ]


def departure_checks() -> list[Check]:
    """Return who leaves, when and how often in the solved game, beside a binomial tree and beside simulated paths."""
    clause = terms(MONTHS, 3)
    costly = replace(SIDES, buyer_switching_cost_usd=300.0, owner_reletting_cost_usd=300.0)
    game = solve_exit_game(WALK, START, clause, costly, points=801)
    given = notice_probabilities(game)
    ours = Departures.of_notices(given, 3, MONTHS)
    tree = tree_departures(WALK, START, clause, costly)
    returning = solve_exit_game(MARKET, START, clause, SIDES)
    notices = Departures.of_notices(notice_probabilities(returning), 3, MONTHS)
    paths, errors = simulated_departures(returning, MARKET, START, np.random.default_rng(9), PATHS)
    method, sides = "risk.exit_outcomes", ("the buyer leaves", "the owner leaves", "another cause ends it")
    found = []
    for side, who in enumerate(sides):
        route = "binomial tree with its own decisions"
        found += [
            second(
                f"tree_{side}",
                method,
                f"chance that {who}, random walk",
                route,
                tree.shares[side],
                ours.shares[side],
                tolerance=TREE,
                unit="fraction",
            ),
            second(
                f"tree_month_{side}",
                method,
                f"mean month in which {who}",
                route,
                tree.mean_month[side],
                ours.mean_month[side],
                tolerance=TREE,
                unit="months",
            ),
            second(
                f"paths_{side}",
                method,
                f"chance that {who}, reverting price",
                f"{PATHS:,} simulated paths",
                paths.shares[side],
                notices.shares[side],
                tolerance=SIGMAS * errors[side] / paths.shares[side],
                unit="fraction",
            ),
        ]
    return [
        *found,
        second(
            "tree_months",
            method,
            "expected months, random walk",
            "binomial tree with its own decisions",
            tree.months,
            float(in_force_probability(game).sum()),
            tolerance=TREE,
            unit="months",
        ),
        second(
            "paths_months",
            method,
            "expected months, reverting price",
            f"{PATHS:,} simulated paths",
            paths.months,
            float(in_force_probability(returning).sum()),
            tolerance=SIGMAS * errors[3] / paths.months,
            unit="months",
        ),
    ]


def mixture_checks() -> list[Check]:
    """Return the quantiles of forecasts and of weighted values, by hand and by simulation."""
    mean, sd = np.array([0.0, 1.0, 3.0]), np.array([0.5, 1.0, 0.2])
    rng, draws = np.random.default_rng(8), 400_000
    part = rng.integers(3, size=draws)
    sample = mean[part] + sd[part] * rng.standard_normal(draws)
    ours = mixture_quantile(mean, sd, 0.4)
    density = np.mean(norm.pdf((ours - mean) / sd) / sd)
    return [
        second(
            "mixture_quantile",
            "risk.predictive",
            "40th percentile of a mixture of three normals",
            f"{draws:,} simulated draws",
            np.quantile(sample, 0.4),
            ours,
            tolerance=SIGMAS * (0.24 / draws) ** 0.5 / density / abs(ours),
        ),
        closed(
            "weighted_quantile",
            "risk.predictive",
            "75th percentile of 1 with weight 3 and 5 with weight 1",
            "by hand",
            4.0,
            weighted_quantile([5.0, 1.0], [1.0, 3.0], 0.75),
        ),
    ]
