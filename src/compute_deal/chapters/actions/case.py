"""Lock in or stay on demand, as the evidence has it: prices, what is expected of them, and what is assumed of the buyer."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compute_deal.evidence import Evidence
from compute_deal.inputs.rents import ONE_YEAR_PRICE, expected_change, index_price, price_bounds, term_change
from compute_deal.inputs.replacement import INDICES
from compute_deal.models.bounds import Bounds
from compute_deal.models.lock_in import (
    AveragePrice,
    Choice,
    average_price,
    break_even_use,
    expected_price,
    saving_quantile,
)

# Assumptions one at a time: what readers call each, and its unit.
ASSUMPTIONS = {
    "locked_usd": ("One-year price per GPU-hour", "USD/GPU-hour"),
    "change_per_year": ("Change of the price on demand in a year", "fraction"),
    "sold_out_share": ("Hours sold out on demand", "fraction"),
    "missing_hour_multiple": ("Loss for a missing hour, over its price", "ratio"),
}
TERM_MONTHS = 12  # of the contracts whose prices are known


@dataclass(frozen=True)
class LockCase:
    """The choice in the central case; each value is read from the evidence when it is asked for, unless another is given.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    given : tuple of (str, float)
        Values in place of the central ones, by the names of `ASSUMPTIONS`.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> case = LockCase(load())
    >>> case.ranges("locked_usd").value, case.at(locked_usd=2.0).choice(0.7).locked_usd_per_gpu_hour
    (2.8, 2.0)
    """

    evidence: Evidence
    given: tuple[tuple[str, float], ...] = ()

    def at(self, **given: float) -> "LockCase":
        """Return the case with other values."""
        return replace(self, given=tuple((dict(self.given) | given).items()))

    def ranges(self, name: str) -> Bounds:
        """Return low, central and high value of an assumption."""
        return {
            "locked_usd": self._locked_usd,
            "change_per_year": self._change_per_year,
            "sold_out_share": lambda: self._fact("lock_sold_out_share", "fraction"),
            "missing_hour_multiple": lambda: self._fact("lock_missing_hour_multiple", "ratio"),
        }[name]()

    @property
    def spot_usd(self) -> float:
        """Price on demand now, USD per GPU-hour."""
        return index_price(self.evidence, INDICES["h100"])

    @property
    def use(self) -> Bounds:
        """Share of the committed hours that a buyer needs."""
        return self._fact("lock_utilisation", "fraction")

    @property
    def expected_usd(self) -> NDArray[np.float64]:
        """Price expected for each month of the term, USD per GPU-hour."""
        return expected_price(self.spot_usd, self._value("change_per_year"), np.arange(TERM_MONTHS))

    @property
    def average_usd(self) -> float:
        """Average of these."""
        return float(self.expected_usd.mean())

    @property
    def volatility_per_year(self) -> float:
        """Realised volatility of the index."""
        return self.evidence.number("h100_realised_volatility_2026_08", "fraction")

    @property
    def average(self) -> AveragePrice:
        """Distribution of the average price over the term."""
        return average_price(self.expected_usd, self.volatility_per_year)

    def choice(self, use: float) -> Choice:
        """Return the choice of a buyer that needs a share of the hours."""
        return Choice(
            locked_usd_per_gpu_hour=self._value("locked_usd"),
            utilisation=use,
            sold_out_share=self._value("sold_out_share"),
            missing_hour_usd=self._value("missing_hour_multiple") * self.spot_usd,
        )

    @property
    def even_use(self) -> float:
        """Utilisation at which both choices cost the same on average; above one, locking in loses at any."""
        choice = self.choice(1.0)
        return break_even_use(choice.locked_usd_per_gpu_hour, choice.needed_hour_usd(self.average_usd))

    def chance(self, use: float) -> float:
        """Return the probability that locking in turns out cheaper for a buyer that needs a share of the hours."""
        return self.average.chance_above(self.choice(use).break_even_price_usd)

    def even_use_at(self, name: str) -> tuple[float, float]:
        """Return the break-even utilisation at the low and the high end of an assumption, the others central."""
        ends = self.ranges(name)
        return self.at(**{name: ends.low}).even_use, self.at(**{name: ends.high}).even_use

    def savings(self, uses: NDArray[np.float64]) -> pd.DataFrame:
        """Return what locking in saves by utilisation: mean, p5 and p95, USD per committed GPU-hour."""
        average = self.average
        choices = [self.choice(float(use)) for use in uses]
        return pd.DataFrame(
            {
                "use": uses,
                "saving": [
                    choice.on_demand_usd(average.mean_usd) - choice.locked_usd_per_gpu_hour for choice in choices
                ],
                "low": [saving_quantile(choice, average, 0.05) for choice in choices],
                "high": [saving_quantile(choice, average, 0.95) for choice in choices],
            }
        )

    def _value(self, name: str) -> float:
        given = dict(self.given)
        if name in given:
            return given[name]
        return float(np.expm1(term_change(self.evidence))) if name == "change_per_year" else self.ranges(name).value

    def _fact(self, id: str, unit: str) -> Bounds:
        low, value, high = self.evidence.bounds(id, unit)
        return Bounds(low, value, high)

    def _locked_usd(self) -> Bounds:
        return price_bounds(self.evidence, ONE_YEAR_PRICE)

    def _change_per_year(self) -> Bounds:
        change = expected_change(self.evidence)
        return Bounds(*(float(np.expm1(each)) for each in (change.low, change.value, change.high)))
