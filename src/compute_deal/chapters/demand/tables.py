"""Tables of the chapter on demand."""

import pandas as pd

from compute_deal.charts.numbers import money, significant

FIRMNESS = {
    "exit_for_convenience": "90 days' notice",
    "commitment": "commitment",
    "undisclosed": "unknown",
}


def contracts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the contracts as readers see them.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `compute_deal.chapters.demand.case.portfolio` returns them.

    Returns
    -------
    pandas.DataFrame
        Text; the largest contracts first, those without a value last. A dagger marks low confidence.
    """
    rows = rows.sort_values("usd", ascending=False, na_position="last")
    overlapping = rows.group.map(rows.group.value_counts()) > 1
    letters = {group: f" ({'abc'[at]})" for at, group in enumerate(dict.fromkeys(rows.group[overlapping]))}
    return pd.DataFrame(
        {
            "Provider": [
                row.provider
                + (f", {row.scope}" if (rows.provider == row.provider).sum() > 1 else "")
                + letters.get(row.group, "")
                + (" †" if row.confidence == "low" else "")
                for row in rows.itertuples()
            ],
            "Value": ["–" if pd.isna(usd) else money(usd, short=True) for usd in rows.usd],
            "MW": ["–" if pd.isna(power) else significant(power, 4) for power in rows.power_mw],
            "Years": ["–" if pd.isna(years) else significant(years) for years in rows.term_years],
            "Exit": rows.firmness.map(FIRMNESS),
        }
    )


def run_rate_growth(run_rates: pd.DataFrame) -> pd.DataFrame:
    """Return the growth of the run-rate from point to point.

    Parameters
    ----------
    run_rates : pandas.DataFrame
        Columns `date`, `year`, `usd_per_year` and `floor`, in order of time.

    Returns
    -------
    pandas.DataFrame
        Text.
    """
    rows = []
    for (_, before), (_, after) in zip(run_rates.iloc[:-1].iterrows(), run_rates.iloc[1:].iterrows(), strict=True):
        times = after.usd_per_year / before.usd_per_year
        levels = [f"{'>' if end.floor else ''}{money(end.usd_per_year, short=True)}" for end in (before, after)]
        rows.append(
            (
                f"{before.date:%-d %b %Y} to {after.date:%-d %b %Y}",
                str((after.date - before.date).days),
                " to ".join(levels),
                f"×{significant(times, 3)}",
                f"×{significant(times ** (1 / (after.year - before.year)), 2)}",
            )
        )
    return pd.DataFrame(rows, columns=["Interval", "Days", "Run-rate", "Growth", "Growth within a year at that pace"])
