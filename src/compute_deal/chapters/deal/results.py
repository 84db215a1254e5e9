"""What the chapter on the deal states in numbers."""

from datetime import date

from compute_deal.evidence import Evidence
from compute_deal.inputs.deal import SHARE_STEP, DealCase, cloud_clauses, cloud_plans
from compute_deal.models.deal.exits import firm_usd, left_usd, service_ends
from compute_deal.models.deal.ramp import revenue_from_share
from compute_deal.models.deal.schedule import accrued_usd
from compute_deal.models.deal.valuation import present_value_usd
from compute_deal.results import Results

FIRM_ON = date(2026, 7, 1)  # the second-quarter report speaks of the end of June


def deal_results(evidence: Evidence) -> Results:
    """Return every number that the chapter computes.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    Results

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> deal_results(load())["exit_prospectus"].value
    '2026-11-01'
    """
    case, results = DealCase(evidence), Results(evidence)
    add_ramp(results, case)
    add_exits(results, case)
    add_worth(results, case)
    add_cloud_contracts(results)
    add_ratios(results, case)
    add_finances(results, case)
    return results


def add_ramp(results: Results, case: DealCase) -> None:
    """Add what the second-quarter report says about the first two fees."""
    number = results.evidence.number

    def discount() -> tuple[float, float, float]:
        full = case.reduced_months * case.fee_usd_per_month
        return full - case.paid_usd.value, full - case.paid_usd.high, full - case.paid_usd.low

    results.add("ramp_paid", "USD", "Customer B's revenue in the second quarter", lambda: case.paid_usd, digits=4)
    results.add(
        "customer_b_paid_h1",
        "USD",
        "Customer B's revenue in the first half year",
        lambda: revenue_from_share(
            number("customer_b_share_2026h1", "fraction"), number("spacex_revenue_2026h1", "USD/half-year"), SHARE_STEP
        ),
        digits=4,
    )
    results.add(
        "ramp_fraction",
        "fraction",
        "Fees of May and June 2026 as a share of full fees, if Customer B is Anthropic",
        lambda: case.ramp,
        digits=2,
    )
    results.add("ramp_discount_usd", "USD", "Discount on the fees of May and June 2026", discount, digits=2)
    results.add(
        "ramp_discount_to_profit",
        "ratio",
        "That discount over Anthropic's first operating profit, as it forecast it for the same quarter",
        lambda: (
            results["ramp_discount_usd"].value / number("anthropic_operating_profit_2026q2_forecast", "USD/quarter")
        ),
        digits=2,
    )


def add_exits(results: Results, case: DealCase) -> None:
    """Add when service can end, and what is firm, under each reading."""
    for name in ("s1", "prospectus", "musk"):
        clause = getattr(case, name).name
        results.add(
            f"exit_{name}",
            "date",
            f"Earliest end of service, {clause}",
            lambda name=name: getattr(case, name).earliest_exit,
        )
        results.add(
            f"firm_signing_{name}",
            "USD",
            f"Firm at signing, {clause}",
            lambda name=name: float(firm_usd(case.plan(), getattr(case, name), case.signed)),
        )
    results.add(
        "musk_base_end", "date", "End of the 180 days counted from signing", lambda: case.signed + case.musk_base
    )
    results.add(
        "exit_today",
        "date",
        "End of service if notice is given on the day this edition closed",
        lambda: str(service_ends(case.prospectus, case.today)),
    )

    results.add(
        "late_first_notice",
        "date",
        "End of the 180 days counted from the first month at the full fee",
        lambda: case.first_full_month + case.musk_base,
    )

    def firm_today() -> tuple[float, float, float]:
        firm = [float(firm_usd(case.plan(), clause, case.today)) for clause in (*case.clauses, case.musk_late)]
        return float(firm_usd(case.plan(), case.prospectus, case.today)), min(firm), max(firm)

    results.add(
        "firm_today",
        "USD",
        "Firm on the day this edition closed, range by readings of the exit clause",
        firm_today,
    )
    results.add(
        "accrued_today", "USD", "Fees for service up to that day", lambda: float(accrued_usd(case.plan(), case.today))
    )
    results.add(
        "left_today",
        "USD",
        "Fees left to the end of the term on that day",
        lambda: float(left_usd(case.plan(), case.today)),
    )
    results.add(
        "firm_one_in",
        "number",
        "What is left, over what is firm",
        lambda: results["left_today"].value / results["firm_today"].value,
        digits=2,
    )


def add_worth(results: Results, case: DealCase) -> None:
    """Add headline and present value."""
    number = results.evidence.number

    def present_value() -> tuple[float, float, float]:
        ids = "wacc_spacex_damodaran", "rate_coreweave_ddtl1", "rate_coreweave_ddtl4"
        return tuple(present_value_usd(case.plan(), number(id, "fraction"), case.signed) for id in ids)

    results.add(
        "headline_value",
        "USD",
        "Headline value, to May 2029",
        lambda: tuple(case.plan(ramp).headline_usd for ramp in (None, 0.0, 1.0)),
        digits=4,
    )
    results.add("contract_months", "number", "Months with a fee", lambda: case.months)
    results.add("present_value", "USD", "Present value at signing", present_value)


def add_cloud_contracts(results: Results) -> None:
    """Add the headlines of SpaceX's three disclosed cloud contracts, and what of them was firm at the end of June."""
    results.add(
        "cloud_headlines",
        "USD",
        "Headlines of three cloud contracts",
        lambda: sum(plan.headline_usd for plan in cloud_plans(results.evidence)),
    )
    results.add(
        "cloud_firm",
        "USD",
        "Fees of these three contracts that could not be cancelled at the end of June 2026",
        lambda: sum(
            float(firm_usd(plan, clause, FIRM_ON))
            for plan, clause in zip(cloud_plans(results.evidence), cloud_clauses(results.evidence), strict=True)
        ),
    )


def add_ratios(results: Results, case: DealCase) -> None:
    """Add the yearly fee, and the same over both sides' finances."""
    results.add("fee_per_year", "USD/year", "Twelve full fees", lambda: 12 * case.fee_usd_per_month)
    for id, fact, what in (
        ("fee_to_spacex_revenue", "spacex_revenue_2025", "SpaceX's revenue of 2025"),
        ("fee_to_compute", "anthropic_compute_2025", "Anthropic's compute spending of 2025"),
    ):
        results.add(
            id,
            "ratio",
            f"Yearly fee over {what}",
            lambda fact=fact: results["fee_per_year"].value / results.evidence.number(fact, "USD/year"),
            digits=2,
        )


def add_finances(results: Results, case: DealCase) -> None:
    """Add what the filings say of SpaceX's AI segment, and of the customer in it."""
    number = results.evidence.number
    for period, words, unit in (
        ("2025", "2025", "USD/year"),
        ("2026q1", "first quarter", "USD/quarter"),
        ("2026q2", "second quarter", "USD/quarter"),
    ):
        results.add(
            f"ai_loss_{period.removeprefix('2026')}",
            "USD",
            f"AI segment's operating loss, {words}",
            lambda period=period, unit=unit: -number(f"spacex_ai_operating_income_{period}", unit),
        )
    results.add(
        "customer_b_of_ai",
        "fraction",
        "Customer B's share of the AI segment's revenue, second quarter",
        lambda: case.paid_usd.value / number("spacex_ai_revenue_2026q2", "USD/quarter"),
        digits=2,
    )

    def share_at_full_fee() -> float:
        fees = 3 * case.fee_usd_per_month
        return fees / (number("spacex_revenue_2026q2", "USD/quarter") - case.paid_usd.value + fees)

    results.add(
        "customer_b_next",
        "fraction",
        "Customer B's share of revenue at the full fee, all else as in the second quarter",
        share_at_full_fee,
        digits=2,
    )
