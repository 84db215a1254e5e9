"""Cost of the risk computations: one game, and a batch of them, by grid and number of draws.

Run with ``make bench``. It prints and asserts nothing: times belong to the machine they are taken on.
"""

import numpy as np

from compute_deal.models.risk.exit_game import ExitEconomics, ExitTerms, solve_exit_game
from compute_deal.models.risk.exit_outcomes import exit_boundaries, notice_probabilities
from compute_deal.models.risk.price_process import PriceProcess
from tests.bench.timing import seconds

TERMS = ExitTerms(fee_usd_per_month=1.25e9, term_months=30, notice_months=3, buyer_lead_months=6)


def game(draws: int, points: int) -> None:
    """Solve games on random walks and read from them who leaves and at which price."""
    ratio = np.linspace(1.6, 2.4, draws)
    process = PriceProcess(price_usd_per_gpu_hour=2.8, change_per_year=-0.1, volatility_per_year=0.25)
    sides = ExitEconomics(
        gpu_hours_per_month=2.4e8,
        buyer_price_ratio=ratio,
        owner_price_ratio=0.85 * ratio,
        buyer_switching_cost_usd=1.25e9,
        owner_reletting_cost_usd=2.5e9,
        buyer_discount_per_year=0.08,
        owner_discount_per_year=0.08,
        other_hazard_per_year=0.1,
    )
    solved = solve_exit_game(process, TERMS, sides, points=points)
    notice_probabilities(solved)
    exit_boundaries(solved)


def main() -> None:
    """Print how time grows with draws and grid points."""
    for draws, points in ((1, 401), (64, 101), (256, 101), (256, 201), (1024, 101)):
        print(f"{draws:5} games on {points:3} points: {seconds(lambda d=draws, p=points: game(d, p)):.3f} s")


if __name__ == "__main__":
    main()
