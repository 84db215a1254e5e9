"""Frames of text for the tables of the chapter on the market."""

import pandas as pd

from compute_deal.charts.numbers import BILLION, MILLION, significant
from compute_deal.markup import cited

DASH = "–"
VENUES = {"index": "Index", "specialist": "Specialists", "hyperscaler": "Hyperscalers", "long tail": "Small providers"}


def quotes(prices: pd.DataFrame) -> pd.DataFrame:
    """Return the latest price of each chip by venue.

    Parameters
    ----------
    prices : pandas.DataFrame
        Rows of the table of rental prices: `hardware`, `venue`, `low`, `value`, `high`.

    Returns
    -------
    pandas.DataFrame
        One row for each chip, a column for each venue; the last row given counts.
    """
    latest = prices.drop_duplicates(["hardware", "venue"], keep="last").set_index(["hardware", "venue"])
    chips = list(dict.fromkeys(prices.hardware))
    return pd.DataFrame(
        [
            {"Chip": chip}
            | {
                name: price(latest.loc[(chip, venue)]) if (chip, venue) in latest.index else DASH
                for venue, name in VENUES.items()
            }
            for chip in chips
        ]
    )


def price(row: pd.Series) -> str:
    """Return a price, as a range where one is known."""
    if pd.notna(row.low) and pd.notna(row.high):
        return f"${row.low:.2f}–{row.high:.2f}"
    return f"${row.value:.2f}"


def epoch(table: pd.DataFrame) -> pd.DataFrame:
    """Return the comparison with Epoch AI's totals, in billions a GW-year, with deviations.

    Parameters
    ----------
    table : pandas.DataFrame
        By IT life: `published`, `straight`, `interest` in USD per GW-year.

    Returns
    -------
    pandas.DataFrame
    """
    return pd.DataFrame(
        [
            (
                f"{life} years",
                billions(row.published),
                *(against(row[name], row.published) for name in ("straight", "interest")),
            )
            for life, row in table.iterrows()
        ],
        columns=["Life of chips", "Epoch AI", "Without interest", "With interest"],
    )


def billions(usd: float) -> str:
    """Return an amount in billions with two decimals."""
    return f"${usd / BILLION:.2f}bn"


def against(usd: float, published_usd: float) -> str:
    """Return an amount with its deviation from a published one."""
    deviation = round(100 * (usd / published_usd - 1), 1) + 0.0  # no minus zero
    return f"{billions(usd)} ({deviation:+.1f}%)".replace("-", "−")


def contracts(table: pd.DataFrame) -> pd.DataFrame:
    """Return the comparable contracts, the largest first, with their sources.

    Parameters
    ----------
    table : pandas.DataFrame
        `name`, `usd_per_year`, `term_years`, `usd_per_mw_year`, `firmness`, `source`.

    Returns
    -------
    pandas.DataFrame
    """
    return pd.DataFrame(
        [
            (
                row.name,
                significant(row.usd_per_year / BILLION),
                significant(row.term_years),
                DASH if pd.isna(row.usd_per_mw_year) else significant(row.usd_per_mw_year / MILLION),
                row.firmness,
                cited(row.source),
            )
            for row in table.itertuples(index=False)
        ],
        columns=["Contract", "$bn a year", "Years", "$m per MW-year", "How it can end", "Source"],
    )
