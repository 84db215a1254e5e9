"""Growth fits: exact lines, NIST's certified regression, hand-worked intervals and their coverage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.growth import (
    doubling_time_years,
    fit_growth,
    growth_factor_interval,
    implied_growth_factor,
    required_growth_factor,
    value_at,
)

# NIST StRD "Norris" (36 points, lower difficulty): y against x, certified slope, deviations and residuals.
NORRIS_Y = (
    "0.1 338.8 118.1 888.0 9.2 228.1 668.5 998.5 449.1 778.9 559.2 0.3 0.1 778.1 668.8 339.3 448.9 10.8 557.7 228.3 "
    "998.0 888.8 119.6 0.3 0.6 557.6 339.3 888.0 998.5 778.9 10.2 117.6 228.9 668.4 449.2 0.2"
)
NORRIS_X = (
    "0.2 337.4 118.2 884.6 10.1 226.5 666.3 996.3 448.6 777.0 558.2 0.4 0.6 775.5 666.9 338.0 447.5 11.6 556.0 228.1 "
    "995.8 887.6 120.2 0.3 0.3 556.8 339.1 887.2 999.0 779.0 11.1 118.3 229.2 669.1 448.9 0.5"
)


def test_reproduces_the_certified_regression_of_nist():
    x = np.array(NORRIS_X.split(), dtype=float)
    y = np.array(NORRIS_Y.split(), dtype=float)
    # Levels are exp(y / 100), so the certified values appear divided by 100.
    fit = fit_growth(x, np.exp(y / 100))
    assert fit.log_growth_per_year * 100 == pytest.approx(1.00211681802045, rel=1e-11)
    assert fit.log_growth_standard_error * 100 == pytest.approx(0.429796848199937e-03, rel=1e-9)
    assert fit.residual_sd * 100 == pytest.approx(0.884796396144373, rel=1e-9)
    at_zero = np.log(value_at(fit, 0.0).value) * 100
    assert at_zero == pytest.approx(-0.262323073774029, rel=1e-9)


def test_interval_by_hand():
    # log2 of the levels is 0, 1, 3: slope 1.5, line 4/3 ± 1.5, residuals 1/6, -2/6, 1/6 (log2 units).
    # Residual deviation sqrt((1 + 4 + 1) / 36 / 1) = sqrt(1/6) and spread 2, so se = sqrt(1/12) = 0.288675.
    # t(1 degree, 90 % two-sided) = tan(0.45 pi) = 6.313752.
    fit = fit_growth([2024, 2025, 2026], [1, 2, 8])
    assert fit.log_growth_per_year == pytest.approx(1.5 * np.log(2))
    assert fit.residual_sd == pytest.approx(np.sqrt(1 / 6) * np.log(2))
    interval = growth_factor_interval(fit, 0.9)
    half_width = np.tan(0.45 * np.pi) * np.sqrt(1 / 12)
    assert interval.low == pytest.approx(2 ** (1.5 - half_width))
    assert interval.high == pytest.approx(2 ** (1.5 + half_width))
    # One new point at 2027: distance 2 from the mean, sqrt(1/6) * sqrt(1 + 1/3 + 4/2) in log2 units.
    new = value_at(fit, 2027, 0.9)
    new_half = np.tan(0.45 * np.pi) * np.sqrt(1 / 6) * np.sqrt(1 + 1 / 3 + 2)
    assert new.value == pytest.approx(2 ** (4 / 3 + 3))
    assert new.high / new.value == pytest.approx(2**new_half)
    assert new.value / new.low == pytest.approx(2**new_half)


def test_prediction_interval_covers_as_promised():
    rng = np.random.default_rng(1)
    years = np.array([2025.0, 2025.3, 2025.9, 2026.2, 2026.5])
    inside = 0
    for _ in range(800):
        logs = 1.1 * (years - 2026) + rng.normal(0, 0.2, 5)
        interval = value_at(fit_growth(years, np.exp(logs)), 2027.0, 0.8)
        inside += interval.low <= np.exp(1.1 + rng.normal(0, 0.2)) <= interval.high
    # Binomial with p = 0.8: standard error 0.014.
    assert inside / 800 == pytest.approx(0.8, abs=0.05)


def test_values_at_several_dates_come_as_arrays():
    interval = value_at(fit_growth([2024, 2025, 2026], [1, 3, 9]), [2024, 2027])
    assert interval.value == pytest.approx([1, 27])
    assert np.all(interval.low <= interval.high)


def test_doubling_time_agrees_with_the_published_pair():
    # Epoch AI (Pilz et al. 2025): supercomputer performance grows 2.5-fold a year and doubles every 9 months.
    assert doubling_time_years(2.5) * 12 == pytest.approx(9, rel=0.02)


def test_required_growth_by_hand():
    # A fee of 15 on a run-rate of 65 in mid-2026; a tenth of revenue in mid-2028 needs 150: sqrt(150 / 65) a year.
    assert required_growth_factor(15, 65, 2026.5, 0.1, 2028.5) == pytest.approx((150 / 65) ** 0.5)
    # Already below the share: revenue may shrink.
    assert required_growth_factor(15, 65, 2026.5, 0.5, 2027.5) == pytest.approx(30 / 65)


@given(
    factor=st.floats(0.2, 20),
    level=st.floats(0.1, 1e12),
    start=st.floats(2000, 2030),
    span=st.floats(0.1, 10),
)
def test_exact_growth_is_recovered(factor, level, start, span):
    years = start + span * np.array([0, 0.3, 0.4, 1])
    levels = level * factor ** (years - start)
    assert fit_growth(years, levels).growth_factor == pytest.approx(factor, rel=1e-6)
    assert implied_growth_factor(years[0], levels[0], years[-1], levels[-1]) == pytest.approx(factor, rel=1e-6)


@given(share=st.floats(0.01, 1), years=st.floats(0.1, 5), revenue=st.floats(1, 100))
def test_required_growth_meets_the_share(share, years, revenue):
    factor = required_growth_factor(15, revenue, 2026, share, 2026 + years)
    assert 15 / (revenue * factor**years) == pytest.approx(share, rel=1e-6)


@given(factor=st.floats(1.01, 100))
def test_a_level_doubles_within_the_doubling_time(factor):
    assert factor ** doubling_time_years(factor) == pytest.approx(2)


@pytest.mark.parametrize(
    ("years", "levels", "message"),
    [
        ([2025, 2026], [1, 2], "at least 3"),
        ([2025, 2026, 2027], [1, 0, 2], "positive"),
        ([2025, 2025, 2025], [1, 2, 3], "differ"),
        ([2025, 2026, 2027], [1, 2], "equally long"),
    ],
)
def test_bad_series_are_refused(years, levels, message):
    with pytest.raises(ValueError, match=message):
        fit_growth(years, levels)


def test_bad_numbers_are_refused():
    with pytest.raises(ValueError, match="above 1"):
        doubling_time_years([2.0, 1.0])
    with pytest.raises(ValueError, match="after the start"):
        implied_growth_factor(2026, 1, 2026, 2)
    with pytest.raises(ValueError, match="target_share"):
        required_growth_factor(15, 65, 2026, 0, 2027)
    with pytest.raises(ValueError, match="confidence"):
        growth_factor_interval(fit_growth([2024, 2025, 2026], [1, 2, 8]), 90)
