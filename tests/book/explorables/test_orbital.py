"""The map of break-even prices: what the page computes is what the package computes."""

from dataclasses import replace

import pytest

from compute_deal.chapters.orbital.marks import map_case
from compute_deal.evidence import load
from compute_deal.models.orbital.break_even import iso_ratio_satellite_usd_per_w
from compute_deal.models.orbital.cost import cost_ratio

GRID = [
    {},
    {"set_power": 100.0},
    {"set_life": 3.0},
    {"set_life": 8.0, "set_capital": 12.0},
    {"set_chips": 0.0},
    {"set_power": 70.0, "set_life": 10.0, "set_capital": 5.0, "set_chips": 40.0},
]


@pytest.mark.parametrize("moved", GRID, ids=str)
def test_lines_of_equal_ratio(explore, moved):
    start = map_case(load())
    orbit = start.orbit
    signals = {
        "set_power": float(orbit.specific_power_w_per_kg),
        "set_life": float(orbit.satellite_years),
        "set_capital": 100 * float(start.orbit_discount_rate),
        "set_chips": float(orbit.chips_usd_per_w),
    } | moved
    life, chips = signals["set_life"], signals["set_chips"]
    case = replace(
        start,
        orbit=replace(
            orbit,
            specific_power_w_per_kg=signals["set_power"],
            satellite_years=life,
            chip_years=min(life, start.years),
            chips_usd_per_w=chips,
        ),
        ground=replace(start.ground, chips_usd_per_w=chips),
        orbit_discount_rate=signals["set_capital"] / 100,
    )
    rows = explore("chapters/05-orbital", "fig-orbit-map", signals)
    points = [row for row in rows if "ratio" in row]
    assert {row["ratio"] for row in points} >= {2.0, 3.0, 5.0}
    assert max(row["launch"] for row in points) > 1000
    for row in points:
        wanted = float(iso_ratio_satellite_usd_per_w(case, row["launch"], row["ratio"]))
        assert row["satellite"] == pytest.approx(wanted, rel=1e-5)
    assert {row["today"] for row in rows if "today" in row} != set()
    for row in rows:
        if "today" in row:
            assert row["today"] == pytest.approx(float(cost_ratio(case)), rel=1e-6)
