import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.risk.price_process import PriceProcess, price_quantile

WALK = PriceProcess(price_usd_per_gpu_hour=2.8, change_per_year=-0.1, volatility_per_year=0.25)


def test_the_expected_price_changes_as_said():
    # Mean of a log-normal variable: median times exp(variance / 2).
    for years in (0.5, 2.5):
        mean = np.exp(WALK.log_median(years) + WALK.log_sd(years) ** 2 / 2)
        assert mean == pytest.approx(2.8 * np.exp(-0.1 * years))


def test_months_add_up_to_the_term():
    assert 12 * WALK.log_sd(1 / 12) ** 2 == pytest.approx(WALK.log_sd(1.0) ** 2)
    steps = 12 * (WALK.log_median(1 / 12) - np.log(2.8))
    assert steps == pytest.approx(WALK.log_median(1.0) - np.log(2.8))


def test_a_mixture_lies_between_its_parts():
    # Half sure to be near 1, half near 3: a quarter lies below the middle of the lower part.
    parts = PriceProcess(
        price_usd_per_gpu_hour=1.0, change_per_year=np.array([0.0, np.log(3.0)]), volatility_per_year=1e-3
    )
    assert price_quantile(parts, 1.0, 0.25) == pytest.approx(1.0, rel=1e-3)
    assert price_quantile(parts, 1.0, 0.75) == pytest.approx(3.0, rel=1e-3)


@given(st.floats(0.01, 0.98), st.floats(0.05, 0.8), st.floats(0.05, 0.8))
def test_quantiles_rise_with_the_probability(probability, one, other):
    mixed = PriceProcess(price_usd_per_gpu_hour=2.0, change_per_year=-0.1, volatility_per_year=np.array([one, other]))
    assert price_quantile(mixed, 1.0, probability) < price_quantile(mixed, 1.0, probability + 0.01)


def test_bad_input_is_named():
    for change, text in (
        ({"price_usd_per_gpu_hour": 0.0}, "positive price"),
        ({"volatility_per_year": -0.1}, "volatility_per_year is -0.1"),
        ({"change_per_year": np.inf}, "change_per_year is inf"),
    ):
        with pytest.raises(ValueError, match=text):
            PriceProcess(**(vars(WALK) | change))
    with pytest.raises(ValueError, match="strictly between"):
        price_quantile(WALK, 1.0, 1.0)
    with pytest.raises(ValueError, match="above zero"):
        price_quantile(WALK, 0.0, 0.5)
