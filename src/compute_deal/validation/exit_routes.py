"""Second routes: a binomial tree that solves the exit game by itself, and American puts by the engine of the game."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from compute_deal.models.risk.exit_game import BUYER, OWNER, ExitEconomics, ExitTerms
from compute_deal.models.risk.exit_outcomes import OTHER
from compute_deal.models.risk.price_process import MONTHS_PER_YEAR, PriceProcess
from compute_deal.models.risk.stopping import solve_stopping_game, transition_matrix

STEPS = 900  # of the tree in a month
EDGE_MONTH = 12  # of the prices at which each side leaves


@dataclass(frozen=True)
class Departures:
    """Who leaves, and when.

    Attributes
    ----------
    shares : numpy.ndarray
        Probability that the buyer, the owner and another cause end the contract early, shape (3,).
    mean_month : numpy.ndarray
        Mean month of the notice of each, shape (3,).
    months : float
        Expected months served.
    edges : tuple of float
        Price below which the buyer, above which the owner leaves in month `EDGE_MONTH`.
    """

    shares: NDArray[np.float64]
    mean_month: NDArray[np.float64]
    months: float
    edges: tuple[float, float]

    @classmethod
    def of_notices(cls, given: NDArray[np.float64], terms: ExitTerms, edges: tuple[float, float]) -> "Departures":
        """Return the departures that follow from the probability of notice by side and month, shape (3, months)."""
        month = np.arange(given.shape[1])
        shares = given.sum(axis=1)
        end = month + np.array([*terms.months_to_end, terms.notice_months])[:, None]
        served = terms.term_months - np.sum(given * (terms.term_months - end))
        return cls(shares, given @ month / np.where(shares > 0, shares, 1.0), float(served), edges)


def tree_departures(process: PriceProcess, terms: ExitTerms, economics: ExitEconomics) -> Departures:
    """Solve the exit game on a binomial tree, what notice is worth in closed form.

    While a buyer that needs longer than the notice works off its lead, the owner decides at each node whether to give notice
    itself.

    Parameters
    ----------
    process : PriceProcess
        The price process.
    terms : ExitTerms
        Fee and exit terms.
    economics : ExitEconomics
        Value of the contract to each side.

    Returns
    -------
    Departures
    """
    months, notice = terms.term_months, terms.notice_months
    to_end = terms.months_to_end
    fee = terms.fee_usd_per_month
    ratio = economics.gpu_hours_per_month * np.array([economics.buyer_price_ratio, -economics.owner_price_ratio])
    sign, cost = (
        np.array([-1.0, 1.0]),
        np.array([economics.buyer_switching_cost_usd, economics.owner_reletting_cost_usd]),
    )
    rates = np.array([economics.buyer_discount_per_year, economics.owner_discount_per_year])
    discount = (1 + rates) ** (-1 / MONTHS_PER_YEAR)
    growth = np.exp(process.change_per_year / MONTHS_PER_YEAR)
    forced = -np.expm1(-economics.other_hazard_per_year / MONTHS_PER_YEAR)
    weights = binom.pmf(np.arange(STEPS + 1), STEPS, 0.5)

    def prices(month: int) -> NDArray[np.float64]:
        jumps = 2 * np.arange(STEPS * month + 1) - STEPS * month
        step = process.volatility_per_year / (MONTHS_PER_YEAR * STEPS) ** 0.5
        return np.exp(process.log_median(month / MONTHS_PER_YEAR) + step * jumps)

    def noticed(month: int) -> NDArray[np.float64]:
        ahead = np.arange(min(notice, months - month))
        market = (discount[:, None] ** ahead * growth**ahead).sum(axis=1) * ratio
        paid = (discount[:, None] ** ahead * fee).sum(axis=1) * sign
        early = discount**notice * cost if month + notice < months else 0.0
        return prices(month)[:, None] * market + paid - early

    def served(month: int, then: NDArray[np.float64]) -> NDArray[np.float64]:
        expected = np.stack([np.correlate(then[:, side], weights, "valid") for side in (BUYER, OWNER)], axis=-1)
        return prices(month)[:, None] * ratio + fee * sign + discount * expected

    def better(left: NDArray[np.float64], value: NDArray[np.float64], side: int) -> NDArray[np.bool_]:
        return left[:, side] - value[:, side] > 1e-9 * np.abs(value[:, side])

    value = np.zeros((STEPS * months + 1, 2))
    # Worth of an end that is as many months off as the notice, and of one a month later each.
    ending = [value] * (1 + to_end[BUYER] - notice)
    leaves = []
    for month in range(months - 1, -1, -1):
        value, by_notice = served(month, value), noticed(month)
        later = [served(month, then) for then in ending[:-1]]
        if month + notice < months:
            later = [np.where(better(by_notice, worth, OWNER)[:, None], by_notice, worth) for worth in later]
        ending = [by_notice, *later]
        left, gone = {OWNER: by_notice, BUYER: ending[-1]}, np.zeros((len(value), 2), dtype=bool)
        for side in (OWNER, BUYER):
            if month + to_end[side] < months:
                gone[:, side] = better(left[side], value, side)
                value = np.where(gone[:, [side]], left[side], value)
        gone[:, OWNER] &= ~gone[:, BUYER]
        leaves.append(gone)
        if month == EDGE_MONTH:
            edges = prices(month)[gone[:, BUYER]].max(), prices(month)[gone[:, OWNER]].min()
        if month > 0:
            value = (1 - forced) * value + forced * by_notice
    given, density = np.zeros((3, months)), np.ones(1)
    for month in range(max(months - notice, 0)):
        if month > 0:
            given[OTHER, month] = forced * density.sum()
            density = (1 - forced) * density
        gone = leaves[months - 1 - month]
        given[:2, month] = density @ gone
        density = np.convolve(density * ~gone.any(axis=1), weights)
    return Departures.of_notices(given, terms, edges)


def bermudan_put(
    spot: float,
    strike: float,
    rate_per_year: float,
    volatility_per_year: float,
    years: float,
    *,
    exercises_per_year: int = 50,
    points: int = 801,
) -> float:
    """Price a put that may be exercised on equally spaced dates, the first one period from now, with the engine of the game.

    Parameters
    ----------
    spot, strike : float
        Price of the share and strike.
    rate_per_year : float
        Continuously compounded riskless rate, as a decimal.
    volatility_per_year : float
        Volatility of the share, as a decimal.
    years : float
        Time to expiry in years.
    exercises_per_year : int
        Exercise dates per year; Longstaff and Schwartz (2001), Review of Financial Studies 14(1), have 50.
    points : int
        Grid points, odd so that the spot is one of them.

    Returns
    -------
    float
        Value of the put in the unit of the strike.
    """
    dates = round(exercises_per_year * years)
    dt = years / dates
    half_width = 6 * volatility_per_year * np.sqrt(years)
    grid = np.linspace(-half_width, half_width, points)
    drift = (rate_per_year - volatility_per_year**2 / 2) * dt
    share = spot * np.exp(drift * np.arange(dates + 1)[:, None] + grid)
    exercise = np.zeros((dates + 1, points, 2))
    exercise[..., 0] = np.maximum(strike - share, 0.0)
    may_stop = np.zeros((dates, 2), dtype=bool)
    may_stop[1:, 0] = True
    solution = solve_stopping_game(
        transition_matrix(grid, volatility_per_year * np.sqrt(dt)),
        np.full(2, np.exp(-rate_per_year * dt)),
        np.zeros((dates, points, 2)),
        exercise[-1],
        (exercise[:-1], exercise[:-1]),
        may_stop,
    )
    return float(solution.value[points // 2, 0])
