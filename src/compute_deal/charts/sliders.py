"""Sliders of charts."""

import altair as alt


def slider(name: str, label: str, value: float, low: float, high: float, step: float) -> alt.Parameter:
    """Return a slider: a signal of a chart that readers set.

    Parameters
    ----------
    name : str
        Name of the signal in the chart's expressions.
    label : str
        What stands beside it, with the unit.
    value, low, high, step : float
        Where it starts, its ends and its steps.

    Returns
    -------
    altair.Parameter

    Examples
    --------
    >>> slider("set_rate", "Discount rate, % a year", 8, 0, 20, 0.1).param.bind.name
    'Discount rate, % a year '
    """
    return alt.param(name=name, value=value, bind=alt.binding_range(min=low, max=high, step=step, name=f"{label} "))
