"""The market as the evidence has it: what capacity the fee buys, and what such capacity costs elsewhere."""

from dataclasses import dataclass

from compute_deal.evidence import Evidence, traced
from compute_deal.inputs.rents import index_price
from compute_deal.inputs.replacement import INDICES
from compute_deal.models.bounds import Bounds
from compute_deal.models.unit_price import Capacity, market_usd_per_month, usd_per_gpu_hour

OCTOBER_COUNT = {"H100": "colossus1_h100_2026_10", "H200": "colossus1_h200_2026_10", "GB200": "colossus1_gb200_2026_10"}
SPEEDS = {"H100": "h100_bf16", "H200": "h200_bf16", "GB200": "gb200_bf16"}
RENT_RANGES = {"H100": "h100_price_range", "H200": "h200_price_range", "GB200": "gb200_price_range"}
ENDS = ("low", "value", "high")
DRAWS = {"H100": "h100_all_in_power", "H200": "h100_all_in_power", "GB200": "gb200_all_in_power"}


@dataclass(frozen=True)
class MarketCase:
    """The fee, the readings of what it buys, and the prices of the chips; each is read when it is asked for.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> MarketCase(load()).prospectus.gpus["GB200"]
    125000.0
    """

    evidence: Evidence

    @property
    def fee_usd_per_month(self) -> float:
        """Full fee."""
        return self.evidence.number("csa_fee", "USD/month")

    @property
    def october(self) -> Capacity:
        """Colossus 1 as counted in October."""
        return Capacity({chip: self.evidence.number(id, "GPUs") for chip, id in OCTOBER_COUNT.items()})

    @property
    def prospectus(self) -> Capacity:
        """The GPUs of the final prospectus: Colossus 1 as counted in October, the remainder GB200."""
        number = self.evidence.number
        hopper = {chip: number(OCTOBER_COUNT[chip], "GPUs") for chip in ("H100", "H200")}
        rest = number("csa_gpus_prospectus", "GPUs") - sum(hopper.values())
        return Capacity({**hopper, "GB200": rest})

    @property
    def dense_tflops(self) -> dict[str, float]:
        """Dense BF16 speed of one GPU by chip."""
        return {chip: self.evidence.number(id, "TFLOP/s") for chip, id in SPEEDS.items()}

    @property
    def fee_usd_per_gpu_hour(self) -> float:
        """Full fee over the GPU-hours of the prospectus's GPUs."""
        return usd_per_gpu_hour(self.fee_usd_per_month, self.evidence.number("csa_gpus_prospectus", "GPUs"))

    def rent_usd_per_gpu_hour(self, end: str) -> dict[str, float]:
        """Return the rental price of a GPU-hour by chip: the last index, or an end of the range around it."""
        if end == "value":
            return {chip: index_price(self.evidence, INDICES[chip.lower()]) for chip in SPEEDS}
        at = ENDS.index(end) // 2
        return {chip: self.evidence.ends(id, "USD/GPU-hour")[at] for chip, id in RENT_RANGES.items()}

    @traced
    def market_usd_per_gpu_hour(self, end: str = "value") -> float:
        """Return what a GPU-hour of the prospectus's mix rents for, at the indices or at an end of the range."""
        rent = market_usd_per_month(self.prospectus, self.rent_usd_per_gpu_hour(end))
        return usd_per_gpu_hour(rent, self.evidence.number("csa_gpus_prospectus", "GPUs"))

    def market_range_usd_per_gpu_hour(self) -> Bounds:
        """Return the same with its range."""
        return Bounds(*map(self.market_usd_per_gpu_hour, ENDS))

    def power_mw(self, capacity: Capacity) -> Bounds:
        """Return the nameplate IT power of a capacity: its GPUs times their all-in draw, without cooling."""
        draws = {chip: self.evidence.bounds(DRAWS[chip], "W") for chip in capacity.gpus}
        return Bounds(*(sum(count * draws[chip][at] for chip, count in capacity.gpus.items()) / 1e6 for at in range(3)))


def blackwell_draw_w(evidence: Evidence) -> Bounds:
    """Return the all-in draw of a GPU at Colossus 2 whose type is not known: GB200, GB300, or between them."""
    gb200 = evidence.number("gb200_all_in_power", "W")
    gb300 = gb300_draw_w(evidence)
    return Bounds(low=gb200, value=(gb200 + gb300) / 2, high=gb300)


def gb300_draw_w(evidence: Evidence) -> float:
    """Return the all-in draw of a GB300 at Colossus 2."""
    return 1e6 * evidence.number("colossus2_gb300_power", "MW") / evidence.number("colossus2_gb300_gpus", "GPUs")


def google_usd_per_gpu_hour(evidence: Evidence) -> float:
    """Return Google's fee to SpaceX per GPU-hour."""
    return usd_per_gpu_hour(
        evidence.number("google_spacex_fee", "USD/month"), evidence.number("google_spacex_gpus", "GPUs")
    )
