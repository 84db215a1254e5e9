"""McCalip's calculator (andrewmccalip.com/space-datacenters) expressed in the general model.

It compares a fleet of satellites with a gas-fired data-centre shell over some years: no chips on either
side, no discounting, no separate radiator. All inputs are arguments; the published defaults are data.
"""

from dataclasses import dataclass

import numpy as np

from compute_deal.models.orbital.break_even import break_even_price
from compute_deal.models.orbital.cost import (
    cost_per_kw_year_usd,
    ground_lines,
    installed_power_w,
    launch_mass_kg,
    orbit_lines,
)
from compute_deal.models.orbital.heat import (
    Face,
    HeatEnvironment,
    absorbed_flux_w_per_m2,
    radiator_area_m2,
    radiator_temperature_k,
    sun_tracking_view_factor,
)
from compute_deal.models.orbital.life_cycle import present_value_usd
from compute_deal.models.orbital.power import mean_retention
from compute_deal.models.orbital.satellite import whole_up
from compute_deal.models.orbital.sides import Comparison, Delivery, Ground, Orbit

BTU_PER_MMBTU = 1e6
BTU_PER_CUBIC_FOOT = 1000.0
KELVIN_AT_ZERO_CELSIUS = 273.15


@dataclass(frozen=True)
class McCalipInputs:
    """Inputs of the calculator.

    Parameters
    ----------
    power_w : float
        Mean power wanted, W.
    years : int
        Length of the analysis, whole years.
    launch_usd_per_kg, satellite_usd_per_w, specific_power_w_per_kg : float
        Launch price, satellite price and specific power, per installed W.
    satellite_power_w, satellite_array_m2 : float
        Installed power and array area of one satellite.
    sunlit_fraction : float
        Share of the orbit in sunlight.
    degradation_per_year : float
        Of the cells.
    replacement_per_year, operations_per_year : float
        Shares of satellite hardware a year.
    one_off_usd : float
        Engineering, USD.
    starship_payload_t : float
        Payload of a launch, t.
    turbine_usd_per_w : float
        Gas turbine per generated W.
    electrical_usd_per_w, mechanical_usd_per_w, civil_usd_per_w, network_usd_per_w : float
        Data-centre shell per IT W.
    pue, load_factor : float
        Facility power per IT power; mean IT power per nameplate.
    gas_usd_per_mmbtu, heat_rate_btu_per_kwh : float
        Price of gas and heat rate of the turbine.
    turbine_power_w : float
        Power of one turbine, W.
    """

    power_w: float
    years: int
    launch_usd_per_kg: float
    satellite_usd_per_w: float
    specific_power_w_per_kg: float
    satellite_power_w: float
    satellite_array_m2: float
    sunlit_fraction: float
    degradation_per_year: float
    replacement_per_year: float
    operations_per_year: float
    one_off_usd: float
    starship_payload_t: float
    turbine_usd_per_w: float
    electrical_usd_per_w: float
    mechanical_usd_per_w: float
    civil_usd_per_w: float
    network_usd_per_w: float
    pue: float
    load_factor: float
    gas_usd_per_mmbtu: float
    heat_rate_btu_per_kwh: float
    turbine_power_w: float


@dataclass(frozen=True)
class McCalipResult:
    """Results of the calculator, totals over the whole analysis.

    Parameters
    ----------
    orbit_usd, ground_usd : float
        Totals, USD.
    orbit_usd_per_mwh, ground_usd_per_mwh : float
        Per MWh; on Earth the energy is scaled by the load factor, in orbit it is not.
    ratio : float
        Total in orbit per total on Earth.
    satellites, mass_kg, launches, array_m2 : float
        The first fleet.
    gas_cubic_feet, turbines : float
        Gas burnt and turbines built.
    published_break_even_usd_per_kg : float
        Launch price of the published function, which leaves out replacement, operations and engineering.
    break_even_usd_per_kg : float
        Launch price that equates the two totals.
    """

    orbit_usd: float
    ground_usd: float
    orbit_usd_per_mwh: float
    ground_usd_per_mwh: float
    ratio: float
    satellites: float
    mass_kg: float
    launches: float
    array_m2: float
    gas_cubic_feet: float
    turbines: float
    published_break_even_usd_per_kg: float
    break_even_usd_per_kg: float


@dataclass(frozen=True)
class McCalipThermal:
    """Inputs of the thermal block: a two-faced panel that follows the Sun.

    Parameters
    ----------
    solar_w_per_m2, earth_ir_w_per_m2, albedo, sink_k : float
        Surroundings.
    absorptivity_front, emissivity_front, emissivity_back : float
        Front is the solar side; the back absorbs no sunlight.
    altitude_km, earth_radius_km : float
        Orbit and Earth.
    view_floor : float
        Least share of the nadir view factor given to a face turned away from the Earth.
    limit_k : float
        Highest surface temperature allowed, K.
    """

    solar_w_per_m2: float
    earth_ir_w_per_m2: float
    albedo: float
    sink_k: float
    absorptivity_front: float
    emissivity_front: float
    emissivity_back: float
    altitude_km: float
    earth_radius_km: float
    view_floor: float
    limit_k: float


@dataclass(frozen=True)
class ThermalResult:
    """Results of the thermal block.

    Parameters
    ----------
    view_factor : float
        View factor of each face to the Earth.
    temperature_c : float
        Equilibrium temperature, degrees Celsius.
    heat_w : float
        Heat taken in by the whole area, W.
    area_needed_m2 : float
        Area that would keep that heat at the limit, m2.
    """

    view_factor: float
    temperature_c: float
    heat_w: float
    area_needed_m2: float


def mccalip_comparison(inputs):
    """Express the calculator in the general cost model.

    Parameters
    ----------
    inputs : McCalipInputs
        Inputs.

    Returns
    -------
    Comparison
        Totals per nameplate, without chips and discounting.

    Notes
    -----
    Replacement is charged as hardware alone. Fuel stands in for electricity: heat rate times gas price.
    """
    orbit = Orbit(
        power_w=inputs.power_w,
        installed_w_per_w=1.0 / (mean_retention(inputs.degradation_per_year, inputs.years) * inputs.sunlit_fraction),
        satellite_usd_per_w=inputs.satellite_usd_per_w,
        specific_power_w_per_kg=inputs.specific_power_w_per_kg,
        launch_usd_per_kg=inputs.launch_usd_per_kg,
        replacement_per_year=inputs.replacement_per_year,
        replacement_launch_share=0.0,
        operations_per_year=inputs.operations_per_year,
        one_off_usd=inputs.one_off_usd,
        satellite_power_w=inputs.satellite_power_w,
    )
    ground = Ground(
        power_w=inputs.power_w,
        facility_usd_per_w=inputs.turbine_usd_per_w * inputs.pue
        + inputs.electrical_usd_per_w
        + inputs.mechanical_usd_per_w
        + inputs.civil_usd_per_w
        + inputs.network_usd_per_w,
        energy_usd_per_kwh=inputs.heat_rate_btu_per_kwh / BTU_PER_MMBTU * inputs.gas_usd_per_mmbtu,
        pue=inputs.pue,
        load_factor=inputs.load_factor,
    )
    return Comparison(orbit, ground, years=inputs.years)


def mccalip(inputs):
    """Return the results of the calculator.

    Parameters
    ----------
    inputs : McCalipInputs
        Inputs.

    Returns
    -------
    McCalipResult
        Results, with the break-even both as published and with all costs in.

    Notes
    -----
    Published break-even: (total on Earth - satellite hardware) / mass, before rounding to whole satellites.
    """
    comparison = mccalip_comparison(inputs)
    orbit, years = comparison.orbit, inputs.years
    orbit_usd = present_value_usd(orbit_lines(orbit), years)
    ground_usd = present_value_usd(ground_lines(comparison.ground), years)
    per_energy = Comparison(orbit, comparison.ground, years, ground_delivery=Delivery(utilisation=inputs.load_factor))
    hours = Delivery().hours_per_year
    orbit_mwh, ground_mwh = (usd * 1000.0 / hours for usd in cost_per_kw_year_usd(per_energy))
    satellites = installed_power_w(orbit) / inputs.satellite_power_w
    mass_kg = launch_mass_kg(orbit)
    wanted_w = orbit.power_w * orbit.installed_w_per_w
    generated_kwh = inputs.power_w / 1000.0 * hours * years * inputs.load_factor * inputs.pue
    return McCalipResult(
        orbit_usd=orbit_usd,
        ground_usd=ground_usd,
        orbit_usd_per_mwh=orbit_mwh,
        ground_usd_per_mwh=ground_mwh,
        ratio=orbit_usd / ground_usd,
        satellites=satellites,
        mass_kg=mass_kg,
        launches=whole_up(mass_kg / 1000.0 / inputs.starship_payload_t),
        array_m2=satellites * inputs.satellite_array_m2,
        gas_cubic_feet=generated_kwh * inputs.heat_rate_btu_per_kwh / BTU_PER_CUBIC_FOOT,
        turbines=whole_up(inputs.power_w * inputs.pue / inputs.turbine_power_w),
        published_break_even_usd_per_kg=(ground_usd - inputs.satellite_usd_per_w * wanted_w)
        * inputs.specific_power_w_per_kg
        / wanted_w,
        break_even_usd_per_kg=break_even_price(comparison, "launch_usd_per_kg"),
    )


def floored_view_factor(thermal, beta_deg):
    """Return the view factor of the published thermal block.

    Parameters
    ----------
    thermal : McCalipThermal
        Inputs.
    beta_deg : float
        Angle between the Sun and the orbit plane, degrees.

    Returns
    -------
    float
        Orbit mean of one face.

    Notes
    -----
    ``(Re/r)^2 (cos(beta)/pi + floor/2)``: the nadir value times the cosine over the half of the orbit in which
    the face sees the Earth, and a floor over the other half. The published code sums 72 points.
    """
    nadir = (thermal.earth_radius_km / (thermal.earth_radius_km + thermal.altitude_km)) ** 2
    return nadir * (_cosine(beta_deg) / np.pi + thermal.view_floor / 2.0)


def mccalip_thermal(thermal, beta_deg, area_m2, exact_view=False):
    """Return the temperature of a two-faced panel whose electricity all returns as heat.

    Parameters
    ----------
    thermal : McCalipThermal
        Inputs.
    beta_deg : float
        Angle between the Sun and the orbit plane, degrees.
    area_m2 : float
        Panel area, m2.
    exact_view : bool, default False
        Whether to take the exact view factor of a plate to a sphere instead of the published one.

    Returns
    -------
    ThermalResult
        Temperature, heat and area needed.
    """
    if exact_view:
        view = sun_tracking_view_factor(thermal.altitude_km, beta_deg, thermal.earth_radius_km)
    else:
        view = floored_view_factor(thermal, beta_deg)
    front = Face(thermal.emissivity_front, thermal.absorptivity_front, view, sun_cosine=1.0)
    back = Face(thermal.emissivity_back, earth_view_factor=view)
    environment = HeatEnvironment(
        earth_ir_w_per_m2=thermal.earth_ir_w_per_m2,
        albedo=thermal.albedo * _cosine(beta_deg),
        solar_w_per_m2=thermal.solar_w_per_m2,
        sink_k=thermal.sink_k,
    )
    heat_w = absorbed_flux_w_per_m2((front, back), environment) * area_m2
    emitters = (Face(thermal.emissivity_front), Face(thermal.emissivity_back))
    return ThermalResult(
        view_factor=view,
        temperature_c=radiator_temperature_k(0.0, (front, back), environment) - KELVIN_AT_ZERO_CELSIUS,
        heat_w=heat_w,
        area_needed_m2=radiator_area_m2(heat_w, thermal.limit_k, emitters, HeatEnvironment(sink_k=thermal.sink_k)),
    )


def _cosine(angle_deg):
    return max(float(np.cos(np.radians(angle_deg))), 0.0)
