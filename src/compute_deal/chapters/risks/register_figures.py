"""Figures of the chapter on risks: the register as a matrix, and the sliders."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import altair as alt
import numpy as np
import pandas as pd

from compute_deal.chapters.risks.register import IMPACT_EDGES_USD, IMPACTS, LIKELIHOOD_EDGES, LIKELIHOODS
from compute_deal.charts.numbers import BILLION
from compute_deal.charts.sliders import slider
from compute_deal.charts.theme import BLUE, GREY, RED, WIDTH
from compute_deal.models.risk.price_process import PriceProcess, step_decay, step_sd


def band_words(bands: Sequence[str], edges: Sequence[float], unit: str) -> dict[str, str]:
    """Return each band with where it lies, lowest first, as the two lines of a label.

    Parameters
    ----------
    bands : sequence of str
        Names, lowest first.
    edges : sequence of float
        Where one band ends and the next begins, one fewer.
    unit : str
        How a number is written, with {} in its place.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> band_words(("low", "middle", "high"), (5, 12), "{}%")
    {'low': 'low|< 5%', 'middle': 'middle|5–12%', 'high': 'high|> 12%'}
    """
    between = [unit.format(f"{low:g}–{high:g}") for low, high in pairwise(edges)]
    words = [f"< {unit.format(f'{edges[0]:g}')}", *between, f"> {unit.format(f'{edges[-1]:g}')}"]
    return {band: f"{band}|{where}" for band, where in zip(bands, words, strict=True)}


LIKELY = band_words(LIKELIHOODS, [100 * edge for edge in LIKELIHOOD_EDGES], "{}%")
COSTLY = band_words(IMPACTS, [edge / BILLION for edge in IMPACT_EDGES_USD], "${}bn")
TWO_LINES = "split(datum.label, '|')"
LINE = 17  # pixels from risk to risk within a cell
SHORT_NAMES = {
    "risk_rents_fall": "rents fall",
    "risk_slack_market": "slack market",
    "risk_purchases_unfunded": "purchases fall due",
    "risk_other_capacity": "other capacity",
    "risk_customer_default": "Anthropic fails",
    "risk_recall": "recall",
    "risk_recall_tight": "recall, no other",
    "risk_squeeze": "rival runs it",
    "risk_performance": "poor performance",
    "risk_power_permits": "turbines stopped",
    "risk_antitrust": "antitrust",
    "risk_owner_default": "SpaceX fails",
    "risk_headline_read_as_firm": "headline misread",
    "risk_disclosure": "late disclosure",
    "risk_price_rise": "dearer for users",
}


def matrix(register: pd.DataFrame) -> alt.Chart:
    """Draw the register as a matrix of likelihood and impact; the numbers are those of its rows.

    Parameters
    ----------
    register : pandas.DataFrame
        Indexed by id: `number`, `likelihood` and `impact`, in bands.

    Returns
    -------
    altair.Chart
        On a narrow page it shows the numbers without the short names.

    Raises
    ------
    ValueError
        If a risk has no short name.
    """
    if nameless := [id for id in register.index if id not in SHORT_NAMES]:
        raise ValueError(f"risks {nameless} have no short name in SHORT_NAMES")
    down = LIKELIHOODS[::-1]
    cells = pd.DataFrame(
        [
            {
                "likelihood": LIKELY[row],
                "impact": COSTLY[column],
                "score": LIKELIHOODS.index(row) + IMPACTS.index(column),
            }
            for row in down
            for column in IMPACTS
        ]
    )
    grouped = register.groupby(["likelihood", "impact"], sort=False).number.apply(list)
    names = dict(zip(register.number, register.index.map(SHORT_NAMES), strict=True))
    places = pd.DataFrame(
        {
            "likelihood": LIKELY[row],
            "impact": COSTLY[column],
            "number": str(number),
            "name": names[number],
            "shift": LINE * (at - (len(numbers) - 1) / 2),
        }
        for (row, column), numbers in grouped.items()
        for at, number in enumerate(numbers)
    )
    y = alt.Y(
        "likelihood:N",
        sort=[LIKELY[row] for row in down],
        title="likelihood",
        axis=alt.Axis(ticks=False, domain=False, labelExpr=TWO_LINES),
    )
    x = alt.X(
        "impact:N",
        sort=list(COSTLY.values()),
        title="loss to the bearer",
        axis=alt.Axis(labelAngle=0, ticks=False, domain=False, orient="bottom", labelExpr=TWO_LINES),
    )
    tiles = (
        alt.Chart(cells)
        .mark_rect(stroke=GREY, strokeWidth=0.7)
        .encode(
            x=x,
            y=y,
            fill=alt.value(RED),
            fillOpacity=alt.FillOpacity("score:Q", scale=alt.Scale(domain=[0, 6], range=[0.02, 0.34]), legend=None),
        )
    )
    layers = [
        alt.Chart(group.drop(columns="shift"))
        .transform_calculate(line="width < 480 ? datum.number : datum.number + ' ' + datum.name")
        .mark_text(fontSize=13, fontWeight=600, dy=shift)
        .encode(x=x, y=y, text="line:N")
        for shift, group in places.groupby("shift")
    ]
    stated = "; ".join(
        f"{row} and {column}: {', '.join(f'{number} {names[number]}' for number in numbers)}"
        for (row, column), numbers in grouped.items()
    )
    return alt.layer(tiles, *layers).properties(
        width=WIDTH - 90,
        height=300,
        description=f"A matrix of four bands of likelihood by four of loss, with the numbers and short names of the register's rows. {stated}.",
    )


def worth_sliders(
    fee_usd_per_month: float,
    gpu_hours_per_month: float,
    months: int,
    rate_per_year: float,
    process: PriceProcess,
    start: Mapping[str, float],
) -> alt.Chart:
    """Draw expected fees beside the same capacity at market, with hazard, notice and prices on sliders.

    Parameters
    ----------
    fee_usd_per_month, gpu_hours_per_month : float
        Fee, and GPU-hours that it buys.
    months : int
        Months left.
    rate_per_year : float
        Discount rate.
    process : PriceProcess
        Price of the base case.
    start : mapping of str to float
        Where the sliders start: `hazard` (per cent a year), `notice` (months), `price` (index) and `ratio`.

    Returns
    -------
    altair.Chart
        Its data set holds by month what the closed form of `compute_deal.chapters.risks.runs.expected_worth` needs.
    """
    years = np.arange(months) / 12
    # The expected price is centre * (price / level) ** decay, so only two columns depend on the month.
    centre = process.level_usd_per_gpu_hour * np.exp(process.drift_per_year * years + step_sd(process, years) ** 2 / 2)
    rows = pd.DataFrame(
        {
            "month": np.arange(months),
            "discount": (1 + rate_per_year) ** -years,
            "centre": centre,
            "decay": step_decay(process, years),
        }
    ).round(8)
    level, hours = round(float(process.level_usd_per_gpu_hour), 8), gpu_hours_per_month / BILLION
    sliders = (
        slider("set_hazard", "Hazard of notice, % a year", start["hazard"], 0, 60, 1),
        slider("set_notice", "Notice, months", start["notice"], 0, 12, 1),
        slider("set_price", "H100 index today, USD", start["price"], 1.2, 4.5, 0.01),
        slider("set_ratio", "Equivalent capacity, × index", start["ratio"], 1.2, 3, 0.05),
    )
    labels = ["Expected fees", "The same capacity at market"]
    base = (
        alt.Chart(rows)
        .transform_calculate(served="exp(-set_hazard / 1200 * max(datum.month - set_notice, 0))")
        .transform_calculate(
            fee=f"{fee_usd_per_month / BILLION} * datum.served * datum.discount",
            market=f"{hours} * set_ratio * datum.centre * pow(set_price / {level}, datum.decay) * datum.served * datum.discount",
        )
        .transform_aggregate(served="sum(served)", fees="sum(fee)", market="sum(market)")
        .transform_fold(["fees", "market"], as_=["key", "usd_bn"])
        .transform_calculate(
            what=f"datum.key === 'fees' ? '{labels[0]}' : '{labels[1]}'",
            label="'$' + format(datum.usd_bn, '.1f') + 'bn'",
            life="'Expected life ' + format(datum.served, '.1f') + ' months'",
        )
    )
    y = alt.Y("what:N", sort=labels, axis=None)
    bars = base.mark_bar(height=24, yOffset=10).encode(
        y=y,
        x=alt.X(
            "usd_bn:Q",
            title="USD billion, expected present value",
            scale=alt.Scale(domain=[0, 60]),
            axis=alt.Axis(tickCount=6),
        ),
        color=alt.Color("what:N", scale=alt.Scale(domain=labels, range=[BLUE, GREY]), legend=None),
    )
    names = base.mark_text(align="left", dy=-12, fontWeight=600).encode(y=y, x=alt.value(0), text="what:N")
    values = base.mark_text(align="left", dx=5, dy=10).encode(y=y, x="usd_bn:Q", text="label:N")
    life = (
        base.transform_filter("datum.key === 'fees'")
        .mark_text(align="right", dy=-12)
        .encode(y=y, x=alt.value("width"), text="life:N")
    )
    return (
        alt.layer(bars, names, values, life)
        .add_params(*sliders)
        .properties(
            width=WIDTH,
            height=130,
            description="Two bars: expected present value of the fees that are still paid, and of the same capacity at "
            "market over the same months. Sliders set the hazard of notice, the notice period, the index today and the "
            "price of equivalent capacity.",
        )
    )
