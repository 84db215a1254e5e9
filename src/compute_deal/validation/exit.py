"""Checks of the exit game: its engine, known games, and a simulation of its policies."""

from dataclasses import replace

import numpy as np
from scipy.stats import norm

from compute_deal.checks import Check, closed, consistent, published, second
from compute_deal.evidence import Evidence
from compute_deal.inputs.published import published_values
from compute_deal.models.risk.exit_game import ExitEconomics, ExitTerms, solve_exit_game
from compute_deal.models.risk.exit_outcomes import exit_boundaries, in_force_probability, notice_probabilities
from compute_deal.models.risk.hazards import in_force_by_hazard
from compute_deal.models.risk.price_process import PriceProcess
from compute_deal.validation.exit_routes import EDGE_MONTH, Departures, bermudan_put, tree_departures

FEE, MONTHS = 100.0, 36
SLOW_LEAD = 6  # months, in the middle of those that the chapter draws
MARKET = PriceProcess(price_usd_per_gpu_hour=1.05, change_per_year=-0.04, volatility_per_year=0.35)
CALM = PriceProcess(price_usd_per_gpu_hour=0.9, change_per_year=0.0, volatility_per_year=0.0)
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
TREE = 1e-2  # what the nodes of the tree leave, as a share
POINTS = 401  # of the grid, as many as the game has
GRID = 1e-3  # what a grid of prices leaves, in monthly fees over the term


def exit_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of the exit game and of the values that follow from it, by method."""
    slow = departure_checks("tree_lead", ", six months to replace", lead=SLOW_LEAD)
    return [*stopping_checks(evidence), *game_checks(), *departure_checks("tree", ""), *slow]


def terms(months: int, notice: int, lead: int = 0) -> ExitTerms:
    """Return terms at the fee of the checks."""
    return ExitTerms(fee_usd_per_month=FEE, term_months=months, notice_months=notice, buyer_lead_months=lead)


def put_checks(evidence: Evidence) -> list[Check]:
    """Return the American puts of Longstaff and Schwartz, priced by the engine that solves the exit game."""
    table = evidence.frame("published_models")
    ids = [id for id in table.index if id.startswith("longstaff_put_")]
    strike, rate, exercises = published_values(
        evidence, {"longstaff_strike": "USD", "longstaff_rate": "fraction", "longstaff_exercises": "count"}
    )
    ours = {}
    for id in ids:
        spot, per_cent, years = (float(part) for part in id.split("_")[2:])
        put = bermudan_put(spot, strike, rate, per_cent / 100, years, exercises_per_year=int(exercises), points=POINTS)
        ours[id] = round(float(put), 6)
    return published(evidence, "risk.stopping", ours)


def stopping_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of the engine, which prices puts as well."""
    units = {"spot": "USD", "strike": "USD", "rate": "fraction", "volatility": "ratio", "years": "years"}
    hull = published_values(evidence, {f"hull_{name}": unit for name, unit in units.items()})
    spot, strike, rate, volatility, years = hull
    european = bermudan_put(*hull, exercises_per_year=round(1 / years))
    d1 = (np.log(spot / strike) + (rate + volatility**2 / 2) * years) / (volatility * years**0.5)
    formula = strike * np.exp(-rate * years) * norm.cdf(volatility * years**0.5 - d1) - spot * norm.cdf(-d1)
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
    ]


def game_checks() -> list[Check]:
    """Return the checks of the exit game in cases that are known, and of what is read from its solution."""
    clause, method = terms(24, 3), "risk.exit_game"
    bound = solve_exit_game(MARKET, clause, SIDES, may_leave=(False, False), points=801)
    years = np.arange(24) / 12
    expected = MARKET.price_usd_per_gpu_hour * np.exp(MARKET.change_per_year * years)
    served = in_force_by_hazard(0.15, 3, 24)
    by_month = served * (100 * expected - FEE) * 1.08**-years
    discount = 1.08 ** (-np.arange(1, 24) / 12)
    switch = 150 * float(-np.diff(served) @ discount)
    loose = solve_exit_game(MARKET, terms(24, 0), FREE)
    notice_only = solve_exit_game(MARKET, clause, FREE, points=801)
    three = float(np.sum(100 * expected[:3] - FEE))
    sure = solve_exit_game(CALM, terms(6, 3), replace(FREE, buyer_switching_cost_usd=25.0))
    worth = [
        float(solve_exit_game(CALM, terms(6, 1), FREE, may_leave=(leave, leave), points=201).buyer_value_usd)
        for leave in (True, False)
    ]
    both = replace(SIDES, buyer_switching_cost_usd=np.array([50.0, 150.0]))
    batch = float(solve_exit_game(MARKET, clause, both, points=201).buyer_value_usd[1])
    single = float(solve_exit_game(MARKET, clause, SIDES, points=201).buyer_value_usd)
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


def departure_checks(name: str, words: str, lead: int = 0) -> list[Check]:
    """Return who leaves, when, how often and at which price in the solved game, beside a binomial tree."""
    clause = terms(MONTHS, 3, lead)
    costly = replace(SIDES, buyer_switching_cost_usd=300.0, owner_reletting_cost_usd=300.0)
    game = solve_exit_game(MARKET, clause, costly, points=801)
    below, above = exit_boundaries(game)
    ours = Departures.of_notices(notice_probabilities(game), clause, (below[EDGE_MONTH], above[EDGE_MONTH]))
    tree = tree_departures(MARKET, clause, costly)
    route, sides = (
        "binomial tree with its own decisions",
        ("the buyer leaves", "the owner leaves", "another cause ends it"),
    )

    def beside_tree(id: str, what: str, expected: float, found: float, unit: str) -> Check:
        return second(
            f"{name}_{id}", "risk.exit_outcomes", what + words, route, expected, found, tolerance=TREE, unit=unit
        )

    found = [beside_tree("months", "expected months", tree.months, float(in_force_probability(game).sum()), "months")]
    for at, who in enumerate(sides):
        chances, months = (tree.shares[at], ours.shares[at]), (tree.mean_month[at], ours.mean_month[at])
        found += [
            beside_tree(f"{at}", f"chance that {who}", *chances, "fraction"),
            beside_tree(f"month_{at}", f"mean month in which {who}", *months, "months"),
        ]
    for at, who in enumerate(sides[:2]):
        found.append(
            beside_tree(f"edge_{at}", f"price at which {who} after a year", tree.edges[at], ours.edges[at], "USD")
        )
    return found
