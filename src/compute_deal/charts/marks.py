"""What stands in a chart beside its data: reference lines, labels that stay inside."""

import altair as alt
import pandas as pd

HALF = 9  # pixels, half the height of the line at one bar
SIGN = 6.4  # pixels that a letter of a label takes, on average


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


def beside(
    x: str, text: str, *, before: bool = False, turns: bool = True, gap: float = 9, dy: float = 0, lift: float = -11
) -> dict[str, alt.ExprRef]:
    """Return where a label stands: beside its point, on the other side if there is no room, else lifted and at the edge.

    Parameters
    ----------
    x : str
        Horizontal position in pixels, as an expression.
    text : str
        Field of the label.
    before : bool, optional
        Whether it stands to the left if it can.
    turns : bool, optional
        Whether it may stand on the other side.
    gap : float, optional
        Pixels between point and label.
    dy : float, optional
        Pixels that it stands lower than its point.
    lift : float, optional
        The same where it has to stand above or below the point.

    Returns
    -------
    dict
        `align`, `dx` and `dy` of a text mark.

    Examples
    --------
    >>> sorted(beside("scale('x', datum.day)", "label"))
    ['align', 'dx', 'dy']
    """
    need = f"({gap} + {SIGN} * length(datum.{text}))"
    right, left = f"{x} + {need} <= width", f"{x} >= {need}"
    first, second, side, other = (left, right, "right", "left") if before else (right, left, "left", "right")
    second = second if turns else "false"
    sign, away = (-1, 1) if before else (1, -1)
    inside = f"-({x})" if before else f"width - ({x})"
    return {
        "align": alt.expr(f"{first} ? '{side}' : '{other}'"),
        "dx": alt.expr(f"{first} ? {sign * gap} : {second} ? {away * gap} : {inside}"),
        "dy": alt.expr(f"{first} || {second} ? {dy} : {lift}"),
    }
