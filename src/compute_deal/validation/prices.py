"""Checks of the price process, of the causes that end a contract, and of the stress cases."""

import numpy as np
from scipy.optimize import brentq
from scipy.stats import lognorm, norm

from compute_deal.checks import Check, closed, second
from compute_deal.models.risk.hazards import hazard_from_cumulative, in_force_by_hazard
from compute_deal.models.risk.price_process import PriceProcess, price_quantile
from compute_deal.models.risk.stress import Replacement, capacity_gap_gpus, first_year_loss_usd

SIGMAS = 4  # standard errors that a simulation may be off


def price_checks() -> list[Check]:
    """Return the checks of prices, hazards and stress, by method."""
    return [*process_checks(), *hazard_checks(), *stress_checks()]


def process_checks() -> list[Check]:
    """Return quantiles of the price ahead: of one law, and of three that are equally likely."""
    one = PriceProcess(price_usd_per_gpu_hour=3.2, change_per_year=-0.2, volatility_per_year=0.3)
    years, level, draws = 1.5, 0.4, 400_000
    known = lognorm.ppf(0.95, 0.3 * years**0.5, scale=3.2 * np.exp((-0.2 - 0.3**2 / 2) * years))
    three = PriceProcess(
        price_usd_per_gpu_hour=3.2,
        change_per_year=np.array([-0.3, 0.0, 0.4]),
        volatility_per_year=np.array([0.2, 0.4, 0.1]),
    )
    rng = np.random.default_rng(8)
    part = rng.integers(3, size=draws)
    mean, sd = three.log_median(years), three.log_sd(years)
    sample = np.exp(mean[part] + sd[part] * rng.standard_normal(draws))
    ours = price_quantile(three, years, level)
    density = np.mean(norm.pdf((np.log(ours) - mean) / sd) / sd)  # of the log price
    method = "risk.price_process"
    return [
        closed(
            "price_p95",
            method,
            "95th percentile of the price after a year and a half",
            "SciPy's log-normal",
            known,
            price_quantile(one, years, 0.95),
            tolerance=1e-8,
            unit="USD",
        ),
        second(
            "price_mixture",
            method,
            "40th percentile over three laws, equally likely",
            f"{draws:,} simulated prices",
            np.quantile(sample, level),
            ours,
            tolerance=SIGMAS * (level * (1 - level) / draws) ** 0.5 / density,
            unit="USD",
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


def stress_checks() -> list[Check]:
    """Return the checks of the withdrawal of capacity, 250 GPUs with three months' notice, and of a lost fee."""
    gap = capacity_gap_gpus(250.0, 3, Replacement(lead_months=2, gpus_per_month=100.0), 6)
    owner = first_year_loss_usd(100.0, vacancy_months=2, relet_price_ratio=0.75)
    return [
        closed("stress_gap", "risk.stress", "GPU-months missing after notice", "150 + 50", 200.0, gap.sum()),
        closed("stress_owner", "risk.stress", "owner's missing income in a year", "2 · 100 + 10 · 25", 450.0, owner),
    ]
