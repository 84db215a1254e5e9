import numpy as np
import pytest

from compute_deal.models.risk.simulation_error import convergence, summarise, supported_decimals


def test_summary_errors_cover_the_truth():
    # Percentiles of a standard normal: -1.6449, 0, 1.6449
    draws = np.random.default_rng(6).standard_normal(100_000)
    found = summarise(draws, 20)
    for value, error, truth in (
        (found.p5, found.p5_error, -1.6449),
        (found.p50, found.p50_error, 0.0),
        (found.p95, found.p95_error, 1.6449),
        (found.mean, found.mean_error, 0.0),
    ):
        assert abs(value - truth) < 4 * error
        assert error < 0.02
    # Standard error of the mean of 100000 draws: 1 / sqrt(100000) = 0.00316
    assert found.mean_error == pytest.approx(0.00316, rel=0.5)
    rows = convergence(draws, 20)
    assert rows[-1].tolist() == [100_000, found.p5, found.p50, found.p95, found.mean]


def test_supported_decimals_by_hand():
    # Two errors of 0.012 are 0.024, at most half of 0.1 but not of 0.01.
    assert supported_decimals(0.012, most=5) == 1
    # 0.00125 * 2 = 0.0025 is within half of 0.01.
    assert supported_decimals(0.00124, most=5) == 2
    assert supported_decimals(1e-12, most=5) == 5


def test_bad_input():
    with pytest.raises(ValueError, match="batches is 3"):
        summarise(np.ones(10), 3)
    with pytest.raises(ValueError, match="batches is 1"):
        summarise(np.ones(10), 1)
    with pytest.raises(ValueError, match="error is nan"):
        supported_decimals(float("nan"), most=2)
