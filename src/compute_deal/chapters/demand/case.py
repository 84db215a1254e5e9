"""The demand as the evidence has it: revenue over time, the portfolio of contracts, the example of a service."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from compute_deal.evidence import Evidence
from compute_deal.inputs.dates import decimal_year, next_month
from compute_deal.inputs.deal import DealCase
from compute_deal.models.growth import GrowthFit, fit_growth
from compute_deal.models.overlaps import overlap_groups

RUN_RATES = tuple(f"anthropic_run_rate_{month}" for month in ("2025_12", "2026_02", "2026_04", "2026_05", "2026_07"))
QUARTERS = {"anthropic_revenue_2026q1": date(2026, 1, 1), "anthropic_revenue_2026q2": date(2026, 4, 1)}
LINE_PROVIDERS = {
    "broadcom": "Google and Broadcom",
    "google": "Google and Broadcom",
    "amazon": "Amazon",
    "spacex": "SpaceX",
    "microsoft": "Microsoft",
    "amd": "AMD",
}
DATED_LINES = ("google", "amazon", "microsoft", "spacex")
GROUP_NAMES = {"anthropic_google_tpu_contract": "Google and Broadcom"}
EXITS = ("either side may leave on notice", "firm, or exit terms unknown")


@dataclass(frozen=True)
class DemandCase:
    """Anthropic's revenue over time beside the fee.

    Parameters
    ----------
    run_rates : pandas.DataFrame
        By id of the evidence: `date`, `year` (decimal), `usd_per_year`, and `floor`, true where the source says
        "more than".
    quarters : pandas.DataFrame
        By id: `start`, `end`, `middle` (dates), `year` (decimal, of the middle), `usd_per_year` (quarter times four),
        and `floor`.
    fit : GrowthFit
        Constant growth through the run-rates.
    fee_usd_per_year : float
        Twelve full fees.
    first_fees_usd_per_year : float
        The reduced fee of the first months, times twelve.
    reduced_months : int
        How many of the first months have a reduced fee.
    headline_usd : float
        The deal's fees to the end of the term.
    term_end : datetime.date
        First day after the term.
    """

    run_rates: pd.DataFrame
    quarters: pd.DataFrame
    fit: GrowthFit
    fee_usd_per_year: float
    first_fees_usd_per_year: float
    reduced_months: int
    headline_usd: float
    term_end: date

    @property
    def latest(self) -> pd.Series:
        """The latest run-rate known."""
        return self.run_rates.iloc[-1]

    @property
    def months_left(self) -> int:
        """Months from the latest run-rate to the end of the term."""
        days = np.datetime64(self.term_end, "M") - np.datetime64(self.latest.date + pd.Timedelta(days=1), "M")
        return int(days.astype(int))


def demand_case(evidence: Evidence) -> DemandCase:
    """Return revenue and fee as the evidence has them.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    DemandCase

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> case = demand_case(load())
    >>> len(case.run_rates), int(case.run_rates.floor.sum()), case.months_left
    (5, 2, 34)
    """
    deal = DealCase(evidence)
    points = [evidence[id] for id in RUN_RATES]
    dates = [pd.Timestamp(point.as_of) for point in points]
    run_rates = pd.DataFrame(
        {
            "date": dates,
            "year": [decimal_year(day.date()) for day in dates],
            "usd_per_year": [float(point) for point in points],
            "floor": [is_floor(point.low, point.value, point.high) for point in points],
        },
        index=list(RUN_RATES),
    )
    sums = [evidence[id] for id in QUARTERS]
    starts = pd.to_datetime(list(QUARTERS.values()))
    ends = starts + pd.DateOffset(months=3)
    quarters = pd.DataFrame(
        {
            "start": starts,
            "end": ends,
            "middle": starts + (ends - starts) / 2,
            "usd_per_year": [4 * float(quarter) for quarter in sums],
            "floor": [is_floor(quarter.low, quarter.value, quarter.high) for quarter in sums],
        },
        index=list(QUARTERS),
    )
    quarters["year"] = [decimal_year(day.date()) for day in quarters.middle]
    return DemandCase(
        run_rates=run_rates,
        quarters=quarters,
        fit=fit_growth(run_rates.year, run_rates.usd_per_year),
        fee_usd_per_year=12 * deal.fee_usd_per_month,
        first_fees_usd_per_year=12 * deal.fee_usd_per_month * deal.ramp.value,
        reduced_months=deal.reduced_months,
        headline_usd=deal.plan().headline_usd,
        term_end=next_month(deal.last_month),
    )


def is_floor(low: float | None, value: float | None, high: float | None) -> bool:
    """Return whether a row states "more than": its value is its low end, and no high end is known.

    Examples
    --------
    >>> is_floor(30e9, 30e9, None), is_floor(None, 65e9, None), is_floor(4.7, 4.73, 4.8)
    (True, False, False)
    """
    return high is None and low is not None and low == value


def portfolio(evidence: Evidence, headline_usd: float) -> pd.DataFrame:
    """Return Anthropic's contracts, each with the group of contracts that it overlaps with.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    headline_usd : float
        Value of the contract whose row gives a monthly fee only.

    Returns
    -------
    pandas.DataFrame
        Rows of the table of contracts, with `usd` (headline; not a number where none is known) and `group`.
    """
    contracts = evidence.frame("contracts")
    rows = evidence.rows("contracts", contracts.index[contracts.customer == "Anthropic"])
    groups = overlap_groups({id: str(others).split() for id, others in rows.overlaps_with.items()})
    numbers = {name: pd.to_numeric(rows[name]) for name in ("value", "fee", "power_mw", "term_years")}
    usd = numbers["value"].where(numbers["fee"].isna(), headline_usd)
    return rows.assign(usd=usd, group=groups, power_mw=numbers["power_mw"], term_years=numbers["term_years"])


def obligations(evidence: Evidence) -> dict[str, float]:
    """Return Anthropic's obligations by supplier, in USD, as the draft prospectus lists them."""
    return {name: evidence.number(f"obligations_{name}_line") for name in LINE_PROVIDERS}


def by_provider(evidence: Evidence, rows: pd.DataFrame) -> pd.DataFrame:
    """Return announced values beside the lines of the draft prospectus, by provider.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    rows : pandas.DataFrame
        The contracts, as `portfolio` returns them.

    Returns
    -------
    pandas.DataFrame
        Columns `provider`, `announced_usd`, `reported_usd` (missing where there is none) and `exit`. Of contracts that
        overlap, the largest counts.
    """
    rows = rows.assign(provider=[GROUP_NAMES.get(row.group, row.provider) for row in rows.itertuples()])
    table = pd.DataFrame(
        {
            "announced_usd": rows.groupby("provider").usd.max(),
            "free": rows.groupby("provider").firmness.agg(lambda kinds: "exit_for_convenience" in set(kinds)),
        }
    )
    lines = pd.Series(obligations(evidence))
    table = table.join(lines.groupby(LINE_PROVIDERS).sum().rename("reported_usd"), how="outer")
    table["exit"] = [EXITS[0] if free is True else EXITS[1] for free in table.pop("free")]
    return table.rename_axis("provider").reset_index()
