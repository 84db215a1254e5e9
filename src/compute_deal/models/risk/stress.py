"""Stress: the capacity is withdrawn on notice. What is missing to the buyer, and what the owner loses."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compute_deal.models.risk.price_process import MONTHS_PER_YEAR


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


def first_year_loss_usd(fee_usd_per_month: float, vacancy_months: float, relet_price_ratio: float) -> float:
    """Give the income that the owner misses in the first year after the fee ends.

    Parameters
    ----------
    fee_usd_per_month : float
        Fee of the contract, USD per month.
    vacancy_months : float
        Months without income.
    relet_price_ratio : float
        New income as a share of the old fee; above one if the market has risen.

    Returns
    -------
    float
        Missing income in USD, negative where the new income makes up for more than the vacancy.

    Examples
    --------
    >>> first_year_loss_usd(100.0, vacancy_months=2, relet_price_ratio=0.75)  # two months, and a quarter of ten
    450.0
    """
    empty = min(vacancy_months, MONTHS_PER_YEAR)
    return fee_usd_per_month * (empty + (MONTHS_PER_YEAR - empty) * (1 - relet_price_ratio))
