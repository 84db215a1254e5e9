"""What the chapter on what to do states in numbers."""

import numpy as np
import pandas as pd

from compute_deal.chapters.actions.case import (
    VARIED,
    LockCase,
    compared,
    even_use,
    even_use_by_assumption,
    lock_case,
)
from compute_deal.chapters.actions.signposts import signposts
from compute_deal.evidence import Evidence
from compute_deal.evidence.quantities import last_day
from compute_deal.inputs.dates import DAYS_PER_MONTH
from compute_deal.models.lock_in import (
    Choice,
    average_price,
    average_since,
    break_even_discount,
    break_even_sold_out,
    chance_locking_wins,
)
from compute_deal.models.risk.price_process import PriceProcess
from compute_deal.results import Result

PROCESS = ("h100_index_2026_09_29", "risk_price_ageing", "risk_price_half_life")
BUYER = ("lock_utilisation", "lock_sold_out_share", "lock_missing_hour_multiple")
CHOICE = (*PROCESS, "lock_discount", "lock_term", *BUYER)
LONG_MONTHS = 36


def actions_results(evidence: Evidence) -> dict[str, Result]:
    """Return every number that the chapter computes.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    dict of str to Result
        By id.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> round(actions_results(load())["api_price_fall_opus"].value, 6)
    0.2
    """
    case = lock_case(evidence)
    return (
        developer_results(evidence)
        | choice_results(evidence, case)
        | form_results(evidence, case)
        | history_results(evidence, case)
        | token_results(evidence)
        | signpost_results(evidence)
    )


def developer_results(evidence: Evidence) -> dict[str, Result]:
    """Return what changed for developers."""
    falls = {
        "opus": (
            "opus_4_8_input_price",
            "opus_5_5_input_price",
            "Fall of the input price of Opus, July to September 2026",
        ),
        "sonnet": (
            "sonnet_4_5_input_price",
            "sonnet_5_5_input_price",
            "Fall of the input price from Sonnet 4.5 to 5.5",
        ),
    }
    rises = {
        "input": ("opus_tier1_input_limit_before", "opus_tier1_input_limit_after"),
        "output": ("opus_tier1_output_limit_before", "opus_tier1_output_limit_after"),
    }
    left = evidence["sonnet_4_5_retirement"].date - evidence["edition_date"].date
    results = {
        f"api_price_fall_{name}": Result(
            1 - evidence.number(after) / evidence.number(before), "fraction", label, inputs=(before, after), digits=2
        )
        for name, (before, after, label) in falls.items()
    }
    results |= {
        f"api_limit_rise_{name}": Result(
            evidence.number(after) / evidence.number(before),
            "ratio",
            f"Limit of {name} tokens for Opus in Tier 1 after 6 May 2026, over that before",
            inputs=(before, after),
        )
        for name, (before, after) in rises.items()
    }
    return results | {
        "sonnet_4_5_days_left": Result(
            left.days,
            "days",
            "Days from this edition to the retirement of Sonnet 4.5",
            inputs=("sonnet_4_5_retirement", "edition_date"),
        )
    }


def choice_results(evidence: Evidence, case: LockCase) -> dict[str, Result]:
    """Return the choice between locking in and renting on demand, in the central case."""
    choice, average = case.choice, case.average
    ends = [even_use(case), *(use for pair in even_use_by_assumption(evidence).values() for use in pair)]
    long = lock_case(evidence, lock_term=LONG_MONTHS)
    high = case.at(utilisation=evidence["lock_utilisation"].high)
    demand = float(choice.on_demand_usd(average.mean_usd))
    demand_high = float(high.on_demand_usd(average.mean_usd))
    locked = choice.locked_usd_per_gpu_hour
    unit = "USD/GPU-hour"
    return {
        "lock_price_now": Result(
            choice.price_usd_per_gpu_hour, unit, "Rental index of the H100, 29 September 2026", inputs=PROCESS[:1]
        ),
        "lock_locked_price": Result(
            locked, unit, "Committed price in the central case", inputs=(*PROCESS[:1], "lock_discount")
        ),
        "lock_index_values": Result(
            len(case.index_usd), "number", "Index values to which the price process is fitted", inputs=PROCESS[:1]
        ),
        "lock_level": Result(
            case.process.level_usd_per_gpu_hour, unit, "Long-run level of the index that the fit finds", inputs=PROCESS
        ),
        "lock_average_price": Result(
            average.mean_usd, unit, "Expected average price on demand over the term", inputs=(*PROCESS, "lock_term")
        ),
        "lock_average_price_long": Result(
            long.average.mean_usd, unit, "Expected average price on demand over three years", inputs=PROCESS
        ),
        "lock_even_use": Result(
            ends[0],
            "fraction",
            "Utilisation above which locking in is cheaper, one assumption varied at a time",
            min(ends),
            max(ends),
            (*PROCESS, *VARIED.values()),
            digits=2,
        ),
        "lock_even_use_long": Result(
            even_use(long),
            "fraction",
            "Utilisation above which locking in for three years is cheaper",
            inputs=(*PROCESS, "lock_discount", *BUYER[1:]),
            digits=2,
        ),
        "lock_even_discount": Result(
            break_even_discount(choice, average),
            "fraction",
            "Discount above which locking in is cheaper at the central utilisation",
            inputs=CHOICE,
            digits=2,
        ),
        "lock_even_sold_out": Result(
            break_even_sold_out(choice, average),
            "fraction",
            "Share of needed hours that must be sold out for locking in to be cheaper at the central utilisation",
            break_even_sold_out(at_multiple(evidence, case, "high"), average),
            break_even_sold_out(at_multiple(evidence, case, "low"), average),
            CHOICE,
            digits=2,
        ),
        "lock_cost_on_demand": Result(
            demand, unit, "Expected cost on demand per committed hour at the central utilisation", inputs=CHOICE
        ),
        "lock_loss": Result(
            locked / demand - 1,
            "fraction",
            "What locking in costs more than on demand on average, at the central utilisation",
            inputs=CHOICE,
            digits=2,
        ),
        "lock_chance": Result(
            chance_locking_wins(choice, average),
            "fraction",
            "Chance that locking in turns out cheaper at the central utilisation",
            inputs=CHOICE,
            digits=1,
        ),
        "lock_gain_high_use": Result(
            1 - locked / demand_high,
            "fraction",
            "What locking in saves on average against on demand, at high utilisation",
            inputs=CHOICE,
            digits=2,
        ),
        "lock_chance_high_use": Result(
            chance_locking_wins(high, average),
            "fraction",
            "Chance that locking in turns out cheaper at high utilisation",
            inputs=CHOICE,
            digits=2,
        ),
    }


def at_multiple(evidence: Evidence, case: LockCase, end: str) -> Choice:
    """Return the choice with an end of the range of the loss for a missing hour."""
    multiple = getattr(evidence["lock_missing_hour_multiple"], end)
    return case.at(missing_hour_usd=multiple * case.choice.price_usd_per_gpu_hour)


def form_results(evidence: Evidence, case: LockCase) -> dict[str, Result]:
    """Return cost and regret of the forms of contract at high utilisation."""
    table = compared(case, case.at(utilisation=evidence["lock_utilisation"].high))
    inputs = (*CHOICE, "csa_notice_days", "lock_relet_share")
    names = dict(zip(("locked", "buyer", "both", "demand"), table.index, strict=True))
    results = {}
    for key, name in names.items():
        results[f"form_{key}_cost"] = Result(
            table.cost_usd[name], "USD/GPU-hour", f"Expected cost at high utilisation: {name.lower()}", inputs=inputs
        )
        results[f"form_{key}_regret"] = Result(
            table.regret_p95_usd[name],
            "USD/GPU-hour",
            f"Regret that is exceeded in one case in twenty, at high utilisation: {name.lower()}",
            inputs=inputs,
            digits=2,
        )
    return results | {
        "form_provider_leaves": Result(
            table.provider_left[names["both"]],
            "fraction",
            "Chance that the provider leaves within the term, if both may",
            inputs=inputs,
            digits=2,
        )
    }


def history_results(evidence: Evidence, case: LockCase) -> dict[str, Result]:
    """Return what those paid who locked in, against the index since."""
    results = {}
    for when, row in locked_prices(evidence, case).iterrows():
        inputs = (when, "h100_index_2026_09_29")
        name = f"lock_{when.removeprefix('h100_one_year_')}"
        said = f"one-year price of {pd.Timestamp(row.start):%B %Y}"
        results |= {
            f"{name}_price": Result(row.price, "USD/GPU-hour", f"H100, {said}", inputs=inputs[:1]),
            f"{name}_discount": Result(
                1 - row.price / row.index_then, "fraction", f"Discount on the index, {said}", inputs=inputs, digits=2
            ),
            f"{name}_average": Result(row.average, "USD/GPU-hour", f"Average index since the {said}", inputs=inputs),
            f"{name}_even_use": Result(
                row.price / row.average,
                "fraction",
                f"Utilisation above which the {said} was the cheaper choice so far",
                inputs=inputs,
                digits=2,
            ),
        }
    then, now = (
        evidence.rows("prices", [id]).iloc[0] for id in ("h100_hyperscaler_2023_12", "h100_hyperscaler_2026_05")
    )
    inputs = ("h100_hyperscaler_2023_12", "h100_hyperscaler_2026_05")
    return results | {
        "hyperscaler_then": Result(
            then.value, "USD/GPU-hour", "H100 at hyperscalers, December 2023", inputs=inputs[:1]
        ),
        "hyperscaler_now": Result(
            now.value, "USD/GPU-hour", "H100 at hyperscalers, May 2026", now.low, now.high, inputs[1:]
        ),
        "hyperscaler_fall": Result(
            1 - now.value / then.value,
            "fraction",
            "Fall of the price of an H100 at hyperscalers, December 2023 to May 2026",
            1 - now.high / then.value,
            1 - now.low / then.value,
            inputs,
            digits=2,
        ),
    }


def locked_prices(evidence: Evidence, case: LockCase) -> pd.DataFrame:
    """Return the one-year prices that are known, each with the index then and its average since.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    case : LockCase
        Holds the index.

    Returns
    -------
    pandas.DataFrame
        By id: `start`, `end` (a year later, or the last day of the index), `price`, `index_then`, `average`.
    """
    found = {}
    numbers = case.days.astype(float)
    for id in ("h100_one_year_2025_10", "h100_one_year_2026_03"):
        row = evidence.rows("prices", [id]).iloc[0]
        start = np.datetime64(last_day(row.date), "D")
        end = min(start + np.timedelta64(round(12 * DAYS_PER_MONTH), "D"), case.days[-1])
        found[id] = {
            "start": start,
            "end": end,
            "price": float(row.value),
            "index_then": float(np.interp(start.astype(float), numbers, case.index_usd)),
            "average": average_since(case.days, case.index_usd, start, end),
        }
    return pd.DataFrame(found).T


def token_results(evidence: Evidence) -> dict[str, Result]:
    """Return the discount that a fixed price per token must bring, if prices at fixed capability go on falling."""
    falls = evidence["inference_price_decline"]

    def discount(factor: float) -> float:
        falling = PriceProcess(
            level_usd_per_gpu_hour=1.0,
            reversion_per_year=0.0,
            volatility_per_year=0.0,
            drift_per_year=-float(np.log(factor)),
        )
        choice = Choice(price_usd_per_gpu_hour=1.0, discount=0.0, term_months=12, utilisation=1.0)
        return break_even_discount(choice, average_price(falling, 1.0, 12))

    return {
        "token_lock_discount": Result(
            discount(float(falls)),
            "fraction",
            "Discount at which a price per token fixed for a year costs the same as the falling price, at full use",
            discount(falls.low),
            discount(falls.high),
            ("inference_price_decline",),
            digits=2,
        )
    }


def signpost_results(evidence: Evidence) -> dict[str, Result]:
    """Return how many signposts are passed."""
    found = signposts(evidence)
    inputs = tuple(dict.fromkeys(id for signpost in found for id in signpost.inputs))
    words = {"passed": "passed", "not passed": "not passed", "no reading": "without a reading that counts"}
    return {
        f"signposts_{state.replace(' ', '_')}": Result(
            sum(signpost.state == state for signpost in found), "number", f"Signposts {said}", inputs=inputs
        )
        for state, said in words.items()
    } | {"signposts_all": Result(len(found), "number", "Signposts", inputs=inputs)}
