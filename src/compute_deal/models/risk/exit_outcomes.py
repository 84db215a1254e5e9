"""What follows from the solved exit game: who gives notice when, at which price, and how long service runs."""

import numpy as np
from numpy.typing import NDArray

from compute_deal.models.risk.exit_game import BUYER, OWNER, ExitGame

OTHER = 2  # beside BUYER and OWNER: causes other than the price


def notice_probabilities(game: ExitGame) -> NDArray[np.float64]:
    """Give the probability that leaving is decided at the start of each month, by who decides it.

    Parameters
    ----------
    game : ExitGame
        A solved game.

    Returns
    -------
    numpy.ndarray
        Shape (3, months, ...): buyer, owner, other causes. What is missing to one is a contract that runs to its term. Notice
        that would end at or after the term has no effect and is not counted.

    Examples
    --------
    >>> from compute_deal.models.risk.exit_game import ExitEconomics, ExitTerms, solve_exit_game
    >>> from compute_deal.models.risk.price_process import PriceProcess
    >>> flat = PriceProcess(price_usd_per_gpu_hour=1.0, change_per_year=0.0, volatility_per_year=0.0)
    >>> terms = ExitTerms(fee_usd_per_month=120.0, term_months=3, notice_months=1)
    >>> sides = ExitEconomics(gpu_hours_per_month=100.0, buyer_price_ratio=1.0, owner_price_ratio=1.0)
    >>> notice_probabilities(solve_exit_game(flat, terms, sides)).round(6).tolist()
    [[1.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    months = game.price_usd.shape[0]
    probability = np.zeros((3, months, *game.price_usd.shape[1:-1]))
    density = np.zeros(game.price_usd.shape[1:])
    density[..., density.shape[-1] // 2] = 1.0
    for month in range(max(months - game.months_to_end[OWNER], 0)):
        forced = game.forced_probability[month]
        probability[OTHER, month] = forced * density.sum(axis=-1)
        density = density * (1 - forced[..., None])
        for player in (BUYER, OWNER):
            probability[player, month] = np.sum(density * game.solution.stops[month, ..., player], axis=-1)
        density = density * (1 - game.solution.stops[month].sum(axis=-1))
        density = density @ game.kernel
    return probability


def in_force_probability(game: ExitGame) -> NDArray[np.float64]:
    """Give the probability that fee and service run in each month.

    Parameters
    ----------
    game : ExitGame
        A solved game.

    Returns
    -------
    numpy.ndarray
        Shape (months, ...). The sum over months is the expected life of the contract.

    Notes
    -----
    A month is served unless leaving was decided as many months before as the leaver needs to the end, or earlier.

    Examples
    --------
    >>> from compute_deal.models.risk.exit_game import ExitEconomics, ExitTerms, solve_exit_game
    >>> from compute_deal.models.risk.price_process import PriceProcess
    >>> flat = PriceProcess(price_usd_per_gpu_hour=1.0, change_per_year=0.0, volatility_per_year=0.0)
    >>> terms = ExitTerms(fee_usd_per_month=120.0, term_months=4, notice_months=2)
    >>> sides = ExitEconomics(gpu_hours_per_month=100.0, buyer_price_ratio=1.0, owner_price_ratio=1.0)
    >>> in_force_probability(solve_exit_game(flat, terms, sides)).round(6).tolist()
    [1.0, 1.0, 0.0, 0.0]
    """
    given = np.cumsum(notice_probabilities(game), axis=1)
    months = given.shape[1]
    served = np.ones(given.shape[1:])
    to_end = (*game.months_to_end, game.months_to_end[OWNER])
    for side, period in enumerate(to_end):
        if period < months:
            served[period:] -= given[side, : months - period]
    return np.clip(served, 0.0, 1.0)


def exit_boundaries(game: ExitGame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the prices at which each side leaves, by month.

    Parameters
    ----------
    game : ExitGame
        A solved game.

    Returns
    -------
    tuple of numpy.ndarray
        The price below which the buyer leaves (zero: never) and the price above which the owner does (infinite: never),
        USD per GPU-hour, each of shape (months, ...).

    Notes
    -----
    They are the ends of the range of prices that starts at the lowest and at the highest price of the grid. Where the end is
    near anyway because the other side is about to leave, a side may leave early to escape a bad month; such a second range
    is left out. Small costs of an early end favour it.

    Examples
    --------
    >>> from compute_deal.models.risk.exit_game import ExitEconomics, ExitTerms, solve_exit_game
    >>> from compute_deal.models.risk.price_process import PriceProcess
    >>> process = PriceProcess(price_usd_per_gpu_hour=1.2, change_per_year=0.0, volatility_per_year=0.3)
    >>> terms = ExitTerms(fee_usd_per_month=120.0, term_months=12, notice_months=1)
    >>> sides = ExitEconomics(gpu_hours_per_month=100.0, buyer_price_ratio=1.0, owner_price_ratio=1.0)
    >>> buyer, owner = exit_boundaries(solve_exit_game(process, terms, sides))
    >>> bool(np.allclose(buyer[:-1], owner[:-1], rtol=1e-3)), float(buyer[-1]), float(owner[-1])  # free to leave, one of them does
    (True, 0.0, inf)
    """
    log_prices = np.log(game.price_usd)
    advantage, stops = game.solution.advantage, game.solution.stops
    buyer = _edge(log_prices, advantage[..., BUYER], stops[..., BUYER])
    owner = -_edge(-log_prices[..., ::-1], advantage[..., ::-1, OWNER], stops[..., ::-1, OWNER])
    return np.exp(buyer), np.exp(owner)


def _edge(x: NDArray[np.float64], advantage: NDArray[np.float64], stops: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the upper end of the range of stopping that starts at the lowest ``x``, along the last axis."""
    inside = (advantage > 0) & np.any(stops > 0, axis=-1, keepdims=True)
    count = np.cumprod(inside, axis=-1).sum(axis=-1)
    points = x.shape[-1]

    def at(values: NDArray[np.float64], place: NDArray[np.intp]) -> NDArray[np.float64]:
        return np.take_along_axis(values, np.clip(place, 0, points - 1)[..., None], axis=-1)[..., 0]

    last, beyond = at(advantage, count - 1), at(advantage, count)
    # Where the other side leaves from here on, that ties with leaving; the slope inside the range then places the edge.
    tied = np.abs(beyond) <= 1e-7 * np.abs(advantage).max(axis=-1)
    fall = np.where(tied & (count > 1), at(advantage, count - 2) - last, last - beyond)
    share = np.clip(last / np.where(fall > 0, fall, np.inf), 0.0, 1.0)
    edge = at(x, count - 1) + share * (at(x, count) - at(x, count - 1))
    return np.where(count == 0, -np.inf, np.where(count == points, np.inf, edge))
