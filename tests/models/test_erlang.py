"""Erlang's formulae against exact sums, published tables, Mathematica and their own limits."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.erlang import erlang_b, erlang_c, halfin_whitt, log_erlang_b


def exact_blocking(servers: int, load: Fraction) -> Fraction:
    terms = [load**k / math.factorial(k) for k in range(servers + 1)]
    return terms[-1] / sum(terms)


def exact_waiting(servers: int, load: Fraction) -> Fraction:
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    return last / (sum(load**k / math.factorial(k) for k in range(servers)) + last)


def test_blocking_by_hand():
    # Two servers, one erlang: (1/2) / (1 + 1 + 1/2) = 1/5.
    assert erlang_b(2, 1) == pytest.approx(1 / 5)
    # One server: A / (1 + A).
    assert erlang_b(1, 3) == pytest.approx(3 / 4)


def test_waiting_by_hand():
    # Three servers, two erlangs: last = 8/6 * 3 = 4, others 1 + 2 + 2 = 5, so 4/9.
    assert erlang_c(3, 2) == pytest.approx(4 / 9)


@pytest.mark.parametrize("servers", [1, 2, 5, 17, 60, 150])
@pytest.mark.parametrize("load", [Fraction(1, 10), Fraction(7, 2), Fraction(15), Fraction(500), Fraction(100_000)])
def test_exact_sums_in_rational_arithmetic(servers, load):
    assert erlang_b(servers, float(load)) == pytest.approx(float(exact_blocking(servers, load)), rel=1e-11)
    if load < servers:
        assert erlang_c(servers, float(load)) == pytest.approx(float(exact_waiting(servers, load)), rel=1e-11)


@pytest.mark.parametrize("servers", [1_000, 20_000, 100_000])
@pytest.mark.parametrize("utilisation", [0.97, 0.99, 1.0, 1.02, 1.1, 1.2, 3.0])
def test_recursion_for_many_servers(servers, utilisation):
    # 1/B(n) = 1 + n/A · 1/B(n - 1): all terms positive, so the recursion is stable.
    inverse = 1.0
    for n in range(1, servers + 1):
        inverse = 1 + inverse * n / (utilisation * servers)
    assert erlang_b(servers, utilisation * servers) == pytest.approx(1 / inverse, rel=1e-9)


@pytest.mark.parametrize(
    ("servers", "load", "log_blocking"),
    [
        (100, 120, -1.62826407041),
        (10_000, 12_000, -1.78927734649),
        (100, 20, -84.1661482002),
        (10_000, 200, -29325.7541713),
        (100, 10_000, -0.01004931575),
    ],
)
def test_logarithms_computed_with_mathematica(servers, load, log_blocking):
    # Reference values of the tests of the Python package capacity_planning, stated there as Mathematica results.
    assert log_erlang_b(servers, load) == pytest.approx(log_blocking, rel=1e-9)


@pytest.mark.parametrize(
    ("servers", "load", "log_waiting"), [(100, 90, -1.52813224460), (10_000, 9_000, -56.8266885378)]
)
def test_waiting_computed_with_mathematica(servers, load, log_waiting):
    # Same source. Some of its further delay values contradict the formula (such as log C = 0 at half load): not used.
    assert math.log(erlang_c(servers, load)) == pytest.approx(log_waiting, rel=1e-9)


def test_published_fractional_servers():
    # Worked examples of the Erlang Library for Excel (Abstract Micro Systems): servers for a blocking and a load.
    assert erlang_b(17.44497, 10) == pytest.approx(0.01, rel=1e-5)
    assert erlang_b(14.30043, 10) == pytest.approx(0.05, rel=1e-5)
    assert erlang_b(24.4889, 15.7) == pytest.approx(0.01, rel=1e-4)


def test_limits():
    assert erlang_b(0, 5) == 1
    assert erlang_b(5, 0) == 0
    assert erlang_b(0, 0) == 1
    assert erlang_b(1e5, 1e5) == pytest.approx(math.sqrt(2 / (math.pi * 1e5)), rel=0.01)  # critical load
    assert erlang_b(10, 1e9) == pytest.approx(1 - 10 / 1e9, abs=1e-15)  # what is served is the capacity
    assert erlang_c(10, 10) == 1
    assert erlang_c(1, 0.3) == pytest.approx(0.3)  # M/M/1


def test_no_underflow_of_the_logarithm():
    assert erlang_b(10_000, 200) == 0
    assert np.isfinite(log_erlang_b(10_000, 200))


def test_arrays_broadcast():
    result = erlang_b([[10], [20]], [5.0, 10.0, 15.0])
    assert result.shape == (2, 3)
    assert result[1, 2] == erlang_b(20, 15.0)


@given(servers=st.floats(1, 1e5), utilisation=st.floats(0.3, 3))
def test_blocking_falls_in_servers_and_rises_in_load(servers, utilisation):
    load = servers * utilisation
    assert log_erlang_b(servers * 1.01, load) < log_erlang_b(servers, load) < log_erlang_b(servers, load * 1.01)
    # At least what cannot be carried is turned away.
    assert erlang_b(servers, load) >= max(0.0, 1 - 1 / utilisation) - 1e-9


@given(servers=st.integers(1, 100_000), utilisation=st.floats(0.01, 0.999))
def test_more_wait_than_would_be_lost(servers, utilisation):
    load = servers * utilisation
    blocking, waiting = erlang_b(servers, load), erlang_c(servers, load)
    assert 0 <= blocking <= waiting <= 1
    # 1/C = 1 + (1 - ρ)(1/B - 1), another form of the identity.
    if blocking > 1e-200:
        assert 1 / waiting == pytest.approx(1 + (1 - utilisation) * (1 / blocking - 1), rel=1e-8)


@pytest.mark.parametrize("beta", [0.1, 0.5, 1.0, 2.0])
def test_halfin_whitt_limit(beta):
    deviations = []
    for servers in (100, 1_000, 10_000, 100_000):
        load = servers - beta * math.sqrt(servers)
        deviations.append(abs(halfin_whitt(servers, load) / erlang_c(servers, load) - 1))
    # It converges as the square root of the servers, and is good to 10 % from 1,000 on.
    assert deviations == sorted(deviations, reverse=True)
    assert deviations[1] < 0.1
    assert deviations[3] < 0.01


def test_halfin_whitt_published_value():
    # Halfin and Whitt's function at β = 1: 1 / (1 + Φ(1)/φ(1)) = 1 / (1 + 0.841345 / 0.241971) = 0.223361.
    assert halfin_whitt(100, 90) == pytest.approx(1 / (1 + 0.841345 / 0.241971), rel=1e-5)
    assert halfin_whitt(100, 120) == 1


@pytest.mark.parametrize(("servers", "load"), [(-1, 5), (5, -1), (math.inf, 5), (5, math.nan)])
def test_bad_input_is_refused(servers, load):
    with pytest.raises(ValueError, match="not negative"):
        erlang_b(servers, load)


def test_halfin_whitt_refuses_zero():
    with pytest.raises(ValueError, match="above 0"):
        halfin_whitt(0, 1)
