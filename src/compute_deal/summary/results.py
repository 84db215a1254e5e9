"""The deal in one picture: each month's fee by how sure it is."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from compute_deal.chapters.risks.case import risk_case
from compute_deal.chapters.risks.games import exit_policy
from compute_deal.chapters.risks.runs import served_share, simulated
from compute_deal.chapters.risks.value_results import GAME, HAZARDS
from compute_deal.evidence import Evidence
from compute_deal.inputs.deal import DealCase
from compute_deal.models.deal.exits import due_firm_open_usd
from compute_deal.results import Result

PARTS = ("accrued", "firm if notice is given today", "paid in the base case", "not paid in the base case")
TERMS = ("csa_fee", "csa_end", "csa_notice_days", "edition_date")


def fees_by_certainty(case: DealCase, starts: ArrayLike, served: ArrayLike) -> pd.DataFrame:
    """Return each month's fee in four parts: accrued, firm, expected beyond that, and the rest.

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


def summary_fees(evidence: Evidence) -> pd.DataFrame:
    """Return the fees by certainty, with the chances that the base case of the chapter on risks gives.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    pandas.DataFrame
        As `fees_by_certainty` returns it.
    """
    risk = risk_case(evidence)
    paths = simulated(risk, exit_policy(risk), risk.terms, risk.economics)
    return fees_by_certainty(DealCase(evidence), risk.month_starts, served_share(paths, risk.terms.term_months))


def summary_results(fees: pd.DataFrame) -> dict[str, Result]:
    """Return what the summary says of the part that may be cancelled.

    Parameters
    ----------
    fees : pandas.DataFrame
        As `summary_fees` returns it.

    Returns
    -------
    dict of str to Result
        By id.
    """
    usd = fees.groupby("part").usd.sum()
    free = float(usd[PARTS[2]] + usd[PARTS[3]])
    return {
        "summary_cancellable": Result(free, "USD", "Fees that a notice on the day of this edition ends", inputs=TERMS),
        "summary_expected_share": Result(
            float(usd[PARTS[2]]) / free,
            "fraction",
            "Expected share of these that is paid, base case",
            inputs=(*TERMS, *GAME, *HAZARDS),
            digits=2,
        ),
    }
