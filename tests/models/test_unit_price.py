"""Unit prices: the published figures of the deal, identities between units, bad input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.unit_price import (
    HOURS_PER_MONTH,
    HOURS_PER_YEAR,
    Capacity,
    h100_equivalents,
    market_usd_per_month,
    usd_per_gpu_hour,
    usd_per_mw_year,
)

DENSE_TFLOPS = {"H100": 989.0, "H200": 989.0, "GB200": 2500.0}


def test_a_month_is_a_twelfth_of_a_julian_year():
    assert HOURS_PER_MONTH == 730.5
    assert HOURS_PER_YEAR == 8766


@pytest.mark.parametrize(
    ("fee", "gpus", "published"), [(1.25e9, 325_000, 5.27), (1.25e9, 220_000, 7.78), (0.92e9, 110_000, 11.45)]
)
def test_reported_prices_per_gpu_hour(fee, gpus, published):
    # Derived rows of the fact table; a month of 730 hours differs in the third decimal.
    assert usd_per_gpu_hour(fee, gpus) == pytest.approx(published, abs=0.006)


def test_mix_by_hand():
    mix = Capacity({"H100": 150_000, "H200": 50_000, "GB200": 30_000})
    # 200,000 * 989 + 30,000 * 2,500 = 197.8e6 + 75e6 = 272.8e6 TFLOP/s; over 989 = 275,834.2.
    assert h100_equivalents(mix, DENSE_TFLOPS) == pytest.approx(275_834.18, abs=0.01)
    # 1.25e9 / 730.5 / 275,834.18 = 6.2036.
    assert usd_per_gpu_hour(1.25e9, h100_equivalents(mix, DENSE_TFLOPS)) == pytest.approx(6.2036, abs=1e-4)
    # 15e9 a year over 300 MW.
    assert usd_per_mw_year(1.25e9, 300) == pytest.approx(50e6)


def test_market_rent_by_hand():
    mix = Capacity({"H100": 1000, "GB200": 100})
    # (1000 * 2.7 + 100 * 5.3) * 730.5 = 3,230 * 730.5.
    assert market_usd_per_month(mix, {"H100": 2.7, "GB200": 5.3}) == pytest.approx(3_230 * 730.5)


@given(old=st.floats(0, 1e6), new=st.floats(1, 1e6), fee=st.floats(1e6, 1e10))
def test_faster_chips_lower_the_price_per_equivalent(old, new, fee):
    mix = Capacity({"H100": old, "GB200": new})
    per_equivalent = usd_per_gpu_hour(fee, h100_equivalents(mix, DENSE_TFLOPS))
    assert per_equivalent <= usd_per_gpu_hour(fee, mix.total_gpus)
    assert per_equivalent >= usd_per_gpu_hour(fee, mix.total_gpus) / (2500 / 989) * (1 - 1e-9)


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="not all 0"):
        Capacity({"H100": 0})
    with pytest.raises(ValueError, match="not be negative"):
        Capacity({"H100": -1, "H200": 5})
    with pytest.raises(ValueError, match="power_mw"):
        usd_per_mw_year(1e9, 0)
    with pytest.raises(ValueError, match="gpus"):
        usd_per_gpu_hour(1e9, 0)
