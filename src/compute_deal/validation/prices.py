"""Checks of the price process and its calibration, and of the causes that end a contract."""

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq
from scipy.stats import linregress

from compute_deal.checks import Check, closed, published, second
from compute_deal.evidence import Evidence
from compute_deal.models.risk.calibration import fit_mean_reversion
from compute_deal.models.risk.hazards import hazard_from_cumulative, in_force_by_hazard
from compute_deal.models.risk.price_process import (
    PriceProcess,
    expected_price,
    price_quantile,
    simulate_prices,
    standard_normal_shocks,
)

PROCESS = PriceProcess(level_usd_per_gpu_hour=2.5, reversion_per_year=1.4, volatility_per_year=0.3, drift_per_year=-0.2)
START, YEARS = 3.2, 1.5
# Observations of the published calibration, a quarter of a year apart; its results stand in the table of published models.
OBSERVED = (
    "3.0000 1.7600 1.2693 1.1960 0.9468 0.9532 0.6252 0.8604 1.0984 1.4310 1.3019 1.4005 1.2686 0.7147 0.9237 0.7297 "
    "0.7105 0.8683 0.7406 0.7314 0.6232"
)
QUARTER = 0.25
SIGMAS = 4  # standard errors that a simulation may be off


def price_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of prices and hazards, by method."""
    return [*process_checks(), *calibration_checks(evidence), *hazard_checks()]


def moments_by_steps() -> tuple[float, float]:
    """Return mean and variance of the log price from their differential equations, solved numerically."""

    def change(t: float, state: np.ndarray) -> list[float]:
        level = np.log(PROCESS.level_usd_per_gpu_hour) + PROCESS.drift_per_year * t
        pull = PROCESS.reversion_per_year
        return [
            PROCESS.drift_per_year - pull * (state[0] - level),
            PROCESS.volatility_per_year**2 - 2 * pull * state[1],
        ]

    solved = solve_ivp(change, (0.0, YEARS), [np.log(START), 0.0], rtol=1e-11, atol=1e-13)
    return float(solved.y[0, -1]), float(solved.y[1, -1])


def process_checks() -> list[Check]:
    """Return the checks of the price process."""
    mean, variance = moments_by_steps()
    route, method = "its differential equations, solved numerically", "risk.price_process"
    rng = np.random.default_rng(7)
    paths = simulate_prices(PROCESS, START, standard_normal_shocks(rng, 18, 100_000))[-1]
    known = np.exp(mean + variance / 2)
    return [
        second(
            "price_mean",
            method,
            "expected price after a year and a half",
            route,
            known,
            expected_price(PROCESS, START, YEARS),
            tolerance=1e-8,
            unit="USD",
        ),
        second(
            "price_p95",
            method,
            "95th percentile of it",
            route,
            np.exp(mean + 1.6448536269514722 * variance**0.5),
            price_quantile(PROCESS, START, YEARS, 0.95),
            tolerance=1e-8,
            unit="USD",
        ),
        second(
            "price_simulated",
            method,
            "mean of 100,000 simulated prices",
            route,
            known,
            paths.mean(),
            tolerance=SIGMAS * paths.std() / len(paths) ** 0.5 / known,
            unit="USD",
        ),
        closed(
            "price_spread",
            method,
            "spread of the log price in the long run",
            "0.3 / √(2 · 1.4)",
            0.3 / 2.8**0.5,
            PROCESS.stationary_sd,
        ),
    ]


def calibration_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of the calibration: a published example, its exact link to a regression."""
    logs = np.array(OBSERVED.split(), dtype=float)
    fitted = fit_mean_reversion(QUARTER * np.arange(len(logs)), np.exp(logs)).process
    results = {
        "ou_level": float(np.log(fitted.level_usd_per_gpu_hour)),
        "ou_reversion": fitted.reversion_per_year,
        "ou_volatility": fitted.volatility_per_year,
    }
    slope = linregress(logs[:-1], logs[1:]).slope
    method = "risk.calibration"
    return [
        *published(evidence, method, results),
        second(
            "ou_regression",
            method,
            "speed of reversion of the same series",
            "regression on the value before",
            -np.log(slope) / QUARTER,
            fitted.reversion_per_year,
            tolerance=1e-6,
        ),
    ]


def hazard_checks() -> list[Check]:
    """Return the checks of the hazards: a rating by a root, one cause in closed form and by simulation."""
    method, probability, years = "risk.hazards", 0.1046, 3
    monthly, term, notice = 0.02, 36, 3
    served = in_force_by_hazard(12 * monthly, notice, term)
    months = notice + (1 - np.exp(-monthly * (term - notice))) / (1 - np.exp(-monthly))
    draws = 400_000
    strikes = np.floor(np.random.default_rng(4).exponential(1 / monthly, draws))
    ends = np.minimum(strikes + 1 + notice, term)
    return [
        second(
            "hazard_rating",
            method,
            "hazard behind a default rate of 10.46 % in three years",
            "root of 1 − exp(−h · 3)",
            brentq(lambda h: 1 - np.exp(-h * years) - probability, 0.0, 1.0, xtol=1e-15),
            hazard_from_cumulative(probability, years),
            unit="fraction",
        ),
        closed(
            "hazard_life",
            method,
            "expected months, hazard 2 % a month, notice of three",
            "geometric sum",
            months,
            served.sum(),
            unit="months",
        ),
        second(
            "hazard_sampled",
            method,
            "the same",
            f"{draws:,} simulated dates",
            ends.mean(),
            served.sum(),
            tolerance=SIGMAS * ends.std() / draws**0.5 / months,
            unit="months",
        ),
    ]
