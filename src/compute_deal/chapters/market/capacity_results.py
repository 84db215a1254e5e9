"""Capacity sold against capacity standing: SpaceX's leases in GPUs and megawatts, date by date, and its own use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from compute_deal.chapters.market.case import ENDS, MarketCase, blackwell_draw_w, google_usd_per_gpu_hour
from compute_deal.evidence import Evidence, traced
from compute_deal.inputs.dates import decimal_year, next_month
from compute_deal.inputs.index import index_price
from compute_deal.models.deal.ramp import Bounds
from compute_deal.models.leases import Lease, leased_amounts, sold_share
from compute_deal.models.unit_price import gpus_bought
from compute_deal.results import Results

OCTOBER_GPUS = ("colossus1_gpus_2026_10", "colossus2_gb200_2026_10", "colossus2_gb300_2026_10")
JUNE, OCTOBER = date(2026, 6, 30), date(2026, 10, 1)
DECEMBER, NEXT_DECEMBER = date(2026, 12, 31), date(2027, 12, 31)
DATES = {"june": JUNE, "october": OCTOBER, "december": DECEMBER, "2027": NEXT_DECEMBER}


@dataclass(frozen=True)
class Sold:
    """One lease of SpaceX: when it takes how much.

    Parameters
    ----------
    name : str
        Customer.
    start, end : datetime.date
        First day, and first day after it.
    gpus, mw : Bounds
        Size in GPUs and in nameplate IT power.
    """

    name: str
    start: date
    end: date
    gpus: Bounds
    mw: Bounds


@traced
def leases(case: MarketCase) -> tuple[Sold, ...]:
    """Return SpaceX's leases with their sizes.

    Parameters
    ----------
    case : MarketCase
        The readings of the deal's capacity.

    Returns
    -------
    tuple of Sold
        Where SpaceX published no number of GPUs, that of Reflection is Deutsche Bank's; of the two customers without a
        name, the fee is divided by a price: at the low end of the size the bank's estimate, at the high end the B300
        index, in the middle Google's price.
    """
    evidence = case.evidence
    both, google = evidence.number("csa_gpus_prospectus"), evidence.number("google_spacex_gpus")
    reflection = Bounds(*evidence.bounds("bank_reflection_gpus"))
    draw = blackwell_draw_w(evidence)
    gb300 = Bounds(draw.high, draw.high, draw.high)
    return (
        Sold(
            "Anthropic",
            evidence["csa_signed"].date.date(),
            next_month(evidence["csa_end"].date.date()),
            Bounds(both, both, both),
            case.power_mw(case.prospectus),
        ),
        _named(evidence, "Google", "google", Bounds(google, google, google), draw),
        _named(evidence, "Reflection", "reflection", reflection, gb300),
        _unnamed(evidence, "not named, August", "unnamed_spacex_contract", "bank_customer_2_price"),
        _unnamed(evidence, "not named, September", "december_spacex_contract", "bank_customer_3_price"),
    )


def _named(evidence: Evidence, name: str, id: str, gpus: Bounds, draw_w: Bounds) -> Sold:
    start, end = (evidence[f"{id}_spacex_{name}"].date.date() for name in ("start", "end"))
    return Sold(name, start, next_month(end), gpus, _mw(gpus, draw_w))


def _unnamed(evidence: Evidence, name: str, id: str, bank_price: str) -> Sold:
    row = evidence.rows("contracts", [id]).iloc[0]
    # The contract of September has no published end; the plan is shown to the end of 2027.
    months = 24 if pd.isna(row.term_years) else round(12 * row.term_years)
    fee = row.value / months if pd.isna(row.fee) else row.fee
    first = np.datetime64(row.start, "M")
    prices = evidence.number(bank_price), google_usd_per_gpu_hour(evidence), _b300(evidence)
    gpus = Bounds(*(gpus_bought(fee, price) for price in prices))
    draw = blackwell_draw_w(evidence).high
    return Sold(name, first.astype(date), (first + months).astype(date), gpus, _mw(gpus, Bounds(draw, draw, draw)))


def _b300(evidence: Evidence) -> float:
    return index_price(evidence, "b300_index_2026_10_05")


def _mw(gpus: Bounds, draw_w: Bounds) -> Bounds:
    return Bounds(*(getattr(gpus, end) * getattr(draw_w, end) / 1e6 for end in ENDS))


def counted_mw(case: MarketCase) -> Bounds:
    """Return the nameplate of the GPUs counted in October: each times its draw, as SpaceX defines it."""
    first, evidence = case.power_mw(case.october), case.evidence
    gb200, gb300 = map(evidence.number, OCTOBER_GPUS[1:])
    draw = blackwell_draw_w(evidence).high
    watts = Bounds(*evidence.bounds("gb200_all_in_power"))
    return Bounds(*(getattr(first, end) + (gb200 * getattr(watts, end) + gb300 * draw) / 1e6 for end in ENDS))


def nameplate(case: MarketCase, when: date) -> tuple[str, float]:
    """Return how the nameplate of a date is known, and what it is in MW."""
    number = case.evidence.number
    return {
        JUNE: lambda: ("reported", number("spacex_nameplate_2026q2")),
        OCTOBER: lambda: ("GPUs counted", counted_mw(case).value),
        DECEMBER: lambda: ("target", number("spacex_nameplate_target_2026")),
        NEXT_DECEMBER: lambda: ("target", number("spacex_nameplate_target_2027")),
    }[when]()


def sold_by_date(case: MarketCase) -> pd.DataFrame:
    """Return what each lease takes at each date, in MW.

    Parameters
    ----------
    case : MarketCase
        The readings of the deal's capacity.

    Returns
    -------
    pandas.DataFrame
        `date`, `name`, `low`, `value`, `high`.
    """
    sold, days = leases(case), list(DATES.values())
    amounts = {end: leased_amounts(_in_mw(sold, end), [decimal_year(day) for day in days]) for end in ENDS}
    return pd.DataFrame(
        [
            {"date": day, "name": lease.name, **{end: float(amounts[end][row, column]) for end in ENDS}}
            for column, day in enumerate(days)
            for row, lease in enumerate(sold)
        ]
    )


def _in_mw(sold: tuple[Sold, ...], end: str) -> list[Lease]:
    return [Lease(each.name, decimal_year(each.start), decimal_year(each.end), getattr(each.mw, end)) for each in sold]


def add_capacity(results: Results, case: MarketCase) -> None:
    """Add every number about capacity sold, capacity standing and own use."""
    evidence = results.evidence

    def share(when: date) -> Callable[[], tuple[float, float, float]]:
        def compute() -> tuple[float, float, float]:
            _, mw = nameplate(case, when)
            of = {end: float(sold_share(_in_mw(leases(case), end), [decimal_year(when)], mw)[0]) for end in ENDS}
            return of["value"], of["low"], of["high"]

        return compute

    for name, when in DATES.items():
        results.add(
            f"sold_share_{name}",
            "fraction",
            f"Leases over nameplate in MW, {when:%-d %B %Y}",
            share(when),
            digits=2,
        )

    def october_share() -> tuple[float, float, float]:
        gpus = sum(evidence.number(id) for id in OCTOBER_GPUS)
        running = [each for each in leases(case) if each.start <= OCTOBER < each.end]
        of = {end: sum(getattr(each.gpus, end) for each in running) / gpus for end in ENDS}
        return of["value"], of["low"], of["high"]

    results.add("sold_share_gpus", "fraction", "Leases over GPUs counted, October 2026", october_share, digits=2)
    results.add(
        "sold_gpus_counted",
        "GPUs",
        "GPUs counted at both sites, October 2026",
        lambda: sum(evidence.number(id) for id in OCTOBER_GPUS),
    )
    add_own_use(results, case)


def add_own_use(results: Results, case: MarketCase) -> None:
    """Add what SpaceX's own use earns, and how much a kept GPU must be used to earn the rent."""
    number = results.evidence.number

    def revenue() -> tuple[float, float, float]:
        low, high = own_revenue_per_mw_year(case)
        return high, low, high

    def break_even() -> float:
        idle = number("idle_gpu_value")
        return (case.fee_usd_per_gpu_hour - idle) / (number("own_use_value") - idle)

    results.add(
        "split_own_revenue",
        "USD/MW-year",
        "AI revenue without Customer B per MW-year of power not let to Anthropic, second quarter",
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
    mean = (evidence.number("spacex_nameplate_2026q1") + evidence.number("spacex_nameplate_2026q2")) / 2
    quarter = pd.Period("2026Q2")
    leased = (quarter.end_time - evidence["csa_signed"].date) / (quarter.end_time - quarter.start_time)
    own = mean - leased * case.power_mw(case.prospectus).value
    narrow = evidence.number("spacex_ai_solutions_2026q2") - evidence.number("new_infrastructure_revenue_2026q2")
    customer = evidence.number("customer_b_share_2026q2") * evidence.number("spacex_revenue_2026q2")
    wide = evidence.number("spacex_ai_revenue_2026q2") - customer
    return 4 * narrow / own, 4 * wide / own
