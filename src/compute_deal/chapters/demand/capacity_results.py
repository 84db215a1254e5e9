"""What the chapter on demand states about the portfolio of contracts, the limits and the example of a service."""

import numpy as np

from compute_deal.chapters.demand.case import DATED_LINES, RUN_RATES, DemandCase, portfolio
from compute_deal.evidence import Evidence
from compute_deal.models.dimensioning import load_for_blocking
from compute_deal.models.overlaps import counted_once
from compute_deal.models.queueing import pooled_and_split, with_added_capacity
from compute_deal.results import Result

SHARE_ROUNDING = 0.025  # "about 80 %" is read as 77.5 to 82.5 %
POOLS = 10
SHOWN_DECIMALS = 3  # of a share of requests: less than one in a thousand reads as none


def portfolio_results(evidence: Evidence, case: DemandCase) -> dict[str, Result]:
    """Return totals of the commitments, counted in different ways, and what of them can be given back."""
    rows = portfolio(evidence, case.headline_usd)
    total = evidence.number("obligations_total")
    firm = evidence.number("obligations_noncancellable_share")
    line = evidence.number("obligations_spacex_line")
    per_year = {
        name: 12 * evidence.number(f"obligations_{name}_line") / evidence.number(f"obligations_{name}_months")
        for name in DATED_LINES
    }
    dated = sum(per_year.values())
    contract = rows.loc["anthropic_broadcom_contract"]
    broadcom = evidence.number("obligations_broadcom_line") / contract.term_years
    known_fee = dated - per_year["spacex"] + case.fee_usd_per_year
    lines = tuple(f"obligations_{name}_{part}" for name in DATED_LINES for part in ("line", "months"))
    shares = ("obligations_total", "obligations_noncancellable_share")
    contracts = tuple(rows.index)
    return {
        "demand_contracts": Result(len(rows), "number", "Contracts of Anthropic in the table", inputs=contracts),
        "demand_contracts_exit_unknown": Result(
            int(rows.firmness.isin(["undisclosed", "commitment"]).sum()),
            "number",
            "of which with unknown exit terms",
            inputs=contracts,
        ),
        "demand_contracts_free_exit": Result(
            int((rows.firmness == "exit_for_convenience").sum()),
            "number",
            "of which with an exit on notice",
            inputs=contracts,
        ),
        "demand_announced_sum": Result(
            float(rows.usd.sum()), "USD", "Announced values added up as they stand", inputs=contracts
        ),
        "demand_announced_once": Result(
            counted_once(rows.usd.dropna(), rows.group),
            "USD",
            "Announced values, overlaps counted once",
            inputs=contracts,
        ),
        "demand_power_once": Result(
            counted_once(rows.power_mw.dropna(), rows.group),
            "MW",
            "Announced power, overlaps counted once",
            inputs=contracts,
        ),
        "demand_power_sum": Result(
            float(rows.power_mw.sum()), "MW", "Announced power added up as it stands", inputs=contracts
        ),
        "demand_noncancellable": Result(
            firm * total,
            "USD",
            "Obligations described as non-cancellable",
            (firm - SHARE_ROUNDING) * total,
            (firm + SHARE_ROUNDING) * total,
            shares,
        ),
        "demand_cancellable": Result(
            (1 - firm) * total,
            "USD",
            "Obligations that can be cancelled",
            (1 - firm - SHARE_ROUNDING) * total,
            (1 - firm + SHARE_ROUNDING) * total,
            shares,
        ),
        "demand_spacex_of_total": Result(
            line / total,
            "fraction",
            "SpaceX line over all obligations",
            case.headline_usd / total,
            line / total,
            ("obligations_spacex_line", "obligations_total", "csa_fee"),
            digits=2,
        ),
        "demand_spacex_of_cancellable": Result(
            line / ((1 - firm) * total),
            "fraction",
            "SpaceX line over what can be cancelled, if all of the line can",
            line / ((1 - firm + SHARE_ROUNDING) * total),
            line / ((1 - firm - SHARE_ROUNDING) * total),
            (*shares, "obligations_spacex_line"),
            digits=2,
        ),
        "demand_fee_of_cancellable": Result(
            case.headline_usd / ((1 - firm) * total),
            "fraction",
            "Headline at the published fee over what can be cancelled",
            case.headline_usd / ((1 - firm + SHARE_ROUNDING) * total),
            case.headline_usd / ((1 - firm - SHARE_ROUNDING) * total),
            (*shares, "csa_fee", "csa_end"),
            digits=2,
        ),
        "demand_dated_per_year": Result(
            dated,
            "USD/year",
            "The four lines with dates, each spread evenly; low: SpaceX at the known fee; high: with Broadcom over five years",
            known_fee,
            dated + broadcom,
            (*lines, "csa_fee", "obligations_broadcom_line", "anthropic_broadcom_contract"),
            digits=2,
        ),
        "demand_dated_share": Result(
            dated / case.latest.usd_per_year,
            "fraction",
            "That over the latest run-rate",
            known_fee / case.latest.usd_per_year,
            (dated + broadcom) / case.latest.usd_per_year,
            (*lines, "csa_fee", "obligations_broadcom_line", "anthropic_broadcom_contract", RUN_RATES[-1]),
            digits=2,
        ),
        "demand_fee_of_dated": Result(
            case.fee_usd_per_year / known_fee,
            "fraction",
            "Twelve full fees over the four lines, SpaceX at the known fee",
            inputs=(*lines, "csa_fee"),
            digits=2,
        ),
    }


def limit_results(evidence: Evidence) -> dict[str, Result]:
    """Return the announced changes of limits as multiples of the limits before."""
    tier = {way: tuple(f"opus_tier1_{way}_limit_{when}" for when in ("before", "after")) for way in ("input", "output")}
    weekly = "claude_weekly_limit_increase"
    return {
        f"demand_{way}_multiple": Result(
            evidence.number(after) / evidence.number(before),
            "ratio",
            f"New limit over old: Tier 1 {way} tokens a minute, Opus",
            inputs=(before, after),
        )
        for way, (before, after) in tier.items()
    } | {
        "demand_weekly_multiple": Result(
            1 + evidence.number(weekly),
            "ratio",
            "New limit over old: weekly limits, 14 September 2026",
            inputs=(weekly,),
        )
    }


def queue_results(evidence: Evidence) -> dict[str, Result]:
    """Return what added capacity does to the example of a service."""
    slots, load, added = (evidence[id] for id in ("demand_queue_slots", "demand_queue_load", "demand_queue_added"))
    inputs = (slots.id, load.id, added.id)
    n, rho, share = float(slots), float(load), float(added)
    loads = (load.range[0], rho, load.range[1])
    before, after = with_added_capacity(n, n * np.array(loads), share)
    goal = evidence.number("demand_turned_away_target")
    shares = np.array([added.range[0], share, added.range[1]])
    gain = load_for_blocking(n * (1 + shares), goal) / load_for_blocking(n, goal) - 1
    pooled, split = pooled_and_split(n, n * load.range[0], POOLS)
    turned_before, turned_after = (np.round(state.blocking, SHOWN_DECIMALS) for state in (before, after))
    carried = [load_for_blocking(count, goal) / count for count in (slots.range[0], n, slots.range[1])]
    return {
        "demand_turned_away_before": Result(
            turned_before[1],
            "fraction",
            "Requests turned away at the peak before; range over the load",
            turned_before[0],
            turned_before[2],
            (slots.id, load.id),
            digits=2,
        ),
        "demand_turned_away_after": Result(
            turned_after[1],
            "fraction",
            "Requests turned away at the peak after; range over the load",
            turned_after[0],
            turned_after[2],
            inputs,
            digits=2,
        ),
        "demand_load_gain": Result(
            gain[1],
            "fraction",
            "More load at the same share turned away; range over the capacity added",
            gain[0],
            gain[2],
            (slots.id, added.id, "demand_turned_away_target"),
            digits=2,
        ),
        "demand_carried": Result(
            carried[1],
            "fraction",
            "Load over capacity at which one request in a hundred is turned away; range over the size of the pool",
            carried[0],
            carried[2],
            (slots.id, "demand_turned_away_target"),
            digits=2,
        ),
        "demand_pool_smallest": Result(slots.range[0], "number", "Places of the smallest pool", inputs=(slots.id,)),
        "demand_pool_largest": Result(slots.range[1], "number", "Places of the largest pool", inputs=(slots.id,)),
        "demand_pool_one": Result(
            pooled.waiting,
            "fraction",
            "Requests that wait in one pool, at the lowest load",
            inputs=(slots.id, load.id),
            digits=1,
        ),
        "demand_pool_split": Result(
            split.waiting,
            "fraction",
            "Requests that wait in ten separate pools of the same total",
            inputs=(slots.id, load.id),
            digits=2,
        ),
    }
