import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.risk.hazards import (
    Cause,
    expected_life_months,
    hazard_from_cumulative,
    in_force_by_causes,
    lifetime_correlation,
    sample_end_month,
)


@pytest.mark.parametrize(("percent", "hazard"), [(0.67, 0.00224), (3.12, 0.01057), (10.46, 0.03683), (41.32, 0.17769)])
def test_rating_table(percent, hazard):
    # S&P three-year cumulative default rates 1981-2024 of BBB, BB, B and CCC/C
    assert hazard_from_cumulative(percent / 100, 3) == pytest.approx(hazard, abs=1e-5)


@given(st.floats(0.0, 0.99), st.floats(0.1, 30.0))
def test_hazard_gives_the_probability_back(probability, years):
    assert -np.expm1(-hazard_from_cumulative(probability, years) * years) == pytest.approx(probability, abs=1e-12)


def cause(hazard, notice=3, first=0, name="cause"):
    return Cause(name=name, hazard_per_year=hazard, notice_months=notice, first_month=first)


def test_one_cause_has_the_closed_form():
    # Notice 3, term 36, monthly rate 0.02: 3 + sum of exp(-0.02 j) for j = 0 to 32
    life = expected_life_months(in_force_by_causes([cause(0.24)], 0.0, 36))
    assert life == pytest.approx(3 + (1 - np.exp(-0.02 * 33)) / (1 - np.exp(-0.02)))


@given(st.floats(0.0, 2.0), st.floats(0.0, 2.0), st.floats(0.0, 1.0))
def test_common_share_moves_between_sum_and_largest(first, second, share):
    causes = [cause(first), cause(second)]
    served = in_force_by_causes(causes, share, 24)
    total = (1 - share) * (first + second) + share * max(first, second)
    assert served == pytest.approx(np.exp(-total / 12 * np.maximum(np.arange(24) - 3, 0)))
    assert np.all(served >= in_force_by_causes(causes, 0.0, 24) - 1e-12)


def test_notice_and_start_differ_by_cause():
    # Default without notice at 0.12 a year: month m survives m months at 0.01. Recall from month 2 on, notice 1, at 0.24:
    # month m has max(m - 1 - 2, 0) months at 0.02.
    causes = [cause(0.12, notice=0), cause(0.24, notice=1, first=2)]
    served = in_force_by_causes(causes, 0.0, 6)
    assert -np.log(served) == pytest.approx([0.0, 0.01, 0.02, 0.03, 0.04 + 0.02, 0.05 + 0.04])
    # Fully shared: in each month only the larger hazard that still counts. Month 5: strikes in months 2 and 3 count for
    # both (0.02 each), in months 0, 1 and 4 for the default only (0.01 each).
    assert -np.log(in_force_by_causes(causes, 1.0, 6))[5] == pytest.approx(2 * 0.02 + 3 * 0.01)


def test_common_shock_against_simulation():
    # Two causes without notice, simulated as Marshall and Olkin: own shocks, and a shared stream that hits the second cause
    # in h2 / h1 of the cases.
    rng = np.random.default_rng(4)
    count, share, h1, h2 = 200_000, 0.6, 0.5, 0.2
    own = [rng.exponential(1 / ((1 - share) * h), count) for h in (h1, h2)]
    both, first_only = rng.exponential(1 / (share * h2), count), rng.exponential(1 / (share * (h1 - h2)), count)
    times = [np.minimum(np.minimum(own[0], both), first_only), np.minimum(own[1], both)]
    assert times[0].mean() == pytest.approx(1 / h1, rel=0.01)
    assert np.corrcoef(times)[0, 1] == pytest.approx(lifetime_correlation(h1, h2, share), abs=0.01)
    survive_two_years = np.mean(np.minimum(*times) >= 2)
    served = in_force_by_causes([cause(h1, 0), cause(h2, 0)], share, 25)
    assert served[24] == pytest.approx(survive_two_years, abs=0.005)


def test_sampled_ends_have_the_given_distribution():
    served = in_force_by_causes([cause(0.8)], 0.0, 12)
    ends = sample_end_month(served, (np.arange(10_000) + 0.5) / 10_000)
    assert ends.min() == 4 and ends.max() == 12
    for month in range(12):
        assert np.mean(ends > month) == pytest.approx(served[month], abs=1e-4)
    assert ends.mean() == pytest.approx(expected_life_months(served), abs=1e-3)


def test_no_causes_run_to_the_term():
    assert in_force_by_causes([], 0.5, 4).tolist() == [1.0, 1.0, 1.0, 1.0]


def test_bad_input():
    with pytest.raises(ValueError, match="probability"):
        hazard_from_cumulative(1.0, 3)
    with pytest.raises(ValueError, match="years"):
        hazard_from_cumulative(0.5, 0)
    with pytest.raises(ValueError, match="'recall'"):
        cause(-0.1, name="recall")
    with pytest.raises(ValueError, match="months of"):
        cause(0.1, notice=-1)
    with pytest.raises(ValueError, match="common_share"):
        in_force_by_causes([cause(0.1)], 1.5, 12)
    with pytest.raises(ValueError, match="at least one"):
        in_force_by_causes([cause(0.1)], 0.5, 0)
