"""Smaller published estimates expressed in the general model: Suncatcher, Turyshev, Starcloud, Epoch, AI1."""

from dataclasses import dataclass

from compute_deal.models.orbital.checks import require_non_negative, require_positive
from compute_deal.models.orbital.heat import radiator_faces, radiator_temperature_k
from compute_deal.models.orbital.life_cycle import CostLine, cost_per_unit_usd
from compute_deal.models.orbital.satellite import whole_up
from compute_deal.models.orbital.sides import HOURS_PER_YEAR, Comparison, Ground, Orbit

WATTS_PER_GIGAWATT = 1e9


def launched_power_usd_per_kw_year(mass_kg, power_kw, launch_usd_per_kg, life_years):
    """Return the launch cost of power in orbit (Suncatcher, arXiv:2511.19468).

    Parameters
    ----------
    mass_kg, power_kw : float or array_like
        Mass and array power of a satellite.
    launch_usd_per_kg : float or array_like
        Launch price, USD/kg.
    life_years : float or array_like
        Life, years.

    Returns
    -------
    float or ndarray
        USD per kW and year; launch alone, without satellite hardware or discounting.

    Raises
    ------
    ValueError
        If an input is not above zero, the price excepted, which may be zero.

    Examples
    --------
    >>> round(launched_power_usd_per_kw_year(260.0, 7.0, 200.0, 5.0))
    1486
    """
    require_positive(mass_kg=mass_kg, power_kw=power_kw, life_years=life_years)
    require_non_negative(launch_usd_per_kg=launch_usd_per_kg)
    launch = CostLine("launch", mass_kg * launch_usd_per_kg)
    return cost_per_unit_usd([launch], power_kw, life_years)


def ground_power_usd_per_kw_year(energy_usd_per_kwh, pue):
    """Return the cost of electricity for one kW of computers on Earth over a year.

    Parameters
    ----------
    energy_usd_per_kwh : float or array_like
        Price, USD/kWh.
    pue : float or array_like
        Facility power per IT power.

    Returns
    -------
    float or ndarray
        USD per kW of IT power and year.

    Raises
    ------
    ValueError
        If the price is negative or the PUE is below 1.

    Examples
    --------
    >>> round(ground_power_usd_per_kw_year(0.06, 1.09))
    573
    """
    require_non_negative(energy_usd_per_kwh=energy_usd_per_kwh, pue_above_one=pue - 1.0)
    return energy_usd_per_kwh * pue * HOURS_PER_YEAR


def launch_and_bus_allowance_usd_per_kg(
    ground_usd_per_kw, kg_per_kw, link_usd_per_kw=0.0, operations_usd_per_kw=0.0, lifetime_penalty=1.0
):
    """Return what launch and satellite together may cost per kg at break-even (Turyshev, arXiv:2604.27197).

    Parameters
    ----------
    ground_usd_per_kw : float or array_like
        Avoided cost of the facility on Earth, USD/kW.
    kg_per_kw : float or array_like
        Whole-satellite mass per IT power, kg/kW.
    link_usd_per_kw, operations_usd_per_kw : float or array_like, default 0
        Ground links and operations, USD/kW.
    lifetime_penalty : float or array_like, default 1
        Mass launched over the life per mass in use (see ``radiation.replenishment_factor``).

    Returns
    -------
    float or ndarray
        USD/kg; negative if links and operations alone cost more than the facility.

    Raises
    ------
    ValueError
        If the facility cost is negative, or mass or penalty is not above zero.

    Notes
    -----
    ``(C_ground - C_link - C_operations) / (kg per kW * penalty)``.

    Examples
    --------
    >>> launch_and_bus_allowance_usd_per_kg(10_000.0, 40.0)
    250.0
    """
    require_non_negative(ground_usd_per_kw=ground_usd_per_kw)
    require_positive(kg_per_kw=kg_per_kw, lifetime_penalty=lifetime_penalty)
    return (ground_usd_per_kw - link_usd_per_kw - operations_usd_per_kw) / (kg_per_kw * lifetime_penalty)


@dataclass(frozen=True)
class StarcloudInputs:
    """Inputs of the Starcloud white paper: energy, cooling and shielding for a cluster, chips left out.

    Parameters
    ----------
    power_w, years : float
        Power (W) and length of the analysis (years).
    energy_usd_per_kwh : float
        Electricity on Earth.
    cooling_usd, backup_usd : float
        On Earth, over the whole time.
    array_usd : float
        Solar array, USD.
    launches, payload_kg : float
        Launches and payload of each, kg.
    launch_usd_per_kg : float
        Launch price.
    shielding_usd : float
        Shielding, USD.
    """

    power_w: float
    years: float
    energy_usd_per_kwh: float
    cooling_usd: float
    backup_usd: float
    array_usd: float
    launches: float
    payload_kg: float
    launch_usd_per_kg: float
    shielding_usd: float


def starcloud_comparison(inputs):
    """Express the Starcloud white paper in the general cost model.

    Parameters
    ----------
    inputs : StarcloudInputs
        Inputs.

    Returns
    -------
    Comparison
        Orbit and Earth. The paper leaves out bus, computers, links and assembly, and so does this.

    Examples
    --------
    >>> from compute_deal.models.orbital.cost import orbit_lines
    >>> from compute_deal.models.orbital.life_cycle import present_value_usd
    >>> paper = StarcloudInputs(40e6, 10.0, 0.04, 7e6, 20e6, 2e6, 1, 100e3, 50.0, 1.2e6)
    >>> round(float(present_value_usd(orbit_lines(starcloud_comparison(paper).orbit), 10.0)) / 1e6, 1)
    8.2
    """
    orbit = Orbit(
        power_w=inputs.power_w,
        installed_w_per_w=1.0,
        satellite_usd_per_w=inputs.array_usd / inputs.power_w,
        specific_power_w_per_kg=inputs.power_w / (inputs.launches * inputs.payload_kg),
        launch_usd_per_kg=inputs.launch_usd_per_kg,
        one_off_usd=inputs.shielding_usd,
    )
    ground = Ground(
        power_w=inputs.power_w,
        facility_usd_per_w=(inputs.cooling_usd + inputs.backup_usd) / inputs.power_w,
        energy_usd_per_kwh=inputs.energy_usd_per_kwh,
        pue=1.0,
    )
    return Comparison(orbit, ground, years=inputs.years)


def cost_by_life(fixed_usd_per_year, chip_capital_usd, life_years):
    """Return the yearly cost of a data centre on Earth by the life of its chips.

    Parameters
    ----------
    fixed_usd_per_year : float
        Facility, energy and operations, USD a year.
    chip_capital_usd : float
        Capital written off over the life of the chips, USD.
    life_years : float or array_like
        Life of the chips, years.

    Returns
    -------
    float or ndarray
        USD a year, undiscounted.

    Notes
    -----
    ``fixed + capital / life``. The split of Epoch AI's total into the two is an inference.

    Examples
    --------
    >>> float(cost_by_life(3.25, 26.25, 7.0))
    7.0
    """
    lines = (CostLine("chips", chip_capital_usd), CostLine("rest", annual_usd=fixed_usd_per_year))
    return cost_per_unit_usd(lines, 1.0, life_years)


def split_cost_by_life(first, second):
    """Infer fixed yearly cost and chip capital from the yearly cost at two lives.

    Parameters
    ----------
    first, second : tuple of float
        ``(life_years, usd_per_year)``.

    Returns
    -------
    tuple of float
        Fixed cost (USD a year) and chip capital (USD).

    Raises
    ------
    ValueError
        If the two lives are equal or not above zero.

    Examples
    --------
    >>> fixed, capital = split_cost_by_life((3.0, 12.0), (5.0, 8.5))
    >>> round(fixed, 6), round(capital, 6)
    (3.25, 26.25)
    """
    (life_1, usd_1), (life_2, usd_2) = first, second
    require_positive(first_life=life_1, second_life=life_2)
    if life_1 == life_2:
        raise ValueError(f"the two lives must differ, both are {life_1!r}")
    capital = (usd_1 - usd_2) / (1.0 / life_1 - 1.0 / life_2)
    return usd_1 - capital / life_1, capital


@dataclass(frozen=True)
class DesignPoint:
    """A satellite as its maker describes it.

    Parameters
    ----------
    average_w, peak_w : float
        Computing power, W.
    specific_power_w_per_kg : float
        Average power per mass, W/kg.
    radiator_m2, radiator_w_per_m2 : float
        Radiator panel area and flux.
    array_w_per_m2 : float
        Array power per area, W/m2.
    emissivity : float
        Of the radiator, assumed.
    """

    average_w: float
    peak_w: float
    specific_power_w_per_kg: float
    radiator_m2: float
    radiator_w_per_m2: float
    array_w_per_m2: float
    emissivity: float


@dataclass(frozen=True)
class DesignCheck:
    """What a design point implies.

    Parameters
    ----------
    mass_t : float
        Mass, t.
    heat_w : float
        Heat the radiator rejects, W.
    two_sided_k, one_sided_k : float
        Radiator temperature if it emits from two sides or from one, K, without sunlight or Earth.
    array_m2 : float
        Array area at peak, m2.
    satellites_per_gw : float
        Satellites for a gigawatt of peak power.
    gigawatt_mass_t : float
        Their mass, t.
    """

    mass_t: float
    heat_w: float
    two_sided_k: float
    one_sided_k: float
    array_m2: float
    satellites_per_gw: float
    gigawatt_mass_t: float


def check_design_point(point):
    """Work out what a design point implies.

    Parameters
    ----------
    point : DesignPoint
        The claims.

    Returns
    -------
    DesignCheck
        Mass, heat, temperature, area and number.

    Raises
    ------
    ValueError
        If an input is not above zero.

    Examples
    --------
    >>> check = check_design_point(DesignPoint(120e3, 150e3, 70.0, 110.0, 1400.0, 250.0, 0.9))
    >>> round(check.mass_t, 2), round(check.heat_w / 1e3), int(check.satellites_per_gw)
    (1.71, 154, 6667)
    """
    require_positive(
        average_w=point.average_w,
        peak_w=point.peak_w,
        specific_power_w_per_kg=point.specific_power_w_per_kg,
        array_w_per_m2=point.array_w_per_m2,
    )
    mass_t = point.average_w / point.specific_power_w_per_kg / 1000.0
    satellites = whole_up(WATTS_PER_GIGAWATT / point.peak_w)
    return DesignCheck(
        mass_t=mass_t,
        heat_w=point.radiator_m2 * point.radiator_w_per_m2,
        two_sided_k=radiator_temperature_k(point.radiator_w_per_m2, radiator_faces(point.emissivity, 2)),
        one_sided_k=radiator_temperature_k(point.radiator_w_per_m2, radiator_faces(point.emissivity, 1)),
        array_m2=point.peak_w / point.array_w_per_m2,
        satellites_per_gw=satellites,
        gigawatt_mass_t=satellites * mass_t,
    )
