"""How the cost ratio develops as prices, mass and the ground do."""

from dataclasses import dataclass, replace

import numpy as np

from compute_deal.models.orbital.checks import require_non_negative, require_positive
from compute_deal.models.orbital.cost import cost_ratio
from compute_deal.models.orbital.learning import cumulative_mass_t, learning_price


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
    ground_change_per_year : float or array_like, default 0
        Change of cost on Earth, a decimal a year.
    """

    launch_usd_per_kg: float
    launch_learning_rate: float
    launch_floor_usd_per_kg: float
    cumulative_mass_t: float
    mass_t_per_year: float
    mass_growth_per_year: float
    most_mass_t_per_year: float
    satellite_usd_per_w: float
    satellite_fall_per_year: float
    satellite_floor_usd_per_w: float
    specific_power_w_per_kg: float
    specific_power_growth_per_year: float
    most_specific_power_w_per_kg: float
    ground_change_per_year: float = 0.0


def ratio_paths(comparison, development, years):
    """Return the cost ratio over time for every draw.

    Parameters
    ----------
    comparison : Comparison
        Both sides; launch price, satellite price and specific power are replaced by those of the development. Other fields
        may hold arrays of shape ``(draws, 1)``.
    development : Development
        Prices and mass over time, numbers or arrays of shape ``(draws,)``.
    years : array_like
        Times from the start, years, shape ``(times,)``.

    Returns
    -------
    ndarray
        Cost in orbit per cost on Earth, shape ``(draws, times)``.

    Raises
    ------
    ValueError
        If a number of the development is outside its interval.

    Notes
    -----
    A ratio at a time is that of a fleet bought wholly at that time at the prices of that time.

    Examples
    --------
    >>> from compute_deal.models.orbital.sides import Comparison, Ground, Orbit
    >>> sides = Comparison(Orbit(1e9, 1.0, 22.0, 36.5, 500.0), Ground(1e9, 15.85, 0.0, 1.0), years=5.0)
    >>> still = Development(500.0, 0.2, 15.0, 1e4, 2e3, 0.0, 1e6, 22.0, 0.1, 1.0, 36.5, 0.0, 100.0)
    >>> ratio_paths(sides, still, [0.0, 10.0]).round(2).tolist()
    [[2.25, 1.09]]
    """
    times = np.atleast_1d(np.asarray(years, dtype=float))[np.newaxis, :]
    column = {
        name: np.atleast_1d(np.asarray(value, dtype=float))[:, np.newaxis] for name, value in vars(development).items()
    }
    require_non_negative(
        years=times,
        satellite_fall_per_year=column["satellite_fall_per_year"],
        specific_power_growth_per_year=column["specific_power_growth_per_year"],
    )
    require_positive(
        share_of_satellite_price_kept=1.0 - column["satellite_fall_per_year"],
        ground_cost_kept=1.0 + column["ground_change_per_year"],
    )
    mass_t = cumulative_mass_t(
        times,
        column["cumulative_mass_t"],
        column["mass_t_per_year"],
        column["mass_growth_per_year"],
        column["most_mass_t_per_year"],
    )
    launch = learning_price(
        mass_t,
        column["launch_usd_per_kg"],
        column["cumulative_mass_t"],
        column["launch_learning_rate"],
        column["launch_floor_usd_per_kg"],
    )
    satellite = np.maximum(
        column["satellite_usd_per_w"] * (1.0 - column["satellite_fall_per_year"]) ** times,
        column["satellite_floor_usd_per_w"],
    )
    specific_power = np.minimum(
        column["specific_power_w_per_kg"] * (1.0 + column["specific_power_growth_per_year"]) ** times,
        column["most_specific_power_w_per_kg"],
    )
    orbit = replace(
        comparison.orbit,
        launch_usd_per_kg=launch,
        satellite_usd_per_w=satellite,
        specific_power_w_per_kg=specific_power,
    )
    return cost_ratio(replace(comparison, orbit=orbit)) / (1.0 + column["ground_change_per_year"]) ** times
