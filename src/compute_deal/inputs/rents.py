"""The rental index and other listed prices of chips, how fast rents are expected to change, and how much they move."""

from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import brentq

from compute_deal.evidence import Evidence, traced
from compute_deal.evidence.quantities import last_day
from compute_deal.models.bounds import Bounds

ONE_YEAR_PRICE = "h100_one_year_2026_08"
H100_SERIES = "Silicon Data SDH100RT, neoclouds"
TERM_YEARS = 3.0  # of the longest term that the publisher prices


def index_price(evidence: Evidence, id: str) -> float:
    """Return one price of the table of rental prices.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    id : str
        A row of the table of prices.

    Returns
    -------
    float
        USD per GPU-hour.
    """
    return float(evidence.rows("prices", [id]).value.iloc[0])


def price_bounds(evidence: Evidence, id: str) -> Bounds:
    """Return such a price with its range, USD per GPU-hour; a bound that is not given is the value."""
    ends = evidence.rows("prices", [id])[["low", "value", "high"]].astype(float).iloc[0]
    return Bounds(*ends.fillna(ends.value))


def prices_by_date(evidence: Evidence, ids: Iterable[str]) -> pd.DataFrame:
    """Return rental prices in the order of time; a price dated by its month stands at the end of the month.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    ids : iterable of str
        Rows of the table of prices.

    Returns
    -------
    pandas.DataFrame
        Columns `date`, `value` (USD per GPU-hour) and `definition` (of the index: the day from which it holds).
    """
    rows = evidence.rows("prices", ids)
    dated = rows.assign(date=pd.to_datetime([last_day(text) for text in rows.date]))
    return dated[["date", "value", "definition"]].sort_values("date")


def h100_index(evidence: Evidence) -> pd.DataFrame:
    """Return the rental index of the H100, as `prices_by_date` does; returns across definitions mean nothing.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> h100_index(load()).groupby("definition").size().tolist()
    [5, 3, 7, 3]
    """
    table = evidence.frame("prices")
    return prices_by_date(evidence, table.index[table.series == H100_SERIES])


@traced
def forward_change(evidence: Evidence) -> float:
    """Return the yearly change in the forward price of the H100 index a year ahead, as a logarithm."""
    ahead, now = (index_price(evidence, id) for id in ("h100_forward_12m_2026_09", "h100_spot_2026_09_07"))
    return float(np.log(ahead / now))


@traced
def term_change(evidence: Evidence) -> float:
    """Return the yearly change at which the mean rent over three years is the publisher's price for that term.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> change = term_change(load())
    >>> round(float(np.mean(np.exp(change * np.linspace(0, 3, 3001)))), 3)  # 2.38 / 2.72
    0.875
    """
    share = index_price(evidence, "h100_term_36m_2026_07") / index_price(evidence, "h100_spot_2026_07_19")
    if share >= 1:
        raise ValueError(f"the price for three years is {share:.2f} of spot; expected below one")
    root = brentq(lambda x: np.expm1(x * TERM_YEARS) / (x * TERM_YEARS) - share, -5.0, -1e-6, xtol=1e-14)
    return float(root)


@traced
def expected_change(evidence: Evidence) -> Bounds:
    """Return the expected yearly change of the rent of ageing chips, as a logarithm.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    Bounds
        Low: the larger yearly loss that a study of generations finds for the older chip; the forward curve of September says
        nearly the same. Value: what the price for three years implies. High: the forward curve plus the return that those
        who bought forward earned on average, since rents fell less than the curve had said.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> change = expected_change(load())
    >>> round(change.low, 2), round(change.value, 2), round(change.high, 2)
    (-0.22, -0.09, 0.05)
    """
    _, loss = evidence.ends("gpu_generation_loss", "fraction")
    return Bounds(
        low=float(np.log1p(-loss)),
        value=term_change(evidence),
        high=forward_change(evidence) + float(np.log1p(evidence.number("h100_forward_return", "fraction"))),
    )


def volatility(evidence: Evidence) -> Bounds:
    """Return the realised volatility of rents a year: of the A100, the H100 and the B200."""
    low, value, high = (
        evidence.number(f"{chip}_realised_volatility_2026_08", "fraction") for chip in ("a100", "h100", "b200")
    )
    return Bounds(low=low, value=value, high=high)


@traced
def chained_index(evidence: Evidence) -> tuple[tuple[date, ...], NDArray[np.float64]]:
    """Return the H100 index on its present definition: the middle of each announced change carries older values over.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    tuple
        Dates in order, and USD per GPU-hour.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> days, usd = chained_index(load())
    >>> days[5].isoformat(), round(float(usd[5]), 4)  # 2.00 by 0.95 and by 1.02
    ('2025-12-09', 1.938)
    """
    rows = h100_index(evidence)
    changes = sorted(set(rows.definition))[1:]
    breaks = {day: f"h100_index_break_{day[:7].replace('-', '_')}" for day in changes}
    shift = {day: np.mean(evidence.ends(id, "ratio")) for day, id in breaks.items()}
    usd = [
        value * np.prod([factor for day, factor in shift.items() if day > definition])
        for value, definition in zip(rows.value, rows.definition, strict=True)
    ]
    return tuple(rows.date.dt.date), np.array(usd, dtype=float)
