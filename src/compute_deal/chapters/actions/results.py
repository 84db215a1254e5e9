"""What the chapter on what to do states in numbers."""

import pandas as pd

from compute_deal.chapters.actions.case import ASSUMPTIONS, LockCase
from compute_deal.chapters.actions.signposts import signposts
from compute_deal.evidence import Evidence
from compute_deal.inputs.rents import index_price, price_bounds
from compute_deal.models.lock_in import break_even_sold_out
from compute_deal.results import Results

HISTORY = ("h100_one_year_2025_10", "h100_one_year_2026_03")


def actions_results(evidence: Evidence) -> Results:
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
    >>> round(actions_results(load())["api_price_fall_opus"].value, 6)
    0.2
    """
    results = Results(evidence)
    case = LockCase(evidence)
    add_developer_changes(results)
    add_market(results, case)
    add_break_evens(results, case)
    add_high_use(results, case)
    add_history(results)
    add_signposts(results)
    return results


def add_developer_changes(results: Results) -> None:
    """Add what changed for developers."""
    evidence = results.evidence
    results.add(
        "api_price_fall_opus",
        "fraction",
        "Fall of the input price of Opus, July to September 2026",
        lambda: (
            1
            - evidence.number("opus_5_5_input_price", "USD/million tokens")
            / evidence.number("opus_4_8_input_price", "USD/million tokens")
        ),
        digits=2,
    )
    results.add(
        "sonnet_4_5_days_left",
        "days",
        "Days from this edition to the retirement of Sonnet 4.5",
        lambda: (evidence["sonnet_4_5_retirement"].date - evidence["edition_date"].date).days,
    )


def add_market(results: Results, case: LockCase) -> None:
    """Add the quotes for a year, and what a buyer on demand expects to pay."""
    unit = "USD/GPU-hour"
    results.add(
        "lock_one_year_price", unit, "One-year contracts for an H100, August 2026", lambda: case.ranges("locked_usd")
    )
    results.add("lock_average_price", unit, "Expected average price on demand over a year", lambda: case.average_usd)


def add_break_evens(results: Results, case: LockCase) -> None:
    """Add the use above which locking in is cheaper."""

    def central() -> tuple[float, float, float]:
        ends = [use for name in ASSUMPTIONS for use in case.even_use_at(name)]
        return case.even_use, min(ends), max(ends)

    results.add(
        "lock_even_use",
        "fraction",
        "Utilisation above which the middle one-year price is cheaper, one assumption varied at a time",
        central,
        digits=2,
    )


def add_high_use(results: Results, case: LockCase) -> None:
    """Add the choice of a buyer that needs nearly all the hours, and how much shortage justifies locking in."""
    results.add(
        "lock_chance_high_use",
        "fraction",
        "Chance that the middle one-year price turns out cheaper at high use",
        lambda: case.chance(case.use.high),
        digits=2,
    )

    def sold_out(use: float) -> tuple[float, float, float]:
        multiple = case.ranges("missing_hour_multiple")
        return tuple(
            break_even_sold_out(case.at(missing_hour_multiple=times, sold_out_share=0.0).choice(use), case.average_usd)
            for times in (multiple.value, multiple.high, multiple.low)
        )

    for name, use in {"high": lambda: case.use.high, "central": lambda: case.use.value}.items():
        results.add(
            f"lock_sold_out_{name}_use",
            "fraction",
            f"Share of needed hours that must be sold out for the middle one-year price to be cheaper at {name} use",
            lambda use=use: sold_out(use()),
            digits=2,
        )


def add_history(results: Results) -> None:
    """Add what those paid who locked in."""
    evidence = results.evidence
    for id in HISTORY:
        month = pd.Timestamp(evidence.frame("prices").date[id])
        results.add(
            f"lock_{id.removeprefix('h100_one_year_')}_price",
            "USD/GPU-hour",
            f"H100, one-year price of {month:%B %Y}",
            lambda id=id: index_price(evidence, id),
        )

    def fall() -> tuple[float, float, float]:
        then = index_price(evidence, "h100_hyperscaler_2023_12")
        now = price_bounds(evidence, "h100_hyperscaler_2026_05")
        return 1 - now.value / then, 1 - now.high / then, 1 - now.low / then

    results.add(
        "hyperscaler_fall",
        "fraction",
        "Fall of the price of an H100 at hyperscalers, December 2023 to May 2026",
        fall,
        digits=2,
    )


def add_signposts(results: Results) -> None:
    """Add how many signposts are passed."""
    evidence = results.evidence
    for state in ("passed", "no reading"):
        results.add(
            f"signposts_{state.replace(' ', '_')}",
            "number",
            f"Signposts: {state}",
            lambda state=state: sum(post.state == state for post in signposts(evidence)),
        )
    results.add("signposts_all", "number", "Signposts", lambda: len(signposts(evidence)))
