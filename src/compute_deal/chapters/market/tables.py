"""Frames of text for the tables of the chapter on the market."""

import pandas as pd

from compute_deal.markup import quoted

# By chip: the evidence for its number and price in Deutsche Bank's split, and the result for its index.
CHIPS = {
    "H100": ("bank_h100_gpus", "unit_index_h100", "bank_h100_price"),
    "H200": ("bank_h200_gpus", "unit_index_h200", "bank_h200_price"),
    "GB200 (index: B200)": ("bank_gb200_gpus", "unit_index_b200", "bank_gb200_price"),
}
# By yardstick: the price of a GPU-hour and the fee over it, and how what it prices differs from the contract.
YARDSTICKS = {
    "Other providers' contracts, by megawatts": ("yard_power", "fee_to_power", "firm for years, delivered later"),
    "Same chips at the rental indices": ("unit_market_gpu_hour", "unit_fee_to_market", "small lots"),
    "H100 index, by speed": ("yard_speed", "fee_to_speed", "speed alone; memory and network left out"),
    "This block at signing, moved with the index": (
        "replacement_price",
        "fee_to_replacement",
        "the fee itself, split by chip",
    ),
    "Indices with the premium of large clouds": ("yard_clouds", "fee_to_clouds", "premium from one commentary"),
    "Indices with Google's premium": ("yard_hosting", "fee_to_hosting", "newer chips, same exit, a month later"),
}


def chips() -> pd.DataFrame:
    """Return Deutsche Bank's mix and prices by chip beside the rental indices."""
    return pd.DataFrame(
        [
            (chip, quoted(gpus, "number"), quoted(index, "short"), quoted(bank, "short"))
            for chip, (gpus, index, bank) in CHIPS.items()
        ],
        columns=["Chip", "GPUs", "Index", "Deutsche Bank"],
    )


def yardsticks() -> pd.DataFrame:
    """Return what a GPU-hour like the contract's costs by each yardstick, and the fee over it."""
    return pd.DataFrame(
        [
            (what, quoted(price, "short"), quoted(ratio), differs)
            for what, (price, ratio, differs) in YARDSTICKS.items()
        ],
        columns=["Yardstick", "USD per GPU-hour", "Fee over it", "What it prices differently"],
    )
