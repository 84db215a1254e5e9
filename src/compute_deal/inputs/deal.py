"""The deal as the evidence has it: terms, ramp and the readings of the exit clause."""

from dataclasses import dataclass
from datetime import date, timedelta

from compute_deal.evidence import Evidence
from compute_deal.inputs.dates import months_after
from compute_deal.models.deal.exits import ExitClause
from compute_deal.models.deal.ramp import Bounds, average_ramp, revenue_from_share
from compute_deal.models.deal.schedule import Schedule, Terms, payment_schedule

SHARE_STEP = 0.001  # the report prints shares of revenue to one decimal of a per cent


@dataclass(frozen=True)
class DealCase:
    """The deal's terms in the central case, and what they leave open.

    Parameters
    ----------
    fee_usd_per_month : float
        Full fee.
    signed, last_month, today : datetime.date
        Day of the agreement, a day of the last month paid, the day on which this edition closed.
    reduced_months : int
        How many of the first months have a reduced fee.
    paid_usd : Bounds
        What "Customer B" paid in the second quarter, taken to be Anthropic's fees for these months.
    ramp : Bounds
        These fees as a fraction of the full ones.
    s1, prospectus, musk : ExitClause
        The exit clause as the first filing, the final prospectus and Musk have it.
    """

    fee_usd_per_month: float
    signed: date
    last_month: date
    today: date
    reduced_months: int
    paid_usd: Bounds
    ramp: Bounds
    s1: ExitClause
    prospectus: ExitClause
    musk: ExitClause

    @property
    def clauses(self) -> tuple[ExitClause, ExitClause, ExitClause]:
        """The three readings, in the order in which they became public."""
        return self.s1, self.musk, self.prospectus

    def plan(self, ramp: float | None = None) -> Schedule:
        """Return the payment schedule, with the inferred ramp unless another is given."""
        fraction = self.ramp.value if ramp is None else ramp
        ramps = (fraction,) * self.reduced_months
        return payment_schedule(Terms(self.fee_usd_per_month, self.signed, self.last_month, ramps))


def deal_case(evidence: Evidence) -> DealCase:
    """Return the deal as the evidence has it.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    DealCase

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> deal_case(load()).prospectus.earliest_exit
    datetime.date(2026, 11, 1)
    """
    signed = evidence["csa_signed"].date.date()
    fee = evidence.number("csa_fee")
    notice = int(evidence.number("csa_notice_days"))
    reduced = int(evidence.number("csa_ramp_months"))
    base = int(evidence.number("csa_musk_base_days"))
    paid = revenue_from_share(
        evidence.number("customer_b_share_2026q2"), evidence.number("spacex_revenue_2026q2"), SHARE_STEP
    )
    return DealCase(
        fee_usd_per_month=fee,
        signed=signed,
        last_month=evidence["csa_end"].date.date(),
        today=evidence["edition_date"].date.date(),
        reduced_months=reduced,
        paid_usd=paid,
        ramp=average_ramp(paid, fee, reduced),
        s1=ExitClause("First filing, 20 May", notice, signed),
        musk=ExitClause("Musk, 28 May", int(evidence.number("csa_musk_notice_days")), signed + timedelta(days=base)),
        prospectus=ExitClause(
            "Final prospectus, 12 June", notice, months_after(signed, int(evidence.number("csa_initial_period_months")))
        ),
    )
