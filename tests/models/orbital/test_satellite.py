import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.orbital.satellite import mean_retention, mean_survivors, radiated_w_per_m2


def test_published_numbers():
    assert mean_retention(0.025, 5) == pytest.approx(0.951234453, abs=5e-10)  # McCalip
    assert [1.0 / mean_survivors(hazard, 5.0) for hazard in (0.1, 0.2)] == pytest.approx([1.27, 1.58], abs=0.005)
    # spacedc-mdao: availability 0.8179549 with spares of 5 % and resets of 1 %.
    assert 0.99 * (mean_survivors(0.106, 5.0) + 0.05) == pytest.approx(0.8179548680, rel=1e-9)
    assert 38.0 * radiated_w_per_m2(370.0, 1.0) / 2.0 == pytest.approx(40e3, rel=0.01)  # van Berkel, from one side
    # The radiators of the space station reject 14 kW from 42.4 m2, what two black faces emit at 232 K.
    assert radiated_w_per_m2(232.3, 1.0) == pytest.approx(14e3 / 42.4, rel=1e-3)


@given(st.floats(0.0, 0.3), st.integers(1, 20))
def test_mean_power_lies_between_end_and_start(degradation, years):
    assert (1.0 - degradation) ** (years - 1) <= mean_retention(degradation, years) + 1e-12
    assert mean_retention(degradation, years) <= 1.0


@given(st.floats(0.0, 2.0), st.floats(0.1, 20.0))
def test_survivors_are_the_mean_over_time(hazard, years):
    time = (np.arange(4000) + 0.5) / 4000 * years
    assert mean_survivors(hazard, years) == pytest.approx(np.mean(np.exp(-hazard * time)), rel=1e-3)


def test_no_failures():
    assert mean_survivors(np.array([0.0, 0.1]), 5.0) == pytest.approx([1.0, 0.7869], abs=1e-4)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: mean_retention(2.5, 5), "degradation_per_year must be a share"),
        (lambda: mean_survivors(-0.1, 5.0), "failures_per_year must be zero or more"),
        (lambda: radiated_w_per_m2(0.0, 0.9), "temperature_k must be above zero"),
        (lambda: radiated_w_per_m2(300.0, 90.0), "emissivity must be a share"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
