"""Capacity sold against capacity standing: SpaceX's leases in GPUs and megawatts, date by date, and its own use."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from compute_deal.chapters.market.case import ENDS, MarketCase, blackwell_draw_w, gb300_draw_w, google_usd_per_gpu_hour
from compute_deal.inputs.dates import next_month
from compute_deal.inputs.rents import index_price
from compute_deal.models.bounds import Bounds
from compute_deal.models.unit_price import HOURS_PER_MONTH
from compute_deal.results import Results

OCTOBER_GPUS = ("colossus2_gb200_2026_10", "colossus2_gb300_2026_10")
JUNE, OCTOBER = date(2026, 6, 30), date(2026, 10, 1)
DECEMBER, NEXT_DECEMBER = date(2026, 12, 31), date(2027, 12, 31)
OPEN_MONTHS = 24
DATES = {"june": JUNE, "october": OCTOBER, "december": DECEMBER, "2027": NEXT_DECEMBER}


@dataclass(frozen=True)
class Lease:
    """One lease of SpaceX: when it runs and how much it takes; its size is read when it is asked for.

    Parameters
    ----------
    name : str
        Customer.
    start, end : datetime.date
        First day, and first day after it.
    mw : callable
        Returns the size in nameplate IT power, as Bounds.
    """

    name: str
    start: date
    end: date
    mw: Callable[[], Bounds]


def leases(case: MarketCase) -> tuple[Lease, ...]:
    """Return SpaceX's leases with their sizes.

    Parameters
    ----------
    case : MarketCase
        The readings of the deal's capacity.

    Returns
    -------
    tuple of Lease
        Where SpaceX published no number of GPUs, that of Reflection is Deutsche Bank's; of the two customers without a
        name, the fee is divided by a price: at the low end of the size the bank's estimate, at the high end the B300
        index, in the middle Google's price.
    """
    evidence = case.evidence

    def gb300_mw(gpus: Iterable[float]) -> Bounds:
        return Bounds(*(count * gb300_draw_w(evidence) / 1e6 for count in gpus))

    def google_power() -> Bounds:
        gpus, watts = evidence.number("google_spacex_gpus", "GPUs"), blackwell_draw_w(evidence)
        return Bounds(*(gpus * getattr(watts, end) / 1e6 for end in ENDS))

    def dated(name: str, start: str, end: str, mw: Callable[[], Bounds]) -> Lease:
        return Lease(name, evidence[start].date.date(), next_month(evidence[end].date.date()), mw)

    def unnamed(name: str, id: str, bank_price: str) -> Lease:
        row = evidence.rows("contracts", [id]).iloc[0]
        # The contract of September has no published end; it is taken to run past the last date of the text.
        months = OPEN_MONTHS if pd.isna(row.term_years) else round(12 * row.term_years)
        fee = row.value / months if pd.isna(row.fee) else row.fee
        first = np.datetime64(row.start, "M")

        def mw() -> Bounds:
            index = index_price(evidence, "b300_index_2026_10_05")
            prices = evidence.number(bank_price, "USD/GPU-hour"), google_usd_per_gpu_hour(evidence), index
            return gb300_mw(fee / (price * HOURS_PER_MONTH) for price in prices)

        return Lease(name, first.astype(date), (first + months).astype(date), mw)

    return (
        dated("Anthropic", "csa_signed", "csa_end", lambda: case.power_mw(case.prospectus)),
        dated("Google", "google_spacex_start", "google_spacex_end", google_power),
        dated(
            "Reflection",
            "reflection_spacex_start",
            "reflection_spacex_end",
            lambda: gb300_mw(evidence.bounds("bank_reflection_gpus", "GPUs")),
        ),
        unnamed("not named, August", "unnamed_spacex_contract", "bank_customer_2_price"),
        unnamed("not named, September", "december_spacex_contract", "bank_customer_3_price"),
    )


def running(case: MarketCase, when: date) -> list[Lease]:
    """Return the leases that run on a day."""
    return [each for each in leases(case) if each.start <= when < each.end]


def counted_mw(case: MarketCase) -> Bounds:
    """Return the nameplate of the GPUs counted in October: each times its draw, as SpaceX defines it."""
    first, evidence = case.power_mw(case.october), case.evidence
    gb200, gb300 = (evidence.number(id, "GPUs") for id in OCTOBER_GPUS)
    draw = gb300_draw_w(evidence)
    watts = Bounds(*evidence.bounds("gb200_all_in_power", "W"))
    return Bounds(*(getattr(first, end) + (gb200 * getattr(watts, end) + gb300 * draw) / 1e6 for end in ENDS))


def nameplate_mw(case: MarketCase, when: date) -> float:
    """Return the nameplate of a date in MW: reported, counted in October, or the plan."""
    return {
        JUNE: lambda: case.evidence.number("spacex_nameplate_2026q2", "MW"),
        OCTOBER: lambda: counted_mw(case).value,
        DECEMBER: lambda: case.evidence.number("spacex_nameplate_target_2026", "MW"),
        NEXT_DECEMBER: lambda: case.evidence.number("spacex_nameplate_target_2027", "MW"),
    }[when]()


def add_capacity(results: Results, case: MarketCase) -> None:
    """Add every number about capacity sold and own use."""

    def share(when: date) -> Callable[[], tuple[float, float, float]]:
        def compute() -> tuple[float, float, float]:
            mw = nameplate_mw(case, when)
            taken = [each.mw() for each in running(case, when)]
            return tuple(sum(getattr(each, end) for each in taken) / mw for end in ("value", "low", "high"))

        return compute

    for name, when in DATES.items():
        results.add(
            f"sold_share_{name}",
            "fraction",
            f"Leases over nameplate in MW, {when:%-d %B %Y}",
            share(when),
            digits=2,
        )
    add_own_use(results, case)


def add_own_use(results: Results, case: MarketCase) -> None:
    """Add what SpaceX's own use earns, and how much a kept GPU must be used to earn the rent."""
    number = results.evidence.number

    def revenue() -> tuple[float, float, float]:
        low, high = own_revenue_per_mw_year(case)
        return high, low, high

    def break_even() -> float:
        idle = number("idle_gpu_value", "USD/GPU-hour")
        return (case.fee_usd_per_gpu_hour - idle) / (number("own_use_value", "USD/GPU-hour") - idle)

    results.add(
        "split_own_revenue",
        "USD/MW-year",
        "AI revenue without Customer B per MW-year of power not leased to Anthropic, second quarter",
        revenue,
        digits=2,
    )
    results.add(
        "split_break_even", "fraction", "Use of a kept GPU at which it earns as much as rent", break_even, digits=2
    )


def own_revenue_per_mw_year(case: MarketCase) -> tuple[float, float]:
    """Return what the power that SpaceX did not lease to Anthropic earned in the second quarter, a year.

    Parameters
    ----------
    case : MarketCase
        The readings of the deal's capacity.

    Returns
    -------
    tuple of float
        USD per MW-year: AI solutions and infrastructure without the new contracts, and all revenue of the segment
        without Customer B. The power is the mean nameplate of the quarter less the lease for the days that it ran.
    """
    evidence = case.evidence
    mean = (evidence.number("spacex_nameplate_2026q1", "MW") + evidence.number("spacex_nameplate_2026q2", "MW")) / 2
    quarter = pd.Period("2026Q2")
    leased = (quarter.end_time - evidence["csa_signed"].date) / (quarter.end_time - quarter.start_time)
    own = mean - leased * case.power_mw(case.prospectus).value
    narrow = evidence.number("spacex_ai_solutions_2026q2", "USD/quarter") - evidence.number(
        "new_infrastructure_revenue_2026q2", "USD/quarter"
    )
    customer = evidence.number("customer_b_share_2026q2", "fraction") * evidence.number(
        "spacex_revenue_2026q2", "USD/quarter"
    )
    wide = evidence.number("spacex_ai_revenue_2026q2", "USD/quarter") - customer
    return 4 * narrow / own, 4 * wide / own
