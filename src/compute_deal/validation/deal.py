"""Checks of the methods behind the chapters on the deal and on actions: schedule, exits, value, lock-in."""

from datetime import date

import numpy as np

from compute_deal.checks import Check, closed, second
from compute_deal.models.deal.exits import ExitClause, firm_usd, left_usd
from compute_deal.models.deal.ramp import Bounds, average_ramp, revenue_from_share
from compute_deal.models.deal.schedule import Terms, accrued_usd, payment_schedule
from compute_deal.models.deal.valuation import present_value_usd
from compute_deal.models.lock_in import (
    Choice,
    average_price,
    average_since,
    break_even_discount,
    break_even_sold_out,
    break_even_utilisation,
    chance_locking_wins,
    saving_quantile,
)
from compute_deal.models.lock_in_exit import ExitRight, exit_costs, solve_exit
from compute_deal.models.risk.price_process import PriceProcess, simulate_prices, standard_normal_shocks

SIGNED, LAST = date(2026, 5, 3), date(2029, 5, 31)
CLAUSE = ExitClause("ninety days after three months", 90, date(2026, 8, 3))
FEE, RATE, HAZARD = 100.0, 0.08, 0.2
LOCK_PROCESS = PriceProcess(
    level_usd_per_gpu_hour=2.4, reversion_per_year=0.7, volatility_per_year=0.25, drift_per_year=-0.1
)
LOCK = Choice(
    price_usd_per_gpu_hour=2.7,
    discount=0.15,
    term_months=36,
    utilisation=0.85,
    sold_out_share=0.05,
    missing_hour_usd=8.0,
)
BATCHES, PATHS_PER_BATCH, SIGMAS = 16, 4096, 4
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
    """Return the checks of the chapter on actions, by method."""
    return [*lock_in_checks(), *lock_in_exit_checks()]


def lock_in_checks() -> list[Check]:
    """Return the checks of break-even points, of the average price and of the regret."""
    choice = Choice(
        price_usd_per_gpu_hour=2.0,
        discount=0.25,
        term_months=12,
        utilisation=0.5,
        sold_out_share=0.1,
        missing_hour_usd=10.0,
    )
    still = average_price(
        PriceProcess(level_usd_per_gpu_hour=2.0, reversion_per_year=1.0, volatility_per_year=0.0), 2.0, 12
    )
    shocks = standard_normal_shocks(np.random.default_rng(5), LOCK.term_months - 1, BATCHES * PATHS_PER_BATCH)
    paths = simulate_prices(LOCK_PROCESS, LOCK.price_usd_per_gpu_hour, shocks).mean(axis=0)
    average = average_price(LOCK_PROCESS, LOCK.price_usd_per_gpu_hour, LOCK.term_months)
    saving = LOCK.on_demand_usd(paths) - LOCK.locked_usd_per_gpu_hour
    days = np.array(["2026-01-01", "2026-01-11", "2026-01-31"], dtype="datetime64[D]")
    method, simulated, unit = "lock_in", f"{len(paths):,} simulated paths", "USD"
    wins = float(np.mean(saving > 0))
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
            break_even_utilisation(choice, still),
            unit="fraction",
        ),
        closed(
            "even_discount",
            method,
            "discount at which both cost the same",
            "1 − 1.4 / 2",
            0.3,
            break_even_discount(choice, still),
            unit="fraction",
        ),
        closed(
            "even_sold_out",
            method,
            "share sold out at which both cost the same",
            "(3 − 2) / (10 − 2)",
            0.125,
            break_even_sold_out(choice, still),
            unit="fraction",
        ),
        second(
            "average_mean",
            method,
            "mean of the average price over 36 months",
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
            wins,
            chance_locking_wins(LOCK, average),
            tolerance=SHAPE,
            unit="fraction",
            scale=1.0,
        ),
        *quantiles,
        closed(
            "observed_average",
            method,
            "average of 2, 4 and 1 observed on three days",
            "(10 · 3 + 20 · 2.5) / 30",
            80 / 30,
            average_since(days, np.array([2.0, 4.0, 1.0]), days[0], days[-1]),
        ),
    ]


def lock_in_exit_checks() -> list[Check]:
    """Return the checks of a commitment with a way out."""
    # A sure fall with a half-life of one month: prices of 4, 2, 1.41 and so on; locked at 2, one month's notice.
    falling = PriceProcess(level_usd_per_gpu_hour=1.0, reversion_per_year=12 * np.log(2), volatility_per_year=0.0)
    choice = Choice(price_usd_per_gpu_hour=4.0, discount=0.5, term_months=6, utilisation=1.0)
    prices = 4.0 ** (0.5 ** np.arange(6))
    best = min((2.0 * min(month + 1, 6) + prices[month + 1 :].sum()) / 6 for month in range(6))
    sure = solve_exit(falling, choice, ExitRight(notice_months=1, buyer=True), points=2001)
    nobody = solve_exit(LOCK_PROCESS, LOCK, ExitRight(notice_months=3))
    right = ExitRight(notice_months=3, buyer=True, provider=True, relet_share=0.85)
    plan = solve_exit(LOCK_PROCESS, LOCK, right)
    means = []
    for stream in np.random.default_rng(8).spawn(BATCHES):
        shocks = standard_normal_shocks(stream, LOCK.term_months - 1, PATHS_PER_BATCH, "sobol")
        paths = simulate_prices(LOCK_PROCESS, LOCK.price_usd_per_gpu_hour, shocks)
        means.append(exit_costs(LOCK_PROCESS, LOCK, right, plan, paths)[0].mean())
    error = np.std(means, ddof=1) / BATCHES**0.5
    method, unit = "lock_in_exit", "USD"
    return [
        closed(
            "exit_nobody",
            method,
            "cost if nobody may leave",
            "the locked price",
            LOCK.locked_usd_per_gpu_hour,
            nobody.expected_usd,
            unit=unit,
        ),
        closed(
            "exit_sure",
            method,
            "cost if a sure fall can be left on notice",
            "the best of six months, tried",
            best,
            sure.expected_usd,
            tolerance=1e-4,
            unit=unit,
        ),
        second(
            "exit_simulated",
            method,
            "cost if both may leave",
            "simulation of both sides' exits",
            np.mean(means),
            plan.expected_usd,
            tolerance=SIGMAS * error / np.mean(means) + 1e-4,  # and what the grid leaves
            unit=unit,
        ),
    ]
