"""What the chapter on risks states in numbers: simulated values with the digits they support, and the ranking of inputs."""

from math import floor, log10

import numpy as np

from compute_deal.chapters.risks.case import RiskCase
from compute_deal.chapters.risks.runs import BATCHES, PATHS_PER_BATCH, RiskRuns, expected_worth
from compute_deal.models.margin import percentiles
from compute_deal.models.risk.simulation_error import summarise, supported_decimals
from compute_deal.results import Result

PRICE = ("risk_price_half_life", "risk_price_ageing", "h100_index_2026_09_29")
GAME = (
    *PRICE,
    *("csa_fee", "csa_gpus_prospectus", "csa_notice_days", "csa_end", "risk_price_ratio", "risk_relet_share"),
    *("risk_switching_months", "risk_vacancy_months", "wacc_software_internet", "discount_rate_spacex"),
)
HAZARDS = (
    *("risk_hazard_own_capacity", "risk_hazard_recall", "risk_hazard_regulation", "risk_hazard_dispute"),
    *("sp_default_bb_3y", "risk_common_share", "risk_own_capacity_from"),
)


PURCHASES_YEAR = 2027  # in which most of SpaceX's purchase obligations fall due


def shown_digits(value_usd: float, error_usd: float) -> int:
    """Return how many significant digits of an amount its simulation error supports, at most two decimals of a billion.

    Examples
    --------
    >>> shown_digits(14.318e9, 0.025e9), shown_digits(34.1e9, 0.0), shown_digits(-0.543e9, 0.005e9)
    (3, 4, 1)
    """
    decimals = supported_decimals(error_usd / 1e9, most=2)
    return max(1, floor(log10(abs(value_usd) / 1e9)) + 1 + decimals)


def value_results(runs: RiskRuns) -> dict[str, Result]:
    """Return percentiles of the simulated values; digits are those that the simulation supports."""
    results = {
        "paths": Result(BATCHES * PATHS_PER_BATCH, "number", "Simulated paths"),
        "path_batches": Result(BATCHES, "number", "Batches of them"),
    }
    named = {"fees_usd": "fees", "buyer_gain_usd": "value to Anthropic", "owner_gain_usd": "value to SpaceX"}
    for prefix, paths, which in (("mc", runs.paths, ""), ("mc_large", runs.large, ", larger obligation")):
        for field, what in named.items():
            summary = summarise(getattr(paths, field), BATCHES)
            id = f"{prefix}_{field.split('_')[0]}"
            error = max(summary.p5_error, summary.p95_error)
            label = f"Simulated present value, p50 (p5 to p95): {what}{which}"
            # fees come in whole months: their percentiles do not move with the seed once they are an atom
            digits = 3 if what == "fees" else shown_digits(summary.p95, error)
            results[id] = Result(summary.p50, "USD", label, summary.p5, summary.p95, (*GAME, *HAZARDS), digits)
            results[f"{id}_mean"] = Result(
                summary.mean,
                "USD",
                f"Simulated present value, mean: {what}{which}",
                inputs=(*GAME, *HAZARDS),
                digits=min(shown_digits(summary.mean, summary.mean_error), 3),
            )
            if what != "fees":
                label = f"Largest standard error of the percentiles: {what}{which}"
                results[f"{id}_error"] = Result(error, "USD", label, digits=1)
    months = percentiles(runs.paths.months_served)
    results["mc_months"] = Result(
        months[1], "months", "Simulated months still served, p50 (p5 to p95)", months[0], months[2], (*GAME, *HAZARDS)
    )
    ends = ("buyer", "owner", "causes", "term")
    words = ("Anthropic leaves", "SpaceX leaves", "another cause", "the term runs out")
    for side, (name, label) in enumerate(zip(ends, words, strict=True)):
        share = float(np.mean(runs.paths.ended_by == side))
        results[f"mc_ends_{name}"] = Result(share, "fraction", f"Share of paths: {label}", inputs=GAME, digits=2)
    results["mc_fees_full"] = Result(
        float(runs.paths.fees_usd.max()), "USD", "Present value of the fees left, if all are paid", inputs=("csa_fee",)
    )
    return results | purchase_results(runs) | slider_results(runs.case)


def purchase_results(runs: RiskRuns) -> dict[str, Result]:
    """Return how often the fee ends before 2027 does, and how much of the year's fee is then not paid."""
    case = runs.case
    this_year = [month for month, day in enumerate(case.month_starts) if day.year == PURCHASES_YEAR]
    served = runs.paths.months_served
    ended = served <= this_year[-1]
    missing = this_year[-1] + 1 - np.maximum(served[ended], this_year[0])
    return {
        "ends_by_2027": Result(
            float(np.mean(ended)),
            "fraction",
            "Share of paths in which service ends before 31 December 2027",
            inputs=(*GAME, *HAZARDS),
            digits=2,
        ),
        "lost_fee_2027": Result(
            float(missing.mean()) * case.fee_usd_per_month,
            "USD",
            "Fees of 2027 not paid, mean of those paths, before re-letting",
            inputs=(*GAME, *HAZARDS),
            digits=2,
        ),
    }


def slider_results(case: RiskCase) -> dict[str, Result]:
    """Return the fees paid if a constant rate of notice alone ends the contract, at the place where the sliders start."""
    hazard = round(case.economics.other_hazard_per_year, 2)
    _, fees, _ = expected_worth(
        case, hazard, case.terms.notice_months, case.price_usd, case.economics.buyer_price_ratio
    )
    label = "Expected present value of the fees if a constant rate of notice alone ends the contract"
    return {
        "constant_rate": Result(hazard, "1/year", "That rate of notice", inputs=HAZARDS, digits=2),
        "constant_rate_fees": Result(fees, "USD", label, inputs=("csa_fee", *HAZARDS)),
    }


def ranking_results(runs: RiskRuns) -> dict[str, Result]:
    """Return the leading inputs of the ranking, with their intervals."""
    ranking = runs.ranking
    results = {
        "ranking_games": Result(ranking.games, "number", "Games solved for the ranking"),
        "ranking_base": Result(ranking.base_months, "months", "Expected months, all inputs central", digits=2),
    }
    first = ranking.bars[0]
    results["tornado_first"] = Result(
        ranking.base_months,
        "months",
        f"Expected months over the range of: {first.name}",
        *sorted((first.at_low, first.at_high)),
        digits=2,
    )
    for name, indices in (("months", ranking.months), ("owner", ranking.owner)):
        for place, index in zip(("first", "second"), indices, strict=False):
            results[f"sobol_{name}_{place}"] = Result(
                index.total,
                "fraction",
                f"Total share of the variance of {'the months served' if name == 'months' else 'SpaceX’s value'}: {index.name}",
                max(index.total - index.total_error, 0),
                index.total + index.total_error,
                GAME,
                2,
            )
    return results
