import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.orbital.power import array_power_w_per_m2, mean_retention


def test_published_retention_and_array_power():
    assert mean_retention(0.025, 5) == pytest.approx(0.951234453, abs=5e-10)  # McCalip
    assert 105.0 * array_power_w_per_m2(1361.0, 0.22, 0.9) / 1000.0 == pytest.approx(28.3, abs=0.05)  # Suncatcher


@given(st.floats(0.0, 0.3), st.integers(1, 20))
def test_mean_lies_between_end_and_start(degradation, years):
    assert (1.0 - degradation) ** (years - 1) <= mean_retention(degradation, years) + 1e-12
    assert mean_retention(degradation, years) <= 1.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: mean_retention(0.02, 2.5), "years must be a whole number"),
        (lambda: mean_retention(2.5, 5), "degradation_per_year must be a share"),
        (lambda: array_power_w_per_m2(1361.0, 22.0), "cell_efficiency must be a share"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
