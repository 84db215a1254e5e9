"""What stands still in a chart: reference lines beside bars, and the span that a scale never falls short of."""

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


def least_span(field: str, low: float, high: float) -> alt.Chart:
    """Return an unseen layer that keeps a vertical scale from shrinking, so that it moves only beyond this span.

    Parameters
    ----------
    field : str
        Name of the vertical position in the data.
    low, high : float
        Ends of the span.

    Returns
    -------
    altair.Chart

    Examples
    --------
    >>> least_span("usd", 2, 10).data.usd.tolist()
    [2, 10]
    """
    return alt.Chart(pd.DataFrame({field: [low, high]})).mark_point(opacity=0).encode(y=f"{field}:Q")
