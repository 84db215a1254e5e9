"""A satellite that computes: the power its array keeps, the chips that go on working, the heat its radiator gives off."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from compute_deal.models.orbital.cost import require

STEFAN_BOLTZMANN_W_PER_M2_K4 = 5.670374419e-8


def mean_retention(degradation_per_year: float, years: int) -> float:
    """Return the mean share of the first year's power over a life.

    Parameters
    ----------
    degradation_per_year : float
        Share of power lost a year.
    years : int
        Life, whole years.

    Returns
    -------
    float
        ``(1/T) sum over y = 0..T-1 of (1 - d)^y``: a step each year, no loss in the first.

    Raises
    ------
    ValueError
        If years is not above zero or the share is outside 0 to 1.

    Examples
    --------
    >>> round(mean_retention(0.025, 5), 6)
    0.951234
    """
    require("a share between 0 and 1", degradation_per_year=degradation_per_year)
    require("above zero", years=years)
    return float(np.mean((1.0 - degradation_per_year) ** np.arange(years)))


def mean_survivors(failures_per_year: ArrayLike, years: float) -> NDArray | float:
    """Return the mean share of units over a life that have not failed, when nothing is repaired.

    Parameters
    ----------
    failures_per_year : float or array_like
        Hazard rate, per unit and year.
    years : float
        Life, years.

    Returns
    -------
    float or ndarray
        ``(1 - exp(-lambda T)) / (lambda T)``, and 1 where nothing fails.

    Raises
    ------
    ValueError
        If the hazard is negative or the life is not above zero.

    Notes
    -----
    The reciprocal is the factor of replenishment of Turyshev (2026).

    Examples
    --------
    >>> round(float(mean_survivors(0.10, 5.0)), 4)
    0.7869
    """
    require("zero or more", failures_per_year=failures_per_year)
    require("above zero", years=years)
    exposure = np.asarray(failures_per_year, dtype=float) * years
    # Below this the share is 1 to the last digit.
    some = exposure > 1e-15
    return np.where(some, -np.expm1(-exposure) / np.where(some, exposure, 1.0), 1.0)[()]


def radiated_w_per_m2(temperature_k: ArrayLike, emissivity: ArrayLike) -> ArrayLike:
    """Return the heat that a panel in deep space gives off from both sides.

    Parameters
    ----------
    temperature_k : float or array_like
        Surface temperature, K.
    emissivity : float or array_like
        Of each side.

    Returns
    -------
    float or ndarray
        W per m2 of panel, not of side.

    Raises
    ------
    ValueError
        If the temperature is not above zero or the emissivity is no share.

    Notes
    -----
    ``2 epsilon sigma T^4``, the law of Stefan and Boltzmann. Sunlight and the Earth's warmth are left out.

    Examples
    --------
    >>> round(radiated_w_per_m2(293.15, 1.0), 1)
    837.5
    """
    require("above zero", temperature_k=temperature_k)
    require("a share between 0 and 1", emissivity=emissivity)
    return 2.0 * emissivity * STEFAN_BOLTZMANN_W_PER_M2_K4 * temperature_k**4
