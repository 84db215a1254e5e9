"""Capacity sold against capacity there: SpaceX's leases in GPUs and megawatts, date by date."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from compute_deal.chapters.market.case import ENDS, MarketCase, blackwell_draw_w, google_usd_per_gpu_hour
from compute_deal.evidence import Evidence
from compute_deal.inputs.dates import decimal_year, next_month
from compute_deal.inputs.index import index_price
from compute_deal.models.concentration import Lease, leased_amounts, sold_share
from compute_deal.models.deal.ramp import Bounds
from compute_deal.models.unit_price import gpus_bought
from compute_deal.results import Result

OCTOBER_GPUS = ("colossus1_gpus_2026_10", "colossus2_gb200_2026_10", "colossus2_gb300_2026_10")
SIZES = (
    "csa_gpus_prospectus",
    "google_spacex_gpus",
    "google_spacex_fee",
    "reflection_spacex_fee",
    "unnamed_spacex_contract",
    "b200_index_2026_06",
)
DRAWN = ("h100_all_in_power", "gb200_all_in_power", "colossus2_gb300_power", "colossus2_gb300_gpus")


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
    inferred : bool
        Whether the size follows from the fee and a guessed price, as no size was published.
    """

    name: str
    start: date
    end: date
    gpus: Bounds
    mw: Bounds
    inferred: bool = False


def leases(evidence: Evidence, case: MarketCase) -> list[Sold]:
    """Return SpaceX's leases with their sizes.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    case : MarketCase
        The readings of the deal's capacity.

    Returns
    -------
    list of Sold
        Where no number of GPUs was published, the fee is divided by a price: at the high end of the size the B200
        index, at the low end Google's, in the middle the mean of the two.
    """
    draw = blackwell_draw_w(evidence)
    cheap = index_price(evidence, "b200_index_2026_06")
    dear = google_usd_per_gpu_hour(evidence)

    def inferred(fee: float) -> Bounds:
        return Bounds(*(gpus_bought(fee, price) for price in (dear, (cheap + dear) / 2, cheap)))

    def power(gpus: Bounds) -> Bounds:
        return Bounds(*(getattr(gpus, end) * getattr(draw, end) / 1e6 for end in ENDS))

    unnamed = evidence.rows("contracts", ["unnamed_spacex_contract"]).iloc[0]
    months = round(12 * unnamed.term_years)
    first = np.datetime64(unnamed.start, "M")
    both = case.prospectus.total_gpus
    google = Bounds(*[evidence.number("google_spacex_gpus")] * 3)
    reflection = inferred(evidence.number("reflection_spacex_fee"))
    other = inferred(unnamed.value / months)
    day = {
        id: evidence[id].date.date()
        for id in (
            "csa_signed",
            "csa_end",
            "google_spacex_start",
            "google_spacex_end",
            "reflection_spacex_start",
            "reflection_spacex_end",
        )
    }
    return [
        Sold(
            "Anthropic",
            day["csa_signed"],
            next_month(day["csa_end"]),
            Bounds(both, both, both),
            case.power_mw(case.prospectus),
        ),
        Sold("Google", day["google_spacex_start"], next_month(day["google_spacex_end"]), google, power(google)),
        Sold(
            "Reflection",
            day["reflection_spacex_start"],
            next_month(day["reflection_spacex_end"]),
            reflection,
            power(reflection),
            True,
        ),
        Sold("customer not named", first.astype(date), (first + months).astype(date), other, power(other), True),
    ]


def counted_mw(evidence: Evidence, case: MarketCase) -> Bounds:
    """Return the nameplate of the GPUs counted in October: each times its draw, as SpaceX defines it."""
    first = case.power_mw(case.october)
    gb200 = evidence.number("colossus2_gb200_2026_10")
    gb300 = evidence.number("colossus2_gb300_2026_10")
    draw = blackwell_draw_w(evidence).high
    low, high = evidence["gb200_all_in_power"].range
    best = evidence.number("gb200_all_in_power")
    return Bounds(
        *(
            mw + (gb200 * watts + gb300 * draw) / 1e6
            for mw, watts in ((first.low, low), (first.value, best), (first.high, high))
        )
    )


def there(evidence: Evidence, case: MarketCase) -> dict[date, tuple[str, float]]:
    """Return the nameplate at each date, with how it is known, in MW.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    case : MarketCase
        The readings of the deal's capacity.

    Returns
    -------
    dict of datetime.date to (str, float)
    """
    return {
        date(2026, 6, 30): ("reported", evidence.number("spacex_nameplate_2026q2")),
        date(2026, 10, 1): ("GPUs counted", counted_mw(evidence, case).value),
        date(2026, 12, 31): ("target", evidence.number("spacex_nameplate_target_2026")),
        date(2027, 12, 31): ("target", evidence.number("spacex_nameplate_target_2027")),
    }


def sold_by_date(evidence: Evidence, case: MarketCase) -> pd.DataFrame:
    """Return what each lease takes at each date, in MW.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    case : MarketCase
        The readings of the deal's capacity.

    Returns
    -------
    pandas.DataFrame
        `date`, `name`, `low`, `value`, `high`.
    """
    sold, days = leases(evidence, case), list(there(evidence, case))
    amounts = {end: leased_amounts(in_mw(sold, end), [decimal_year(day) for day in days]) for end in ENDS}
    return pd.DataFrame(
        [
            {"date": day, "name": lease.name, **{end: float(amounts[end][row, column]) for end in ENDS}}
            for column, day in enumerate(days)
            for row, lease in enumerate(sold)
        ]
    )


def in_mw(sold: list[Sold], end: str) -> list[Lease]:
    """Return leases in MW, each at one end of its range."""
    return [Lease(each.name, decimal_year(each.start), decimal_year(each.end), getattr(each.mw, end)) for each in sold]


def capacity_results(evidence: Evidence, case: MarketCase) -> dict[str, Result]:
    """Return every number about capacity sold and capacity there.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    case : MarketCase
        The readings of the deal's capacity.

    Returns
    -------
    dict of str to Result
        By id.
    """
    sold, nameplate = leases(evidence, case), there(evidence, case)
    days = np.array([decimal_year(day) for day in nameplate])
    mw = np.array([amount for _, amount in nameplate.values()])
    shares = {end: sold_share(in_mw(sold, end), days, mw) for end in ENDS}
    taken = {end: leased_amounts(in_mw(sold, end), days).sum(axis=0) for end in ENDS}
    names = ("june", "october", "december", "2027")
    basis = (
        "spacex_nameplate_2026q2",
        "colossus2_gb300_2026_10",
        "spacex_nameplate_target_2026",
        "spacex_nameplate_target_2027",
    )
    counted = counted_mw(evidence, case)
    gpus = sum(evidence.number(id) for id in OCTOBER_GPUS)
    epoch_mw = evidence.number("colossus2_power_2026_10") + case.power_mw(case.october).value
    takes = {end: sum(getattr(each.gpus, end) for each in sold) for end in ENDS}
    by_name = {each.name: each for each in sold}
    results = {
        f"sold_share_{name}": Result(
            float(shares["value"][at]),
            "fraction",
            f"Leases over nameplate in MW, {list(nameplate)[at]:%-d %B %Y}",
            float(shares["low"][at]),
            float(shares["high"][at]),
            (*SIZES, *DRAWN, basis[at]),
            2,
        )
        for at, name in enumerate(names)
    }
    return results | {
        "sold_share_gpus": Result(
            takes["value"] / gpus,
            "fraction",
            "Leases over GPUs counted, October 2026",
            takes["low"] / gpus,
            takes["high"] / gpus,
            (*SIZES, *OCTOBER_GPUS),
            2,
        ),
        "sold_share_epoch": Result(
            float(taken["value"][1]) / epoch_mw,
            "fraction",
            "Leases over Epoch AI's power of Colossus 2 and the chips counted at Colossus 1, October 2026",
            float(taken["low"][1]) / epoch_mw,
            float(taken["high"][1]) / epoch_mw,
            (*SIZES, *DRAWN, "colossus2_power_2026_10"),
            2,
        ),
        "sold_gpus_there": Result(gpus, "GPUs", "GPUs counted at both sites, October 2026", inputs=OCTOBER_GPUS),
        "sold_mw_counted": Result(
            counted.value,
            "MW",
            "Nameplate of the GPUs counted in October 2026",
            counted.low,
            counted.high,
            (*OCTOBER_GPUS, *DRAWN),
        ),
        "sold_mw_october": Result(
            float(taken["value"][1]),
            "MW",
            "Power of all leases, October 2026",
            float(taken["low"][1]),
            float(taken["high"][1]),
            (*SIZES, *DRAWN),
        ),
        "sold_mw_unsold_2027": Result(
            float(mw[3] - taken["value"][3]),
            "MW",
            "Nameplate aimed at for the end of 2027 that no disclosed lease takes",
            float(mw[3] - taken["high"][3]),
            float(mw[3] - taken["low"][3]),
            (*SIZES, *DRAWN, basis[3]),
        ),
        "sold_gpus_unnamed": gpus_result(by_name["customer not named"], "unnamed_spacex_contract"),
        "sold_gpus_reflection": gpus_result(by_name["Reflection"], "reflection_spacex_fee"),
    }


def gpus_result(lease: Sold, fee: str) -> Result:
    """Return the size of a lease inferred from its fee."""
    return Result(
        round(lease.gpus.value, -3),
        "GPUs",
        f"GPUs that the fee implies, {lease.name}, in thousands",
        round(lease.gpus.low, -3),
        round(lease.gpus.high, -3),
        (fee, "google_spacex_fee", "google_spacex_gpus", "b200_index_2026_06"),
        2,
    )
