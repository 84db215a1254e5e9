"""The sliders of the chapter on what to do compute what the package computes."""

import pytest

from compute_deal.chapters.actions.case import LockCase
from compute_deal.evidence import load
from compute_deal.models.lock_in import break_even_utilisation, chance_locking_wins, saving_quantile

CASE = LockCase(load())
GRID = [
    # use, one-year price, change in a year, sold out
    (95, 2.8, -8.7, 2),
    (100, 1, 20, 0),
    (20, 4, -50, 50),
    (70, 2.4, 0, 2),
    (55, 2, 4.7, 10),
]


@pytest.mark.parametrize(("use", "price", "change", "sold_out"), GRID)
def test_lock(explore, use, price, change, sold_out):
    signals = {"set_use": use, "set_price": price, "set_change": change, "set_sold_out": sold_out}
    rows = explore("chapters/06-actions", "fig-lock", signals)
    case = CASE.at(locked_usd=price, change_per_year=change / 100, sold_out_share=sold_out / 100)
    average, choice = case.average, case.choice(use / 100)
    lines = {row["percent"]: row for row in rows if "percent" in row}
    assert sorted(lines) == list(range(20, 101, 4))
    for percent, row in lines.items():
        at = case.choice(percent / 100)
        assert row["saving"] == pytest.approx(at.on_demand_usd(average.mean_usd) - at.locked_usd_per_gpu_hour, abs=1e-6)
        assert row["low"] == pytest.approx(saving_quantile(at, average, 0.05), abs=1e-6)
        assert row["high"] == pytest.approx(saving_quantile(at, average, 0.95), abs=1e-6)
    mine = next(row for row in rows if "chance" in row)
    assert mine["even"] == pytest.approx(break_even_utilisation(choice, average.mean_usd), rel=1e-6)
    # Vega approximates the normal distribution to seven digits or so
    assert mine["chance"] == pytest.approx(chance_locking_wins(choice, average), abs=1e-5)
