"""Radiation upsets and failures: how often a cluster is hit, and what share of it works over a life."""

import numpy as np

from compute_deal.models.orbital.checks import require_non_negative, require_positive, require_share
from compute_deal.models.orbital.sides import HOURS_PER_YEAR


def hours_between_events(events_per_year, chips):
    """Return the mean time between events in a cluster.

    Parameters
    ----------
    events_per_year : float or array_like
        Events per chip and year.
    chips : float or array_like
        Chips that work on one job.

    Returns
    -------
    float or ndarray
        Hours, for independent events.

    Raises
    ------
    ValueError
        If an input is not above zero.

    Examples
    --------
    >>> hours_between_events(8.76, 1000.0)
    1.0
    """
    require_positive(events_per_year=events_per_year, chips=chips)
    return HOURS_PER_YEAR / (events_per_year * chips)


def replenishment_factor(failures_per_year, years):
    """Return how much more must be launched to keep a fleet that is not repaired at its mean strength.

    Parameters
    ----------
    failures_per_year : float or array_like
        Hazard rate, per unit and year.
    years : float or array_like
        Life, years.

    Returns
    -------
    float or ndarray
        Ratio, 1 where nothing fails.

    Raises
    ------
    ValueError
        If the hazard is negative or the life is not above zero.

    Notes
    -----
    ``lambda T / (1 - exp(-lambda T))``: the reciprocal of the mean share of survivors (Turyshev 2026).

    Examples
    --------
    >>> round(float(replenishment_factor(0.10, 5.0)), 2)
    1.27
    """
    require_non_negative(failures_per_year=failures_per_year)
    require_positive(years=years)
    exposure = np.asarray(failures_per_year * years, dtype=float)
    # Below this the factor is 1 to the last digit.
    some = exposure > 1e-15
    return np.where(some, exposure / np.where(some, -np.expm1(-exposure), 1.0), 1.0)[()]


def failed_share(failures_per_year, years):
    """Return the share of units that fail within a life.

    Parameters
    ----------
    failures_per_year : float or array_like
        Hazard rate, per unit and year.
    years : float or array_like
        Life, years.

    Returns
    -------
    float or ndarray
        ``1 - exp(-lambda T)``.

    Raises
    ------
    ValueError
        If an input is negative.

    Examples
    --------
    >>> round(float(failed_share(0.106, 5.0)), 4)
    0.4114
    """
    require_non_negative(failures_per_year=failures_per_year, years=years)
    return -np.expm1(-failures_per_year * years)


def availability(failures_per_year, years, spare_fraction=0.0, reset_availability=1.0):
    """Return the mean share of a fleet that works, with spares and resets but no repair.

    Parameters
    ----------
    failures_per_year : float or array_like
        Hazard rate, per unit and year.
    years : float or array_like
        Life, years.
    spare_fraction : float or array_like, default 0
        Spare units per unit, in place from the start.
    reset_availability : float or array_like, default 1
        Share of time not lost to resets.

    Returns
    -------
    float or ndarray
        Share of the nameplate.

    Raises
    ------
    ValueError
        If an input is outside its interval.

    Notes
    -----
    Mean survivors plus spares, at most 1, times the reset share: the form of spacedc-mdao.

    Examples
    --------
    >>> round(float(availability(0.106, 5.0, 0.05, 0.99)), 3)
    0.818
    """
    require_non_negative(spare_fraction=spare_fraction)
    require_share(reset_availability=reset_availability)
    survivors = 1.0 / replenishment_factor(failures_per_year, years)
    return reset_availability * np.minimum(1.0, survivors + spare_fraction)
