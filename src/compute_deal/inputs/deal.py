"""The deal as the evidence has it: terms, ramp, readings of the exit clause, and SpaceX's other disclosed contracts."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from compute_deal.evidence import Evidence, traced
from compute_deal.inputs.dates import months_after
from compute_deal.models.bounds import Bounds
from compute_deal.models.deal.exits import ExitClause
from compute_deal.models.deal.ramp import average_ramp, revenue_from_share
from compute_deal.models.deal.schedule import Schedule, Terms, payment_schedule

SHARE_STEP = 0.001  # the report prints shares of revenue to one decimal of a per cent


@dataclass(frozen=True)
class DealCase:
    """The deal's terms in the central case, and what they leave open; each is read from the evidence when it is asked for.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> DealCase(load()).prospectus.earliest_exit
    datetime.date(2026, 11, 1)
    """

    evidence: Evidence

    @property
    def fee_usd_per_month(self) -> float:
        """Full fee."""
        return self.evidence.number("csa_fee", "USD/month")

    @property
    def signed(self) -> date:
        """Day of the agreement."""
        return self.evidence["csa_signed"].date.date()

    @property
    def last_month(self) -> date:
        """A day of the last month paid."""
        return self.evidence["csa_end"].date.date()

    @property
    def today(self) -> date:
        """Day on which this edition closed."""
        return self.evidence["edition_date"].date.date()

    @property
    def reduced_months(self) -> int:
        """How many of the first months have a reduced fee."""
        return round(self.evidence.number("csa_ramp_months", "months"))

    @property
    def first_full_month(self) -> date:
        """First day of the first month at the full fee."""
        return months_after(self.signed.replace(day=1), self.reduced_months)

    @property
    def months(self) -> int:
        """Number of months with a fee, the first and the last of them counted."""
        return 12 * (self.last_month.year - self.signed.year) + self.last_month.month - self.signed.month + 1

    @property
    def paid_usd(self) -> Bounds:
        """What "Customer B" paid in the second quarter, taken to be Anthropic's fees for the reduced months."""
        share = self.evidence.number("customer_b_share_2026q2", "fraction")
        revenue = self.evidence.number("spacex_revenue_2026q2", "USD/quarter")
        return revenue_from_share(share, revenue, SHARE_STEP)

    @property
    def ramp(self) -> Bounds:
        """These fees as a fraction of the full ones."""
        return average_ramp(self.paid_usd, self.fee_usd_per_month, self.reduced_months)

    @property
    def s1(self) -> ExitClause:
        """The exit clause as the first filing has it."""
        return ExitClause("First filing, 20 May", self._notice_days, self.signed)

    @property
    def musk(self) -> ExitClause:
        """The exit clause as Musk has it."""
        days = round(self.evidence.number("csa_musk_notice_days", "days"))
        return ExitClause("Musk, 28 May", days, self.signed + self.musk_base)

    @property
    def musk_base(self) -> timedelta:
        """The days that, by Musk, pass before notice can be given."""
        return timedelta(days=round(self.evidence.number("csa_musk_base_days", "days")))

    @property
    def musk_late(self) -> ExitClause:
        """The same with the days counted from the first month at the full fee."""
        return replace(self.musk, first_notice=self.first_full_month + self.musk_base)

    @property
    def prospectus(self) -> ExitClause:
        """The exit clause as the final prospectus has it."""
        first = months_after(self.signed, round(self.evidence.number("csa_initial_period_months", "months")))
        return ExitClause("Final prospectus, 12 June", self._notice_days, first)

    @property
    def clauses(self) -> tuple[ExitClause, ExitClause, ExitClause]:
        """The three readings, in the order in which they became public."""
        return self.s1, self.musk, self.prospectus

    @property
    def _notice_days(self) -> int:
        return round(self.evidence.number("csa_notice_days", "days"))

    @traced
    def plan(self, ramp: float | None = None) -> Schedule:
        """Return the payment schedule, with the inferred ramp unless another is given."""
        fraction = self.ramp.value if ramp is None else ramp
        ramps = (fraction,) * self.reduced_months
        return payment_schedule(Terms(self.fee_usd_per_month, self.signed, self.last_month, ramps))


@traced
def cloud_plans(evidence: Evidence) -> tuple[Schedule, ...]:
    """Return the fees of the three contracts whose terms SpaceX disclosed.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    tuple of Schedule
        Anthropic, Google, Reflection.
    """
    plans = [DealCase(evidence).plan()]
    for customer in ("google", "reflection"):
        start, end = (evidence[f"{customer}_spacex_{name}"].date.date() for name in ("start", "end"))
        plans.append(payment_schedule(Terms(evidence.number(f"{customer}_spacex_fee", "USD/month"), start, end)))
    return tuple(plans)


@traced
def cloud_clauses(evidence: Evidence) -> tuple[ExitClause, ...]:
    """Return the exit clauses of the same contracts.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    tuple of ExitClause
        Anthropic, Google, Reflection.
    """
    google = evidence["google_spacex_exit_date"].date.date() + timedelta(days=1)
    start = evidence["reflection_spacex_start"].date.date()
    reflection = months_after(start, round(evidence.number("reflection_spacex_initial_period_months", "months")))
    return (
        DealCase(evidence).prospectus,
        ExitClause("Google", round(evidence.number("google_spacex_notice_days", "days")), google),
        ExitClause("Reflection", round(evidence.number("reflection_spacex_notice_days", "days")), reflection),
    )
