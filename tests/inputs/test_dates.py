"""Dates as the cases count them: leap years, ends of years and months."""

from datetime import date

import pytest

from compute_deal.inputs.dates import decimal_year, next_month


def test_decimal_years():
    assert decimal_year(date(2026, 12, 31)) == pytest.approx(2026 + 364 / 365)
    assert decimal_year(date(2028, 12, 31)) == pytest.approx(2028 + 365 / 366)


def test_the_next_month_does_not_depend_on_the_day():
    assert next_month(date(2028, 2, 1)) == next_month(date(2028, 2, 29)) == date(2028, 3, 1)
