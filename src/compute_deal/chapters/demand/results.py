"""What the chapter on demand states in numbers: all of it together, and the fee's share of revenue."""

import numpy as np

from compute_deal.chapters.demand.capacity_results import limit_results, portfolio_results, queue_results
from compute_deal.chapters.demand.case import (
    QUARTERS,
    RUN_RATES,
    DemandCase,
    demand_case,
)
from compute_deal.chapters.demand.growth_results import adoption_results, growth_results, needed_results
from compute_deal.evidence import Evidence
from compute_deal.inputs.dates import decimal_year
from compute_deal.models.run_rate import revenue_between
from compute_deal.results import Result


def demand_results(evidence: Evidence) -> dict[str, Result]:
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
    >>> round(demand_results(load())["demand_share_2026_07"].value, 3)
    0.231
    """
    case = demand_case(evidence)
    return (
        share_results(evidence, case)
        | growth_results(evidence, case)
        | needed_results(evidence, case)
        | adoption_results(evidence)
        | portfolio_results(evidence, case)
        | limit_results(evidence)
        | queue_results(evidence)
    )


def share_results(evidence: Evidence, case: DemandCase) -> dict[str, Result]:
    """Return the fee as a share of revenue, by date and denominator, and run-rates against reported quarters."""
    fee = case.fee_usd_per_year
    signed = decimal_year(evidence["csa_signed"].date.date())
    by_line = 12 * evidence.number("obligations_spacex_line") / evidence.number("obligations_spacex_months")
    results = {}
    for id, row in case.run_rates.iterrows():
        month = id.removeprefix("anthropic_run_rate_")
        results[f"demand_share_{month}"] = Result(
            fee / row.usd_per_year,
            "fraction",
            f"Twelve full fees over the run-rate of {row.date:%B %Y}",
            inputs=("csa_fee", id),
        )
    for id, row in case.quarters.iterrows():
        low, high = evidence[id].range
        results[f"demand_share_{id[-6:]}"] = Result(
            fee / row.usd_per_year,
            "fraction",
            f"Twelve full fees over revenue of {id[-6:-2]} {id[-2:].upper()} times four",
            None if high is None else fee / (4 * high),
            None if high is None else fee / (4 * low),
            ("csa_fee", id),
        )
        start, end = decimal_year(row.start.date()), decimal_year(row.end.date())
        added = revenue_between(case.run_rates.year, case.run_rates.usd_per_year, start, end)
        results[f"demand_added_up_{id[-6:]}"] = Result(
            added, "USD", f"Run-rates added up over {id[-6:-2]} {id[-2:].upper()}", inputs=RUN_RATES
        )
        results[f"demand_added_up_gap_{id[-6:]}"] = Result(
            1 - 4 * added / row.usd_per_year,
            "fraction",
            f"By how much they fall short of the revenue reported for {id[-6:-2]} {id[-2:].upper()}",
            inputs=(*RUN_RATES, id),
            digits=1 if added * 4 > 0.9 * row.usd_per_year else 2,
        )
    latest = results["demand_share_2026_07"].value
    reported = results[f"demand_share_{list(QUARTERS)[-1][-6:]}"].value
    return results | {
        "demand_share_now": Result(
            latest,
            "fraction",
            "Twelve full fees over the latest run-rate; high: over second-quarter revenue times four",
            latest,
            reported,
            ("csa_fee", RUN_RATES[-1], "anthropic_revenue_2026q2"),
            digits=2,
        ),
        "demand_denominator_ratio": Result(
            results["demand_share_2026_02"].value / results["demand_share_2026_05"].value,
            "ratio",
            "Share of the run-rate of February over that of May",
            inputs=RUN_RATES[1:4],
            digits=2,
        ),
        "demand_run_rate_signed": Result(
            np.exp(np.interp(signed, case.run_rates.year, np.log(case.run_rates.usd_per_year))),
            "USD/year",
            "Run-rate on the day of signing, with constant growth between its neighbours",
            inputs=("csa_signed", *RUN_RATES[2:4]),
            digits=2,
        ),
        "demand_share_2025": Result(
            fee / evidence.number("anthropic_revenue_2025"),
            "fraction",
            "Twelve full fees over revenue of 2025",
            inputs=("csa_fee", "anthropic_revenue_2025"),
        ),
        "demand_line_per_year": Result(
            by_line,
            "USD/year",
            "SpaceX line of the draft prospectus, spread evenly",
            inputs=("obligations_spacex_line", "obligations_spacex_months"),
            digits=2,
        ),
        "demand_line_share": Result(
            by_line / case.latest.usd_per_year,
            "fraction",
            "That over the latest run-rate",
            inputs=("obligations_spacex_line", "obligations_spacex_months", RUN_RATES[-1]),
            digits=2,
        ),
    }
