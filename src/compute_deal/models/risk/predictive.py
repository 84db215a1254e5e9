"""Quantiles of a forecast whose own parameters are uncertain: a mixture of normal distributions, equally likely."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import ndtr

WIDEST_SDS = 10.0


def mixture_quantile(mean: ArrayLike, sd: ArrayLike, probability: float) -> float:
    """Give a quantile of an equal mixture of normal distributions.

    Parameters
    ----------
    mean, sd : array_like
        Means and positive standard deviations of the parts.
    probability : float
        Probability strictly between 0 and 1.

    Returns
    -------
    float
        The value that is not exceeded with that probability.

    Raises
    ------
    ValueError
        If a standard deviation is not positive or the probability is not strictly between 0 and 1.

    Examples
    --------
    >>> round(mixture_quantile([0.0], [1.0], 0.95), 4)
    1.6449
    """
    mean, sd = np.asarray(mean, dtype=float), np.asarray(sd, dtype=float)
    if not np.all(sd > 0):
        raise ValueError(f"the smallest standard deviation is {np.min(sd)}; expected positive ones")
    if not 0 < probability < 1:
        raise ValueError(f"probability is {probability}; expected a number strictly between 0 and 1")
    low, high = float(np.min(mean - WIDEST_SDS * sd)), float(np.max(mean + WIDEST_SDS * sd))
    return float(brentq(lambda x: np.mean(ndtr((x - mean) / sd)) - probability, low, high, xtol=1e-13))


def weighted_quantile(values: ArrayLike, weights: ArrayLike, probability: float) -> float:
    """Give a quantile of weighted values, each value standing for its share of the weight.

    Parameters
    ----------
    values, weights : array_like
        Values, and weights of at least zero that are not all zero.
    probability : float
        Between 0 and 1.

    Returns
    -------
    float
        Interpolated between the middles of neighbouring shares; it moves little when values or weights do.

    Examples
    --------
    >>> weighted_quantile([1.0, 3.0, 2.0], [1.0, 1.0, 1.0], 0.5), weighted_quantile([1.0, 9.0], [1.0, 0.0], 0.9)
    (2.0, 1.0)
    """
    values, weights = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    order = np.argsort(values, kind="stable")
    order = order[weights[order] > 0]
    share = weights[order] / weights.sum()
    return float(np.interp(probability, np.cumsum(share) - share / 2, values[order]))
