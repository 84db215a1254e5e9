"""The market as the evidence has it: what capacity the fee buys, and what such capacity costs elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from compute_deal.evidence import Evidence
from compute_deal.evidence.quantities import last_day
from compute_deal.models.deal.ramp import Bounds
from compute_deal.models.unit_price import Capacity, usd_per_gpu_hour

OCTOBER_COUNT = {"H100": "colossus1_h100_2026_10", "H200": "colossus1_h200_2026_10", "GB200": "colossus1_gb200_2026_10"}
SPEEDS = {"H100": "h100_bf16", "H200": "h200_bf16", "GB200": "gb200_bf16"}
RENTS = {"H100": "h100_price_range", "H200": "h200_price_range", "GB200": "gb200_price_range"}
ENDS = ("low", "value", "high")
DRAWS = {"H100": "h100_all_in_power", "H200": "h100_all_in_power", "GB200": "gb200_all_in_power"}
INDEX = "Silicon Data SDH100RT, neoclouds"


@dataclass(frozen=True)
class MarketCase:
    """The fee, the readings of what it buys, and the tables that price a mix of chips.

    Parameters
    ----------
    fee_usd_per_month : float
        Full fee.
    announced : Capacity
        The GPUs of the announcement, Colossus 1 alone, with the mix counted there in October.
    october : Capacity
        Colossus 1 as counted in October.
    prospectus : Capacity
        The GPUs of the final prospectus: Colossus 1 as counted in October, the remainder GB200.
    prospectus_smaller : Capacity
        The same total with Colossus 1 as announced, so that more of it is GB200.
    dense_tflops : mapping of str to float
        Dense BF16 speed of one GPU by chip.
    rent_usd_per_gpu_hour, draw_w : mapping of str to mapping of str to float
        Under "low", "value" and "high", by chip: rental price of a GPU-hour; all-in draw of one GPU.
    """

    fee_usd_per_month: float
    announced: Capacity
    october: Capacity
    prospectus: Capacity
    prospectus_smaller: Capacity
    dense_tflops: Mapping[str, float]
    rent_usd_per_gpu_hour: Mapping[str, Mapping[str, float]]
    draw_w: Mapping[str, Mapping[str, float]]

    @property
    def fee_usd_per_gpu_hour(self) -> float:
        """Full fee over the GPU-hours of the prospectus's GPUs."""
        return usd_per_gpu_hour(self.fee_usd_per_month, self.prospectus.total_gpus)

    def power_mw(self, capacity: Capacity) -> Bounds:
        """Return the nameplate IT power of a capacity: its GPUs times their all-in draw, without cooling."""
        mw = {end: sum(count * self.draw_w[end][chip] for chip, count in capacity.gpus.items()) / 1e6 for end in ENDS}
        return Bounds(**mw)


def market_case(evidence: Evidence) -> MarketCase:
    """Return the market as the evidence has it.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    MarketCase

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> market_case(load()).prospectus.gpus["GB200"]
    125000.0
    """
    counted = {chip: evidence.number(id) for chip, id in OCTOBER_COUNT.items()}
    october = Capacity("Colossus 1, October count", counted)
    first = evidence.number("csa_gpus_announced")
    both = evidence.number("csa_gpus_prospectus")
    scaled = {chip: count * first / october.total_gpus for chip, count in counted.items()}
    return MarketCase(
        fee_usd_per_month=evidence.number("csa_fee"),
        announced=Capacity("Colossus 1, announcement", scaled),
        october=october,
        prospectus=with_gb200("Both sites, prospectus", counted, both),
        prospectus_smaller=with_gb200("Both sites, prospectus, Colossus 1 as announced", scaled, both),
        dense_tflops={chip: evidence.number(id) for chip, id in SPEEDS.items()},
        rent_usd_per_gpu_hour=ends(evidence, RENTS),
        draw_w=ends(evidence, DRAWS),
    )


def with_gb200(label: str, gpus: Mapping[str, float], total: float) -> Capacity:
    """Return a capacity filled up to a total with GB200."""
    remainder = total - sum(gpus.values())
    return Capacity(label, {**gpus, "GB200": gpus["GB200"] + remainder})


def ends(evidence: Evidence, ids: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Return low, best and high values by chip."""
    bounds = {chip: evidence.bounds(id) for chip, id in ids.items()}
    return {end: {chip: three[at] for chip, three in bounds.items()} for at, end in enumerate(ENDS)}


def blackwell_draw_w(evidence: Evidence) -> Bounds:
    """Return the all-in draw of a GPU at Colossus 2 whose type is not known: GB200, GB300, or between them."""
    gb200 = evidence.number("gb200_all_in_power")
    gb300 = 1e6 * evidence.number("colossus2_gb300_power") / evidence.number("colossus2_gb300_gpus")
    return Bounds(low=gb200, value=(gb200 + gb300) / 2, high=gb300)


def google_usd_per_gpu_hour(evidence: Evidence) -> float:
    """Return Google's fee to SpaceX per GPU-hour."""
    return usd_per_gpu_hour(evidence.number("google_spacex_fee"), evidence.number("google_spacex_gpus"))


def google_mw(evidence: Evidence) -> float:
    """Return the nameplate IT power of the GPUs that Google rents from SpaceX."""
    return evidence.number("google_spacex_gpus") * blackwell_draw_w(evidence).value / 1e6


def prices_by_date(evidence: Evidence, ids: Iterable[str]) -> pd.DataFrame:
    """Return rental prices in the order of time; a price dated by its month stands at the end of the month.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    ids : iterable of str
        Rows of the table of prices.

    Returns
    -------
    pandas.DataFrame
        Columns `date` and `value`, USD per GPU-hour.
    """
    rows = evidence.rows("prices", ids)
    return rows.assign(date=pd.to_datetime([last_day(text) for text in rows.date]))[["date", "value"]].sort_values(
        "date"
    )
