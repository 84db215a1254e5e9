"""Learning curve of the launch price in cumulative mass, and the mass launched over time."""

import numpy as np

from compute_deal.models.orbital.checks import require_non_negative, require_positive, require_share


def learning_exponent(learning_rate):
    """Return the exponent of a learning curve.

    Parameters
    ----------
    learning_rate : float or array_like
        Fall in price per doubling, a decimal below 1.

    Returns
    -------
    float or ndarray
        ``log2(1 - rate)``: negative, and zero without learning.

    Raises
    ------
    ValueError
        If the rate is not a share, or is 1.

    Examples
    --------
    >>> round(float(learning_exponent(0.20)), 4)
    -0.3219
    """
    require_share(learning_rate=learning_rate)
    require_positive(price_kept_per_doubling=1.0 - np.asarray(learning_rate))
    return np.log2(1.0 - learning_rate)


def learning_price(mass_t, start_price, start_mass_t, learning_rate, floor=0.0):
    """Return the price after a cumulative mass.

    Parameters
    ----------
    mass_t : float or array_like
        Cumulative mass, t.
    start_price : float or array_like
        Price at the start, in any unit.
    start_mass_t : float or array_like
        Cumulative mass at the start, t.
    learning_rate : float or array_like
        Fall in price per doubling.
    floor : float or array_like, default 0
        Price below which it does not fall.

    Returns
    -------
    float or ndarray
        Price in the unit of the start price.

    Raises
    ------
    ValueError
        If a mass or price is not above zero, the floor is negative, or the rate is not a share below 1.

    Notes
    -----
    ``p0 (M / M0)^log2(1 - rate)``.

    Examples
    --------
    >>> round(float(learning_price(800.0, 1800.0, 400.0, 0.20)), 6)
    1440.0
    """
    require_positive(mass_t=mass_t, start_price=start_price, start_mass_t=start_mass_t)
    require_non_negative(floor=floor)
    price = start_price * (np.asarray(mass_t, dtype=float) / start_mass_t) ** learning_exponent(learning_rate)
    return np.maximum(price, floor)[()]


def learning_mass_t(price, start_price, start_mass_t, learning_rate):
    """Return the cumulative mass at which a price is reached: the inverse curve.

    Parameters
    ----------
    price : float or array_like
        Price wanted, in the unit of the start price.
    start_price : float or array_like
        Price at the start.
    start_mass_t : float or array_like
        Cumulative mass at the start, t.
    learning_rate : float or array_like
        Fall in price per doubling, above zero.

    Returns
    -------
    float or ndarray
        Cumulative mass, t.

    Raises
    ------
    ValueError
        If an input is not above zero or the rate is 1 or more.

    Examples
    --------
    >>> round(float(learning_mass_t(1440.0, 1800.0, 400.0, 0.20)), 6)
    800.0
    """
    require_positive(price=price, start_price=start_price, start_mass_t=start_mass_t, learning_rate=learning_rate)
    return start_mass_t * (price / start_price) ** (1.0 / learning_exponent(learning_rate))


def cumulative_mass_t(years, start_mass_t, mass_t_per_year, growth_per_year, most_t_per_year=np.inf):
    """Return the cumulative mass when the yearly mass grows at a constant rate up to a limit.

    Parameters
    ----------
    years : float or array_like
        Time from the start, years.
    start_mass_t : float or array_like
        Cumulative mass at the start, t.
    mass_t_per_year : float or array_like
        Mass rate at the start, t a year.
    growth_per_year : float or array_like
        Growth of the rate, a decimal a year.
    most_t_per_year : float or array_like, default no limit
        Rate at which growth ends, t a year.

    Returns
    -------
    float or ndarray
        Cumulative mass, t.

    Raises
    ------
    ValueError
        If a mass is not above zero, growth or years are negative, or the limit is below the first rate.

    Notes
    -----
    ``M0 + m0 ((1 + g)^t - 1) / ln(1 + g)`` while the rate grows, then a straight line.

    Examples
    --------
    >>> float(cumulative_mass_t(3.0, 100.0, 10.0, 0.0))
    130.0
    """
    require_non_negative(years=years, growth_per_year=growth_per_year)
    require_positive(start_mass_t=start_mass_t, mass_t_per_year=mass_t_per_year)
    require_non_negative(room_for_growth_t_per_year=np.asarray(most_t_per_year) - mass_t_per_year)
    rate = np.log1p(np.asarray(growth_per_year, dtype=float))
    # Slower growth than this changes no digit, and dividing by it would overflow.
    grows = rate > 1e-12
    safe_rate = np.where(grows, rate, 1.0)
    until = np.where(grows, np.log(np.asarray(most_t_per_year) / mass_t_per_year) / safe_rate, np.inf)
    growing_years = np.minimum(years, until)
    grown = np.where(grows, np.expm1(rate * growing_years) / safe_rate, growing_years)
    flat_rate = mass_t_per_year * np.exp(rate * growing_years)
    return (start_mass_t + mass_t_per_year * grown + flat_rate * (years - growing_years))[()]
