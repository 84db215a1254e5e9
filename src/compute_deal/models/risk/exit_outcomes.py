"""What follows from the solved exit game: who gives notice when, at which price, and what the clause is worth."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from compute_deal.models.risk.exit_game import BUYER, OWNER, ExitEconomics, ExitGame, ExitTerms, solve_exit_game
from compute_deal.models.risk.price_process import PriceProcess


@dataclass(frozen=True)
class ClauseValues:
    """Value of the contract to each side under four allocations of the exit right, in USD.

    Attributes
    ----------
    nobody, buyer_only, owner_only, both : tuple of float
        Value to the buyer and to the owner if nobody, one side, or both may leave.
    """

    nobody: tuple[float, float]
    buyer_only: tuple[float, float]
    owner_only: tuple[float, float]
    both: tuple[float, float]

    @property
    def worth_to_buyer(self) -> float:
        """Change of the buyer's value when a contract without exit gets the clause for both sides, in USD."""
        return self.both[BUYER] - self.nobody[BUYER]

    @property
    def worth_to_owner(self) -> float:
        """Change of the owner's value when a contract without exit gets the clause for both sides, in USD."""
        return self.both[OWNER] - self.nobody[OWNER]


def clause_values(
    process: PriceProcess,
    price_usd_per_gpu_hour: float,
    terms: ExitTerms,
    economics: ExitEconomics,
    *,
    points: int = 401,
) -> ClauseValues:
    """Value the contract with and without the exit right on each side.

    Parameters
    ----------
    process, price_usd_per_gpu_hour, terms, economics, points
        As in `solve_exit_game`; no batch.

    Returns
    -------
    ClauseValues
        Values in USD.

    Examples
    --------
    >>> flat = PriceProcess(level_usd_per_gpu_hour=1.0, reversion_per_year=1.0, volatility_per_year=0.0)
    >>> terms = ExitTerms(fee_usd_per_month=(120.0,) * 3, notice_months=1)
    >>> sides = ExitEconomics(gpu_hours_per_month=100.0, buyer_price_ratio=1.0, owner_price_ratio=1.0)
    >>> values = clause_values(flat, 1.0, terms, sides)
    >>> round(values.worth_to_buyer, 6), round(values.worth_to_owner, 6)  # the buyer saves two months at 20 too much
    (40.0, -40.0)
    """

    def value(buyer_may_leave: bool, owner_may_leave: bool) -> tuple[float, float]:
        game = solve_exit_game(
            process,
            price_usd_per_gpu_hour,
            terms,
            economics,
            buyer_may_leave=buyer_may_leave,
            owner_may_leave=owner_may_leave,
            points=points,
        )
        return float(game.buyer_value_usd), float(game.owner_value_usd)

    return ClauseValues(
        nobody=value(False, False),
        buyer_only=value(True, False),
        owner_only=value(False, True),
        both=value(True, True),
    )


def notice_probabilities(game: ExitGame) -> NDArray[np.float64]:
    """Give the probability that notice is given at the start of each month, by who gives it.

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
    >>> flat = PriceProcess(level_usd_per_gpu_hour=1.0, reversion_per_year=1.0, volatility_per_year=0.0)
    >>> terms = ExitTerms(fee_usd_per_month=(120.0,) * 3, notice_months=1, first_notice_month=1)
    >>> sides = ExitEconomics(gpu_hours_per_month=100.0, buyer_price_ratio=1.0, owner_price_ratio=1.0)
    >>> notice_probabilities(solve_exit_game(flat, 1.0, terms, sides)).round(6).tolist()
    [[0.0, 1.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    months = game.price_usd.shape[0]
    probability = np.zeros((3, months, *game.start.shape[:-1]))
    density = game.start
    for month in range(max(months - game.notice_months, 0)):
        forced = game.forced_probability[month]
        probability[2, month] = forced * density.sum(axis=-1)
        density = density * (1 - forced[..., None])
        for player in (BUYER, OWNER):
            probability[player, month] = np.sum(density * game.solution.stops[month, ..., player], axis=-1)
        density = density * (1 - game.solution.stops[month].sum(axis=-1))
        density = (density[..., None, :] @ game.kernel)[..., 0, :]
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

    Examples
    --------
    >>> flat = PriceProcess(level_usd_per_gpu_hour=1.0, reversion_per_year=1.0, volatility_per_year=0.0)
    >>> terms = ExitTerms(fee_usd_per_month=(120.0,) * 4, notice_months=1, first_notice_month=1)
    >>> sides = ExitEconomics(gpu_hours_per_month=100.0, buyer_price_ratio=1.0, owner_price_ratio=1.0)
    >>> in_force_probability(solve_exit_game(flat, 1.0, terms, sides)).round(6).tolist()
    [1.0, 1.0, 0.0, 0.0]
    """
    return _in_force(game, notice_probabilities(game))


def exit_boundaries(game: ExitGame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the prices at which each side leaves, by month.

    Parameters
    ----------
    game : ExitGame
        A solved game without batch axes.

    Returns
    -------
    tuple of numpy.ndarray
        The price below which the buyer gives notice (zero: never) and the price above which the owner does (infinite:
        never), USD per GPU-hour, each of shape (months,).

    Raises
    ------
    ValueError
        If the game is a batch, or a side leaves on several ranges of prices.

    Notes
    -----
    Where the end is near anyway because the other side is about to leave, a side may leave early to escape a bad month. Then
    its prices form more than one range. Small costs of an early end, own use near the fee and rising fees favour that.

    Examples
    --------
    >>> process = PriceProcess(level_usd_per_gpu_hour=1.2, reversion_per_year=1.0, volatility_per_year=0.3)
    >>> terms = ExitTerms(fee_usd_per_month=(120.0,) * 12, notice_months=1)
    >>> sides = ExitEconomics(gpu_hours_per_month=100.0, buyer_price_ratio=1.0, owner_price_ratio=1.0)
    >>> buyer, owner = exit_boundaries(solve_exit_game(process, 1.2, terms, sides))
    >>> bool(np.allclose(buyer[:-1], owner[:-1], rtol=1e-3)), float(buyer[-1]), float(owner[-1])  # free to leave, one of them does
    (True, 0.0, inf)
    """
    if game.start.ndim != 1:
        raise ValueError(f"the game has batch shape {game.start.shape[:-1]}; expected a single game")
    log_prices = np.log(game.price_usd)
    advantage, stops = game.solution.advantage, game.solution.stops
    rows = range(len(log_prices))
    buyer = [_edge(log_prices[t], advantage[t, :, BUYER], stops[t, :, BUYER]) for t in rows]
    owner = [-_edge(-log_prices[t, ::-1], advantage[t, ::-1, OWNER], stops[t, ::-1, OWNER]) for t in rows]
    return np.exp(np.array(buyer)), np.exp(np.array(owner))


def evaluate_exit_game(
    process: PriceProcess,
    price_usd_per_gpu_hour: float,
    terms: ExitTerms,
    economics: ExitEconomics,
    overrides: dict[str, NDArray[np.float64]],
    *,
    points: int = 81,
    chunk: int = 256,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Solve many games at once, with some inputs replaced by samples.

    Parameters
    ----------
    process, price_usd_per_gpu_hour, terms, economics
        The base case, as in `solve_exit_game`.
    overrides : dict of str to numpy.ndarray
        Samples of shape (batch,) by the name of a field of `PriceProcess` or `ExitEconomics`, or
        ``price_usd_per_gpu_hour``.
    points : int
        Grid points. A coarse grid is enough to rank inputs.
    chunk : int
        Games solved together; it bounds the memory.

    Returns
    -------
    tuple of numpy.ndarray
        Value to the buyer and to the owner in USD, and expected months in force; each of shape (batch,).

    Raises
    ------
    ValueError
        If a name is unknown or there is nothing to replace.

    Examples
    --------
    >>> flat = PriceProcess(level_usd_per_gpu_hour=1.0, reversion_per_year=1.0, volatility_per_year=0.0)
    >>> terms = ExitTerms(fee_usd_per_month=(120.0,) * 3, notice_months=1)
    >>> sides = ExitEconomics(gpu_hours_per_month=100.0, buyer_price_ratio=1.0, owner_price_ratio=1.0)
    >>> buyer, _, months = evaluate_exit_game(flat, 1.0, terms, sides, {"buyer_switching_cost_usd": np.array([0.0, 90.0])})
    >>> buyer.round(6).tolist(), months.round(6).tolist()  # a switch at 90 is dearer than two months at 20 too much
    ([-20.0, -60.0], [1.0, 3.0])
    """
    if not overrides:
        raise ValueError("overrides is empty; expected at least one sampled input")
    known = {*vars(process), *vars(economics), "price_usd_per_gpu_hour"}
    if unknown := sorted(set(overrides) - known):
        raise ValueError(f"unknown inputs {unknown}; expected names out of {sorted(known)}")
    size = len(next(iter(overrides.values())))
    results = np.empty((3, size))
    for begin in range(0, size, chunk):
        part = {name: np.asarray(sample)[begin : begin + chunk] for name, sample in overrides.items()}
        game = solve_exit_game(
            replace(process, **{name: value for name, value in part.items() if name in vars(process)}),
            part.get("price_usd_per_gpu_hour", price_usd_per_gpu_hour),
            terms,
            replace(economics, **{name: value for name, value in part.items() if name in vars(economics)}),
            points=points,
        )
        results[0, begin : begin + chunk] = game.buyer_value_usd
        results[1, begin : begin + chunk] = game.owner_value_usd
        results[2, begin : begin + chunk] = _in_force(game, notice_probabilities(game)).sum(axis=0)
    return results[0], results[1], results[2]


def _edge(x: NDArray[np.float64], advantage: NDArray[np.float64], stops: NDArray[np.float64]) -> float:
    """Give the upper end of a stopping range that starts at the lowest ``x``."""
    inside = (advantage > 0) & np.any(stops > 0)
    count = int(inside.sum())
    if not np.all(inside[:count]):
        raise ValueError(
            "a side leaves on several ranges of prices; the values hold, but no single boundary describes that"
        )
    if count == 0:
        return float("-inf")
    if count == len(x):
        return float("inf")
    last, beyond = advantage[count - 1], advantage[count]
    if beyond < 0:
        fall = last - beyond
    else:
        # The other side leaves from here on, which ties with leaving; the slope inside the range places the edge.
        fall = advantage[count - 2] - last if count > 1 else last
    share = min(last / fall, 1.0) if fall > 0 else 1.0
    return float(x[count - 1] + share * (x[count] - x[count - 1]))


def _in_force(game: ExitGame, probability: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shift the notice by its period: a month is served unless notice was given `notice_months` before, or earlier."""
    given = np.cumsum(probability.sum(axis=0), axis=0)
    notice, months = game.notice_months, len(given)
    served = np.ones_like(given)
    if notice < months:
        served[notice:] -= given[: months - notice]
    return np.clip(served, 0.0, 1.0)
