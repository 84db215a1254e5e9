"""Reference lines of charts whose bars have their names above them."""

import altair as alt
import pandas as pd

HALF = 9  # pixels, half the height of the line at one bar


def beside_bars(field: str, at: float | pd.Timestamp, bars: int, step: float, down: float) -> list[alt.Chart]:
    """Return a dashed vertical line that is drawn at the height of each bar only, so that it crosses no name.

    Parameters
    ----------
    field : str
        Name of the horizontal position in the data.
    at : float or pandas.Timestamp
        Where the line stands.
    bars : int
        How many bars stand one below the other.
    step : float
        Height of a bar with its name, in pixels.
    down : float
        How far the bar lies below the middle of this height, in pixels.

    Returns
    -------
    list of altair.Chart
        One layer for each bar.

    Examples
    --------
    >>> first, second = beside_bars("share", 1.0, 2, 44, 9)
    >>> second.to_dict()["encoding"]["y"]
    {'value': 66.0}
    """
    row = alt.Chart(pd.DataFrame({field: [at]}))
    x = f"{field}:{'T' if isinstance(at, pd.Timestamp) else 'Q'}"
    middles = [(bar + 0.5) * step + down for bar in range(bars)]
    return [
        row.mark_rule(strokeDash=[4, 3]).encode(x=x, y=alt.value(middle - HALF), y2=alt.value(middle + HALF))
        for middle in middles
    ]
