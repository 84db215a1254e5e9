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
    power_w, years = row("target_power"), row("life")
    wanted_w = power_w / (mean_retention(row("degradation"), round(years)) * row("sunlit_fraction"))
    orbit = Orbit(
        installed_w_per_w=ceil(wanted_w / row("unit_power")) * row("unit_power") / power_w,
        satellite_usd_per_w=row("hardware_price"),
        specific_power_w_per_kg=row("specific_power"),
        launch_usd_per_kg=row("launch_price"),
        chips_usd_per_w=0.0,
        satellite_years=years,
        discount_rate=0.0,
        operations_per_year=row("ops_share") + row("gpu_failure_rate"),
        one_off_usd_per_w=row("nre") / power_w,
    )
    shell = row("electrical_cost") + row("mechanical_cost") + row("civil_cost") + row("network_cost")
    fuel_usd_per_kwh = row("heat_rate") / BTU_PER_MMBTU * row("gas_price")
    ground = Ground(
        facility_usd_per_w=row("turbine_cost") / 1000.0 * row("pue") + shell,
        facility_years=years,
        chips_usd_per_w=0.0,
        running_usd_per_w_year=fuel_usd_per_kwh * row("pue") * row("capacity_factor") * HOURS_PER_YEAR / 1000.0,
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
    prices, years = spacedc_prices(evidence), row("years")
    gpus, power_w = _computers(row)
    chips_usd_per_w = gpus * row("gpu_price") / power_w
    survivors = mean_survivors(row("chip_failure_rate"), years)
    # It pays for new chips in place of those that fail, and yet counts only the survivors and the spares as working.
    replaced_per_year = (1.0 - exp(-row("chip_failure_rate") * years)) / years
    lifted_usd_per_w = gpus * row("chip_mass") * row("server_mass_factor") * row("launch_price") / power_w
    yearly_usd_per_w = row("ops_cost") / power_w + replaced_per_year * (chips_usd_per_w + lifted_usd_per_w)
    orbit = Orbit(
        installed_w_per_w=1.0,
        satellite_usd_per_w=prices["satellite_usd_per_w"],
        specific_power_w_per_kg=1000.0 / prices["kg_per_kw"],
        launch_usd_per_kg=prices["launch_usd_per_kg"],
        chips_usd_per_w=chips_usd_per_w,
        satellite_years=years,
        discount_rate=row("discount_rate"),
        working_share=min(1.0, survivors + row("spares")) * row("reset_availability") * row("network_factor"),
        operations_per_year=yearly_usd_per_w / prices["satellite_usd_per_w"],
        one_off_usd_per_w=row("ground_segment") / power_w,
    )
    facility_usd_per_w = row("earth_infrastructure") / 1e6
    energy_usd_per_w_year = row("earth_electricity") * row("earth_pue") * row("utilisation") * HOURS_PER_YEAR / 1000.0
    ground = Ground(
        facility_usd_per_w=facility_usd_per_w,
        facility_years=years,
        chips_usd_per_w=chips_usd_per_w,
        running_usd_per_w_year=energy_usd_per_w_year + row("earth_opex_share") * (facility_usd_per_w + chips_usd_per_w),
        discount_rate=row("discount_rate"),
        working_share=row("earth_availability"),
    )
    return Comparison(orbit, ground, years=years)


def spacedc_prices(evidence: Evidence) -> dict[str, float]:
    """Return launch price, and price and mass of the satellites per power of computing, that spacedc-mdao prints.

    Its satellites are what its capital leaves after chips, launch and ground stations.
    """
    row = reader(evidence, "spacedc")
    gpus, power_w = _computers(row)
    satellites_usd = row("orbit_capex") - gpus * row("gpu_price") - row("orbit_launch") - row("ground_segment")
    return {
        "launch_usd_per_kg": row("launch_price"),
        "satellite_usd_per_w": satellites_usd / power_w,
        "kg_per_kw": row("orbit_launch") / row("launch_price") / power_w * 1000.0,
    }


def _computers(row: Callable[[str], float]) -> tuple[float, float]:
    gpus = row("satellites") * row("gpus_per_satellite")
    return gpus, gpus * row("gpu_power") * (1.0 + row("it_overhead"))


def reader(evidence: Evidence, model: str) -> Callable[[str], float]:
    """Return what reads a number of a model by its name."""
    return lambda name: published_value(evidence, f"{model}_{name}")
