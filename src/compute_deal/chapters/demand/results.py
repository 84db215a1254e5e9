"""What the chapter on demand states in numbers: the fee's share of revenue, growth, the portfolio, the limits."""

from compute_deal.chapters.demand.case import LINE_PROVIDERS, RUN_RATES, DemandCase
from compute_deal.evidence import Evidence
from compute_deal.models.deal.exits import left_usd
from compute_deal.models.growth import growth_to_share, implied_growth_factor
from compute_deal.results import Results

SHARE_ROUNDING = 0.025  # "about 80 %" is read as 77.5 to 82.5 %
DATED_LINES = ("google", "amazon", "microsoft")  # those of the five confirmed lines that carry dates


def demand_results(evidence: Evidence) -> Results:
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
    >>> round(demand_results(load())["demand_share_now"].value, 3)
    0.231
    """
    case, results = DemandCase(evidence), Results(evidence)
    add_shares(results, case)
    add_growth(results, case)
    add_growth_needed(results, case)
    add_announced(results, case)
    add_obligations(results, case)
    add_limits(results)
    return results


def add_shares(results: Results, case: DemandCase) -> None:
    """Add the fee as a share of revenue, by date and denominator."""
    for month, words in {"2026_02": "February 2026", "2026_05": "May 2026"}.items():
        results.add(
            f"demand_share_{month}",
            "fraction",
            f"Twelve full fees over the run-rate of {words}",
            lambda month=month: case.share(case.run_rate(month)),
            digits=2,
        )
    results.add(
        "demand_share_now",
        "fraction",
        "Twelve full fees over the latest run-rate; high: over second-quarter revenue times four",
        lambda: (case.share(case.latest), case.share(case.latest), case.share(case.quarter("2026q2"))),
        digits=2,
    )


def add_growth(results: Results, case: DemandCase) -> None:
    """Add how fast the run-rate grew, and how fast it is expected to."""

    def pace(before: str, after: str) -> float:
        first, last = case.run_rate(before), case.run_rate(after)
        return implied_growth_factor(first.year, first.usd_per_year, last.year, last.usd_per_year)

    before, after, latest = RUN_RATES[-3:]
    for start, end, words in ((before, after, "May 2026"), (after, latest, "July 2026")):
        results.add(
            f"demand_growth_to_{end}",
            "ratio",
            f"Growth within a year at the pace up to {words}",
            lambda start=start, end=end: pace(start, end),
            digits=1,
        )
    results.add(
        "demand_growth_expected",
        "ratio",
        "Growth within a year at the pace from the latest run-rate to that expected by December 2026, at least",
        lambda: pace(latest, "2026_12_expected"),
        digits=2,
    )


def add_growth_needed(results: Results, case: DemandCase) -> None:
    """Add the growth at which the fee is a chosen share of revenue when the term ends."""

    def for_each_share(function) -> tuple[float, float, float]:
        low, share, high = results.evidence.bounds("demand_target_share", "fraction")
        return function(share), function(high), function(low)

    def needed(share: float) -> float:
        return growth_to_share(case.fee_usd_per_year, case.latest.usd_per_year, share, case.months_left / 12)

    results.add(
        "demand_revenue_needed",
        "USD/year",
        "Revenue of which twelve fees are the chosen share",
        lambda: for_each_share(lambda share: case.fee_usd_per_year / share),
    )
    results.add(
        "demand_growth_needed",
        "ratio",
        "Growth within a year from the latest run-rate for that share at the end of the term",
        lambda: for_each_share(needed),
    )
    results.add(
        "demand_fall_for_half",
        "fraction",
        "Fall of the latest run-rate at which twelve fees are half of it",
        lambda: 1 - 2 * case.share(case.latest),
        digits=2,
    )


def add_announced(results: Results, case: DemandCase) -> None:
    """Add how many contracts are known, and of how many the exit is not."""
    results.add("demand_contracts", "number", "Contracts of Anthropic in the table", lambda: len(case.contracts))
    results.add(
        "demand_contracts_exit_unknown",
        "number",
        "of which with unknown exit terms",
        lambda: int(case.contracts.firmness.isin(["undisclosed", "commitment"]).sum()),
    )


def add_obligations(results: Results, case: DemandCase) -> None:
    """Add what the draft prospectus lists: what of it can be cancelled, and what it comes to in a year."""
    number = results.evidence.number

    def cancellable() -> tuple[float, float, float]:
        total, firm = number("obligations_total", "USD"), number("obligations_noncancellable_share", "fraction")
        return tuple((1 - firm + step) * total for step in (0, -SHARE_ROUNDING, SHARE_ROUNDING))

    def left_over_cancellable() -> tuple[float, float, float]:
        left = float(left_usd(case.deal.plan(), results.evidence["obligations_total"].as_of))
        found = results["demand_cancellable"]
        return left / found.value, left / found.high, left / found.low

    def unlisted() -> float:
        named = sum(number(f"obligations_{name}_line", "USD") for name in LINE_PROVIDERS if name != "spacex")
        return number("obligations_total", "USD") - named

    def per_year() -> tuple[float, float, float]:
        lines = sum(
            number(f"obligations_{name}_line", "USD") / number(f"obligations_{name}_months", "months")
            for name in DATED_LINES
        )
        known = 12 * lines + case.fee_usd_per_year
        years = float(results.evidence.rows("contracts", ["anthropic_broadcom_contract"]).term_years.iloc[0])
        return known, known, known + number("obligations_broadcom_line", "USD") / years

    def share_of_latest() -> tuple[float, ...]:
        found = results["demand_dated_per_year"]
        return tuple(usd / case.latest.usd_per_year for usd in (found.value, found.low, found.high))

    results.add("demand_cancellable", "USD", "Obligations that can be cancelled", cancellable, digits=2)
    results.add(
        "demand_fee_of_cancellable",
        "fraction",
        "Fees left at the published fee on the day of the draft's total, over what of that total can be cancelled",
        left_over_cancellable,
        digits=2,
    )
    results.add(
        "demand_unlisted",
        "USD",
        "Total of the obligations less the five lines that two readings of the draft show",
        unlisted,
    )
    results.add(
        "demand_dated_per_year",
        "USD/year",
        "The known fee and the lines of Google, Amazon and Microsoft, spread evenly; high: with Broadcom over five years",
        per_year,
        digits=2,
    )
    results.add("demand_dated_share", "fraction", "That over the latest run-rate", share_of_latest, digits=2)


def add_limits(results: Results) -> None:
    """Add the announced changes of limits as multiples of the limits before."""
    number = results.evidence.number
    for way in ("input", "output"):
        results.add(
            f"demand_{way}_multiple",
            "ratio",
            f"New limit over old: Tier 1 {way} tokens a minute, Opus",
            lambda way=way: (
                number(f"opus_tier1_{way}_limit_after", "tokens/minute")
                / number(f"opus_tier1_{way}_limit_before", "tokens/minute")
            ),
            digits=2,
        )
    for id, fact, words in (
        ("promotion", "claude_weekly_limit_promotion", "13 May to 13 September 2026"),
        ("multiple", "claude_weekly_limit_increase", "from 14 September 2026"),
    ):
        results.add(
            f"demand_weekly_{id}",
            "ratio",
            f"Weekly limits of Claude Code over those before 13 May 2026, {words}",
            lambda fact=fact: 1 + number(fact, "fraction"),
        )
    results.add(
        "demand_weekly_cut",
        "fraction",
        "Fall of the weekly limits on 14 September 2026",
        lambda: 1 - results["demand_weekly_multiple"].value / results["demand_weekly_promotion"].value,
        digits=2,
    )
