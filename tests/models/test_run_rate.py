"""Run-rates added up, against integrals done by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from compute_deal.models.run_rate import revenue_between


def test_a_constant_run_rate_is_its_share_of_the_year():
    assert revenue_between([2026, 2027], [12.0, 12.0], 2026.25, 2026.5) == pytest.approx(3.0)


def test_a_doubling_by_hand():
    # ∫ 2^t dt from 0 to 1 = 1 / ln 2, times the level of 8.
    assert revenue_between([2026, 2027], [8.0, 16.0], 2026, 2027) == pytest.approx(8 / math.log(2))


@given(st.lists(st.floats(0.1, 100), min_size=3, max_size=6), st.floats(0, 0.4), st.floats(0.6, 1))
def test_numerical_integration(levels, start, end):
    years = np.linspace(2026, 2027, len(levels))
    numerical, _ = quad(
        lambda t: np.exp(np.interp(t, years, np.log(levels))), 2026 + start, 2026 + end, points=years[1:-1], limit=200
    )
    assert revenue_between(years, levels, 2026 + start, 2026 + end) == pytest.approx(numerical, rel=1e-6)


def test_a_period_outside_the_known_dates_is_refused():
    with pytest.raises(ValueError, match="within 2026"):
        revenue_between([2026, 2027], [1.0, 2.0], 2025.9, 2026.5)
