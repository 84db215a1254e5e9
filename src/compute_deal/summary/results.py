"""The deal in one picture: each month's fee by how sure it is."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from compute_deal.chapters.risks.integration import served_by_month
from compute_deal.evidence import Evidence, traced
from compute_deal.inputs.deal import DealCase
from compute_deal.models.deal.exits import due_firm_open_usd
from compute_deal.results import Results

PARTS = ("due when this edition closed", "firm if notice was given then", "expected beyond that", "not expected")


def fees_by_certainty(case: DealCase, starts: ArrayLike, served: ArrayLike) -> pd.DataFrame:
    """Return each month's fee in four parts: due, firm, expected beyond that, and the rest.

    Parameters
    ----------
    case : DealCase
        Fees, exit clause and the day of this edition.
    starts : array_like of datetime64[D], shape (months,)
        First days of the months for which `served` is known, to the last month of the term.
    served : array_like of float, shape (months,)
        Chance that the month is served.

    Returns
    -------
    pandas.DataFrame
        Columns `month`, `part` (one of `PARTS`) and `usd`, nominal. The parts of a month add up to its fee.

    Raises
    ------
    ValueError
        If a month after the firm period has no chance.
    """
    plan = case.plan()
    due, firm, free = due_firm_open_usd(plan, case.prospectus, case.today)
    chance = pd.Series(np.asarray(served), np.asarray(starts, "datetime64[M]")).reindex(
        plan.start.astype("datetime64[M]")
    )
    if chance[free > 0].isna().any():
        raise ValueError(
            "a month after the firm period has no chance of being served: starts must reach the last month"
        )
    expected = np.where(free > 0, free * chance, 0.0)
    months = pd.to_datetime(plan.start.astype("datetime64[M]").astype("datetime64[D]"))
    return pd.concat(
        pd.DataFrame({"month": months, "part": part, "usd": usd})
        for part, usd in zip(PARTS, (due, firm, expected, free - expected), strict=True)
    ).reset_index(drop=True)


@traced
def summary_fees(evidence: Evidence) -> pd.DataFrame:
    """Return the fees by certainty, with the chances of the chapter on risks, integrated over its inputs.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    pandas.DataFrame
        As `fees_by_certainty` returns it.
    """
    return fees_by_certainty(DealCase(evidence), *served_by_month(evidence))


def summary_results(evidence: Evidence) -> Results:
    """Return what the summary says of the part that may be cancelled.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    Results
    """
    results = Results(evidence)

    def usd(part: str) -> float:
        return float(summary_fees(evidence).groupby("part").usd.sum()[part])

    def cancellable() -> float:
        case = DealCase(evidence)
        return float(due_firm_open_usd(case.plan(), case.prospectus, case.today)[2].sum())

    results.add("summary_cancellable", "USD", "Fees that a notice on the day of this edition ends", cancellable)
    results.add(
        "summary_expected_share",
        "fraction",
        "Expected share of these that is paid",
        lambda: usd(PARTS[2]) / cancellable(),
        digits=2,
    )
    return results
