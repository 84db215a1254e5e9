"""Published models of computing in orbit with their own inputs, and what others found."""

from dataclasses import dataclass

from compute_deal.evidence import Evidence
from compute_deal.inputs.published import published_range, published_values
from compute_deal.models.orbital.power import mean_retention
from compute_deal.models.orbital.radiation import availability, failed_share
from compute_deal.models.orbital.sides import Comparison, Delivery, Ground, Orbit

BTU_PER_MMBTU = 1e6
SPACEDC_HOURS_PER_YEAR = 365.25 * 24.0
NOW, LATER, PART = "today's prices", "later or hoped-for prices", "energy and cooling only"
# Rows that state a ratio, or the two ends of one.
STATED = {
    "research-viewer, 2040": (
        LATER,
        "research_viewer_ratio_2040_optimistic",
        "research_viewer_ratio_2040_conservative",
    ),
    "BCG, aggressive, in 5 to 10 years": (LATER, "bcg_ratio_aggressive"),
    "BCG, realistic, in 5 to 10 years": (LATER, "bcg_ratio_realistic"),
    "Handmer": (NOW, "handmer_ratio"),
    "BCG": (NOW, "bcg_ratio_today"),
    "Wood Mackenzie, at least": (NOW, "wood_mackenzie_ratio"),
    "McCalip, defaults": (NOW, "mccalip_cost_ratio"),
    "spacedc-mdao, optimistic": (LATER, "spacedc_optimistic_ratio"),
    "IEEE Spectrum, at least": (LATER, "ieee_spectrum_cost_ratio"),
    "spacedc-mdao, text": (NOW, "spacedc_orbit_text_ratio"),
    "ABI Research, up to": (NOW, "abi_ratio_today"),
    "spacedc-mdao, pictures and sound": (NOW, "spacedc_orbit_multimodal_ratio"),
}
# Two totals whose quotient is a ratio.
QUOTIENTS = {
    "Starcloud": (PART, "starcloud_space_total", "starcloud_space_total", "starcloud_terrestrial_total"),
    "McCalip, optimistic setting": (
        LATER,
        "mccalip_optimistic_total",
        "mccalip_optimistic_total",
        "mccalip_terrestrial_total",
    ),
    "jeshap2891, inference to training": (
        NOW,
        "jeshap_inference_cost",
        "jeshap_training_cost",
        "jeshap_terrestrial_cost",
    ),
    "The Economist, McCalip's sliders": (
        LATER,
        "economist_orbital_total",
        "economist_orbital_total",
        "mccalip_terrestrial_total",
    ),
    "TechCrunch, McCalip's model": (
        NOW,
        "techcrunch_orbital_total",
        "techcrunch_orbital_total",
        "mccalip_terrestrial_total",
    ),
}

SLIDERS = {
    "launch_price": "launch_usd_per_kg",
    "hardware_price": "satellite_usd_per_w",
    "specific_power": "specific_power_w_per_kg",
}
MCCALIP = (
    "target_power",
    "life",
    "unit_power",
    "sunlit_fraction",
    "degradation",
    "gpu_failure_rate",
    "ops_share",
    "nre",
    "turbine_cost",
    "electrical_cost",
    "mechanical_cost",
    "civil_cost",
    "network_cost",
    "pue",
    "capacity_factor",
    "gas_price",
    "heat_rate",
)
# Launch price, capital and its launch part, by scenario of spacedc-mdao.
TEXT = ("launch_price", "orbit_capex", "orbit_launch")
OPTIMISTIC = ("optimistic_launch_price", "optimistic_capex", "optimistic_launch")
SPACEDC_COMPUTERS = ("satellites", "gpus_per_satellite", "gpu_power", "gpu_price", "it_overhead", "ground_segment")
SPACEDC = (
    "gpu_speed",
    "chip_mass",
    "server_mass_factor",
    "sustained_share",
    "utilisation",
    "years",
    "discount_rate",
    "ops_cost",
    "chip_failure_rate",
    "spares",
    "reset_availability",
    "earth_infrastructure",
    "earth_electricity",
    "earth_pue",
    "earth_availability",
    "earth_opex_share",
)


def mccalip(evidence: Evidence, setting: str = "", **prices: float) -> Comparison:
    """Return McCalip's calculator: satellites against a gas-fired data centre, without chips and interest.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    setting : str, optional
        "optimistic" for an optimistic setting of its sliders, which is our choice.
    **prices : float
        Other values for `launch_usd_per_kg`, `satellite_usd_per_w` or `specific_power_w_per_kg`.

    Returns
    -------
    Comparison
        Replacement is charged as hardware alone, and fuel stands in for electricity, as in the calculator.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> mccalip(load()).orbit.satellite_usd_per_w
    22.0
    """
    fixed = _values(evidence, "mccalip", MCCALIP)
    kept = mean_retention(fixed["degradation"], round(fixed["life"]))
    orbit = Orbit(
        power_w=fixed["target_power"],
        installed_w_per_w=1.0 / (kept * fixed["sunlit_fraction"]),
        **mccalip_sliders(evidence, setting) | prices,
        replacement_per_year=fixed["gpu_failure_rate"],
        replacement_launch_share=0.0,
        operations_per_year=fixed["ops_share"],
        one_off_usd=fixed["nre"],
        satellite_power_w=fixed["unit_power"],
    )
    shell = fixed["electrical_cost"] + fixed["mechanical_cost"] + fixed["civil_cost"] + fixed["network_cost"]
    ground = Ground(
        power_w=fixed["target_power"],
        facility_usd_per_w=fixed["turbine_cost"] / 1000.0 * fixed["pue"] + shell,
        energy_usd_per_kwh=fixed["heat_rate"] / BTU_PER_MMBTU * fixed["gas_price"],
        pue=fixed["pue"],
        load_factor=fixed["capacity_factor"],
    )
    return Comparison(orbit, ground, years=fixed["life"])


def spacedc_prices(evidence: Evidence, optimistic: bool = False) -> dict[str, float]:
    """Return launch price, and price and mass of the satellites per power of computing, that spacedc-mdao prints.

    Its satellites are what its capital leaves after chips, launch and ground stations.
    """
    launch_price, capital, launch = OPTIMISTIC if optimistic else TEXT
    row = _values(evidence, "spacedc", (launch_price, capital, launch, *SPACEDC_COMPUTERS))
    count = row["satellites"] * row["gpus_per_satellite"]
    power_w = count * row["gpu_power"] * (1.0 + row["it_overhead"])
    satellites_usd = row[capital] - count * row["gpu_price"] - row[launch] - row["ground_segment"]
    return {
        "launch_usd_per_kg": row[launch_price],
        "satellite_usd_per_w": satellites_usd / power_w,
        "kg_per_kw": row[launch] / row[launch_price] / power_w * 1000.0,
    }


def mccalip_sliders(evidence: Evidence, setting: str = "") -> dict[str, float]:
    """Return launch price, satellite price and specific power of McCalip's calculator, per installed power."""
    prefix = f"mccalip_{setting}" if setting else "mccalip"
    return dict(zip(SLIDERS.values(), _values(evidence, prefix, tuple(SLIDERS)).values(), strict=True))


def spacedc(evidence: Evidence, optimistic: bool = False) -> Comparison:
    """Return spacedc-mdao, text inference: a megawatt of computing with its chips, levelised with interest.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    optimistic : bool, optional
        Its optimistic scenario.

    Returns
    -------
    Comparison
        Satellites and their mass are taken from the capital and launch cost that it prints; cost, losses and what is
        delivered are computed. They are per W of computing, so one W is installed for each.
    """
    row = _values(evidence, "spacedc", (*SPACEDC_COMPUTERS, *SPACEDC))
    network = "optimistic_network_factor" if optimistic else "network_factor"
    row |= _values(evidence, "spacedc", (network,))
    count, years = row["satellites"] * row["gpus_per_satellite"], round(row["years"])
    power_w = count * row["gpu_power"] * (1.0 + row["it_overhead"])
    chips_usd = count * row["gpu_price"]
    prices = spacedc_prices(evidence, optimistic)
    orbit = Orbit(
        power_w=power_w,
        installed_w_per_w=1.0,
        satellite_usd_per_w=prices["satellite_usd_per_w"],
        specific_power_w_per_kg=1000.0 / prices["kg_per_kw"],
        launch_usd_per_kg=prices["launch_usd_per_kg"],
        operations_usd_per_year=row["ops_cost"],
        one_off_usd=row["ground_segment"],
        chips_usd_per_w=chips_usd / power_w,
        chip_replacement_per_year=float(failed_share(row["chip_failure_rate"], years)) / years,
        chip_kg_per_w=count * row["chip_mass"] * row["server_mass_factor"] / power_w,
    )
    ground = Ground(
        power_w=power_w,
        facility_usd_per_w=row["earth_infrastructure"] / 1e6,
        energy_usd_per_kwh=row["earth_electricity"],
        pue=row["earth_pue"],
        load_factor=row["utilisation"],
        maintenance_per_year=row["earth_opex_share"],
        chips_usd_per_w=chips_usd / power_w,
    )
    shared = {
        "utilisation": row["utilisation"],
        "sustained": row["sustained_share"],
        "peak_pflops_per_kw": count * row["gpu_speed"] / power_w,
        "hours_per_year": SPACEDC_HOURS_PER_YEAR,
    }
    working = float(availability(row["chip_failure_rate"], years, row["spares"], row["reset_availability"]))
    return Comparison(
        orbit,
        ground,
        years=years,
        orbit_delivery=Delivery(availability=working, network=row[network], **shared),
        ground_delivery=Delivery(availability=row["earth_availability"], **shared),
        orbit_discount_rate=row["discount_rate"],
        ground_discount_rate=row["discount_rate"],
    )


def _values(evidence: Evidence, model: str, names: tuple[str, ...]) -> dict[str, float]:
    return {
        id.removeprefix(f"{model}_"): value
        for id, value in published_values(evidence, [f"{model}_{name}" for name in names]).items()
    }


@dataclass(frozen=True)
class PublishedRatio:
    """Cost in orbit per cost on Earth as someone published it.

    Parameters
    ----------
    label, kind : str
        Whose it is, and at which prices.
    low, high : float
        Ends of its range; equal for a single number.
    """

    label: str
    kind: str
    low: float
    high: float


def published_ratios(evidence: Evidence) -> list[PublishedRatio]:
    """Return the published cost ratios, the lowest first.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    list of PublishedRatio
        Where a model publishes two totals, their ratio.
    """
    found = [
        PublishedRatio(label, kind, published_range(evidence, rows[0])[0], published_range(evidence, rows[-1])[1])
        for label, (kind, *rows) in STATED.items()
    ]
    for label, (kind, first, last, earth) in QUOTIENTS.items():
        low, high = published_range(evidence, first)[0], published_range(evidence, last)[1]
        below = published_range(evidence, earth)[0]
        found.append(PublishedRatio(label, kind, low / below, high / below))
    return sorted(found, key=lambda ratio: (ratio.low * ratio.high, ratio.label))
