"""Figures of the chapter on demand: capacity under contract, and what added capacity does to a service."""

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from compute_deal.charts.numbers import BILLION, money
from compute_deal.charts.sliders import slider
from compute_deal.charts.theme import BLUE, GREEN, GREY, ORANGE, PURPLE, WIDTH
from compute_deal.models.erlang import erlang_b, erlang_c


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
        .mark_text(align="right", dy=-8, fontSize=11)
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
    sliders = (
        slider("set_load", "Load at the peak, % of capacity before", round(100 * load, 1), 70, 130, 2.5),
        slider("set_added", "Capacity added, %", round(100 * added_share), 0, 100, 10),
    )
    kinds = ["before", "after"]
    base = alt.Chart(grid).transform_filter("datum.added === 0 || datum.added === set_added")
    # With nothing added, after is as before, and both lines have their label.
    base = base.transform_calculate(
        kind="datum.added > 0 ? ['after'] : set_added > 0 ? ['before'] : ['before', 'after']"
    ).transform_flatten(["kind"])
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
