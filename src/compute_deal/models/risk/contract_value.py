"""Simulated value of the contract to each side, with exits by price and by other causes."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from compute_deal.models.risk.exit_game import ExitEconomics, ExitTerms
from compute_deal.models.risk.hazards import sample_end_month
from compute_deal.models.risk.price_process import (
    MONTHS_PER_YEAR,
    PriceProcess,
    simulate_prices,
    standard_normal_shocks,
)


@dataclass(frozen=True, kw_only=True)
class ExitPolicy:
    """When each side gives notice, and how likely other causes are to end the contract.

    Parameters
    ----------
    buyer_leaves_below_usd, owner_leaves_above_usd : numpy.ndarray
        Price per GPU-hour below which the buyer, and above which the owner, gives notice at the start of a month; zero and
        infinity say never. Shape (months,).
    in_force_by_causes : numpy.ndarray
        Probability that other causes leave a month in force, shape (months,).

    Raises
    ------
    ValueError
        If the shapes differ, or the probabilities rise or leave the range from 0 to 1.

    Examples
    --------
    >>> never = ExitPolicy(
    ...     buyer_leaves_below_usd=np.zeros(3), owner_leaves_above_usd=np.full(3, np.inf), in_force_by_causes=np.ones(3)
    ... )
    >>> never.in_force_by_causes.sum()
    np.float64(3.0)
    """

    buyer_leaves_below_usd: NDArray[np.float64]
    owner_leaves_above_usd: NDArray[np.float64]
    in_force_by_causes: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Refuse shapes that differ and probabilities that rise."""
        shapes = {np.shape(value) for value in vars(self).values()}
        if len(shapes) != 1:
            raise ValueError(f"shapes are {sorted(shapes)}; expected one value for each month in every field")
        served = self.in_force_by_causes
        if np.any(np.diff(served) > 0) or served[0] > 1 or served[-1] < 0:
            raise ValueError("in_force_by_causes rises or leaves 0 to 1; expected probabilities that do not increase")


@dataclass(frozen=True)
class PathValues:
    """Outcome of each simulated path; every array has shape (paths,).

    Attributes
    ----------
    fees_usd : numpy.ndarray
        Present value of the fees at the discount rate of the owner, in USD.
    buyer_gain_usd, owner_gain_usd : numpy.ndarray
        Present value of the contract to each side against having none, in USD (see `exit_game`).
    months_served : numpy.ndarray
        Months in force.
    ended_by : numpy.ndarray
        0 the buyer, 1 the owner, 2 another cause, 3 the term.
    """

    fees_usd: NDArray[np.float64]
    buyer_gain_usd: NDArray[np.float64]
    owner_gain_usd: NDArray[np.float64]
    months_served: NDArray[np.intp]
    ended_by: NDArray[np.int8]


def value_paths(
    prices_usd: NDArray[np.float64],
    end_by_causes: NDArray[np.intp],
    terms: ExitTerms,
    economics: ExitEconomics,
    policy: ExitPolicy,
) -> PathValues:
    """Apply the exit policy to price paths and value what each side gets.

    Parameters
    ----------
    prices_usd : numpy.ndarray
        Price in each month, USD per GPU-hour, shape (months, paths); any process.
    end_by_causes : numpy.ndarray
        Months served before another cause ends the contract, shape (paths,).
    terms : ExitTerms
        Fee and exit terms.
    economics : ExitEconomics
        Value of the contract to each side; its hazard is not used, `end_by_causes` takes its place.
    policy : ExitPolicy
        Prices at which each side gives notice.

    Returns
    -------
    PathValues
        Outcome of each path.

    Raises
    ------
    ValueError
        If prices or policy do not cover the term.

    Notes
    -----
    A break fee passes between the sides when one of them gives notice. If both would do so in the same month, the notice
    counts as the buyer's.

    Examples
    --------
    >>> terms = ExitTerms(fee_usd_per_month=(120.0,) * 3, notice_months=1)
    >>> sides = ExitEconomics(gpu_hours_per_month=100.0, buyer_price_ratio=1.0, owner_price_ratio=1.0)
    >>> policy = ExitPolicy(
    ...     buyer_leaves_below_usd=np.array([1.1, 1.1, 0.0]),
    ...     owner_leaves_above_usd=np.full(3, np.inf),
    ...     in_force_by_causes=np.ones(3),
    ... )
    >>> outcome = value_paths(np.full((3, 1), 1.0), np.array([3]), terms, sides, policy)
    >>> outcome.months_served.tolist(), outcome.fees_usd.tolist(), outcome.buyer_gain_usd.tolist()
    ([1], [120.0], [-20.0])
    """
    months, notice = terms.term_months, terms.notice_months
    if prices_usd.shape[0] != months or len(policy.in_force_by_causes) != months:
        raise ValueError(
            f"prices cover {prices_usd.shape[0]} months and the policy {len(policy.in_force_by_causes)}; expected {months}"
        )
    first, last = terms.first_notice_month, max(months - notice, terms.first_notice_month)
    buyer_end = _first_notice(
        prices_usd[first:last] < policy.buyer_leaves_below_usd[first:last, None], first, notice, months
    )
    owner_end = _first_notice(
        prices_usd[first:last] > policy.owner_leaves_above_usd[first:last, None], first, notice, months
    )
    served = np.minimum(np.minimum(buyer_end, owner_end), np.minimum(end_by_causes, months))
    ended_by = np.where(
        served == months, 3, np.where(end_by_causes == served, 2, np.where(buyer_end == served, 0, 1))
    ).astype(np.int8)

    # What depends on the date of the end only is looked up in tables by months served.
    month = np.arange(months + 1)
    buyer_discount = (1 + economics.buyer_discount_per_year) ** (-month / MONTHS_PER_YEAR)
    owner_discount = (1 + economics.owner_discount_per_year) ** (-month / MONTHS_PER_YEAR)
    fees = np.array(terms.fee_usd_per_month)
    early = month < months
    fees_to_buyer = np.concatenate([[0.0], np.cumsum(fees * buyer_discount[:-1])])
    fees_to_owner = np.concatenate([[0.0], np.cumsum(fees * owner_discount[:-1])])
    in_force = prices_usd * (month[:-1, None] < served)
    market = economics.gpu_hours_per_month * economics.buyer_price_ratio * (buyer_discount[:-1] @ in_force)
    elsewhere = economics.gpu_hours_per_month * economics.owner_price_ratio * in_force
    if economics.own_use_usd_per_month > 0:
        elsewhere = np.where(in_force > 0, np.maximum(elsewhere, economics.own_use_usd_per_month), 0.0)
    buyer_fixed = -fees_to_buyer - early * buyer_discount * economics.buyer_switching_cost_usd
    owner_fixed = fees_to_owner - early * owner_discount * economics.owner_reletting_cost_usd
    buyer_gain = market + buyer_fixed[served]
    owner_gain = owner_fixed[served] - owner_discount[:-1] @ elsewhere
    if terms.break_fee_usd > 0:
        to_owner = terms.break_fee_usd * np.array([1.0, -1.0, 0.0, 0.0])[ended_by]
        buyer_gain -= to_owner * buyer_discount[served]
        owner_gain += to_owner * owner_discount[served]
    return PathValues(fees_to_owner[served], buyer_gain, owner_gain, served, ended_by)


def simulate_contract(
    process: PriceProcess,
    price_usd_per_gpu_hour: float,
    terms: ExitTerms,
    economics: ExitEconomics,
    policy: ExitPolicy,
    rng: np.random.Generator,
    *,
    batches: int = 50,
    paths_per_batch: int = 2000,
    method: Literal["pseudo", "sobol"] = "pseudo",
) -> PathValues:
    """Simulate the contract in independent batches.

    Parameters
    ----------
    process : PriceProcess
        The price process; time zero is month 0.
    price_usd_per_gpu_hour : float
        Price in month 0, USD per GPU-hour.
    terms, economics, policy
        As in `value_paths`.
    rng : numpy.random.Generator
        Source of randomness; each batch gets a stream of its own.
    batches : int
        Number of batches.
    paths_per_batch : int
        Paths in each batch; a power of two for ``sobol``. Batches beyond about four megabytes per array (half a million
        path-months) are several times slower, because memory is then fetched anew for every array.
    method : {"pseudo", "sobol"}
        Independent draws, or scrambled Sobol points with a fresh scrambling for each batch.

    Returns
    -------
    PathValues
        Outcomes, batch after batch.

    Examples
    --------
    >>> process = PriceProcess(level_usd_per_gpu_hour=1.2, reversion_per_year=1.0, volatility_per_year=0.3)
    >>> terms = ExitTerms(fee_usd_per_month=(120.0,) * 12, notice_months=3)
    >>> sides = ExitEconomics(gpu_hours_per_month=100.0, buyer_price_ratio=1.0, owner_price_ratio=1.0)
    >>> policy = ExitPolicy(
    ...     buyer_leaves_below_usd=np.zeros(12),
    ...     owner_leaves_above_usd=np.full(12, np.inf),
    ...     in_force_by_causes=np.ones(12),
    ... )
    >>> outcome = simulate_contract(
    ...     process, 1.2, terms, sides, policy, np.random.default_rng(1), batches=2, paths_per_batch=100
    ... )
    >>> outcome.fees_usd.shape, set(outcome.months_served.tolist())
    ((200,), {12})
    """
    months = terms.term_months
    parts = []
    for stream in rng.spawn(batches):
        # The price needs no shock after the last month, so that row of shocks drives the other causes.
        shocks = standard_normal_shocks(stream, months, paths_per_batch, method)
        prices = simulate_prices(process, price_usd_per_gpu_hour, shocks[:-1])
        end_by_causes = sample_end_month(policy.in_force_by_causes, ndtr(shocks[-1]))
        parts.append(value_paths(prices, end_by_causes, terms, economics, policy))
    return PathValues(*(np.concatenate([vars(part)[name] for part in parts]) for name in vars(parts[0])))


def scale_contract(terms: ExitTerms, economics: ExitEconomics, factor: float) -> tuple[ExitTerms, ExitEconomics]:
    """Scale the size of the contract: fee, capacity and costs of leaving by the same factor.

    Parameters
    ----------
    terms, economics
        The base case.
    factor : float
        Positive factor, for example a larger headline over the base headline.

    Returns
    -------
    tuple
        Scaled terms and economics. Every value in USD scales with the factor; decisions do not change.

    Raises
    ------
    ValueError
        If the factor is not positive.

    Examples
    --------
    >>> terms = ExitTerms(fee_usd_per_month=(120.0,) * 3, notice_months=1)
    >>> sides = ExitEconomics(gpu_hours_per_month=100.0, buyer_price_ratio=1.0, owner_price_ratio=1.0)
    >>> larger, _ = scale_contract(terms, sides, 1.5)
    >>> larger.fee_usd_per_month
    (180.0, 180.0, 180.0)
    """
    if not factor > 0:
        raise ValueError(f"factor is {factor}; expected a positive number")
    fees = tuple(factor * fee for fee in terms.fee_usd_per_month)
    names = (
        "gpu_hours_per_month",
        "own_use_usd_per_month",
        "buyer_switching_cost_usd",
        "owner_reletting_cost_usd",
    )
    scaled = {name: factor * getattr(economics, name) for name in names}
    return (
        replace(terms, fee_usd_per_month=fees, break_fee_usd=factor * terms.break_fee_usd),
        replace(economics, **scaled),
    )


def _first_notice(leaves: NDArray[np.bool_], first: int, notice: int, months: int) -> NDArray[np.intp]:
    """Months served if this side decides alone: month of the first notice plus the notice period, or the term."""
    if leaves.shape[0] == 0:
        return np.full(leaves.shape[1], months)
    return np.where(leaves.any(axis=0), leaves.argmax(axis=0) + first + notice, months)
