"""The stress cases: capacity withdrawn on notice, and a customer that leaves a slack market."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from compute_deal.chapters.risks.case import FAST, IDLE, NEW_SITE, NOTICE_MONTHS, SLOW, RiskCase, replacement
from compute_deal.evidence import Evidence
from compute_deal.inputs.replacement import block_ratio
from compute_deal.models.risk.price_process import MONTHS_PER_YEAR
from compute_deal.models.risk.stress import capacity_gap_gpus, first_year_loss_usd, revenue_gap_usd
from compute_deal.results import Results

MONTHS = 37
ENDS = ("value", "low", "high")
SPEEDS = {"idle": IDLE, "fast": FAST, "slow": SLOW, "new": NEW_SITE}


def missing_gpus(evidence: Evidence, speed: str, notice_months: int = NOTICE_MONTHS) -> NDArray[np.float64]:
    """Return the GPUs that are missing in each month after notice, at a speed of replacement."""
    gpus, pace = evidence.number("csa_gpus_prospectus", "GPUs"), replacement(evidence, speed)
    return capacity_gap_gpus(gpus, notice_months, pace, MONTHS)


def revenue_per_gpu(evidence: Evidence) -> dict[str, float]:
    """Return Anthropic's monthly revenue at risk for each missing GPU, by end of its range."""
    gpus, revenue = (
        evidence.number("csa_gpus_prospectus", "GPUs"),
        evidence.number("anthropic_run_rate_2026_07", "USD/year"),
    )
    shares, lost = evidence.bounds("risk_capacity_share", "fraction"), evidence.bounds("risk_revenue_bound", "fraction")
    return {
        end: float(revenue_gap_usd(np.array([1.0]), gpus / share, revenue / MONTHS_PER_YEAR, bound)[0])
        for end, share, bound in zip(("low", "value", "high"), shares, lost, strict=True)
    }


def add_stress(results: Results) -> None:
    """Add what both stresses cost."""
    add_gap(results)
    add_lost_fee(results)
    add_exposure(results)


def add_gap(results: Results) -> None:
    """Add what Anthropic misses if SpaceX takes the capacity back."""
    evidence, fee = results.evidence, results.evidence.number

    def at_risk(speed: str, notice: int = NOTICE_MONTHS) -> tuple[float, float, float]:
        missing, each = missing_gpus(evidence, speed, notice).sum(), revenue_per_gpu(evidence)
        return tuple(float(missing * each[end]) for end in ENDS)

    def month() -> tuple[float, float, float]:
        each = revenue_per_gpu(evidence)
        return tuple(fee("csa_gpus_prospectus") * each[end] for end in ENDS)

    results.add(
        "gap_revenue", "USD/month", "Anthropic’s revenue at risk while all the capacity is missing", month, digits=2
    )
    results.add(
        "gap_revenue_over_fee",
        "fraction",
        "That revenue over the fee saved",
        lambda: tuple(each / fee("csa_fee") for each in month()),
        digits=2,
    )
    for id, speed in SPEEDS.items():
        _add_speed(results, id, speed, at_risk)
    results.add(
        "gap_lost_at_once",
        "USD",
        f"Revenue at risk over the gap if service ends without notice: {SLOW}",
        lambda: at_risk(SLOW, 0),
        digits=2,
    )
    results.add(
        "loss_recall",
        "USD",
        "Revenue at risk if SpaceX takes the capacity back: pace of Colossus 1, from an idle cluster to a new site",
        lambda: (at_risk(SLOW)[0], at_risk(IDLE)[0], at_risk(NEW_SITE)[0]),
        digits=2,
    )


def _add_speed(results: Results, id: str, speed: str, at_risk: Callable[[str], tuple[float, float, float]]) -> None:
    evidence = results.evidence
    results.add(
        f"gap_months_{id}",
        "months",
        f"Months with a gap: {speed}",
        lambda: int((missing_gpus(evidence, speed) > 0).sum()),
    )
    results.add(
        f"gap_peak_{id}",
        "GPUs",
        f"Largest gap: {speed}",
        lambda: round(float(missing_gpus(evidence, speed).max()), -3),
    )
    results.add(f"gap_lost_{id}", "USD", f"Revenue at risk over the gap: {speed}", lambda: at_risk(speed), digits=2)


def add_lost_fee(results: Results) -> None:
    """Add what SpaceX misses in the first year if Anthropic leaves."""
    evidence, case = results.evidence, RiskCase(results.evidence)

    def relet_hour(share: float) -> float:
        return block_ratio(evidence) * share * case.index_usd

    def today() -> tuple[float, float, float]:
        shares, months = (
            evidence.bounds("risk_relet_share", "fraction"),
            evidence.bounds("risk_vacancy_months", "months"),
        )
        ends = [
            first_year_loss_usd(case.fee_usd_per_month, empty, relet_hour(share) / case.fee_usd_per_gpu_hour)
            for share, empty in zip(shares[::-1], months, strict=True)
        ]
        return ends[1], ends[0], ends[2]

    def slack() -> tuple[float, float, float]:
        prices, months = (
            evidence.bounds("risk_slack_price", "fraction"),
            evidence.bounds("risk_slack_vacancy_months", "months"),
        )
        ends = [
            first_year_loss_usd(case.fee_usd_per_month, empty, price)
            for price, empty in zip(prices[::-1], months, strict=True)
        ]
        return ends[1], ends[0], ends[2]

    results.add(
        "relet_hour",
        "USD/GPU-hour",
        "Price on re-letting today, as assumed",
        lambda: relet_hour(evidence.number("risk_relet_share", "fraction")),
    )
    results.add(
        "owner_lost_today", "USD", "Income SpaceX misses in the first year, re-let at today’s index", today, digits=2
    )
    results.add("owner_lost_slack", "USD", "Income SpaceX misses in the first year, slack market", slack, digits=2)
    results.add(
        "loss_exit",
        "USD",
        "Income SpaceX misses in the first year after Anthropic leaves, from re-letting at today’s index to a slack market",
        lambda: (today()[0], today()[1], slack()[0]),
        digits=2,
    )


def add_exposure(results: Results) -> None:
    """Add that loss beside what it could endanger, and what investors pay for the fee."""
    number, case = results.evidence.number, RiskCase(results.evidence)
    scales = {
        "exposure_ai": ("AI segment's revenue, second quarter times four", "spacex_ai_revenue_2026q2", 4),
        "exposure_purchases": ("Purchase obligations that fall in 2027", "spacex_purchase_obligations_2027", 1),
        "exposure_proceeds": ("Net proceeds of the listing", "spacex_ipo_proceeds", 1),
        "exposure_valuation": ("Valuation at the offer price", "spacex_ipo_valuation", 1),
    }
    for id, (scale, row, times) in scales.items():
        results.add(
            id,
            "fraction",
            f"Year's loss in a slack market over: {scale}",
            lambda row=row, times=times: results["owner_lost_slack"].value / (times * number(row)),
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
        "Valuation at the offer price times the share of the full fee in second-quarter revenue",
        on_the_full_fee,
        digits=2,
    )
