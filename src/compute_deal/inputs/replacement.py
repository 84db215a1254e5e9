"""What capacity equivalent to the contract's costs, as a multiple of the H100 index: three routes and what they give.

========  ===============================================================================================================
spot      The contract's chips, each at the last rental index of its kind. The low end: it prices small lots
          that are taken as they come, and three hundred thousand chips at once are not to be had so.
block     What this block was sold for, by Deutsche Bank's split of the fee, over the index of the week of signing, put on
          the index's present definition. The central case: the one price at which a block of this size, at once and with
          this exit, changed hands. What large clouds charge above the index gives nearly the same without the fee.
hosting   The chips at their indices times Google's premium: its fee per GPU-hour over the index of its chip. The high end:
          the next customer paid it for the same terms a month later, for newer chips.
========  ===============================================================================================================
"""

from compute_deal.evidence import Evidence, traced
from compute_deal.inputs.rents import index_price
from compute_deal.models.bounds import Bounds
from compute_deal.models.unit_price import usd_per_gpu_hour

CHIPS = ("h100", "h200", "gb200")
# The last values read. No index of the GB200 is published; the B200 is the same chip without the Grace processor.
INDICES = {"h100": "h100_index_2026_10_06", "h200": "h200_index_2026_10_05", "gb200": "b200_index_2026_10_05"}
AT_SIGNING = "h100_index_2026_04_30"


def equivalent_price_ratio(evidence: Evidence) -> Bounds:
    """Return the price of capacity equivalent to the contract's as a multiple of the H100 index.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    Bounds
        Low by the route "spot", value by "block", high by "hosting" (see the module).

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> ratio = equivalent_price_ratio(load())
    >>> round(ratio.low, 2), round(ratio.value, 2), round(ratio.high, 2)
    (1.44, 1.99, 2.42)
    """
    return Bounds(low=spot_ratio(evidence), value=block_ratio(evidence), high=hosting_ratio(evidence))


@traced
def spot_usd_per_gpu_hour(evidence: Evidence) -> float:
    """Return the mean price of a GPU-hour of the contract's mix at the last rental indices."""
    gpus = _gpus(evidence)
    return sum(gpus[chip] * index_price(evidence, INDICES[chip]) for chip in CHIPS) / sum(gpus.values())


@traced
def block_usd_per_gpu_hour(evidence: Evidence) -> float:
    """Return the mean price of a GPU-hour of the contract in Deutsche Bank's split of the fee."""
    gpus = _gpus(evidence)
    return sum(gpus[chip] * evidence.number(f"bank_{chip}_price", "USD/GPU-hour") for chip in CHIPS) / sum(
        gpus.values()
    )


@traced
def hosting_premium(evidence: Evidence) -> float:
    """Return Google's fee per GPU-hour over the index of the chip that it rents, a GB300."""
    fee = usd_per_gpu_hour(
        evidence.number("google_spacex_fee", "USD/month"), evidence.number("google_spacex_gpus", "GPUs")
    )
    return fee / index_price(evidence, "b300_index_2026_10_05")


def spot_ratio(evidence: Evidence) -> float:
    """Return the mix at spot over the H100 index."""
    return spot_usd_per_gpu_hour(evidence) / index_price(evidence, INDICES["h100"])


def block_ratio(evidence: Evidence) -> float:
    """Return the block's price over the index in the week of signing, raised by the change of definition since."""
    index = index_price(evidence, AT_SIGNING) * evidence.number("h100_index_break_2026_09", "ratio")
    return block_usd_per_gpu_hour(evidence) / index


def hosting_ratio(evidence: Evidence) -> float:
    """Return the mix at spot, with Google's premium, over the H100 index."""
    return spot_ratio(evidence) * hosting_premium(evidence)


def large_cloud_ratio(evidence: Evidence) -> Bounds:
    """Return the mix at spot with the premium of large clouds, over the H100 index: a check on the central route."""
    low, high = evidence.ends("hyperscaler_premium", "fraction")
    spot = spot_ratio(evidence)
    return Bounds(spot * (1 + low), spot * (1 + (low + high) / 2), spot * (1 + high))


def _gpus(evidence: Evidence) -> dict[str, float]:
    return {chip: evidence.number(f"bank_{chip}_gpus", "GPUs") for chip in CHIPS}
