"""The two sides of a comparison: computing in orbit, computing on Earth, and what of it is delivered.

Both sides are described per watt of computing power wanted (IT power). All numbers may be arrays that
broadcast.
"""

from dataclasses import dataclass, field

from compute_deal.models.orbital.checks import require_non_negative, require_positive, require_share

HOURS_PER_YEAR = 8760.0


@dataclass(frozen=True)
class Orbit:
    """Computing in orbit.

    Parameters
    ----------
    power_w : float
        IT power wanted, W.
    installed_w_per_w : float
        Satellite power installed per IT power wanted, for shadow and ageing.
    satellite_usd_per_w : float
        Satellite without chips, per installed W.
    specific_power_w_per_kg : float
        Installed power per mass of the whole satellite, W/kg.
    launch_usd_per_kg : float
        Launch price, USD/kg.
    replacement_per_year : float, default 0
        Share of the satellites replaced a year.
    replacement_launch_share : float, default 1
        Share of the launch of a replacement that is charged; 0 charges its hardware alone.
    operations_per_year : float, default 0
        Operations as a share of satellite hardware a year.
    operations_usd_per_year : float, default 0
        Operations, USD a year.
    one_off_usd : float, default 0
        Engineering and ground segment, USD.
    chips_usd_per_w : float, default 0
        Chips per IT power, USD/W; 0 leaves them out.
    chip_replacement_per_year : float, default 0
        Share of the chips replaced a year.
    chip_kg_per_w : float, default 0
        Mass launched to replace the chips of one W, kg/W.
    satellite_power_w : float or None, default None
        Installed power of one satellite, W. If given, the number of satellites is rounded up.
    satellite_years, chip_years : float or None, default None
        Lives, if they differ from the length of the analysis; renewed or charged in part.
    """

    power_w: float
    installed_w_per_w: float
    satellite_usd_per_w: float
    specific_power_w_per_kg: float
    launch_usd_per_kg: float
    replacement_per_year: float = 0.0
    replacement_launch_share: float = 1.0
    operations_per_year: float = 0.0
    operations_usd_per_year: float = 0.0
    one_off_usd: float = 0.0
    chips_usd_per_w: float = 0.0
    chip_replacement_per_year: float = 0.0
    chip_kg_per_w: float = 0.0
    satellite_power_w: float | None = None
    satellite_years: float | None = None
    chip_years: float | None = None

    def __post_init__(self):
        """Refuse numbers outside their interval."""
        require_positive(
            power_w=self.power_w,
            installed_w_per_w=self.installed_w_per_w,
            specific_power_w_per_kg=self.specific_power_w_per_kg,
        )
        require_non_negative(
            replacement_per_year=self.replacement_per_year,
            operations_per_year=self.operations_per_year,
            chip_replacement_per_year=self.chip_replacement_per_year,
            chip_kg_per_w=self.chip_kg_per_w,
        )
        require_share(replacement_launch_share=self.replacement_launch_share)


@dataclass(frozen=True)
class Ground:
    """Computing on Earth.

    Parameters
    ----------
    power_w : float
        IT power, W.
    facility_usd_per_w : float
        Building, power and cooling per IT power, USD/W.
    energy_usd_per_kwh : float
        Price of electricity (or its fuel), USD/kWh.
    pue : float
        Facility power per IT power.
    load_factor : float, default 1
        Mean IT power drawn per IT power.
    operations_usd_per_w_year : float, default 0
        Operations, USD per W and year.
    maintenance_per_year : float, default 0
        Maintenance as a share of facility and chips a year.
    chips_usd_per_w : float, default 0
        Chips per IT power, USD/W; 0 leaves them out.
    facility_years, chip_years : float or None, default None
        Lives, if they differ from the length of the analysis.
    """

    power_w: float
    facility_usd_per_w: float
    energy_usd_per_kwh: float
    pue: float
    load_factor: float = 1.0
    operations_usd_per_w_year: float = 0.0
    maintenance_per_year: float = 0.0
    chips_usd_per_w: float = 0.0
    facility_years: float | None = None
    chip_years: float | None = None

    def __post_init__(self):
        """Refuse numbers outside their interval."""
        require_positive(power_w=self.power_w)
        require_share(load_factor=self.load_factor)
        require_non_negative(
            facility_usd_per_w=self.facility_usd_per_w,
            operations_usd_per_w_year=self.operations_usd_per_w_year,
            maintenance_per_year=self.maintenance_per_year,
            chips_usd_per_w=self.chips_usd_per_w,
        )
        require_non_negative(pue_above_one=self.pue - 1.0)


@dataclass(frozen=True)
class Delivery:
    """What share of the nameplate reaches a user.

    Parameters
    ----------
    utilisation : float, default 1
        Share of time in use.
    availability : float, default 1
        Share of the chips that work.
    network : float, default 1
        Share that links let through.
    sustained : float, default 1
        Sustained per peak performance.
    peak_pflops_per_kw : float, default 1
        Peak performance per IT power, PFLOP/s per kW.
    hours_per_year : float, default 8760
        Hours in a year.
    """

    utilisation: float = 1.0
    availability: float = 1.0
    network: float = 1.0
    sustained: float = 1.0
    peak_pflops_per_kw: float = 1.0
    hours_per_year: float = HOURS_PER_YEAR

    def __post_init__(self):
        """Refuse numbers outside their interval."""
        require_share(
            allow_zero=False,
            utilisation=self.utilisation,
            availability=self.availability,
            network=self.network,
            sustained=self.sustained,
        )
        require_positive(peak_pflops_per_kw=self.peak_pflops_per_kw, hours_per_year=self.hours_per_year)


@dataclass(frozen=True)
class Comparison:
    """Orbit against Earth over one length of time.

    Parameters
    ----------
    orbit : Orbit
        Computing in orbit.
    ground : Ground
        Computing on Earth.
    years : float
        Length of the analysis, years.
    orbit_delivery, ground_delivery : Delivery
        Delivered shares; by default the whole nameplate on both sides.
    orbit_discount_rate, ground_discount_rate : float, default 0
        Cost of capital per year; 0 for no discounting.
    """

    orbit: Orbit
    ground: Ground
    years: float
    orbit_delivery: Delivery = field(default_factory=Delivery)
    ground_delivery: Delivery = field(default_factory=Delivery)
    orbit_discount_rate: float = 0.0
    ground_discount_rate: float = 0.0
