"""Solar array and battery: what has to be installed so that a load runs through shadow and ageing."""

from dataclasses import dataclass

import numpy as np

from compute_deal.models.orbital.checks import require_non_negative, require_positive, require_share

SOLAR_CONSTANT_W_PER_M2 = 1361.0


@dataclass(frozen=True)
class SolarArray:
    """A solar array at its beginning of life.

    Parameters
    ----------
    specific_power_w_per_kg : float
        Power per mass of the array alone, W/kg.
    power_w_per_m2 : float
        Power per area facing the Sun, W/m2.
    degradation_per_year : float
        Share of power lost a year, a decimal.
    """

    specific_power_w_per_kg: float
    power_w_per_m2: float
    degradation_per_year: float

    def __post_init__(self):
        """Refuse numbers outside their interval."""
        require_positive(
            specific_power_w_per_kg=self.specific_power_w_per_kg,
            power_w_per_m2=self.power_w_per_m2,
        )
        require_share(degradation_per_year=self.degradation_per_year)


@dataclass(frozen=True)
class Battery:
    """A battery that carries the load through the shadow.

    Parameters
    ----------
    specific_energy_wh_per_kg : float
        Stored energy per mass, Wh/kg.
    depth_of_discharge : float
        Share of the stored energy that one orbit may draw.
    round_trip_efficiency : float
        Energy out per energy in.
    """

    specific_energy_wh_per_kg: float
    depth_of_discharge: float
    round_trip_efficiency: float

    def __post_init__(self):
        """Refuse numbers outside their interval."""
        require_positive(specific_energy_wh_per_kg=self.specific_energy_wh_per_kg)
        require_share(
            allow_zero=False,
            depth_of_discharge=self.depth_of_discharge,
            round_trip_efficiency=self.round_trip_efficiency,
        )


@dataclass(frozen=True)
class PowerSystem:
    """The size of array and battery for one load.

    Parameters
    ----------
    array_power_w : float
        Array power at the beginning of life, W.
    array_area_m2, array_mass_kg : float
        Array area and mass.
    battery_energy_wh, battery_mass_kg : float
        Energy stored and battery mass.
    """

    array_power_w: float
    array_area_m2: float
    array_mass_kg: float
    battery_energy_wh: float
    battery_mass_kg: float


def array_power_w_per_m2(cell_efficiency, packing=1.0, pointing=1.0, solar_w_per_m2=SOLAR_CONSTANT_W_PER_M2):
    """Return the power of an array per area at the beginning of life.

    Parameters
    ----------
    cell_efficiency : float or array_like
        Share of sunlight turned into electricity.
    packing : float or array_like, default 1
        Share of the area covered by cells.
    pointing : float or array_like, default 1
        Loss by pointing, as the share kept.
    solar_w_per_m2 : float, default solar constant
        Sunlight at the array, W/m2.

    Returns
    -------
    float or ndarray
        W/m2 in sunlight.

    Raises
    ------
    ValueError
        If a share is outside 0 to 1.

    Examples
    --------
    >>> round(float(array_power_w_per_m2(0.22, packing=0.9)), 1)
    269.5
    """
    require_share(cell_efficiency=cell_efficiency, packing=packing, pointing=pointing)
    return solar_w_per_m2 * cell_efficiency * packing * pointing


def mean_retention(degradation_per_year, years):
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
        If years is not a whole number above zero or the share is outside 0 to 1.

    Examples
    --------
    >>> round(mean_retention(0.025, 5), 6)
    0.951234
    """
    require_share(degradation_per_year=degradation_per_year)
    require_positive(years=years)
    if years != int(years):
        raise ValueError(f"years must be a whole number, got {years!r}")
    return float(np.mean((1.0 - degradation_per_year) ** np.arange(int(years))))


def end_retention(degradation_per_year, years):
    """Return the share of the first power left at the end of life.

    Parameters
    ----------
    degradation_per_year : float or array_like
        Share of power lost a year.
    years : float or array_like
        Life, years.

    Returns
    -------
    float or ndarray
        ``(1 - d)^T``.

    Raises
    ------
    ValueError
        If the share is outside 0 to 1 or years is negative.

    Examples
    --------
    >>> round(end_retention(0.02, 5), 4)
    0.9039
    """
    require_share(degradation_per_year=degradation_per_year)
    require_non_negative(years=years)
    return (1.0 - degradation_per_year) ** years


def sunlit_array_power_w(load_w, sunlit_fraction, round_trip_efficiency=1.0):
    """Return the array power that carries a constant load and recharges the battery.

    Parameters
    ----------
    load_w : float or array_like
        Constant load, W.
    sunlit_fraction : float or array_like
        Share of the orbit in sunlight.
    round_trip_efficiency : float or array_like, default 1
        Of the battery.

    Returns
    -------
    float or ndarray
        W in sunlight, at the moment for which the load is to be met.

    Raises
    ------
    ValueError
        If a share is outside 0 to 1 or zero, or the load is negative.

    Notes
    -----
    ``load (1 + ((1 - f) / f) / eta)``. With a loss-free battery this is ``load / f``.

    Examples
    --------
    >>> round(float(sunlit_array_power_w(98.0, 0.98)), 6)
    100.0
    """
    require_share(allow_zero=False, sunlit_fraction=sunlit_fraction, round_trip_efficiency=round_trip_efficiency)
    require_non_negative(load_w=load_w)
    return load_w * (1.0 + (1.0 - sunlit_fraction) / sunlit_fraction / round_trip_efficiency)


def size_power(load_w, sunlit_fraction, eclipse_h, years, array, battery):
    """Size array and battery so that the load is still met at the end of life.

    Parameters
    ----------
    load_w : float
        Constant load, W.
    sunlit_fraction : float
        Share of the orbit in sunlight.
    eclipse_h : float
        Longest time in shadow, h.
    years : float
        Life, years.
    array : SolarArray
        The array.
    battery : Battery
        The battery.

    Returns
    -------
    PowerSystem
        Power, area and mass.

    Raises
    ------
    ValueError
        If a share is outside its interval or a quantity is negative.

    Examples
    --------
    >>> panel = SolarArray(specific_power_w_per_kg=100.0, power_w_per_m2=300.0, degradation_per_year=0.0)
    >>> cells = Battery(specific_energy_wh_per_kg=150.0, depth_of_discharge=0.4, round_trip_efficiency=0.9)
    >>> size_power(1000.0, 1.0, 0.0, 5.0, panel, cells).array_mass_kg
    10.0
    """
    require_non_negative(eclipse_h=eclipse_h)
    end_power_w = sunlit_array_power_w(load_w, sunlit_fraction, battery.round_trip_efficiency)
    array_power_w = end_power_w / end_retention(array.degradation_per_year, years)
    battery_energy_wh = load_w * eclipse_h / battery.depth_of_discharge
    return PowerSystem(
        array_power_w=array_power_w,
        array_area_m2=array_power_w / array.power_w_per_m2,
        array_mass_kg=array_power_w / array.specific_power_w_per_kg,
        battery_energy_wh=battery_energy_wh,
        battery_mass_kg=battery_energy_wh / battery.specific_energy_wh_per_kg,
    )
