"""Leases on a grid of dates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.leases import Lease, leased_amounts, sold_share


def test_leases_by_hand():
    deals = [Lease("a", 2026.4, 2029.4, 325), Lease("b", 2026.75, 2029.5, 110)]
    years = [2026.0, 2026.4, 2027.0, 2029.45, 2030.0]
    assert leased_amounts(deals, years).tolist() == [[0, 325, 325, 0, 0], [0, 0, 110, 110, 0]]
    assert sold_share(deals, years, [500, 500, 870, 1000, 1000]).tolist() == [0, 0.65, 0.5, 0.11, 0]


@given(st.floats(2020, 2030), st.floats(0.1, 5), st.floats(0, 1000))
def test_a_lease_in_two_parts_is_the_same(start, length, amount):
    years = np.linspace(2019, 2036, 500)
    middle, end = start + length / 3, start + length
    whole = leased_amounts([Lease("x", start, end, amount)], years).sum(axis=0)
    parts = leased_amounts([Lease("x", start, middle, amount), Lease("x", middle, end, amount)], years).sum(axis=0)
    assert whole.tolist() == parts.tolist()


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="after the start"):
        Lease("x", 2027, 2027, 1)
    with pytest.raises(ValueError, match="negative"):
        Lease("x", 2027, 2028, -1)
    with pytest.raises(ValueError, match="nameplate"):
        sold_share([Lease("x", 2026, 2027, 1)], [2026.5], [0])
