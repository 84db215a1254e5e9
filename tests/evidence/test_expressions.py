import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.evidence.expressions import ExpressionError, Quantity, evaluate, evaluate_range, names

NUMBERS = st.floats(-1e6, 1e6).filter(lambda number: number == 0 or abs(number) > 1e-6)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("2 ** 3 ** 2", 512),  # powers from the right
        ("-a + b", 1),
        ("a / b / 2", 1 / 3),
        ("min(a, b) + max(a, b, 10) + abs(-3)", 15),
        (" a ", 2),
        ("7 - -a", 9),
        ("1.5e3", 1500),
    ],
)
def test_arithmetic(text, expected):
    assert evaluate(text, {"a": 2, "b": 3}) == pytest.approx(expected)


def test_a_month_runs_to_its_last_day():
    # May 2029 has 31 days
    values = {"start": date(2029, 5, 3).toordinal(), "month": date(2029, 5, 1).toordinal()}
    assert evaluate("month_end(month) - start", values) == 28


@given(NUMBERS, NUMBERS, NUMBERS)
def test_it_computes_what_python_computes(a, b, c):
    assert evaluate("a * b + c - a / 4", {"a": a, "b": b, "c": c}) == a * b + c - a / 4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 +",
        "a.b",
        "a[0]",
        "__import__('os')",
        "open('x')",
        "(lambda: 1)()",
        "[1, 2]",
        "'1'",
        "True",
        "1j",
        "a if a else 1",
        "a < 1",
        "a // 2",
        "a % 2",
        "~a",
        "min",
        "min(a)",
        "abs(a, 1)",
        "abs(x=1)",
        "month_end(a, 1)",
        "max(*a)",
        "a; a",
        "a := 1",
        "1or 2",
        "f'{a}'",
        "a\x00",
        "0x",
        "1" * 301,
    ],
)
def test_what_is_not_arithmetic_is_refused(text):
    with pytest.raises(ExpressionError):
        evaluate(text, {"a": 1})


@pytest.mark.parametrize(
    "text", ["1 / 0", "a / (a - a)", "9 ** 9 ** 9 ** 9", "(-1) ** 0.5", "1e308 * 10", "0 ** -1", "month_end(-5)"]
)
def test_what_has_no_finite_value_is_refused(text):
    with pytest.raises(ExpressionError, match=r"divides by zero|no finite value"):
        evaluate(text, {"a": 1})


def test_an_unknown_name_is_named():
    with pytest.raises(ExpressionError, match="'fees'"):
        evaluate("12 * fees", {"fee": 1})


@given(st.text(max_size=80))
def test_arbitrary_text_raises_its_own_error_or_gives_a_number(text):
    try:
        assert math.isfinite(evaluate(text, {"a": 2.0}))
    except ExpressionError:
        pass


@given(st.text("()+-*/.a1 ,minabsx", max_size=120))
def test_nearly_arithmetic_text_raises_its_own_error_or_gives_a_number(text):
    try:
        assert math.isfinite(evaluate(text, {"a": 2.0, "x": 0.0}))
    except ExpressionError:
        pass


@pytest.mark.parametrize("text", ["(" * 150 + "1" + ")" * 149, "-" * 299 + "1", "1" + "+1" * 149])
def test_deep_nesting_is_answered(text):
    try:
        assert math.isfinite(evaluate(text, {}))
    except ExpressionError:
        pass


def test_names_come_in_order_once_and_without_functions():
    assert names("max(b, a) / b + abs(c)") == ("b", "a", "c")


def test_the_range_covers_all_corners():
    # 6/2 = 3; smallest 4/2 = 2, largest 8/1 = 8
    assert evaluate_range("a / b", {"a": Quantity(6, 4, 8), "b": Quantity(2, 1, 2)}) == Quantity(3, 2, 8)


@given(st.lists(st.floats(1, 100), min_size=3, max_size=3).map(sorted), st.floats(1, 100))
def test_a_range_contains_its_value(ends, other):
    low, value, high = ends
    made = evaluate_range("a * b - 3", {"a": Quantity(value, low, high), "b": Quantity(other, other, other)})
    assert made.low <= made.value <= made.high


def test_an_open_end_survives_only_in_a_bare_name():
    floor = Quantity.of(2.5, low=2.5)
    assert evaluate_range("a", {"a": floor}).high == math.inf
    assert evaluate_range("2 * a", {"a": floor}) == Quantity(5, 5, 5)


def test_a_name_without_a_number_is_refused():
    with pytest.raises(ExpressionError, match="'a'"):
        evaluate_range("a + 1", {"a": None})


def test_too_many_names_are_refused():
    many = {f"a{at}": Quantity.of(1) for at in range(9)}
    with pytest.raises(ExpressionError, match="9 names"):
        evaluate_range(" + ".join(many), many)


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ((None, None), (3, 3)),
        ((2, 4), (2, 4)),
        ((3, None), (3, math.inf)),
        ((None, 3), (-math.inf, 3)),
        ((2, None), (2, 3)),
        ((None, 4), (3, 4)),
    ],
)
def test_bounds_as_the_tables_state_them(bounds, expected):
    made = Quantity.of(3, *bounds)
    assert (made.low, made.high) == expected
