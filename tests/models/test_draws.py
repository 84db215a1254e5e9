import numpy as np
import pytest
from scipy.stats import norm

from compute_deal.models.draws import correlated_ranks, triangular


def ranks(correlation, draws=2**12, inputs=3):
    return correlated_ranks(inputs, draws, correlation, np.random.default_rng(4))


@pytest.mark.parametrize("correlation", [0.0, 0.5, 1.0])
def test_each_input_is_uniform(correlation):
    for row in ranks(correlation):
        assert np.quantile(row, [0.05, 0.5, 0.95]) == pytest.approx([0.05, 0.5, 0.95], abs=0.01)


@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.8])
def test_any_two_inputs_have_the_correlation(correlation):
    found = np.corrcoef(norm.ppf(ranks(correlation, 2**14)))
    assert found[np.triu_indices(3, 1)] == pytest.approx([correlation] * 3, abs=0.01)


def test_in_step_all_inputs_have_one_rank():
    first, second, third = ranks(1.0)
    assert first == pytest.approx(second, abs=1e-12)
    assert first == pytest.approx(third, abs=1e-12)


def test_the_same_generator_gives_the_same_draws():
    assert np.array_equal(ranks(0.3), ranks(0.3))


def test_the_triangle_by_hand():
    # From 1 over 2 to 6: the mode has a fifth below it. At a rank of 0.8 the density above: 6 - sqrt(0.2 * 5 * 4) = 4.
    assert triangular([0.0, 0.2, 0.8, 1.0], 1.0, 2.0, 6.0) == pytest.approx([1.0, 2.0, 4.0, 6.0])
    assert triangular([0.1, 0.9], 3.0, 3.0, 3.0).tolist() == [3.0, 3.0]
