"""What the price models would have said half a year ahead, beside what came."""

import numpy as np
import pandas as pd

from compute_deal.chapters.risks.case import CHANGE, VOLATILITY
from compute_deal.chapters.risks.integration import drawn, quantiles
from compute_deal.evidence import Evidence, traced
from compute_deal.inputs.index import years_before_last
from compute_deal.inputs.rents import chained_index
from compute_deal.models.deal.valuation import DAYS_PER_YEAR
from compute_deal.models.risk.calibration import fit_mean_reversion
from compute_deal.models.risk.predictive import mixture_quantile
from compute_deal.models.risk.price_process import price_quantile

AHEAD_DAYS, SLACK_DAYS = 182, 45  # half a year, as nearly as the dates of the index allow
FEWEST = 6  # values that a fit of level, speed and volatility needs
TAILS = (0.05, 0.95)
REVERTING, WALKING = "mean reversion, fitted at the time", "random walk, this chapter’s ranges"


@traced
def hindcasts(evidence: Evidence) -> pd.DataFrame:
    """Return for each date of the index the range predicted for half a year later, by two models, and what came.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    pandas.DataFrame
        Columns `model`, `made`, `day` (for which it was made), `low` and `high` (nine chances in ten), `usd` (what came) and
        `held`. All prices stand on the index's present definition. The fit knows nothing of what came later; the ranges of
        the random walk were chosen later.
    """
    days, usd = chained_index(evidence)
    at = quantiles()
    inputs = drawn(evidence, {name: at[name] for name in (CHANGE, VOLATILITY)})
    change, sigma = inputs[CHANGE] - inputs[VOLATILITY] ** 2 / 2, inputs[VOLATILITY]
    rows = []
    for made, day in enumerate(days):
        distance = [abs((later - day).days - AHEAD_DAYS) for later in days]
        target = int(np.argmin(distance))
        if distance[target] > SLACK_DAYS:
            continue
        years = (days[target] - day).days / DAYS_PER_YEAR
        walk = [usd[made] * np.exp(mixture_quantile(change * years, sigma * years**0.5, tail)) for tail in TAILS]
        ranges = {WALKING: walk}
        if made + 1 >= FEWEST:
            fitted = fit_mean_reversion(years_before_last(days[: made + 1]), usd[: made + 1]).process
            ranges[REVERTING] = [float(price_quantile(fitted, usd[made], years, tail)) for tail in TAILS]
        for model, (low, high) in ranges.items():
            rows.append((model, day, days[target], low, high, usd[target], low <= usd[target] <= high))
    return pd.DataFrame(rows, columns=["model", "made", "day", "low", "high", "usd", "held"])
