"""Draws of several uncertain quantities that move together to a stated degree."""

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import qmc, triang


def correlated_ranks(inputs, draws, correlation, rng):
    """Draw ranks between 0 and 1 for several inputs that have the same correlation with each other.

    Parameters
    ----------
    inputs : int
        How many inputs.
    draws : int
        How many draws, a power of two.
    correlation : float
        Of the normal variables behind any two ranks: 0 draws each input by itself, 1 gives all the same rank.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    ndarray
        Ranks of shape ``(inputs, draws)``, each row uniform.

    Notes
    -----
    A Gaussian copula with one common factor ``f``: the rank of input i is ``Phi(sqrt(rho) f + sqrt(1 - rho) e_i)``. The
    points are a scrambled Sobol sequence, which fills the space more evenly than independent draws.

    Examples
    --------
    >>> together = correlated_ranks(3, 4, 1.0, np.random.default_rng(1))
    >>> together.shape, bool(np.allclose(together[0], together[2]))
    ((3, 4), True)
    """
    points = qmc.Sobol(inputs + 1, rng=rng).random(draws)
    common, own = np.split(ndtri(points.T), [1])
    return ndtr(np.sqrt(correlation) * common + np.sqrt(1.0 - correlation) * own)


def triangular(ranks, low, mode, high):
    """Return the values of a triangular distribution at given ranks.

    Parameters
    ----------
    ranks : array_like
        Between 0, its lowest value, and 1, its highest.
    low, mode, high : float
        Lowest, most likely and highest value; if low and high are equal, all values are.

    Returns
    -------
    ndarray
        In the unit of the bounds.

    Examples
    --------
    >>> triangular([0.0, 0.5, 1.0], 0.0, 1.0, 2.0).tolist()
    [0.0, 1.0, 2.0]
    """
    if low == high:
        return np.full(np.shape(ranks), float(low))
    return triang.ppf(ranks, (mode - low) / (high - low), low, high - low)
