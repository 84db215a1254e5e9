"""SpaceX's disclosed cloud contracts as the evidence has them."""

from datetime import timedelta

from compute_deal.evidence import Evidence, traced
from compute_deal.inputs.dates import months_after
from compute_deal.inputs.deal import DealCase
from compute_deal.models.deal.exits import ExitClause
from compute_deal.models.deal.schedule import Schedule, Terms, payment_schedule


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
        Anthropic, Google, Reflection.
    """
    deal = DealCase(evidence)
    day = {name: evidence[f"google_spacex_{name}"].date.date() for name in ("start", "end", "exit_date")}
    google = payment_schedule(Terms(evidence.number("google_spacex_fee"), day["start"], day["end"]))
    google_exit = ExitClause(
        "Google", int(evidence.number("google_spacex_notice_days")), day["exit_date"] + timedelta(days=1)
    )
    start = evidence["reflection_spacex_start"].date.date()
    end = evidence["reflection_spacex_end"].date.date()
    reflection = payment_schedule(Terms(evidence.number("reflection_spacex_fee"), start, end))
    reflection_exit = ExitClause(
        "Reflection",
        int(evidence.number("reflection_spacex_notice_days")),
        months_after(start, int(evidence.number("reflection_spacex_initial_period_months"))),
    )
    return (deal.plan(), deal.prospectus), (google, google_exit), (reflection, reflection_exit)
