"""Two published models of computing in orbit, each with its own inputs."""

from collections.abc import Callable
from math import ceil, exp

from compute_deal.evidence import Evidence
from compute_deal.inputs.published import published_value
from compute_deal.models.orbital.cost import Comparison, Ground, Orbit
from compute_deal.models.orbital.satellite import mean_retention, mean_survivors

BTU_PER_MMBTU = 1e6
HOURS_PER_YEAR = 8760.0  # as both count it


def mccalip(evidence: Evidence) -> Comparison:
    """Return McCalip's calculator: a gigawatt of satellites against a gas-fired data centre, without chips and interest.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    Comparison
        Replacement is charged as hardware alone and satellites are whole, as in the calculator.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> mccalip(load()).orbit.satellite_usd_per_w
    22.0
    """
    row = reader(evidence, "mccalip")
    power_w, years = row("target_power", "W"), row("life", "years")
    wanted_w = power_w / (
        mean_retention(row("degradation", "1/year"), round(years)) * row("sunlit_fraction", "fraction")
    )
    orbit = Orbit(
        installed_w_per_w=ceil(wanted_w / row("unit_power", "W")) * row("unit_power", "W") / power_w,
        satellite_usd_per_w=row("hardware_price", "USD/W"),
        specific_power_w_per_kg=row("specific_power", "W/kg"),
        launch_usd_per_kg=row("launch_price", "USD/kg"),
        chips_usd_per_w=0.0,
        satellite_years=years,
        discount_rate=0.0,
        operations_per_year=row("ops_share", "1/year") + row("gpu_failure_rate", "1/year"),
        one_off_usd_per_w=row("nre", "USD") / power_w,
    )
    shell = (
        row("electrical_cost", "USD/W")
        + row("mechanical_cost", "USD/W")
        + row("civil_cost", "USD/W")
        + row("network_cost", "USD/W")
    )
    fuel_usd_per_kwh = row("heat_rate", "Btu/kWh") / BTU_PER_MMBTU * row("gas_price", "USD/MMBtu")
    ground = Ground(
        facility_usd_per_w=row("turbine_cost", "USD/kW") / 1000.0 * row("pue", "ratio") + shell,
        facility_years=years,
        chips_usd_per_w=0.0,
        running_usd_per_w_year=fuel_usd_per_kwh
        * row("pue", "ratio")
        * row("capacity_factor", "fraction")
        * HOURS_PER_YEAR
        / 1000.0,
        discount_rate=0.0,
    )
    return Comparison(orbit, ground, years=years)


def spacedc(evidence: Evidence) -> Comparison:
    """Return spacedc-mdao, text inference: a megawatt of computing with its chips, levelised with interest.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    Comparison
        Satellites and their mass are taken from the capital and launch cost that it prints; cost, losses and what is
        delivered are computed. They are per W of computing, so one W is installed for each.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> spacedc(load()).orbit.launch_usd_per_kg
    3000.0
    """
    row = reader(evidence, "spacedc")
    prices, years = spacedc_prices(evidence), row("years", "years")
    gpus, power_w = _computers(row)
    chips_usd_per_w = gpus * row("gpu_price", "USD/GPU") / power_w
    survivors = mean_survivors(row("chip_failure_rate", "1/year"), years)
    # It pays for new chips in place of those that fail, and yet counts only the survivors and the spares as working.
    replaced_per_year = (1.0 - exp(-row("chip_failure_rate", "1/year") * years)) / years
    lifted_usd_per_w = (
        gpus * row("chip_mass", "kg") * row("server_mass_factor", "ratio") * row("launch_price", "USD/kg") / power_w
    )
    yearly_usd_per_w = row("ops_cost", "USD/year") / power_w + replaced_per_year * (chips_usd_per_w + lifted_usd_per_w)
    orbit = Orbit(
        installed_w_per_w=1.0,
        satellite_usd_per_w=prices["satellite_usd_per_w"],
        specific_power_w_per_kg=1000.0 / prices["kg_per_kw"],
        launch_usd_per_kg=prices["launch_usd_per_kg"],
        chips_usd_per_w=chips_usd_per_w,
        satellite_years=years,
        discount_rate=row("discount_rate", "fraction"),
        working_share=min(1.0, survivors + row("spares", "fraction"))
        * row("reset_availability", "fraction")
        * row("network_factor", "fraction"),
        operations_per_year=yearly_usd_per_w / prices["satellite_usd_per_w"],
        one_off_usd_per_w=row("ground_segment", "USD") / power_w,
    )
    facility_usd_per_w = row("earth_infrastructure", "USD/MW") / 1e6
    energy_usd_per_w_year = (
        row("earth_electricity", "USD/kWh")
        * row("earth_pue", "ratio")
        * row("utilisation", "fraction")
        * HOURS_PER_YEAR
        / 1000.0
    )
    ground = Ground(
        facility_usd_per_w=facility_usd_per_w,
        facility_years=years,
        chips_usd_per_w=chips_usd_per_w,
        running_usd_per_w_year=energy_usd_per_w_year
        + row("earth_opex_share", "1/year") * (facility_usd_per_w + chips_usd_per_w),
        discount_rate=row("discount_rate", "fraction"),
        working_share=row("earth_availability", "fraction"),
    )
    return Comparison(orbit, ground, years=years)


def spacedc_prices(evidence: Evidence) -> dict[str, float]:
    """Return launch price, and price and mass of the satellites per power of computing, that spacedc-mdao prints.

    Its satellites are what its capital leaves after chips, launch and ground stations.
    """
    row = reader(evidence, "spacedc")
    gpus, power_w = _computers(row)
    satellites_usd = (
        row("orbit_capex", "USD")
        - gpus * row("gpu_price", "USD/GPU")
        - row("orbit_launch", "USD")
        - row("ground_segment", "USD")
    )
    return {
        "launch_usd_per_kg": row("launch_price", "USD/kg"),
        "satellite_usd_per_w": satellites_usd / power_w,
        "kg_per_kw": row("orbit_launch", "USD") / row("launch_price", "USD/kg") / power_w * 1000.0,
    }


def _computers(row: Callable[[str, str], float]) -> tuple[float, float]:
    gpus = row("satellites", "satellites") * row("gpus_per_satellite", "GPUs")
    return gpus, gpus * row("gpu_power", "W") * (1.0 + row("it_overhead", "fraction"))


def reader(evidence: Evidence, model: str) -> Callable[[str, str], float]:
    """Return what reads a number of a model by its name and unit."""
    return lambda name, unit: published_value(evidence, f"{model}_{name}", unit)
