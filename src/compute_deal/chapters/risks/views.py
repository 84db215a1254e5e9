"""What the figures and the register of the chapter on risks show, as tables from the same computation as the results."""

from bisect import bisect_right
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from compute_deal.chapters.risks.case import INPUTS, RiskCase, replacement_months
from compute_deal.chapters.risks.integration import TAILS, outcomes, served_by_month
from compute_deal.chapters.risks.price_results import index_ahead
from compute_deal.chapters.risks.results import quarter_mean, served_by_causes
from compute_deal.charts.numbers import quantity
from compute_deal.evidence import Evidence
from compute_deal.inputs.rents import h100_index
from compute_deal.markup import Markup, quoted
from compute_deal.models.risk.price_process import MONTHS_PER_YEAR
from compute_deal.results import Result

QUANTILES = {"p5": TAILS[0], "p50": 0.5, "p95": TAILS[1]}
LIKELIHOODS, LIKELIHOOD_EDGES = ("rare", "unlikely", "possible", "likely"), (0.05, 0.12, 0.40)
IMPACTS, IMPACT_EDGES_USD = ("small", "moderate", "large", "severe"), (1e9, 5e9, 12e9)


def index_seen(evidence: Evidence) -> pd.DataFrame:
    """Return the index by day: columns `day` and `usd`."""
    return h100_index(evidence).rename(columns={"date": "day", "value": "usd"})[["day", "usd"]].reset_index(drop=True)


def index_expected(evidence: Evidence) -> pd.DataFrame:
    """Return where the index is expected: columns `day`, `p5`, `p50` and `p95`, from its last value on."""
    case = RiskCase(evidence)
    months = np.arange(1, len(case.month_starts))
    rows = pd.DataFrame(
        {
            name: [index_ahead(evidence, month / MONTHS_PER_YEAR, at) for month in months]
            for name, at in QUANTILES.items()
        }
    )
    start = pd.DataFrame({name: [case.index_usd] for name in QUANTILES})
    return pd.concat([start, rows], ignore_index=True).assign(day=pd.to_datetime(case.month_starts))


def exits(evidence: Evidence) -> pd.DataFrame:
    """Return the index at which each side leaves: columns `day`, `party`, `p5`, `p50` and `p95`.

    The months end where the slowest replacement would take the rest of the term.
    """
    case, found = RiskCase(evidence), outcomes(evidence)
    months = len(case.month_starts) - int(np.ceil(replacement_months(evidence).high)) - 1
    sides = {"Anthropic": found.buyer_below_usd, "SpaceX": found.owner_above_usd}
    return pd.concat(
        pd.DataFrame(
            {name: [found.quantile(row, at) for row in prices[:months]] for name, at in QUANTILES.items()}
        ).assign(day=pd.to_datetime(case.month_starts[:months]), party=party)
        for party, prices in sides.items()
    )


def decisive_inputs(evidence: Evidence) -> pd.DataFrame:
    """Return the chance that Anthropic leaves by input: columns `name`, `lowest` and `highest`, the widest span first."""
    found = outcomes(evidence)
    rows = pd.DataFrame(
        [
            (each.name, quarter_mean(found, name, True), quarter_mean(found, name, False))
            for name, each in INPUTS.items()
        ],
        columns=["name", "lowest", "highest"],
    )
    return rows.sort_values("lowest", key=lambda _: -(rows.lowest - rows.highest).abs(), kind="stable")


def served_lines(evidence: Evidence) -> pd.DataFrame:
    """Return the chance that each month is served: columns `day`, `line` and `chance`."""
    starts, served = served_by_month(evidence)
    lines = {"other causes only": served_by_causes(evidence), "with exits over the price": served}
    return pd.concat(
        pd.DataFrame({"day": pd.to_datetime(starts), "line": name, "chance": chance}) for name, chance in lines.items()
    )


def likelihood_band(chance: float) -> str:
    """Return the band of a chance within the remaining term.

    Examples
    --------
    >>> likelihood_band(0.04), likelihood_band(0.1), likelihood_band(0.78)
    ('rare', 'unlikely', 'likely')
    """
    return LIKELIHOODS[bisect_right(LIKELIHOOD_EDGES, chance)]


def impact_band(loss_usd: float) -> str:
    """Return the band of a loss.

    Examples
    --------
    >>> impact_band(2.9e9), impact_band(15e9)
    ('moderate', 'severe')
    """
    return IMPACTS[bisect_right(IMPACT_EDGES_USD, loss_usd)]


def legend() -> str:
    """Return where the bands end, as a caption states it.

    Examples
    --------
    >>> legend().partition(". ")[0]
    'Likelihood: rare below 5%, unlikely below 12%, possible below 40%, otherwise likely'
    """

    def ends(bands: tuple[str, ...], edges: tuple[float, ...], unit: str) -> str:
        below = [f"{band} below {quantity(edge, unit, short=True)}" for band, edge in zip(bands, edges, strict=False)]
        return ", ".join([*below, f"otherwise {bands[-1]}"])

    likelihood, loss = ends(LIKELIHOODS, LIKELIHOOD_EDGES, "fraction"), ends(IMPACTS, IMPACT_EDGES_USD, "USD")
    return f"Likelihood: {likelihood}. Loss: {loss}."


def register(evidence: Evidence, results: Mapping[str, Result]) -> pd.DataFrame:
    """Return the register as readers see it: bands with the number they rest on.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    results : mapping of str to Result
        The chapter's results.

    Returns
    -------
    pandas.DataFrame
        Cells of text; numbers stand as roles that the book fills in.
    """
    table = evidence.rows("risks", evidence.frame("risks").index)

    def cell(given: str, bands: tuple[str, ...], band: Callable[[float], str]) -> str | Markup:
        if given in bands:
            return f"{given} (judged)"
        return f"{band(results[given].value)} (" + quoted(given, "short") + ")"

    return pd.DataFrame(
        {
            "No.": [str(number) for number in range(1, len(table) + 1)],
            "Risk": table.risk,
            "Borne by": table.bearer,
            "Likelihood": [cell(given, LIKELIHOODS, likelihood_band) for given in table.likelihood],
            "Loss": [cell(given, IMPACTS, impact_band) for given in table.impact],
            "First sign": table.early_signal,
        }
    )
