"""Cost of computing in orbit and on Earth on one basis.

The two sides become cost lines, the lines a cost per delivered kW-year or PFLOP-hour, and the two costs a
ratio. All numbers may be arrays that broadcast.
"""

import numpy as np

from compute_deal.models.orbital.life_cycle import CostLine, cost_per_unit_usd
from compute_deal.models.orbital.sides import HOURS_PER_YEAR


def installed_power_w(orbit):
    """Return the satellite power installed.

    Parameters
    ----------
    orbit : Orbit
        Computing in orbit.

    Returns
    -------
    float or ndarray
        W at the beginning of life, in whole satellites if their power is given.

    Examples
    --------
    >>> from compute_deal.models.orbital.sides import Orbit
    >>> float(installed_power_w(Orbit(1000.0, 1.05, 22.0, 36.5, 500.0, satellite_power_w=100.0)))
    1100.0
    """
    wanted = orbit.power_w * orbit.installed_w_per_w
    if orbit.satellite_power_w is None:
        return wanted
    # A quotient that is whole but for its last digits is not rounded up.
    return np.ceil(wanted / orbit.satellite_power_w * (1.0 - 1e-9)) * orbit.satellite_power_w


def launch_mass_kg(orbit):
    """Return the mass of the first fleet.

    Parameters
    ----------
    orbit : Orbit
        Computing in orbit.

    Returns
    -------
    float or ndarray
        kg.

    Examples
    --------
    >>> from compute_deal.models.orbital.sides import Orbit
    >>> launch_mass_kg(Orbit(1000.0, 1.0, 22.0, 50.0, 500.0))
    20.0
    """
    return installed_power_w(orbit) / orbit.specific_power_w_per_kg


def orbit_lines(orbit):
    """Return the cost lines of computing in orbit.

    Parameters
    ----------
    orbit : Orbit
        Computing in orbit.

    Returns
    -------
    tuple of CostLine
        Satellites, launch, replacement, operations, one-off, chips and chip replacement.

    Examples
    --------
    >>> from compute_deal.models.orbital.sides import Orbit
    >>> [line.capital_usd for line in orbit_lines(Orbit(1000.0, 1.0, 22.0, 50.0, 500.0))[:2]]
    [22000.0, 10000.0]
    """
    hardware_usd = orbit.satellite_usd_per_w * installed_power_w(orbit)
    launch_usd = orbit.launch_usd_per_kg * launch_mass_kg(orbit)
    chips_usd = orbit.chips_usd_per_w * orbit.power_w
    chip_launch_usd = orbit.chip_kg_per_w * orbit.power_w * orbit.launch_usd_per_kg
    return (
        CostLine("satellites", hardware_usd, life_years=orbit.satellite_years),
        CostLine("launch", launch_usd, life_years=orbit.satellite_years),
        CostLine(
            "replacement",
            annual_usd=orbit.replacement_per_year * (hardware_usd + orbit.replacement_launch_share * launch_usd),
        ),
        CostLine("operations", annual_usd=orbit.operations_per_year * hardware_usd + orbit.operations_usd_per_year),
        CostLine("one-off", orbit.one_off_usd),
        CostLine("chips", chips_usd, life_years=orbit.chip_years),
        CostLine("chip replacement", annual_usd=orbit.chip_replacement_per_year * (chips_usd + chip_launch_usd)),
    )


def ground_lines(ground):
    """Return the cost lines of computing on Earth.

    Parameters
    ----------
    ground : Ground
        Computing on Earth.

    Returns
    -------
    tuple of CostLine
        Facility, energy, operations, maintenance and chips.

    Examples
    --------
    >>> from compute_deal.models.orbital.sides import Ground
    >>> [line.name for line in ground_lines(Ground(1e6, 12.0, 0.06, 1.1))]
    ['facility', 'energy', 'operations', 'maintenance', 'chips']
    """
    facility_usd = ground.facility_usd_per_w * ground.power_w
    chips_usd = ground.chips_usd_per_w * ground.power_w
    energy_kwh = ground.power_w / 1000.0 * ground.load_factor * ground.pue * HOURS_PER_YEAR
    return (
        CostLine("facility", facility_usd, life_years=ground.facility_years),
        CostLine("energy", annual_usd=energy_kwh * ground.energy_usd_per_kwh),
        CostLine("operations", annual_usd=ground.operations_usd_per_w_year * ground.power_w),
        CostLine("maintenance", annual_usd=ground.maintenance_per_year * (facility_usd + chips_usd)),
        CostLine("chips", chips_usd, life_years=ground.chip_years),
    )


def delivered_kw(power_w, delivery):
    """Return the mean power that does useful work.

    Parameters
    ----------
    power_w : float or array_like
        IT power, W.
    delivery : Delivery
        Delivered shares.

    Returns
    -------
    float or ndarray
        kW; also kW-years a year. The sustained share is not part of it.

    Examples
    --------
    >>> from compute_deal.models.orbital.sides import Delivery
    >>> delivered_kw(1e6, Delivery(utilisation=0.5, availability=0.5))
    250.0
    """
    return power_w / 1000.0 * delivery.utilisation * delivery.availability * delivery.network


def delivered_pflop_hours(power_w, delivery):
    """Return the work delivered a year.

    Parameters
    ----------
    power_w : float or array_like
        IT power, W.
    delivery : Delivery
        Delivered shares.

    Returns
    -------
    float or ndarray
        PFLOP/s-hours a year: hours at one PFLOP/s.

    Examples
    --------
    >>> from compute_deal.models.orbital.sides import Delivery
    >>> delivered_pflop_hours(1000.0, Delivery(sustained=0.5, peak_pflops_per_kw=2.0))
    8760.0
    """
    pflops = delivered_kw(power_w, delivery) * delivery.sustained * delivery.peak_pflops_per_kw
    return pflops * delivery.hours_per_year


def cost_per_kw_year_usd(comparison):
    """Return the cost per delivered kW-year in orbit and on Earth.

    Parameters
    ----------
    comparison : Comparison
        Both sides.

    Returns
    -------
    tuple of float or ndarray
        USD per kW-year, orbit first.

    Examples
    --------
    >>> from compute_deal.models.orbital.sides import Comparison, Ground, Orbit
    >>> sides = Comparison(Orbit(1e9, 1.0, 20.0, 50.0, 500.0), Ground(1e9, 10.0, 0.0, 1.0), years=5.0)
    >>> [float(usd) for usd in cost_per_kw_year_usd(sides)]
    [6000.0, 2000.0]
    """
    return _both_sides(comparison, delivered_kw)


def cost_per_pflop_hour_usd(comparison):
    """Return the cost per delivered PFLOP/s-hour in orbit and on Earth.

    Parameters
    ----------
    comparison : Comparison
        Both sides.

    Returns
    -------
    tuple of float or ndarray
        USD per hour at one PFLOP/s, orbit first.

    Examples
    --------
    >>> from compute_deal.models.orbital.sides import Comparison, Ground, Orbit
    >>> sides = Comparison(Orbit(1e9, 1.0, 20.0, 50.0, 500.0), Ground(1e9, 10.0, 0.0, 1.0), years=5.0)
    >>> [round(float(usd), 3) for usd in cost_per_pflop_hour_usd(sides)]
    [0.685, 0.228]
    """
    return _both_sides(comparison, delivered_pflop_hours)


def cost_ratio(comparison):
    """Return the cost of delivered computing in orbit per cost on Earth.

    Parameters
    ----------
    comparison : Comparison
        Both sides.

    Returns
    -------
    float or ndarray
        Ratio per PFLOP-hour; above 1, Earth is cheaper. With equal chips on both sides, it is also the ratio
        per kW-year.

    Examples
    --------
    >>> from compute_deal.models.orbital.sides import Comparison, Ground, Orbit
    >>> sides = Comparison(Orbit(1e9, 1.0, 20.0, 50.0, 500.0), Ground(1e9, 10.0, 0.0, 1.0), years=5.0)
    >>> round(float(cost_ratio(sides)), 3)
    3.0
    """
    orbit_usd, ground_usd = cost_per_pflop_hour_usd(comparison)
    return orbit_usd / ground_usd


def _both_sides(comparison, output):
    orbit, ground = comparison.orbit, comparison.ground
    orbit_usd = cost_per_unit_usd(
        orbit_lines(orbit),
        output(orbit.power_w, comparison.orbit_delivery),
        comparison.years,
        comparison.orbit_discount_rate,
    )
    ground_usd = cost_per_unit_usd(
        ground_lines(ground),
        output(ground.power_w, comparison.ground_delivery),
        comparison.years,
        comparison.ground_discount_rate,
    )
    return orbit_usd, ground_usd
