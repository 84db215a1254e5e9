import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.orbital.learning import (
    cumulative_mass_t,
    learning_exponent,
    learning_mass_t,
    learning_price,
)


def test_suncatcher_curve():
    assert learning_exponent(0.20) == pytest.approx(-0.3219, abs=5e-5)
    assert learning_mass_t(200.0, 1800.0, 400.0, 0.20) == pytest.approx(368_305.0, abs=1.0)
    assert learning_mass_t(200.0, 1800.0, 400.0, 0.20) == pytest.approx(370_000.0, rel=0.005)
    assert learning_mass_t(300.0, 1800.0, 400.0, 0.20) == pytest.approx(104_525.0, abs=1.0)
    assert learning_price(368_305.0, 1800.0, 400.0, 0.20) == pytest.approx(200.0, rel=1e-5)


def test_suncatcher_launches():
    # 370,000 t in launches of 200 t: about 1,800, or 180 a year over ten years.
    launches = learning_mass_t(200.0, 1800.0, 400.0, 0.20) / 200.0
    assert launches == pytest.approx(1800.0, rel=0.03)
    assert launches / 10.0 == pytest.approx(180.0, rel=0.03)


@given(st.floats(1.0, 1e4), st.floats(1.0, 1e6), st.floats(0.01, 0.6))
def test_a_doubling_takes_off_the_rate(price, mass, rate):
    assert learning_price(2.0 * mass, price, mass, rate) == pytest.approx(price * (1.0 - rate))


@given(st.floats(1.0, 1e4), st.floats(0.01, 1.0), st.floats(0.05, 0.6))
def test_inverse(price, part, rate):
    mass = learning_mass_t(price * part, price, 400.0, rate)
    assert learning_price(mass, price, 400.0, rate) == pytest.approx(price * part)


def test_floor():
    assert learning_price(np.array([400.0, 1e12]), 1800.0, 400.0, 0.20, floor=15.0).tolist() == [1800.0, 15.0]


def test_mass_by_hand():
    # No growth: 100 + 3 * 10. Doubling every year from 10 t: 10 (2^3 - 1) / ln 2 = 100.99.
    assert cumulative_mass_t(3.0, 100.0, 10.0, 0.0) == pytest.approx(130.0)
    assert cumulative_mass_t(3.0, 100.0, 10.0, 1.0) == pytest.approx(200.99, abs=0.01)
    # Growth ends at 20 t a year, after one year: 10 / ln 2 + 2 * 20 = 54.43.
    assert cumulative_mass_t(3.0, 100.0, 10.0, 1.0, 20.0) == pytest.approx(154.43, abs=0.01)


@given(st.floats(0.0, 40.0), st.floats(0.0, 1.0), st.floats(1.0, 1e3))
def test_mass_is_the_integral_of_its_rate(years, growth, room):
    time = (np.arange(20_000) + 0.5) / 20_000 * years
    rate = np.minimum(10.0 * (1.0 + growth) ** time, 10.0 * room)
    assert cumulative_mass_t(years, 5.0, 10.0, growth, 10.0 * room) == pytest.approx(
        5.0 + rate.mean() * years, rel=1e-4
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: learning_exponent(1.0), "price_kept_per_doubling must be above zero"),
        (lambda: learning_exponent(20.0), "learning_rate must be a share"),
        (lambda: learning_mass_t(200.0, 1800.0, 400.0, 0.0), "learning_rate must be above zero"),
        (lambda: learning_price(0.0, 1800.0, 400.0, 0.2), "mass_t must be above zero"),
        (lambda: cumulative_mass_t(1.0, 1.0, 10.0, 0.1, 5.0), "room_for_growth_t_per_year must not be negative"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
