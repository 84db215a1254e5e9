"""The spacedc-mdao model (John Hodge, github.com/jman4162/spacedc-mdao) expressed in the general model.

It levelises the cost of delivered PFLOP-days of a megawatt-class cluster, chips included. All inputs are
arguments; the published values are data. The eclipse is an argument too: the published runs are labelled
dawn-dusk but take the eclipse of a beta angle of zero.
"""

from dataclasses import dataclass, replace

from compute_deal.models.orbital.cost import cost_per_pflop_hour_usd
from compute_deal.models.orbital.links import link_factor
from compute_deal.models.orbital.radiation import availability, failed_share
from compute_deal.models.orbital.satellite import (
    SatelliteDesign,
    SubsystemPrices,
    satellite_usd_per_w,
    size_satellite,
)
from compute_deal.models.orbital.sides import Comparison, Delivery, Ground, Orbit
from compute_deal.models.orbital.sunlight import eclipse_fraction, orbit_period_s

HOURS_PER_DAY = 24.0
COMPUTE_HOURS_PER_YEAR = 365.25 * HOURS_PER_DAY
FLOP_PER_PFLOP = 1e15


@dataclass(frozen=True)
class Chips:
    """The computers, the same on both sides.

    Parameters
    ----------
    count : int
        Chips.
    peak_pflops, power_w, price_usd : float
        Dense peak (PFLOP/s), power (W) and price (USD) of one chip.
    launch_kg : float
        Mass launched to replace one chip, kg.
    overhead : float
        Power of the rest of the servers per power of the chips.
    sustained, utilisation : float
        Sustained per peak performance; share of time in use.
    """

    count: int
    peak_pflops: float
    power_w: float
    price_usd: float
    launch_kg: float
    overhead: float
    sustained: float
    utilisation: float

    @property
    def it_power_w(self):
        """IT power of all chips with their servers, W."""
        return self.count * self.power_w * (1.0 + self.overhead)

    @property
    def usd_per_w(self):
        """Price of chips per IT power, USD/W."""
        return self.count * self.price_usd / self.it_power_w

    @property
    def pflops_per_kw(self):
        """Peak performance per IT power, PFLOP/s per kW."""
        return self.count * self.peak_pflops / self.it_power_w * 1000.0


@dataclass(frozen=True)
class EarthCase:
    """A hall on Earth.

    Parameters
    ----------
    facility_usd_per_w, energy_usd_per_kwh, pue : float
        Facility per IT W, price of electricity, facility power per IT power.
    availability : float
        Share of time up.
    maintenance_per_year : float
        Share of facility and chips a year.
    """

    facility_usd_per_w: float
    energy_usd_per_kwh: float
    pue: float
    availability: float
    maintenance_per_year: float


@dataclass(frozen=True)
class OrbitCase:
    """A cluster of satellites.

    Parameters
    ----------
    design : SatelliteDesign
        Sub-systems per kW of IT power.
    prices : SubsystemPrices
        Prices of the sub-systems.
    altitude_km : float
        Height, km.
    launch_usd_per_kg : float
        Launch price, USD/kg.
    ground_segment_usd, operations_usd_per_year : float
        Ground segment (USD) and operations (USD a year).
    failures_per_year : float
        Chips lost per chip and year.
    spare_fraction, reset_availability : float
        Spares per chip; share of time not lost to resets.
    downlink_availability : float
        Share of time the downlink is up; 1 if results need not come down.
    bits_per_flop, downlink_bits_per_s : float
        Traffic per work, and the rate of the downlink.
    """

    design: SatelliteDesign
    prices: SubsystemPrices
    altitude_km: float
    launch_usd_per_kg: float
    ground_segment_usd: float
    operations_usd_per_year: float
    failures_per_year: float
    spare_fraction: float
    reset_availability: float
    downlink_availability: float
    bits_per_flop: float
    downlink_bits_per_s: float


def spacedc_comparison(chips, earth, orbit_case, years, discount_rate, eclipse=None):
    """Express the two sides in the general cost model.

    Parameters
    ----------
    chips : Chips
        The computers.
    earth : EarthCase
        The hall.
    orbit_case : OrbitCase
        The satellites.
    years : int
        Life, years.
    discount_rate : float
        Per year, both sides.
    eclipse : float or None, default None
        Share of the orbit in shadow; None takes that of beta zero, as the published runs do.

    Returns
    -------
    Comparison
        Orbit and Earth. The satellite is priced and weighed per IT W, so one W is installed per W.
    """
    power_w = chips.it_power_w
    share = eclipse_fraction(orbit_case.altitude_km) if eclipse is None else eclipse
    eclipse_h = share * orbit_period_s(orbit_case.altitude_km) / 3600.0
    size = size_satellite(orbit_case.design, 1.0 - share, eclipse_h, years)
    working = availability(
        orbit_case.failures_per_year, years, orbit_case.spare_fraction, orbit_case.reset_availability
    )
    work_flop_per_s = chips.count * chips.peak_pflops * FLOP_PER_PFLOP * chips.sustained * working * chips.utilisation
    let_through = link_factor(work_flop_per_s, orbit_case.bits_per_flop, orbit_case.downlink_bits_per_s)
    orbit = Orbit(
        power_w=power_w,
        installed_w_per_w=1.0,
        satellite_usd_per_w=satellite_usd_per_w(size, orbit_case.prices),
        specific_power_w_per_kg=1000.0 / size.launch_kg,
        launch_usd_per_kg=orbit_case.launch_usd_per_kg,
        operations_usd_per_year=orbit_case.operations_usd_per_year,
        one_off_usd=orbit_case.ground_segment_usd,
        chips_usd_per_w=chips.usd_per_w,
        chip_replacement_per_year=failed_share(orbit_case.failures_per_year, years) / years,
        chip_kg_per_w=chips.count * chips.launch_kg / power_w,
    )
    ground = Ground(
        power_w=power_w,
        facility_usd_per_w=earth.facility_usd_per_w,
        energy_usd_per_kwh=earth.energy_usd_per_kwh,
        pue=earth.pue,
        load_factor=chips.utilisation,
        maintenance_per_year=earth.maintenance_per_year,
        chips_usd_per_w=chips.usd_per_w,
    )
    shared = Delivery(
        utilisation=chips.utilisation,
        sustained=chips.sustained,
        peak_pflops_per_kw=chips.pflops_per_kw,
        hours_per_year=COMPUTE_HOURS_PER_YEAR,
    )
    return Comparison(
        orbit,
        ground,
        years,
        orbit_delivery=replace(shared, availability=working, network=let_through * orbit_case.downlink_availability),
        ground_delivery=replace(shared, availability=earth.availability),
        orbit_discount_rate=discount_rate,
        ground_discount_rate=discount_rate,
    )


def cost_per_pflop_day_usd(comparison):
    """Return the levelised cost per delivered PFLOP-day in orbit and on Earth.

    Parameters
    ----------
    comparison : Comparison
        Both sides.

    Returns
    -------
    tuple of float
        USD per PFLOP/s-day, orbit first.
    """
    return tuple(HOURS_PER_DAY * usd for usd in cost_per_pflop_hour_usd(comparison))
