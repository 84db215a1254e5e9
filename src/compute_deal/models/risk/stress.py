"""Stress: the capacity is withdrawn on notice. What is missing to the buyer, and what the owner loses, by month."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class Replacement:
    """How fast the buyer can replace withdrawn capacity.

    Parameters
    ----------
    lead_months : float
        Months from the notice to the first replacement GPU in service.
    gpus_per_month : float
        GPUs put into service per month after that.

    Raises
    ------
    ValueError
        If a field is negative.

    Examples
    --------
    >>> Replacement(lead_months=4, gpus_per_month=25_000).lead_months
    4
    """

    lead_months: float
    gpus_per_month: float

    def __post_init__(self) -> None:
        """Refuse negative numbers."""
        if min(self.lead_months, self.gpus_per_month) < 0:
            raise ValueError(
                f"lead is {self.lead_months} months and speed {self.gpus_per_month} GPUs per month; expected at least zero"
            )


def capacity_gap_gpus(
    withdrawn_gpus: float, notice_months: int, replacement: Replacement, months: int
) -> NDArray[np.float64]:
    """Give the GPUs that are missing to the buyer in each month after notice.

    Parameters
    ----------
    withdrawn_gpus : float
        GPUs withdrawn at the end of the notice period.
    notice_months : int
        Months of service after notice.
    replacement : Replacement
        Speed of replacement, which starts with the notice.
    months : int
        Months shown, counted from the notice.

    Returns
    -------
    numpy.ndarray
        Missing GPUs at the start of each month, shape (months,).

    Examples
    --------
    >>> fast = Replacement(lead_months=2, gpus_per_month=100)
    >>> capacity_gap_gpus(250, notice_months=3, replacement=fast, months=6).tolist()  # 100 in service after month 3
    [0.0, 0.0, 0.0, 150.0, 50.0, 0.0]
    """
    month = np.arange(months)
    replaced = replacement.gpus_per_month * np.maximum(month - replacement.lead_months, 0.0)
    return np.where(month >= notice_months, np.maximum(withdrawn_gpus - replaced, 0.0), 0.0)


def revenue_gap_usd(
    gap_gpus: NDArray[np.float64], fleet_gpus: float, revenue_usd_per_month: float, bound_share: float
) -> NDArray[np.float64]:
    """Give the revenue of the buyer that the missing capacity would have served.

    Parameters
    ----------
    gap_gpus : numpy.ndarray
        Missing GPUs in each month, shape (months,).
    fleet_gpus : float
        GPUs, or equivalents, of the buyer's whole fleet before the withdrawal.
    revenue_usd_per_month : float
        Revenue of the whole fleet, USD per month.
    bound_share : float
        Share of the revenue on the missing capacity that is lost: one if capacity binds, less if there is slack or lower
        priority work to give up.

    Returns
    -------
    numpy.ndarray
        Revenue at risk in USD in each month, shape (months,).

    Raises
    ------
    ValueError
        If the fleet is not positive, the share is outside 0 to 1, or the gap is larger than the fleet.

    Examples
    --------
    >>> revenue_gap_usd(np.array([0.0, 50.0]), fleet_gpus=200, revenue_usd_per_month=1000.0, bound_share=0.5).tolist()
    [0.0, 125.0]
    """
    if not fleet_gpus > 0 or not 0 <= bound_share <= 1:
        raise ValueError(f"fleet is {fleet_gpus} GPUs and share {bound_share}; expected a positive fleet and 0 to 1")
    if np.max(gap_gpus, initial=0.0) > fleet_gpus:
        raise ValueError(f"the gap reaches {np.max(gap_gpus)} GPUs; expected at most the fleet of {fleet_gpus}")
    return np.asarray(gap_gpus) / fleet_gpus * revenue_usd_per_month * bound_share


def owner_income_gap_usd(
    fee_usd_per_month: float, notice_months: int, vacancy_months: int, relet_price_ratio: float, months: int
) -> NDArray[np.float64]:
    """Give the income that the owner misses in each month after the buyer gives notice.

    Parameters
    ----------
    fee_usd_per_month : float
        Fee of the contract, USD per month.
    notice_months : int
        Months of fee after notice.
    vacancy_months : int
        Months without income after that.
    relet_price_ratio : float
        New income as a share of the old fee; above one if the market has risen, zero if the capacity stays empty.
    months : int
        Months shown, counted from the notice.

    Returns
    -------
    numpy.ndarray
        Missing income in USD, negative where the new income is higher, shape (months,).

    Examples
    --------
    >>> owner_income_gap_usd(100.0, notice_months=1, vacancy_months=2, relet_price_ratio=0.75, months=5).tolist()
    [0.0, 100.0, 100.0, 25.0, 25.0]
    """
    month = np.arange(months)
    after_reletting = np.where(
        month < notice_months + vacancy_months, fee_usd_per_month, fee_usd_per_month * (1 - relet_price_ratio)
    )
    return np.where(month < notice_months, 0.0, after_reletting)


def exposure_ratios(loss_usd: float, scales_usd: dict[str, float]) -> dict[str, float]:
    """Set a loss against named sums, such as segment revenue, purchase obligations or a valuation.

    Parameters
    ----------
    loss_usd : float
        Loss over a stated period, in USD.
    scales_usd : dict of str to float
        Positive sums in USD by name. A flow must cover the same period as the loss.

    Returns
    -------
    dict of str to float
        Loss as a share of each sum.

    Raises
    ------
    ValueError
        If a sum is not positive.

    Examples
    --------
    >>> exposure_ratios(3.0, {"segment revenue": 12.0, "valuation": 300.0})
    {'segment revenue': 0.25, 'valuation': 0.01}
    """
    for name, scale in scales_usd.items():
        if not scale > 0:
            raise ValueError(f"{name!r} is {scale}; expected a positive sum")
    return {name: loss_usd / scale for name, scale in scales_usd.items()}
