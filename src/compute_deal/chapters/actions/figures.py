"""The figure of the chapter on what to do."""

from typing import Any

import altair as alt
import pandas as pd

from compute_deal.chapters.actions.case import TERM_MONTHS, LockCase
from compute_deal.charts.formulas import PAGE, calculated, signal, slider
from compute_deal.charts.palette import BLUE, GREY, ORANGE, WIDTH
from compute_deal.models.lock_in import (
    average_moments,
    break_even_average,
    break_even_use,
    expected_price,
    log_normal_chance_above,
    log_normal_quantile,
    needed_hour,
    saving,
)

P95 = 1.6448536269514722  # standard deviations between the median and the 95th percentile


def lock_in(case: LockCase, savings: pd.DataFrame, use: float) -> alt.Chart:
    """Draw what locking in for a year saves by utilisation, with the terms of the choice on sliders.

    Parameters
    ----------
    case : LockCase
        Where the sliders start; price today, volatility and loss for a missing hour are fixed in the chart.
    savings : pandas.DataFrame
        The central case, columns `use`, `saving`, `low` and `high`: drawn in grey, and the data that readers can download.
    use : float
        Where the slider of the utilisation starts.

    Returns
    -------
    altair.Chart
    """
    choice = case.choice(use)
    price = round(case.spot_usd, 6)
    sliders = (
        slider("set_use", "Share of the hours you need, %", round(100 * use), 20, 100, 1),
        slider("set_price", "One-year price, USD", round(choice.locked_usd_per_gpu_hour, 2), 1, 4, 0.05),
        slider(
            "set_change",
            "Change of the price on demand in a year, %",
            round(100 * case.ranges("change_per_year").value, 1),
            -50,
            20,
            0.1,
        ),
        slider("set_sold_out", "Hours sold out on demand, %", round(100 * choice.sold_out_share), 0, 50, 1),
    )
    locked, sold_out = signal("set_price"), signal("set_sold_out") / 100
    change, missing = signal("set_change") / 100, round(choice.missing_hour_usd, 6)

    def computed(rows: pd.DataFrame, use: Any) -> alt.Chart:
        """Return rows with what locking in saves at a use: on average, and at the ends of nine cases in ten."""
        at = alt.datum
        months = {f"month_{month}": expected_price(price, change, month) for month in range(TERM_MONTHS)}
        mean, log_sd = average_moments([at[month] for month in months], case.volatility_per_year, PAGE)

        def save(average: Any) -> Any:
            return saving(at.use, needed_hour(average, sold_out, missing), locked)

        ends = {
            name: save(log_normal_quantile(at.mean, at.log_sd, z, PAGE)) for name, z in (("low", -P95), ("high", P95))
        }
        return (
            alt.Chart(rows)
            .transform_calculate(**calculated(use=use, **months))
            .transform_calculate(**calculated(mean=mean, log_sd=log_sd))
            .transform_calculate(**calculated(saving=save(at.mean), **ends))
        )

    percent = pd.DataFrame({"percent": range(20, 101, 4)})
    lines = computed(percent, alt.datum.percent / 100)
    x = alt.X(
        "use:Q",
        title="share of the committed hours that the buyer needs",
        axis=alt.Axis(format=".0%", tickCount=5),
        scale=alt.Scale(domain=[0.2, 1], nice=False),
    )
    y = alt.Y("low:Q", title=None, axis=alt.Axis(tickCount=5, format="$.1f"))
    band = lines.mark_area(opacity=0.25, color=BLUE).encode(x=x, y=y, y2="high:Q")
    line = lines.mark_line(color=BLUE).encode(
        x=x, y="saving:Q", tooltip=[alt.Tooltip("use:Q", format=".0%"), alt.Tooltip("saving:Q", format="$.2f")]
    )
    ends = [
        lines.transform_filter("datum.percent === 60")
        .mark_text(align=align, dx=dx, dy=dy, color=BLUE)
        .encode(x=x, y=f"{name}:Q", text=alt.value(text))
        for name, text, align, dx, dy in (("high", "p95", "right", -4, -8), ("low", "p5", "left", 4, 12))
    ]
    kept = (
        alt.Chart(savings.round(5)).mark_line(color=GREY, strokeDash=[5, 3], strokeWidth=1.5).encode(x=x, y="saving:Q")
    )
    zero = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule().encode(y="zero:Q")
    limit = break_even_average(locked, alt.datum.use, sold_out, missing)
    above = log_normal_chance_above(alt.datum.mean, alt.datum.log_sd, alt.datum.limit, PAGE.normal, PAGE)
    mine = (
        computed(pd.DataFrame({"mine": [1]}), signal("set_use") / 100)
        .transform_calculate(
            **calculated(
                even=break_even_use(locked, needed_hour(alt.datum.mean, sold_out, missing)),
                limit=limit,
            )
        )
        .transform_calculate(**calculated(chance=PAGE.where(alt.datum.limit <= 0, 1, above)))
        .transform_calculate(
            first="datum.even > 1 ? 'Locking in loses at any use'"
            " : 'Locking in pays above ' + format(datum.even, '.0%') + ' use'",
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
    # unseen, so that the scale moves only beyond this span
    span = alt.Chart(pd.DataFrame({"saving": [-2.2, 1.4]})).mark_point(opacity=0).encode(y="saving:Q")
    chance = case.chance(use)
    return (
        alt.layer(band, kept, line, *ends, zero, rule, dot, *words, span)
        .add_params(*sliders)
        .properties(
            width=WIDTH,
            height=320,
            description="A rising line with a band from p5 to p95: what locking in for a year saves per committed hour, by "
            f"the share of hours that the buyer needs. As first set, it reaches zero at {100 * case.even_use:.0f}%, and at "
            f"{100 * use:.0f}% locking in is the cheaper choice in {100 * chance:.0f}% of cases. Sliders set the share of hours, the "
            "one-year price, the change of the price on demand and the hours sold out on demand.",
        )
    )
