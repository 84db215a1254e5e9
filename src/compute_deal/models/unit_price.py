"""What a monthly fee means per unit of capacity: GPU-hour, H100-equivalent hour, MW-year.

A month is one twelfth of a Julian year of 365.25 days, 730.5 hours, throughout. Prices are for capacity that is
*available*, whether it is used or not.
Throughput is dense (without sparsity) at one precision, the same for all chips of a comparison.

Every function is an elementary closed form (products and quotients), so a page can repeat it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

HOURS_PER_YEAR = 365.25 * 24
MONTHS_PER_YEAR = 12
HOURS_PER_MONTH = HOURS_PER_YEAR / MONTHS_PER_YEAR


@dataclass(frozen=True)
class Capacity:
    """One reading of the capacity that a fee buys.

    Parameters
    ----------
    gpus : Mapping[str, float]
        Number of GPUs by chip name, at least one of them above 0.

    Raises
    ------
    ValueError
        If there are no GPUs or a count is negative.

    Examples
    --------
    >>> Capacity({"H100": 150_000, "GB200": 30_000}).total_gpus
    180000
    """

    gpus: Mapping[str, float]

    def __post_init__(self) -> None:
        """Check the counts."""
        if any(count < 0 for count in self.gpus.values()) or not sum(self.gpus.values()) > 0:
            raise ValueError(f"GPU counts must not be negative and not all 0, got {dict(self.gpus)}")

    @property
    def total_gpus(self) -> float:
        """Number of GPUs of all kinds."""
        return sum(self.gpus.values())


def usd_per_gpu_hour(fee_usd_per_month: float, gpus: float) -> float:
    """Give the price of one GPU available for one hour, whatever its kind; of H100-equivalents, of the speed of one H100.

    Parameters
    ----------
    fee_usd_per_month : float
        Monthly fee.
    gpus : float
        Number of GPUs, above 0.

    Returns
    -------
    float
        USD per GPU-hour available.

    Raises
    ------
    ValueError
        If the number of GPUs is not positive.

    Examples
    --------
    >>> usd_per_gpu_hour(730.5e6, 250_000)
    4.0
    """
    if not gpus > 0:
        raise ValueError(f"gpus must be above 0, got {gpus}")
    return float(fee_usd_per_month / (gpus * HOURS_PER_MONTH))


def h100_equivalents(capacity: Capacity, dense_tflops: Mapping[str, float]) -> float:
    """Count a mix of GPUs in units of one H100 by dense throughput.

    Parameters
    ----------
    capacity : Capacity
        GPUs by chip.
    dense_tflops : Mapping[str, float]
        Dense TFLOP/s of one GPU by chip name, all at one precision, the H100 included.

    Returns
    -------
    float
        Number of H100 with the same peak throughput. Memory and network do not count here.

    Examples
    --------
    >>> h100_equivalents(Capacity({"H100": 100, "NEW": 50}), {"H100": 1000, "NEW": 2500})
    225.0
    """
    return sum(count * dense_tflops[chip] for chip, count in capacity.gpus.items()) / dense_tflops["H100"]


def usd_per_mw_year(fee_usd_per_month: float, power_mw: float) -> float:
    """Give the price of one megawatt for one year.

    Parameters
    ----------
    fee_usd_per_month : float
        Monthly fee.
    power_mw : float
        Power in MW, above 0. Contracts state it as IT load, nameplate or site: only like bases compare.

    Returns
    -------
    float
        USD per MW-year.

    Raises
    ------
    ValueError
        If the power is not positive.

    Examples
    --------
    >>> usd_per_mw_year(100e6, 100)
    12000000.0
    """
    if not power_mw > 0:
        raise ValueError(f"power_mw must be above 0, got {power_mw}")
    return float(fee_usd_per_month * MONTHS_PER_YEAR / power_mw)


def market_usd_per_month(capacity: Capacity, market_usd_per_gpu_hour: Mapping[str, float]) -> float:
    """Give the monthly rent of a mix of GPUs at market prices: the fair comparison for a fee on that mix.

    Parameters
    ----------
    capacity : Capacity
        GPUs by chip.
    market_usd_per_gpu_hour : Mapping[str, float]
        Rental price by chip name.

    Returns
    -------
    float
        USD per month.

    Examples
    --------
    >>> market_usd_per_month(Capacity({"H100": 100, "GB200": 10}), {"H100": 2.5, "GB200": 5.0})
    219150.0
    """
    return sum(count * market_usd_per_gpu_hour[chip] for chip, count in capacity.gpus.items()) * HOURS_PER_MONTH
