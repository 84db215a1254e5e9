"""What a monthly fee means per unit of capacity: GPU-hour, H100-equivalent hour, MW-year.

A month is one twelfth of a Julian year of 365.25 days, 730.5 hours, throughout. Prices are for capacity that is
*available*, whether it is used or not.
Throughput is dense (without sparsity) at one precision, the same for all chips of a comparison.

Every function is an elementary closed form (products and quotients), so a page can repeat it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

HOURS_PER_YEAR = 365.25 * 24
MONTHS_PER_YEAR = 12
HOURS_PER_MONTH = HOURS_PER_YEAR / MONTHS_PER_YEAR


@dataclass(frozen=True)
class Capacity:
    """One reading of the capacity that a fee buys.

    Parameters
    ----------
    label : str
        Name of the reading.
    gpus : Mapping[str, float]
        Number of GPUs by chip name, at least one of them above 0.

    Raises
    ------
    ValueError
        If there are no GPUs or a count is negative.

    Examples
    --------
    >>> Capacity("two kinds", {"H100": 150_000, "GB200": 30_000}).total_gpus
    180000
    """

    label: str
    gpus: Mapping[str, float]

    def __post_init__(self) -> None:
        """Check the counts and freeze the mapping."""
        if any(count < 0 for count in self.gpus.values()) or not sum(self.gpus.values()) > 0:
            raise ValueError(f"{self.label}: GPU counts must not be negative and not all 0, got {dict(self.gpus)}")
        object.__setattr__(self, "gpus", MappingProxyType(dict(self.gpus)))

    @property
    def total_gpus(self) -> float:
        """Number of GPUs of all kinds."""
        return sum(self.gpus.values())


def _positive(value: ArrayLike, name: str) -> NDArray[np.float64]:
    array = np.asarray(value, dtype=float)
    if not np.all(array > 0):
        raise ValueError(f"{name} must be above 0, got {value}")
    return array


def _plain(x: NDArray[np.float64]) -> NDArray[np.float64] | float:
    return x if np.ndim(x) else float(x)


def _per_chip(capacity: Capacity, table: Mapping[str, float], what: str) -> float:
    missing = [chip for chip in capacity.gpus if chip not in table]
    if missing:
        raise ValueError(f"{capacity.label}: no {what} given for {', '.join(missing)}; known are {', '.join(table)}")
    return sum(count * table[chip] for chip, count in capacity.gpus.items())


def usd_per_gpu_hour(fee_usd_per_month: ArrayLike, gpus: ArrayLike) -> NDArray[np.float64] | float:
    """Give the price of one GPU available for one hour, whatever its kind.

    Parameters
    ----------
    fee_usd_per_month : float or array_like
        Monthly fee.
    gpus : float or array_like
        Number of GPUs, above 0.

    Returns
    -------
    float or ndarray
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
    fee = np.asarray(fee_usd_per_month, dtype=float)
    return _plain(fee / (_positive(gpus, "gpus") * HOURS_PER_MONTH))


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

    Raises
    ------
    ValueError
        If a chip or the H100 is missing in `dense_tflops`.

    Examples
    --------
    >>> h100_equivalents(Capacity("x", {"H100": 100, "NEW": 50}), {"H100": 1000, "NEW": 2500})
    225.0
    """
    if "H100" not in dense_tflops:
        raise ValueError(f"no dense throughput given for the H100; known are {', '.join(dense_tflops)}")
    return _per_chip(capacity, dense_tflops, "dense throughput") / dense_tflops["H100"]


def usd_per_h100_equivalent_hour(
    fee_usd_per_month: ArrayLike, capacity: Capacity, dense_tflops: Mapping[str, float]
) -> NDArray[np.float64] | float:
    """Give the price of the throughput of one H100 for one hour.

    Parameters
    ----------
    fee_usd_per_month : float or array_like
        Monthly fee.
    capacity, dense_tflops
        As for `h100_equivalents`.

    Returns
    -------
    float or ndarray
        USD per H100-equivalent hour available.

    Raises
    ------
    ValueError
        If a chip is missing in `dense_tflops`.

    Examples
    --------
    >>> mix = Capacity("x", {"H100": 100, "NEW": 50})
    >>> round(usd_per_h100_equivalent_hour(730.5 * 225, mix, {"H100": 1000, "NEW": 2500}), 9)
    1.0
    """
    return usd_per_gpu_hour(fee_usd_per_month, h100_equivalents(capacity, dense_tflops))


def usd_per_mw_year(fee_usd_per_month: ArrayLike, power_mw: ArrayLike) -> NDArray[np.float64] | float:
    """Give the price of one megawatt for one year.

    Parameters
    ----------
    fee_usd_per_month : float or array_like
        Monthly fee.
    power_mw : float or array_like
        Power in MW, above 0. Contracts state it as IT load, nameplate or site: only like bases compare.

    Returns
    -------
    float or ndarray
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
    fee = np.asarray(fee_usd_per_month, dtype=float)
    return _plain(fee * MONTHS_PER_YEAR / _positive(power_mw, "power_mw"))


def gpus_bought(fee_usd_per_month: ArrayLike, market_usd_per_gpu_hour: ArrayLike) -> NDArray[np.float64] | float:
    """Give the number of GPUs that the fee would rent at a market price.

    Parameters
    ----------
    fee_usd_per_month : float or array_like
        Monthly fee.
    market_usd_per_gpu_hour : float or array_like
        Rental price, above 0.

    Returns
    -------
    float or ndarray
        Number of GPUs rented around the clock. It ignores that an order of this size would move the price.

    Raises
    ------
    ValueError
        If a price is not positive.

    Examples
    --------
    >>> gpus_bought(730.5e6, 2.5)
    400000.0
    """
    price = _positive(market_usd_per_gpu_hour, "market_usd_per_gpu_hour")
    return _plain(np.asarray(fee_usd_per_month, dtype=float) / (price * HOURS_PER_MONTH))


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

    Raises
    ------
    ValueError
        If a chip of the capacity has no price.

    Examples
    --------
    >>> market_usd_per_month(Capacity("x", {"H100": 100, "GB200": 10}), {"H100": 2.5, "GB200": 5.0})
    219150.0
    """
    return _per_chip(capacity, market_usd_per_gpu_hour, "market price") * HOURS_PER_MONTH
