"""The sliders of the chapter on what to do compute what the package computes."""

from dataclasses import replace

import pytest

from compute_deal.chapters.actions.case import lock_case
from compute_deal.evidence import load
from compute_deal.models.lock_in import average_price, break_even_utilisation, chance_locking_wins, saving_quantile

CASE = lock_case(load())
GRID = [
    # use, discount, term, drift, sold out
    (70, 15, 12, -10, 2),
    (100, 0, 3, 20, 0),
    (20, 60, 36, -50, 50),
    (95, 15, 36, -10, 2),
    (55, 30, 24, 0, 10),
    (85, 10, 15, -30, 5),
]


@pytest.mark.parametrize(("use", "discount", "term", "drift", "sold_out"), GRID)
def test_lock(explore, use, discount, term, drift, sold_out):
    signals = {
        "set_use": use,
        "set_discount": discount,
        "set_term": term,
        "set_ageing": drift,
        "set_sold_out": sold_out,
    }
    rows = explore("chapters/06-actions", "fig-lock", signals)
    process = replace(CASE.process, drift_per_year=drift / 100)
    choice = CASE.at(utilisation=use / 100, discount=discount / 100, term_months=term, sold_out_share=sold_out / 100)
    average = average_price(process, choice.price_usd_per_gpu_hour, term)
    lines = {row["percent"]: row for row in rows if "percent" in row}
    assert sorted(lines) == list(range(20, 101, 4))
    for percent, row in lines.items():
        at = replace(choice, utilisation=percent / 100)
        assert row["saving"] == pytest.approx(at.on_demand_usd(average.mean_usd) - at.locked_usd_per_gpu_hour, abs=1e-6)
        assert row["low"] == pytest.approx(saving_quantile(at, average, 0.05), abs=1e-6)
        assert row["high"] == pytest.approx(saving_quantile(at, average, 0.95), abs=1e-6)
    mine = next(row for row in rows if "chance" in row)
    assert mine["even"] == pytest.approx(break_even_utilisation(choice, average), rel=1e-6)
    # Vega approximates the normal distribution to seven digits or so
    assert mine["chance"] == pytest.approx(chance_locking_wins(choice, average), abs=1e-5)
