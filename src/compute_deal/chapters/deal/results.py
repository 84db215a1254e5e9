"""What the chapter on the deal states in numbers."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from compute_deal.evidence import Evidence
from compute_deal.inputs.dates import months_after
from compute_deal.inputs.deal import SHARE_STEP, DealCase, deal_case
from compute_deal.models.deal.exits import ExitClause, firm_usd, left_usd, service_ends
from compute_deal.models.deal.ramp import first_month_ramp, revenue_from_share
from compute_deal.models.deal.schedule import Terms, accrued_usd, payment_schedule
from compute_deal.models.deal.valuation import expected_value_usd, present_value_usd, years_after
from compute_deal.results import Result

TERMS = ("csa_fee", "csa_end", "csa_signed")
SHARE = ("customer_b_share_2026q2", "spacex_revenue_2026q2")
NOTICE = (*TERMS, "csa_notice_days", "csa_initial_period_months")
MUSK = (*TERMS, "csa_musk_base_days", "csa_musk_notice_days")


def deal_results(evidence: Evidence) -> dict[str, Result]:
    """Return every number that the chapter computes.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    dict of str to Result
        By id.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> deal_results(load())["exit_prospectus"].value
    '2026-11-01'
    """
    case = deal_case(evidence)
    return (
        ramp_results(evidence, case)
        | exit_results(evidence, case)
        | worth_results(evidence, case)
        | cloud_results(evidence, case)
        | ratio_results(evidence, case)
    )


def ramp_results(evidence: Evidence, case: DealCase) -> dict[str, Result]:
    """Return what the second-quarter report says about the first two fees."""
    half = revenue_from_share(
        evidence.number("customer_b_share_2026h1"), evidence.number("spacex_revenue_2026h1"), SHARE_STEP
    )
    may = first_month_ramp(case.paid_usd, case.fee_usd_per_month, case.reduced_months)
    full = case.reduced_months * case.fee_usd_per_month
    paid = case.paid_usd
    return {
        "ramp_paid": Result(
            paid.value, "USD", "Customer B's revenue in the second quarter", paid.low, paid.high, SHARE, digits=4
        ),
        "customer_b_paid_h1": Result(
            half.value,
            "USD",
            "Customer B's revenue in the first half year",
            half.low,
            half.high,
            ("customer_b_share_2026h1", "spacex_revenue_2026h1"),
            digits=4,
        ),
        "ramp_fraction": Result(
            case.ramp.value,
            "fraction",
            "Fees of May and June 2026 as a share of full fees, if Customer B is Anthropic",
            case.ramp.low,
            case.ramp.high,
            (*SHARE, "csa_fee", "csa_ramp_months"),
            digits=2,
        ),
        "ramp_discount_usd": Result(
            full - paid.value,
            "USD",
            "Discount on the fees of May and June 2026",
            full - paid.high,
            full - paid.low,
            (*SHARE, "csa_fee", "csa_ramp_months"),
            digits=2,
        ),
        "ramp_may_only": Result(
            may.value,
            "fraction",
            "Fee of May 2026 as a share of the full fee, if only May was reduced",
            may.low,
            may.high,
            (*SHARE, "csa_fee", "csa_ramp_months_notes"),
            digits=2,
        ),
    }


def exit_results(evidence: Evidence, case: DealCase) -> dict[str, Result]:
    """Return when service can end, and what is firm, under each reading."""
    plan = case.plan()
    readings = {"s1": (case.s1, TERMS), "prospectus": (case.prospectus, NOTICE), "musk": (case.musk, MUSK)}
    results = {}
    for name, (clause, inputs) in readings.items():
        results[f"exit_{name}"] = Result(
            clause.earliest_exit.isoformat(), "date", f"Earliest end of service, {clause.name}", inputs=inputs
        )
        results[f"firm_signing_{name}"] = Result(
            float(firm_usd(plan, clause, case.signed)), "USD", f"Firm at signing, {clause.name}", inputs=inputs
        )
    full_service = plan.start[case.reduced_months].item()
    base = timedelta(days=int(evidence.number("csa_musk_base_days")))
    late = replace(case.musk, name="Musk, from the first full fee", first_notice=full_service + base)
    firm = [float(firm_usd(plan, clause, case.today)) for clause in case.clauses]
    left = float(left_usd(plan, case.today))
    today = (*NOTICE, "edition_date")
    return results | {
        "musk_base_end": Result(
            (case.signed + base).isoformat(),
            "date",
            "End of the 180 days counted from signing",
            inputs=MUSK,
        ),
        "exit_today": Result(
            str(service_ends(case.prospectus, case.today)),
            "date",
            "End of service if notice is given on the day this edition closed",
            inputs=today,
        ),
        "firm_today": Result(
            float(firm_usd(plan, case.prospectus, case.today)),
            "USD",
            "Firm on the day this edition closed",
            min(firm),
            max(firm),
            today,
        ),
        "late_first_notice": Result(
            late.first_notice.isoformat(),
            "date",
            "End of the 180 days counted from the first month at the full fee",
            inputs=(*MUSK, "csa_ramp_months"),
        ),
        "late_exit": Result(
            late.earliest_exit.isoformat(),
            "date",
            "Earliest end of service so counted",
            inputs=(*MUSK, "csa_ramp_months"),
        ),
        "late_firm": Result(
            float(firm_usd(plan, late, case.today)),
            "USD",
            "Firm on the day this edition closed, so counted",
            inputs=(*MUSK, "csa_ramp_months", "edition_date"),
        ),
        "accrued_today": Result(
            float(accrued_usd(plan, case.today)), "USD", "Fees for service up to that day", inputs=(*today, *SHARE)
        ),
        "left_today": Result(left, "USD", "Fees left to the end of the term on that day", inputs=today),
        "firm_one_in": Result(left / firm[0], "number", "What is left, over what is firm", inputs=today, digits=2),
    }


def worth_results(evidence: Evidence, case: DealCase) -> dict[str, Result]:
    """Return headline, present and expected value."""
    plan, clause, signed = case.plan(), case.prospectus, case.signed
    rate = evidence.number("wacc_spacex_damodaran")
    low_rate, high_rate = evidence.number("rate_coreweave_ddtl4"), evidence.number("rate_coreweave_ddtl1")
    prior = evidence["termination_hazard_prior"]
    rates = ("wacc_spacex_damodaran", "rate_coreweave_ddtl4", "rate_coreweave_ddtl1")
    survival = [last_day_alive(case, hazard) for hazard in (prior.high, prior.value, prior.low)]
    return {
        "headline_value": Result(
            plan.headline_usd,
            "USD",
            "Headline value, to May 2029",
            case.plan(0.0).headline_usd,
            case.plan(1.0).headline_usd,
            (*TERMS, *SHARE),
            digits=4,
        ),
        "contract_months": Result(len(plan.fee_usd), "number", "Months with a fee", inputs=TERMS),
        "full_fee_months": Result(
            len(plan.fee_usd) - case.reduced_months,
            "number",
            "Months at the full fee",
            inputs=(*TERMS, "csa_ramp_months"),
        ),
        "present_value": Result(
            present_value_usd(plan, rate, signed),
            "USD",
            "Present value at signing",
            present_value_usd(plan, high_rate, signed),
            present_value_usd(plan, low_rate, signed),
            (*TERMS, *SHARE, *rates),
        ),
        "expected_value": Result(
            expected_value_usd(plan, clause, prior.value, rate, signed),
            "USD",
            "Expected present value at signing",
            expected_value_usd(plan, clause, prior.high, rate, signed),
            expected_value_usd(plan, clause, prior.low, rate, signed),
            (*NOTICE, *SHARE, "wacc_spacex_damodaran", "termination_hazard_prior"),
        ),
        "survival": Result(
            survival[1],
            "fraction",
            "Chance that service runs to the end of the term",
            survival[0],
            survival[2],
            (*NOTICE, "termination_hazard_prior"),
            digits=2,
        ),
        "obligations_to_headline": Result(
            evidence.number("obligations_spacex_line") / plan.headline_usd,
            "ratio",
            "SpaceX line of the draft prospectus over the headline value",
            inputs=(*TERMS, "obligations_spacex_line"),
            digits=2,
        ),
    }


def last_day_alive(case: DealCase, hazard_per_year: float) -> float:
    """Return the chance that service still runs on the last day of the term."""
    years = years_after(case.plan().end[-1], case.prospectus.earliest_exit)
    return float(np.exp(-hazard_per_year * years))


def cloud_results(evidence: Evidence, case: DealCase) -> dict[str, Result]:
    """Return the headlines of SpaceX's three disclosed cloud contracts, and what of them was firm at the end of June."""
    on = date(2026, 7, 1)
    day = {
        id: evidence[id].date.date() for id in ("google_spacex_start", "google_spacex_end", "google_spacex_exit_date")
    }
    google = payment_schedule(
        Terms(evidence.number("google_spacex_fee"), day["google_spacex_start"], day["google_spacex_end"])
    )
    google_exit = ExitClause(
        "Google",
        int(evidence.number("google_spacex_notice_days")),
        day["google_spacex_exit_date"] + timedelta(days=1),
    )
    start = evidence["reflection_spacex_start"].date.date()
    reflection = payment_schedule(
        Terms(evidence.number("reflection_spacex_fee"), start, evidence["reflection_spacex_end"].date.date())
    )
    reflection_exit = ExitClause(
        "Reflection",
        int(evidence.number("reflection_spacex_notice_days")),
        months_after(start, int(evidence.number("reflection_spacex_initial_period_months"))),
    )
    contracts = ((case.plan(), case.prospectus), (google, google_exit), (reflection, reflection_exit))
    inputs = (
        *NOTICE,
        "google_spacex_fee",
        "google_spacex_exit_date",
        "google_spacex_notice_days",
        "reflection_spacex_fee",
    )
    return {
        "cloud_headlines": Result(
            sum(plan.headline_usd for plan, _ in contracts), "USD", "Headlines of three cloud contracts", inputs=inputs
        ),
        "cloud_firm": Result(
            sum(float(firm_usd(plan, clause, on)) for plan, clause in contracts),
            "USD",
            "What of them could not be cancelled at the end of June 2026",
            inputs=inputs,
        ),
    }


def ratio_results(evidence: Evidence, case: DealCase) -> dict[str, Result]:
    """Return the fee beside both sides' finances, each ratio with its denominator."""
    fee = 12 * case.fee_usd_per_month
    over = {
        "fee_to_spacex_revenue": ("spacex_revenue_2025", 1, "ratio", "SpaceX's revenue of 2025"),
        "fee_to_run_rate_02": ("anthropic_run_rate_2026_02", 1, "fraction", "Anthropic's run-rate of February 2026"),
        "fee_to_run_rate_05": ("anthropic_run_rate_2026_05", 1, "fraction", "Anthropic's run-rate of May 2026"),
        "fee_to_q2": ("anthropic_revenue_2026q2", 4, "fraction", "Anthropic's second-quarter revenue times four"),
        "fee_to_compute": ("anthropic_compute_2025", 1, "ratio", "Anthropic's compute spending of 2025"),
    }
    results = {
        id: Result(
            fee / (times * evidence.number(name)),
            unit,
            f"Yearly fee over {what}",
            inputs=("csa_fee", name),
            digits=3 if unit == "ratio" else 2,
        )
        for id, (name, times, unit, what) in over.items()
    }
    year = evidence.number("spacex_ai_operating_income_2025")
    before, after = (evidence.number(f"spacex_ai_operating_income_2026q{quarter}") for quarter in (1, 2))
    q2 = evidence.number("spacex_revenue_2026q2")
    quarter_fee = 3 * case.fee_usd_per_month
    return results | {
        "fee_per_year": Result(fee, "USD/year", "Twelve full fees", inputs=("csa_fee",)),
        "customer_b_of_ai": Result(
            case.paid_usd.value / evidence.number("spacex_ai_revenue_2026q2"),
            "fraction",
            "Customer B's share of the AI segment's revenue, second quarter",
            inputs=(*SHARE, "spacex_ai_revenue_2026q2"),
            digits=2,
        ),
        "ai_loss_2025": Result(
            -year, "USD", "AI segment's operating loss, 2025", inputs=("spacex_ai_operating_income_2025",)
        ),
        "ai_loss_q1": Result(
            -before, "USD", "AI segment's operating loss, first quarter", inputs=("spacex_ai_operating_income_2026q1",)
        ),
        "ai_loss_q2": Result(
            -after, "USD", "AI segment's operating loss, second quarter", inputs=("spacex_ai_operating_income_2026q2",)
        ),
        "ai_loss_narrowed": Result(
            after - before,
            "USD",
            "By how much that loss fell from the first quarter to the second",
            inputs=("spacex_ai_operating_income_2026q1", "spacex_ai_operating_income_2026q2"),
        ),
        "capex_in_fee_months": Result(
            evidence.number("spacex_ai_capex_2026q2") / case.fee_usd_per_month,
            "months",
            "AI capital spending of the second quarter in full monthly fees",
            inputs=("spacex_ai_capex_2026q2", "csa_fee"),
            digits=2,
        ),
        "customer_b_next": Result(
            quarter_fee / (q2 - case.paid_usd.value + quarter_fee),
            "fraction",
            "Customer B's share of revenue at the full fee, all else as in the second quarter",
            inputs=(*SHARE, "csa_fee"),
            digits=2,
        ),
    }
