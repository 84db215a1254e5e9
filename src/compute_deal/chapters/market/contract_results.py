"""The contracts beside the deal: value a year, price of a megawatt, what was announced and what was booked."""

import pandas as pd

from compute_deal.chapters.demand.case import obligations
from compute_deal.chapters.market.case import MarketCase, google_mw
from compute_deal.evidence import Evidence
from compute_deal.inputs.contracts import cloud_plans
from compute_deal.models.concentration import effective_number, herfindahl, herfindahl_bounds, herfindahl_bounds_partial
from compute_deal.results import Result

DEAL = "anthropic_spacex_contract"
FIRMNESS = {
    "exit_for_convenience": "either side may leave",
    "delivery_exit_only": "delivery exit only",
    "take_or_pay": "firm purchase",
    "commitment": "firm purchase",
    "option_or_backstop": "part option",
    "undisclosed": "not disclosed",
}
# Why a contract with a power is not priced per megawatt.
NO_POWER_PRICE = {
    "anthropic_terawulf_contract": "space and power without chips",
    "anthropic_amazon_contract": "floor of value over ceiling of power",
}
REPORTED_AGAIN = ("anthropic_akamai_contract",)  # the later report replaces it
SPACEX = (DEAL, "google_spacex_contract", "unnamed_spacex_contract", "reflection_spacex_contract")


def comparables(evidence: Evidence, case: MarketCase) -> pd.DataFrame:
    """Return all contracts whose value a year is known, the largest first.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    case : MarketCase
        The readings of the deal's capacity.

    Returns
    -------
    pandas.DataFrame
        Indexed by id: `name`, `usd_per_year`, `term_years`, `power_mw` (of SpaceX's contracts, GPUs times draw),
        `usd_per_mw_year`, `firmness` in words, `exit_terms`, `source`.
    """
    table = evidence.frame("contracts")
    yearly = (12 * table.fee).fillna(table.value / table.term_years)
    kept = table.assign(usd_per_year=yearly).dropna(subset="usd_per_year").drop(index=list(REPORTED_AGAIN))
    evidence.reads.note(kept.index)
    power = kept.power_mw.copy()
    power[DEAL] = case.power_mw(case.prospectus).value
    power["google_spacex_contract"] = google_mw(evidence)
    per_mw = (kept.usd_per_year / power).drop(index=list(NO_POWER_PRICE)).reindex(kept.index)
    short = kept.customer.str.replace(" AI", "").str.replace("Customer not named", "Not named")
    provider = (
        kept.provider.str.split(" and ")
        .str[-1]
        .str.replace(" Infrastructure", "")
        .str.replace("Aker", "Nscale, Norway")
    )
    return kept.assign(
        name=short + "–" + provider + [twice(id) for id in kept.index],
        power_mw=power,
        usd_per_mw_year=per_mw,
        firmness=kept.firmness.map(FIRMNESS),
    )[
        ["name", "usd_per_year", "term_years", "power_mw", "usd_per_mw_year", "firmness", "exit_terms", "source"]
    ].sort_values("usd_per_year", ascending=False)


def twice(id: str) -> str:
    """Return what tells apart two contracts of the same parties."""
    return {
        "openai_aws_contract": ", 2025",
        "openai_aws_expansion_contract": ", 2026",
        "meta_nebius_2025_contract": ", 2025",
        "meta_nebius_2026_contract": ", 2026",
    }.get(id, "")


def booked(evidence: Evidence) -> pd.DataFrame:
    """Return three amounts announced, and what of each was booked or closed.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    pandas.DataFrame
        `what`, `announced_usd`, `booked_usd`.
    """
    letter = evidence.rows("precedents", ["nvidia_openai_letter_precedent", "nvidia_openai_closed_precedent"]).value
    headlines = sum(plan.headline_usd for plan in cloud_plans(evidence))
    return pd.DataFrame(
        [
            (
                "SpaceX: three cloud contracts",
                headlines,
                evidence.number("spacex_contracted_cloud_sales_2026q2"),
            ),
            ("NVIDIA's investment in OpenAI", *letter),
            (
                "IREN: announced contracts",
                evidence.number("iren_announced_contracts_2026"),
                evidence.number("iren_rpo_2026"),
            ),
        ],
        columns=["what", "announced_usd", "booked_usd"],
    )


def contract_results(evidence: Evidence, case: MarketCase) -> dict[str, Result]:
    """Return every number about the comparable contracts.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    case : MarketCase
        The readings of the deal's capacity.

    Returns
    -------
    dict of str to Result
        By id.
    """
    table = comparables(evidence, case)
    peers = table[~table.index.isin(SPACEX)].usd_per_mw_year.dropna()
    leaving = table[(table.firmness == FIRMNESS["exit_for_convenience"]) & ~table.index.isin(SPACEX)]
    whole = booked(evidence).set_index("what")
    share = whole.booked_usd / whole.announced_usd
    return {
        "comp_contracts": Result(len(table), "number", "Contracts with a known value a year", inputs=table.index),
        "comp_rank": Result(
            list(table.index).index(DEAL) + 1,
            "number",
            "Rank of the deal among them by value a year",
            inputs=table.index,
        ),
        "google_line_per_year": Result(
            12 * evidence.number("obligations_google_line") / evidence.number("obligations_google_months"),
            "USD/year",
            "Google's line in the draft prospectus, spread over its term",
            inputs=("obligations_google_line", "obligations_google_months"),
        ),
        "comp_others_leaving": Result(
            len(leaving),
            "number",
            "Contracts of other providers that either side may leave on notice",
            inputs=table.index,
        ),
        "comp_peer_mw_year": Result(
            float(peers.median()),
            "USD/MW-year",
            "Price of a MW-year in other providers' contracts, median (all)",
            float(peers.min()),
            float(peers.max()),
            peers.index,
        ),
        "comp_peers": Result(len(peers), "number", "Other providers' contracts with a power", inputs=peers.index),
        "comp_deal_to_peers": Result(
            float(table.usd_per_mw_year[DEAL] / peers.median()),
            "ratio",
            "The deal's price of a MW-year over that median",
            inputs=(DEAL, *peers.index),
            digits=2,
        ),
        "comp_booked_spacex": Result(
            float(share.iloc[0]),
            "fraction",
            "SpaceX's contracted cloud sales over the headlines",
            inputs=("spacex_contracted_cloud_sales_2026q2", *SPACEX[:2], SPACEX[3]),
            digits=2,
        ),
        "comp_booked_nvidia": Result(
            float(share.iloc[1]),
            "fraction",
            "NVIDIA's investment in OpenAI that closed, over the letter of intent",
            inputs=("nvidia_openai_letter_precedent", "nvidia_openai_closed_precedent"),
            digits=2,
        ),
        "comp_booked_iren": Result(
            float(share.iloc[2]),
            "fraction",
            "IREN's remaining performance obligations over its announced contracts",
            inputs=("iren_announced_contracts_2026", "iren_rpo_2026"),
            digits=2,
        ),
        "comp_google_days": Result(
            days_between(evidence, "event_s1_terms", "event_google_contract"),
            "days",
            "From the filing of the price to the Google contract",
            inputs=("event_s1_terms", "event_google_contract"),
        ),
    }


def days_between(evidence: Evidence, first: str, second: str) -> int:
    """Return the days from one event to another."""
    dates = pd.to_datetime(evidence.rows("events", [first, second]).date)
    return int((dates.iloc[1] - dates.iloc[0]).days)


def concentration_results(evidence: Evidence, firm_usd: float) -> dict[str, Result]:
    """Return how concentrated Anthropic's supply and SpaceX's AI revenue are.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    firm_usd : float
        What of the SpaceX contract is firm: the low end of that line.

    Returns
    -------
    dict of str to Result
        By id.
    """
    lines = obligations(evidence)
    low, high = herfindahl_bounds(list((lines | {"spacex": firm_usd}).values()), list(lines.values()))
    merged = {**lines, "google": lines["google"] + lines["broadcom"]}
    del merged["broadcom"]
    largest = evidence.number("customer_b_share_2026q2") * evidence.number("spacex_revenue_2026q2")
    revenue = herfindahl_bounds_partial([largest / evidence.number("spacex_ai_revenue_2026q2")])
    fees = comparables_of_spacex(evidence)
    autumn, later = herfindahl(fees.values), herfindahl(fees.drop("unnamed_spacex_contract").values)
    named = tuple(f"obligations_{name}_line" for name in lines)
    b = ("customer_b_share_2026q2", "spacex_revenue_2026q2", "spacex_ai_revenue_2026q2")
    total = sum(lines.values())
    return {
        "hhi_supply": Result(
            herfindahl(list(lines.values())),
            "number",
            "Herfindahl index of Anthropic's obligations by supplier; low and high: what of SpaceX's line is counted",
            low,
            high,
            named,
            2,
        ),
        "hhi_supply_number": Result(
            effective_number(herfindahl(list(lines.values()))),
            "number",
            "Equal suppliers that would be as concentrated",
            inputs=named,
            digits=2,
        ),
        "hhi_supply_merged": Result(
            herfindahl(list(merged.values())),
            "number",
            "The same index with Google and Broadcom as one supplier",
            inputs=named,
            digits=2,
        ),
        "hhi_supply_merged_number": Result(
            effective_number(herfindahl(list(merged.values()))),
            "number",
            "Equal suppliers as concentrated, with Google and Broadcom as one",
            inputs=named,
            digits=2,
        ),
        "hhi_spacex_share": Result(
            lines["spacex"] / total,
            "fraction",
            "SpaceX's share of Anthropic's listed obligations",
            firm_usd / (total - lines["spacex"] + firm_usd),
            lines["spacex"] / total,
            named,
            2,
        ),
        "hhi_revenue": Result(
            sum(revenue) / 2,
            "number",
            "Herfindahl index of SpaceX's AI revenue by customer, second quarter, middle of its bounds",
            *revenue,
            b,
            2,
        ),
        "hhi_autumn": Result(
            autumn,
            "number",
            "Herfindahl index of SpaceX's cloud fees by contract, from October 2026",
            inputs=SPACEX,
            digits=2,
        ),
        "hhi_later": Result(
            later, "number", "The same once the unnamed contract has ended", inputs=(*SPACEX[:2], SPACEX[3]), digits=2
        ),
        "hhi_autumn_share": Result(
            float(fees[DEAL] / fees.sum()),
            "fraction",
            "Anthropic's share of SpaceX's cloud fees from October 2026",
            inputs=SPACEX,
            digits=2,
        ),
        "hhi_fees": Result(float(fees.sum()), "USD/month", "SpaceX's cloud fees from October 2026", inputs=SPACEX),
    }


def comparables_of_spacex(evidence: Evidence) -> pd.Series:
    """Return the monthly fees of SpaceX's cloud contracts, the unnamed one spread evenly."""
    table = evidence.rows("contracts", SPACEX)
    return table.fee.fillna(table.value / (12 * table.term_years))
