"""What the chapter on the market states in numbers: all of it, and the price, per GPU-hour, speed and power, against others."""

from collections.abc import Callable

from compute_deal.chapters.market.capacity_results import add_capacity
from compute_deal.chapters.market.case import MarketCase, blackwell_draw_w, google_usd_per_gpu_hour
from compute_deal.chapters.market.contract_results import add_contracts, peer_usd_per_mw_year
from compute_deal.chapters.market.owner_results import add_owner
from compute_deal.evidence import Evidence
from compute_deal.inputs.published import add_epoch
from compute_deal.inputs.rents import index_price
from compute_deal.inputs.replacement import (
    INDICES,
    block_ratio,
    equivalent_price_ratio,
    hosting_premium,
    hosting_ratio,
    large_cloud_ratio,
)
from compute_deal.models.bounds import Bounds
from compute_deal.models.unit_price import (
    HOURS_PER_MONTH,
    Capacity,
    h100_equivalents,
    usd_per_gpu_hour,
    usd_per_mw_year,
)
from compute_deal.results import Results

H100_HOUR = "USD/H100-equivalent hour"
NEXT_GPUS = 100_000  # the size for which the text prices a next contract
CURVES = {
    "h100_year": ("h100_spot_2026_09_07", "h100_forward_12m_2026_09", "H100, twelve months forward, 7 September 2026"),
    "b200_year": ("b200_spot_2026_09_07", "b200_forward_12m_2026_09", "B200, twelve months forward, 7 September 2026"),
    "h100_term": ("h100_spot_2026_07_19", "h100_term_36m_2026_07", "H100, a rental of three years, 19 July 2026"),
}


def market_results(evidence: Evidence) -> Results:
    """Return every number that the chapter computes.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    Results

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> round(market_results(load())["unit_gpu_hour_prospectus"].value, 2)
    5.27
    """
    case, results = MarketCase(evidence), Results(evidence)
    add_prices(results, case)
    add_owner(results, case)
    add_epoch(results)
    add_contracts(results, case)
    add_capacity(results, case)
    return results


def add_prices(results: Results, case: MarketCase) -> None:
    """Add every number about price."""
    add_units(results, case)
    add_rents(results, case)
    add_yardsticks(results, case)
    add_index(results)
    add_siblings(results, case)


def add_units(results: Results, case: MarketCase) -> None:
    """Add the fee per GPU-hour, per unit of speed and per megawatt."""
    number = results.evidence.number

    def per_gpu_hour_announced() -> float:
        return usd_per_gpu_hour(case.fee_usd_per_month, number("csa_gpus_announced", "GPUs"))

    def per_h100_hour() -> float:
        return usd_per_gpu_hour(case.fee_usd_per_month, h100_equivalents(case.prospectus, case.dense_tflops))

    def per_mw_year() -> Bounds:
        power = case.power_mw(case.prospectus)
        return Bounds(*(usd_per_mw_year(case.fee_usd_per_month, mw) for mw in (power.high, power.value, power.low)))

    def google_per_mw_year() -> float:
        power_mw = number("google_spacex_gpus", "GPUs") * blackwell_draw_w(results.evidence).value / 1e6
        return usd_per_mw_year(number("google_spacex_fee", "USD/month"), power_mw)

    def epoch_deviation() -> float:
        count = h100_equivalents(case.october, case.dense_tflops)
        return 1 - count / number("colossus1_h100_equivalents_2026_10", "H100-equivalents")

    price = "USD/GPU-hour"
    results.add("unit_gpu_hour_prospectus", price, "Fee per GPU-hour, both sites", lambda: case.fee_usd_per_gpu_hour)
    results.add("unit_gpu_hour_announced", price, "Fee per GPU-hour, Colossus 1 alone", per_gpu_hour_announced)
    results.add(
        "unit_remainder",
        "GPUs",
        "GPUs of the prospectus that do not stand at Colossus 1",
        lambda: number("csa_gpus_prospectus", "GPUs") - case.october.total_gpus,
    )
    results.add(
        "unit_h100_equivalents",
        "number",
        "H100-equivalents of the prospectus's GPUs, dense BF16",
        lambda: round(h100_equivalents(case.prospectus, case.dense_tflops), -3),
    )
    results.add(
        "unit_epoch_deviation",
        "fraction",
        "By how much this method falls short of Epoch AI's count for Colossus 1",
        epoch_deviation,
        digits=2,
    )
    results.add("unit_h100_hour", H100_HOUR, "Fee per H100-equivalent hour", per_h100_hour)
    results.add(
        "unit_power",
        "MW",
        "Nameplate IT power of the prospectus's GPUs, without cooling",
        lambda: case.power_mw(case.prospectus),
    )
    results.add("unit_mw_year", "USD/MW-year", "Fee per MW-year of nameplate IT power", per_mw_year, digits=2)
    results.add(
        "unit_mw_year_google",
        "USD/MW-year",
        "Google's fee per MW-year",
        google_per_mw_year,
        digits=2,
    )


def add_rents(results: Results, case: MarketCase) -> None:
    """Add what the same mix of chips rents for at the indices."""

    def over_rent() -> tuple[float, float, float]:
        fee, rent = case.fee_usd_per_gpu_hour, case.market_range_usd_per_gpu_hour()
        return fee / rent.value, fee / rent.high, fee / rent.low

    results.add(
        "unit_market_gpu_hour",
        "USD/GPU-hour",
        "Price of a GPU-hour of the same mix at the last rental indices, 5 and 6 October 2026",
        case.market_range_usd_per_gpu_hour,
    )
    results.add(
        "unit_fee_to_market",
        "ratio",
        "Fee over the rent of the same mix at these indices",
        over_rent,
        digits=2,
    )


def add_yardsticks(results: Results, case: MarketCase) -> None:
    """Add what capacity like this costs by each yardstick, and the fee over it."""
    evidence = results.evidence

    def times_index(ratio: float) -> float:
        return ratio * index_price(evidence, INDICES["h100"])

    def large_clouds() -> tuple[float, float, float]:
        found = large_cloud_ratio(evidence)
        return times_index(found.value), times_index(found.low), times_index(found.high)

    def by_power() -> float:
        usd = peer_usd_per_mw_year(evidence).median() * case.power_mw(case.prospectus).value
        return usd_per_gpu_hour(usd / 12, case.prospectus.total_gpus)

    def replacement() -> Bounds:
        ratio = equivalent_price_ratio(evidence)
        return Bounds(*map(times_index, (ratio.low, ratio.value, ratio.high)))

    results.add(
        "replacement_price",
        "USD/GPU-hour",
        "Price of a GPU-hour of equivalent capacity",
        replacement,
    )
    results.add(
        "fee_to_replacement",
        "ratio",
        "Fee over the central price of equivalent capacity",
        lambda: case.fee_usd_per_gpu_hour / times_index(block_ratio(evidence)),
        digits=2,
    )
    results.add(
        "replacement_ratio",
        "ratio",
        "Price of equivalent capacity over the H100 index",
        lambda: equivalent_price_ratio(evidence),
        digits=2,
    )
    yardsticks = {
        "hosting": ("at Google's premium over the index of its chip", lambda: times_index(hosting_ratio(evidence))),
        "clouds": ("at the premium of large clouds over the index", large_clouds),
        "power": ("by megawatts, in other providers' contracts", by_power),
    }
    for name, (words, compute) in yardsticks.items():
        id = f"yard_{name}"
        results.add(id, "USD/GPU-hour", f"Price of a GPU-hour like the contract's, {words}", compute, digits=2)
        results.add(
            f"fee_to_{name}",
            "ratio",
            f"Fee over the price {words}",
            lambda id=id: case.fee_usd_per_gpu_hour / results[id].value,
            digits=2,
        )


def add_index(results: Results) -> None:
    """Add where the rental indices stand, and what the forward curves say."""
    prices = {
        "unit_index_h100": (INDICES["h100"], "H100 index, 6 October 2026"),
        "unit_index_h200": (INDICES["h200"], "H200 index, 5 October 2026"),
        "unit_index_b200": (INDICES["gb200"], "B200 index, 5 October 2026"),
        "unit_index_ornn": ("ornn_h100_2026_10_06", "H100 index of Ornn, 6 October 2026"),
        "unit_index_signing": ("h100_index_2026_04_30", "H100 index in the week of the agreement"),
        "unit_hyperscaler_h100": ("h100_hyperscaler_2026_10_05", "H100 at hyperscalers, 5 October 2026"),
    }
    for id, (row, label) in prices.items():
        results.add(id, "USD/GPU-hour", label, lambda row=row: index_price(results.evidence, row))

    def change(first: str, last: str) -> Callable[[], float]:
        """Return the change between two rows; across a change of definition it is not one of rents alone."""
        return lambda: index_price(results.evidence, last) / index_price(results.evidence, first) - 1

    results.add(
        "unit_index_redefined",
        "fraction",
        "Most that the change of definition of 25 September may have added to the H100 index",
        lambda: results.evidence.ends("h100_index_break_2026_09", "ratio")[1] - 1,
        digits=1,
    )
    results.add(
        "unit_index_before_deal",
        "fraction",
        "Rise of the H100 index from 9 December 2025 to 1 April 2026, within one definition",
        change("h100_index_2025_12_09", "h100_index_2026_04_01"),
        digits=2,
    )
    results.add(
        "unit_index_since_deal",
        "fraction",
        "Rise of the H100 index from 30 April to 7 September 2026, within one definition",
        change("h100_index_2026_04_30", "h100_spot_2026_09_07"),
        digits=1,
    )
    results.add(
        "unit_index_autumn_rents",
        "fraction",
        "Least rise of rents from 7 September to 6 October 2026: that of the H100 index, less the change of definition at its largest",
        lambda: (
            (1 + change("h100_spot_2026_09_07", INDICES["h100"])()) / (1 + results["unit_index_redefined"].value) - 1
        ),
        digits=1,
    )
    for name, (spot, later, label) in CURVES.items():
        results.add(
            f"curve_{name}",
            "fraction",
            f"Below spot: {label}",
            lambda spot=spot, later=later: -change(spot, later)(),
            digits=2,
        )


def add_siblings(results: Results, case: MarketCase) -> None:
    """Add the prices of SpaceX's later cloud contracts beside the fee."""
    evidence = results.evidence
    number = evidence.number

    def by_speed() -> float:
        google = Capacity({"GB200": number("google_spacex_gpus", "GPUs")})
        theirs = usd_per_gpu_hour(number("google_spacex_fee", "USD/month"), h100_equivalents(google, case.dense_tflops))
        ours = usd_per_gpu_hour(case.fee_usd_per_month, h100_equivalents(case.prospectus, case.dense_tflops))
        return theirs / ours

    def unnamed_fee() -> float:
        row = evidence.rows("contracts", ["unnamed_spacex_contract"]).iloc[0]
        return float(row.value / (12 * row.term_years))

    def reflection() -> float:
        return usd_per_gpu_hour(number("reflection_spacex_fee", "USD/month"), number("bank_reflection_gpus", "GPUs"))

    def next_fee() -> tuple[float, float, float]:
        prices = index_price(evidence, INDICES["gb200"]), google_usd_per_gpu_hour(evidence)
        low, high = (price * NEXT_GPUS * HOURS_PER_MONTH for price in prices)
        return (low + high) / 2, low, high

    results.add(
        "unit_google_gpu_hour", "USD/GPU-hour", "Google's fee per GPU-hour", lambda: google_usd_per_gpu_hour(evidence)
    )
    results.add(
        "unit_reflection_gpu_hour", "USD/GPU-hour", "Reflection's fee per GPU-hour, Deutsche Bank's count", reflection
    )
    results.add(
        "unit_google_to_anthropic",
        "ratio",
        "Google's price of a GPU-hour over Anthropic's",
        lambda: google_usd_per_gpu_hour(evidence) / case.fee_usd_per_gpu_hour,
        digits=2,
    )
    results.add(
        "unit_google_to_index",
        "ratio",
        "Google's price of a GPU-hour over the B300 index",
        lambda: hosting_premium(evidence),
        digits=2,
    )
    results.add(
        "unit_google_to_anthropic_h100_hour",
        "ratio",
        "Google's price of an H100-equivalent hour over Anthropic's",
        by_speed,
        digits=2,
    )
    results.add("unit_unnamed_fee", "USD/month", "The contract of August 2026, spread over six months", unnamed_fee)
    results.add(
        "next_fee",
        "USD/month",
        "Fee for a hundred thousand GPUs of the GB200 class, from the B200 index to Google's price",
        next_fee,
        digits=2,
    )
