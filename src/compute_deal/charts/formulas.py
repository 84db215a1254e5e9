"""Sliders, and the models' closed forms in the page: one formula, evaluated by Python and by the reader's browser.

A closed form of the models is written with operators and takes what it needs beyond them as `xp`: NumPy, or `PAGE`, whose
functions build the expression that Vega evaluates. So a slider cannot compute anything else than the package.
"""

from typing import Any

import altair as alt
from altair.expr.core import ConstExpression, Expression


class PAGE:
    """The functions of `xp` for expressions of a chart.

    Examples
    --------
    >>> rate = signal("set_rate") / 100
    >>> str(PAGE.where(rate < 1e-8, 1.0, rate))
    'if(((set_rate / 100) < 1e-08),1.0,(set_rate / 100))'
    """

    where = staticmethod(alt.expr.if_)
    exp = staticmethod(alt.expr.exp)
    log = staticmethod(alt.expr.log)
    sqrt = staticmethod(alt.expr.sqrt)

    @staticmethod
    def normal(value: Any) -> Expression:
        """Return the standard normal distribution at a value."""
        return alt.expr.cumulativeNormal(value, 0, 1)

    minimum = staticmethod(alt.expr.min)
    maximum = staticmethod(alt.expr.max)


def signal(name: str) -> Expression:
    """Return a slider's value for use in formulas.

    Parameters
    ----------
    name : str
        Name of the slider.

    Returns
    -------
    altair.expr.core.Expression
    """
    return ConstExpression(name)


def calculated(**columns: Any) -> dict[str, str]:
    """Return expressions as text, for `transform_calculate`.

    Parameters
    ----------
    **columns : expression
        By name of the new column.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> calculated(share=alt.datum.fee / signal("set_revenue"))
    {'share': '(datum.fee / set_revenue)'}
    """
    return {name: str(expression) for name, expression in columns.items()}


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
