"""The risk register: rows of the evidence, each with the results or judged bands for its likelihood and its loss."""

from bisect import bisect_right
from collections.abc import Callable, Mapping

import pandas as pd

from compute_deal.charts.numbers import quantity
from compute_deal.evidence import Evidence
from compute_deal.markup import Markup, quoted
from compute_deal.results import Result

LIKELIHOODS, LIKELIHOOD_EDGES = ("rare", "unlikely", "possible", "likely"), (0.05, 0.12, 0.40)
IMPACTS, IMPACT_EDGES_USD = ("small", "moderate", "large", "severe"), (1e9, 5e9, 12e9)


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
