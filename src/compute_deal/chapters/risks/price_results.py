"""What the chapter on risks states of prices: what is known of the rent, and where each side leaves."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from compute_deal.chapters.risks.case import CHANGE, RATIO, VOLATILITY, RiskCase
from compute_deal.chapters.risks.hindcast import REVERTING, WALKING, hindcasts
from compute_deal.chapters.risks.integration import TAILS, Outcomes, drawn, outcomes, quantiles
from compute_deal.evidence import Evidence
from compute_deal.inputs.rents import expected_change, forward_change, term_change, volatility
from compute_deal.inputs.replacement import equivalent_price_ratio
from compute_deal.models.deal.ramp import Bounds
from compute_deal.models.risk.predictive import mixture_quantile, weighted_quantile
from compute_deal.models.risk.price_process import MONTHS_PER_YEAR
from compute_deal.results import Results

YEAR = MONTHS_PER_YEAR


def add_prices(results: Results) -> None:
    """Add what is known of the rent, and how well it could have been forecast."""
    evidence, case = results.evidence, RiskCase(results.evidence)
    results.add("index_last", "USD/GPU-hour", "H100 index, last value", lambda: case.index_usd)
    results.add("fee_hour", "USD/GPU-hour", "Fee per GPU-hour", lambda: case.fee_usd_per_gpu_hour)
    results.add("months_left", "months", "Months left of the term", lambda: len(case.month_starts))

    def yearly(change: Bounds) -> tuple[float, float, float]:
        return tuple(float(np.expm1(each)) for each in (change.value, change.low, change.high))

    results.add(
        "rent_change",
        "fraction",
        "Expected change of rents in a year",
        lambda: yearly(expected_change(evidence)),
        digits=2,
    )
    results.add(
        "rent_change_forward",
        "fraction",
        "Change of rents in a year on the forward curve of September",
        lambda: -float(np.expm1(forward_change(evidence))),
        digits=2,
    )
    results.add(
        "rent_change_term",
        "fraction",
        "Yearly fall of rents in the price for three years",
        lambda: -float(np.expm1(term_change(evidence))),
        digits=2,
    )
    results.add("rent_volatility", "fraction", "Volatility of rents a year", lambda: volatility(evidence), digits=2)
    results.add(
        "index_in_a_year",
        "USD/GPU-hour",
        "H100 index in a year: median, p5 and p95",
        lambda: tuple(index_ahead(evidence, 1.0, tail) for tail in (0.5, *TAILS)),
        digits=2,
    )
    for id, model in (("hindcast", WALKING), ("hindcast_reverting", REVERTING)):
        _add_hindcast(results, id, model)


def _add_hindcast(results: Results, id: str, model: str) -> None:
    def rows():
        table = hindcasts(results.evidence)
        return table[table.model == model]

    results.add(f"{id}_made", "number", f"Hindcasts made: {model}", lambda: len(rows()))
    results.add(f"{id}_held", "number", f"Of these held: {model}", lambda: int(rows().held.sum()))


def index_ahead(evidence: Evidence, years: float, probability: float) -> float:
    """Return a quantile of the index some years ahead, over the draws of change and volatility."""
    at = quantiles()
    inputs = drawn(evidence, {name: at[name] for name in (CHANGE, VOLATILITY)})
    change, sigma = inputs[CHANGE], inputs[VOLATILITY]
    mean = (change - sigma**2 / 2) * years
    return RiskCase(evidence).index_usd * float(np.exp(mixture_quantile(mean, sigma * years**0.5, probability)))


def _median(found: Outcomes, values: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the median over the draws with p5 and p95."""
    return weighted_quantile(values, found.weight, 0.5), *found.spread(values)


def add_triggers(results: Results) -> None:
    """Add the prices at which each side leaves."""
    evidence, case = results.evidence, RiskCase(results.evidence)

    def trigger(side: str, month: int) -> Callable[[], tuple[float, float, float]]:
        return lambda: _median(outcomes(evidence), getattr(outcomes(evidence), side)[month])

    for id, side, who in (
        ("trigger_anthropic", "buyer_below_usd", "below which Anthropic leaves"),
        ("trigger_spacex", "owner_above_usd", "above which SpaceX leaves"),
    ):
        results.add(id, "USD/GPU-hour", f"H100 index {who} now", trigger(side, 0))
        results.add(f"{id}_year", "USD/GPU-hour", f"H100 index {who} in a year", trigger(side, YEAR))
    ratio = equivalent_price_ratio

    def discount() -> tuple[float, float, float]:
        found = outcomes(evidence)
        ratios = drawn(evidence, {RATIO: found.quantiles[RATIO]})[RATIO]
        return _median(found, 1 - ratios * found.buyer_below_usd[0] / case.fee_usd_per_gpu_hour)

    results.add(
        "trigger_discount",
        "fraction",
        "How far below the fee equivalent capacity must cost for Anthropic to leave",
        discount,
        digits=2,
    )
    results.add(
        "trigger_fall",
        "fraction",
        "Fall of the index at which Anthropic leaves",
        lambda: 1 - results["trigger_anthropic"].value / results["index_last"].value,
        digits=2,
    )
    results.add(
        "trigger_rise",
        "fraction",
        "Rise of the index at which SpaceX leaves",
        lambda: results["trigger_spacex"].value / results["index_last"].value - 1,
        digits=2,
    )
    results.add(
        "equivalent_hour",
        "USD/GPU-hour",
        "Price of equivalent capacity today",
        lambda: tuple(
            each * case.index_usd for each in (ratio(evidence).value, ratio(evidence).low, ratio(evidence).high)
        ),
    )
