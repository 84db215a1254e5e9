from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.deal.schedule import Terms, payment_schedule
from compute_deal.models.deal.valuation import (
    present_value_usd,
)

SIGNED = date(2026, 5, 3)
PLAN = payment_schedule(Terms(1.25e9, SIGNED, date(2029, 5, 31), ramp=(0.6, 0.6)))
rates = st.floats(0, 1)


def test_no_rate_gives_the_headline():
    assert present_value_usd(PLAN, 0.0, SIGNED) == PLAN.headline_usd


def test_present_value_of_two_payments_by_hand():
    # 100 due at the end of May 2026, 29 days after 3 May; 100 at the end of June, 59 days after
    plan = payment_schedule(Terms(100.0, SIGNED, date(2026, 6, 30)))
    by_hand = 100 / 1.10 ** (29 / 365.25) + 100 / 1.10 ** (59 / 365.25)
    assert present_value_usd(plan, 0.10, SIGNED) == pytest.approx(by_hand, rel=1e-12)


@given(rates, rates)
def test_present_value_falls_in_the_rate(rate, more):
    assert present_value_usd(PLAN, rate + more, SIGNED) <= present_value_usd(PLAN, rate, SIGNED) + 1


def test_impossible_rates_are_refused():
    with pytest.raises(ValueError, match="rate_per_year is -1"):
        present_value_usd(PLAN, -1.0, SIGNED)
