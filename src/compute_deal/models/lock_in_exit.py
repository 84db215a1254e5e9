"""Locked in with a way out: what an exit on notice is worth to the buyer, and what the provider's own exit takes away.

Each month, before the price of that month is paid, a side that may leave compares staying with giving notice. After the
notice the buyer rents on demand, and the provider sells the capacity at a share of the on-demand price. Nobody comes back.
The game is solved on a grid of the price with the engine of `compute_deal.models.risk.stopping`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compute_deal.models.lock_in import Choice
from compute_deal.models.risk.price_process import (
    MONTHS_PER_YEAR,
    PriceProcess,
    log_level,
    step_decay,
    step_sd,
)
from compute_deal.models.risk.stopping import solve_stopping_game, transition_matrix

BUYER, PROVIDER = 0, 1
_REACH = 6  # standard deviations that the grid spans on each side


@dataclass(frozen=True, kw_only=True)
class ExitRight:
    """Who may leave a commitment, and on what notice.

    Parameters
    ----------
    notice_months : int
        Months that are still paid after notice.
    buyer : bool
        Whether the buyer may leave.
    provider : bool
        Whether the provider may leave.
    relet_share : float
        Share of the on-demand price that the provider gets from others, as a decimal.

    Examples
    --------
    >>> ExitRight(notice_months=3, buyer=True).provider
    False
    """

    notice_months: int
    buyer: bool = False
    provider: bool = False
    relet_share: float = 1.0

    def __post_init__(self) -> None:
        """Refuse values outside the domain of the model."""
        if self.notice_months < 0:
            raise ValueError(f"notice_months is {self.notice_months}; expected at least 0")
        if not self.relet_share >= 0:
            raise ValueError(f"relet_share is {self.relet_share}; expected at least 0")


@dataclass(frozen=True)
class ExitPlan:
    """When each side leaves, and what the commitment then costs the buyer.

    Attributes
    ----------
    grid : numpy.ndarray
        Deviation of the log price from its level, shape (points,).
    leaves : numpy.ndarray
        What leaving is worth to each side beyond staying, USD per committed GPU-hour over the rest of the term times
        months, shape (months, points, 2); a side that may not leave never gains.
    expected_usd : float
        Expected cost to the buyer per committed GPU-hour.
    """

    grid: NDArray[np.float64]
    leaves: NDArray[np.float64]
    expected_usd: float


def solve_exit(process: PriceProcess, choice: Choice, right: ExitRight, points: int = 301) -> ExitPlan:
    """Find when each side leaves, each doing what is best for itself.

    Parameters
    ----------
    process : PriceProcess
        The price process, its time zero now.
    choice : Choice
        The commitment, and what the buyer pays on demand instead.
    right : ExitRight
        Who may leave.
    points : int
        Points of the grid of prices.

    Returns
    -------
    ExitPlan

    Notes
    -----
    Backward induction. Staying costs the locked price in this month. Leaving costs it for the months of notice, and from
    then on ``u ((1 - s) P + s V)``. The provider earns the locked price while the contract lasts, and the re-let share of
    ``P`` afterwards. The buyer decides first in each month.

    Examples
    --------
    >>> flat = PriceProcess(level_usd_per_gpu_hour=2.0, reversion_per_year=1.0, volatility_per_year=0.0)
    >>> choice = Choice(price_usd_per_gpu_hour=2.0, discount=0.0, term_months=12, utilisation=0.5)
    >>> plan = solve_exit(flat, choice, ExitRight(notice_months=3, buyer=True))
    >>> round(plan.expected_usd, 6)  # three months at 2, nine at 1
    1.25
    """
    months = choice.term_months
    start = float(np.log(choice.price_usd_per_gpu_hour) - log_level(process, 0.0))
    half = max(_REACH * float(step_sd(process, months / MONTHS_PER_YEAR)), abs(start) / 2, 1e-3)
    # Centred between the price now and the level, so that both lie inside.
    grid = np.linspace(min(start, 0.0) - half, max(start, 0.0) + half, points)
    locked = choice.locked_usd_per_gpu_hour
    price = np.stack([_later_price(process, grid, month, months) for month in range(months)])
    flow = np.empty((months, points, 2))
    flow[..., BUYER], flow[..., PROVIDER] = -locked, locked
    left = np.empty((months, points, 2))
    for month in range(months):
        after = min(month + right.notice_months, months)
        noticed = (after - month) * locked
        on_demand = choice.on_demand_usd(price[month, :, after:])
        left[month, :, BUYER] = -noticed - on_demand.sum(axis=1)
        left[month, :, PROVIDER] = noticed + right.relet_share * price[month, :, after:].sum(axis=1)
    step = 1 / MONTHS_PER_YEAR
    solution = solve_stopping_game(
        transition_matrix(grid, grid * step_decay(process, step), step_sd(process, step)),
        np.ones(2),
        flow,
        np.zeros((points, 2)),
        (left, left),
        np.tile([right.buyer, right.provider], (months, 1)),
    )
    allowed = np.array([right.buyer, right.provider])
    leaves = np.where(allowed, solution.advantage, -np.inf)
    expected = -float(np.interp(start, grid, solution.value[:, BUYER])) / months
    return ExitPlan(grid, leaves, expected)


def exit_costs(
    process: PriceProcess, choice: Choice, right: ExitRight, plan: ExitPlan, prices_usd: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Follow a plan along price paths.

    Parameters
    ----------
    process : PriceProcess
        The price process for which the plan was made.
    choice : Choice
        The commitment.
    right : ExitRight
        Who may leave, on what notice.
    plan : ExitPlan
        When each side leaves.
    prices_usd : numpy.ndarray
        Monthly prices, USD per GPU-hour, shape (at least term_months, paths), the first row the price now.

    Returns
    -------
    costs : numpy.ndarray
        Cost to the buyer per committed GPU-hour, shape (paths,).
    left_by : numpy.ndarray
        Who left: `BUYER`, `PROVIDER`, or -1 for nobody, shape (paths,).

    Examples
    --------
    >>> flat = PriceProcess(level_usd_per_gpu_hour=2.0, reversion_per_year=1.0, volatility_per_year=0.0)
    >>> choice = Choice(price_usd_per_gpu_hour=2.0, discount=0.0, term_months=12, utilisation=0.5)
    >>> right = ExitRight(notice_months=3, buyer=True)
    >>> costs, left_by = exit_costs(flat, choice, right, solve_exit(flat, choice, right), np.full((12, 1), 2.0))
    >>> costs.tolist(), left_by.tolist()
    ([1.25], [0])
    """
    months, paths = choice.term_months, prices_usd.shape[1]
    deviation = np.log(prices_usd[:months]) - log_level(process, np.arange(months) / MONTHS_PER_YEAR)[:, None]
    noticed = np.full(paths, months)
    left_by = np.full(paths, -1)
    for month in range(months):
        for side in (BUYER, PROVIDER):
            gain = plan.leaves[month, :, side]
            if np.isneginf(gain).all():
                continue
            going = (left_by < 0) & (np.interp(deviation[month], plan.grid, gain) > 0)
            noticed[going], left_by[going] = month, side
    ends = np.minimum(noticed + right.notice_months, months)
    locked = np.arange(months)[:, None] < ends
    paid = np.where(locked, choice.locked_usd_per_gpu_hour, choice.on_demand_usd(prices_usd[:months]))
    return paid.mean(axis=0), left_by


def _later_price(process: PriceProcess, grid: NDArray[np.float64], month: int, months: int) -> NDArray[np.float64]:
    """Give the price expected for each month, seen from each deviation in one month; earlier months are zero."""
    years = np.arange(months) / MONTHS_PER_YEAR
    ahead = np.maximum(years - years[month], 0.0)
    log_mean = log_level(process, years) + grid[:, None] * step_decay(process, ahead)
    return np.where(np.arange(months) >= month, np.exp(log_mean + step_sd(process, ahead) ** 2 / 2), 0.0)
