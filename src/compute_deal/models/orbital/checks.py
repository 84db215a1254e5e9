"""Checks of numeric input that the orbital models share.

What is no number passes: the cost formulae are also evaluated on expressions, from which a page computes with the values of
its sliders.
"""

import numpy as np


def is_number(value):
    """Return whether a value is a number or an array of numbers, and no expression of a page.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_number(5.0), is_number([1, 2]), is_number(object())
    (True, True, False)
    """
    return np.asarray(value).dtype.kind in "iuf"


def require_positive(**values):
    """Refuse numbers that are zero, negative or not a number.

    Parameters
    ----------
    **values : float or array_like
        Inputs by name.

    Raises
    ------
    ValueError
        If any element is not above zero.

    Examples
    --------
    >>> require_positive(years=5.0)
    >>> require_positive(years=0.0)
    Traceback (most recent call last):
    ...
    ValueError: years must be above zero, got 0.0
    """
    for name, value in values.items():
        if is_number(value) and not np.all(np.asarray(value) > 0.0):
            raise ValueError(f"{name} must be above zero, got {value!r}")


def require_non_negative(**values):
    """Refuse numbers that are negative or not a number.

    Parameters
    ----------
    **values : float or array_like
        Inputs by name.

    Raises
    ------
    ValueError
        If any element is below zero.

    Examples
    --------
    >>> require_non_negative(launch_usd_per_kg=0.0)
    """
    for name, value in values.items():
        if is_number(value) and not np.all(np.asarray(value) >= 0.0):
            raise ValueError(f"{name} must not be negative, got {value!r}")


def require_share(*, allow_zero=True, **values):
    """Refuse numbers outside the interval from zero to one.

    Parameters
    ----------
    allow_zero : bool, default True
        Whether zero itself is accepted.
    **values : float or array_like
        Inputs by name, as decimals (0.05 for five percent).

    Raises
    ------
    ValueError
        If any element is outside the interval.

    Examples
    --------
    >>> require_share(sunlit_fraction=98)
    Traceback (most recent call last):
    ...
    ValueError: sunlit_fraction must be a share between 0 and 1, got 98
    """
    for name, value in values.items():
        if not is_number(value):
            continue
        array = np.asarray(value)
        low_enough = array >= 0.0 if allow_zero else array > 0.0
        if not np.all(low_enough & (array <= 1.0)):
            raise ValueError(f"{name} must be a share between 0 and 1, got {value!r}")
