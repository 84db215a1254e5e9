"""Overlapping amounts are counted once, whatever the order in which overlaps are stated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.overlaps import counted_once, overlap_groups

names = st.sampled_from("abcdef")
links = st.dictionaries(names, st.lists(names, max_size=3), max_size=6).map(
    lambda given: {name: given.get(name, []) for name in "abcdef"}
)


def test_a_chain_is_one_group():
    # c overlaps b, b overlaps a: all three are one group, d stands alone.
    assert overlap_groups({"c": ["b"], "b": ["a"], "a": [], "d": []}) == {"c": "c", "b": "c", "a": "c", "d": "d"}


def test_of_a_group_the_largest_counts():
    groups = overlap_groups({"first": ["second"], "second": [], "alone": []})
    # 11.6 and 1.8 overlap, 30 does not: 11.6 + 30.
    assert counted_once({"first": 1.8, "second": 11.6, "alone": 30.0}, groups) == pytest.approx(41.6)


@given(links)
def test_linked_names_share_a_group_and_the_reverse_statement_gives_the_same_groups(overlaps):
    groups = overlap_groups(overlaps)
    assert all(groups[name] == groups[other] for name, others in overlaps.items() for other in others)
    reverse = {name: [other for other in overlaps if name in overlaps[other]] for name in overlaps}
    assert overlap_groups(reverse) == groups


@given(links, st.lists(st.floats(0, 100), min_size=6, max_size=6))
def test_counted_once_lies_between_the_largest_and_the_sum(overlaps, amounts):
    known = dict(zip("abcdef", amounts, strict=True))
    total = counted_once(known, overlap_groups(overlaps))
    assert max(amounts) <= total <= sum(amounts) + 1e-9


def test_an_overlap_with_an_unknown_name_is_refused():
    with pytest.raises(ValueError, match="nobody"):
        overlap_groups({"a": ["nobody"]})
