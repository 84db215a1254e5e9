"""Figures of the chapter on demand: the growth that the fee needs, and growth that was seen."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from compute_deal.chapters.demand.case import DemandCase
from compute_deal.chapters.demand.figures import money_scale
from compute_deal.charts.numbers import BILLION, money, significant
from compute_deal.charts.sliders import slider
from compute_deal.charts.theme import BLUE, GREEN, ORANGE, WIDTH


def growth_needed(case: DemandCase, target_share: float) -> alt.Chart:
    """Draw the growth that revenue needs for the fee to be a chosen share of it at a chosen date.

    Parameters
    ----------
    case : DemandCase
        Revenue and fee.
    target_share : float
        Where the slider starts, as a decimal.

    Returns
    -------
    altair.Chart
        Its formula is the closed form of `compute_deal.models.growth.required_growth_factor`.
    """
    latest = case.latest
    start = round(float(latest.year), 6)
    base_bn = latest.usd_per_year / BILLION
    fee_bn = case.fee_usd_per_year / BILLION
    sliders = (
        slider("set_share", "Fee at most, % of revenue", round(100 * target_share), 3, 50, 1),
        slider("set_months", "Reached how many months after July 2026", case.months_left, 3, case.months_left, 1),
        slider("set_base", "Revenue in July 2026, USD billion a year", round(base_bn), 20, 100, 1),
    )
    path = (
        alt.Chart(pd.DataFrame({"step": [0.0, 1.0]}))
        .transform_calculate(
            needed_bn=f"{fee_bn} / (set_share / 100)",
            needed_factor=f"pow({fee_bn} / (set_share / 100) / set_base, 12 / set_months)",
        )
        .transform_calculate(
            year=f"{start} + datum.step * set_months / 12",
            usd_bn="set_base * pow(datum.needed_factor, datum.step * set_months / 12)",
            label="'Needed: ' + (datum.needed_factor > 100 ? 'more than × 100' : 'revenue × ' + "
            "format(datum.needed_factor, '.2f')) + ' a year, to $' + format(datum.needed_bn, ',.0f') + 'bn'",
        )
    )
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[2025.9, 2029.6], nice=False),
        axis=alt.Axis(values=[2026, 2027, 2028, 2029], format="d"),
    )
    y = alt.Y(
        "usd_bn:Q",
        title="USD billion a year",
        scale=money_scale(7, 700),
        axis=alt.Axis(values=[10, 20, 50, 100, 200, 500]),
    )
    known = pd.DataFrame(
        {
            "year": case.run_rates.year.round(4),
            "usd_bn": case.run_rates.usd_per_year / BILLION,
            "kind": "run-rate, known",
        }
    )
    kinds = ["run-rate, known", "path needed", "fee"]
    color = alt.Color("kind:N", sort=kinds, scale=alt.Scale(domain=kinds, range=[GREEN, BLUE, ORANGE]))
    seen = alt.Chart(known).mark_line(point=alt.OverlayMarkDef(size=50), strokeWidth=1.5).encode(x=x, y=y, color=color)
    line = path.transform_calculate(kind="'path needed'").mark_line(strokeDash=[6, 3]).encode(x=x, y=y, color=color)
    end = (
        path.transform_filter("datum.step === 1")
        .transform_calculate(kind="'path needed'")
        .mark_point(size=90, opacity=1)
        .encode(x=x, y=y, color=color)
    )
    words = (
        path.transform_filter("datum.step === 1")
        .mark_text(align="left", fontWeight=600)
        .encode(x=alt.value(0), y=alt.value(-6), text="label:N")
    )
    fee = (
        alt.Chart(pd.DataFrame({"usd_bn": [fee_bn], "kind": ["fee"]})).mark_rule(strokeWidth=2).encode(y=y, color=color)
    )
    factor = (fee_bn / target_share / base_bn) ** (12 / case.months_left)
    return (
        alt.layer(fee, seen, line, end, words)
        .add_params(*sliders)
        .properties(
            width=WIDTH,
            height=290,
            description=f"Revenue on a logarithmic scale. The known run-rates rise steeply to {money(latest.usd_per_year)}. "
            f"For the fee to be {100 * target_share:.0f}% of revenue {case.months_left} months later, revenue must grow "
            f"{significant(factor)} times a year, a far flatter line. Sliders set the share, the date and the revenue "
            "from which growth starts.",
        )
    )


def growth_factors(factors: Mapping[str, tuple[float, float | None, float | None, str]]) -> alt.Chart:
    """Draw growth factors per year, one below the other, with their ranges.

    Parameters
    ----------
    factors : mapping of str to (float, float or None, float or None, str)
        By name: the factor, its low and high end where there are, and the kind of figure.

    Returns
    -------
    altair.Chart
    """
    rows = pd.DataFrame(
        [
            (what, round(value, 4), round(low or value, 4), round(high or value, 4), kind)
            for what, (value, low, high, kind) in factors.items()
        ],
        columns=["what", "factor", "low", "high", "kind"],
    )
    rows["label"] = [
        f"×{significant(row.factor, 2 if row.factor > 2 else 3)}"
        + ("" if row.low == row.high else f" ({significant(row.low, 2)}–{significant(row.high, 2)})")
        for row in rows.itertuples()
    ]
    kinds = list(dict.fromkeys(rows.kind))
    y = alt.Y("what:N", sort=list(rows.what), title=None, axis=None)
    x = alt.X(
        "factor:Q",
        title="growth within a year, as a factor",
        scale=alt.Scale(type="log", domain=[0.8, 2500], nice=False),
        axis=alt.Axis(values=[1, 10, 100, 1000], format="d"),
    )
    color = alt.Color(
        "kind:N",
        sort=kinds,
        scale=alt.Scale(domain=kinds, range=[GREEN, BLUE, ORANGE]),
        legend=alt.Legend(symbolOpacity=1),
    )
    base = alt.Chart(rows)
    ranges = base.mark_rule(strokeWidth=3, opacity=0.45, yOffset=9).encode(
        y=y, x=alt.X("low:Q"), x2="high:Q", color=color
    )
    dots = base.mark_point(size=80, opacity=1, yOffset=9).encode(y=y, x=x, color=color)
    words = base.mark_text(align="left", dy=-8, fontWeight=600).encode(y=y, x=alt.value(0), text="what:N")
    values = base.mark_text(align="left", dx=8, dy=9).encode(y=y, x="high:Q", text="label:N")
    return alt.layer(ranges, dots, words, values).properties(
        width=WIDTH,
        height=42 * len(rows),
        description="Growth factors per year on a logarithmic scale: "
        + "; ".join(f"{row.what} {row.label}" for row in rows.itertuples())
        + ". The growth that the fee needs is far below all others.",
    )
