"""Figures of the chapter on risks: triggers, past ranges, what decides, survival."""

import altair as alt
import pandas as pd

from compute_deal.charts.palette import BLUE, GREY, MUTED, ORANGE, RED, WIDTH

YEARS_AXIS = alt.Axis(format="%b %y", tickCount={"interval": "month", "step": 6}, labelAngle=0, labelFlush=False)
FIFTHS = [0, 0.2, 0.4, 0.6, 0.8, 1]  # ticks of a chance
LINE = 38  # pixels from row to row where each has its name above the bar
UP = -12  # pixels from the middle of a row to its name


def triggers(seen: pd.DataFrame, ahead: pd.DataFrame, exits: pd.DataFrame) -> alt.Chart:
    """Draw the index, where it is expected, and the prices at which each side leaves.

    Parameters
    ----------
    seen : pandas.DataFrame
        Columns `day` and `usd`: the index.
    ahead : pandas.DataFrame
        Columns `day`, `p5`, `p50` and `p95`: the index ahead.
    exits : pandas.DataFrame
        Columns `day`, `party`, `p5`, `p50` and `p95`: the index at which each side leaves.

    Returns
    -------
    altair.Chart
    """
    x = alt.X("day:T", title=None, axis=YEARS_AXIS)
    y = alt.Y("p95:Q", title=None, scale=alt.Scale(domain=[0, 6]), axis=alt.Axis(tickCount=6))
    colors = {"Anthropic": ORANGE, "SpaceX": BLUE}
    color = alt.Color("party:N", scale=alt.Scale(domain=list(colors), range=list(colors.values())), legend=None)
    fan = alt.Chart(_rounded(ahead)).mark_area(color=GREY, opacity=0.25).encode(x=x, y=y, y2="p5:Q")
    middle = alt.Chart(_rounded(ahead)).mark_line(color=GREY, strokeDash=[5, 3]).encode(x=x, y="p50:Q")
    base = alt.Chart(_rounded(exits)).encode(x=x, color=color)
    bands = [
        alt.Chart(_rounded(exits[exits.party == party]))
        .mark_area(fill=ink, fillOpacity=0.2, opacity=1)
        .encode(x=x, y=y, y2="p5:Q")
        for party, ink in colors.items()
    ]
    lines = base.mark_line().encode(
        y="p50:Q", tooltip=["party:N", alt.Tooltip("day:T", format="%B %Y"), alt.Tooltip("p50:Q", format=".2f")]
    )
    points = (
        alt.Chart(_rounded(seen))
        .mark_point(color=MUTED, size=36, opacity=1)
        .encode(x=x, y="usd:Q", tooltip=[alt.Tooltip("day:T", format="%-d %B %Y"), alt.Tooltip("usd:Q", format=".2f")])
    )
    last, end = exits[exits.day == exits.day.max()].set_index("party"), ahead.iloc[-1]
    words = pd.DataFrame(
        [
            (last.day["SpaceX"], last.p50["SpaceX"], "SpaceX leaves above"),
            (last.day["Anthropic"], last.p50["Anthropic"], "Anthropic leaves below"),
            (end.day, end.p5, "index: nine chances in ten"),
        ],
        columns=["day", "usd", "text"],
    )
    labels = [
        alt.Chart(words.iloc[[at]])
        .mark_text(align=align, dx=dx, dy=dy, color=ink, fontWeight=600)
        .encode(x=x, y="usd:Q", text="text:N")
        for at, align, dx, dy, ink in (
            (0, "right", -4, -10, BLUE),
            (1, "right", -4, 46, ORANGE),
            (2, "right", 0, 14, MUTED),
        )
    ]
    first = exits[exits.day == exits.day.min()].set_index("party").p50
    return alt.layer(fan, middle, *bands, lines, points, *labels).properties(
        width=WIDTH,
        height=330,
        description=f"The H100 index as dots, last {seen.usd.iloc[-1]:.2f} dollars; a grey band for where it is expected, "
        f"{end.p5:.2f} to {end.p95:.2f} at the end of the term. Two lines with bands: Anthropic leaves below "
        f"{first['Anthropic']:.2f}, SpaceX above {first['SpaceX']:.2f} at the start.",
    )


def hindcasts(rows: pd.DataFrame) -> alt.Chart:
    """Draw the ranges that would have been given for half a year later, one a line, and the values that came.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns `made` and `day` (dates), `low`, `high` and `usd` in USD per GPU-hour, and `held`.

    Returns
    -------
    altair.Chart
    """
    marks = {"within the range": (BLUE, "circle"), "above the range": (ORANGE, "diamond"), "below it": (RED, "square")}
    within, above, below = marks
    came = rows.held.map({True: within}).fillna((rows.usd > rows.high).map({True: above, False: below}))
    months = [f"{made:%b %y} for {day:%b %y}" for made, day in zip(rows.made, rows.day, strict=True)]
    frame = _rounded(rows[["low", "high", "usd"]]).assign(order=range(len(rows)), months=months, came=came)
    shown = [name for name in marks if name in set(came)]
    colors, shapes = zip(*(marks[name] for name in shown), strict=True)
    base = alt.Chart(frame).encode(y=alt.Y("order:O", axis=None))
    x = alt.X("low:Q", title=None, scale=alt.Scale(domain=[0.5, 3.5]), axis=alt.Axis(values=[1, 1.5, 2, 2.5, 3, 3.5]))
    spans = base.mark_bar(height=7, color=GREY, opacity=0.45).encode(x=x, x2="high:Q")
    dots = base.mark_point(size=90, opacity=1).encode(
        x="usd:Q",
        color=alt.Color("came:N", sort=shown, scale=alt.Scale(domain=shown, range=list(colors))),
        shape=alt.Shape("came:N", sort=shown, scale=alt.Scale(domain=shown, range=list(shapes))),
        tooltip=["months:N", *(alt.Tooltip(f"{name}:Q", format=".2f") for name in ("low", "high", "usd"))],
    )
    names = base.mark_text(align="left").encode(x=alt.value(0), text="months:N")
    missed = "; ".join(f"{row.months}, {row.usd:.2f} {row.came}" for row in frame[~rows.held].itertuples())
    return alt.layer(spans, dots, names).properties(
        width=WIDTH,
        height=24 * len(frame),
        description=f"Bars for {len(frame)} ranges of the H100 index, each with the value that came half a year later; "
        f"{len(frame) - rows.held.sum()} missed: {missed}.",
    )


def deciders(rows: pd.DataFrame) -> alt.Chart:
    """Draw the chance that Anthropic leaves in the quarter of draws where an input is lowest and where it is highest.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns `name`, `lowest` and `highest`, the most decisive input first.

    Returns
    -------
    altair.Chart
    """
    order = list(rows.name)
    ends = ["lowest quarter of the input", "highest quarter"]
    long = pd.concat(
        pd.DataFrame({"name": rows.name, "end": end, "chance": rows[column].round(4)})
        for end, column in zip(ends, ("lowest", "highest"), strict=True)
    )
    y = alt.Y("name:N", sort=order, axis=None)
    x = alt.X("chance:Q", title=None, axis=alt.Axis(format=".0%", values=FIFTHS), scale=alt.Scale(domain=[0, 1]))
    span = (
        alt.Chart(rows.round(4))
        .mark_rule(strokeWidth=2, yOffset=5)
        .encode(x=alt.X("lowest:Q", title=None), x2="highest:Q", y=y)
    )
    dots = (
        alt.Chart(long)
        .mark_point(size=80, opacity=1, yOffset=5)
        .encode(
            x=x,
            y=y,
            color=alt.Color("end:N", sort=ends, scale=alt.Scale(domain=ends, range=[ORANGE, BLUE])),
            tooltip=["name:N", "end:N", alt.Tooltip("chance:Q", format=".0%")],
        )
    )
    text = alt.Chart(rows).mark_text(align="left", dy=UP + 4).encode(x=alt.value(0), y=y, text="name:N")
    first = rows.iloc[0]
    return alt.layer(span, dots, text).properties(
        width=WIDTH,
        height=(LINE - 4) * len(order),
        description=f"Pairs of dots for {len(order)} inputs. The widest is {first['name']}: {first.lowest:.0%} in its lowest "
        f"quarter, {first.highest:.0%} in its highest.",
    )


def survival(lines: pd.DataFrame) -> alt.Chart:
    """Draw the chance that each month is served.

    Parameters
    ----------
    lines : pandas.DataFrame
        Columns `day`, `line` and `chance`.

    Returns
    -------
    altair.Chart
    """
    names = list(dict.fromkeys(lines.line))
    color = alt.Color("line:N", sort=names, scale=alt.Scale(domain=names, range=[GREY, ORANGE]), legend=None)
    x = alt.X("day:T", title=None, axis=YEARS_AXIS)
    y = alt.Y("chance:Q", title=None, axis=alt.Axis(format=".0%", values=FIFTHS), scale=alt.Scale(domain=[0, 1]))
    base = alt.Chart(lines.round({"chance": 4})).encode(x=x, y=y, color=color)
    drawn = base.mark_line().encode(
        tooltip=["line:N", alt.Tooltip("day:T", format="%B %Y"), alt.Tooltip("chance:Q", format=".0%")]
    )
    middle = sorted(set(lines.day))[2 * len(set(lines.day)) // 5]
    words = base.transform_filter(alt.datum.day == alt.expr.toDate(middle.isoformat())).mark_text(
        align="left", dx=6, dy=-10, fontWeight=600
    )
    last = lines[lines.day == lines.day.max()].set_index("line").chance
    return alt.layer(drawn, words.encode(text="line:N")).properties(
        width=WIDTH,
        height=260,
        description="Two falling lines. At the end of the term: "
        + "; ".join(f"{name} {chance:.0%}" for name, chance in last.items())
        + ".",
    )


def _rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its numbers rounded to what a chart can show."""
    return frame.round(dict.fromkeys(frame.select_dtypes("number").columns, 4))
