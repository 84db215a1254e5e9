"""Checks of the stress cases by hand."""

from compute_deal.checks import Check, closed
from compute_deal.models.risk.stress import Replacement, capacity_gap_gpus, first_year_loss_usd, revenue_gap_usd


def stress_checks() -> list[Check]:
    """Return the checks of the withdrawal of capacity, 250 GPUs with three months' notice, and of a lost fee."""
    gap = capacity_gap_gpus(250.0, 3, Replacement(lead_months=2, gpus_per_month=100.0), 6)
    lost = revenue_gap_usd(gap, 1000.0, 5000.0, 0.5)
    owner = first_year_loss_usd(100.0, vacancy_months=2, relet_price_ratio=0.75)
    return [
        closed("stress_gap", "risk.stress", "GPU-months missing after notice", "150 + 50", 200.0, gap.sum()),
        closed("stress_revenue", "risk.stress", "revenue on them, half of it lost", "by hand", 500.0, lost.sum()),
        closed("stress_owner", "risk.stress", "owner's missing income in a year", "2 · 100 + 10 · 25", 450.0, owner),
    ]
