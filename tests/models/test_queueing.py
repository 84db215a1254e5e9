"""Waits, added capacity and pooling: by hand, by simulation and by their order."""

import heapq
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.queueing import (
    mean_wait,
    pooled_and_split,
    queue_state,
    wait_quantile,
    waiting_longer_than,
    with_added_capacity,
)


def test_waits_by_hand():
    # Three servers, two erlangs, 6 seconds each: C = 4/9, mean wait 4/9 * 6 / (3 - 2) = 8/3 s.
    assert mean_wait(3, 2, 6.0) == pytest.approx(8 / 3)
    # Longer than 6 s: 4/9 exp(-1).
    assert waiting_longer_than(6.0, 3, 2, 6.0) == pytest.approx(4 / 9 * math.exp(-1))
    # 90 % wait at most 6 log(4.444).
    assert wait_quantile(0.9, 3, 2, 6.0) == pytest.approx(6 * math.log(40 / 9))
    # Half do not wait at all.
    assert wait_quantile(0.5, 3, 2, 6.0) == 0


def test_simulated_queue_agrees():
    rng = np.random.default_rng(7)
    customers, servers, load = 120_000, 4, 3.2
    arrivals = np.cumsum(rng.exponential(1 / load, customers))
    services = rng.exponential(1.0, customers)
    free_at = [0.0] * servers
    waits = np.empty(customers)
    for i, (arrival, service) in enumerate(zip(arrivals, services, strict=True)):
        start = max(arrival, heapq.heappop(free_at))
        waits[i] = start - arrival
        heapq.heappush(free_at, start + service)
    waits = waits[2_000:]
    assert mean_wait(servers, load, 1.0) == pytest.approx(waits.mean(), rel=0.06)
    assert waiting_longer_than(1.0, servers, load, 1.0) == pytest.approx((waits > 1).mean(), rel=0.05)
    assert wait_quantile(0.9, servers, load, 1.0) == pytest.approx(np.quantile(waits, 0.9), rel=0.06)


def test_unstable_queue_never_empties():
    assert mean_wait([10, 10], [10, 12], 1.0).tolist() == [math.inf, math.inf]
    assert wait_quantile(0.5, 10, 12, 1.0) == math.inf
    assert waiting_longer_than(1e9, 10, 10, 1.0) == 1


@given(p=st.floats(0, 0.999), servers=st.integers(1, 1000), utilisation=st.floats(0.05, 0.98))
def test_quantile_inverts_the_tail(p, servers, utilisation):
    load = servers * utilisation
    wait = wait_quantile(p, servers, load, 2.0)
    beyond = waiting_longer_than(wait, servers, load, 2.0)
    assert beyond <= 1 - p + 1e-9
    if wait > 0:
        assert beyond == pytest.approx(1 - p, rel=1e-6)


@given(servers=st.integers(1, 500), utilisation=st.floats(0.1, 0.98))
def test_mean_wait_is_the_area_under_the_tail(servers, utilisation):
    load = servers * utilisation
    scale = 1 / (servers - load)
    times = np.linspace(0, 40 * scale, 4001)
    area = np.trapezoid(waiting_longer_than(times, servers, load, 1.0), times)
    assert mean_wait(servers, load, 1.0) == pytest.approx(area, rel=1e-4)


def test_added_capacity_by_hand():
    # Two servers, one erlang: B = 1/5, C = 1/3. Half more: three servers, B = (1/6) / (16/6) = 1/16.
    before, after = with_added_capacity(2, 1, 0.5)
    assert before.blocking == pytest.approx(1 / 5)
    assert after.servers == 3
    assert after.blocking == pytest.approx(1 / 16)
    assert after.waiting == pytest.approx((1 / 16) / (1 - (1 / 3) * (15 / 16)))


@given(servers=st.floats(10, 1e5), utilisation=st.floats(0.5, 1.2), added=st.floats(0.01, 1))
def test_added_capacity_never_hurts(servers, utilisation, added):
    before, after = with_added_capacity(servers, servers * utilisation, added)
    assert after.blocking <= before.blocking
    assert after.waiting <= before.waiting
    assert after.mean_wait_service_times <= before.mean_wait_service_times


def test_the_gain_is_largest_near_saturation():
    before, after = with_added_capacity(1000, [500, 900, 990], 0.2)
    saved = before.blocking - after.blocking
    assert saved[0] < saved[1] < saved[2]


@given(total=st.integers(2, 400), pools=st.integers(2, 20), utilisation=st.floats(0.2, 0.98))
def test_pooling_always_helps(total, pools, utilisation):
    servers = total * pools
    pooled, split = pooled_and_split(servers, servers * utilisation, pools)
    assert pooled.blocking <= split.blocking
    assert pooled.waiting <= split.waiting
    # Known bound: k equal pools wait at least k times as long, as C is larger and spare capacity is a k-th.
    assert split.mean_wait_service_times >= pools * pooled.mean_wait_service_times * (1 - 1e-9)


def test_one_pool_is_no_change():
    pooled, split = pooled_and_split(50, 45, 1)
    assert pooled == split == queue_state(50, 45)


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="patience"):
        waiting_longer_than(-1, 3, 2, 1.0)
    with pytest.raises(ValueError, match="below 1"):
        wait_quantile(1.0, 3, 2, 1.0)
    with pytest.raises(ValueError, match="added_share"):
        with_added_capacity(3, 2, -0.1)
    with pytest.raises(ValueError, match="pools"):
        pooled_and_split(3, 2, 0.5)
