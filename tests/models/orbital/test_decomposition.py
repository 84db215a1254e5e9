from itertools import permutations
from math import exp, log, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.orbital.decomposition import average_factors, waterfall

values = st.floats(0.1, 10.0)
three = st.fixed_dictionaries({"a": values, "b": values, "c": values})
GROUPS = {"A": ["a"], "B": ["b"], "C": ["c"]}


def mixed(parameters):
    return parameters["a"] * parameters["b"] + parameters["c"]


def test_waterfall_by_hand():
    # 1*1 + 1 = 2; a to 3: 4; b to 2: 7; c to 8: 14.
    steps = waterfall(mixed, {"a": 1, "b": 1, "c": 1}, {"a": 3, "b": 2, "c": 8}, GROUPS)
    assert [(step.name, step.before, step.after) for step in steps] == [("A", 2, 4), ("B", 4, 7), ("C", 7, 14)]
    assert [step.factor for step in steps] == [2.0, 1.75, 2.0]


def test_average_over_orders_by_hand():
    # a + b from 1 + 1 to 2 + 4. a first: 3/2, then 6/3; b first: 5/2, then 6/5.
    factors = average_factors(lambda p: p["a"] + p["b"], {"a": 1, "b": 1}, {"a": 2, "b": 4}, {"A": ["a"], "B": ["b"]})
    assert factors == pytest.approx({"A": (1.5 * 1.2) ** 0.5, "B": (2.5 * 2.0) ** 0.5})
    assert list(factors) == ["B", "A"]


@given(three, three)
def test_average_is_the_mean_over_all_waterfalls(start, end):
    factors = average_factors(mixed, start, end, GROUPS)
    logs = dict.fromkeys(GROUPS, 0.0)
    for order in permutations(GROUPS):
        for step in waterfall(mixed, start, end, {name: GROUPS[name] for name in order}):
            logs[step.name] += log(step.factor) / 6.0
    assert factors == pytest.approx({name: exp(value) for name, value in logs.items()})


@given(three, three)
def test_factors_multiply_to_the_whole(start, end):
    whole = mixed(end) / mixed(start)
    assert prod(average_factors(mixed, start, end, GROUPS).values()) == pytest.approx(whole)
    assert prod(step.factor for step in waterfall(mixed, start, end, GROUPS)) == pytest.approx(whole)


def test_a_group_changes_together_and_an_idle_one_has_no_effect():
    start, end = {"a": 1, "b": 1, "c": 1}, {"a": 2, "b": 2, "c": 1}
    factors = average_factors(mixed, start, end, {"both": ["a", "b"], "idle": ["c"]})
    assert factors == pytest.approx({"both": 2.5, "idle": 1.0})


def test_order_of_the_groups_does_not_change_the_average():
    start, end = {"a": 1, "b": 1, "c": 1}, {"a": 3, "b": 2, "c": 8}
    turned = {name: GROUPS[name] for name in ("C", "A", "B")}
    assert average_factors(mixed, start, end, GROUPS) == pytest.approx(average_factors(mixed, start, end, turned))


@pytest.mark.parametrize(
    ("start", "end", "groups", "message"),
    [
        ({"a": 1}, {"b": 1}, {}, "same keys"),
        ({"a": 1}, {"a": 2}, {}, "left out: \\['a'\\]"),
        ({"a": 1}, {"a": 2}, {"A": ["a"], "B": ["a"]}, "in two: \\['a'\\]"),
        ({"a": 1}, {"a": 2}, {"A": ["a", "z"]}, "unknown parameters: \\['z'\\]"),
        ({"a": 1}, {"a": -2}, {"A": ["a"]}, "must be above zero"),
    ],
)
def test_bad_input(start, end, groups, message):
    with pytest.raises(ValueError, match=message):
        waterfall(lambda p: p["a"], start, end, groups)


def test_too_many_groups():
    start, end = dict.fromkeys("abcdefghi", 1.0), dict.fromkeys("abcdefghi", 2.0)
    with pytest.raises(ValueError, match="at most 8 groups"):
        average_factors(lambda p: prod(p.values()), start, end, {name: [name] for name in start})
