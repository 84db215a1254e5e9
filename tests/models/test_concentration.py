"""Concentration: published examples, exact bounds against sampling, leases on a grid of dates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.concentration import (
    Lease,
    effective_number,
    herfindahl,
    herfindahl_bounds,
    herfindahl_bounds_partial,
    leased_amounts,
    sold_share,
)

AMOUNTS = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("shares", "published"),
    [
        ([30, 30, 20, 20], 2600),  # the example of the US Department of Justice
        ([10, 9, 12, 15, 12, 11, 15, 16], 1296),  # the example of Investopedia
    ],
)
def test_published_examples(shares, published):
    assert herfindahl(shares) * 10_000 == pytest.approx(published)


@given(AMOUNTS)
def test_index_lies_between_equal_shares_and_one(amounts):
    assert 1 / len(amounts) - 1e-12 <= herfindahl(amounts) <= 1 + 1e-12
    assert 1 - 1e-9 <= effective_number(herfindahl(amounts)) <= len(amounts) + 1e-9


@given(st.integers(1, 50), st.floats(0.01, 100))
def test_equal_amounts_count_themselves(number, amount):
    assert effective_number(herfindahl([amount] * number)) == pytest.approx(number)


@given(AMOUNTS, st.floats(0.001, 1000))
def test_the_unit_does_not_matter(amounts, factor):
    assert herfindahl(np.array(amounts) * factor) == pytest.approx(herfindahl(amounts))


def test_bounds_by_hand():
    # One known to be 2, one between 1 and 4: equal at 2, so lowest 1/2; ends 5/9 (2 and 1) and 20/36 (2 and 4).
    assert herfindahl_bounds([2, 1], [2, 4]) == pytest.approx((0.5, 5 / 9))
    # 4 fixed, two of 0 to 1: lowest with both at 1, (16 + 1 + 1) / 36; highest alone.
    assert herfindahl_bounds([4, 0, 0], [4, 1, 1]) == pytest.approx((0.5, 1.0))


def test_bounds_with_an_inner_level():
    # 5 or more, 0 to 1, 0 to 4.5: the level L solves L (L + 6) = L² + 26, so L = 13/3 and the index (26 + L²)/(6 + L)².
    level = 13 / 3
    low, _ = herfindahl_bounds([5, 0, 0], [6, 1, 4.5])
    assert low == pytest.approx((26 + level**2) / (6 + level) ** 2)


ENDS = st.just(0.0) | st.floats(0.001, 10)


@given(
    st.lists(st.tuples(ENDS, ENDS), min_size=1, max_size=6).filter(lambda pairs: max(max(pair) for pair in pairs) > 0),
    st.integers(0, 1000),
)
def test_no_sample_leaves_the_bounds(pairs, seed):
    low = np.array([min(pair) for pair in pairs])
    high = np.array([max(pair) for pair in pairs])
    lowest, highest = herfindahl_bounds(low, high)
    rng = np.random.default_rng(seed)
    # Powers push the samples towards the ends.
    weights = rng.beta(0.3, 0.3, size=(300, low.size))
    samples = low + weights * (high - low)
    samples = samples[samples.sum(axis=1) > 0]
    indices = np.sum((samples / samples.sum(axis=1)[:, np.newaxis]) ** 2, axis=1)
    assert np.all(indices >= lowest - 1e-9)
    assert np.all(indices <= highest + 1e-9)


def test_bounds_are_attained():
    rng = np.random.default_rng(6)
    low, high = np.array([1.0, 0.5, 2.0]), np.array([3.0, 1.5, 6.0])
    samples = rng.uniform(low, high, size=(200_000, 3))
    indices = np.sum((samples / samples.sum(axis=1)[:, np.newaxis]) ** 2, axis=1)
    assert herfindahl_bounds(low, high) == pytest.approx((indices.min(), indices.max()), abs=0.01)


def test_no_range_no_spread():
    assert herfindahl_bounds([3, 1], [3, 1]) == pytest.approx((10 / 16, 10 / 16))


def test_partial_shares_by_hand():
    # One customer with 59.5 % of the revenue: 0.354 if the others are many, 0.354 + 0.405² = 0.518 if they are one.
    assert herfindahl_bounds_partial([0.595]) == pytest.approx((0.354025, 0.51805))
    assert herfindahl_bounds_partial([0.5, 0.5]) == pytest.approx((0.5, 0.5))


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
    with pytest.raises(ValueError, match="none negative"):
        herfindahl([1, -1])
    with pytest.raises(ValueError, match="not all 0"):
        herfindahl([0, 0])
    with pytest.raises(ValueError, match="at most 1"):
        effective_number(2600)
    with pytest.raises(ValueError, match="low <= high"):
        herfindahl_bounds([2], [1])
    with pytest.raises(ValueError, match="up to 18"):
        herfindahl_bounds(np.ones(19), np.ones(19))
    with pytest.raises(ValueError, match="at most 1"):
        herfindahl_bounds_partial([0.6, 0.6])
    with pytest.raises(ValueError, match="after the start"):
        Lease("x", 2027, 2027, 1)
    with pytest.raises(ValueError, match="negative"):
        Lease("x", 2027, 2028, -1)
    with pytest.raises(ValueError, match="nameplate"):
        sold_share([Lease("x", 2026, 2027, 1)], [2026.5], [0])
