"""The stress cases: capacity withdrawn on notice, and a customer that leaves a slack market."""

import numpy as np
from numpy.typing import NDArray

from compute_deal.chapters.risks.case import FAST, IDLE, NEW_SITE, NOTICE_MONTHS, SLOW, RiskCase, replacement
from compute_deal.evidence import Evidence
from compute_deal.inputs.replacement import block_ratio
from compute_deal.models.risk.price_process import MONTHS_PER_YEAR
from compute_deal.models.risk.stress import capacity_gap_gpus, first_year_loss_usd
from compute_deal.results import Results

NOTHING = 1e-9  # of all the capacity: what rounding may leave of a gap that is closed
SPEEDS = {"idle": IDLE, "fast": FAST, "slow": SLOW, "new": NEW_SITE}


def missing_gpus(evidence: Evidence, speed: str, notice_months: int = NOTICE_MONTHS) -> NDArray[np.float64]:
    """Return the GPUs that are missing in each month after notice, to the end of the term, at a speed of replacement."""
    gpus, months = evidence.number("csa_gpus_prospectus", "GPUs"), len(RiskCase(evidence).month_starts)
    return capacity_gap_gpus(gpus, notice_months, replacement(evidence, speed), months)


def gap_months(evidence: Evidence, speed: str) -> int:
    """Return in how many months GPUs are missing."""
    nothing = NOTHING * evidence.number("csa_gpus_prospectus", "GPUs")
    return int((missing_gpus(evidence, speed) > nothing).sum())


def revenue_at_risk(evidence: Evidence, gpu_months: float) -> tuple[float, float, float]:
    """Return Anthropic's revenue on missing GPUs that is lost, in USD: value, low and high.

    Its revenue is spread evenly over its fleet, of which the lease is a share; part of it is lost, not served with less.
    """
    revenue = evidence.number("anthropic_run_rate_2026_07", "USD/year") / MONTHS_PER_YEAR
    missing = gpu_months / evidence.number("csa_gpus_prospectus", "GPUs")
    shares, lost = evidence.bounds("risk_capacity_share", "fraction"), evidence.bounds("risk_revenue_bound", "fraction")
    low, value, high = (missing * share * revenue * bound for share, bound in zip(shares, lost, strict=True))
    return value, low, high


def add_stress(results: Results) -> None:
    """Add what both stresses cost."""
    add_gap(results)
    add_lost_fee(results)
    add_exposure(results)


def add_gap(results: Results) -> None:
    """Add what Anthropic misses if SpaceX takes the capacity back."""
    evidence = results.evidence

    def lost(speed: str, notice: int = NOTICE_MONTHS) -> tuple[float, float, float]:
        return revenue_at_risk(evidence, float(missing_gpus(evidence, speed, notice).sum()))

    def month() -> tuple[float, float, float]:
        return revenue_at_risk(evidence, evidence.number("csa_gpus_prospectus", "GPUs"))

    results.add(
        "gap_revenue", "USD/month", "Anthropic’s revenue at risk while all the capacity is missing", month, digits=2
    )
    results.add(
        "gap_revenue_over_fee",
        "fraction",
        "That revenue over the fee saved",
        lambda: tuple(each / evidence.number("csa_fee", "USD/month") for each in month()),
        digits=2,
    )
    for id, speed in SPEEDS.items():
        results.add(
            f"gap_months_{id}",
            "months",
            f"Months with a gap before the term ends: {speed}",
            lambda speed=speed: gap_months(evidence, speed),
        )
        results.add(
            f"gap_lost_{id}",
            "USD",
            f"Revenue at risk over that gap: {speed}",
            lambda speed=speed: lost(speed),
            digits=2,
        )
    results.add(
        "gap_lost_at_once",
        "USD",
        f"Revenue at risk over the gap if service ends without notice: {SLOW}",
        lambda: lost(SLOW, 0),
        digits=2,
    )


def add_lost_fee(results: Results) -> None:
    """Add what SpaceX misses in the first year if Anthropic leaves."""
    evidence, case = results.evidence, RiskCase(results.evidence)

    def relet_hour(share: float) -> float:
        return block_ratio(evidence) * share * case.index_usd

    def lost(prices: tuple[float, ...], empty_months: str) -> tuple[float, float, float]:
        """Return value, low and high; the lowest price and the longest vacancy give the high end."""
        low, value, high = (
            first_year_loss_usd(case.fee_usd_per_month, empty, price)
            for price, empty in zip(prices[::-1], evidence.bounds(empty_months, "months"), strict=True)
        )
        return value, low, high

    def today() -> tuple[float, float, float]:
        shares = evidence.bounds("risk_relet_share", "fraction")
        return lost(tuple(relet_hour(share) / case.fee_usd_per_gpu_hour for share in shares), "risk_vacancy_months")

    def slack() -> tuple[float, float, float]:
        return lost(evidence.bounds("risk_slack_price", "fraction"), "risk_slack_vacancy_months")

    results.add(
        "relet_hour",
        "USD/GPU-hour",
        "Price on re-leasing today, as assumed",
        lambda: relet_hour(evidence.number("risk_relet_share", "fraction")),
    )
    results.add(
        "owner_lost_today", "USD", "Income SpaceX misses in the first year, re-leased at today’s index", today, digits=2
    )
    results.add("owner_lost_slack", "USD", "Income SpaceX misses in the first year, slack market", slack, digits=2)


def add_exposure(results: Results) -> None:
    """Add that loss beside what it could endanger, and what investors pay for the fee."""
    number, case = results.evidence.number, RiskCase(results.evidence)
    scales = {
        "exposure_ai": (
            "AI segment's revenue, second quarter times four",
            "spacex_ai_revenue_2026q2",
            "USD/quarter",
            4,
        ),
        "exposure_purchases": ("Purchase obligations that fall in 2027", "spacex_purchase_obligations_2027", "USD", 1),
        "exposure_proceeds": ("Net proceeds of the listing", "spacex_ipo_proceeds", "USD", 1),
        "exposure_valuation": ("Valuation at the offer price", "spacex_ipo_valuation", "USD", 1),
    }
    for id, (scale, row, unit, times) in scales.items():
        results.add(
            id,
            "fraction",
            f"Year's loss in a slack market over: {scale}",
            lambda row=row, unit=unit, times=times: results["owner_lost_slack"].value / (times * number(row, unit)),
            digits=2,
        )

    def on_the_full_fee() -> float:
        yearly, share = (
            4 * number("spacex_revenue_2026q2", "USD/quarter"),
            number("customer_b_share_2026q2", "fraction"),
        )
        full = MONTHS_PER_YEAR * case.fee_usd_per_month
        return full / (yearly * (1 - share) + full) * number("spacex_ipo_valuation", "USD")

    results.add(
        "full_fee_at_multiple",
        "USD",
        "Part of the valuation that falls to the full fee, if a dollar of it counts like any other revenue: valuation at the "
        "offer price times the fee's share of the second quarter's yearly revenue, Customer B's replaced by the full fee",
        on_the_full_fee,
        digits=2,
    )
