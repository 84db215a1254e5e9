"""The owner's choice: how much to keep, how much to rent, and what the right of recall is worth."""

from dataclasses import replace

import pandas as pd
from scipy.stats import norm

from compute_deal.chapters.market.capacity_results import capacity_results
from compute_deal.chapters.market.case import MarketCase
from compute_deal.evidence import Evidence
from compute_deal.models.deal.valuation import DAYS_PER_YEAR
from compute_deal.models.dual_use import (
    SplitTerms,
    breakeven_own_value,
    breakeven_utilisation,
    critical_fractile,
    kept_units,
)
from compute_deal.models.own_demand import Demand
from compute_deal.models.recall import breakeven_recall_price, recall_value
from compute_deal.models.unit_price import HOURS_PER_YEAR
from compute_deal.results import Result

WHOLE = 100.0  # capacity in per cent, so that what is kept reads as a share
INPUTS = (
    "csa_fee",
    "csa_gpus_prospectus",
    "own_use_value",
    "own_demand_share",
    "own_demand_deviation",
    "idle_gpu_value",
)
RECALL = (*INPUTS, "csa_notice_days", "anthropic_spacex_contract")


def split_terms(evidence: Evidence, case: MarketCase) -> SplitTerms:
    """Return what a GPU-hour of SpaceX earns, at the deal's price."""
    return SplitTerms(
        WHOLE,
        own_value=evidence.number("own_use_value"),
        rental_price=case.fee_usd_per_gpu_hour,
        idle_value=evidence.number("idle_gpu_value"),
    )


def own_demand(evidence: Evidence) -> Demand:
    """Return SpaceX's own demand, in per cent of its capacity."""
    return Demand(
        WHOLE * evidence.number("own_demand_share"), WHOLE * evidence.number("own_demand_deviation"), "lognormal"
    )


def notice_share(evidence: Evidence) -> float:
    """Return the notice period over the contract's term."""
    term = float(evidence.rows("contracts", ["anthropic_spacex_contract"]).term_years.iloc[0])
    return evidence.number("csa_notice_days") / (term * DAYS_PER_YEAR)


def own_revenue_per_mw_year(evidence: Evidence, case: MarketCase) -> tuple[float, float]:
    """Return what the power that SpaceX did not lease to Anthropic earned in the second quarter, a year.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    case : MarketCase
        The readings of the deal's capacity.

    Returns
    -------
    tuple of float
        USD per MW-year: AI solutions and infrastructure without the new contracts, and all revenue of the segment
        without Customer B. The power is the mean nameplate of the quarter less the lease for the days that it ran.
    """
    mean = (evidence.number("spacex_nameplate_2026q1") + evidence.number("spacex_nameplate_2026q2")) / 2
    quarter = pd.Period("2026Q2")
    leased = (quarter.end_time - evidence["csa_signed"].date) / (quarter.end_time - quarter.start_time)
    own = mean - leased * case.power_mw(case.prospectus).value
    narrow = evidence.number("spacex_ai_solutions_2026q2") - evidence.number("new_infrastructure_revenue_2026q2")
    customer = evidence.number("customer_b_share_2026q2") * evidence.number("spacex_revenue_2026q2")
    wide = evidence.number("spacex_ai_revenue_2026q2") - customer
    return 4 * narrow / own, 4 * wide / own


def split_results(evidence: Evidence, case: MarketCase) -> dict[str, Result]:
    """Return every number about the owner's choice.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    case : MarketCase
        The readings of the deal's capacity.

    Returns
    -------
    dict of str to Result
        By id; low and high are those of the own-use value.
    """
    terms, demand, share = split_terms(evidence, case), own_demand(evidence), notice_share(evidence)
    # The model refuses a normal of this width, which is below zero once in forty cases; its quantiles are safe here.
    normal = [
        float(norm.ppf(critical_fractile(terms, each), demand.mean_units, demand.sd_units)) / WHOLE
        for each in (1.0, share)
    ]
    low, high = evidence["own_use_value"].range
    variants = [replace(terms, own_value=value) for value in (low, terms.own_value, high)]
    firm = [kept_units(each, demand) / WHOLE for each in variants]
    recallable = [kept_units(each, demand, share) / WHOLE for each in variants]
    worth = [recall_value(each, demand, share) / WHOLE for each in variants]
    discount = [1 - breakeven_recall_price(each, demand, share) / terms.rental_price for each in variants]
    yearly = case.prospectus.total_gpus * HOURS_PER_YEAR * terms.rental_price
    sold = capacity_results(evidence, case)["sold_share_gpus"]
    kept = 1 - sold.value
    revenue = own_revenue_per_mw_year(evidence, case)
    return {
        "split_fractile": Result(
            critical_fractile(terms), "fraction", "Critical fractile of a firm lease", inputs=INPUTS, digits=2
        ),
        "split_break_even": Result(
            breakeven_utilisation(terms),
            "fraction",
            "Use of a kept GPU at which it earns as much as rent",
            inputs=INPUTS,
            digits=2,
        ),
        "split_break_even_recall": Result(
            1.0 - critical_fractile(terms, share),
            "fraction",
            "The same if the lease can be recalled",
            inputs=RECALL,
            digits=2,
        ),
        "split_kept_firm": Result(firm[1], "fraction", "Best share to keep, firm lease", firm[0], firm[2], INPUTS, 2),
        "split_kept_recall": Result(
            recallable[1], "fraction", "Best share to keep, with recall", recallable[0], recallable[2], RECALL, 2
        ),
        "split_kept_firm_normal": Result(
            normal[0],
            "fraction",
            "Best share to keep, firm lease, if own demand is normal",
            inputs=INPUTS,
            digits=2,
        ),
        "split_kept_recall_normal": Result(
            normal[1],
            "fraction",
            "Best share to keep, with recall, if own demand is normal",
            inputs=RECALL,
            digits=2,
        ),
        "split_recall_value": Result(
            worth[1],
            "USD/GPU-hour",
            "Worth of the right of recall per GPU-hour of the whole fleet",
            worth[0],
            worth[2],
            RECALL,
            2,
        ),
        "split_recall_discount": Result(
            discount[1],
            "fraction",
            "Largest discount on the rent that the owner would give for recall",
            discount[0],
            discount[2],
            RECALL,
            2,
        ),
        "split_recall_usd": Result(
            discount[1] * yearly,
            "USD/year",
            "The same on the whole Anthropic lease",
            discount[0] * yearly,
            discount[2] * yearly,
            RECALL,
            2,
        ),
        "split_notice_share": Result(share, "fraction", "Notice period over the term", inputs=RECALL[-2:], digits=2),
        "split_kept_observed": Result(
            kept,
            "fraction",
            "Share of the GPUs counted in October 2026 that no disclosed lease takes",
            1 - sold.high,
            1 - sold.low,
            sold.inputs,
            2,
        ),
        "split_revealed_value": Result(
            breakeven_own_value(terms, demand, kept * WHOLE),
            "USD/GPU-hour",
            "Own-use value at which that share would be the best firm split",
            inputs=(*INPUTS, *sold.inputs),
        ),
        "split_own_revenue": Result(
            revenue[1],
            "USD/MW-year",
            "AI revenue without Customer B per MW-year of power not let to Anthropic, second quarter",
            revenue[0],
            revenue[1],
            (
                "spacex_nameplate_2026q1",
                "spacex_nameplate_2026q2",
                "spacex_ai_solutions_2026q2",
                "new_infrastructure_revenue_2026q2",
                "customer_b_share_2026q2",
                "spacex_revenue_2026q2",
                "spacex_ai_revenue_2026q2",
            ),
            2,
        ),
    }
