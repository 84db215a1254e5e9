"""What the chapter on risks states in numbers: price, exits, causes and values."""

import numpy as np

from compute_deal.chapters.risks.case import (
    DEFAULT_YEARS,
    RiskCase,
    constant_hazard,
    fair_ratio,
    mix_over_index,
    years_before_last,
)
from compute_deal.chapters.risks.ranking import SEED
from compute_deal.chapters.risks.runs import RiskRuns
from compute_deal.chapters.risks.stress import Stress, stress_results
from compute_deal.chapters.risks.value_results import GAME, HAZARDS, PRICE, ranking_results, value_results
from compute_deal.evidence import Evidence
from compute_deal.models.margin import percentiles
from compute_deal.models.risk.calibration import bootstrap_fits
from compute_deal.models.risk.exit_outcomes import exit_boundaries, in_force_probability, notice_probabilities
from compute_deal.models.risk.hazards import expected_life_months, in_force_by_causes, lifetime_correlation
from compute_deal.results import Result


def risk_results(evidence: Evidence, runs: RiskRuns, stressed: Stress) -> dict[str, Result]:
    """Return every number that the chapter computes.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    runs : RiskRuns
        What was computed once.
    stressed : Stress
        The stress cases.

    Returns
    -------
    dict of str to Result
        By id.
    """
    return (
        price_results(evidence, runs.case)
        | exit_results(evidence, runs)
        | cause_results(runs)
        | value_results(runs)
        | ranking_results(runs)
        | precedent_results(evidence)
        | stress_results(evidence, runs.case, stressed, GAME)
    )


def price_results(evidence: Evidence, case: RiskCase) -> dict[str, Result]:
    """Return what the index says, and how little."""
    free, walk, fit = case.free, case.walk, case.fit
    years = years_before_last(case.index_dates)
    refits = bootstrap_fits(free.process, float(case.index_usd[0]), years, np.random.default_rng(SEED))[:, 1]
    low, middle, high = percentiles(12 * np.log(2) / refits)
    index = tuple(evidence.frame("prices").query("venue == 'index' and hardware == 'H100'").index)
    level, vol = fit.level_interval, fit.volatility_interval
    ratio, share = evidence["risk_price_ratio"], case.relet_share
    price = case.price_usd
    return {
        "index_points": Result(len(case.index_usd), "number", "Values of the H100 index in the evidence", inputs=index),
        "index_span": Result(12 * free.span_years, "months", "Time that they cover", inputs=index, digits=2),
        "index_last": Result(price, "USD/GPU-hour", "Last of them, of 29 September 2026", inputs=index),
        "ageing_shown": Result(
            float(1 - np.exp(case.ageing_per_year[1])),
            "fraction",
            "Yearly fall of rents by ageing, base case",
            inputs=("risk_price_ageing",),
            digits=2,
        ),
        "index_low": Result(float(case.index_usd.min()), "USD/GPU-hour", "Lowest of them", inputs=index),
        "index_half_life": Result(
            12 * free.process.half_life_years,
            "months",
            "Half-life that belongs to it",
            *(12 * float(np.log(2)) / speed for speed in reversed(free.reversion_interval)),
            index,
            digits=2,
        ),
        "index_half_life_refitted": Result(
            middle,
            "months",
            "Half-life found in simulated series that have the one above",
            low,
            high,
            index,
            digits=2,
        ),
        "index_aic_gap": Result(
            free.corrected_aic - walk.corrected_aic,
            "number",
            "Corrected AIC of mean reversion above that of a random walk",
            inputs=index,
            digits=2,
        ),
        "index_level": Result(
            fit.process.level_usd_per_gpu_hour,
            "USD/GPU-hour",
            "Long-run level of the index under the assumed half-life and ageing, 90% interval",
            *level,
            (*index, *PRICE[:2]),
        ),
        "index_volatility": Result(
            fit.process.volatility_per_year, "fraction", "Volatility over a year, 90% interval", *vol, index, digits=2
        ),
        "fee_hour": Result(
            case.fee_usd_per_gpu_hour, "USD/GPU-hour", "Fee per GPU-hour", inputs=("csa_fee", "csa_gpus_prospectus")
        ),
        "fee_over_index_signing": Result(
            fair_ratio(evidence),
            "ratio",
            "Fee per GPU-hour over the index days before signing",
            inputs=("csa_fee", "csa_gpus_prospectus", "h100_index_2026_04_30"),
        ),
        "mix_over_index": Result(
            mix_over_index(evidence),
            "ratio",
            "Listed price of the mix of chips over the index",
            inputs=(
                "colossus1_h100_2026_10",
                "colossus1_h200_2026_10",
                "h200_specialist_2026_05",
                "b200_index_2026_06",
            ),
        ),
        "equivalent_hour": Result(
            float(ratio) * price,
            "USD/GPU-hour",
            "Price of equivalent capacity today, as assumed",
            *(float(end) * price for end in ratio.range),
            ("risk_price_ratio", "h100_index_2026_09_29"),
        ),
        "relet_hour": Result(
            case.economics.owner_price_ratio * price,
            "USD/GPU-hour",
            "Price on re-letting today, as assumed",
            *(float(ratio) * price * end for end in evidence["risk_relet_share"].range),
            ("risk_price_ratio", "risk_relet_share", "h100_index_2026_09_29"),
        ),
        "relet_share_ratio": Result(share, "fraction", "Price on re-letting over price of equivalent capacity"),
    }


def exit_results(evidence: Evidence, runs: RiskRuns) -> dict[str, Result]:
    """Return who leaves when, and what the clause is worth."""
    game, clause, case, notice = runs.game, runs.clause, runs.case, runs.notice.set_index("notice")
    buyer, owner = exit_boundaries(game)
    left = notice_probabilities(game).sum(axis=1)
    models = runs.models.set_index("model")
    life = float(in_force_probability(game).sum())
    shown = {
        "exit_buyer_now": (buyer[0], "Index below which Anthropic leaves now"),
        "exit_buyer_year": (buyer[12], "Index below which Anthropic leaves a year from now"),
        "exit_owner_now": (owner[0], "Index above which SpaceX leaves now"),
        "exit_owner_year": (owner[12], "Index above which SpaceX leaves a year from now"),
    }
    results = {id: Result(float(value), "USD/GPU-hour", label, inputs=GAME) for id, (value, label) in shown.items()}
    older = evidence.number("h100_index_older_text")
    text = ("h100_index_older_text",)
    results |= {
        "index_older": Result(older, "USD/GPU-hour", "Older value of the index on the same page", inputs=text),
        "index_older_gap": Result(
            float(older - buyer[0]),
            "USD/GPU-hour",
            "That value above the index below which Anthropic leaves now",
            inputs=(*text, *GAME),
            digits=2,
        ),
    }
    ends = {
        "buyer_leaves": (left[0], models.buyer, "Chance that Anthropic leaves over the price"),
        "owner_leaves": (left[1], models.owner, "Chance that SpaceX leaves over the price"),
    }
    for id, (value, column, label) in ends.items():
        results[id] = Result(
            float(value), "fraction", f"{label}, range over models of the price", column.min(), column.max(), GAME, 2
        )
    results["buyer_leaves_by_ratio"] = Result(
        float(left[0]),
        "fraction",
        "Chance that Anthropic leaves over the price, range over what equivalent capacity may cost",
        round(runs.ratios.buyer.min(), 2),
        round(runs.ratios.buyer.max(), 2),
        GAME,
        2,
    )
    results["buyer_leaves_at_signing_ratio"] = Result(
        float(runs.ratios.buyer.iloc[-1]),
        "fraction",
        "Chance that Anthropic leaves if equivalent capacity costs the multiple at signing, not rounded",
        inputs=GAME,
        digits=2,
    )
    results["exit_life"] = Result(
        life,
        "months",
        "Expected months still served, range over models of the price",
        models.months.min(),
        models.months.max(),
        (*GAME, *HAZARDS),
        2,
    )
    worth = {
        "clause_buyer": (clause.worth_to_buyer, models.to_buyer_usd, "What the exit clause is worth to Anthropic"),
        "clause_owner": (clause.worth_to_owner, models.to_owner_usd, "What it is worth to SpaceX"),
    }
    for id, (value, column, label) in worth.items():
        results[id] = Result(
            value, "USD", f"{label}, range over models of the price", column.min(), column.max(), GAME, 2
        )
    amounts = {
        "clause_cost_owner": (-clause.worth_to_owner, "What the exit clause costs SpaceX"),
        "clause_lost": (-clause.worth_to_owner - clause.worth_to_buyer, "What it costs both sides together"),
        "locked_in_loss": (-clause.nobody[0], "What the contract would cost Anthropic if nobody could leave"),
        "notice_longer_owner": (
            notice.owner_usd[6] - notice.owner_usd[3],
            "What six months' notice in place of three is worth to SpaceX",
        ),
        "notice_longer_buyer": (notice.buyer_usd[3] - notice.buyer_usd[6], "What it costs Anthropic"),
        "notice_none_owner": (notice.owner_usd[3] - notice.owner_usd[0], "What no notice at all would cost SpaceX"),
        "notice_none_buyer": (notice.buyer_usd[0] - notice.buyer_usd[3], "What it would be worth to Anthropic"),
        "friction_both": (
            case.economics.buyer_switching_cost_usd + case.economics.owner_reletting_cost_usd,
            "Cost of an early end to both sides together",
        ),
    }
    results |= {id: Result(value, "USD", label, inputs=GAME, digits=2) for id, (value, label) in amounts.items()}
    best = runs.fee.loc[runs.fee.owner_usd.idxmax()]
    now = runs.fee.loc[runs.fee.change.abs().idxmin()]
    results |= {
        "fee_cut": Result(-best.change, "fraction", "Cut of the fee that serves SpaceX best", inputs=GAME, digits=2),
        "fee_cut_owner": Result(
            best.owner_usd - now.owner_usd, "USD", "What that cut is worth to SpaceX", inputs=GAME, digits=2
        ),
        "fee_cut_buyer": Result(
            best.buyer_usd - now.buyer_usd, "USD", "What that cut is worth to Anthropic", inputs=GAME, digits=2
        ),
        "fee_cut_life": Result(best.months, "months", "Expected life after that cut", inputs=GAME, digits=2),
    }
    frictionless = runs.friction.query("share == 1 and cost == 2").months.iloc[0]
    results["life_small_friction"] = Result(
        frictionless,
        "months",
        "Expected life if re-letting brings the full price and an early end costs two fees",
        digits=2,
    )
    results["life_at_list"] = Result(
        float(in_force_probability(runs.at_list).sum()),
        "months",
        "Expected life if equivalent capacity costs the listed price of the mix of chips",
        inputs=GAME,
        digits=2,
    )
    walks = {"buyer_leaves_walk": "Random walk, no trend", "buyer_leaves_walk_ageing": "Random walk, with ageing"}
    for id, model in walks.items():
        label = f"Chance that Anthropic leaves over the price: {model}"
        results[id] = Result(models.buyer[model], "fraction", label, inputs=GAME, digits=2)
    results["months_left"] = Result(
        case.terms.term_months, "months", "Months left from December 2026", inputs=("csa_end",)
    )
    return results


def cause_results(runs: RiskRuns) -> dict[str, Result]:
    """Return how long the contract lives if only the other causes end it."""
    case = runs.case
    months = case.terms.term_months
    served = {
        which: in_force_by_causes(case.causes_at(which), case.common_share, months)
        for which in ("low", "central", "high")
    }
    hazard = {which: constant_hazard(case, which) for which in served}
    inputs = HAZARDS
    results = {
        "other_hazard": Result(
            hazard["central"], "1/year", "Hazard of all causes but the price", hazard["low"], hazard["high"], inputs, 2
        ),
        "other_life": Result(
            expected_life_months(served["central"]),
            "months",
            "Expected months still served if only these causes end it",
            expected_life_months(served["high"]),
            expected_life_months(served["low"]),
            inputs,
            2,
        ),
        "other_survival": Result(
            float(served["central"][-1]),
            "fraction",
            "Chance that these causes let the contract reach its term",
            float(served["high"][-1]),
            float(served["low"][-1]),
            inputs,
            2,
        ),
        "other_survival_independent": Result(
            float(in_force_by_causes(case.causes_at(), 0.0, months)[-1]),
            "fraction",
            "The same chance if the causes were independent",
            inputs=inputs,
            digits=2,
        ),
        "cause_correlation": Result(
            lifetime_correlation(case.causes[1].central, case.causes[1].central, case.common_share),
            "fraction",
            "Correlation of the waiting times of two equally likely causes",
            inputs=("risk_common_share",),
            digits=2,
        ),
        "hazards_added": Result(
            sum(cause.central for cause in case.causes),
            "1/year",
            "Hazards of the causes, added up",
            sum(cause.low for cause in case.causes),
            sum(cause.high for cause in case.causes),
            inputs,
            2,
        ),
        "default_years": Result(DEFAULT_YEARS, "years", "Horizon of the default rates used"),
    }
    short = ("own_capacity", "recall", "regulation", "dispute", "default_anthropic", "default_spacex")
    for name, cause in zip(short, case.causes, strict=True):
        at_risk = (months - 1 - cause.notice_months - cause.first_month) / 12
        value, low, high = (1 - np.exp(-rate * at_risk) for rate in (cause.central, cause.low, cause.high))
        label = f"Chance within the term, alone: {cause.name}"
        results[f"chance_{name}"] = Result(float(value), "fraction", label, float(low), float(high), cause.inputs, 2)
        results[f"hazard_{name}"] = Result(
            cause.central, "1/year", f"Hazard: {cause.name}", cause.low, cause.high, cause.inputs, 2
        )
    return results


def precedent_results(evidence: Evidence) -> dict[str, Result]:
    """Return the sizes of the precedents."""
    rows = {
        "precedent_option": ("coreweave_option_precedent", "USD"),
        "precedent_leases": ("microsoft_leases_precedent", "MW"),
        "precedent_abilene": ("abilene_precedent", "MW"),
        "precedent_letter": ("nvidia_openai_letter_precedent", "USD"),
    }
    table = evidence.rows("precedents", [id for id, _ in rows.values()])
    return {
        name: Result(float(table.value[id]), unit, f"Size of a precedent: {table.what[id]}", inputs=(id,))
        for name, (id, unit) in rows.items()
    }
