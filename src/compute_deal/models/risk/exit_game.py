"""The exit clause as a game: each side may leave the contract on notice when the market makes that worthwhile.

Timing. Month 0 starts at the valuation date. At the start of each month both sides see the price of equivalent capacity and
decide; then the fee of the month is paid. Notice given at the start of month ``t`` leaves fee and service running in months
``t`` to ``t + notice - 1``; after that both are free at market. Notice is possible from `first_notice_month` on, and not in
months in which it would end nothing early. A buyer that needs longer than the notice to replace the capacity decides earlier
and pays the fee meanwhile; should the owner give notice within that time, the end comes sooner, and still counts as the buyer's.

Payoffs are measured against having no contract. In force, a month is worth ``market cost - fee`` to the buyer and
``fee - what the capacity would earn elsewhere`` to the owner. An end before the term costs the buyer a switch and the owner
a gap until the capacity is re-let, whoever gives notice; a planned end at the term costs nothing extra. The two sides are
therefore close to zero-sum, and only these frictions keep a contract alive that both may leave. Because an early end costs
each side the same whoever left, the order of moves hardly matters; the buyer moves first.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from compute_deal.models.risk.price_process import MONTHS_PER_YEAR, PriceProcess, log_level, step_decay, step_sd
from compute_deal.models.risk.stopping import (
    TIE_TOLERANCE,
    StoppingSolution,
    expectation,
    positive_share,
    solve_stopping_game,
    transition_matrix,
)

BUYER, OWNER = 0, 1
_GRID_SDS = 5.0


@dataclass(frozen=True, kw_only=True)
class ExitTerms:
    """What the contract says about fee and exit.

    Parameters
    ----------
    fee_usd_per_month : tuple of float
        Fee of each remaining month, in USD; its length is the remaining term.
    notice_months : int
        Months of fee and service after notice is given.
    first_notice_month : int
        First month at whose start notice may be given; the rest of the initial period.
    buyer_lead_months : int
        Months that the buyer needs to replace the capacity once it has decided to leave; the notice runs within them.

    Raises
    ------
    ValueError
        If there is no month, or a number of months is negative.

    Examples
    --------
    >>> ExitTerms(fee_usd_per_month=(1.25e9,) * 31, notice_months=3).term_months
    31
    """

    fee_usd_per_month: tuple[float, ...]
    notice_months: int
    first_notice_month: int = 0
    buyer_lead_months: int = 0

    def __post_init__(self) -> None:
        """Refuse an empty term and negative periods."""
        if not self.fee_usd_per_month:
            raise ValueError("fee_usd_per_month is empty; expected one fee for each remaining month")
        if min(self.notice_months, self.first_notice_month, self.buyer_lead_months) < 0:
            raise ValueError(
                f"notice_months is {self.notice_months}, first_notice_month {self.first_notice_month} and "
                f"buyer_lead_months {self.buyer_lead_months}; expected numbers of at least zero"
            )

    @property
    def term_months(self) -> int:
        """Number of remaining months."""
        return len(self.fee_usd_per_month)

    @property
    def months_to_end(self) -> tuple[int, int]:
        """Months from the decision to the end, if the buyer and if the owner leaves."""
        return max(self.notice_months, self.buyer_lead_months), self.notice_months


@dataclass(frozen=True, kw_only=True)
class ExitEconomics:
    """What the contract is worth to each side beside the market. Fields are numbers or arrays of shape (batch,).

    Parameters
    ----------
    gpu_hours_per_month : float
        Capacity of the contract, GPU-hours per month.
    buyer_price_ratio : float
        Price the buyer would pay for equivalent capacity, as a multiple of the modelled price.
    owner_price_ratio : float
        Price the owner would earn by re-letting, as a multiple of the modelled price (a discount or idle share lowers it).
    buyer_switching_cost_usd, owner_reletting_cost_usd : float
        Cost of an early end to each side, paid when the contract ends.
    buyer_discount_per_year, owner_discount_per_year : float
        Discount rates, compounded yearly, as decimals.
    other_hazard_per_year : float
        Rate at which causes other than the price lead to notice, per year.

    Raises
    ------
    ValueError
        If a field is not finite, or one that cannot be negative is.

    Examples
    --------
    >>> economics = ExitEconomics(gpu_hours_per_month=325_000 * 730.5, buyer_price_ratio=2.0, owner_price_ratio=1.8)
    >>> economics.buyer_switching_cost_usd
    0.0
    """

    gpu_hours_per_month: float
    buyer_price_ratio: float
    owner_price_ratio: float
    buyer_switching_cost_usd: float = 0.0
    owner_reletting_cost_usd: float = 0.0
    buyer_discount_per_year: float = 0.0
    owner_discount_per_year: float = 0.0
    other_hazard_per_year: float = 0.0

    def __post_init__(self) -> None:
        """Refuse negative and infinite numbers; a very large cost stands for an exit that never pays."""
        for name, value in vars(self).items():
            if not (np.all(np.isfinite(value)) and np.all(np.asarray(value) >= 0)):
                raise ValueError(f"{name} is {value}; expected a finite number that is not negative")


@dataclass(frozen=True)
class ExitGame:
    """The solved game.

    Attributes
    ----------
    buyer_value_usd, owner_value_usd : numpy.ndarray
        Present value of the contract to each side at the price of today, in USD, shape (batch,) or ().
    log_deviation : numpy.ndarray
        Grid of the log price around its level, shape (..., points).
    price_usd : numpy.ndarray
        Price on the grid in each month, USD per GPU-hour, shape (months, ..., points).
    solution : StoppingSolution
        Decisions on the grid.
    kernel : numpy.ndarray
        Monthly transition on the grid; one for the batch where all are equal.
    start : numpy.ndarray
        Weights of the grid points that stand for the price of today, shape (..., points).
    forced_probability : numpy.ndarray
        Probability that other causes lead to notice at the start of a month, shape (months, ...).
    months_to_end : tuple of int
        Months from the decision to the end, if the buyer and if the owner leaves; other causes take as long as the owner.
    """

    buyer_value_usd: NDArray[np.float64]
    owner_value_usd: NDArray[np.float64]
    log_deviation: NDArray[np.float64]
    price_usd: NDArray[np.float64]
    solution: StoppingSolution
    kernel: NDArray[np.float64]
    start: NDArray[np.float64]
    forced_probability: NDArray[np.float64]
    months_to_end: tuple[int, int]


def solve_exit_game(
    process: PriceProcess,
    price_usd_per_gpu_hour: ArrayLike,
    terms: ExitTerms,
    economics: ExitEconomics,
    *,
    buyer_may_leave: bool = True,
    owner_may_leave: bool = True,
    points: int = 401,
    tie_tolerance: float = TIE_TOLERANCE,
) -> ExitGame:
    """Solve the exit game by backward induction.

    Parameters
    ----------
    process : PriceProcess
        The price process; time zero is today. Fields may be arrays of shape (batch,).
    price_usd_per_gpu_hour : array_like
        Price today, USD per GPU-hour.
    terms : ExitTerms
        Fee and exit terms.
    economics : ExitEconomics
        Value of the contract to each side. Fields may be arrays of shape (batch,).
    buyer_may_leave, owner_may_leave : bool
        Who holds the exit right.
    points : int
        Grid points.
    tie_tolerance : float
        Advantage of leaving that counts as none, as in `solve_stopping_game`.

    Returns
    -------
    ExitGame
        Values and decisions.

    Examples
    --------
    A price known for certain, three months at a fee of 120, capacity worth 100, one month's notice. The buyer leaves at
    once, pays one month too dear, and the owner earns 20 more in it than outside.

    >>> flat = PriceProcess(level_usd_per_gpu_hour=1.0, reversion_per_year=1.0, volatility_per_year=0.0)
    >>> terms = ExitTerms(fee_usd_per_month=(120.0,) * 3, notice_months=1)
    >>> sides = ExitEconomics(gpu_hours_per_month=100.0, buyer_price_ratio=1.0, owner_price_ratio=1.0)
    >>> game = solve_exit_game(flat, 1.0, terms, sides)
    >>> round(float(game.buyer_value_usd), 6), round(float(game.owner_value_usd), 6)
    (-20.0, 20.0)
    """
    months, periods = terms.term_months, terms.months_to_end
    batch = np.broadcast_shapes(
        np.shape(price_usd_per_gpu_hour),
        *(np.shape(value) for value in (*vars(process).values(), *vars(economics).values())),
    )
    today = np.broadcast_to(np.log(price_usd_per_gpu_hour), batch) - log_level(process, 0.0)
    horizon_sd = np.broadcast_to(step_sd(process, months / MONTHS_PER_YEAR), batch)
    half_width = np.maximum(np.maximum(_GRID_SDS * horizon_sd, 1.05 * np.abs(today)), 1e-3)
    unit = np.linspace(-1.0, 1.0, points)
    grid = half_width[..., None] * unit
    decay = _one_if_equal(np.broadcast_to(step_decay(process, 1 / MONTHS_PER_YEAR), batch))
    spread = _one_if_equal(np.broadcast_to(step_sd(process, 1 / MONTHS_PER_YEAR), batch) / half_width)
    kernel = transition_matrix(unit, decay[..., None] * unit, spread)

    years = np.arange(months).reshape(months, *(1,) * len(batch)) / MONTHS_PER_YEAR
    price = np.exp(log_level(process, years)[..., None] + grid)
    flow = _flows(price, terms, economics)
    discount = np.stack(
        np.broadcast_arrays(
            (1 + np.asarray(economics.buyer_discount_per_year)) ** (-1 / MONTHS_PER_YEAR),
            (1 + np.asarray(economics.owner_discount_per_year)) ** (-1 / MONTHS_PER_YEAR),
            np.ones(batch),
        )[:2],
        axis=-1,
    )
    ended = _values_once_ending(kernel, discount, flow, periods, _early_end_costs(economics, batch), tie_tolerance)
    may_stop = np.zeros((months, 2), dtype=bool)
    for player, may_leave in ((BUYER, buyer_may_leave), (OWNER, owner_may_leave)):
        may_stop[terms.first_notice_month : max(months - periods[player], 0), player] = may_leave
    forced = np.broadcast_to(-np.expm1(-np.asarray(economics.other_hazard_per_year) / MONTHS_PER_YEAR), batch)
    forced_probability = np.concatenate([np.zeros((1, *batch)), np.broadcast_to(forced, (months - 1, *batch))])
    solution = solve_stopping_game(
        kernel,
        discount,
        flow,
        np.zeros(flow.shape[1:]),
        ended,
        may_stop,
        forced_probability=forced_probability,
        forced_payoff=ended[OWNER],
        tie_tolerance=tie_tolerance,
    )
    start = _interpolation_weights(grid, today)
    value = np.sum(start[..., None] * solution.value, axis=-2)
    return ExitGame(
        buyer_value_usd=value[..., BUYER],
        owner_value_usd=value[..., OWNER],
        log_deviation=grid,
        price_usd=price,
        solution=solution,
        kernel=kernel,
        start=start,
        forced_probability=forced_probability,
        months_to_end=periods,
    )


def _one_if_equal(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give one value for a batch in which all are equal: random walks on grids of their own width share a transition."""
    return values.flat[0] if values.size and np.ptp(values) <= 1e-12 * np.abs(values).max() else values


def _flows(price: NDArray[np.float64], terms: ExitTerms, economics: ExitEconomics) -> NDArray[np.float64]:
    column = {name: np.asarray(value)[..., None] for name, value in vars(economics).items()}
    fee = np.array(terms.fee_usd_per_month).reshape(-1, *(1,) * (price.ndim - 1))
    revenue = price * column["gpu_hours_per_month"]
    return np.stack([revenue * column["buyer_price_ratio"] - fee, fee - revenue * column["owner_price_ratio"]], axis=-1)


def _early_end_costs(economics: ExitEconomics, batch: tuple[int, ...]) -> NDArray[np.float64]:
    sides = (economics.buyer_switching_cost_usd, economics.owner_reletting_cost_usd)
    return np.stack([np.broadcast_to(side, batch) for side in sides], axis=-1)[..., None, :]


def _values_once_ending(
    kernel: NDArray[np.float64],
    discount: NDArray[np.float64],
    flow: NDArray[np.float64],
    periods: tuple[int, int],
    costs: NDArray[np.float64],
    tie_tolerance: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Value to each side in each month if the buyer, and if the owner, decides to leave in it.

    While the buyer works off a lead that is longer than the notice, the owner may still give notice of its own: without that
    a slow buyer could keep a cheap contract by announcing that it will go.
    """
    months, notice = flow.shape[0], periods[OWNER]
    # Value in a month, and after the last, when so many months are left; a planned end at the term costs nothing.
    left = np.concatenate([np.broadcast_to(-costs, flow.shape), np.zeros((1, *flow.shape[1:]))])
    by_owner = left[:-1]
    for ahead in range(1, periods[BUYER] + 1):
        value = flow + discount[..., None, :] * expectation(kernel, left[1:])
        if ahead == notice:
            by_owner = value
        elif ahead > notice:
            early = slice(0, max(months - notice, 0))
            compared = np.maximum(np.abs(by_owner[..., OWNER]), np.abs(value[..., OWNER])).max(axis=-1, keepdims=True)
            gain = by_owner[..., OWNER] - value[..., OWNER] - tie_tolerance * compared
            share = positive_share(gain)[early][..., None]
            value[early] = share * by_owner[early] + (1 - share) * value[early]
        left = np.concatenate([value, left[-1:]])
    return left[:-1], by_owner


def _interpolation_weights(grid: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    spacing = (grid[..., 1] - grid[..., 0])[..., None]
    return np.maximum(1 - np.abs(grid - x[..., None]) / spacing, 0.0)
