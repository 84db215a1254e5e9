import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.chapters.claims.verdicts import Claimed, Comparison, Verdict, compare, judge, shortfall
from compute_deal.evidence.expressions import Quantity

POSITIVE = st.floats(1e-3, 1e12)


def claim(number, comparison="equal", tolerance=0.0, high=None):
    return Claimed(number, number if high is None else high, Comparison(comparison), tolerance)


def found(value, low=None, high=None):
    return Quantity.of(value, low, high)


def test_holds_within_the_tolerance():
    # 18.674 against 18.7 is off by 0.026, 0.14 %; half a unit of the last digit is 0.05, 0.27 %
    assert judge(claim(18.7, tolerance=0.0027), found(18.674)) is Verdict.HOLDS


def test_imprecise_up_to_three_tolerances():
    # 6.355 against 6.3 is off by 0.87 %, more than 0.79 % and less than 2.4 %
    assert judge(claim(6.3, tolerance=0.0079), found(6.355)) is Verdict.IMPRECISE


def test_imprecise_where_the_number_holds_and_the_wording_does_not():
    assert judge(claim(0.79), found(0.79), overstated=True) is Verdict.IMPRECISE
    assert judge(claim(0.79), found(0.5), overstated=True) is Verdict.CONTRADICTED


def test_imprecise_where_an_inequality_is_false_by_less_than_the_tolerance():
    # 2.469 does not exceed 2.5; it is 1.24 % below
    assert judge(claim(2.5, "more_than", 0.02), found(2.469)) is Verdict.IMPRECISE
    assert judge(claim(2.5, "more_than", 0.01), found(2.469)) is Verdict.CONTRADICTED


def test_contradicted_beyond_three_tolerances():
    # nearly double, from 1.8 to 2 times, against 15 / 18.674 = 0.803
    assert judge(claim(1.8, "about", 0.05, high=2), found(15 / 18.674)) is Verdict.CONTRADICTED


def test_superseded_where_it_held_and_no_longer_does():
    assert judge(claim(8), found(8), found(9)) is Verdict.SUPERSEDED


def test_not_superseded_where_it_still_holds_or_never_held():
    assert judge(claim(10.9, "at_least"), found(10.9), found(11.5)) is Verdict.HOLDS
    assert judge(claim(8), found(6), found(9)) is Verdict.CONTRADICTED


def test_cannot_be_checked_without_evidence():
    assert judge(claim(64)) is Verdict.UNKNOWN
    assert judge(None, found(1)) is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("comparison", "below", "on", "above"),
    [
        ("more_than", False, False, True),
        ("at_least", False, True, True),
        ("at_most", True, True, False),
        ("less_than", True, False, False),
        ("equal", False, True, False),
        ("about", False, True, False),
    ],
)
def test_each_comparison_below_on_and_above_its_number(comparison, below, on, above):
    holds = [compare(claim(5, comparison), found(value)) is Verdict.HOLDS for value in (4, 5, 6)]
    assert holds == [below, on, above]


def test_a_source_that_says_more_than_bears_out_a_claim_of_more_than():
    assert compare(claim(2.5, "more_than"), found(2.5, low=2.5)) is Verdict.HOLDS
    assert compare(claim(2.5, "less_than"), found(2.5, high=2.5)) is Verdict.HOLDS
    assert compare(claim(2.5, "more_than"), found(2.5, high=2.5)) is Verdict.CONTRADICTED


def test_a_range_is_met_anywhere_inside():
    assert [compare(claim(7, high=8), found(value)) for value in (7, 7.5, 8)] == [Verdict.HOLDS] * 3


def test_a_claim_of_more_than_nothing():
    assert compare(claim(0, "more_than"), found(1e-9)) is Verdict.HOLDS
    assert compare(claim(0, "more_than", 0.1), found(-1)) is Verdict.CONTRADICTED


def test_the_last_bits_of_the_arithmetic_do_not_decide():
    assert compare(claim(0.3), found(0.1 + 0.2)) is Verdict.HOLDS
    assert compare(claim(0.3, "at_most"), found(0.1 + 0.2)) is Verdict.HOLDS
    assert compare(claim(0.3, "more_than"), found(0.1 + 0.2)) is Verdict.CONTRADICTED


@given(POSITIVE, POSITIVE, st.floats(0, 1))
def test_the_unit_does_not_decide(number, value, tolerance):
    scaled = compare(claim(1024 * number, tolerance=tolerance), found(1024 * value))
    assert compare(claim(number, tolerance=tolerance), found(value)) is scaled


@given(POSITIVE, POSITIVE, st.floats(0, 1), st.floats(0, 1), st.sampled_from(list(Comparison)))
def test_a_wider_tolerance_never_makes_a_verdict_worse(number, value, one, other, comparison):
    order = [Verdict.HOLDS, Verdict.IMPRECISE, Verdict.CONTRADICTED]
    narrow, wide = (compare(claim(number, comparison, size), found(value)) for size in sorted((one, other)))
    assert order.index(wide) <= order.index(narrow)


@given(POSITIVE, POSITIVE)
def test_a_claim_and_its_opposite_do_not_both_hold(number, value):
    more, most = (compare(claim(number, comparison), found(value)) for comparison in ("more_than", "at_most"))
    assert (more is Verdict.HOLDS) != (most is Verdict.HOLDS) or abs(value / number - 1) < 1e-9


def test_the_shortfall_is_relative_to_what_is_claimed():
    assert shortfall(claim(2), found(0.8)) == pytest.approx(0.6)
    assert shortfall(claim(2, "at_least"), found(3)) == 0
