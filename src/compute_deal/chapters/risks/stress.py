"""The stress cases: capacity withdrawn on notice, and a customer that leaves a slack market."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from compute_deal.chapters.risks.case import RiskCase
from compute_deal.evidence import Evidence
from compute_deal.inputs.dates import DAYS_PER_MONTH
from compute_deal.models.risk.price_process import MONTHS_PER_YEAR
from compute_deal.models.risk.stress import (
    Replacement,
    capacity_gap_gpus,
    exposure_ratios,
    owner_income_gap_usd,
    revenue_gap_usd,
)
from compute_deal.results import Result

MONTHS_SHOWN = 37
STRESS = ("csa_fee", "csa_gpus_prospectus", "csa_notice_days")
IDLE, FAST, SLOW, NEW_SITE = "Idle cluster elsewhere", "Pace of Colossus 2", "Pace of Colossus 1", "New site first"


@dataclass(frozen=True)
class Stress:
    """Both stresses by month from the notice.

    Parameters
    ----------
    gap : pandas.DataFrame
        Columns `month`, `speed`, `gpus` (missing) and `revenue_usd` (at risk in that month, central case).
    income : pandas.DataFrame
        Columns `month`, `market` and `usd` (income that the owner misses in that month).
    year_lost : dict of str to float
        Income missed in the first year after service ends, by market.
    exposure : dict of str to float
        That loss in a slack market, as a share of named sums.
    full_gap_usd : tuple of float
        Revenue at risk in a month in which all the capacity is missing: low, central, high.
    """

    gap: pd.DataFrame
    income: pd.DataFrame
    year_lost: dict[str, float]
    exposure: dict[str, float]
    full_gap_usd: tuple[float, float, float]

    def months_with_gap(self, speed: str) -> int:
        """Return for how many months capacity is missing at one speed of replacement."""
        return int((self.gap[self.gap.speed == speed].gpus > 0).sum())

    def revenue_lost(self, speed: str) -> float:
        """Return the revenue at risk over the whole gap."""
        return float(self.gap[self.gap.speed == speed].revenue_usd.sum())


def replacements(evidence: Evidence) -> dict[str, Replacement]:
    """Return the speeds of replacement that precedents show, fastest first.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    dict of str to Replacement
        The two paces of building are those of whole clusters, spread evenly over the days that they took; chips, power
        and a site are taken to be at hand, except in the last case.
    """
    pace = [
        evidence.number(f"colossus{site}_gpus") / evidence.number(f"colossus{number}_build_days") * DAYS_PER_MONTH
        for site, number in (("2_gb200", 2), ("1_first", 1))
    ]
    return {
        IDLE: Replacement(
            lead_months=evidence.number("risk_idle_lead_months"), gpus_per_month=evidence.number("risk_idle_speed")
        ),
        FAST: Replacement(lead_months=0, gpus_per_month=pace[0]),
        SLOW: Replacement(lead_months=0, gpus_per_month=pace[1]),
        NEW_SITE: Replacement(
            lead_months=evidence.number("greenfield_build_years") * MONTHS_PER_YEAR
            - evidence.number("colossus1_build_days") / DAYS_PER_MONTH,
            gpus_per_month=pace[1],
        ),
    }


def stress(evidence: Evidence, case: RiskCase) -> Stress:
    """Return both stresses.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    case : RiskCase
        Fee, notice and the owner's economics.

    Returns
    -------
    Stress
    """
    gpus, notice = evidence.number("csa_gpus_prospectus"), case.terms.notice_months
    revenue = evidence.number("anthropic_run_rate_2026_07") / MONTHS_PER_YEAR
    shares, bounds = evidence.bounds("risk_capacity_share"), evidence.bounds("risk_revenue_bound")
    gaps = []
    for speed, replacement in replacements(evidence).items():
        missing = capacity_gap_gpus(gpus, notice, replacement, MONTHS_SHOWN)
        at_risk = revenue_gap_usd(missing, gpus / shares[1], revenue, bounds[1])
        months = np.arange(MONTHS_SHOWN)
        gaps.append(pd.DataFrame({"month": months, "speed": speed, "gpus": missing, "revenue_usd": at_risk}))
    full = tuple(
        float(revenue_gap_usd(np.array([gpus]), gpus / share, revenue, bound)[0])
        for share, bound in zip(shares, bounds, strict=True)
    )
    owner = case.economics
    relet = owner.owner_price_ratio * case.price_usd / case.fee_usd_per_gpu_hour
    markets = {
        "Base case": (round(evidence.number("risk_vacancy_months")), relet),
        "Slack market": (round(evidence.number("risk_slack_vacancy_months")), evidence.number("risk_slack_price")),
    }
    months = notice + 2 * MONTHS_PER_YEAR
    lost = {
        name: owner_income_gap_usd(case.fee_usd_per_month, notice, empty, ratio, months)
        for name, (empty, ratio) in markets.items()
    }
    income = pd.concat(
        pd.DataFrame({"month": np.arange(months), "market": name, "usd": usd}) for name, usd in lost.items()
    )
    year_lost = {name: float(usd[notice : notice + MONTHS_PER_YEAR].sum()) for name, usd in lost.items()}
    scales = {
        "AI segment's revenue, second quarter times four": 4 * evidence.number("spacex_ai_revenue_2026q2"),
        "SpaceX's revenue, second quarter times four": 4 * evidence.number("spacex_revenue_2026q2"),
        "Purchase obligations that fall in 2027": evidence.number("spacex_purchase_obligations_2027"),
        "Net proceeds of the listing": evidence.number("spacex_ipo_proceeds"),
        "Valuation at the offer price": evidence.number("spacex_ipo_valuation"),
    }
    return Stress(pd.concat(gaps), income, year_lost, exposure_ratios(year_lost["Slack market"], scales), full)


def stress_results(evidence: Evidence, case: RiskCase, stressed: Stress, game: tuple[str, ...]) -> dict[str, Result]:
    """Return what the stress cases cost; `game` are the rows behind the owner's price on re-letting."""
    share = ("risk_capacity_share", "risk_revenue_bound", "anthropic_run_rate_2026_07")
    low, middle, high = stressed.full_gap_usd
    results = {
        "gap_revenue": Result(
            middle, "USD/month", "Anthropic's revenue at risk while all the capacity is missing", low, high, share, 2
        ),
        "gap_revenue_over_fee": Result(
            middle / case.fee_usd_per_month,
            "fraction",
            "That revenue over the fee saved",
            low / case.fee_usd_per_month,
            high / case.fee_usd_per_month,
            (*share, "csa_fee"),
            2,
        ),
    }
    for id, speed in (("idle", IDLE), ("fast", FAST), ("slow", SLOW), ("new", NEW_SITE)):
        rows = stressed.gap[stressed.gap.speed == speed]
        results[f"gap_months_{id}"] = Result(
            stressed.months_with_gap(speed), "months", f"Months with a gap: {speed}", inputs=STRESS
        )
        results[f"gap_peak_{id}"] = Result(
            round(float(rows.gpus.max()), -3), "GPUs", f"Largest gap: {speed}", inputs=STRESS
        )
        results[f"gap_lost_{id}"] = Result(
            stressed.revenue_lost(speed),
            "USD",
            f"Revenue at risk over the gap: {speed}",
            inputs=(*STRESS, *share),
            digits=2,
        )
    missing = capacity_gap_gpus(evidence.number("csa_gpus_prospectus"), 0, replacements(evidence)[SLOW], MONTHS_SHOWN)
    results["gap_lost_at_once"] = Result(
        float(missing.sum()) * middle / evidence.number("csa_gpus_prospectus"),
        "USD",
        f"Revenue at risk over the gap if service ends without notice: {SLOW}",
        inputs=(*STRESS, *share),
        digits=2,
    )
    slack = ("risk_slack_price", "risk_slack_vacancy_months", "csa_fee")
    results["owner_lost_today"] = Result(
        stressed.year_lost["Base case"],
        "USD",
        "Income SpaceX misses in the first year, base case",
        inputs=game,
        digits=2,
    )
    results["owner_lost_slack"] = Result(
        stressed.year_lost["Slack market"],
        "USD",
        "Income SpaceX misses in the first year, slack market",
        inputs=slack,
        digits=2,
    )
    short = ("ai", "revenue", "purchases", "proceeds", "valuation")
    for name, (scale, ratio) in zip(short, stressed.exposure.items(), strict=True):
        label = f"Year's loss in a slack market over: {scale}"
        results[f"exposure_{name}"] = Result(ratio, "fraction", label, inputs=slack, digits=2)
    yearly = 4 * evidence.number("spacex_revenue_2026q2")
    valuation = evidence.number("spacex_ipo_valuation")
    results["valuation_multiple"] = Result(
        valuation / yearly,
        "ratio",
        "Valuation at the offer price over second-quarter revenue times four",
        inputs=("spacex_ipo_valuation", "spacex_revenue_2026q2"),
        digits=2,
    )
    valued = ("spacex_ipo_valuation", "spacex_revenue_2026q2", "customer_b_share_2026q2")
    share_of_revenue = evidence.number("customer_b_share_2026q2")
    full = MONTHS_PER_YEAR * case.fee_usd_per_month
    return results | {
        "fee_at_multiple": Result(
            share_of_revenue * valuation,
            "USD",
            "Valuation at the offer price times the share of Customer B in second-quarter revenue",
            inputs=valued,
            digits=2,
        ),
        "full_fee_at_multiple": Result(
            full / (yearly * (1 - share_of_revenue) + full) * valuation,
            "USD",
            "The same with the full fee in that revenue",
            inputs=(*valued, "csa_fee"),
            digits=2,
        ),
    }
