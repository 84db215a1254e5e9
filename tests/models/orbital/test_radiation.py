import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.orbital.radiation import (
    availability,
    failed_share,
    hours_between_events,
    replenishment_factor,
)


def test_cluster_of_a_thousand_chips():
    # 8.8 events per chip-year on 1,000 chips: one about every hour.
    assert hours_between_events(8.8, 1000) == pytest.approx(8760.0 / 8800.0)


@pytest.mark.parametrize(("hazard", "published"), [(0.10, 1.27), (0.20, 1.58)])
def test_turyshev_replenishment(hazard, published):
    assert replenishment_factor(hazard, 5.0) == pytest.approx(published, abs=0.005)


def test_spacedc_reliability():
    # Printed: 473.927 failures of 1,152 chips at 0.106 a year over five years; availability 0.8179549.
    assert 1152 * failed_share(0.106, 5.0) == pytest.approx(473.9270749, rel=1e-9)
    assert availability(0.106, 5.0, 0.05, 0.99) == pytest.approx(0.8179548680, rel=1e-9)


@given(st.floats(0.0, 2.0), st.floats(0.1, 20.0))
def test_replenishment_is_the_reciprocal_of_mean_survival(hazard, years):
    time = (np.arange(4000) + 0.5) / 4000 * years
    assert 1.0 / replenishment_factor(hazard, years) == pytest.approx(np.mean(np.exp(-hazard * time)), rel=1e-3)


@given(st.floats(0.0, 2.0), st.floats(0.1, 20.0), st.floats(0.0, 1.0))
def test_availability_is_a_share(hazard, years, spares):
    assert 0.0 < availability(hazard, years, spares) <= 1.0


def test_no_failures():
    assert replenishment_factor(0.0, 5.0) == 1.0
    assert replenishment_factor(np.array([0.0, 0.1]), 5.0) == pytest.approx([1.0, 1.2707], abs=1e-4)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: hours_between_events(0.0, 10), "events_per_year must be above zero"),
        (lambda: replenishment_factor(-0.1, 5.0), "failures_per_year must not be negative"),
        (lambda: availability(0.1, 5.0, reset_availability=1.1), "reset_availability must be a share"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
