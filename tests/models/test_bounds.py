"""Quantities known to lie in a range: their order, and draws of them."""

import numpy as np
import pytest

from compute_deal.models.bounds import Bounds


def test_triangular_draws_have_their_moments():
    draws = Bounds(1.0, 2.0, 6.0).draw(200_000, np.random.default_rng(5))
    # Mean (1 + 2 + 6) / 3 = 3; variance (1 + 4 + 36 - 2 - 6 - 12) / 18 = 21 / 18.
    assert draws.mean() == pytest.approx(3, abs=0.01)
    assert draws.var() == pytest.approx(21 / 18, rel=0.02)
    assert draws.min() >= 1
    assert draws.max() <= 6


def test_equal_bounds_are_a_constant():
    assert Bounds(2.0, 2.0, 2.0).draw(3, np.random.default_rng(5)).tolist() == [2.0, 2.0, 2.0]


@pytest.mark.parametrize("ends", [(2, 1, 3), (1, 4, 3), (3, 2, 1)])
def test_bounds_out_of_order_are_refused(ends):
    with pytest.raises(ValueError, match="expected them in this order"):
        Bounds(*ends)
