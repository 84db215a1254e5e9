"""Margin under uncertainty: moments of the draws, repeatability."""

from dataclasses import fields

import numpy as np
import pytest

from compute_deal.models.bounds import Bounds
from compute_deal.models.margin import MARGIN_DRIVERS, simulate_margin
from compute_deal.models.ownership import OwnershipInputs, annual_cost, cost_usd_per_gpu_hour, margin

MID = dict(zip(MARGIN_DRIVERS, [26.6e9, 11.4e9, 5.0, 14.0, 0.08, 0.8, 1.2, 0.07, 0.3e9, 1.9, 5.3], strict=True))


def constants() -> dict[str, Bounds]:
    return {name: Bounds(value, value, value) for name, value in MID.items()}


def test_constants_give_the_point_estimate():
    inputs = OwnershipInputs(**{item.name: MID[item.name] for item in fields(OwnershipInputs)})
    cost = cost_usd_per_gpu_hour(annual_cost(inputs), 1.9)
    result = simulate_margin(constants(), 5, np.random.default_rng(0))
    assert result.cost_usd_per_gpu_hour == pytest.approx(np.full(5, cost))
    assert result.margin == pytest.approx(np.full(5, margin(5.3, cost)))


def test_same_seed_same_numbers_whatever_the_order():
    spreads = constants() | {"price_usd_per_gpu_hour": Bounds(4, 5, 8), "pue": Bounds(1.1, 1.2, 1.5)}
    turned = dict(reversed(spreads.items()))
    one = simulate_margin(spreads, 10, np.random.default_rng(9)).margin
    two = simulate_margin(turned, 10, np.random.default_rng(9)).margin
    assert one.tolist() == two.tolist()
