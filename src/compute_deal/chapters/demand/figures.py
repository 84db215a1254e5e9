"""Figures and table of the chapter on demand: the fee over revenue, the growth it needs, the portfolio of contracts."""

import altair as alt
import numpy as np
import pandas as pd

from compute_deal.chapters.demand.case import EXITS, UNCONFIRMED, DemandCase, by_provider
from compute_deal.charts.formulas import calculated, signal, slider
from compute_deal.charts.numbers import BILLION, day, money, significant
from compute_deal.charts.palette import BLUE, GREEN, ORANGE, WIDTH
from compute_deal.models.growth import growth_to_share

MONTH_AXIS = alt.Axis(format="%b %y", tickCount={"interval": "month", "step": 2}, labelFlush=False)
FIRMNESS = {
    "exit_for_convenience": "on notice",
    "commitment": "commitment, exit not public",
    "undisclosed": "not public",
}


def share_over_time(case: DemandCase) -> alt.Chart:
    """Draw the yearly fee as a share of revenue, by the date of the revenue.

    Parameters
    ----------
    case : DemandCase
        Revenue and fee.

    Returns
    -------
    altair.Chart
    """
    bases = ["the run-rate", "reported revenue"]
    rows = pd.DataFrame(
        [
            (pd.Timestamp(revenue.middle), round(case.share(revenue), 4), revenue.usd_per_year / BILLION, base)
            for base, many in zip(bases, (case.run_rates, case.quarters), strict=True)
            for revenue in many
        ],
        columns=["day", "share", "usd_bn", "base"],
    )
    rows["label"] = [f"{100 * share:.0f}%" for share in rows.share]
    named = rows.day.isin([rows.day.min(), pd.Timestamp(case.quarters[-1].middle)])
    rows.loc[named, "label"] += " of " + rows.base[named]
    y = alt.Y(
        "share:Q",
        title=None,
        scale=alt.Scale(type="log", domain=[0.15, 2], nice=False),
        axis=alt.Axis(values=[0.2, 0.5, 1, 2], format=".0%"),
    )
    x = alt.X(
        "day:T",
        title=None,
        axis=MONTH_AXIS,
        scale=alt.Scale(domain=[{"year": 2025, "month": 12}, {"year": 2026, "month": 11}]),
    )
    color = alt.Color("base:N", sort=bases, scale=alt.Scale(domain=bases, range=[GREEN, BLUE]), legend=None)
    base = alt.Chart(rows)
    line = base.transform_filter(alt.datum.base == bases[0]).mark_line(strokeWidth=1.2).encode(x=x, y=y, color=color)
    dots = base.mark_point(size=80, opacity=1).encode(
        x=x,
        y=y,
        color=color,
        tooltip=[
            "base:N",
            alt.Tooltip("day:T", format="%-d %B %Y"),
            alt.Tooltip("usd_bn:Q", format=".3~g", title="USD billion a year"),
            alt.Tooltip("share:Q", format=".0%"),
        ],
    )
    right = base.transform_filter(alt.datum.base == bases[0]).mark_text(align="left", dx=9, dy=-6)
    left = base.transform_filter(alt.datum.base == bases[1]).mark_text(align="right", dx=0, dy=16)
    words = [side.encode(x=x, y=y, text="label:N", color=color) for side in (right, left)]
    even = alt.Chart(pd.DataFrame({"share": [1.0], "label": ["all revenue"]}))
    rule = even.mark_rule(strokeDash=[4, 3]).encode(y=y)
    note = even.mark_text(align="right", dy=-7, fontSize=11).encode(x=alt.value("width"), y=y, text="label:N")
    marks = pd.DataFrame({"day": pd.to_datetime([case.evidence["csa_fee"].as_of]), "label": ["fee published"]})
    published = alt.Chart(marks).mark_rule(strokeDash=[2, 3]).encode(x=x, y=alt.value(150), y2=alt.value(280))
    when = alt.Chart(marks).mark_text(align="left", dx=5, fontSize=11).encode(x=x, y=alt.value(270), text="label:N")
    said = "; ".join(
        f"{row.base} {day(row.day)} {100 * row.share:.0f}%" for row in rows.sort_values("day").itertuples()
    )
    return alt.layer(rule, published, line, dots, *words, note, when).properties(
        width=WIDTH,
        height=280,
        description=f"Points over time: the fee of {money(case.fee_usd_per_year)} a year over revenue. {said}.",
    )


def growth_needed(case: DemandCase, target_share: float) -> alt.Chart:
    """Draw revenue so far, and its growth if the fee is to be a chosen share of it at a chosen date.

    Parameters
    ----------
    case : DemandCase
        Revenue and fee.
    target_share : float
        Where the slider starts, as a decimal.

    Returns
    -------
    altair.Chart
    """
    latest = case.latest
    start = round(float(latest.year), 6)
    base_bn = latest.usd_per_year / BILLION
    fee_bn = case.fee_usd_per_year / BILLION
    sliders = (
        slider("set_share", "Fee at most, % of revenue", round(100 * target_share), 3, 50, 1),
        slider("set_months", "Reached after July 2026, months", case.months_left, 3, case.months_left, 1),
        slider("set_base", "Revenue in July 2026, USD billion a year", round(base_bn), 20, 100, 1),
    )
    share, years, base = signal("set_share") / 100, signal("set_months") / 12, signal("set_base")
    path = (
        alt.Chart(pd.DataFrame({"step": [0.0, 1.0]}))
        .transform_calculate(
            **calculated(
                needed_bn=fee_bn / share, needed_factor=growth_to_share(fee_bn, base, share, years), years=1 * years
            )
        )
        .transform_calculate(
            **calculated(
                year=start + alt.datum.step * alt.datum.years,
                usd_bn=base * alt.datum.needed_factor ** (alt.datum.step * alt.datum.years),
            ),
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
        title=None,
        scale=alt.Scale(type="log", domain=[7, 700], nice=False),
        axis=alt.Axis(values=[10, 20, 50, 100, 200, 500]),
    )
    expected = case.run_rate("2026_12_expected")
    points = [*((rate, "known") for rate in case.run_rates), (expected, "expected")]
    known = pd.DataFrame(
        [(round(rate.year, 4), rate.usd_per_year / BILLION, kind) for rate, kind in points],
        columns=["year", "usd_bn", "kind"],
    )
    known["label"] = ["Run-rate, known", "", "", "", "", "Expected, December"]
    seen = alt.Chart(known).encode(x=x, y=y)
    so_far = seen.transform_filter("datum.kind === 'known'").mark_line(
        color=GREEN, point=alt.OverlayMarkDef(size=50, color=GREEN), strokeWidth=1.5
    )
    hollow = seen.transform_filter("datum.kind === 'expected'").mark_point(
        color=GREEN, size=60, filled=False, opacity=1, strokeWidth=1.5
    )
    names = [
        seen.transform_filter(f"datum.kind === '{kind}'").mark_text(color=GREEN, **place).encode(text="label:N")
        for kind, place in (("known", {"align": "left", "dx": 9, "dy": 2}), ("expected", {"dy": -14}))
    ]
    line = path.mark_line(strokeDash=[6, 3], color=BLUE).encode(x=x, y=y)
    end = path.transform_filter("datum.step === 1").mark_point(size=90, opacity=1, color=BLUE).encode(x=x, y=y)
    words = (
        path.transform_filter("datum.step === 1")
        .mark_text(align="right", dy=-14, fontWeight=600, color=BLUE)
        .encode(x=alt.value("width"), y=y, text="label:N")
    )
    level = alt.Chart(
        pd.DataFrame({"usd_bn": [fee_bn], "label": [f"The fee, {money(case.fee_usd_per_year, 'year', short=True)}"]})
    )
    fee = level.mark_rule(strokeWidth=2, color=ORANGE).encode(y=y)
    fee_name = level.mark_text(align="right", dy=-8, color=ORANGE).encode(x=alt.value("width"), y=y, text="label:N")
    factor = growth_to_share(fee_bn, base_bn, target_share, case.months_left / 12)
    return (
        alt.layer(fee, so_far, hollow, line, end, *names, fee_name, words)
        .add_params(*sliders)
        .properties(
            width=WIDTH,
            height=290,
            description=f"Revenue on a logarithmic scale. The known run-rates rise steeply to {money(latest.usd_per_year)}; "
            f"more than {money(expected.usd_per_year)} is expected for December. "
            f"As first set, for the fee to be {100 * target_share:.0f}% of revenue {case.months_left} months after July "
            f"2026, revenue must grow {significant(factor)} times a year, a far flatter line. Sliders set the share, the date and the revenue "
            "from which growth starts.",
        )
    )


def commitments(case: DemandCase) -> alt.Chart:
    """Draw announced values beside the lines of the draft prospectus, by provider.

    Parameters
    ----------
    case : DemandCase
        Holds the contracts.

    Returns
    -------
    altair.Chart
    """
    rows = by_provider(case)
    confirmed = rows.reported_usd.where(~rows.provider.isin(UNCONFIRMED))
    rows = rows.assign(size=np.fmax(rows.announced_usd, confirmed)).sort_values("size", ascending=False)
    rows["label"] = [said(row.provider, row.reported_usd, row.announced_usd) for row in rows.itertuples()]
    long = pd.concat(
        rows[["provider", "exit"]].assign(usd_bn=(rows[column] / BILLION).round(2), measure=measure)
        for column, measure in (("reported_usd", "draft"), ("announced_usd", "announced"))
    ).dropna()
    long["opacity"] = np.where(long.provider.isin(UNCONFIRMED), 0.25, 0.75)
    y = alt.Y("provider:N", sort=rows.provider.tolist(), title=None, axis=None)
    x = alt.X("usd_bn:Q", title=None, axis=alt.Axis(tickCount=5), scale=alt.Scale(domain=[0, 300]))
    legend = alt.Legend(symbolStrokeWidth=0, symbolOpacity=0.75)
    color = alt.Color(
        "exit:N", sort=list(EXITS), scale=alt.Scale(domain=list(EXITS), range=[ORANGE, BLUE]), legend=legend
    )
    base = alt.Chart(long).encode(y=y, x=x, color=color, tooltip=["provider:N", "measure:N", "usd_bn:Q"])
    opacity = alt.Opacity("opacity:Q", scale=None, legend=None)
    bars = base.transform_filter("datum.measure === 'draft'").mark_bar(height=14, yOffset=9).encode(opacity=opacity)
    dots = base.transform_filter("datum.measure === 'announced'").mark_point(
        size=90, yOffset=9, filled=True, opacity=1, shape="diamond", stroke="white", strokeWidth=1
    )
    text = alt.Chart(rows[["provider", "label"]]).encode(y=y)
    names = text.mark_text(align="left", dy=-8, fontWeight=600).encode(x=alt.value(0), text="provider:N")
    values = text.mark_text(align="right", dy=-8, fontSize=11).encode(x=alt.value("width"), text="label:N")
    return alt.layer(bars, dots, names, values).properties(
        width=WIDTH,
        height=38 * len(rows),
        description="Bars for the lines of the draft prospectus and diamonds for announced values: "
        + "; ".join(f"{row.provider}: {row.label}" for row in rows.itertuples())
        + ". Only the contract with SpaceX is known to end on notice of either side.",
    )


def said(provider: str, reported_usd: float, announced_usd: float) -> str:
    """Return both values for a label, those that are known."""
    if provider in UNCONFIRMED:
        parts = (("published fee", announced_usd), ("not confirmed", reported_usd))
    else:
        parts = (("draft", reported_usd), ("announced", announced_usd))
    return " · ".join(f"{name} {money(usd, short=True)}" for name, usd in parts if not np.isnan(usd))


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
