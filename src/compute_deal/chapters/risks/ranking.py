"""Which of the uncertain inputs decides how long the contract lasts and what it is worth to the owner."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compute_deal.chapters.risks.case import COARSE, RiskCase
from compute_deal.evidence import Evidence
from compute_deal.models.risk.exit_outcomes import evaluate_exit_game
from compute_deal.models.risk.sensitivity import Factor, SobolIndex, TornadoBar, sobol_indices, tornado

SEED = 20261122
BASE_SAMPLES = 512
ROUGH = 61  # grid points; this grid is off by 0.3 months where the inputs spread the result by 8


@dataclass(frozen=True)
class Sensitivity:
    """How much each input moves two results: months still served and the owner's value.

    Parameters
    ----------
    factors : list of Factor
        The uncertain inputs with their ranges.
    base_months : float
        Months served with all inputs at their central value.
    bars : list of TornadoBar
        Months served with one input at either end.
    months, owner : list of SobolIndex
        Shares of the variance of the months served and of the owner's value.
    games : int
        Games solved for the shares.
    """

    factors: list[Factor]
    base_months: float
    bars: list[TornadoBar]
    months: list[SobolIndex]
    owner: list[SobolIndex]
    games: int


def uncertain_inputs(evidence: Evidence, case: RiskCase) -> list[Factor]:
    """Return the inputs that the ranking moves, with their ranges."""
    ranges = {
        "Price of equivalent capacity": evidence.bounds("risk_price_ratio"),
        "Ageing of the hardware": evidence.bounds("risk_price_ageing"),
        "Long-run level of the index": (
            case.fit.level_interval[0],
            case.process.level_usd_per_gpu_hour,
            case.fit.level_interval[1],
        ),
        "Half-life of a deviation": evidence.bounds("risk_price_half_life"),
        "Volatility of the index": (
            case.fit.volatility_interval[0],
            case.process.volatility_per_year,
            case.fit.volatility_interval[1],
        ),
        "Price on re-letting": evidence.bounds("risk_relet_share"),
        "Cost of switching": evidence.bounds("risk_switching_months"),
        "Time until re-let": evidence.bounds("risk_vacancy_months"),
        "Other causes, hazard": (
            evidence["termination_hazard_prior"].range[0],
            case.economics.other_hazard_per_year,
            evidence["termination_hazard_prior"].range[1],
        ),
    }
    return [Factor(name=name, low=low, central=mid, high=high) for name, (low, mid, high) in ranges.items()]


def sensitivity(evidence: Evidence, case: RiskCase) -> Sensitivity:
    """Rank the inputs, one at a time and all together.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    case : RiskCase
        The base case.

    Returns
    -------
    Sensitivity
    """
    factors = uncertain_inputs(evidence, case)
    fee = case.fee_usd_per_month
    solved_once: list[tuple[NDArray[np.float64], ...]] = []

    def outcomes(x: dict[str, NDArray[np.float64]], points: int) -> tuple[NDArray[np.float64], ...]:
        ratio = x["Price of equivalent capacity"]
        inputs = {
            "buyer_price_ratio": ratio,
            "owner_price_ratio": ratio * x["Price on re-letting"],
            "drift_per_year": x["Ageing of the hardware"],
            "level_usd_per_gpu_hour": x["Long-run level of the index"],
            "reversion_per_year": np.log(2) / x["Half-life of a deviation"],
            "volatility_per_year": x["Volatility of the index"],
            "buyer_switching_cost_usd": fee * x["Cost of switching"],
            "owner_reletting_cost_usd": fee * x["Time until re-let"],
            "other_hazard_per_year": x["Other causes, hazard"],
        }
        return evaluate_exit_game(case.process, case.price_usd, case.terms, case.economics, inputs, points=points)

    def once(x: dict[str, NDArray[np.float64]]) -> tuple[NDArray[np.float64], ...]:
        # Both rankings draw the same sample from the same seed, so its games are solved only once.
        if not solved_once:
            solved_once.append(outcomes(x, ROUGH))
        return solved_once[0]

    base, bars = tornado(lambda x: outcomes(x, COARSE)[2], factors)
    months, owner = (
        sobol_indices(lambda x, i=i: once(x)[i], factors, np.random.default_rng(SEED), base_samples=BASE_SAMPLES)
        for i in (2, 1)
    )
    return Sensitivity(factors, base, bars, months, owner, BASE_SAMPLES * (len(factors) + 2))
