"""Lock in or stay on demand, as the evidence has it: prices, terms, and what is assumed about the buyer."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compute_deal.evidence import Evidence
from compute_deal.inputs.dates import DAYS_PER_MONTH
from compute_deal.inputs.index import index_series, years_before_last
from compute_deal.models.lock_in import AveragePrice, Choice, average_price, break_even_utilisation, saving_quantile
from compute_deal.models.lock_in_exit import ExitRight, exit_costs, solve_exit
from compute_deal.models.risk.calibration import fit_mean_reversion
from compute_deal.models.risk.price_process import PriceProcess, simulate_prices, standard_normal_shocks

PATHS, SEED = 8192, 20261122

# Assumptions one at a time: what readers call each, and the fact with its range.
VARIED = {
    "Discount of the committed price": "lock_discount",
    "Term": "lock_term",
    "Ageing of the price, a year": "risk_price_ageing",
    "Half-life of a deviation": "risk_price_half_life",
    "Hours sold out on demand": "lock_sold_out_share",
    "Loss for a missing hour, over its price": "lock_missing_hour_multiple",
}


@dataclass(frozen=True)
class LockCase:
    """The choice in the central case.

    Parameters
    ----------
    days : numpy.ndarray
        Days of the index values.
    index_usd : numpy.ndarray
        Index values, USD per GPU-hour of an H100.
    process : PriceProcess
        Price process fitted to them; its time zero is the last day.
    choice : Choice
        The choice with central assumptions.
    notice_months : int
        Notice of the deal, in whole months.
    relet_share : float
        What a provider gets from the next customer, as a share of the on-demand price.
    """

    days: NDArray[np.datetime64]
    index_usd: NDArray[np.float64]
    process: PriceProcess
    choice: Choice
    notice_months: int
    relet_share: float

    @property
    def average(self) -> AveragePrice:
        """Average price over the term."""
        return average_price(self.process, self.choice.price_usd_per_gpu_hour, self.choice.term_months)

    def at(self, **changes: float) -> Choice:
        """Return the choice with other values."""
        return replace(self.choice, **changes)


def lock_case(evidence: Evidence, **changes: float) -> LockCase:
    """Return the choice as the evidence has it.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    **changes : float
        Values in place of those of the facts, by id of the fact.

    Returns
    -------
    LockCase

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> lock_case(load(), lock_discount=0.3).choice.discount
    0.3
    """

    def value(id: str) -> float:
        return changes.get(id, evidence.number(id))

    dates, index = index_series(evidence)
    days = np.array(dates, dtype="datetime64[D]")
    price = float(index[-1])
    process = fit_mean_reversion(
        years_before_last(dates),
        index,
        drift_per_year=value("risk_price_ageing"),
        reversion_per_year=float(np.log(2)) / value("risk_price_half_life"),
    ).process
    choice = Choice(
        price_usd_per_gpu_hour=price,
        discount=value("lock_discount"),
        term_months=int(value("lock_term")),
        utilisation=value("lock_utilisation"),
        sold_out_share=value("lock_sold_out_share"),
        missing_hour_usd=value("lock_missing_hour_multiple") * price,
    )
    notice = round(evidence.number("csa_notice_days") / DAYS_PER_MONTH)
    return LockCase(days, index, process, choice, notice, value("lock_relet_share"))


def even_use(case: LockCase) -> float:
    """Return the utilisation at which both choices cost the same on average."""
    return break_even_utilisation(case.choice, case.average)


def even_use_by_assumption(evidence: Evidence) -> dict[str, tuple[float, float]]:
    """Return the break-even utilisation at the low and the high end of each assumption, the others central.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    dict of str to tuple of float
        By id of the fact, in the order of `VARIED`.
    """
    found = {}
    for id in VARIED.values():
        low, high = evidence[id].range
        found[id] = (even_use(lock_case(evidence, **{id: low})), even_use(lock_case(evidence, **{id: high})))
    return found


def even_use_by_price(
    case: LockCase, prices_usd: NDArray[np.float64], terms: tuple[int, ...]
) -> dict[int, NDArray[np.float64]]:
    """Return the break-even utilisation by the price on the day of locking in, for each term in months."""
    multiple = case.choice.missing_hour_usd / case.choice.price_usd_per_gpu_hour
    return {
        months: np.array(
            [
                break_even_utilisation(
                    case.at(price_usd_per_gpu_hour=price, missing_hour_usd=multiple * price),
                    average_price(case.process, price, months),
                )
                for price in map(float, prices_usd)
            ]
        )
        for months in terms
    }


def forms(case: LockCase) -> dict[str, ExitRight | None]:
    """Return the forms of contract that are compared; None stands for renting on demand."""
    notice, share = case.notice_months, case.relet_share
    return {
        "Locked in, no way out": ExitRight(notice_months=notice),
        "Locked in, buyer may leave": ExitRight(notice_months=notice, buyer=True),
        "Locked in, both may leave": ExitRight(notice_months=notice, buyer=True, provider=True, relet_share=share),
        "On demand": None,
    }


def compared(case: LockCase, choice: Choice) -> pd.DataFrame:
    """Return cost and regret of each form of contract on simulated prices.

    Parameters
    ----------
    case : LockCase
        Prices, notice and the provider's alternative.
    choice : Choice
        The buyer's choice.

    Returns
    -------
    pandas.DataFrame
        By form: `cost_usd` on average, `regret_p50_usd` and `regret_p95_usd` against the better of the two plain choices
        in hindsight, all per committed GPU-hour, and the shares of paths on which buyer or provider left.
    """
    rng = np.random.default_rng(SEED)
    shocks = standard_normal_shocks(rng, choice.term_months - 1, PATHS, "sobol")
    prices = simulate_prices(case.process, choice.price_usd_per_gpu_hour, shocks)
    on_demand = choice.on_demand_usd(prices.mean(axis=0))
    best = np.minimum(on_demand, choice.locked_usd_per_gpu_hour)
    rows = {}
    for name, right in forms(case).items():
        cost, left_by = on_demand, np.full(PATHS, -1)
        if right is not None:
            cost, left_by = exit_costs(case.process, choice, right, solve_exit(case.process, choice, right), prices)
        regret = np.maximum(cost - best, 0.0)
        rows[name] = {
            "cost_usd": cost.mean(),
            "regret_p50_usd": np.percentile(regret, 50),
            "regret_p95_usd": np.percentile(regret, 95),
            "buyer_left": np.mean(left_by == 0),
            "provider_left": np.mean(left_by == 1),
        }
    return pd.DataFrame(rows).T


def savings(case: LockCase, uses: NDArray[np.float64]) -> pd.DataFrame:
    """Return what locking in saves by utilisation: mean, p5 and p95, USD per committed GPU-hour."""
    average = case.average
    choices = [case.at(utilisation=float(use)) for use in uses]
    return pd.DataFrame(
        {
            "use": uses,
            "saving": [choice.on_demand_usd(average.mean_usd) - choice.locked_usd_per_gpu_hour for choice in choices],
            "low": [saving_quantile(choice, average, 0.05) for choice in choices],
            "high": [saving_quantile(choice, average, 0.95) for choice in choices],
        }
    )
