"""Checks of the methods as readers see them: plain names, numbers with units, deviations."""

from collections.abc import Iterable

import pandas as pd

from compute_deal.charts.numbers import money, quantity, significant
from compute_deal.checks import CONSISTENCY, Check
from compute_deal.markup import Markup, cited, joined
from compute_deal.results import kept

# What readers call the modules of `compute_deal.models`.
METHOD_NAMES = {
    "deal.exits": "Exit dates",
    "deal.ramp": "Ramp",
    "deal.schedule": "Payment schedule",
    "deal.valuation": "Value of the fees",
    "growth": "Growth",
    "unit_price": "Unit prices",
    "ownership": "Cost of owning",
    "bounds": "Bounds of an input",
    "margin": "Margin",
    "risk.price_process": "Price process",
    "risk.hazards": "Hazards",
    "risk.stopping": "Optimal stopping",
    "risk.exit_game": "Exit game",
    "risk.exit_outcomes": "Outcomes of the game",
    "risk.stress": "Stress",
    "lock_in": "Lock-in",
    "orbital.cost": "Orbit: cost",
    "draws": "Orbit: draws",
    "orbital.paths": "Orbit: prices over time",
    "orbital.satellite": "Orbit: satellites",
}
UNIT_SIGNS = {"ratio": "", "1/year": " a year"}
LEAST = 1e-6  # deviations below this are not told apart: processors differ there


def deviation_words(share: float) -> str:
    """Return a deviation as a percentage without sign; what is too small to tell apart is "≈0".

    Examples
    --------
    >>> deviation_words(0.0), deviation_words(-1.3e-3), deviation_words(4e-9)
    ('≈0', '0.13%', '≈0')
    """
    return "≈0" if abs(share) < LEAST else f"{significant(100 * abs(share), 2)}%"


def written(value: float, unit: str) -> str:
    """Return a number of a check with its unit.

    Examples
    --------
    >>> written(1.27, "ratio"), written(1237.01, "USD/PFLOP-day")
    ('1.27', '$1,237/PFLOP-day')
    """
    if unit in UNIT_SIGNS:
        return f"{significant(value, 5)}{UNIT_SIGNS[unit]}"
    currency, _, per = unit.partition("/")
    return money(value, per, 5, short=True) if currency == "USD" else quantity(value, unit, 5, short=True)


def number(value: float, check: Check) -> str:
    """Return one number of a check as text; what is nothing beside the scale is zero."""
    nothing = check.scale is not None and abs(value) < LEAST * abs(check.scale)
    return written(0.0 if nothing else kept(value), check.unit)


def check_table(checks: Iterable[Check]) -> pd.DataFrame:
    """Return checks as text, one row each; the first of a method names it.

    Parameters
    ----------
    checks : iterable of Check
        The checks, those of one method side by side.

    Returns
    -------
    pandas.DataFrame
        Columns "What is compared", "Expected from", "Expected", "Ours" and "Deviation".
    """
    rows, before = [], ""
    for check in checks:
        name = "" if check.method == before else f"**{METHOD_NAMES[check.method]}:** "
        kind = "*consistency:* " if check.kind == CONSISTENCY else ""
        source = [" ", cited(check.source)] if check.source else []
        rows.append(
            {
                "What is compared": Markup(name) + check.what,
                "Expected from": joined([Markup(kind), check.route, *source]),
                "Expected": number(check.expected, check),
                "Ours": number(check.ours, check),
                "Deviation": deviation_words(check.deviation),
            }
        )
        before = check.method
    return pd.DataFrame(rows)
