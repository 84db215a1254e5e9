"""Optimal stopping on a grid by backward induction, for one person or for two.

The same engine prices an American put and solves the game in which either side of a contract may leave. Arrays may have
leading batch axes; the last axis of a payoff array is the player.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

_ROOT_TWO_PI = float(np.sqrt(2 * np.pi))
# Far above rounding (1e-16 a sum) and far below what anybody would act on: a few dollars on a contract of billions.
TIE_TOLERANCE = 1e-9


@dataclass(frozen=True)
class StoppingSolution:
    """Values and decisions of a two-person stopping game.

    Attributes
    ----------
    value : numpy.ndarray
        Value to each player at the first date before that date's decision, shape (..., points, 2).
    stops : numpy.ndarray
        Share of a grid cell in which a player is the one who stops, 0 to 1, shape (dates, ..., points, 2).
    advantage : numpy.ndarray
        What stopping is worth to a player beyond going on and beyond a tie, shape (dates, ..., points, 2). Where it is
        positive, the player stops.
    """

    value: NDArray[np.float64]
    stops: NDArray[np.float64]
    advantage: NDArray[np.float64]


def transition_matrix(grid: NDArray[np.float64], sd: float) -> NDArray[np.float64]:
    """Build the transition of a Gaussian random walk between two dates on a uniform grid.

    Parameters
    ----------
    grid : numpy.ndarray
        Uniform increasing grid, shape (points,).
    sd : float
        Standard deviation of a step, above zero.

    Returns
    -------
    numpy.ndarray
        Matrix of shape (points, points) whose rows sum to one. Applied to values on the grid it gives their
        conditional expectation.

    Notes
    -----
    A row integrates the Gaussian density exactly against the hat functions of linear interpolation. Their weights are the
    second differences of ``E[(Y - g)+]``. Interpolation adds a variance of ``h**2 / 6``, which is taken off the Gaussian
    beforehand. Beyond the grid values are held constant.

    Examples
    --------
    >>> transition_matrix(np.linspace(-2.0, 2.0, 5), 0.5)[2].round(3).tolist()
    [0.004, 0.191, 0.61, 0.191, 0.004]
    """
    spacing = grid[1] - grid[0]
    # The correction holds where the Gaussian spans grid cells; a narrower one is left as it is.
    sd_used = np.sqrt(sd**2 - spacing**2 / 6) if sd**2 > spacing**2 / 2 else sd
    gap = grid[:, None] - grid
    above = sd_used * np.exp(-0.5 * (gap / sd_used) ** 2) / _ROOT_TWO_PI + gap * ndtr(gap / sd_used)
    slope = np.diff(above, axis=1) / spacing
    edge = np.ones_like(slope[:, :1])
    return np.diff(np.concatenate([-edge, slope, np.zeros_like(edge)], axis=1), axis=1)


def expectation(kernel: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the conditional expectation of values on the grid one date ahead.

    Parameters
    ----------
    kernel : numpy.ndarray
        Transition, shape (points, points).
    values : numpy.ndarray
        Shape (..., points, columns).

    Returns
    -------
    numpy.ndarray
        Shape of the values.

    Examples
    --------
    >>> expectation(np.array([[0.0, 1.0], [0.5, 0.5]]), np.array([[[2.0], [4.0]]])).tolist()
    [[[4.0], [3.0]]]
    """
    # One matrix product instead of one for each of the batch.
    return np.moveaxis(np.tensordot(kernel, values, axes=(1, values.ndim - 2)), 0, -2)


def advantage(stopped: NDArray[np.float64], going_on: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give what stopping is worth beyond going on and beyond a tie.

    Parameters
    ----------
    stopped, going_on : numpy.ndarray
        Worth of each at the points of a grid, shape (..., points).

    Returns
    -------
    numpy.ndarray
        Difference less `TIE_TOLERANCE` of the largest amount that is compared, so that ties go to staying.

    Examples
    --------
    >>> advantage(np.array([1.0, 2.0]), np.array([1.0, 1.0])).round(6).tolist()
    [-0.0, 1.0]
    """
    scale = np.maximum(np.abs(stopped), np.abs(going_on)).max(axis=-1, keepdims=True)
    return stopped - going_on - TIE_TOLERANCE * scale


def solve_stopping_game(
    kernel: NDArray[np.float64],
    discount: NDArray[np.float64],
    flow: NDArray[np.float64],
    terminal: NDArray[np.float64],
    payoff_if_stopped_by: tuple[NDArray[np.float64], NDArray[np.float64]],
    may_stop: NDArray[np.bool_],
    *,
    forced_probability: NDArray[np.float64] | None = None,
    forced_payoff: NDArray[np.float64] | None = None,
) -> StoppingSolution:
    """Solve a two-person stopping game by backward induction.

    At each date nature may first end the game. Then player 0 stops or not, then player 1. If neither stops, both
    receive the flow of that date and the state moves on. A player stops only if that is better by more than a tie. The
    edge of a stopping range lies between grid points; the cell it cuts stops in proportion, which keeps the error of
    second order for the player who is left too.

    Parameters
    ----------
    kernel : numpy.ndarray
        Transition between dates, shape (points, points).
    discount : numpy.ndarray
        Discount factor of each player over one date, shape (..., 2) or (2,).
    flow : numpy.ndarray
        Flow to each player at each date while the game lasts, shape (dates, ..., points, 2).
    terminal : numpy.ndarray
        Payoff if nobody ever stops, one date after the last, shape (..., points, 2).
    payoff_if_stopped_by : tuple of numpy.ndarray
        Payoffs to both players if player 0 stops, and if player 1 stops, each shaped like `flow`.
    may_stop : numpy.ndarray
        Whether each player may stop at each date, shape (dates, 2).
    forced_probability : numpy.ndarray, optional
        Probability that the game is ended at a date for other reasons, shape (dates, ...).
    forced_payoff : numpy.ndarray, optional
        Payoffs to both in that case, shaped like `flow`.

    Returns
    -------
    StoppingSolution
        Values at the first date and decisions at all dates.

    Examples
    --------
    >>> zero = np.zeros((1, 2, 2))
    >>> solution = solve_stopping_game(
    ...     np.eye(2), np.ones(2), zero - 1.0, zero[0], (zero, zero), np.array([[True, False]])
    ... )
    >>> solution.value.tolist(), solution.stops[0, 0].tolist()  # a flow of -1 is worth leaving
    ([[0.0, 0.0], [0.0, 0.0]], [1.0, 0.0])
    """
    discount = np.asarray(discount)[..., None, :]
    stops = np.zeros(flow.shape)
    gains = np.empty(flow.shape)
    value = terminal
    for date in range(flow.shape[0] - 1, -1, -1):
        value = flow[date] + discount * expectation(kernel, value)
        for player in (1, 0):
            stopped = payoff_if_stopped_by[player][date]
            gain = gains[date, ..., player] = advantage(stopped[..., player], value[..., player])
            if may_stop[date, player]:
                share = stops[date, ..., player] = positive_share(gain)
                # This form is exact at a share of one, so being left exactly ties with leaving.
                value = share[..., None] * stopped + (1 - share[..., None]) * value
        stops[date, ..., 1] *= 1 - stops[date, ..., 0]
        if forced_probability is not None and forced_payoff is not None:
            forced = forced_probability[date][..., None, None]
            value = (1 - forced) * value + forced * forced_payoff[date]
    return StoppingSolution(value=value, stops=stops, advantage=gains)


def positive_share(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the share of the cell around each grid point in which the values, interpolated linearly, are positive.

    Parameters
    ----------
    values : numpy.ndarray
        Values on a grid, its points along the last axis.

    Returns
    -------
    numpy.ndarray
        Shares from 0 to 1, shape of the values.

    Examples
    --------
    >>> positive_share(np.array([-1.0, 1.0, 3.0])).tolist()  # zero lies half-way between the first two points
    [0.0, 1.0, 1.0]
    """
    middle = (values[..., 1:] + values[..., :-1]) / 2
    left = np.concatenate([values[..., :1], middle], axis=-1)
    right = np.concatenate([middle, values[..., -1:]], axis=-1)
    return (_positive_part(values, left) + _positive_part(values, right)) / 2


def _positive_part(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    width = np.abs(start - end)
    share = np.maximum(start, end) / np.where(width > 0, width, 1.0)
    return np.where(width > 0, np.clip(share, 0.0, 1.0), start > 0)
