"""SpaceX's disclosed cloud contracts as the evidence has them."""

from datetime import timedelta

from compute_deal.evidence import Evidence, traced
from compute_deal.inputs.dates import months_after
from compute_deal.inputs.deal import DealCase
from compute_deal.models.deal.exits import ExitClause
from compute_deal.models.deal.schedule import Schedule, Terms, payment_schedule


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
    reflection = months_after(start, int(evidence.number("reflection_spacex_initial_period_months", "months")))
    return (
        DealCase(evidence).prospectus,
        ExitClause("Google", int(evidence.number("google_spacex_notice_days", "days")), google),
        ExitClause("Reflection", int(evidence.number("reflection_spacex_notice_days", "days")), reflection),
    )
