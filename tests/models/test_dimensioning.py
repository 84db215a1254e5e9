"""Inverse Erlang formulae against published tables."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.dimensioning import load_for_blocking, servers_for_blocking, servers_for_waiting
from compute_deal.models.erlang import erlang_b, erlang_c
from compute_deal.models.queueing import waiting_longer_than

# Lucent Technologies, Erlang-B capacity table for 2 % blocking, odd rows from 1 to 31 servers.
LUCENT_ERLANG = [
    0.020, 0.602, 1.657, 2.935, 4.345, 5.842, 7.402, 9.010, 10.656, 12.333, 14.036, 15.761, 17.505, 19.265, 21.039, 22.827,
]  # fmt: skip


def test_lucent_table():
    servers = np.arange(1, 32, 2)
    # Half a digit of the table, and a little more where it cuts instead of rounding.
    assert np.max(np.abs(load_for_blocking(servers, 0.02) - LUCENT_ERLANG)) < 6e-4


@pytest.mark.parametrize(
    ("servers", "blocking", "load", "digits"),
    [
        (10, 0.01, 4.461, 3),  # standard Erlang B table
        (20, 0.001, 9.411, 3),  # standard Erlang B table
        (100, 0.01, 84.06, 2),  # standard Erlang B table
        (15, 0.01, 8.108, 3),  # worked example of the Westbay Erlang calculator manual
        (5, 0.001, 0.8, 1),  # Carrier Grade Voice over IP, 2nd ed., appendix A
        (9, 0.02, 4.3, 1),  # the same
        (7, 0.05, 3.7, 1),  # the same
    ],
)
def test_published_table_entries(servers, blocking, load, digits):
    assert round(load_for_blocking(servers, blocking), digits) == load


@pytest.mark.parametrize(
    ("load", "blocking", "servers"), [(10, 0.02, 17), (30, 0.02, 39), (15.7, 0.01, 25), (7.5, 0.02, 14), (55, 0.02, 66)]
)
def test_servers_are_the_fewest(load, blocking, servers):
    # 10 and 30 erlangs bracketed by the Lucent table (17: 10.656, 16 below 10; 39: 30.081, 37: 28.254);
    # 15.7 is the worked example of the Erlang Library for Excel; the others are checked by the two lines below.
    assert servers_for_blocking(load, blocking) == servers
    assert erlang_b(servers, load) <= blocking < erlang_b(servers - 1, load)


def test_waiting_target_by_hand():
    # 30 requests an hour of 5 minutes: 2.5 erlangs. C(5) = 1.6276 / (10.8568 + 1.6276) = 0.1304; C(6) = 0.0474.
    assert servers_for_waiting(2.5, 0.1) == 6
    assert erlang_c(5, 2.5) == pytest.approx(0.1304, abs=5e-5)
    assert erlang_c(6, 2.5) == pytest.approx(0.0474, abs=5e-5)


@given(load=st.floats(0.01, 1e5), target=st.floats(1e-6, 0.9))
def test_blocking_target_is_met_with_the_fewest(load, target):
    servers = servers_for_blocking(load, target)
    assert erlang_b(servers, load) <= target < erlang_b(servers - 1, load)


@given(load=st.floats(0.01, 1e4), target=st.floats(1e-4, 0.9), patience=st.floats(0, 3))
def test_waiting_target_is_met_with_the_fewest(load, target, patience):
    servers = servers_for_waiting(load, target, patience)
    assert servers > load
    assert waiting_longer_than(patience, servers, load, 1.0) <= target
    if servers - 1 > load:
        assert waiting_longer_than(patience, servers - 1, load, 1.0) > target


@given(servers=st.integers(1, 100_000), target=st.floats(1e-5, 0.9))
def test_load_is_inverse_to_blocking(servers, target):
    assert erlang_b(servers, load_for_blocking(servers, target)) == pytest.approx(target, rel=1e-6)


def test_scale_saves_capacity():
    servers = servers_for_blocking([10, 1_000, 90_000], 0.01)
    overhead = servers / np.array([10, 1_000, 90_000])
    assert overhead[0] > overhead[1] > overhead[2] > 0.99


@pytest.mark.parametrize("function", [servers_for_blocking, servers_for_waiting, load_for_blocking])
@pytest.mark.parametrize(("first", "target"), [(0, 0.1), (10, 0), (10, 1)])
def test_bad_input_is_refused(function, first, target):
    with pytest.raises(ValueError, match="above 0"):
        function(first, target)
