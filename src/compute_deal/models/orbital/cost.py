"""Cost of computing in orbit and on Earth for each watt of computing power wanted, and the ratio of the two.

Capital is spread over its life in equal yearly payments, as in `compute_deal.models.ownership`. Numbers may be arrays that
broadcast. The lines of cost are closed forms that the page evaluates too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from compute_deal.models.ownership import capital_recovery_factor, recovery

RULES: dict[str, Callable] = {
    "above zero": lambda values: values > 0.0,
    "zero or more": lambda values: values >= 0.0,
    "a share between 0 and 1": lambda values: (values >= 0.0) & (values <= 1.0),
}


def require(rule: str, **values: Any) -> None:
    """Refuse numbers that break a rule. Expressions of the page are no numbers, and pass.

    Parameters
    ----------
    rule : str
        One of `RULES`.
    **values : float or array_like
        Inputs by name.

    Raises
    ------
    ValueError
        If any element breaks the rule.

    Examples
    --------
    >>> require("above zero", years=0.0)
    Traceback (most recent call last):
    ...
    ValueError: years must be above zero, got 0.0
    """
    for name, value in values.items():
        numbers = np.asarray(value)
        if numbers.dtype.kind in "iuf" and not np.all(RULES[rule](numbers)):
            raise ValueError(f"{name} must be {rule}, got {value!r}")


@dataclass(frozen=True)
class Orbit:
    """Computing in orbit.

    Parameters
    ----------
    installed_w_per_w : float
        Satellite power installed per computing power wanted, for pumps and links, shadow and ageing.
    satellite_usd_per_w : float
        Satellite without chips, USD per installed W.
    specific_power_w_per_kg : float
        Installed power per mass of the whole satellite, W/kg.
    launch_usd_per_kg : float
        Launch price, USD/kg.
    chips_usd_per_w : float
        Chips and servers, USD per W of computing; 0 leaves them out.
    satellite_years : float
        Life of satellites and of what is in them, years.
    discount_rate : float
        Cost of capital a year, a decimal; 0 for none.
    working_share : float, default 1
        Share of the nameplate that does useful work.
    loss_per_year : float, default 0
        Share of the satellites that is lost and replaced with its chips, a year.
    operations_per_year : float, default 0
        Operations as a share of the price of the satellites, a year.
    one_off_usd_per_w : float, default 0
        Engineering and ground stations, USD per W of computing.
    """

    installed_w_per_w: float
    satellite_usd_per_w: float
    specific_power_w_per_kg: float
    launch_usd_per_kg: float
    chips_usd_per_w: float
    satellite_years: float
    discount_rate: float
    working_share: float = 1.0
    loss_per_year: float = 0.0
    operations_per_year: float = 0.0
    one_off_usd_per_w: float = 0.0

    def __post_init__(self) -> None:
        """Refuse numbers outside their interval."""
        require(
            "above zero",
            installed_w_per_w=self.installed_w_per_w,
            specific_power_w_per_kg=self.specific_power_w_per_kg,
            satellite_years=self.satellite_years,
            working_share=self.working_share,
        )
        require(
            "zero or more",
            discount_rate=self.discount_rate,
            loss_per_year=self.loss_per_year,
            operations_per_year=self.operations_per_year,
        )
        require("a share between 0 and 1", working_share=self.working_share)


@dataclass(frozen=True)
class Ground:
    """Computing on Earth.

    Parameters
    ----------
    facility_usd_per_w : float
        Building, power and cooling, USD per W of computing.
    facility_years : float
        Life of the building, years.
    chips_usd_per_w : float
        Chips and servers, USD per W of computing; 0 leaves them out.
    running_usd_per_w_year : float
        Energy, operations and maintenance, USD per W of computing and year.
    discount_rate : float
        Cost of capital a year, a decimal; 0 for none.
    working_share : float, default 1
        Share of the nameplate that does useful work.
    """

    facility_usd_per_w: float
    facility_years: float
    chips_usd_per_w: float
    running_usd_per_w_year: float
    discount_rate: float
    working_share: float = 1.0

    def __post_init__(self) -> None:
        """Refuse numbers outside their interval."""
        require("above zero", facility_years=self.facility_years, working_share=self.working_share)
        require(
            "zero or more",
            facility_usd_per_w=self.facility_usd_per_w,
            chips_usd_per_w=self.chips_usd_per_w,
            running_usd_per_w_year=self.running_usd_per_w_year,
            discount_rate=self.discount_rate,
        )
        require("a share between 0 and 1", working_share=self.working_share)


@dataclass(frozen=True)
class Comparison:
    """Orbit against Earth.

    Parameters
    ----------
    orbit : Orbit
        Computing in orbit.
    ground : Ground
        Computing on Earth.
    years : float
        Length of the comparison: over it chips are written off on both sides, and what is paid once in orbit, years.
    """

    orbit: Orbit
    ground: Ground
    years: float

    def __post_init__(self) -> None:
        """Refuse a comparison of no length."""
        require("above zero", years=self.years)


def orbit_lines(comparison: Comparison, xp: Any = np) -> dict[str, Any]:
    """Return what computing in orbit costs, line by line.

    Parameters
    ----------
    comparison : Comparison
        Both sides.
    xp : module, optional
        NumPy, or what builds expressions for the page.

    Returns
    -------
    dict of str to float, ndarray or expression
        Launch, satellites, chips, replacement and operations, USD per W of computing and year.

    Notes
    -----
    ``r C / (1 - (1 + r)^-L)`` for capital C of life L. Chips end with their satellite, or when they are written off.

    Examples
    --------
    >>> sides = Comparison(Orbit(1.0, 20.0, 50.0, 500.0, 0.0, 5.0, 0.0), Ground(10.0, 5.0, 0.0, 0.0, 0.0), years=5.0)
    >>> {name: float(usd) for name, usd in orbit_lines(sides).items() if usd}
    {'launch': 2.0, 'satellites': 4.0}
    """
    orbit, years = comparison.orbit, comparison.years
    satellites_usd = orbit.satellite_usd_per_w * orbit.installed_w_per_w
    launch_usd = orbit.launch_usd_per_kg * orbit.installed_w_per_w / orbit.specific_power_w_per_kg
    lifted_usd = satellites_usd + launch_usd + orbit.chips_usd_per_w

    def payment(life: Any) -> Any:
        rate = orbit.discount_rate
        return capital_recovery_factor(rate, life) if xp is np else recovery(rate, life, xp=xp)

    return {
        "launch": launch_usd * payment(orbit.satellite_years),
        "satellites": satellites_usd * payment(orbit.satellite_years),
        "chips": orbit.chips_usd_per_w * payment(xp.minimum(orbit.satellite_years, years)),
        "replacement": orbit.loss_per_year * lifted_usd,
        "operations": orbit.operations_per_year * satellites_usd + orbit.one_off_usd_per_w * payment(years),
    }


def ground_lines(comparison: Comparison) -> dict[str, Any]:
    """Return what computing on Earth costs, line by line.

    Parameters
    ----------
    comparison : Comparison
        Both sides.

    Returns
    -------
    dict of str to float or ndarray
        Chips, building and running, USD per W of computing and year.

    Examples
    --------
    >>> sides = Comparison(Orbit(1.0, 20.0, 50.0, 500.0, 0.0, 5.0, 0.0), Ground(10.0, 5.0, 0.0, 0.5, 0.0), years=5.0)
    >>> {name: float(usd) for name, usd in ground_lines(sides).items()}
    {'chips': 0.0, 'building': 2.0, 'running': 0.5}
    """
    ground = comparison.ground
    return {
        "chips": ground.chips_usd_per_w * capital_recovery_factor(ground.discount_rate, comparison.years),
        "building": ground.facility_usd_per_w * capital_recovery_factor(ground.discount_rate, ground.facility_years),
        "running": ground.running_usd_per_w_year,
    }


def orbit_bill(comparison: Comparison, xp: Any = np) -> dict[str, Any]:
    """Return what delivered computing in orbit costs, line by line, the whole cost on Earth being one.

    Parameters
    ----------
    comparison : Comparison
        Both sides.
    xp : module, optional
        NumPy, or what builds expressions for the page.

    Returns
    -------
    dict of str to float, ndarray or expression
        The lines of `orbit_lines`, for each watt that works.

    Examples
    --------
    >>> sides = Comparison(Orbit(1.0, 20.0, 50.0, 500.0, 0.0, 5.0, 0.0), Ground(10.0, 5.0, 0.0, 0.0, 0.0), years=5.0)
    >>> {name: float(share) for name, share in orbit_bill(sides).items() if share}
    {'launch': 1.0, 'satellites': 2.0}
    """
    working = comparison.ground.working_share / comparison.orbit.working_share
    scale = working / sum(ground_lines(comparison).values())
    return {name: usd * scale for name, usd in orbit_lines(comparison, xp).items()}


def cost_ratio(comparison: Comparison) -> Any:
    """Return the cost of delivered computing in orbit per cost on Earth.

    Parameters
    ----------
    comparison : Comparison
        Both sides.

    Returns
    -------
    float or ndarray
        Ratio for each watt that works; above 1, Earth is cheaper.

    Examples
    --------
    >>> sides = Comparison(Orbit(1.0, 20.0, 50.0, 500.0, 0.0, 5.0, 0.0), Ground(10.0, 5.0, 0.0, 0.0, 0.0), years=5.0)
    >>> float(cost_ratio(sides))
    3.0
    """
    return sum(orbit_bill(comparison).values())
