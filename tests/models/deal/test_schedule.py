from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.deal.schedule import Terms, accrued_usd, payment_schedule

TERMS = Terms(1.25e9, date(2026, 5, 3), date(2029, 5, 31), ramp=(0.6, 0.6))
fractions = st.floats(0, 1)


def test_headline_by_hand():
    # 35 full months at 1.25bn are 43.75bn; two months at 60 % are 2 × 0.75bn
    plan = payment_schedule(TERMS)
    assert plan.headline_usd == pytest.approx(43.75e9 + 1.5e9, rel=1e-12)
    assert len(plan.fee_usd) == 37
    assert plan.fee_usd[:3].sum() == pytest.approx(0.75e9 + 0.75e9 + 1.25e9)


def test_months_are_calendar_months_and_the_first_starts_at_signing():
    plan = payment_schedule(TERMS)
    assert str(plan.start[0]) == "2026-05-03"
    assert [str(day) for day in plan.start[1:3]] == ["2026-06-01", "2026-07-01"]
    assert str(plan.end[-1]) == "2029-06-01"
    assert (plan.end[:-1] == plan.start[1:]).all()


def test_fees_accrue_evenly_over_the_days_of_service():
    plan = payment_schedule(Terms(31e6, date(2026, 5, 1), date(2026, 6, 30)))
    # May has 31 days at 1m; June has 30 days, so 31/30 m a day
    days = np.array(["2026-04-01", "2026-05-11", "2026-06-01", "2026-06-16", "2027-01-01"], dtype="datetime64[D]")
    assert accrued_usd(plan, days) == pytest.approx([0, 10e6, 31e6, 31e6 + 15.5e6, 62e6])


@given(st.lists(fractions, max_size=12), st.floats(1, 1e10))
def test_headline_is_the_sum_of_full_fees_less_the_discounts(ramp, fee):
    plan = payment_schedule(Terms(fee, date(2026, 5, 3), date(2029, 5, 31), tuple(ramp)))
    assert plan.headline_usd == pytest.approx(fee * (37 - sum(1 - fraction for fraction in ramp)))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"fee_usd_per_month": 0}, "fee_usd_per_month is 0"),
        ({"ramp": (1.2,)}, "fractions from 0 to 1"),
        ({"last_month": date(2026, 4, 30)}, "expected more"),
        ({"ramp": (0.5,) * 38}, "37 months"),
    ],
)
def test_terms_that_make_no_sense_are_refused(change, words):
    given_terms = {"fee_usd_per_month": 1.0, "signed": date(2026, 5, 3), "last_month": date(2029, 5, 31)} | change
    with pytest.raises(ValueError, match=words):
        Terms(**given_terms)
