import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.charts.numbers import in_words, money, quantity, scaled, significant, span

finite = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15)


def parsed(text):
    return float(text.replace(",", "").replace("−", "-"))


@given(finite, st.integers(2, 6))
def test_what_is_written_is_the_number_to_its_digits(value, digits):
    written = parsed(significant(value, digits))
    assert math.isclose(written, value, rel_tol=0.51 * 10 ** (1 - digits), abs_tol=0)


@given(finite)
def test_a_minus_is_a_minus_and_no_zero_trails(value):
    text = significant(value, 4)
    assert "-" not in text
    assert not ("." in text and text.endswith("0"))


@given(st.floats(1e6, 1e14))
def test_scaling_keeps_the_amount(value):
    number, word = scaled(value)
    assert number * {" million": 1e6, " billion": 1e9, " trillion": 1e12}[word] == pytest.approx(value)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1.25e9, "USD/month", "$1.25 billion a month"),
        (999_999_999, "USD", "$1 billion"),
        (1_770_000_000_000, "USD", "$1.77 trillion"),
        (-8_060_000_000, "USD/year", "−$8.06 billion a year"),
        (5.265, "USD/GPU-hour", "$5.26 per GPU-hour"),
        (0.0837, "fraction", "8.37%"),
        (0.13, "1/year", "13% a year"),
        (300, "MW", "300 MW"),
        (1400, "MW", "1.4 GW"),
        (1, "months", "1 month"),
        (90, "days", "90 days"),
        (220_000, "GPUs", "220,000 GPUs"),
        (37, "number", "37"),
        (3.5, "ratio", "3.5 times"),
    ],
)
def test_quantities_by_unit(value, unit, text):
    assert quantity(value, unit) == text


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (43.75e9, 46.25e9, "USD", "$43.8–46.3 billion"),
        (1.52e9, 1.528e9, "USD", "$1.52–1.53 billion"),
        (5e9, 6e9, "USD", "$5–6 billion"),
        (90.7e9, 116.56e9, "USD", "$90.7–117 billion"),
        (0.059, 0.11, "fraction", "5.9–11.0%"),
        (0.05, 0.4, "1/year", "5–40% a year"),
        (0.7, 0.7, "fraction", "70%"),
        (-2e9, 3e9, "USD", "−$2 billion to $3 billion"),
        (900, 1400, "MW", "900 MW to 1.4 GW"),
    ],
)
def test_ranges(low, high, unit, text):
    assert span(low, high, unit) == text


def test_short_money_fits_a_table():
    assert money(18.674e9, "year", digits=6, short=True) == "$18.674bn/year"


def test_dates_as_precise_as_known():
    assert [in_words(text) for text in ("2026-05-03", "2026-05", "2026", "")] == [
        "3 May 2026",
        "May 2026",
        "2026",
        "undated",
    ]
