"""What the chapter on the market states about price: per GPU-hour, per unit of speed and power, against the market."""

from compute_deal.chapters.market.case import (
    DRAWS,
    ENDS,
    OCTOBER_COUNT,
    RENTS,
    SPEEDS,
    MarketCase,
    google_mw,
    google_usd_per_gpu_hour,
)
from compute_deal.evidence import Evidence
from compute_deal.inputs.index import index_price
from compute_deal.models.unit_price import (
    Capacity,
    gpus_bought,
    h100_equivalents,
    market_usd_per_month,
    usd_per_delivered_pflop_hour,
    usd_per_gpu_hour,
    usd_per_h100_equivalent_hour,
    usd_per_mw_year,
)
from compute_deal.results import Result

MIX = ("csa_fee", "csa_gpus_prospectus", *OCTOBER_COUNT.values())
SPEED = tuple(SPEEDS.values())
H100_HOUR = "USD/H100-equivalent hour"


def price_results(evidence: Evidence, case: MarketCase) -> dict[str, Result]:
    """Return every number about price.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    case : MarketCase
        The readings and tables.

    Returns
    -------
    dict of str to Result
        By id.
    """
    return (
        gpu_hour_results(case)
        | mix_results(evidence, case)
        | power_results(evidence, case)
        | rent_results(evidence, case)
        | index_results(evidence, case)
        | sibling_results(evidence, case)
    )


def gpu_hour_results(case: MarketCase) -> dict[str, Result]:
    """Return the price of a GPU-hour, whatever its kind, by reading."""
    readings = {"announced": case.announced, "october": case.october, "prospectus": case.prospectus}
    prices = {name: usd_per_gpu_hour(case.fee_usd_per_month, each.total_gpus) for name, each in readings.items()}
    counts = {"announced": ("csa_gpus_announced",), "october": OCTOBER_COUNT.values(), "prospectus": MIX[1:2]}
    return {
        f"unit_gpu_hour_{name}": Result(
            prices[name], "USD/GPU-hour", f"Fee per GPU-hour, {readings[name].label}", inputs=("csa_fee", *counts[name])
        )
        for name in readings
    } | {
        "unit_gpu_hour": Result(
            prices["prospectus"],
            "USD/GPU-hour",
            "Fee per GPU-hour, over the readings of the capacity",
            min(prices.values()),
            max(prices.values()),
            ("csa_fee", "csa_gpus_prospectus", "csa_gpus_announced"),
        )
    }


def mix_results(evidence: Evidence, case: MarketCase) -> dict[str, Result]:
    """Return the price per unit of speed, and what the mix is."""
    fee, speeds = case.fee_usd_per_month, case.dense_tflops
    both = [usd_per_h100_equivalent_hour(fee, each, speeds) for each in (case.prospectus, case.prospectus_smaller)]
    count = [round(h100_equivalents(each, speeds), -3) for each in (case.prospectus, case.prospectus_smaller)]
    first = h100_equivalents(case.october, speeds)
    remainder = case.prospectus.total_gpus - case.october.total_gpus
    larger = case.prospectus.total_gpus - case.announced.total_gpus
    use = evidence["market_utilisation"]
    delivered = [
        usd_per_delivered_pflop_hour(fee, case.prospectus, speeds, share) for share in (use.high, use.value, use.low)
    ]
    return {
        "unit_remainder": Result(
            remainder,
            "GPUs",
            "GPUs of the prospectus that cannot stand at Colossus 1",
            remainder,
            larger,
            ("csa_gpus_prospectus", "csa_gpus_announced", *OCTOBER_COUNT.values()),
        ),
        "unit_h100_equivalents": Result(
            count[0], "number", "H100-equivalents of the prospectus's GPUs, dense BF16", *sorted(count), (*MIX, *SPEED)
        ),
        "unit_colossus1_equivalents": Result(
            round(first, -3),
            "number",
            "H100-equivalents of Colossus 1, October count",
            inputs=(*OCTOBER_COUNT.values(), *SPEED),
        ),
        "unit_epoch_deviation": Result(
            1 - first / evidence.number("colossus1_h100_equivalents_2026_10"),
            "fraction",
            "By how much this count falls short of Epoch AI's",
            inputs=(*OCTOBER_COUNT.values(), *SPEED, "colossus1_h100_equivalents_2026_10"),
            digits=2,
        ),
        "unit_h100_hour": Result(
            both[0], H100_HOUR, "Fee per H100-equivalent hour, prospectus", *sorted(both), (*MIX, *SPEED)
        ),
        "unit_h100_hour_announced": Result(
            usd_per_h100_equivalent_hour(fee, case.announced, speeds),
            H100_HOUR,
            "Fee per H100-equivalent hour, Colossus 1 alone",
            inputs=("csa_fee", "csa_gpus_announced", *OCTOBER_COUNT.values(), *SPEED),
        ),
        "unit_h100_hour_october": Result(
            usd_per_h100_equivalent_hour(fee, case.october, speeds),
            H100_HOUR,
            "Fee per H100-equivalent hour, Colossus 1 as counted in October",
            inputs=("csa_fee", *OCTOBER_COUNT.values(), *SPEED),
        ),
        "unit_pflop_hour": Result(
            delivered[1],
            "USD/PFLOP-hour",
            "Fee per PFLOP-hour delivered",
            delivered[0],
            delivered[2],
            (*MIX, *SPEED, "market_utilisation"),
        ),
    }


def power_results(evidence: Evidence, case: MarketCase) -> dict[str, Result]:
    """Return the power that the fee buys and its price per megawatt and year."""
    fee, power = case.fee_usd_per_month, case.power_mw(case.prospectus)
    first = case.power_mw(case.october)
    drawn = (*MIX, *dict.fromkeys(DRAWS.values()))
    google_price = usd_per_mw_year(evidence.number("google_spacex_fee"), google_mw(evidence))
    price = usd_per_mw_year(fee, power.value)
    rule = evidence.number("capacity_rental_per_mw_year")
    googles = ("google_spacex_fee", "google_spacex_gpus", "google_spacex_chip_class", "gb200_all_in_power")
    return {
        "unit_power": Result(
            power.value,
            "MW",
            "Nameplate IT power of the prospectus's GPUs, without cooling",
            power.low,
            power.high,
            drawn[1:],
        ),
        "unit_mw_year": Result(
            price,
            "USD/MW-year",
            "Fee per MW-year of nameplate IT power, prospectus",
            usd_per_mw_year(fee, power.high),
            usd_per_mw_year(fee, power.low),
            drawn,
        ),
        "unit_mw_year_announced": Result(
            usd_per_mw_year(fee, evidence.number("csa_power_announced")),
            "USD/MW-year",
            "Fee per MW-year, announced power of Colossus 1",
            inputs=("csa_fee", "csa_power_announced"),
        ),
        "unit_mw_year_october": Result(
            usd_per_mw_year(fee, first.value),
            "USD/MW-year",
            "Fee per MW-year of nameplate IT power, Colossus 1 as counted in October",
            usd_per_mw_year(fee, first.high),
            usd_per_mw_year(fee, first.low),
            ("csa_fee", *OCTOBER_COUNT.values(), *dict.fromkeys(DRAWS.values())),
        ),
        "unit_mw_year_google": Result(google_price, "USD/MW-year", "Google's fee per MW-year", inputs=googles),
        "unit_mw_year_to_rule": Result(
            price / rule,
            "ratio",
            "Fee per MW-year over the rule of thumb",
            inputs=(*drawn, "capacity_rental_per_mw_year"),
            digits=2,
        ),
        "unit_mw_year_google_to_rule": Result(
            google_price / rule,
            "ratio",
            "Google's fee per MW-year over the rule of thumb",
            inputs=(*googles, "capacity_rental_per_mw_year"),
            digits=2,
        ),
    }


def rent_results(evidence: Evidence, case: MarketCase) -> dict[str, Result]:
    """Return what the same mix of chips would cost at market rents: the fair comparison."""
    fee, rents = case.fee_usd_per_month, case.rent_usd_per_gpu_hour
    last, trough = "h100_index_2026_09_29", "h100_index_2025_12_09"
    both = [market_usd_per_month(case.prospectus, rents[end]) for end in ENDS]
    first = [market_usd_per_month(case.announced, rents[end]) for end in ENDS]
    counted = [market_usd_per_month(case.october, rents[end]) for end in ENDS]
    per_gpu = [usd_per_gpu_hour(rent, case.prospectus.total_gpus) for rent in both]
    inputs = (*MIX, *RENTS.values())
    return {
        "unit_market_rent": Result(
            both[1], "USD/month", "Rent of the same mix at market prices", both[0], both[2], inputs[1:]
        ),
        "unit_market_gpu_hour": Result(
            per_gpu[1], "USD/GPU-hour", "Market price of a GPU-hour of the same mix", per_gpu[0], per_gpu[2], inputs[1:]
        ),
        "unit_fee_to_market": Result(
            fee / both[1],
            "ratio",
            "Fee over the market rent of the same mix",
            round(fee / both[2], 2),
            round(fee / both[0], 2),
            inputs,
        ),
        "unit_fee_to_market_announced": Result(
            fee / first[1],
            "ratio",
            "Fee over the market rent of Colossus 1 alone",
            round(fee / first[2], 2),
            round(fee / first[0], 2),
            ("csa_fee", "csa_gpus_announced", *OCTOBER_COUNT.values(), *RENTS.values()),
        ),
        "unit_fee_to_market_october": Result(
            fee / counted[1],
            "ratio",
            "Fee over the market rent of Colossus 1 as counted in October",
            round(fee / counted[2], 2),
            round(fee / counted[0], 2),
            ("csa_fee", *OCTOBER_COUNT.values(), *RENTS.values()),
        ),
        "unit_fee_to_market_trough": Result(
            fee / (both[1] * index_price(evidence, trough) / index_price(evidence, last)),
            "ratio",
            "Fee over the market rent of the same mix, if all rents fell as far as the H100 index to its trough",
            inputs=(*inputs, trough, last),
        ),
    }


def index_results(evidence: Evidence, case: MarketCase) -> dict[str, Result]:
    """Return where the rental index stands, and how many GPUs the fee buys at it."""
    last, before, trough = "h100_index_2026_09_29", "h100_index_2026_04_30", "h100_index_2025_12_09"
    april, year = "h100_index_2026_04_01", "h100_one_year_2026_03"
    blackwell = "b200_index_2026_06"
    price = {id: index_price(evidence, id) for id in (last, before, trough, april, year, blackwell)}
    fee = case.fee_usd_per_month
    each = usd_per_h100_equivalent_hour(fee, case.prospectus, case.dense_tflops)
    return {
        "unit_index_h100": Result(price[last], "USD/GPU-hour", "H100 index, 29 September 2026", inputs=(last,)),
        "unit_index_trough": Result(price[trough], "USD/GPU-hour", "H100 index, trough of 2025", inputs=(trough,)),
        "unit_index_b200": Result(price[blackwell], "USD/GPU-hour", "B200 index, June 2026", inputs=(blackwell,)),
        "unit_index_rise": Result(
            price[last] / price[trough] - 1,
            "fraction",
            "Rise of the H100 index since its trough",
            inputs=(last, trough),
        ),
        "unit_index_since_deal": Result(
            price[last] / price[before] - 1,
            "fraction",
            "Rise of the H100 index since the week of the agreement",
            inputs=(last, before),
            digits=2,
        ),
        "unit_one_year_discount": Result(
            1 - price[year] / price[april],
            "fraction",
            "One-year H100 contracts below the index, March 2026",
            inputs=(year, april),
            digits=2,
        ),
        "unit_h100_hour_to_index": Result(
            each / price[last], "ratio", "Fee per H100-equivalent hour over the H100 index", inputs=(*MIX, *SPEED, last)
        ),
        "unit_h100_bought": Result(
            round(gpus_bought(fee, price[last]), -3),
            "number",
            "H100 that the fee rents at the index",
            inputs=("csa_fee", last),
        ),
        "unit_b200_bought": Result(
            round(gpus_bought(fee, price[blackwell]), -3),
            "number",
            "B200 that the fee rents at the index",
            inputs=("csa_fee", blackwell),
        ),
    }


def sibling_results(evidence: Evidence, case: MarketCase) -> dict[str, Result]:
    """Return the prices of SpaceX's other cloud contracts beside the fee."""
    fee, gpus = evidence.number("google_spacex_fee"), evidence.number("google_spacex_gpus")
    price, own = google_usd_per_gpu_hour(evidence), case.fee_usd_per_gpu_hour
    each = usd_per_h100_equivalent_hour(fee, Capacity("Google", {"GB200": gpus}), case.dense_tflops)
    own_each = usd_per_h100_equivalent_hour(case.fee_usd_per_month, case.prospectus, case.dense_tflops)
    unnamed = evidence.rows("contracts", ["unnamed_spacex_contract"]).iloc[0]
    inputs = ("google_spacex_fee", "google_spacex_gpus")
    classed = (*inputs, "google_spacex_chip_class", "gb200_bf16", "h100_bf16")
    return {
        "unit_google_gpu_hour": Result(price, "USD/GPU-hour", "Google's fee per GPU-hour", inputs=inputs, digits=4),
        "unit_google_to_anthropic": Result(
            price / own,
            "ratio",
            "Google's price of a GPU-hour over Anthropic's",
            inputs=(*inputs, "csa_fee", "csa_gpus_prospectus"),
        ),
        "unit_google_to_b200": Result(
            price / index_price(evidence, "b200_index_2026_06"),
            "ratio",
            "Google's price of a GPU-hour over the B200 index",
            inputs=(*inputs, "b200_index_2026_06"),
        ),
        "unit_google_h100_hour": Result(
            each, H100_HOUR, "Google's fee per H100-equivalent hour, if its GPUs are GB200 or GB300", inputs=classed
        ),
        "unit_google_to_anthropic_h100_hour": Result(
            each / own_each,
            "ratio",
            "Google's price of an H100-equivalent hour over Anthropic's",
            inputs=(*classed, *MIX, *SPEED),
        ),
        "unit_unnamed_total": Result(
            float(unnamed.value), "USD", "The unnamed contract's value", inputs=("unnamed_spacex_contract",)
        ),
        "unit_unnamed_fee": Result(
            unnamed.value / (12 * unnamed.term_years),
            "USD/month",
            "The unnamed contract's fee, if spread evenly",
            inputs=("unnamed_spacex_contract",),
        ),
    }
