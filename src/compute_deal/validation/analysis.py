"""Checks of what is done with simulated values: shares of variance, simulation errors, stress."""

import numpy as np
from scipy.stats import norm

from compute_deal.checks import Check, closed, values
from compute_deal.evidence import Evidence
from compute_deal.models.risk.sensitivity import Factor, sobol_indices, tornado
from compute_deal.models.risk.simulation_error import summarise, supported_decimals
from compute_deal.models.risk.stress import Replacement, capacity_gap_gpus, owner_income_gap_usd, revenue_gap_usd

SIGMAS = 4  # standard errors that a simulation may be off


def analysis_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of sensitivity, simulation error and stress, by method."""
    return [*sensitivity_checks(evidence), *error_checks(), *stress_checks()]


def sensitivity_checks(evidence: Evidence) -> list[Check]:
    """Return the shares of variance of the Ishigami function beside their closed form, and a tornado by hand."""
    a, b = values(evidence, "ishigami_a", "ishigami_b")
    alone = 0.5 * (1 + b * np.pi**4 / 5) ** 2
    second_alone, together = a**2 / 8, b**2 * np.pi**8 * 8 / 225
    whole = alone + second_alone + together
    exact = {"x1": (alone, alone + together), "x2": (second_alone, second_alone), "x3": (0.0, together)}
    factors = [Factor(name=name, low=-np.pi, central=0.0, high=np.pi) for name in exact]

    def ishigami(x: dict) -> np.ndarray:
        return np.sin(x["x1"]) + a * np.sin(x["x2"]) ** 2 + b * x["x3"] ** 4 * np.sin(x["x1"])

    indices = {
        each.name: each for each in sobol_indices(ishigami, factors, np.random.default_rng(2), base_samples=4096)
    }
    method, found = "risk.sensitivity", []
    for place, (name, shares) in enumerate(exact.items(), 1):
        index = indices[name]
        both = (("alone", index.first_order, index.first_order_error), ("in all", index.total, index.total_error))
        for (which, ours, error), share in zip(both, shares, strict=True):
            found.append(
                closed(
                    f"ishigami_{place}_{which.replace(' ', '_')}",
                    method,
                    f"share of variance of input {place}, {which}",
                    "closed form of the test function",
                    share / whole,
                    ours,
                    tolerance=2 * error,  # twice the half-width of the interval that comes with the estimate
                    unit="fraction",
                    source="openturns_ishigami",
                    scale=1.0,
                )
            )
    sides = [Factor(name="b", low=2.5, central=3.0, high=3.5), Factor(name="a", low=1.0, central=2.0, high=4.0)]
    bars = tornado(lambda x: 10 + x["a"] * x["b"], sides)[1]
    return [
        *found,
        closed("tornado_swing", method, "widest swing of 10 + a b", "22 − 13 by hand", 9.0, bars[0].swing),
    ]


def error_checks() -> list[Check]:
    """Return the stated simulation errors of normal draws beside their theory."""
    batches, draws = 1_000, 2_000_000
    summary = summarise(np.random.default_rng(6).standard_normal(draws), batches)
    # An error that is estimated from so many batches is itself off by 1 / √(2 (batches − 1)).
    loose = SIGMAS / (2 * (batches - 1)) ** 0.5
    tail = (0.05 * 0.95 / draws) ** 0.5 / norm.pdf(norm.ppf(0.05))
    method = "risk.simulation_error"
    return [
        closed(
            "error_mean",
            method,
            "standard error of the mean of two million normal draws",
            "1 / √2,000,000",
            draws**-0.5,
            summary.mean_error,
            tolerance=loose,
        ),
        closed(
            "error_p5",
            method,
            "standard error of their 5th percentile",
            "√(p (1 − p) / n) / density",
            tail,
            summary.p5_error,
            tolerance=loose,
        ),
        closed(
            "value_p5",
            method,
            "their 5th percentile",
            "quantile of the normal",
            norm.ppf(0.05),
            summary.p5,
            tolerance=SIGMAS * tail / -norm.ppf(0.05),
        ),
        closed(
            "decimals",
            method,
            "decimals that an error of 0.012 supports",
            "by hand",
            1.0,
            supported_decimals(0.012, most=5),
            unit="count",
        ),
    ]


def stress_checks() -> list[Check]:
    """Return the checks of the withdrawal of capacity: 250 GPUs with three months' notice."""
    gap = capacity_gap_gpus(250.0, 3, Replacement(lead_months=2, gpus_per_month=100.0), 6)
    lost = revenue_gap_usd(gap, 1000.0, 5000.0, 0.5)
    owner = owner_income_gap_usd(100.0, notice_months=1, vacancy_months=2, relet_price_ratio=0.75, months=5)
    return [
        closed("stress_gap", "risk.stress", "GPU-months missing after notice", "150 + 50", 200.0, gap.sum()),
        closed("stress_revenue", "risk.stress", "revenue on them, half of it lost", "by hand", 500.0, lost.sum()),
        closed("stress_owner", "risk.stress", "owner's missing income in five months", "by hand", 250.0, owner.sum()),
    ]
