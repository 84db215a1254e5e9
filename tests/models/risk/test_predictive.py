import numpy as np
import pytest
from scipy.stats import norm

from compute_deal.models.risk.predictive import mixture_quantile, weighted_quantile


def test_two_distant_normals():
    # Half the mass lies around 0 and half around 100: the 25th percentile of the mixture is the median of the first.
    assert mixture_quantile([0.0, 100.0], [1.0, 2.0], 0.25) == pytest.approx(0.0, abs=1e-9)
    assert mixture_quantile([0.0, 100.0], [1.0, 2.0], 0.95) == pytest.approx(100 + 2 * norm.ppf(0.9))


def test_equal_parts_are_one_normal():
    assert mixture_quantile(np.full(7, 3.0), np.full(7, 0.5), 0.05) == pytest.approx(3 - 0.5 * 1.6448536)


def test_weights_count_like_copies():
    # 1, 1, 1, 5 with the middles of their shares at 1/8, 3/8, 5/8, 7/8: half-way between 5/8 and 7/8 lies 3.
    assert weighted_quantile([1, 1, 1, 5], [1, 1, 1, 1], 0.75) == pytest.approx(3.0)
    # Two shares of 3/4 and 1/4 have their middles at 3/8 and 7/8.
    assert weighted_quantile([5, 1], [1, 3], 0.625) == pytest.approx(3.0)
    assert weighted_quantile([5, 1], [1, 3], 0.99) == 5.0


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="standard deviation"):
        mixture_quantile([0.0], [0.0], 0.5)
    with pytest.raises(ValueError, match="probability"):
        mixture_quantile([0.0], [1.0], 1.0)
