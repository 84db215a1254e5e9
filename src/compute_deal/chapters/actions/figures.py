"""Figures of the chapter on what to do."""

from collections.abc import Mapping

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compute_deal.charts.lines import least_span
from compute_deal.charts.numbers import day, money, quantity, significant
from compute_deal.charts.sliders import slider
from compute_deal.charts.theme import BLUE, GREY, ORANGE, PURPLE, ROOM, WIDTH
from compute_deal.models.lock_in import Choice
from compute_deal.models.risk.price_process import PriceProcess

MOST_MONTHS = 36
P95 = 1.6448536269514722  # standard deviations between the median and the 95th percentile


def lock_in(process: PriceProcess, choice: Choice, savings: pd.DataFrame, even_use: float, chance: float) -> alt.Chart:
    """Draw what locking in saves by utilisation, with the terms of the choice on sliders.

    Parameters
    ----------
    process : PriceProcess
        The price process; its level, speed and volatility are fixed in the chart.
    choice : Choice
        Where the sliders start.
    savings : pandas.DataFrame
        The central case, columns `use`, `saving`, `low` and `high`: drawn in grey, and the data that readers can download.
    even_use, chance : float
        Break-even utilisation and chance that locking in wins in the central case, for the description.

    Returns
    -------
    altair.Chart
        It computes the closed forms of `compute_deal.models.lock_in` over all pairs of months.
    """
    price, k = choice.price_usd_per_gpu_hour, process.reversion_per_year
    level, speed = round(float(np.log(process.level_usd_per_gpu_hour)), 10), round(k, 10)
    deviation = round(float(np.log(price)) - level, 10)
    settled = round(process.volatility_per_year**2 / (2 * k), 12)
    sliders = (
        slider("set_use", "Share of the hours you need, %", round(100 * choice.utilisation), 20, 100, 1),
        slider("set_discount", "Discount for locking in, %", round(100 * choice.discount), 0, 60, 1),
        slider("set_term", "Term, months", choice.term_months, 3, MOST_MONTHS, 3),
        slider("set_ageing", "Drift of the price, % a year", round(100 * process.drift_per_year), -50, 20, 1),
        slider("set_sold_out", "Hours sold out on demand, %", round(100 * choice.sold_out_share), 0, 50, 1),
    )
    months = (
        alt.Chart(alt.sequence(0, MOST_MONTHS**2, as_="pair"))
        .transform_calculate(i=f"floor(datum.pair / {MOST_MONTHS})", j=f"datum.pair % {MOST_MONTHS}")
        .transform_filter("datum.i <= datum.j && datum.j < set_term")
        .transform_calculate(
            variance_i=f"{settled} * (1 - exp(-2 * {speed} * datum.i / 12))",
            variance_j=f"{settled} * (1 - exp(-2 * {speed} * datum.j / 12))",
        )
        .transform_calculate(
            price_i=f"exp({level} + set_ageing / 1200 * datum.i + {deviation} * exp(-{speed} * datum.i / 12)"
            " + datum.variance_i / 2)",
            price_j=f"exp({level} + set_ageing / 1200 * datum.j + {deviation} * exp(-{speed} * datum.j / 12)"
            " + datum.variance_j / 2)",
        )
        .transform_calculate(
            alone="datum.i === datum.j ? datum.price_i : 0",
            together="(datum.i === datum.j ? 1 : 2) * datum.price_i * datum.price_j"
            f" * exp(exp(-{speed} * (datum.j - datum.i) / 12) * datum.variance_i)",
        )
        .transform_aggregate(alone="sum(alone)", together="sum(together)")
        .transform_calculate(mean="datum.alone / set_term")
        .transform_calculate(
            log_sd="sqrt(max(log(datum.together / pow(set_term * datum.mean, 2)), 0))",
            locked=f"{round(price, 6)} * (1 - set_discount / 100)",
            missing=f"set_sold_out / 100 * {round(choice.missing_hour_usd, 6)}",
            had="1 - set_sold_out / 100",
        )
        .transform_calculate(even="datum.locked / (datum.had * datum.mean + datum.missing)")
    )
    lines = (
        months.transform_calculate(percent="sequence(20, 101, 4)")
        .transform_flatten(["percent"])
        .transform_calculate(use="datum.percent / 100", median="datum.mean * exp(-datum.log_sd * datum.log_sd / 2)")
        .transform_calculate(
            saving="datum.use * (datum.had * datum.mean + datum.missing) - datum.locked",
            low=f"datum.use * (datum.had * datum.median * exp(-{P95} * datum.log_sd) + datum.missing) - datum.locked",
            high=f"datum.use * (datum.had * datum.median * exp({P95} * datum.log_sd) + datum.missing) - datum.locked",
        )
    )
    x = alt.X(
        "use:Q",
        title="share of the committed hours that the buyer needs",
        axis=alt.Axis(format=".0%", tickCount=5),
        scale=alt.Scale(domain=[0.2, 1], nice=False),
    )
    y_axis = alt.Axis(tickCount=5, format="$.0f")
    y = alt.Y("low:Q", title="saved per committed GPU-hour", axis=y_axis, scale=alt.Scale(nice=False))
    band = lines.mark_area(opacity=0.25, color=BLUE).encode(x=x, y=y, y2="high:Q")
    line = lines.mark_line(color=BLUE).encode(
        x=x, y="saving:Q", tooltip=[alt.Tooltip("use:Q", format=".0%"), alt.Tooltip("saving:Q", format="$.2f")]
    )
    kept = (
        alt.Chart(savings.round(5)).mark_line(color=GREY, strokeDash=[5, 3], strokeWidth=1.5).encode(x=x, y="saving:Q")
    )
    zero = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule().encode(y="zero:Q")
    mine = (
        months.transform_calculate(use="set_use / 100")
        .transform_calculate(
            saving="datum.use * (datum.had * datum.mean + datum.missing) - datum.locked",
            limit="(datum.locked / datum.use - datum.missing) / datum.had",
        )
        .transform_calculate(
            chance="datum.limit <= 0 ? 1 : datum.log_sd > 0"
            " ? cumulativeNormal((log(datum.mean / datum.limit) - datum.log_sd * datum.log_sd / 2) / datum.log_sd)"
            " : datum.mean > datum.limit ? 1 : 0"
        )
        .transform_calculate(
            first="datum.even > 1 ? 'Locking in loses at any use' : 'Locking in pays above ' + format(datum.even, '.0%') + ' use'",
            second="'At ' + format(datum.use, '.0%') + ': ' + (datum.saving < 0 ? 'loses ' : 'saves ')"
            " + format(abs(datum.saving), '$.2f') + ' an hour,'",
            third="'the cheaper choice in ' + format(datum.chance, '.0%') + ' of cases'",
        )
    )
    rule = mine.mark_rule(strokeDash=[2, 3], color=ORANGE).encode(x=x)
    dot = mine.mark_point(color=ORANGE, size=90, opacity=1).encode(x=x, y="saving:Q")
    words = [
        mine.mark_text(align="left", fontWeight=weight).encode(x=alt.value(0), y=alt.value(at), text=f"{name}:N")
        for name, at, weight in (("first", -46, 600), ("second", -28, 400), ("third", -12, 400))
    ]
    return (
        alt.layer(band, kept, line, zero, rule, dot, *words, least_span("saving", -2.2, 1.4))
        .add_params(*sliders)
        .properties(
            width=WIDTH,
            height=320,
            description="A rising line with a band from p5 to p95: what locking in saves per committed hour, by the share "
            f"of hours that the buyer needs. It crosses zero at {100 * even_use:.0f}%. At "
            f"{100 * choice.utilisation:.0f}% locking in is the cheaper choice in {100 * chance:.0f}% of cases. Sliders "
            "set the share of hours, the discount, the term, the drift of the price and the hours sold out on demand.",
        )
    )


def timing(uses: Mapping[int, NDArray[np.float64]], prices_usd: NDArray[np.float64], now_usd: float) -> alt.Chart:
    """Draw the break-even utilisation by the price at which one locks in, a line for each term.

    Parameters
    ----------
    uses : mapping of int to numpy.ndarray
        Break-even utilisation at each price, by the term in months.
    prices_usd : numpy.ndarray
        Prices on demand on the day of locking in, USD per GPU-hour.
    now_usd : float
        The price today.

    Returns
    -------
    altair.Chart
    """
    names = {months: quantity(months // 12, "years") for months in uses}
    rows = pd.concat(
        pd.DataFrame({"price": prices_usd.round(2), "use": line.round(4), "term": names[months]})
        for months, line in uses.items()
    )
    order = list(names.values())
    x = alt.X(
        "price:Q",
        title="price on demand when locking in, USD per GPU-hour",
        axis=alt.Axis(tickCount=5, format="$.2f"),
        scale=alt.Scale(domain=[float(prices_usd[0]), float(prices_usd[-1])], nice=False),
    )
    drawn = (
        alt.Chart(rows)
        .mark_line()
        .encode(
            x=x,
            y=alt.Y(
                "use:Q",
                title="locking in pays above this use",
                axis=alt.Axis(format=".0%", tickCount=5),
                scale=alt.Scale(zero=False),
            ),
            color=alt.Color(
                "term:N",
                sort=order,
                scale=alt.Scale(domain=order, range=[BLUE, PURPLE, ORANGE]),
                legend=alt.Legend(symbolType="stroke"),
            ),
            tooltip=["term:N", alt.Tooltip("price:Q", format="$.2f"), alt.Tooltip("use:Q", format=".0%")],
        )
    )
    full = alt.Chart(pd.DataFrame({"use": [1.0], "label": ["above: never pays"]}))
    full_rule = full.mark_rule(strokeDash=[4, 3]).encode(y="use:Q")
    full_words = full.mark_text(align="left", dx=4, dy=-8).encode(x=alt.value(0), y="use:Q", text="label:N")
    now = alt.Chart(pd.DataFrame({"price": [round(now_usd, 4)], "label": [f"index now, {money(now_usd)}"]}))
    now_rule = now.mark_rule(strokeDash=[2, 3]).encode(x=x)
    now_words = now.mark_text(align="left", dx=5, baseline="bottom").encode(x=x, y=alt.value("height"), text="label:N")
    at_now = {names[months]: float(np.interp(now_usd, prices_usd, line)) for months, line in uses.items()}
    stated = ", ".join(f"{name} {100 * use:.0f}%" for name, use in at_now.items())
    return alt.layer(drawn, full_rule, full_words, now_rule, now_words).properties(
        width=WIDTH,
        height=280,
        description="Rising lines, one for each term: the utilisation above which locking in pays, by the price on demand "
        f"on that day. At {money(now_usd)} per GPU-hour: {stated}. The higher the price, the more of it must be used.",
    )


def history(days: NDArray[np.datetime64], index_usd: NDArray[np.float64], locked: pd.DataFrame) -> alt.Chart:
    """Draw the rental index and the one-year prices that were locked in along the way.

    Parameters
    ----------
    days : numpy.ndarray
        Days of the index values.
    index_usd : numpy.ndarray
        Index values, USD per GPU-hour.
    locked : pandas.DataFrame
        Columns `start`, `end`, `price` and `average` (of the index in between).

    Returns
    -------
    altair.Chart
    """
    rows = pd.DataFrame({"day": pd.to_datetime(days), "usd": np.round(index_usd, 4)})
    x = alt.X(
        "day:T",
        title=None,
        axis=alt.Axis(format="%b %Y", tickCount={"interval": "month", "step": 6}),
        scale=ROOM,
    )
    y = alt.Y("usd:Q", title="USD per GPU-hour", axis=alt.Axis(tickCount=5), scale=alt.Scale(domain=[1.4, 3.0]))
    base = alt.Chart(rows).encode(x=x, y=y, tooltip=[alt.Tooltip("day:T", format="%-d %B %Y"), "usd:Q"])
    spans = pd.DataFrame(
        {
            "day": pd.to_datetime(locked.start),
            "end": pd.to_datetime(locked.end),
            "usd": locked.price.astype(float),
            "label": [
                f"${price:.2f}, {pd.Timestamp(start):%b %Y}"
                for price, start in zip(locked.price, locked.start, strict=True)
            ],
            "gain": [
                f"{significant(100 * (1 - price / average), 2)}% below average"
                for price, average in zip(locked.price, locked.average, strict=True)
            ],
        }
    )
    held = alt.Chart(spans).encode(x=x, y=y)
    bars = held.mark_rule(strokeWidth=4, color=ORANGE).encode(x2="end:T")
    ends = alt.Chart(spans).encode(x=alt.X("end:T", title=None), y=y)
    words = ends.mark_text(align="right", dy=14, fontWeight=600).encode(text="label:N")
    gains = ends.mark_text(align="right", dy=29).encode(text="gain:N")
    stated = "; ".join(f"{label}, {gain}" for label, gain in zip(spans.label, spans.gain, strict=True))
    last = pd.Timestamp(days[-1]).date()
    return alt.layer(
        base.mark_line(color=BLUE), base.mark_point(color=BLUE, size=45, opacity=1), bars, words, gains
    ).properties(
        width=WIDTH,
        height=260,
        description=f"Line of the rental index of the H100, to {money(float(index_usd[-1]))} on {day(last)}, with two "
        f"one-year prices as bars, each against the average of the index since: {stated}.",
    )
