"""Figures of the chapter on the market: prices, cost and contracts."""

import altair as alt
import pandas as pd

from compute_deal.charts.formulas import PAGE, calculated, signal, slider
from compute_deal.charts.marks import beside
from compute_deal.charts.numbers import BILLION, money
from compute_deal.charts.palette import BLUE, GREEN, GREY, ORANGE, PURPLE, RED, WIDTH
from compute_deal.models.ownership import KW_PER_GW, OwnershipInputs, margin, recovery
from compute_deal.models.unit_price import HOURS_PER_YEAR

PARTS = ("chips and servers", "building, power, cooling", "electricity", "operations")
SOLID = alt.Legend(symbolOpacity=1)  # a legend else takes the opacity of the first layer
TURN = 10.0  # USD per hour from which the name of the price stands to its left
BEYOND = 0.15  # USD that the line at a break of the index reaches beyond its values on both sides
KINDS = {"fee": ORANGE, "market": BLUE, "cost": GREEN}
FREE_EXIT = "either side may leave"
FIRMNESS = {
    FREE_EXIT: ORANGE,
    "delivery exit only": BLUE,
    "take or pay": GREEN,
    "commitment": RED,
    "part option": PURPLE,
    "not disclosed": GREY,
}


def price_ladder(rows: pd.DataFrame) -> alt.Chart:
    """Draw prices of a GPU-hour one below the other, with their ranges.

    Parameters
    ----------
    rows : pandas.DataFrame
        `what`, `kind` ("fee", "market" or "cost"), `low`, `value`, `high` in USD per GPU-hour.

    Returns
    -------
    altair.Chart
    """
    frame = rows.round(4).assign(
        order=range(len(rows)),
        label=[
            f"${row.value:.2f}" + (f" (${row.low:.2f}–{row.high:.2f})" if row.low < row.high else "")
            for row in rows.itertuples()
        ],
    )
    y = alt.Y("order:O", axis=None)
    base = alt.Chart(frame)
    color = alt.Color(
        "kind:N",
        sort=list(KINDS),
        scale=alt.Scale(domain=list(KINDS), range=list(KINDS.values())),
        legend=SOLID,
    )
    x = alt.X("value:Q", title=None, scale=alt.Scale(domain=[0, 14]), axis=alt.Axis(tickCount=6))
    spans = base.mark_bar(height=5, yOffset=9, opacity=0.55).encode(y=y, x="low:Q", x2="high:Q", color=color)
    dots = base.mark_point(size=110, yOffset=9, opacity=1).encode(y=y, x=x, color=color)
    names = base.mark_text(align="left", dy=-9, fontWeight=600).encode(y=y, x=alt.value(0), text="what:N")
    labels = base.mark_text(align="left", dx=9, dy=9).encode(y=y, x="high:Q", text="label:N")
    stated = "; ".join(f"{row.what} {row.label}" for row in frame.itertuples())
    return alt.layer(spans, dots, names, labels).properties(
        width=WIDTH, height=40 * len(rows), description=f"Dots with ranges, USD per GPU-hour: {stated}."
    )


def index(series: pd.DataFrame, points: pd.DataFrame, breaks: list[pd.Timestamp]) -> alt.Chart:
    """Draw the H100 rental index over time, broken where its definition changed, with single prices beside it.

    Parameters
    ----------
    series : pandas.DataFrame
        `date` (datetime), `value` in USD per hour and `definition`: the index.
    points : pandas.DataFrame
        `date`, `value`, `kind` ("fee", "market" or "forward") and `text`: prices to stand beside it.
    breaks : list of pandas.Timestamp
        Days on which the definition changed.

    Returns
    -------
    altair.Chart
    """
    kinds = {"fee": ORANGE, "market": GREEN, "forward": PURPLE}
    x = alt.X("date:T", title=None, axis=alt.Axis(format="%b %y", tickCount={"interval": "month", "step": 6}))
    y = alt.Y("value:Q", title=None, scale=alt.Scale(domain=[1.5, 3.5]), axis=alt.Axis(tickCount=5))
    lines = (
        alt.Chart(series)
        .mark_line(color=BLUE, point=alt.OverlayMarkDef(size=35, color=BLUE))
        .encode(x=x, y=y, detail="definition:N")
    )
    ordered = series.set_index("date").value.sort_index()
    steps = [(ordered[: day - pd.Timedelta(days=1)].iloc[-1], ordered[day:].iloc[0]) for day in breaks]
    spans = pd.DataFrame(
        {
            "date": breaks,
            "value": [round(max(step) + BEYOND, 4) for step in steps],
            "low": [round(min(step) - BEYOND, 4) for step in steps],
        }
    )
    rules = alt.Chart(spans).mark_rule(color=GREY, strokeDash=[2, 3]).encode(x=x, y=y, y2="low:Q")
    stated = [f"{row.text}: {money(row.value)}" for row in points.itertuples()]
    priced = alt.Chart(points.assign(value=points.value.round(4), text=stated))
    color = alt.Color("kind:N", scale=alt.Scale(domain=list(kinds), range=list(kinds.values())), legend=None)
    marks = priced.mark_point(size=120, opacity=1, shape="diamond").encode(x=x, y=y, color=color)
    words = [
        priced.transform_filter(f"datum.kind === '{kind}'")
        .mark_text(fontWeight=600, **place)
        .encode(x=x, y=y, text="text:N", color=color)
        for kind, place in (
            ("fee", beside("scale('x', datum.date)", "text", gap=10)),
            ("market", beside("scale('x', datum.date)", "text", turns=False, gap=10, dy=-2, lift=24)),
            ("forward", {"align": "right", "dx": 4, "dy": -14}),
        )
    ]
    name = series.iloc[[-1]].assign(text="H100 rental index")
    label = alt.Chart(name).mark_text(align="left", dx=8, fontWeight=600, color=BLUE).encode(x=x, y=y, text="text:N")
    start, end = series.iloc[0], series.iloc[-1]
    return alt.layer(rules, lines, marks, label, *words).properties(
        width=WIDTH,
        height=260,
        description=f"The H100 rental index goes from {money(start.value)} in {start.date:%B %Y} through a low of "
        f"{money(series.value.min())} to {money(end.value)} in {end.date:%B %Y}; dotted lines mark changes of its "
        f"definition. Beside it: {'; '.join(stated)}.",
    )


def cost(inputs: OwnershipInputs, kw_per_gpu: float, price_usd_per_gpu_hour: float) -> alt.Chart:
    """Draw the owner's cost of a GPU-hour by kind beside the price, with capital, life, rate and price on sliders.

    Parameters
    ----------
    inputs : OwnershipInputs
        Middle values, scalars.
    kw_per_gpu : float
        Nameplate IT power of a GPU in kW.
    price_usd_per_gpu_hour : float
        Where the price slider starts.

    Returns
    -------
    altair.Chart
        Its data set holds what the sliders do not move.
    """
    capital = inputs.it_capital_usd_per_gw + inputs.facility_capital_usd_per_gw
    energy = 1e6 * inputs.average_load * inputs.pue * inputs.electricity_usd_per_kwh * kw_per_gpu / 1e6
    operations = inputs.operations_usd_per_gw_year * kw_per_gpu / 1e6 / HOURS_PER_YEAR
    rows = pd.DataFrame(
        {
            "part": PARTS,
            "capital_share": [
                inputs.it_capital_usd_per_gw / capital,
                inputs.facility_capital_usd_per_gw / capital,
                0.0,
                0.0,
            ],
            "life": [0.0, inputs.facility_life_years, 1.0, 1.0],  # 0: the slider's
            "running_usd": [0.0, 0.0, energy, operations],
            "kw": kw_per_gpu,
        }
    ).round(8)
    sliders = (
        slider("set_capital", "Capital, USD billion per GW", round(capital / BILLION, 2), 20, 60, 1),
        slider("set_life", "Life of chips and servers, years", inputs.it_life_years, 2, 8, 0.5),
        slider("set_rate", "Cost of capital, % a year", round(100 * inputs.cost_of_capital, 2), 0, 15, 0.01),
        slider("set_price", "Price, USD per GPU-hour", round(price_usd_per_gpu_hour, 2), 1, 12, 0.01),
    )
    capital_usd_per_gw, rate, price = signal("set_capital") * BILLION, signal("set_rate") / 100, signal("set_price")
    yearly = capital_usd_per_gw * alt.datum.capital_share * recovery(rate, alt.datum.years, xp=PAGE)
    base = (
        alt.Chart(rows)
        .transform_calculate(years="datum.life === 0 ? set_life : datum.life")
        .transform_calculate(
            **calculated(usd=alt.datum.running_usd + yearly * alt.datum.kw / (KW_PER_GW * HOURS_PER_YEAR))
        )
    )
    color = alt.Color(
        "part:N", sort=list(PARTS), scale=alt.Scale(domain=list(PARTS), range=[BLUE, PURPLE, GREEN, GREY])
    )
    bars = (
        base.transform_stack(
            stack="usd", groupby=[], as_=["from", "to"], sort=[alt.SortField("capital_share", "descending")]
        )
        .mark_bar(height=34)
        .encode(
            x=alt.X("from:Q", title=None, scale=alt.Scale(domain=[0, 12]), axis=alt.Axis(tickCount=6)),
            x2="to:Q",
            y=alt.value(50),
            color=color,
            tooltip=["part:N", alt.Tooltip("usd:Q", title="USD per GPU-hour", format=".2f")],
        )
    )
    total = (
        base.transform_aggregate(cost="sum(usd)")
        .transform_calculate(**calculated(price=1 * price, margin=margin(price, alt.datum.cost)))
        .transform_calculate(
            label="'Cost $' + format(datum.cost, '.2f') + ', price $' + format(datum.price, '.2f')"
            " + ', margin ' + format(datum.margin, '.0%')",
        )
    )
    words = total.mark_text(align="left", fontWeight=600).encode(x=alt.value(0), y=alt.value(12), text="label:N")
    rule = total.mark_rule(strokeWidth=3, color=ORANGE).encode(x="price:Q", y=alt.value(26), y2=alt.value(76))
    side = {
        key: alt.expr(f"datum.price > {TURN} ? {right} : {left}")
        for key, right, left in (("align", "'right'", "'left'"), ("dx", -6, 6))
    }
    name = total.mark_text(**side).encode(x="price:Q", y=alt.value(50), text=alt.value("price"))
    return (
        alt.layer(bars, rule, words, name)
        .add_params(*sliders)
        .properties(
            width=WIDTH,
            height=90,
            description="A stacked bar for the owner's cost of a GPU-hour: chips and servers make up most of it, then "
            f"building, power and cooling; electricity and operations are thin. As first set, the price "
            f"of {money(price_usd_per_gpu_hour)} stands far to its right. Sliders set capital, life, cost of capital and price.",
        )
    )


def contracts(rows: pd.DataFrame, highlight: str) -> alt.Chart:
    """Draw each contract's value a year as a dot on a logarithmic axis, coloured by how firm it is.

    Parameters
    ----------
    rows : pandas.DataFrame
        Indexed by id, the largest first: `name`, `usd_per_year`, `firmness`.
    highlight : str
        Id of the contract to stress.

    Returns
    -------
    altair.Chart
    """
    frame = pd.DataFrame(
        {
            "name": rows.name,
            "usd_bn": (rows.usd_per_year / BILLION).round(3),
            "firmness": rows.firmness,
            "stressed": rows.index == highlight,
            "order": range(len(rows)),
        }
    )
    frame["label"] = [
        f"{name} {money(usd * BILLION, short=True)}" for name, usd in zip(frame.name, frame.usd_bn, strict=True)
    ]
    x = alt.X(
        "usd_bn:Q",
        title=None,
        scale=alt.Scale(type="log", domain=[1, 80]),
        axis=alt.Axis(values=[1, 2, 5, 10, 20, 50], format="~g"),
    )
    return dots(frame, x, "usd_bn", 3.6).properties(
        width=WIDTH,
        height=23 * len(frame),
        description=f"Dots for {len(frame)} contracts by value a year, from {frame.label.iloc[0]} to "
        f"{frame.label.iloc[-1]}. {frame.label[frame.stressed].iloc[0]} is the largest that either side may leave on notice.",
    )


def dots(frame: pd.DataFrame, x: alt.X, amount: str, turn: float) -> alt.LayerChart:
    """Draw labelled dots, one a line; labels of dots beyond `turn` stand to their left."""
    y = alt.Y("order:O", axis=None)
    present = [name for name in FIRMNESS if name in set(frame.firmness)]
    color = alt.Color(
        "firmness:N",
        sort=present,
        scale=alt.Scale(domain=present, range=[FIRMNESS[name] for name in present]),
    )
    base = alt.Chart(frame)
    # Filled or hollow, so that the free exit stands out without colour too; the legend names the colours.
    free = f"datum.firmness === '{FREE_EXIT}'"
    size = alt.condition("datum.stressed", alt.value(170), alt.value(80))
    layers = [
        base.transform_filter(test).mark_point(opacity=1, filled=filled).encode(y=y, x=x, color=color, size=size)
        for test, filled in ((free, True), (f"!({free})", False))
    ]
    for test, before in ((f"datum.{amount} <= {turn}", False), (f"datum.{amount} > {turn}", True)):
        place = beside(f"scale('x', datum.{amount})", "label", before=before)
        for stressed, weight in (("datum.stressed", 600), ("!datum.stressed", 400)):
            words = base.transform_filter(f"({test}) && {stressed}").mark_text(fontWeight=weight, **place)
            layers.append(words.encode(y=y, x=x, text="label:N"))
    return alt.layer(*layers)
