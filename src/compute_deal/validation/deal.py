"""Checks of the methods behind the chapters on the deal, on demand and on actions: schedule, exits, value, growth, lock-in."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from compute_deal.checks import Check, closed, second
from compute_deal.models.bounds import Bounds
from compute_deal.models.deal.exits import ExitClause, firm_usd, left_usd
from compute_deal.models.deal.ramp import average_ramp, revenue_from_share
from compute_deal.models.deal.schedule import Terms, accrued_usd, payment_schedule
from compute_deal.models.deal.valuation import present_value_usd
from compute_deal.models.growth import growth_to_share, implied_growth_factor
from compute_deal.models.lock_in import (
    TIE,
    Choice,
    average_price,
    break_even_sold_out,
    break_even_use,
    expected_price,
    saving_quantile,
)

SIGNED, LAST = date(2026, 5, 3), date(2029, 5, 31)
CLAUSE = ExitClause("ninety days after three months", 90, date(2026, 8, 3))
FEE, RATE = 100.0, 0.08
EXPECTED, VOLATILITY = expected_price(2.7, -0.1, np.arange(12)), 0.25
LOCK = Choice(locked_usd_per_gpu_hour=2.3, utilisation=0.85, sold_out_share=0.05, missing_hour_usd=8.0)
WALKS, SIGMAS = 65_536, 4
SHAPE = 0.01  # an average of log-normal prices is only nearly log-normal


def deal_checks() -> list[Check]:
    """Return the checks of the chapter on the deal, by method."""
    plan = payment_schedule(Terms(FEE, SIGNED, LAST))
    level = payment_schedule(Terms(FEE, date(2026, 6, 1), LAST))
    month = 1.08 ** (1 / 12) - 1
    october = "2026-10-01"
    ramp = average_ramp(Bounds(125.0, 150.0, 200.0), FEE, 2)
    return [
        closed(
            "ramp_share",
            "deal.ramp",
            "revenue of 1,000 times a printed share of 19.5 %, lower end",
            "0.1945 · 1,000",
            194.5,
            revenue_from_share(0.195, 1000.0, 0.001).low,
        ),
        closed("ramp_mean", "deal.ramp", "150 paid in two months of 100", "150 / 200", 0.75, ramp.value),
        closed(
            "schedule_sum",
            "deal.schedule",
            "37 months of 100, the first two at 60 %",
            "by hand",
            3620.0,
            payment_schedule(Terms(FEE, SIGNED, LAST, ramp=(0.6, 0.6))).headline_usd,
        ),
        closed(
            "accrued",
            "deal.schedule",
            "accrued from 3 May to 16 June 2026",
            "100 + 15 / 30 · 100",
            150.0,
            accrued_usd(plan, np.datetime64("2026-06-16")),
        ),
        closed(
            "earliest_exit",
            "deal.exits",
            "days from signing to the first day without service",
            "28 + 30 + 31 + 31 + 30 + 31 + 1",
            182,
            (CLAUSE.earliest_exit - SIGNED).days,
            unit="days",
        ),
        closed(
            "firm_fees",
            "deal.exits",
            "still owed on 1 October 2026, notice given that day",
            "two months and 29 of 31 days",
            200 + 100 * 29 / 31,
            firm_usd(plan, CLAUSE, october),
        ),
        closed("fees_left", "deal.exits", "fees left on 1 May 2029", "one month", 100.0, left_usd(plan, "2029-05-01")),
        second(
            "present_value",
            "deal.valuation",
            "present value of 36 months of 100 at 8 %",
            "annuity formula, equal months",
            FEE * (1 - (1 + month) ** -36) / month,
            present_value_usd(level, RATE, date(2026, 6, 1)),
            tolerance=1e-3,  # months are not equally long
        ),
    ]


def action_checks() -> list[Check]:
    """Return the checks of the chapter on actions: break-even points, average price, chance and quantiles."""
    choice = Choice(locked_usd_per_gpu_hour=1.5, utilisation=0.5, sold_out_share=0.1, missing_hour_usd=10.0)
    average = average_price(EXPECTED, VOLATILITY)
    paths = average_of_walks(np.random.default_rng(5), WALKS)
    saving = LOCK.on_demand_usd(paths) - LOCK.locked_usd_per_gpu_hour
    method, simulated, unit = "lock_in", f"{len(paths):,} simulated paths", "USD"
    quantiles = [
        second(
            f"saving_p{level}",
            method,
            f"saving that {level} % of cases do not exceed",
            simulated,
            np.percentile(saving, level),
            saving_quantile(LOCK, average, level / 100),
            tolerance=SHAPE,
            unit=unit,
            scale=LOCK.locked_usd_per_gpu_hour,
        )
        for level in (5, 95)
    ]
    return [
        closed(
            "even_use",
            method,
            "use at which both cost the same, a tenth sold out",
            "1.5 / 2.8",
            1.5 / 2.8,
            break_even_use(1.5, choice.needed_hour_usd(2.0)),
            unit="fraction",
        ),
        closed(
            "even_sold_out",
            method,
            "share sold out at which both cost the same",
            "(3 − 2) / (10 − 2)",
            0.125,
            break_even_sold_out(choice, 2.0),
            unit="fraction",
        ),
        second(
            "average_mean",
            method,
            "mean of the average price over a year",
            simulated,
            paths.mean(),
            average.mean_usd,
            tolerance=SIGMAS * paths.std() / len(paths) ** 0.5 / paths.mean(),
            unit=unit,
        ),
        second(
            "locking_wins",
            method,
            "chance that locking in is cheaper",
            simulated,
            float(np.mean(saving > TIE * LOCK.locked_usd_per_gpu_hour)),
            average.chance_above(LOCK.break_even_price_usd),
            tolerance=SHAPE,
            unit="fraction",
            scale=1.0,
        ),
        *quantiles,
    ]


def average_of_walks(rng: np.random.Generator, paths: int) -> NDArray[np.float64]:
    """Return averages of monthly prices that walk at random around `EXPECTED`.

    Examples
    --------
    >>> average_of_walks(np.random.default_rng(1), 3).shape
    (3,)
    """
    variance = VOLATILITY**2 / 12
    steps = rng.normal(-variance / 2, variance**0.5, (len(EXPECTED) - 1, paths))
    walks = np.vstack([np.zeros(paths), np.cumsum(steps, axis=0)])
    return (EXPECTED[:, None] * np.exp(walks)).mean(axis=0)


def growth_checks() -> list[Check]:
    """Return the checks of growth between two levels, and of the growth that a fee needs."""
    return [
        closed(
            "implied_growth",
            "growth",
            "yearly growth from 9 to 36 within half a year",
            "4² by hand",
            16.0,
            implied_growth_factor(2026.0, 9.0, 2026.5, 36.0),
        ),
        closed(
            "required_growth",
            "growth",
            "growth at which a fee of 15 on 65 falls to a tenth in two years",
            "√(150 / 65)",
            (150 / 65) ** 0.5,
            growth_to_share(15, 65, 0.1, 2),
        ),
    ]
