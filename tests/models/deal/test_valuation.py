from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from compute_deal.models.deal.exits import ExitClause
from compute_deal.models.deal.schedule import Terms, payment_schedule
from compute_deal.models.deal.valuation import (
    discount_factors,
    expected_value_usd,
    in_service,
    present_value_usd,
    years_after,
)

SIGNED = date(2026, 5, 3)
PLAN = payment_schedule(Terms(1.25e9, SIGNED, date(2029, 5, 31), ramp=(0.6, 0.6)))
CLAUSE = ExitClause("final prospectus", 90, date(2026, 8, 3))
rates, hazards = st.floats(0, 1), st.floats(0, 5)


def test_no_rate_and_no_hazard_give_the_headline():
    assert present_value_usd(PLAN, 0.0, SIGNED) == PLAN.headline_usd
    assert expected_value_usd(PLAN, CLAUSE, 0.0, 0.0, SIGNED) == PLAN.headline_usd


def test_present_value_of_two_payments_by_hand():
    # 100 due at the end of May 2026, 29 days after 3 May; 100 at the end of June, 59 days after
    plan = payment_schedule(Terms(100.0, SIGNED, date(2026, 6, 30)))
    by_hand = 100 / 1.10 ** (29 / 365.25) + 100 / 1.10 ** (59 / 365.25)
    assert present_value_usd(plan, 0.10, SIGNED) == pytest.approx(by_hand, rel=1e-12)


@pytest.mark.parametrize("hazard", [0.05, 0.13, 0.4, 3.0])
def test_share_in_service_is_the_mean_of_the_chance_to_be_alive(hazard):
    # another route: numerical integration of S(t) over each month
    starts, ends = (years_after(edge, CLAUSE.earliest_exit) for edge in (PLAN.start, PLAN.end))
    means = [
        quad(lambda t: np.exp(-hazard * max(0.0, t)), a, b, points=[0.0] if a < 0 < b else None)[0] / (b - a)
        for a, b in zip(starts, ends, strict=True)
    ]
    assert in_service(PLAN, CLAUSE, hazard) == pytest.approx(means, rel=1e-10)


def test_expected_value_agrees_with_simulated_notices():
    hazard, rate = 0.5, 0.08
    rng = np.random.default_rng(7)
    notice = years_after(np.array([CLAUSE.earliest_exit], dtype="datetime64[D]"), SIGNED)
    ends = notice + rng.exponential(1 / hazard, size=(200_000, 1))
    starts, stops = years_after(PLAN.start, SIGNED), years_after(PLAN.end, SIGNED)
    served = np.clip((ends - starts) / (stops - starts), 0, 1)
    paid = served @ (PLAN.fee_usd * discount_factors(PLAN, rate, SIGNED))
    standard_error = paid.std() / np.sqrt(len(paid))
    assert abs(expected_value_usd(PLAN, CLAUSE, hazard, rate, SIGNED) - paid.mean()) < 4 * standard_error


@given(rates, rates)
def test_present_value_falls_in_the_rate(rate, more):
    assert present_value_usd(PLAN, rate + more, SIGNED) <= present_value_usd(PLAN, rate, SIGNED) + 1


@given(hazards, hazards, rates)
def test_expected_value_falls_in_the_hazard_and_never_exceeds_present_value(hazard, more, rate):
    value = expected_value_usd(PLAN, CLAUSE, hazard, rate, SIGNED)
    assert (
        expected_value_usd(PLAN, CLAUSE, hazard + more, rate, SIGNED) <= value + 1
    )  # a dollar of rounding in 45 billion
    assert value <= present_value_usd(PLAN, rate, SIGNED) + 1


@given(hazards)
def test_months_before_the_earliest_exit_are_certain(hazard):
    certain = PLAN.end <= np.datetime64(CLAUSE.earliest_exit)
    assert in_service(PLAN, CLAUSE, hazard)[certain] == pytest.approx(1.0)


def test_impossible_rates_are_refused():
    with pytest.raises(ValueError, match="rate_per_year is -1"):
        discount_factors(PLAN, -1.0, SIGNED)
    with pytest.raises(ValueError, match=r"hazard_per_year is -0\.1"):
        in_service(PLAN, CLAUSE, -0.1)
