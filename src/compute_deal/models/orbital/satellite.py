"""Mass and price of a whole satellite per kW of computing, and the fleet that makes up a gigawatt."""

from dataclasses import dataclass

import numpy as np

from compute_deal.models.orbital.checks import require_non_negative, require_positive
from compute_deal.models.orbital.power import Battery, SolarArray, size_power


@dataclass(frozen=True)
class SatelliteDesign:
    """Sub-systems of a computing satellite, relative to the power of its computers.

    Parameters
    ----------
    array : SolarArray
        Solar array.
    battery : Battery
        Battery.
    radiator_w_per_m2 : float
        Net heat flux per radiator panel area, W/m2.
    radiator_kg_per_m2 : float
        Radiator mass per panel area, kg/m2.
    compute_kg_per_kw : float
        Mass of the computers per kW of their power, kg/kW.
    bus_kg_per_kw : float, default 0
        Mass of links, avionics and propulsion per kW of computing, kg/kW.
    coolant_kg_per_kw : float, default 0
        Mass of pumps and fluid per kW of heat, kg/kW.
    overhead : float, default 0
        Power of everything else per power of the computers.
    structure_fraction : float, default 0
        Structure per mass of the sub-systems.
    margin_fraction : float, default 0
        Margin per mass of sub-systems and structure.
    propellant_kg_per_kw : float, default 0
        Propellant per kW of computing, kg/kW. It goes with drag, hence with area more than with mass.
    """

    array: SolarArray
    battery: Battery
    radiator_w_per_m2: float
    radiator_kg_per_m2: float
    compute_kg_per_kw: float
    bus_kg_per_kw: float = 0.0
    coolant_kg_per_kw: float = 0.0
    overhead: float = 0.0
    structure_fraction: float = 0.0
    margin_fraction: float = 0.0
    propellant_kg_per_kw: float = 0.0

    def __post_init__(self):
        """Refuse numbers outside their interval."""
        require_positive(radiator_w_per_m2=self.radiator_w_per_m2)
        require_non_negative(
            radiator_kg_per_m2=self.radiator_kg_per_m2,
            compute_kg_per_kw=self.compute_kg_per_kw,
            bus_kg_per_kw=self.bus_kg_per_kw,
            coolant_kg_per_kw=self.coolant_kg_per_kw,
            overhead=self.overhead,
            structure_fraction=self.structure_fraction,
            margin_fraction=self.margin_fraction,
            propellant_kg_per_kw=self.propellant_kg_per_kw,
        )


@dataclass(frozen=True)
class SatelliteSize:
    """What one kW of computing needs in orbit. Masses in kg, areas in m2, all per kW of computing.

    Parameters
    ----------
    array_kg, battery_kg, radiator_kg, compute_kg, bus_kg, structure_kg, margin_kg, propellant_kg : float
        Mass by sub-system; the radiator includes its coolant loop.
    array_w : float
        Array power at the beginning of life, W.
    array_m2, radiator_m2 : float
        Areas.
    battery_wh : float
        Energy stored, Wh.
    """

    array_kg: float
    battery_kg: float
    radiator_kg: float
    compute_kg: float
    bus_kg: float
    structure_kg: float
    margin_kg: float
    propellant_kg: float
    array_w: float
    array_m2: float
    radiator_m2: float
    battery_wh: float

    @property
    def dry_kg(self):
        """Mass without propellant, kg per kW of computing."""
        return (
            self.array_kg
            + self.battery_kg
            + self.radiator_kg
            + self.compute_kg
            + self.bus_kg
            + self.structure_kg
            + self.margin_kg
        )

    @property
    def launch_kg(self):
        """Mass to be launched, kg per kW of computing."""
        return self.dry_kg + self.propellant_kg


@dataclass(frozen=True)
class SubsystemPrices:
    """Prices of the sub-systems of a satellite.

    Parameters
    ----------
    array_usd_per_w : float
        Per watt of array at the beginning of life.
    battery_usd_per_wh : float
        Per Wh stored.
    radiator_usd_per_m2 : float
        Per panel area.
    bus_usd_per_kw : float
        Bus, links and integration per kW of computing.
    """

    array_usd_per_w: float
    battery_usd_per_wh: float
    radiator_usd_per_m2: float
    bus_usd_per_kw: float


@dataclass(frozen=True)
class Fleet:
    """The satellites and launches behind a power.

    Parameters
    ----------
    satellites : float
        Number of satellites, whole.
    mass_t : float
        Mass to orbit, t.
    launches : float
        Number of launches, whole.
    """

    satellites: float
    mass_t: float
    launches: float


def size_satellite(design, sunlit_fraction, eclipse_h, years):
    """Size a satellite per kW of computing from its sub-systems.

    Parameters
    ----------
    design : SatelliteDesign
        Sub-systems.
    sunlit_fraction : float
        Share of the orbit in sunlight.
    eclipse_h : float
        Longest time in shadow, h.
    years : float
        Life, years.

    Returns
    -------
    SatelliteSize
        Mass, area and power per kW of computing.

    Notes
    -----
    All electricity becomes heat, so the radiator rejects the whole load.

    Examples
    --------
    >>> design = SatelliteDesign(
    ...     SolarArray(100.0, 300.0, 0.0), Battery(150.0, 0.4, 0.9), 500.0, 5.0, compute_kg_per_kw=3.0
    ... )
    >>> size_satellite(design, 1.0, 0.0, 5.0).dry_kg
    23.0
    """
    load_w = 1000.0 * (1.0 + design.overhead)
    power = size_power(load_w, sunlit_fraction, eclipse_h, years, design.array, design.battery)
    radiator_m2 = load_w / design.radiator_w_per_m2
    radiator_kg = radiator_m2 * design.radiator_kg_per_m2 + load_w / 1000.0 * design.coolant_kg_per_kw
    subsystems_kg = (
        power.array_mass_kg + power.battery_mass_kg + radiator_kg + design.compute_kg_per_kw + design.bus_kg_per_kw
    )
    structure_kg = design.structure_fraction * subsystems_kg
    margin_kg = design.margin_fraction * (subsystems_kg + structure_kg)
    return SatelliteSize(
        array_kg=power.array_mass_kg,
        battery_kg=power.battery_mass_kg,
        radiator_kg=radiator_kg,
        compute_kg=design.compute_kg_per_kw,
        bus_kg=design.bus_kg_per_kw,
        structure_kg=structure_kg,
        margin_kg=margin_kg,
        propellant_kg=design.propellant_kg_per_kw,
        array_w=power.array_power_w,
        array_m2=power.array_area_m2,
        radiator_m2=radiator_m2,
        battery_wh=power.battery_energy_wh,
    )


def satellite_usd_per_w(size, prices):
    """Return the price of a satellite without its computers per watt of computing.

    Parameters
    ----------
    size : SatelliteSize
        Sizes per kW of computing.
    prices : SubsystemPrices
        Prices.

    Returns
    -------
    float
        USD/W.

    Examples
    --------
    >>> size = SatelliteSize(10, 0, 0, 3, 0, 0, 0, 0, array_w=1000, array_m2=3, radiator_m2=2, battery_wh=0)
    >>> satellite_usd_per_w(size, SubsystemPrices(50.0, 0.5, 5000.0, 0.0))
    60.0
    """
    return (
        size.array_w * prices.array_usd_per_w
        + size.battery_wh * prices.battery_usd_per_wh
        + size.radiator_m2 * prices.radiator_usd_per_m2
        + prices.bus_usd_per_kw
    ) / 1000.0


def fleet(power_w, satellite_power_w, kg_per_kw, payload_t):
    """Return satellites, mass and launches for a power.

    Parameters
    ----------
    power_w : float or array_like
        Power wanted, W.
    satellite_power_w : float or array_like
        Power of one satellite on the same basis, W.
    kg_per_kw : float or array_like
        Whole-satellite mass per power on the same basis, kg/kW.
    payload_t : float or array_like
        Payload of one launch, t.

    Returns
    -------
    Fleet
        Satellites and launches are rounded up; the mass is that of the whole satellites.

    Raises
    ------
    ValueError
        If an input is not above zero.

    Notes
    -----
    Launches are limited by mass, not by volume.

    Examples
    --------
    >>> gigawatt = fleet(1e9, 100e3, 10.0, 200.0)
    >>> int(gigawatt.satellites), float(gigawatt.mass_t), int(gigawatt.launches)
    (10000, 10000.0, 50)
    """
    require_positive(power_w=power_w, satellite_power_w=satellite_power_w, kg_per_kw=kg_per_kw, payload_t=payload_t)
    satellites = whole_up(power_w / satellite_power_w)
    mass_t = satellites * satellite_power_w / 1000.0 * kg_per_kw / 1000.0
    return Fleet(satellites=satellites, mass_t=mass_t, launches=whole_up(mass_t / payload_t))


def years_to_orbit(mass_t, mass_t_per_year):
    """Return the years that a mass takes at a constant rate.

    Parameters
    ----------
    mass_t : float or array_like
        Mass to orbit, t.
    mass_t_per_year : float or array_like
        Rate, t a year.

    Returns
    -------
    float or ndarray
        Years.

    Raises
    ------
    ValueError
        If the mass is negative or the rate is not above zero.

    Examples
    --------
    >>> years_to_orbit(22_000.0, 2_200.0)
    10.0
    """
    require_non_negative(mass_t=mass_t)
    require_positive(mass_t_per_year=mass_t_per_year)
    return mass_t / mass_t_per_year


def whole_up(number):
    """Round up, forgiving the last digits of a division.

    Parameters
    ----------
    number : float or array_like
        A count.

    Returns
    -------
    float or ndarray
        The smallest whole number that is not below it by more than one part in a billion.

    Examples
    --------
    >>> float(whole_up(50.000000000001)), float(whole_up(50.01))
    (50.0, 51.0)
    """
    return np.ceil(number * (1.0 - 1e-9))[()]
