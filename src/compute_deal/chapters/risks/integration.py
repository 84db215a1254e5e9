"""The exit game integrated over what is not known: one game for each draw of the inputs, each solved exactly."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from compute_deal.chapters.risks.case import (
    CHANGE,
    INPUTS,
    NOTICE_MONTHS,
    OTHER,
    RATIO,
    RECALL,
    RELET,
    REPLACING,
    SWITCHING,
    VACANCY,
    VOLATILITY,
    RiskCase,
)
from compute_deal.evidence import Evidence, traced
from compute_deal.models.deal.exits import due_firm_open_usd
from compute_deal.models.risk.exit_game import BUYER, OWNER, ExitEconomics, ExitGame, ExitTerms, solve_exit_game
from compute_deal.models.risk.exit_outcomes import OTHER as OTHER_CAUSES
from compute_deal.models.risk.exit_outcomes import exit_boundaries, in_force_probability, notice_probabilities
from compute_deal.models.risk.price_process import PriceProcess

SEED = 20261122
DRAWS_LOG2 = 8  # 256 draws, evenly spread; a power of two, as Sobol points need it
POINTS = 101  # of the grid of prices
TAILS = (0.05, 0.95)


@dataclass(frozen=True)
class Outcomes:
    """What each draw of the inputs leads to, given that neither side has left by now: it has not, as far as is known.

    Attributes
    ----------
    quantiles : dict of str to numpy.ndarray
        Where in its distribution each input was drawn, by name, shape (draws,).
    weight : numpy.ndarray
        Probability that neither side leaves at once; zero where the game says that one would have left by now.
    at_once : numpy.ndarray
        Probability that Anthropic does.
    buyer, owner, causes : numpy.ndarray
        Probability that Anthropic leaves over the price, that SpaceX does, and that another cause ends the contract.
    served : numpy.ndarray
        Probability that each month is served, shape (months, draws).
    buyer_below_usd, owner_above_usd : numpy.ndarray
        Index below which Anthropic, above which SpaceX leaves, shape (months, draws).
    buyer_usd, owner_usd : numpy.ndarray
        Present value of the contract to each side against having none.
    """

    quantiles: dict[str, NDArray[np.float64]]
    weight: NDArray[np.float64]
    at_once: NDArray[np.float64]
    buyer: NDArray[np.float64]
    owner: NDArray[np.float64]
    causes: NDArray[np.float64]
    served: NDArray[np.float64]
    buyer_below_usd: NDArray[np.float64]
    owner_above_usd: NDArray[np.float64]
    buyer_usd: NDArray[np.float64]
    owner_usd: NDArray[np.float64]

    def mean(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the mean over the draws, shape of the leading axes."""
        return np.average(values, axis=-1, weights=self.weight)

    def quantile(self, values: NDArray[np.float64], probability: float) -> float:
        """Return a quantile over the draws, each standing for its share of the weight.

        It lies between the middles of neighbouring shares, and so moves little when values or weights do.
        """
        order = np.argsort(values, kind="stable")
        order = order[self.weight[order] > 0]
        share = self.weight[order] / self.weight.sum()
        return float(np.interp(probability, np.cumsum(share) - share / 2, values[order]))

    def spread(self, values: NDArray[np.float64]) -> tuple[float, float]:
        """Return p5 and p95 over the draws."""
        return tuple(self.quantile(values, tail) for tail in TAILS)

    def mean_with_spread(self, values: NDArray[np.float64]) -> tuple[float, float, float]:
        """Return the mean over the draws with p5 and p95."""
        return float(self.mean(values)), *self.spread(values)

    def median_with_spread(self, values: NDArray[np.float64]) -> tuple[float, float, float]:
        """Return the median over the draws with p5 and p95."""
        return self.quantile(values, 0.5), *self.spread(values)


def quantiles(draws_log2: int | None = None) -> dict[str, NDArray[np.float64]]:
    """Return scrambled Sobol points in (0, 1), one column for each uncertain input; the same ones on every call."""
    sobol = qmc.Sobol(len(INPUTS), scramble=True, rng=np.random.default_rng(SEED))
    points = sobol.random_base2(DRAWS_LOG2 if draws_log2 is None else draws_log2)
    return dict(zip(INPUTS, points.T, strict=True))


def drawn(evidence: Evidence, at: dict[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """Return the inputs at given quantiles."""
    return {name: INPUTS[name].at(evidence, each) for name, each in at.items()}


def rents(evidence: Evidence, inputs: dict[str, NDArray[np.float64]]) -> PriceProcess:
    """Return the law of the H100 index for draws of its expected change and its volatility."""
    return PriceProcess(
        price_usd_per_gpu_hour=RiskCase(evidence).index_usd,
        change_per_year=inputs[CHANGE],
        volatility_per_year=inputs[VOLATILITY],
    )


def game(
    evidence: Evidence,
    inputs: dict[str, NDArray[np.float64]],
    lead_months: int,
    *,
    may_leave: bool = True,
    points: int | None = None,
) -> ExitGame:
    """Solve the exit game for draws of the inputs, all with the same whole number of months to replace the capacity.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    inputs : dict of str to numpy.ndarray
        Draws by name, each of shape (draws,).
    lead_months : int
        Months that Anthropic needs to replace the capacity.
    may_leave : bool
        Whether either side may leave at all.
    points : int, optional
        Grid points.

    Returns
    -------
    ExitGame
    """
    case = RiskCase(evidence)
    fee = case.fee_usd_per_month
    economics = ExitEconomics(
        gpu_hours_per_month=case.gpu_hours_per_month,
        buyer_price_ratio=inputs[RATIO],
        owner_price_ratio=inputs[RATIO] * inputs[RELET],
        buyer_switching_cost_usd=inputs[SWITCHING] * fee,
        owner_reletting_cost_usd=inputs[VACANCY] * fee,
        buyer_discount_per_year=evidence.number("wacc_software_internet", "fraction"),
        owner_discount_per_year=evidence.number("discount_rate_spacex", "fraction"),
        other_hazard_per_year=inputs[RECALL] + inputs[OTHER],
    )
    terms = ExitTerms(
        fee_usd_per_month=fee,
        term_months=len(case.month_starts),
        notice_months=NOTICE_MONTHS,
        buyer_lead_months=lead_months,
    )
    process = rents(evidence, inputs)
    return solve_exit_game(process, terms, economics, may_leave=(may_leave, may_leave), points=points or POINTS)


def solve(
    evidence: Evidence, at: dict[str, NDArray[np.float64]], fixed: dict[str, float] | None = None, **options: bool | int
) -> Outcomes:
    """Solve the game at given quantiles of the inputs.

    The time to replace lies between whole months, so each draw is solved for the whole months on either side and the results
    are weighted: nothing jumps where the time passes a whole month.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    at : dict of str to numpy.ndarray
        Quantiles by name, each of shape (draws,).
    fixed : dict of str to float, optional
        Inputs that have one value in all draws.
    **options
        As in `game`.

    Returns
    -------
    Outcomes
    """
    size = len(next(iter(at.values())))
    held = {name: np.full(size, value) for name, value in (fixed or {}).items()}
    inputs = drawn(evidence, {name: each for name, each in at.items() if name not in held}) | held
    lead = np.maximum(inputs[REPLACING], NOTICE_MONTHS)
    sums: dict[str, NDArray[np.float64]] = {}
    for each in range(int(lead.min()), int(lead.max()) + 2):
        weight = np.maximum(1 - np.abs(lead - each), 0.0)
        chosen = np.flatnonzero(weight)
        if not len(chosen):
            continue
        exit_game = game(evidence, {name: values[chosen] for name, values in inputs.items()}, each, **options)
        for name, values in _given_nobody_left_at_once(exit_game).items():
            total = sums.setdefault(name, np.zeros((*values.shape[:-1], size)))
            total[..., chosen] += weight[chosen] * values
    stayed = np.where(sums["weight"] > 0, sums["weight"], 1.0)
    for name in ("buyer", "owner", "causes", "served"):
        sums[name] /= stayed
    return Outcomes(at, **sums)


def _given_nobody_left_at_once(exit_game: ExitGame) -> dict[str, NDArray[np.float64]]:
    """Return the outcomes of a game by name; probabilities jointly with neither side leaving in the first month."""
    notice = notice_probabilities(exit_game)
    later = notice[:, 1:].sum(axis=1)
    below, above = exit_boundaries(exit_game)
    served = in_force_probability(exit_game)
    for side, period in ((BUYER, exit_game.months_to_end[BUYER]), (OWNER, exit_game.months_to_end[OWNER])):
        served[:period] -= notice[side, 0]
    return {
        "weight": 1 - notice[BUYER, 0] - notice[OWNER, 0],
        "at_once": notice[BUYER, 0],
        "buyer": later[BUYER],
        "owner": later[OWNER],
        "causes": later[OTHER_CAUSES],
        "served": served,
        "buyer_below_usd": below,
        "owner_above_usd": above,
        "buyer_usd": exit_game.buyer_value_usd,
        "owner_usd": exit_game.owner_value_usd,
    }


@traced
def outcomes(evidence: Evidence) -> Outcomes:
    """Return the game integrated over the uncertain inputs.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    Outcomes
    """
    return solve(evidence, quantiles())


@traced
def outcomes_with(evidence: Evidence, *fixed: tuple[str, float]) -> Outcomes:
    """Return the same with some inputs held at one value."""
    return solve(evidence, quantiles(), dict(fixed))


@traced
def outcomes_bound(evidence: Evidence) -> Outcomes:
    """Return the same if neither side could leave over the price."""
    return solve(evidence, quantiles(), may_leave=False)


def served_by_month(evidence: Evidence) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
    """Return the expected share of each remaining month that is served, integrated over inputs and prices.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    starts : numpy.ndarray of datetime64[D]
        First day of each remaining month.
    served : numpy.ndarray
        Probability that the month is served.
    """
    starts, found = np.array(RiskCase(evidence).month_starts, dtype="datetime64[D]"), outcomes(evidence)
    return starts, found.mean(found.served)


@dataclass(frozen=True)
class FeesPaid:
    """Total fees paid, nominal, from signing to the end of the contract.

    Attributes
    ----------
    certain_usd : float
        What has fallen due and what is firm when this edition closed.
    open_usd : numpy.ndarray
        What falls due in each remaining month beyond that, if the month is served, shape (months,).
    served : numpy.ndarray
        Probability that the month is served.
    """

    certain_usd: float
    open_usd: NDArray[np.float64]
    served: NDArray[np.float64]

    @property
    def expected_usd(self) -> float:
        """Expected total."""
        return self.certain_usd + float(self.open_usd @ self.served)

    def quantile(self, probability: float) -> float:
        """Return the total that is not exceeded with a probability; an end is spread evenly over its month."""
        ended = 1 - self.served  # by the start of the month: so much is paid at most
        paid = self.certain_usd + np.concatenate([[0.0], np.cumsum(self.open_usd)])
        chances = np.concatenate([ended, [ended[-1], 1.0]])
        return float(np.interp(probability, chances, np.concatenate([paid[:-1], paid[-1:], paid[-1:]])))


@traced
def fees_paid(evidence: Evidence) -> FeesPaid:
    """Return the fees paid over the contract's whole life.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    FeesPaid
    """
    deal = RiskCase(evidence).deal
    plan = deal.plan()
    due, firm, free = due_firm_open_usd(plan, deal.prospectus, deal.today)
    starts, served = served_by_month(evidence)
    remaining = np.isin(plan.start.astype("datetime64[M]"), starts.astype("datetime64[M]"))
    if free[~remaining].any():
        raise ValueError("a month before the remaining ones can still be cancelled; expected all of them due or firm")
    return FeesPaid(float(due.sum() + firm.sum()), free[remaining], served)


def contract_worth(evidence: Evidence) -> tuple[float, float, float]:
    """Return the expected total of fees paid with p5 and p95 of its distribution, in USD."""
    paid = fees_paid(evidence)
    low, high = (paid.quantile(tail) for tail in TAILS)
    return paid.expected_usd, low, high
