"""Second routes to who leaves, when and how often: a binomial tree of its own, and simulated paths under the solved policy."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from compute_deal.models.risk.exit_game import BUYER, OWNER, ExitEconomics, ExitGame, ExitTerms
from compute_deal.models.risk.exit_outcomes import OTHER, exit_boundaries
from compute_deal.models.risk.price_process import PriceProcess, simulate_prices, standard_normal_shocks

STEPS = 900  # of the tree in a month
MONTHS_PER_YEAR = 12


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
    """

    shares: NDArray[np.float64]
    mean_month: NDArray[np.float64]
    months: float

    @classmethod
    def of_notices(cls, given: NDArray[np.float64], notice: int, months: int) -> "Departures":
        """Return the departures that follow from the probability of notice by side and month, shape (3, months)."""
        month = np.arange(given.shape[1])
        shares = given.sum(axis=1)
        served = months - given.sum(axis=0) @ (months - notice - month)
        return cls(shares, given @ month / np.where(shares > 0, shares, 1.0), float(served))


def tree_departures(process: PriceProcess, price_usd: float, terms: ExitTerms, economics: ExitEconomics) -> Departures:
    """Solve the exit game of a random walk on a binomial tree, what notice is worth in closed form.

    Parameters
    ----------
    process : PriceProcess
        A random walk: its speed of reversion is zero.
    price_usd : float
        Price in month 0.
    terms : ExitTerms
        Without first notice month or lead of the buyer.
    economics : ExitEconomics
        Value of the contract to each side.

    Returns
    -------
    Departures
    """
    months, notice = terms.term_months, terms.notice_months
    fee = np.array(terms.fee_usd_per_month)
    ratio = economics.gpu_hours_per_month * np.array([economics.buyer_price_ratio, -economics.owner_price_ratio])
    sign, cost = (
        np.array([-1.0, 1.0]),
        np.array([economics.buyer_switching_cost_usd, economics.owner_reletting_cost_usd]),
    )
    rates = np.array([economics.buyer_discount_per_year, economics.owner_discount_per_year])
    discount = (1 + rates) ** (-1 / MONTHS_PER_YEAR)
    growth = np.exp((process.drift_per_year + process.volatility_per_year**2 / 2) / MONTHS_PER_YEAR)
    forced = -np.expm1(-economics.other_hazard_per_year / MONTHS_PER_YEAR)
    weights = binom.pmf(np.arange(STEPS + 1), STEPS, 0.5)

    def prices(month: int) -> NDArray[np.float64]:
        jumps = 2 * np.arange(STEPS * month + 1) - STEPS * month
        step = process.volatility_per_year / (MONTHS_PER_YEAR * STEPS) ** 0.5
        return price_usd * np.exp(process.drift_per_year * month / MONTHS_PER_YEAR + step * jumps)

    def noticed(month: int) -> NDArray[np.float64]:
        ahead = np.arange(min(notice, months - month))
        market = (discount[:, None] ** ahead * growth**ahead).sum(axis=1) * ratio
        paid = (discount[:, None] ** ahead * fee[month + ahead]).sum(axis=1) * sign
        early = discount**notice * cost if month + notice < months else 0.0
        return prices(month)[:, None] * market + paid - early

    value = np.zeros((STEPS * months + 1, 2))
    leaves = []
    for month in range(months - 1, -1, -1):
        expected = np.stack([np.correlate(value[:, side], weights, "valid") for side in (BUYER, OWNER)], axis=-1)
        value = prices(month)[:, None] * ratio + fee[month] * sign + discount * expected
        left, gone = noticed(month), np.zeros((len(value), 2), dtype=bool)
        if month + notice < months:
            for side in (OWNER, BUYER):
                gone[:, side] = left[:, side] - value[:, side] > 1e-9 * np.abs(value[:, side])
                value = np.where(gone[:, [side]], left, value)
        gone[:, OWNER] &= ~gone[:, BUYER]
        leaves.append(gone)
        if month > 0:
            value = (1 - forced) * value + forced * left
    given, density = np.zeros((3, months)), np.ones(1)
    for month in range(max(months - notice, 0)):
        if month > 0:
            given[OTHER, month] = forced * density.sum()
            density = (1 - forced) * density
        gone = leaves[months - 1 - month]
        given[:2, month] = density @ gone
        density = np.convolve(density * ~gone.any(axis=1), weights)
    return Departures.of_notices(given, notice, months)


def simulated_departures(
    game: ExitGame, process: PriceProcess, price_usd: float, rng: np.random.Generator, paths: int
) -> tuple[Departures, NDArray[np.float64]]:
    """Follow simulated paths, each side leaving at the prices of the solved game.

    Parameters
    ----------
    game : ExitGame
        The solved game.
    process : PriceProcess
        The price process.
    price_usd : float
        Price in month 0.
    rng : numpy.random.Generator
        Source of randomness.
    paths : int
        Number of paths.

    Returns
    -------
    departures : Departures
        Shares of the paths.
    errors : numpy.ndarray
        Standard errors of the three shares and of the months served.
    """
    buyer, owner = exit_boundaries(game)
    months, notice = len(buyer), game.months_to_end[OWNER]
    prices = simulate_prices(process, price_usd, standard_normal_shocks(rng, months - 1, paths))
    forced = rng.random((months, paths)) < game.forced_probability[:, None]
    running, given = np.ones(paths, dtype=bool), np.zeros((3, months))
    served = np.full(paths, float(months))
    for month in range(months - notice):
        ways = {OTHER: forced[month], BUYER: prices[month] < buyer[month], OWNER: prices[month] > owner[month]}
        for side, leaves in ways.items():
            going = running & leaves
            given[side, month] = going.mean()
            served[going] = month + notice
            running &= ~going
    found = Departures.of_notices(given, notice, months)
    errors = np.append((found.shares * (1 - found.shares)) ** 0.5, served.std()) / paths**0.5
    return found, errors
