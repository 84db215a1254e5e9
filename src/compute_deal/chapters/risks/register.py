"""The risk register: rows of the evidence, whose bands the results must bear out."""

from bisect import bisect_right
from collections.abc import Mapping

import pandas as pd

from compute_deal.evidence import Evidence
from compute_deal.markup import Markup, quoted
from compute_deal.results import Result

LIKELIHOODS, LIKELIHOOD_EDGES = ("rare", "unlikely", "possible", "likely"), (0.05, 0.12, 0.40)
IMPACTS, IMPACT_EDGES_USD = ("small", "moderate", "large", "severe"), (1e9, 5e9, 12e9)
JUDGED = "judgement"


def register(evidence: Evidence) -> pd.DataFrame:
    """Return the register with its rows numbered.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    pandas.DataFrame
        The table `risks`, with a column `number` in front.
    """
    table = evidence.rows("risks", evidence.frame("risks").index)
    table.insert(0, "number", range(1, len(table) + 1))
    return table


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


def misplaced(table: pd.DataFrame, results: Mapping[str, Result]) -> list[str]:
    """Return the rows whose band is not that of the result they name, or that name none that exists.

    Parameters
    ----------
    table : pandas.DataFrame
        The register.
    results : mapping of str to Result
        The chapter's results.

    Returns
    -------
    list of str
        One line for each.
    """
    problems = []
    for row in table.itertuples():
        for given, basis, band in (
            (row.likelihood, row.likelihood_basis, likelihood_band),
            (row.impact, row.impact_basis, impact_band),
        ):
            if basis == JUDGED:
                continue
            if basis not in results:
                problems.append(f"{row.Index}: no result {basis}")
            elif band(float(results[basis].value)) != given:
                problems.append(f"{row.Index}: {given}, but {basis} is {band(float(results[basis].value))}")
    return problems


def register_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return the register as readers see it: bands with the number they rest on.

    Parameters
    ----------
    table : pandas.DataFrame
        The register.

    Returns
    -------
    pandas.DataFrame
        Cells of text; numbers stand as roles that the book fills in.
    """

    def cell(band: str, basis: str) -> str | Markup:
        return f"{band} (judged)" if basis == JUDGED else f"{band} (" + quoted(basis, "short") + ")"

    return pd.DataFrame(
        {
            "No.": table.number.astype(str),
            "Risk": table.risk,
            "Borne by": table.bearer,
            "Likelihood": [cell(*pair) for pair in zip(table.likelihood, table.likelihood_basis, strict=True)],
            "Loss": [cell(*pair) for pair in zip(table.impact, table.impact_basis, strict=True)],
            "First sign": table.early_signal,
        }
    )
