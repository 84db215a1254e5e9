"""Cost of the risk computations: time against drawing the random numbers alone, memory, and growth with size.

Run with ``make bench``. It prints and asserts nothing: times belong to the machine they are taken on.
"""

import time
import tracemalloc
from collections.abc import Callable

import numpy as np

from compute_deal.models.risk.calibration import bootstrap_fits, fit_mean_reversion
from compute_deal.models.risk.contract_value import ExitPolicy, simulate_contract
from compute_deal.models.risk.exit_game import ExitEconomics, ExitTerms, solve_exit_game
from compute_deal.models.risk.exit_outcomes import clause_values, evaluate_exit_game, exit_boundaries
from compute_deal.models.risk.hazards import Cause, in_force_by_causes
from compute_deal.models.risk.price_process import PriceProcess
from compute_deal.models.risk.sensitivity import Factor, sobol_indices
from tests.bench.timing import seconds

PROCESS = PriceProcess(
    level_usd_per_gpu_hour=2.5, reversion_per_year=1.0, volatility_per_year=0.25, drift_per_year=-0.1
)
PRICE_USD = 2.5
SIDES = ExitEconomics(
    gpu_hours_per_month=2.4e8,
    buyer_price_ratio=2.1,
    owner_price_ratio=1.9,
    buyer_switching_cost_usd=2e9,
    owner_reletting_cost_usd=2e9,
    buyer_discount_per_year=0.08,
    owner_discount_per_year=0.08,
    other_hazard_per_year=0.1,
)


def contract(months: int) -> ExitTerms:
    """Give a contract of a length, with three months of notice."""
    return ExitTerms(fee_usd_per_month=(1.25e9,) * months, notice_months=3, first_notice_month=3)


def simulation(months: int, paths: int, method: str = "pseudo") -> Callable[[], object]:
    """Prepare a simulation with solved exit boundaries, in batches of a few thousand paths."""
    terms = contract(months)
    buyer, owner = exit_boundaries(solve_exit_game(PROCESS, PRICE_USD, terms, SIDES))
    served = in_force_by_causes([Cause(name="other", hazard_per_year=0.1, notice_months=3)], 0.0, months)
    policy = ExitPolicy(buyer_leaves_below_usd=buyer, owner_leaves_above_usd=owner, in_force_by_causes=served)
    per_batch = 4096 if method == "sobol" else 2000

    def work() -> object:
        return simulate_contract(
            PROCESS,
            PRICE_USD,
            terms,
            SIDES,
            policy,
            np.random.default_rng(1),
            batches=paths // per_batch,
            paths_per_batch=per_batch,
            method=method,
        )

    return work


def draw(months: int, paths: int) -> Callable[[], object]:
    """Prepare drawing as many normal numbers as a simulation of that size needs."""
    return lambda: np.random.default_rng(1).standard_normal((months, paths))


def peak_megabytes(work: Callable[[], object]) -> float:
    """Give the peak of the memory that a run allocates."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def bench_ratio() -> None:
    """Print the time of the simulation against drawing its random numbers, and its memory."""
    for method, paths in (("pseudo", 100_000), ("sobol", 32 * 4096)):
        work, plain = simulation(36, paths, method), seconds(draw(36, paths))
        spent = seconds(work)
        print(
            f"{method:6} {paths:7} paths x 36 months: {spent:.3f} s, {spent / plain:.1f} x the normal draws "
            f"({plain:.3f} s), peak {peak_megabytes(work):.0f} MB"
        )


def bench_growth() -> None:
    """Print how time grows as paths or months double."""
    base = seconds(simulation(36, 100_000))
    for months, paths in ((36, 200_000), (36, 400_000), (72, 100_000), (144, 100_000)):
        size = months * paths / 3.6e6
        print(
            f"{paths:7} paths x {months:3} months: {seconds(simulation(months, paths)) / base:.1f} x for {size:.0f} x work"
        )


def bench_parts() -> None:
    """Print the time of each part of a full risk computation, and of all together."""
    rng = np.random.default_rng(1)
    years = np.sort(rng.uniform(0.0, 1.75, 14))
    prices = 2.4 * np.exp(0.1 * rng.standard_normal(14))
    terms = contract(36)
    ranges = {
        "level_usd_per_gpu_hour": (1.9, 2.5, 3.4),
        "reversion_per_year": (0.3, 1.0, 4.0),
        "volatility_per_year": (0.15, 0.25, 0.45),
        "drift_per_year": (-0.3, -0.1, 0.0),
        "buyer_price_ratio": (1.8, 2.1, 2.3),
        "owner_price_ratio": (1.5, 1.9, 2.1),
        "buyer_switching_cost_usd": (0.0, 2e9, 5e9),
        "owner_reletting_cost_usd": (5e8, 2e9, 5e9),
        "other_hazard_per_year": (0.05, 0.13, 0.4),
    }
    factors = [Factor(name=name, low=low, central=mid, high=high) for name, (low, mid, high) in ranges.items()]

    def owner_value(samples: dict[str, np.ndarray]) -> np.ndarray:
        return evaluate_exit_game(PROCESS, PRICE_USD, terms, SIDES, samples)[1]

    parts = {
        "calibration": lambda: fit_mean_reversion(years, prices),
        "bootstrap, 500 samples": lambda: bootstrap_fits(PROCESS, 2.5, years, np.random.default_rng(1)),
        "four games of the clause": lambda: clause_values(PROCESS, PRICE_USD, terms, SIDES),
        "simulation, 100000 paths": simulation(36, 100_000),
        "Sobol indices, 5632 games": lambda: sobol_indices(owner_value, factors, np.random.default_rng(1)),
    }
    total = 0.0
    for name, work in parts.items():
        start = time.perf_counter()
        work()
        spent = time.perf_counter() - start
        total += spent
        print(f"{name:26} {spent:6.2f} s")
    print(f"{'together':26} {total:6.2f} s")


def main() -> None:
    """Print the figures."""
    bench_ratio()
    bench_growth()
    bench_parts()


if __name__ == "__main__":
    main()
