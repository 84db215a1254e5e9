"""Life-cycle cost as lines: capital, yearly cost and life, added up with or without discounting.

Capital is paid at the start, yearly cost and yearly output fall at the end of each year. All money is in
constant USD.
"""

from dataclasses import dataclass

import numpy as np

from compute_deal.models.orbital.checks import is_number, require_non_negative, require_positive

NO_RATE = 1e-8  # a lower rate changes no digit, and dividing by it would lose some


@dataclass(frozen=True)
class CostLine:
    """One line of cost.

    Parameters
    ----------
    name : str
        What is paid for.
    capital_usd : float or array_like, default 0
        Paid at the start, USD.
    annual_usd : float or array_like, default 0
        Paid each year, USD a year.
    life_years : float or None, default None
        Life of the capital. With a life longer than the analysis, only the share used is charged; with a
        shorter one, it is renewed. None writes it off over the analysis.
    """

    name: str
    capital_usd: float = 0.0
    annual_usd: float = 0.0
    life_years: float | None = None


def annuity_factor(discount_rate, years):
    """Return the present value of one dollar a year.

    Parameters
    ----------
    discount_rate : float or array_like
        Per year, a decimal; 0 for no discounting.
    years : float or array_like
        Years.

    Returns
    -------
    float or ndarray
        ``(1 - (1 + r)^-T) / r``, and ``T`` at a rate of zero.

    Raises
    ------
    ValueError
        If the rate is negative or the years are not above zero.

    Examples
    --------
    >>> round(float(annuity_factor(0.08, 5)), 4)
    3.9927
    """
    require_non_negative(discount_rate=discount_rate)
    require_positive(years=years)
    if not is_number(discount_rate):
        return annuity(discount_rate, years)
    rate = np.asarray(discount_rate, dtype=float)
    some = rate > NO_RATE
    return np.where(some, annuity(np.where(some, rate, 1.0), years), years)[()]


def annuity(rate, years):
    """Return the present value of one dollar a year at a rate above zero: the formula alone.

    Parameters
    ----------
    rate : float, array_like or expression
        Per year, a decimal.
    years : float, array_like or expression
        Years.

    Returns
    -------
    float, ndarray or expression

    Examples
    --------
    >>> round(annuity(0.08, 5), 4)
    3.9927
    """
    return (1 - (1 + rate) ** -years) / rate


def line_present_value_usd(line, years, discount_rate=0.0):
    """Return the present value of one line.

    Parameters
    ----------
    line : CostLine
        The line.
    years : float
        Length of the analysis, years.
    discount_rate : float or array_like, default 0
        Per year.

    Returns
    -------
    float or ndarray
        USD.

    Notes
    -----
    Capital of another life is charged as an equal yearly amount over that life: ``C a(T) / a(life)``.

    Examples
    --------
    >>> float(line_present_value_usd(CostLine("hall", capital_usd=140.0, life_years=14.0), 5.0))
    50.0
    """
    factor = annuity_factor(discount_rate, years)
    capital = line.capital_usd
    if line.life_years is not None:
        capital = capital * factor / annuity_factor(discount_rate, line.life_years)
    return capital + line.annual_usd * factor


def present_value_usd(lines, years, discount_rate=0.0):
    """Return the present value of several lines.

    Parameters
    ----------
    lines : iterable of CostLine
        The lines.
    years : float
        Length of the analysis, years.
    discount_rate : float or array_like, default 0
        Per year.

    Returns
    -------
    float or ndarray
        USD.

    Examples
    --------
    >>> float(present_value_usd([CostLine("a", 100.0), CostLine("b", annual_usd=10.0)], 5.0))
    150.0
    """
    return sum(line_present_value_usd(line, years, discount_rate) for line in lines)


def cost_per_unit_usd(lines, units_per_year, years, discount_rate=0.0):
    """Return the levelised cost of what is produced each year.

    Parameters
    ----------
    lines : iterable of CostLine
        The lines.
    units_per_year : float or array_like
        Output, units a year.
    years : float
        Length of the analysis, years.
    discount_rate : float or array_like, default 0
        Per year; applied to cost and output alike.

    Returns
    -------
    float or ndarray
        USD per unit.

    Raises
    ------
    ValueError
        If the output is not above zero.

    Notes
    -----
    ``PV(cost) / (units a(T))``. At a rate of zero: total cost over total output.

    Examples
    --------
    >>> float(cost_per_unit_usd([CostLine("a", 100.0), CostLine("b", annual_usd=10.0)], 3.0, 5.0))
    10.0
    """
    require_positive(units_per_year=units_per_year)
    return present_value_usd(lines, years, discount_rate) / (units_per_year * annuity_factor(discount_rate, years))


def cost_shares(lines, years, discount_rate=0.0):
    """Return the share of each line in the present value: the most that making it free could save.

    Parameters
    ----------
    lines : iterable of CostLine
        The lines.
    years : float
        Length of the analysis, years.
    discount_rate : float, default 0
        Per year.

    Returns
    -------
    dict of str to float
        Shares that add up to 1.

    Raises
    ------
    ValueError
        If the total is not above zero.

    Examples
    --------
    >>> cost_shares([CostLine("chips", 90.0), CostLine("energy", annual_usd=2.0)], 5.0)
    {'chips': 0.9, 'energy': 0.1}
    """
    lines = tuple(lines)
    total = present_value_usd(lines, years, discount_rate)
    require_positive(total_usd=total)
    shares = dict.fromkeys((line.name for line in lines), 0.0)
    for line in lines:
        shares[line.name] += float(line_present_value_usd(line, years, discount_rate) / total)
    return shares
