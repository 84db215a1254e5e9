"""How the cost ratio develops: launches learn from the mass they lift, satellites get cheaper and lighter."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from compute_deal.models.orbital.cost import Comparison, cost_ratio, require


@dataclass(frozen=True)
class Development:
    """How prices and mass develop from the start. Each number may be an array with one value per draw.

    Parameters
    ----------
    launch_usd_per_kg : float or array_like
        Launch price at the start, USD/kg.
    launch_learning_rate : float or array_like
        Fall in launch price per doubling of cumulative mass.
    launch_floor_usd_per_kg : float or array_like
        Lowest launch price, USD/kg.
    cumulative_mass_t : float or array_like
        Cumulative mass at the start, t.
    mass_t_per_year : float or array_like
        Mass rate at the start, t a year.
    mass_growth_per_year : float or array_like
        Growth of the mass rate, a decimal a year.
    most_mass_t_per_year : float or array_like
        Mass rate at which growth ends, t a year.
    satellite_usd_per_w : float or array_like
        Satellite price at the start, USD per installed W.
    satellite_fall_per_year : float or array_like
        Fall in satellite price, a decimal a year.
    satellite_floor_usd_per_w : float or array_like
        Lowest satellite price, USD/W.
    specific_power_w_per_kg : float or array_like
        Specific power at the start, W/kg.
    specific_power_growth_per_year : float or array_like
        Growth of specific power, a decimal a year.
    most_specific_power_w_per_kg : float or array_like
        Highest specific power, W/kg.
    ground_change_per_year : float or array_like
        Change of cost on Earth, a decimal a year.
    """

    launch_usd_per_kg: ArrayLike
    launch_learning_rate: ArrayLike
    launch_floor_usd_per_kg: ArrayLike
    cumulative_mass_t: ArrayLike
    mass_t_per_year: ArrayLike
    mass_growth_per_year: ArrayLike
    most_mass_t_per_year: ArrayLike
    satellite_usd_per_w: ArrayLike
    satellite_fall_per_year: ArrayLike
    satellite_floor_usd_per_w: ArrayLike
    specific_power_w_per_kg: ArrayLike
    specific_power_growth_per_year: ArrayLike
    most_specific_power_w_per_kg: ArrayLike
    ground_change_per_year: ArrayLike


def ratio_after(comparison: Comparison, development: Development, years: float) -> ArrayLike:
    """Return the cost ratio after some years.

    Parameters
    ----------
    comparison : Comparison
        Both sides; launch price, satellite price and specific power are replaced by those of the development.
    development : Development
        Prices and mass over time.
    years : float
        Time from the start, years.

    Returns
    -------
    float or ndarray
        Cost in orbit per cost on Earth of a fleet bought wholly at the prices of that time.

    Raises
    ------
    ValueError
        If a number of the development is outside its interval.

    Examples
    --------
    >>> from compute_deal.models.orbital.cost import Ground, Orbit
    >>> sides = Comparison(Orbit(1.0, 22.0, 36.5, 500.0, 0.0, 5.0, 0.0), Ground(15.85, 5.0, 0.0, 0.0, 0.0), years=5.0)
    >>> still = Development(500.0, 0.2, 15.0, 1e4, 2e3, 0.0, 1e6, 22.0, 0.1, 1.0, 36.5, 0.0, 100.0, 0.0)
    >>> [round(float(ratio_after(sides, still, years)), 2) for years in (0.0, 10.0)]
    [2.25, 1.09]
    """
    start = development
    require(
        "zero or more",
        years=years,
        satellite_fall_per_year=start.satellite_fall_per_year,
        specific_power_growth_per_year=start.specific_power_growth_per_year,
    )
    require(
        "above zero",
        share_of_satellite_price_kept=1.0 - np.asarray(start.satellite_fall_per_year),
        ground_cost_kept=1.0 + np.asarray(start.ground_change_per_year),
    )
    mass_t = cumulative_mass_t(
        years, start.cumulative_mass_t, start.mass_t_per_year, start.mass_growth_per_year, start.most_mass_t_per_year
    )
    launch = learning_price(mass_t, start.launch_usd_per_kg, start.cumulative_mass_t, start.launch_learning_rate)
    satellite = start.satellite_usd_per_w * (1.0 - start.satellite_fall_per_year) ** years
    specific_power = start.specific_power_w_per_kg * (1.0 + start.specific_power_growth_per_year) ** years
    orbit = replace(
        comparison.orbit,
        launch_usd_per_kg=np.maximum(launch, start.launch_floor_usd_per_kg),
        satellite_usd_per_w=np.maximum(satellite, start.satellite_floor_usd_per_w),
        specific_power_w_per_kg=np.minimum(specific_power, start.most_specific_power_w_per_kg),
    )
    return cost_ratio(replace(comparison, orbit=orbit)) / (1.0 + start.ground_change_per_year) ** years


def learning_price(
    mass_t: ArrayLike, start_price: ArrayLike, start_mass_t: ArrayLike, learning_rate: ArrayLike
) -> ArrayLike:
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
        Fall in price per doubling, a decimal below 1.

    Returns
    -------
    float or ndarray
        Price in the unit of the start price.

    Raises
    ------
    ValueError
        If a mass or price is not above zero, or the rate is not a share below 1.

    Notes
    -----
    ``p0 (M / M0)^log2(1 - rate)``.

    Examples
    --------
    >>> round(float(learning_price(800.0, 1800.0, 400.0, 0.20)), 6)
    1440.0
    """
    kept = 1.0 - np.asarray(learning_rate, dtype=float)
    require("above zero", mass_t=mass_t, start_price=start_price, start_mass_t=start_mass_t)
    require("a share between 0 and 1", learning_rate=learning_rate)
    require("above zero", price_kept_per_doubling=kept)
    return start_price * (np.asarray(mass_t, dtype=float) / start_mass_t) ** np.log2(kept)


def cumulative_mass_t(
    years: ArrayLike,
    start_mass_t: ArrayLike,
    mass_t_per_year: ArrayLike,
    growth_per_year: ArrayLike,
    most_t_per_year: ArrayLike,
) -> NDArray | float:
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
    most_t_per_year : float or array_like
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
    >>> float(cumulative_mass_t(3.0, 100.0, 10.0, 0.0, 20.0))
    130.0
    """
    require("zero or more", years=years, growth_per_year=growth_per_year)
    require("above zero", start_mass_t=start_mass_t, mass_t_per_year=mass_t_per_year)
    require("zero or more", room_for_growth_t_per_year=np.asarray(most_t_per_year) - mass_t_per_year)
    rate = np.log1p(np.asarray(growth_per_year, dtype=float))
    # Slower growth than this changes no digit, and dividing by it would overflow.
    grows = rate > 1e-12
    safe_rate = np.where(grows, rate, 1.0)
    until = np.where(grows, np.log(np.asarray(most_t_per_year) / mass_t_per_year) / safe_rate, np.inf)
    growing_years = np.minimum(years, until)
    grown = np.where(grows, np.expm1(rate * growing_years) / safe_rate, growing_years)
    flat_rate = mass_t_per_year * np.exp(rate * growing_years)
    return (start_mass_t + mass_t_per_year * grown + flat_rate * (years - growing_years))[()]
