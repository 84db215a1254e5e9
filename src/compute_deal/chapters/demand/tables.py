"""Tables of the chapter on demand."""

import pandas as pd

from compute_deal.charts.numbers import money, significant

FIRMNESS = {
    "exit_for_convenience": "on notice",
    "commitment": "commitment, exit not public",
    "undisclosed": "not public",
}


def contracts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the contracts as readers see them.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `compute_deal.chapters.demand.case.DemandCase.valued_contracts` has them.

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
