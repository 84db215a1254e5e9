"""The exit clause as a game: each side may leave the contract on notice when the market makes that worthwhile.

Timing. Month 0 starts at the valuation date. At the start of each month both sides see the price of equivalent capacity and
decide; then the fee of the month is paid. Notice given at the start of month ``t`` leaves fee and service running in months
``t`` to ``t + notice - 1``; after that both are free at market. Notice is not possible in months in which it would end
nothing early. A buyer that needs longer than the notice to replace the capacity decides earlier and pays the fee meanwhile;
should the owner give notice within that time, the end comes sooner, and still counts as the buyer's.

Payoffs are measured against having no contract. In force, a month is worth ``market cost - fee`` to the buyer and
``fee - what the capacity would earn elsewhere`` to the owner. An end before the term costs the buyer a switch and the owner
a gap until the capacity is re-leased, whoever gives notice; a planned end at the term costs nothing extra. The two sides are
therefore close to zero-sum, and only these frictions keep a contract alive that both may leave. Because an early end costs
each side the same whoever left, the order of moves hardly matters; the buyer moves first.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compute_deal.models.risk.price_process import MONTHS_PER_YEAR, PriceProcess
from compute_deal.models.risk.stopping import (
    StoppingSolution,
    advantage,
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
    fee_usd_per_month : float
        Fee of each remaining month, in USD.
    term_months : int
        Number of remaining months.
    notice_months : int
        Months of fee and service after notice is given.
    buyer_lead_months : int
        Months that the buyer needs to replace the capacity once it has decided to leave; the notice runs within them.

    Raises
    ------
    ValueError
        If there is no month, or a number of months is negative.

    Examples
    --------
    >>> ExitTerms(fee_usd_per_month=1.25e9, term_months=30, notice_months=3, buyer_lead_months=6).months_to_end
    (6, 3)
    """

    fee_usd_per_month: float
    term_months: int
    notice_months: int
    buyer_lead_months: int = 0

    def __post_init__(self) -> None:
        """Refuse an empty term and negative periods."""
        if self.term_months < 1 or min(self.notice_months, self.buyer_lead_months) < 0:
            raise ValueError(
                f"term_months is {self.term_months}, notice_months {self.notice_months} and buyer_lead_months "
                f"{self.buyer_lead_months}; expected a term of at least one and the others of at least zero"
            )

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
        Price the owner would earn by re-leasing, as a multiple of the modelled price (a discount or idle share lowers it).
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
    price_usd : numpy.ndarray
        Price on the grid in each month, USD per GPU-hour, shape (months, ..., points); the middle point is the median,
        in the first month the price of today.
    solution : StoppingSolution
        Decisions on the grid.
    kernel : numpy.ndarray
        Monthly transition on the grid, the same for the whole batch, shape (points, points).
    forced_probability : numpy.ndarray
        Probability that other causes lead to notice at the start of a month, shape (months, ...).
    months_to_end : tuple of int
        Months from the decision to the end, if the buyer and if the owner leaves; other causes take as long as the owner.
    """

    buyer_value_usd: NDArray[np.float64]
    owner_value_usd: NDArray[np.float64]
    price_usd: NDArray[np.float64]
    solution: StoppingSolution
    kernel: NDArray[np.float64]
    forced_probability: NDArray[np.float64]
    months_to_end: tuple[int, int]


def solve_exit_game(
    process: PriceProcess,
    terms: ExitTerms,
    economics: ExitEconomics,
    *,
    may_leave: tuple[bool, bool] = (True, True),
    points: int = 401,
) -> ExitGame:
    """Solve the exit game by backward induction.

    Parameters
    ----------
    process : PriceProcess
        The price process; time zero is today. Fields may be arrays of shape (batch,).
    terms : ExitTerms
        Fee and exit terms.
    economics : ExitEconomics
        Value of the contract to each side. Fields may be arrays of shape (batch,).
    may_leave : tuple of bool
        Whether the buyer, and whether the owner, holds the exit right.
    points : int
        Grid points, odd so that the price of today is one of them.

    Returns
    -------
    ExitGame
        Values and decisions.

    Raises
    ------
    ValueError
        If the number of points is even.

    Examples
    --------
    A price known for certain, three months at a fee of 120, capacity worth 100, one month's notice. The buyer leaves at
    once, pays one month too dear, and the owner earns 20 more in it than outside.

    >>> flat = PriceProcess(price_usd_per_gpu_hour=1.0, change_per_year=0.0, volatility_per_year=0.0)
    >>> terms = ExitTerms(fee_usd_per_month=120.0, term_months=3, notice_months=1)
    >>> sides = ExitEconomics(gpu_hours_per_month=100.0, buyer_price_ratio=1.0, owner_price_ratio=1.0)
    >>> game = solve_exit_game(flat, terms, sides)
    >>> round(float(game.buyer_value_usd), 6), round(float(game.owner_value_usd), 6)
    (-20.0, 20.0)
    """
    if points % 2 == 0:
        raise ValueError(f"points is {points}; expected an odd number")
    months, periods = terms.term_months, terms.months_to_end
    batch = np.broadcast_shapes(*(np.shape(value) for value in (*vars(process).values(), *vars(economics).values())))
    # In units of the spread over the term, every random walk has the same grid and the same transition.
    unit = np.linspace(-1.0, 1.0, points)
    kernel = transition_matrix(unit, 1 / (_GRID_SDS * months**0.5))
    half_width = np.broadcast_to(_GRID_SDS * process.log_sd(months / MONTHS_PER_YEAR), batch)
    years = np.arange(months).reshape(months, *(1,) * len(batch)) / MONTHS_PER_YEAR
    price = np.exp(process.log_median(years)[..., None] + half_width[..., None] * unit)
    flow = _flows(price, terms, economics)
    rates = (economics.buyer_discount_per_year, economics.owner_discount_per_year)
    discount = np.stack([np.broadcast_to((1 + np.asarray(r)) ** (-1 / MONTHS_PER_YEAR), batch) for r in rates], axis=-1)
    ended = _values_once_ending(kernel, discount, flow, periods, _early_end_costs(economics, batch))
    may_stop = np.zeros((months, 2), dtype=bool)
    for player in (BUYER, OWNER):
        may_stop[: max(months - periods[player], 0), player] = may_leave[player]
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
    )
    today = solution.value[..., points // 2, :]
    return ExitGame(
        buyer_value_usd=today[..., BUYER],
        owner_value_usd=today[..., OWNER],
        price_usd=price,
        solution=solution,
        kernel=kernel,
        forced_probability=forced_probability,
        months_to_end=periods,
    )


def _flows(price: NDArray[np.float64], terms: ExitTerms, economics: ExitEconomics) -> NDArray[np.float64]:
    column = {name: np.asarray(value)[..., None] for name, value in vars(economics).items()}
    fee = terms.fee_usd_per_month
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
            share = positive_share(advantage(by_owner[..., OWNER], value[..., OWNER]))[early][..., None]
            value[early] = share * by_owner[early] + (1 - share) * value[early]
        left = np.concatenate([value, left[-1:]])
    return left[:-1], by_owner
