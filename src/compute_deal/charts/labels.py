"""Labels beside points that stay inside the chart, on a phone as on a wide page."""

import altair as alt

SIGN = 6.4  # pixels that a letter of a label takes, on average


def beside(
    x: str, text: str, *, before: bool = False, gap: float = 9, dy: float = 0, lift: float = -11
) -> dict[str, alt.ExprRef]:
    """Return where a label stands: beside its point, on the other side if there is no room, else lifted and moved in.

    Parameters
    ----------
    x : str
        Horizontal position in pixels, as an expression.
    text : str
        Field of the label.
    before : bool, optional
        Whether it stands to the left if it can.
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
    sign, away = (-1, 1) if before else (1, -1)
    inside = f"{need} - {gap} - {x}" if before else f"width - {x} - {need} + {gap}"
    return {
        "align": alt.expr(f"{first} ? '{side}' : {second} ? '{other}' : '{side}'"),
        "dx": alt.expr(f"{first} ? {sign * gap} : {second} ? {away * gap} : {inside}"),
        "dy": alt.expr(f"{first} || {second} ? {dy} : {lift}"),
    }
