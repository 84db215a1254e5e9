"""Cost of owning AI compute per gigawatt and per GPU-hour, and the margin of an owner who rents it out.

All amounts are USD per gigawatt of nameplate IT power, annual amounts per year of 8,766 hours. Capital is spread
over its life by the capital recovery factor, a level annuity at the cost of capital; at zero it is a straight line.
Nothing is said about taxes, residual values or building time.

`recovery` and `margin` are closed forms that the page evaluates too. `implied_cost_of_capital` is a root.
"""

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq

from compute_deal.models.unit_price import HOURS_PER_YEAR

KW_PER_GW = 1e6

Number = float | NDArray[np.float64]
NO_RATE = 1e-8  # below it, capital is paid back in equal parts


def recovery(rate: Any, life: Any, xp: Any = np) -> Any:
    """Give the level annual payment that recovers one unit of capital: the formula alone.

    Parameters
    ----------
    rate : float, array_like or expression
        Cost of capital a year, as a decimal.
    life : float, array_like or expression
        Years.
    xp : module, optional
        NumPy, or what builds expressions for the page.

    Returns
    -------
    ndarray or expression
        ``r / (1 - (1 + r)^-n)``, and ``1 / n`` where the rate is next to nothing.
    """
    return xp.where(rate < NO_RATE, 1 / life, rate / (1 - (1 + rate) ** -life))


def margin(price: Any, cost: Any) -> Any:
    """Give the share of a price that a cost leaves.

    Parameters
    ----------
    price, cost : float, ndarray or expression
        In one unit.

    Returns
    -------
    float, ndarray or expression
        Negative where the price does not cover the cost. As the cost of ownership contains the cost of capital, this is
        economic profit, not an accounting margin.

    Examples
    --------
    >>> margin(4.0, 3.0)
    0.25
    """
    return 1 - cost / price


def capital_recovery_factor(rate_per_year: ArrayLike, life_years: ArrayLike) -> NDArray[np.float64] | float:
    """Give the level annual payment that recovers one unit of capital with interest.

    Parameters
    ----------
    rate_per_year : float or array_like
        Cost of capital as a decimal, not negative; payments come at the end of each year.
    life_years : float or array_like
        Life in years, above 0.

    Returns
    -------
    float or ndarray
        Annual payment per unit of capital.

    Notes
    -----
    ``r / (1 - (1 + r)^-n)``, which tends to ``1 / n`` as the rate falls to 0. Elementary closed form.

    Examples
    --------
    >>> round(capital_recovery_factor(0.08, 10), 5)
    0.14903
    >>> capital_recovery_factor(0.0, 5)
    0.2
    """
    rate, life = np.broadcast_arrays(np.asarray(rate_per_year, dtype=float), np.asarray(life_years, dtype=float))
    with np.errstate(divide="ignore", invalid="ignore"):  # the branch that is not taken
        factor = recovery(rate, life)
    return factor if factor.ndim else float(factor)


@dataclass(frozen=True)
class OwnershipInputs:
    """What owning one gigawatt of IT power costs; numbers, or arrays of one shape for a simulation.

    Parameters
    ----------
    it_capital_usd_per_gw : float or ndarray
        Servers, network and other IT equipment.
    facility_capital_usd_per_gw : float or ndarray
        Shell, power and cooling.
    it_life_years, facility_life_years : float or ndarray
        Lives over which the two are recovered.
    cost_of_capital : float or ndarray
        Decimal per year; 0 is straight-line depreciation without interest.
    average_load : float or ndarray
        Average IT draw over nameplate IT power, between 0 and 1.
    pue : float or ndarray
        Facility energy over IT energy, at least 1.
    electricity_usd_per_kwh : float or ndarray
        Energy price.
    operations_usd_per_gw_year : float or ndarray
        Staff, maintenance and other running costs without energy.

    Raises
    ------
    ValueError
        If a value is out of range.
    """

    it_capital_usd_per_gw: Number
    facility_capital_usd_per_gw: Number
    it_life_years: Number
    facility_life_years: Number
    cost_of_capital: Number
    average_load: Number
    pue: Number
    electricity_usd_per_kwh: Number
    operations_usd_per_gw_year: Number

    def __post_init__(self) -> None:
        """Check the ranges."""
        for item in fields(self):
            if not np.all(np.asarray(getattr(self, item.name)) >= 0):
                raise ValueError(f"{item.name} must not be negative, got {getattr(self, item.name)}")
        if not (np.all(np.asarray(self.it_life_years) > 0) and np.all(np.asarray(self.facility_life_years) > 0)):
            raise ValueError(f"lives must be above 0, got {self.it_life_years} and {self.facility_life_years}")
        if not np.all(np.asarray(self.average_load) <= 1):
            raise ValueError(f"average_load must not exceed 1, got {self.average_load}")
        if not np.all(np.asarray(self.pue) >= 1):
            raise ValueError(f"pue must be at least 1, got {self.pue}")


def annual_cost(inputs: OwnershipInputs) -> Number:
    """Give the annual cost of owning one gigawatt of IT power.

    Parameters
    ----------
    inputs : OwnershipInputs
        Capital, lives, rate, energy and operations.

    Returns
    -------
    float or ndarray
        USD per GW-year: IT, facility, energy and operations.

    Notes
    -----
    Capital times its recovery factor, plus ``1e6 kW · 8,766 h · load · PUE · price``, plus operations.

    Examples
    --------
    Straight line: 30 over 5 years and 14 over 14 years, energy 0.5, operations 0.3 (billions).

    >>> energy_price = 0.5e9 / (1e6 * 8766)
    >>> case = OwnershipInputs(30e9, 14e9, 5, 14, 0.0, 1.0, 1.0, energy_price, 0.3e9)
    >>> round(annual_cost(case) / 1e9, 6)
    7.8
    """
    rate, energy_kwh = inputs.cost_of_capital, KW_PER_GW * HOURS_PER_YEAR * inputs.average_load * inputs.pue
    return (
        inputs.it_capital_usd_per_gw * capital_recovery_factor(rate, inputs.it_life_years)
        + inputs.facility_capital_usd_per_gw * capital_recovery_factor(rate, inputs.facility_life_years)
        + energy_kwh * inputs.electricity_usd_per_kwh
        + inputs.operations_usd_per_gw_year
    )


def cost_usd_per_gpu_hour(cost_usd_per_gw_year: ArrayLike, it_kw_per_gpu: ArrayLike) -> NDArray[np.float64] | float:
    """Turn an annual cost per gigawatt into a cost per GPU-hour, every hour counted, used or not.

    Parameters
    ----------
    cost_usd_per_gw_year : float or array_like
        Annual cost per GW of nameplate IT power.
    it_kw_per_gpu : float or array_like
        Nameplate IT power per GPU with its share of the server and network, in kW.

    Returns
    -------
    float or ndarray
        USD per GPU-hour.

    Raises
    ------
    ValueError
        If the power is not positive.

    Examples
    --------
    >>> round(cost_usd_per_gpu_hour(8.766e9, 2.0), 6)
    2.0
    """
    power = np.asarray(it_kw_per_gpu, dtype=float)
    if not np.all(power > 0):
        raise ValueError(f"it_kw_per_gpu must be above 0, got {it_kw_per_gpu}")
    gpu_hours = KW_PER_GW / power * HOURS_PER_YEAR
    cost = np.asarray(cost_usd_per_gw_year, dtype=float) / gpu_hours
    return cost if cost.ndim else float(cost)


def implied_cost_of_capital(inputs: OwnershipInputs, cost_usd_per_gw_year: float) -> float:
    """Give the cost of capital at which a build-up meets a published annual cost.

    Parameters
    ----------
    inputs : OwnershipInputs
        Scalars; the cost of capital in it is ignored.
    cost_usd_per_gw_year : float
        Published annual total.

    Returns
    -------
    float
        Decimal per year, at least 0 and at most 1.

    Raises
    ------
    ValueError
        If no rate between 0 and 1 meets the total.

    Examples
    --------
    >>> case = OwnershipInputs(10.0, 0.0, 10, 20, 0.0, 0.0, 1.0, 0.0, 0.0)
    >>> round(implied_cost_of_capital(case, 1.4903), 4)
    0.08
    """

    def excess(rate: float) -> float:
        return annual_cost(replace(inputs, cost_of_capital=rate)) - cost_usd_per_gw_year

    if excess(0.0) > 0 or excess(1.0) < 0:
        raise ValueError(f"no cost of capital from 0 to 1 gives {cost_usd_per_gw_year} USD per GW-year")
    return float(brentq(excess, 0.0, 1.0))
