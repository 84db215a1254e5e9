from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.deal.exits import ExitClause, due_firm_open_usd, firm_usd, left_usd, service_ends
from compute_deal.models.deal.schedule import Terms, accrued_usd, payment_schedule

SIGNED = date(2026, 5, 3)
PLAN = payment_schedule(Terms(1.25e9, SIGNED, date(2029, 5, 31)))
days = st.dates(date(2026, 5, 3), date(2029, 6, 1))
clauses = st.builds(
    lambda notice, initial: ExitClause("any", notice, SIGNED + timedelta(days=initial)),
    st.integers(0, 400),
    st.integers(0, 400),
)


def test_the_three_readings_by_calendar():
    # 3 May + 90 days: 28 days of May left, 30, 31, then 1 August
    assert ExitClause("first filing", 90, SIGNED).earliest_exit == date(2026, 8, 1)
    # 3 August + 90 days: 28, 30, 31, then 1 November
    assert ExitClause("final prospectus", 90, date(2026, 8, 3)).earliest_exit == date(2026, 11, 1)
    # 3 May + 180 days is 30 October; 90 more lead to 28 January
    assert ExitClause("Musk", 90, SIGNED + timedelta(days=180)).earliest_exit == date(2027, 1, 28)


def test_firm_amount_by_hand():
    # Notice on 22 November 2026 ends service on 20 February 2027: 9 of November's 30 days, December,
    # January, and 19 of February's 28 days
    firm = firm_usd(PLAN, ExitClause("final prospectus", 90, date(2026, 8, 3)), "2026-11-22")
    assert float(firm) == pytest.approx(1.25e9 * (9 / 30 + 2 + 19 / 28), rel=1e-12)


def test_the_months_of_the_day_and_of_the_exit_are_split_by_days():
    clause = ExitClause("final prospectus", 90, date(2026, 8, 3))
    due, firm, free = due_firm_open_usd(PLAN, clause, date(2026, 11, 22))
    months = PLAN.start.astype("datetime64[M]").astype(str).tolist()
    november, february = months.index("2026-11"), months.index("2027-02")
    # 21 of November's 30 days are over; 19 of February's 28 days lie before 20 February
    assert due[november] == pytest.approx(1.25e9 * 21 / 30)
    assert (firm[november], free[november]) == pytest.approx((1.25e9 * 9 / 30, 0.0))
    assert (due[february], firm[february]) == pytest.approx((0.0, 1.25e9 * 19 / 28))
    assert free[february] == pytest.approx(1.25e9 * 9 / 28)


@given(clauses, days)
def test_what_is_accrued_firm_and_open_adds_up_to_the_fees(clause, day):
    due, firm, free = due_firm_open_usd(PLAN, clause, day)
    assert due + firm + free == pytest.approx(PLAN.fee_usd)
    assert due.sum() == pytest.approx(float(accrued_usd(PLAN, day)), abs=1e-3)
    assert firm.sum() == pytest.approx(float(firm_usd(PLAN, clause, day)), abs=1e-3)


def test_before_notice_is_allowed_waiting_does_not_change_the_end():
    clause = ExitClause("final prospectus", 90, date(2026, 8, 3))
    ends = service_ends(clause, ["2026-05-03", "2026-08-03", "2026-08-04"])
    assert [str(day) for day in ends] == ["2026-11-01", "2026-11-01", "2026-11-02"]


@given(clauses, days)
def test_firm_is_between_nothing_and_what_is_left(clause, day):
    firm, left = float(firm_usd(PLAN, clause, day)), float(left_usd(PLAN, day))
    assert -1e-3 <= firm <= left + 1e-3


@given(st.integers(0, 300), st.integers(0, 300), days)
def test_longer_notice_is_never_less_firm(notice, more, day):
    shorter, longer = (firm_usd(PLAN, ExitClause("", length, SIGNED), day) for length in (notice, notice + more))
    assert longer >= shorter - 1e-3


def test_near_the_end_all_that_is_left_is_firm():
    clause = ExitClause("", 90, SIGNED)
    late = np.array(["2029-04-01", "2029-06-01"], dtype="datetime64[D]")
    assert firm_usd(PLAN, clause, late) == pytest.approx(left_usd(PLAN, late))
