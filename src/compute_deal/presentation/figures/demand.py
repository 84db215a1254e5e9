"""Figures of the chapter on demand."""

from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from compute_deal.cases.demand import DemandCase
from compute_deal.models.erlang import erlang_b, erlang_c
from compute_deal.models.growth import value_at
from compute_deal.presentation.numbers import day, money, significant
from compute_deal.presentation.theme import BLUE, GREEN, GREY, ORANGE, PURPLE, WIDTH

BILLION = 1e9
MONTH_AXIS = alt.Axis(format="%b %y", tickCount={"interval": "month", "step": 3}, labelFlush=False)


def money_scale(low: float, high: float) -> alt.Scale:
    """Return a logarithmic scale for billions of dollars."""
    return alt.Scale(type="log", domain=[low, high], nice=False)


def revenue(case: DemandCase, year_revenue_usd: float, year_compute_usd: float, article_usd: float) -> alt.Chart:
    """Draw run-rate, reported revenue, compute spending and fee on one time axis.

    Parameters
    ----------
    case : DemandCase
        Revenue and fee.
    year_revenue_usd, year_compute_usd : float
        Revenue and compute spending of 2025.
    article_usd : float
        The run-rate of late 2024 that an article gives.

    Returns
    -------
    altair.Chart
    """
    kinds = {"reported revenue": BLUE, "run-rate": GREEN, "compute spending, 2025": PURPLE, "the fee": ORANGE}
    names = list(kinds)
    first = pd.Timestamp("2026-05-01")
    full = first + pd.DateOffset(months=case.reduced_months)
    spans = [
        ("2025-01-01", "2026-01-01", year_revenue_usd, names[0]),
        *((row.start, row.end, row.usd_per_year, names[0]) for row in case.quarters.itertuples()),
        ("2025-01-01", "2026-01-01", year_compute_usd, names[2]),
        (first, full, case.first_fees_usd_per_year, names[3]),
        (full, "2027-01-01", case.fee_usd_per_year, names[3]),
    ]
    flat = pd.DataFrame(
        [(pd.Timestamp(a), pd.Timestamp(b), round(usd / BILLION, 4), kind) for a, b, usd, kind in spans],
        columns=["from", "to", "usd_bn", "kind"],
    )
    points = pd.DataFrame(
        {
            "day": [pd.Timestamp("2024-12-31"), *case.run_rates.date],
            "usd_bn": [article_usd / BILLION, *(case.run_rates.usd_per_year / BILLION)],
            "stated": ["about", *np.where(case.run_rates.floor, "more than", "about")],
            "kind": names[1],
        }
    )
    days = pd.date_range(case.run_rates.date.iloc[0], case.run_rates.date.iloc[-1], periods=12).normalize()
    fitted = value_at(case.fit, np.array([when.year + (when.day_of_year - 1) / 365 for when in days]))
    band = pd.DataFrame(
        {
            "day": days,
            "low": np.round(fitted.low / BILLION, 3),
            "fitted": np.round(fitted.value / BILLION, 3),
            "high": np.round(fitted.high / BILLION, 3),
        }
    )
    color = alt.Color("kind:N", sort=names, scale=alt.Scale(domain=names, range=list(kinds.values())))
    y = alt.Y(
        "usd_bn:Q",
        title="USD billion a year",
        scale=money_scale(0.8, 150),
        axis=alt.Axis(values=[1, 2, 5, 10, 20, 50, 100]),
    )
    area = (
        alt.Chart(band)
        .mark_area(color=GREEN, opacity=0.16)
        .encode(x="day:T", y=alt.Y("low:Q", scale=money_scale(0.8, 150)), y2="high:Q")
    )
    line = alt.Chart(band).mark_line(color=GREEN, strokeWidth=1.2).encode(x="day:T", y="fitted:Q")
    bars = (
        alt.Chart(flat)
        .mark_rule(strokeWidth=4, strokeCap="butt")
        .encode(
            x=alt.X(
                "from:T",
                title=None,
                axis=MONTH_AXIS,
                scale=alt.Scale(domain=[{"year": 2024, "month": 12}, {"year": 2027, "month": 1}]),
            ),
            x2="to:T",
            y=y,
            color=color,
            tooltip=["kind:N", alt.Tooltip("usd_bn:Q", format=".3~g", title="USD billion a year")],
        )
    )
    dots = (
        alt.Chart(points)
        .mark_point(size=70, opacity=1)
        .encode(
            x="day:T",
            y=y,
            color=color,
            shape=alt.Shape(
                "stated:N", scale=alt.Scale(domain=["about", "more than"], range=["circle", "triangle-up"]), legend=None
            ),
            tooltip=[alt.Tooltip("day:T", format="%-d %B %Y"), "stated:N", alt.Tooltip("usd_bn:Q", format=".3~g")],
        )
    )
    start, end = case.run_rates.iloc[0], case.latest
    return alt.layer(area, line, bars, dots).properties(
        width=WIDTH,
        height=320,
        description=f"Yearly amounts over time on a logarithmic scale. The run-rate rises from {money(start.usd_per_year)} "
        f"({day(start.date)}) to {money(end.usd_per_year)} ({day(end.date)}), with a fitted line and its band. Reported "
        f"revenue is {money(year_revenue_usd)} for 2025 and {money(case.quarters.usd_per_year.iloc[-1])} for the second "
        f"quarter of 2026 times four. Compute spending of 2025 is {money(year_compute_usd)}. The fee is "
        f"{money(case.first_fees_usd_per_year)} at first, then {money(case.fee_usd_per_year)}.",
    )


def share_over_time(case: DemandCase, year_revenue_usd: float, published: str) -> alt.Chart:
    """Draw the yearly fee as a share of revenue, by the date of the revenue.

    Parameters
    ----------
    case : DemandCase
        Revenue and fee.
    year_revenue_usd : float
        Revenue of 2025.
    published : str
        Day on which the fee became public, as an ISO date.

    Returns
    -------
    altair.Chart
    """
    bases = ["run-rate", "quarter, times four", "year 2025"]
    rows = pd.concat(
        [
            pd.DataFrame({"day": case.run_rates.date, "usd": case.run_rates.usd_per_year, "base": bases[0]}),
            pd.DataFrame({"day": case.quarters.middle, "usd": case.quarters.usd_per_year, "base": bases[1]}),
            pd.DataFrame({"day": [pd.Timestamp("2025-07-01")], "usd": [year_revenue_usd], "base": bases[2]}),
        ],
        ignore_index=True,
    )
    rows["share"] = (case.fee_usd_per_year / rows.usd).round(4)
    rows["day"] = rows.day.dt.normalize()
    rows["label"] = [f"{100 * share:.0f}%" for share in rows.share]
    rows.loc[rows.day == case.run_rates.date.iloc[1], "label"] += ", one article's base"
    rows["usd_bn"] = (rows.pop("usd") / BILLION).round(3)
    y = alt.Y(
        "share:Q",
        title="yearly fee over yearly revenue",
        scale=alt.Scale(type="log", domain=[0.15, 4], nice=False),
        axis=alt.Axis(values=[0.2, 0.5, 1, 2, 4], format=".0%"),
    )
    x = alt.X(
        "day:T",
        title=None,
        axis=MONTH_AXIS,
        scale=alt.Scale(domain=[{"year": 2025, "month": 6}, {"year": 2026, "month": 10}]),
    )
    color = alt.Color("base:N", sort=bases, scale=alt.Scale(domain=bases, range=[GREEN, BLUE, GREY]))
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
    right = (
        base.transform_filter(alt.datum.base != bases[1])
        .mark_text(align="left", dx=8, dy=-6)
        .encode(x=x, y=y, text="label:N")
    )
    left = (
        base.transform_filter(alt.datum.base == bases[1])
        .mark_text(align="right", dx=-9, dy=2)
        .encode(x=x, y=y, text="label:N")
    )
    even = alt.Chart(pd.DataFrame({"share": [1.0]})).mark_rule(strokeDash=[4, 3]).encode(y=y)
    mark = alt.Chart(pd.DataFrame({"day": [pd.Timestamp(published)], "label": ["fee published"]}))
    rule = mark.mark_rule(strokeDash=[2, 3]).encode(x=x)
    note = mark.mark_text(align="left", dx=5, fontSize=11, color=GREY).encode(x=x, y=alt.value(8), text="label:N")
    shown = "; ".join(
        f"{row.base} {day(row.day)} {100 * row.share:.0f}%" for row in rows.sort_values("day").itertuples()
    )
    return alt.layer(even, rule, line, dots, right, left, note).properties(
        width=WIDTH,
        height=300,
        description=f"Points over time: the fee of {money(case.fee_usd_per_year)} a year over revenue. {shown}. "
        "The same fee falls from above all revenue to about a quarter of it.",
    )


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
    sliders = [
        alt.param(name=name, value=value, bind=alt.binding_range(min=low, max=high, step=1, name=f"{label} "))
        for name, value, low, high, label in (
            ("set_share", round(100 * target_share), 3, 50, "Fee at most, % of revenue"),
            ("set_months", case.months_left, 3, case.months_left, "Reached how many months after July 2026"),
            ("set_base", round(base_bn), 20, 100, "Revenue in July 2026, USD billion a year"),
        )
    ]
    path = (
        alt.Chart(pd.DataFrame({"step": [0.0, 1.0]}))
        .transform_calculate(
            needed_bn=f"{fee_bn} / (set_share / 100)",
            needed_factor=f"pow({fee_bn} / (set_share / 100) / set_base, 12 / set_months)",
        )
        .transform_calculate(
            year=f"{start} + datum.step * set_months / 12",
            usd_bn="set_base * pow(datum.needed_factor, datum.step * set_months / 12)",
            label="'Needed: revenue × ' + format(datum.needed_factor, '.2f') + ' a year, to $' + "
            "format(datum.needed_bn, ',.0f') + ' billion'",
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
        .encode(x=alt.value(24), y=alt.value(8), text="label:N")
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


def commitments(rows: pd.DataFrame) -> alt.Chart:
    """Draw announced values beside the lines of the draft prospectus, by provider.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns `provider`, `announced_usd`, `reported_usd` (missing where there is none) and `exit`.

    Returns
    -------
    altair.Chart
    """
    shown = rows.assign(size=rows[["announced_usd", "reported_usd"]].max(axis=1)).sort_values("size", ascending=False)
    names = shown.provider.tolist()
    exits = sorted(shown.exit.unique(), key=lambda name: "notice" not in name)
    measures = ["line in the draft prospectus", "announced value"]
    long = pd.concat(
        pd.DataFrame(
            {
                "provider": shown.provider,
                "usd_bn": (shown[column] / BILLION).round(2),
                "measure": measure,
                "exit": shown.exit,
            }
        )
        for measure, column in zip(measures, ("reported_usd", "announced_usd"), strict=True)
    ).dropna()
    y = alt.Y("provider:N", sort=names, title=None, axis=None)
    x = alt.X("usd_bn:Q", title="USD billion, whole term", axis=alt.Axis(tickCount=5), scale=alt.Scale(domain=[0, 300]))
    color = alt.Color("exit:N", sort=exits, scale=alt.Scale(domain=exits, range=[ORANGE, BLUE]))
    base = alt.Chart(long)
    bars = (
        base.transform_filter(alt.datum.measure == measures[0])
        .mark_bar(height=14, yOffset=9, opacity=0.75)
        .encode(y=y, x=x, color=color, tooltip=["provider:N", "measure:N", "usd_bn:Q"])
    )
    dots = (
        base.transform_filter(alt.datum.measure == measures[1])
        .mark_point(size=90, yOffset=9, filled=True, opacity=1, shape="diamond", stroke="white", strokeWidth=1)
        .encode(y=y, x=x, color=color, tooltip=["provider:N", "measure:N", "usd_bn:Q"])
    )
    words = (
        alt.Chart(shown[["provider"]])
        .mark_text(align="left", dy=-8, fontWeight=600)
        .encode(y=y, x=alt.value(0), text="provider:N")
    )
    shown = shown.assign(
        label=[
            " · ".join(
                text
                for text, usd in (
                    (f"draft {usd_text(row.reported_usd)}", row.reported_usd),
                    (f"announced {usd_text(row.announced_usd)}", row.announced_usd),
                )
                if not np.isnan(usd)
            )
            for row in shown.itertuples()
        ],
        at=(shown["size"] / BILLION).round(2),
    )
    values = (
        alt.Chart(shown[["provider", "label"]])
        .mark_text(align="right", dy=-8, fontSize=11, color=GREY)
        .encode(y=y, x=alt.value("width"), text="label:N")
    )
    return alt.layer(bars, dots, words, values).properties(
        width=WIDTH,
        height=38 * len(shown),
        description="Bars for the lines of the draft prospectus and diamonds for announced values: "
        + "; ".join(f"{row.provider}: {row.label}" for row in shown.itertuples())
        + ". Only the contract with SpaceX can be ended by either side on notice.",
    )


def usd_text(usd: float) -> str:
    """Return an amount for a label, empty where there is none."""
    return "" if np.isnan(usd) else money(usd, short=True)


def added_capacity(slots: float, load: float, added_share: float) -> alt.Chart:
    """Draw the share of requests turned away, by load, before and after capacity is added.

    Parameters
    ----------
    slots : float
        Requests that the pool can serve at once before.
    load, added_share : float
        Where the sliders start: requests offered over capacity before, and capacity added as a share of it.

    Returns
    -------
    altair.Chart
        Its data are exact values of Erlang's formulae at each position of the sliders.
    """
    loads, shares = np.linspace(70, 130, 25), np.linspace(0, 100, 11)
    grid = pd.DataFrame([(at, more) for more in shares for at in loads], columns=["load", "added"])
    servers, offered = slots * (1 + grid.added / 100), slots * grid.load / 100
    grid["turned_away"] = np.round(erlang_b(servers, offered), 5)
    grid["waits"] = np.round(erlang_c(servers, offered), 5)
    sliders = [
        alt.param(name=name, value=value, bind=alt.binding_range(min=low, max=high, step=step, name=f"{label} "))
        for name, value, low, high, step, label in (
            ("set_load", round(100 * load, 1), 70, 130, 2.5, "Load at the peak, % of capacity before"),
            ("set_added", round(100 * added_share), 0, 100, 10, "Capacity added, %"),
        )
    ]
    kinds = ["before", "after"]
    base = alt.Chart(grid).transform_filter("datum.added === 0 || datum.added === set_added")
    base = base.transform_calculate(kind="datum.added === 0 ? 'before' : 'after'")
    chosen = base.transform_filter("datum.load === set_load").transform_calculate(
        label="(datum.kind === 'before' ? 'Before: ' : 'After: ') + format(datum.turned_away, '.1%') + "
        "' turned away (or ' + (datum.waits >= 1 ? 'all' : format(datum.waits, '.1%')) + ' wait)'"
    )
    x = alt.X(
        "load:Q",
        title="requests offered, % of capacity before",
        scale=alt.Scale(domain=[70, 130], nice=False),
        axis=alt.Axis(values=[70, 80, 90, 100, 110, 120, 130]),
    )
    y = alt.Y(
        "turned_away:Q", title="requests turned away", axis=alt.Axis(format=".0%"), scale=alt.Scale(domain=[0, 0.3])
    )
    color = alt.Color("kind:N", sort=kinds, scale=alt.Scale(domain=kinds, range=[GREY, BLUE]))
    lines = base.mark_line().encode(x=x, y=y, color=color)
    dots = chosen.mark_point(size=90, opacity=1).encode(x=x, y=y, color=color)
    rule = (
        chosen.transform_filter("datum.added === 0")
        .mark_rule(strokeDash=[3, 3])
        .encode(x=x, y=alt.value(42), y2=alt.value(270))
    )
    words = [
        chosen.transform_filter(f"datum.kind === '{kind}'")
        .mark_text(align="left", fontWeight=600)
        .encode(x=alt.value(8), y=alt.value(at), text="label:N")
        for kind, at in zip(kinds, (10, 28), strict=True)
    ]
    first, then = (float(erlang_b(slots * (1 + more), slots * load)) for more in (0, added_share))
    return (
        alt.layer(rule, lines, dots, *words)
        .add_params(*sliders)
        .properties(
            width=WIDTH,
            height=270,
            description=f"Two curves over the load, for a pool that serves {slots:,.0f} requests at once: the share turned away "
            f"before and after capacity is added. At a load of {100 * load:.0f}%, {100 * added_share:.0f}% more capacity "
            f"lowers it from {100 * first:.1f}% to {100 * then:.1f}%. Sliders set load and added capacity.",
        )
    )


def pool_sizes(sizes: Sequence[int]) -> alt.Chart:
    """Draw the share of requests that wait, by load, for pools of several sizes.

    Parameters
    ----------
    sizes : sequence of int
        Requests that each pool can serve at once.

    Returns
    -------
    altair.Chart
    """
    loads = np.linspace(50, 100, 26)
    rows = pd.concat(
        pd.DataFrame(
            {
                "load": loads,
                "pool": f"{size:,}",
                "waits": np.round(erlang_c(size, size * loads / 100), 5),
            }
        )
        for size in sizes
    )
    names = [f"{size:,}" for size in sizes]
    lines = (
        alt.Chart(rows)
        .mark_line()
        .encode(
            x=alt.X(
                "load:Q",
                title="requests offered, % of capacity",
                scale=alt.Scale(domain=[50, 100], nice=False),
                axis=alt.Axis(values=[50, 60, 70, 80, 90, 100]),
            ),
            y=alt.Y("waits:Q", title="requests that wait", axis=alt.Axis(format=".0%", tickCount=5)),
            color=alt.Color(
                "pool:N",
                sort=names,
                title="requests served at once",
                scale=alt.Scale(domain=names, range=[ORANGE, PURPLE, BLUE, GREEN]),
            ),
            tooltip=["pool:N", "load:Q", alt.Tooltip("waits:Q", format=".2%")],
        )
    )
    at_eighty = ", ".join(f"{100 * float(erlang_c(size, 0.8 * size)):.2g}% for {size:,}" for size in sizes)
    return lines.properties(
        width=WIDTH,
        height=250,
        description=f"Curves over the load for pools of {', '.join(names)} requests at once. At a load of 80% the share "
        f"that waits is {at_eighty}. Large pools run almost full before anyone waits.",
    )
