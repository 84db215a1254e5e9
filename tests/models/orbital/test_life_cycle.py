import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.orbital.life_cycle import (
    CostLine,
    annuity_factor,
    cost_per_unit_usd,
    cost_shares,
    line_present_value_usd,
    present_value_usd,
)

rates = st.floats(0.0, 0.5)


def test_annuity_by_hand():
    # 1/1.08 + 1/1.08^2 + 1/1.08^3 + 1/1.08^4 + 1/1.08^5
    assert annuity_factor(0.08, 5) == pytest.approx(0.925926 + 0.857339 + 0.793832 + 0.735030 + 0.680583, abs=1e-5)


@given(rates, st.integers(1, 30))
def test_annuity_is_a_sum_of_discounts(rate, years):
    assert annuity_factor(rate, years) == pytest.approx(sum((1.0 + rate) ** -t for t in range(1, years + 1)), rel=1e-6)


def test_present_value_by_hand():
    # 100 now, 10 a year for two years at 25 %: 100 + 8 + 6.4.
    assert present_value_usd([CostLine("a", 100.0, 10.0)], 2.0, 0.25) == pytest.approx(114.4)


@given(rates, st.floats(1.0, 30.0), st.floats(1.0, 30.0))
def test_equal_yearly_charge_for_capital_of_another_life(rate, years, life):
    # The charge a year does not depend on how long one looks.
    line = CostLine("hall", capital_usd=1.0, life_years=life)
    yearly = line_present_value_usd(line, years, rate) / annuity_factor(rate, years)
    assert yearly == pytest.approx(1.0 / annuity_factor(rate, life))


@given(rates, st.floats(0.0, 1e9), st.floats(0.0, 1e9), st.floats(1.0, 1e6))
def test_unit_cost_pays_for_everything(rate, capital, annual, units):
    lines = [CostLine("a", capital), CostLine("b", annual_usd=annual)]
    unit = cost_per_unit_usd(lines, units, 7.0, rate)
    earned = CostLine("sales", annual_usd=unit * units)
    assert present_value_usd([earned], 7.0, rate) == pytest.approx(present_value_usd(lines, 7.0, rate), abs=1e-6)


@given(st.floats(0.001, 0.5))
def test_discounting_raises_the_cost_of_capital(rate):
    lines = [CostLine("a", 100.0)]
    assert cost_per_unit_usd(lines, 1.0, 5.0, rate) > cost_per_unit_usd(lines, 1.0, 5.0, 0.0)


def test_shares_add_lines_of_one_name():
    shares = cost_shares([CostLine("a", 1.0), CostLine("b", 2.0), CostLine("a", annual_usd=0.2)], 5.0)
    assert shares == pytest.approx({"a": 0.5, "b": 0.5})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: annuity_factor(-0.01, 5), "discount_rate must not be negative"),
        (lambda: annuity_factor(0.08, 0), "years must be above zero"),
        (lambda: cost_per_unit_usd([], 0.0, 5.0), "units_per_year must be above zero"),
        (lambda: cost_shares([CostLine("a")], 5.0), "total_usd must be above zero"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
