"""What the chapter on demand states about growth: of the run-rate, of adoption, and the growth that the fee needs."""

import numpy as np
import pandas as pd

from compute_deal.chapters.demand.case import QUARTERS, RUN_RATES, DemandCase
from compute_deal.evidence import Evidence
from compute_deal.inputs.dates import decimal_year
from compute_deal.models.growth import (
    doubling_time_years,
    fit_growth,
    growth_factor_interval,
    implied_growth_factor,
    required_growth_factor,
)
from compute_deal.results import Result

COMMON_YEAR_DAYS = 365  # 2025 and 2026 have no leap day


def growth_results(evidence: Evidence, case: DemandCase) -> dict[str, Result]:
    """Return the fitted growth of the run-rate and its growth from point to point."""
    years, levels = case.run_rates.year.to_numpy(), case.run_rates.usd_per_year.to_numpy()
    interval = growth_factor_interval(case.fit)
    without = [fit_growth(np.delete(years, at), np.delete(levels, at)).growth_factor for at in range(len(years))]
    longer = growth_factor_interval(
        fit_growth(
            np.append(years, decimal_year(pd.Timestamp("2024-12-31").date())),
            np.append(levels, evidence.number("claim_ajianaz_run_rate_2024")),
        )
    )
    results = {
        "demand_points": Result(len(years), "number", "Run-rates known", inputs=RUN_RATES),
        "demand_floors": Result(
            int(case.run_rates.floor.sum()), "number", "Run-rates stated as floors", inputs=RUN_RATES
        ),
        "demand_growth_fit": Result(
            interval.value,
            "ratio",
            "Growth of the run-rate within a year, fitted; 90 % interval",
            interval.low,
            interval.high,
            RUN_RATES,
            digits=2,
        ),
        "demand_growth_leave_one_out": Result(
            interval.value,
            "ratio",
            "The same with one of the points left out",
            min(without),
            max(without),
            RUN_RATES,
            digits=2,
        ),
        "demand_growth_longer": Result(
            longer.value,
            "ratio",
            "The same with the article's run-rate of late 2024; 90 % interval",
            longer.low,
            longer.high,
            (*RUN_RATES, "claim_ajianaz_run_rate_2024"),
            digits=2,
        ),
        "demand_doubling_days": Result(
            COMMON_YEAR_DAYS * doubling_time_years(interval.value),
            "days",
            "Doubling time of the run-rate, fitted",
            COMMON_YEAR_DAYS * doubling_time_years(interval.high),
            COMMON_YEAR_DAYS * doubling_time_years(interval.low),
            RUN_RATES,
            digits=2,
        ),
    }
    for at in range(1, len(years)):
        before, after = RUN_RATES[at - 1], RUN_RATES[at]
        month = after.removeprefix("anthropic_run_rate_")
        results[f"demand_growth_to_{month}"] = Result(
            implied_growth_factor(years[at - 1], levels[at - 1], years[at], levels[at]),
            "ratio",
            f"Growth within a year at the pace up to {case.run_rates.date.iloc[at]:%B %Y}",
            inputs=(before, after),
            digits=2,
        )
        results[f"demand_days_to_{month}"] = Result(
            (case.run_rates.date.iloc[at] - case.run_rates.date.iloc[at - 1]).days,
            "days",
            f"Days between the run-rates before and of {case.run_rates.date.iloc[at]:%B %Y}",
            inputs=(before, after),
        )
    last = case.run_rates.iloc[-3:]
    per_day = (last.usd_per_year.iloc[-1] - last.usd_per_year.iloc[0]) / (last.date.iloc[-1] - last.date.iloc[0]).days
    return results | {
        "demand_fee_in_days": Result(
            case.fee_usd_per_year / per_day,
            "days",
            "Days in which the run-rate grew by a whole yearly fee, April to July 2026",
            inputs=("csa_fee", *RUN_RATES[-3:]),
            digits=2,
        ),
    }


def needed_results(evidence: Evidence, case: DemandCase) -> dict[str, Result]:
    """Return the growth at which the fee is a chosen share of revenue when the term ends."""
    target = evidence["demand_target_share"]
    span = case.months_left / 12

    def needed(base_usd: float, share: float, years: float = span) -> float:
        return required_growth_factor(case.fee_usd_per_year, base_usd, 0.0, share, years)

    share = float(target)
    latest = case.latest.usd_per_year
    quarter = case.quarters.iloc[-1]
    from_quarter = decimal_year(case.term_end) - quarter.year
    pace = case.run_rates.iloc[-2:]
    pace = implied_growth_factor(
        pace.year.iloc[0], pace.usd_per_year.iloc[0], pace.year.iloc[1], pace.usd_per_year.iloc[1]
    )
    inputs = ("csa_fee", "csa_end", "demand_target_share", RUN_RATES[-1])
    at_pace = np.log(case.fee_usd_per_year / share / latest) / np.log(pace)
    return {
        "demand_months_left": Result(
            case.months_left,
            "months",
            "From the latest run-rate to the end of the term",
            inputs=("csa_end", RUN_RATES[-1]),
        ),
        "demand_revenue_needed": Result(
            case.fee_usd_per_year / share,
            "USD/year",
            "Revenue of which twelve fees are the chosen share",
            case.fee_usd_per_year / target.range[1],
            case.fee_usd_per_year / target.range[0],
            ("csa_fee", "demand_target_share"),
        ),
        "demand_growth_needed": Result(
            needed(latest, share),
            "ratio",
            "Growth within a year from the latest run-rate for that share at the end of the term",
            needed(latest, target.range[1]),
            needed(latest, target.range[0]),
            inputs,
        ),
        "demand_growth_needed_quarter": Result(
            needed(quarter.usd_per_year, share, from_quarter),
            "ratio",
            "The same from second-quarter revenue times four",
            inputs=("csa_fee", "csa_end", "demand_target_share", "anthropic_revenue_2026q2"),
        ),
        "demand_fall_for_half": Result(
            1 - case.fee_usd_per_year / 0.5 / latest,
            "fraction",
            "Fall of the latest run-rate at which twelve fees are half of it",
            inputs=("csa_fee", RUN_RATES[-1]),
            digits=2,
        ),
        "demand_months_at_pace": Result(
            12 * at_pace,
            "months",
            "Time to the chosen share at the pace of the last two months known",
            inputs=("csa_fee", "demand_target_share", *RUN_RATES[-2:]),
            digits=2,
        ),
    }


def adoption_results(evidence: Evidence) -> dict[str, Result]:
    """Return the growth that the articles' figures of adoption imply."""
    now, then = evidence["claude_code_commit_share_2026_02"], evidence["claude_code_commit_share_2026_12_projection"]
    february = decimal_year(pd.Timestamp(now.as_of).date())
    article = implied_growth_factor(
        decimal_year(pd.Timestamp("2024-12-31").date()),
        evidence.number("claim_ajianaz_run_rate_2024"),
        february,
        evidence.number("claim_ajianaz_run_rate_2026"),
    )
    quarters = [evidence[id] for id in QUARTERS]
    first_low, first_high = quarters[0].range
    return {
        "demand_commits_growth": Result(
            implied_growth_factor(february, float(now), 2027.0, float(then)),
            "ratio",
            "Growth within a year that the projected share of commits implies",
            inputs=(now.id, then.id),
            digits=2,
        ),
        "demand_commits_all": Result(
            evidence.number("claude_code_commits_per_day") / float(now),
            "number",
            "Public commits a day that the share implies",
            inputs=("claude_code_commits_per_day", now.id),
            digits=2,
        ),
        "demand_code_growth": Result(
            implied_growth_factor(2026.0, 1.0, february, evidence.number("claude_code_growth_since_january")),
            "ratio",
            "Growth of Claude Code's run-rate within a year at its pace from 1 January to 12 February 2026",
            inputs=("claude_code_growth_since_january",),
            digits=2,
        ),
        "demand_code_days": Result(
            COMMON_YEAR_DAYS * (february - 2026.0),
            "days",
            "Days from 1 January to 12 February 2026",
            inputs=("claude_code_growth_since_january",),
        ),
        "demand_code_share": Result(
            evidence.number("claude_code_run_rate_2026_02") / evidence.number("anthropic_run_rate_2026_02"),
            "fraction",
            "Claude Code's share of the run-rate, February 2026",
            inputs=("claude_code_run_rate_2026_02", "anthropic_run_rate_2026_02"),
            digits=2,
        ),
        "demand_article_growth": Result(
            article,
            "ratio",
            "Growth within a year that the article's two run-rates imply",
            inputs=("claim_ajianaz_run_rate_2024", "claim_ajianaz_run_rate_2026"),
            digits=2,
        ),
        "demand_revenue_growth_2025": Result(
            evidence.number("anthropic_revenue_2025") / evidence.number("anthropic_revenue_2024"),
            "ratio",
            "Revenue of 2025 over that of 2024",
            inputs=("anthropic_revenue_2024", "anthropic_revenue_2025"),
            digits=2,
        ),
        "demand_quarter_growth": Result(
            float(quarters[1]) / float(quarters[0]),
            "ratio",
            "Revenue of the second quarter over that of the first",
            float(quarters[1]) / first_high,
            float(quarters[1]) / first_low,
            tuple(QUARTERS),
            digits=3,
        ),
        "demand_quarter_growth_year": Result(
            (float(quarters[1]) / float(quarters[0])) ** 4,
            "ratio",
            "The same growth four times over",
            (float(quarters[1]) / first_high) ** 4,
            (float(quarters[1]) / first_low) ** 4,
            tuple(QUARTERS),
            digits=2,
        ),
    }
