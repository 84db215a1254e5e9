"""The demand as the evidence has it: Anthropic's revenue over time, and its contracts for computing capacity."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from compute_deal.evidence import Evidence
from compute_deal.inputs.dates import decimal_year, months_after, next_month
from compute_deal.inputs.deal import DealCase

RUN_RATES = ("2025_12", "2026_02", "2026_04", "2026_05", "2026_07")
QUARTERS = {"2026q1": date(2026, 1, 1), "2026q2": date(2026, 4, 1)}
# Whose contracts each line of the draft prospectus sums up.
LINE_PROVIDERS = {
    "broadcom": "Google and Broadcom",
    "google": "Google and Broadcom",
    "amazon": "Amazon",
    "spacex": "SpaceX",
    "microsoft": "Microsoft",
    "amd": "AMD",
}
# Contracts of one provider partly contain each other; so do those for Google's chips, which Broadcom builds.
SHARED = {"Google": "Google and Broadcom", "Broadcom-linked": "Google and Broadcom"}
UNCONFIRMED = {"SpaceX"}  # lines that a second reading of the same report did not show
EXITS = ("ends on notice", "exit terms not public")


@dataclass(frozen=True)
class Revenue:
    """Revenue at a yearly rate: a run-rate on a day, or a reported period stretched to a year.

    Parameters
    ----------
    start, end : datetime.date
        The period; the same day for a run-rate.
    usd_per_year : float
        The rate.
    """

    start: date
    end: date
    usd_per_year: float

    @property
    def middle(self) -> date:
        """The day for which the rate stands."""
        return self.start + (self.end - self.start) / 2

    @property
    def year(self) -> float:
        """The same as a decimal year."""
        return decimal_year(self.middle)


@dataclass(frozen=True)
class DemandCase:
    """Anthropic's revenue and contracts beside the fee; each is read from the evidence when it is asked for.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> case = DemandCase(load())
    >>> case.latest.usd_per_year, case.months_left
    (65000000000.0, 34)
    """

    evidence: Evidence

    @property
    def deal(self) -> DealCase:
        """The contract with SpaceX."""
        return DealCase(self.evidence)

    @property
    def fee_usd_per_year(self) -> float:
        """Twelve full fees."""
        return 12 * self.deal.fee_usd_per_month

    @property
    def term_end(self) -> date:
        """First day after the term."""
        return next_month(self.deal.last_month)

    def run_rate(self, month: str) -> Revenue:
        """Return the run-rate given for a month, such as "2026_07"."""
        id = f"anthropic_run_rate_{month}"
        day = pd.Timestamp(self.evidence[id].as_of).date()
        return Revenue(day, day, self.evidence.number(id, "USD/year"))

    def quarter(self, name: str) -> Revenue:
        """Return the revenue reported for a quarter, such as "2026q2", times four."""
        start, usd = QUARTERS[name], self.evidence.number(f"anthropic_revenue_{name}", "USD/quarter")
        return Revenue(start, months_after(start, 3), 4 * usd)

    @property
    def run_rates(self) -> tuple[Revenue, ...]:
        """All run-rates known, in order of time."""
        return tuple(map(self.run_rate, RUN_RATES))

    @property
    def quarters(self) -> tuple[Revenue, ...]:
        """All quarters reported, in order of time."""
        return tuple(map(self.quarter, QUARTERS))

    @property
    def latest(self) -> Revenue:
        """The latest run-rate known."""
        return self.run_rate(RUN_RATES[-1])

    @property
    def months_left(self) -> int:
        """Months from the end of the month of the latest run-rate to the end of the term."""
        return int((np.datetime64(self.term_end, "M") - np.datetime64(next_month(self.latest.end), "M")).astype(int))

    def share(self, revenue: Revenue) -> float:
        """Return twelve full fees over a rate of revenue."""
        return self.fee_usd_per_year / revenue.usd_per_year

    @property
    def contracts(self) -> pd.DataFrame:
        """Anthropic's contracts, as the table has them, with `group`: contracts that overlap share a provider."""
        customers = self.evidence.frame("contracts").customer
        rows = self.evidence.rows("contracts", customers.index[customers == "Anthropic"])
        return rows.assign(group=rows.provider.replace(SHARED))

    @property
    def valued_contracts(self) -> pd.DataFrame:
        """The same with `usd`, not a number where unknown; what states a monthly fee counts with its headline."""
        rows = self.contracts
        numbers = {name: pd.to_numeric(rows[name]) for name in ("value", "fee", "power_mw", "term_years")}
        usd = numbers["value"].where(numbers["fee"].isna(), self.deal.plan().headline_usd)
        return rows.assign(usd=usd, power_mw=numbers["power_mw"], term_years=numbers["term_years"])


def obligations(evidence: Evidence) -> dict[str, float]:
    """Return Anthropic's obligations by supplier, in USD, as the draft prospectus lists them."""
    return {name: evidence.number(f"obligations_{name}_line", "USD") for name in LINE_PROVIDERS}


def by_provider(case: DemandCase) -> pd.DataFrame:
    """Return announced values beside the lines of the draft prospectus, by provider.

    Parameters
    ----------
    case : DemandCase
        Holds the contracts.

    Returns
    -------
    pandas.DataFrame
        Columns `provider`, `announced_usd`, `reported_usd` (missing where there is none) and `exit`. Of contracts that
        overlap, the largest counts.
    """
    rows = case.valued_contracts
    table = pd.DataFrame(
        {
            "announced_usd": rows.groupby("group").usd.max(),
            "free": rows.groupby("group").firmness.agg(lambda kinds: "exit_for_convenience" in set(kinds)),
        }
    )
    lines = pd.Series(obligations(case.evidence))
    table = table.join(lines.groupby(LINE_PROVIDERS).sum().rename("reported_usd"), how="outer")
    table["exit"] = [EXITS[0] if free is True else EXITS[1] for free in table.pop("free")]
    return table.rename_axis("provider").reset_index()
