"""The contracts beside the deal: value a year, price of a megawatt, what was announced and what was booked."""

import pandas as pd

from compute_deal.chapters.market.case import MarketCase
from compute_deal.evidence import Evidence, traced
from compute_deal.inputs.deal import cloud_plans
from compute_deal.results import Results

DEAL = "anthropic_spacex_contract"
FIRMNESS = {
    "exit_for_convenience": "either side may leave",
    "delivery_exit_only": "delivery exit only",
    "take_or_pay": "take or pay",
    "commitment": "commitment",
    "option_or_backstop": "part option",
    "undisclosed": "not disclosed",
}
# Why a contract with a power is not priced per megawatt.
NO_POWER_PRICE = {
    "anthropic_terawulf_contract": "space and power without chips",
    "anthropic_amazon_contract": "floor of value over ceiling of power",
}
REPORTED_AGAIN = ("anthropic_akamai_contract",)  # the later report replaces it
LASTING = (DEAL, "google_spacex_contract", "reflection_spacex_contract", "december_spacex_contract")
SIX_MONTHS = "unnamed_spacex_contract"
SPACEX = (*LASTING, SIX_MONTHS)
SUFFIXES = {
    "openai_aws_contract": ", 2025",
    "openai_aws_expansion_contract": ", 2026",
    "meta_nebius_2025_contract": ", 2025",
    "meta_nebius_2026_contract": ", 2026",
    "unnamed_spacex_contract": ", August",
    "december_spacex_contract": ", September",
}


@traced
def comparables(evidence: Evidence) -> pd.DataFrame:
    """Return all contracts whose value a year is known, the largest first.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    pandas.DataFrame
        Indexed by id: `name`, `usd_per_year`, `firmness` in words.
    """
    ids = _with_value_per_year(evidence).index
    kept = evidence.rows("contracts", ids)
    yearly = _usd_per_year(kept)
    short = kept.customer.str.replace(" AI", "").str.replace("Customer not named", "Not named")
    provider = (
        kept.provider.str.split(" and ")
        .str[-1]
        .str.replace(" Infrastructure", "")
        .str.replace("Aker", "Nscale, Norway")
    )
    names = short + "–" + provider + [SUFFIXES.get(id, "") for id in ids]
    frame = pd.DataFrame({"name": names, "usd_per_year": yearly, "firmness": kept.firmness.map(FIRMNESS)})
    return frame.sort_values("usd_per_year", ascending=False)


@traced
def peer_usd_per_mw_year(evidence: Evidence) -> pd.Series:
    """Return the price of a megawatt and year in the contracts of other providers that state a power and sell chips."""
    table = _with_value_per_year(evidence)
    ids = table.index[table.power_mw.notna() & ~table.index.isin([*SPACEX, *NO_POWER_PRICE])]
    rows = evidence.rows("contracts", ids)
    return _usd_per_year(rows) / rows.power_mw


def _with_value_per_year(evidence: Evidence) -> pd.DataFrame:
    table = evidence.frame("contracts").drop(index=list(REPORTED_AGAIN))
    return table[_usd_per_year(table).notna()]


def _usd_per_year(rows: pd.DataFrame) -> pd.Series:
    return (12 * rows.fee).fillna(rows.value / rows.term_years)


def add_contracts(results: Results, case: MarketCase) -> None:
    """Add every number about the comparable contracts."""
    evidence = results.evidence

    def peers() -> tuple[float, float, float]:
        prices = peer_usd_per_mw_year(evidence)
        return float(prices.median()), float(prices.min()), float(prices.max())

    results.add("comp_contracts", "number", "Contracts with a known value a year", lambda: len(comparables(evidence)))
    results.add(
        "comp_peer_mw_year",
        "USD/MW-year",
        "Price of a MW-year in other providers' contracts, median (all)",
        peers,
        digits=2,
    )
    results.add(
        "comp_peers",
        "number",
        "Other providers' contracts with a power",
        lambda: len(peer_usd_per_mw_year(evidence)),
    )
    add_booked(results)
    add_running_fees(results)


def add_booked(results: Results) -> None:
    """Add what of three announced amounts was booked or closed."""
    evidence = results.evidence
    number = evidence.number

    def spacex() -> float:
        headlines = sum(plan.headline_usd for plan in cloud_plans(evidence))
        return number("spacex_contracted_cloud_sales_2026q2", "USD") / headlines

    def nvidia() -> float:
        ids = "nvidia_openai_letter_precedent", "nvidia_openai_closed_precedent"
        letter, closed = (float(evidence.stated(id, "USD")["value"]) for id in ids)
        return closed / letter

    results.add(
        "comp_booked_spacex", "fraction", "SpaceX's contracted cloud sales over the headlines", spacex, digits=2
    )
    results.add("comp_booked_nvidia", "fraction", "NVIDIA's investment in OpenAI that closed", nvidia, digits=2)
    results.add(
        "comp_booked_iren",
        "fraction",
        "IREN's remaining performance obligations over its announced contracts",
        lambda: number("iren_rpo_2026", "USD") / number("iren_announced_contracts_2026", "USD"),
        digits=1,
    )


def add_running_fees(results: Results) -> None:
    """Add SpaceX's monthly cloud fees of December 2026, and of April 2027 when the six months have run out."""
    evidence = results.evidence

    def fees(ids: tuple[str, ...]) -> pd.Series:
        return _usd_per_year(evidence.rows("contracts", ids)) / 12

    for when, ids, words in (
        ("december", SPACEX, "in December 2026"),
        ("april", LASTING, "from April 2027 if the contract of August has lapsed"),
    ):
        results.add(f"fees_{when}", "USD/month", f"SpaceX's cloud fees {words}", lambda ids=ids: float(fees(ids).sum()))
        results.add(
            f"fees_anthropic_{when}",
            "fraction",
            f"Anthropic's share of SpaceX's cloud fees {words}",
            lambda ids=ids: float(fees(ids)[DEAL] / fees(ids).sum()),
            digits=2,
        )
