"""SpaceX's disclosed cloud contracts as the evidence has them."""

from datetime import timedelta

from compute_deal.evidence import Evidence, traced
from compute_deal.inputs.dates import months_after
from compute_deal.inputs.deal import DealCase
from compute_deal.models.deal.exits import ExitClause
from compute_deal.models.deal.schedule import Schedule, Terms, payment_schedule


def cloud_plans(evidence: Evidence) -> tuple[Schedule, Schedule, Schedule]:
    """Return the payment schedules of the three contracts whose terms SpaceX disclosed: Anthropic, Google, Reflection."""
    plans = (_plan(evidence, f"{name}_spacex") for name in ("google", "reflection"))
    return DealCase(evidence).plan(), *plans


@traced
def cloud_contracts(evidence: Evidence) -> tuple[tuple[Schedule, ExitClause], ...]:
    """Return schedule and exit clause of the three contracts whose terms SpaceX disclosed.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    tuple of (Schedule, ExitClause)
        Anthropic, Google, Reflection. Of the contracts of August and September 2026 the exits are not known.
    """
    google_exit = ExitClause(
        "Google",
        int(evidence.number("google_spacex_notice_days")),
        evidence["google_spacex_exit_date"].date.date() + timedelta(days=1),
    )
    reflection_exit = ExitClause(
        "Reflection",
        int(evidence.number("reflection_spacex_notice_days")),
        months_after(
            evidence["reflection_spacex_start"].date.date(),
            int(evidence.number("reflection_spacex_initial_period_months")),
        ),
    )
    clauses = DealCase(evidence).prospectus, google_exit, reflection_exit
    return tuple(zip(cloud_plans(evidence), clauses, strict=True))


@traced
def _plan(evidence: Evidence, contract: str) -> Schedule:
    start, end = (evidence[f"{contract}_{name}"].date.date() for name in ("start", "end"))
    return payment_schedule(Terms(evidence.number(f"{contract}_fee"), start, end))
