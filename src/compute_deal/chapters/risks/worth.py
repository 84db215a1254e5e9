"""What the contract pays over its whole life, as the integrated game has it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compute_deal.chapters.risks.case import RiskCase
from compute_deal.chapters.risks.integration import TAILS, served_by_month
from compute_deal.evidence import Evidence, traced
from compute_deal.models.deal.exits import due_firm_open_usd


@dataclass(frozen=True)
class FeesPaid:
    """Total fees paid, nominal, from signing to the end of the contract.

    Attributes
    ----------
    certain_usd : float
        What has fallen due and what is firm when this edition closed.
    open_usd : numpy.ndarray
        What falls due in each remaining month beyond that, if the month is served, shape (months,).
    served : numpy.ndarray
        Probability that the month is served.
    """

    certain_usd: float
    open_usd: NDArray[np.float64]
    served: NDArray[np.float64]

    @property
    def expected_usd(self) -> float:
        """Expected total."""
        return self.certain_usd + float(self.open_usd @ self.served)

    def quantile(self, probability: float) -> float:
        """Return the total that is not exceeded with a probability; an end is spread evenly over its month."""
        ended = 1 - self.served  # by the start of the month: so much is paid at most
        paid = self.certain_usd + np.concatenate([[0.0], np.cumsum(self.open_usd)])
        chances = np.concatenate([ended, [ended[-1], 1.0]])
        return float(np.interp(probability, chances, np.concatenate([paid[:-1], paid[-1:], paid[-1:]])))


@traced
def fees_paid(evidence: Evidence) -> FeesPaid:
    """Return the fees paid over the contract's whole life.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    FeesPaid
    """
    deal = RiskCase(evidence).deal
    plan = deal.plan()
    due, firm, free = due_firm_open_usd(plan, deal.prospectus, deal.today)
    starts, served = served_by_month(evidence)
    remaining = np.isin(plan.start.astype("datetime64[M]"), starts.astype("datetime64[M]"))
    if free[~remaining].any():
        raise ValueError("a month before the remaining ones can still be cancelled; expected all of them due or firm")
    return FeesPaid(float(due.sum() + firm.sum()), free[remaining], served)


def contract_worth(evidence: Evidence) -> tuple[float, float, float]:
    """Return the expected total of fees paid with p5 and p95 of its distribution, in USD."""
    paid = fees_paid(evidence)
    low, high = (paid.quantile(tail) for tail in TAILS)
    return paid.expected_usd, low, high
