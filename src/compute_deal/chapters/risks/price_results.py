"""What the chapter on risks states of prices: what is known of the rent, and where each side leaves."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from compute_deal.chapters.risks.case import CHANGE, RATIO, VOLATILITY, RiskCase
from compute_deal.chapters.risks.integration import TAILS, drawn, outcomes, quantiles, rents
from compute_deal.evidence import Evidence, traced
from compute_deal.inputs.rents import chained_index, expected_change, volatility
from compute_deal.models.deal.valuation import DAYS_PER_YEAR
from compute_deal.models.risk.price_process import price_quantile
from compute_deal.results import Results

HALF_YEAR_DAYS, NINE_MONTHS_DAYS, SLACK_DAYS = 182, 273, 45  # as nearly as the dates of the index allow


def add_prices(results: Results) -> None:
    """Add what is known of the rent, and how well its range would have held."""
    evidence, case = results.evidence, RiskCase(results.evidence)
    results.add("months_left", "months", "Months left of the term", lambda: len(case.month_starts))

    def yearly() -> tuple[float, float, float]:
        change = expected_change(evidence)
        return tuple(float(np.expm1(each)) for each in (change.value, change.low, change.high))

    results.add("rent_change", "fraction", "Expected change of rents in a year", yearly, digits=2)
    results.add("rent_volatility", "fraction", "Volatility of rents a year", lambda: volatility(evidence), digits=2)
    results.add(
        "index_in_a_year",
        "USD/GPU-hour",
        "H100 index in a year: median, p5 and p95",
        lambda: tuple(index_ahead(evidence, 1.0, tail) for tail in (0.5, *TAILS)),
    )
    for id, words, ahead in (
        ("hindcast", "half a year", HALF_YEAR_DAYS),
        ("hindcast_nine_months", "nine months", NINE_MONTHS_DAYS),
    ):
        results.add(
            f"{id}_made",
            "number",
            f"Dates for which the range {words} ahead can be held against what came",
            lambda ahead=ahead: len(hindcasts(evidence, ahead)),
        )
        results.add(
            f"{id}_held",
            "number",
            f"Of the ranges {words} ahead, held",
            lambda ahead=ahead: int(hindcasts(evidence, ahead).held.sum()),
        )


def index_ahead(evidence: Evidence, years: float, probability: float) -> float:
    """Return a quantile of the index some years ahead, over the draws of change and volatility."""
    at = quantiles()
    inputs = drawn(evidence, {name: at[name] for name in (CHANGE, VOLATILITY)})
    return price_quantile(rents(evidence, inputs), years, probability)


@traced
def hindcasts(evidence: Evidence, ahead_days: int = HALF_YEAR_DAYS) -> pd.DataFrame:
    """Return for each date of the index the range said for some time later, p5 to p95, and what came.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    ahead_days : int, optional
        How much later.

    Returns
    -------
    pandas.DataFrame
        `made` and `day` (the two dates), `low`, `high` and `usd` in USD per GPU-hour, `held`. All prices stand on the
        index's present definition. The ranges of change and volatility are those of the chapter, which were chosen later.
    """
    days, usd = chained_index(evidence)
    last, rows = RiskCase(evidence).index_usd, []
    for made, day in enumerate(days):
        distance = [abs((later - day).days - ahead_days) for later in days]
        target = int(np.argmin(distance))
        if distance[target] > SLACK_DAYS:
            continue
        years = (days[target] - day).days / DAYS_PER_YEAR
        low, high = (usd[made] / last * index_ahead(evidence, years, tail) for tail in TAILS)
        rows.append((day, days[target], low, high, usd[target], low <= usd[target] <= high))
    return pd.DataFrame(rows, columns=["made", "day", "low", "high", "usd", "held"])


def add_triggers(results: Results) -> None:
    """Add the prices at which each side leaves."""
    evidence, case = results.evidence, RiskCase(results.evidence)

    def trigger(side: str) -> Callable[[], tuple[float, float, float]]:
        return lambda: outcomes(evidence).median_with_spread(getattr(outcomes(evidence), side)[0])

    def discount() -> tuple[float, float, float]:
        found = outcomes(evidence)
        ratios = drawn(evidence, {RATIO: found.quantiles[RATIO]})[RATIO]
        return found.median_with_spread(1 - ratios * found.buyer_below_usd[0] / case.fee_usd_per_gpu_hour)

    price = "USD/GPU-hour"
    results.add("trigger_anthropic", price, "H100 index below which Anthropic leaves now", trigger("buyer_below_usd"))
    results.add("trigger_spacex", price, "H100 index above which SpaceX leaves now", trigger("owner_above_usd"))
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
        lambda: 1 - results["trigger_anthropic"].value / case.index_usd,
        digits=2,
    )
    results.add(
        "trigger_rise",
        "fraction",
        "Rise of the index at which SpaceX leaves",
        lambda: results["trigger_spacex"].value / case.index_usd - 1,
        digits=2,
    )
