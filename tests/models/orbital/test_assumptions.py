from dataclasses import replace
from math import prod

import pytest

from compute_deal.models.orbital.assumptions import build, explain_ratio, flatten
from compute_deal.models.orbital.cost import cost_ratio
from compute_deal.models.orbital.mccalip import mccalip_comparison
from compute_deal.models.orbital.spacedc import spacedc_comparison

ORBIT_GROUPS = {
    "scale and one-off": [
        "orbit.power_w",
        "ground.power_w",
        "orbit.one_off_usd",
        "orbit.operations_usd_per_year",
        "orbit.satellite_power_w",
    ],
    "launch price": ["orbit.launch_usd_per_kg"],
    "satellite price": ["orbit.satellite_usd_per_w", "orbit.installed_w_per_w"],
    "mass": ["orbit.specific_power_w_per_kg"],
    "replacement": [
        "orbit.replacement_per_year",
        "orbit.replacement_launch_share",
        "orbit.operations_per_year",
        "orbit.chip_replacement_per_year",
        "orbit.chip_kg_per_w",
    ],
    "chips": ["orbit.chips_usd_per_w", "ground.chips_usd_per_w"],
    "delivery": [
        f"{side}_delivery.{name}"
        for side in ("orbit", "ground")
        for name in (
            "utilisation",
            "availability",
            "network",
            "sustained",
            "peak_pflops_per_kw",
            "hours_per_year",
        )
    ],
    "ground and capital cost": [
        "ground.facility_usd_per_w",
        "ground.energy_usd_per_kwh",
        "ground.pue",
        "ground.load_factor",
        "ground.maintenance_per_year",
        "orbit_discount_rate",
        "ground_discount_rate",
    ],
}


def test_flat_and_back(sides):
    table = flatten(sides)
    assert build(table) == sides
    table["orbit.launch_usd_per_kg"] = 1.0
    assert build(table) == replace(sides, orbit=replace(sides.orbit, launch_usd_per_kg=1.0))


def test_unknown_assumption(sides):
    with pytest.raises(ValueError, match="not the assumptions of a comparison"):
        build({**flatten(sides), "orbit.colour": 1.0})


def test_from_the_lowest_to_the_highest_published_model(mccalip_inputs, h100_cluster, hyperscale, text_inference):
    cheap = replace(mccalip_inputs, launch_usd_per_kg=100.0, satellite_usd_per_w=5.0, specific_power_w_per_kg=75.0)
    low = mccalip_comparison(cheap)
    high = spacedc_comparison(h100_cluster, hyperscale, text_inference, 5, 0.08)
    steps, factors = explain_ratio(low, high, ORBIT_GROUPS)
    # 10.476 / 15.851 = 0.661 at one end, 1,237.01 / 66.04 = 18.73 at the other: a factor of 28.3.
    assert steps[0].before == pytest.approx(0.661, abs=1e-3)
    assert steps[-1].after == pytest.approx(18.73, abs=0.01)
    assert prod(factors.values()) == pytest.approx(28.34, abs=0.02)
    assert prod(step.factor for step in steps) == pytest.approx(prod(factors.values()))
    # Counting the chips on both sides pulls the ratio towards one; dearer satellites and launch push it up.
    assert factors["chips"] < 1.0
    assert min(factors["satellite price"], factors["launch price"]) > 1.5
    assert cost_ratio(low) < 1.0 < cost_ratio(high)
