"""Keep capacity for own use or rent it out, when own demand is not known in advance.

An owner of `capacity_units` keeps some for itself and rents out the rest at a firm price. A kept unit in use earns the
own-use value, an idle one little, and every unit of own demand that finds no capacity costs a penalty: the newsvendor
problem. What a right of recall adds is in `recall`.

All amounts are per unit and period (say USD per GPU-hour). Demand is one number for the whole horizon. The customer's
own right to leave is not in this model.

`critical_fractile` and `breakeven_utilisation` are elementary closed forms. The other functions need the normal
density, distribution and quantile only, which Vega expressions have.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from compute_deal.models.own_demand import Demand, demand_quantile, expected_excess, standardised_units

Number = float | NDArray[np.float64]


@dataclass(frozen=True)
class SplitTerms:
    """What the owner's capacity earns, in USD per unit and period; numbers or arrays.

    Parameters
    ----------
    capacity_units : float or ndarray
        Units owned, above 0.
    own_value : float or ndarray
        Worth of a unit that serves own demand.
    rental_price : float or ndarray
        Firm rent of a unit, above `idle_value`.
    shortage_penalty : float or ndarray
        Extra cost of a unit of own demand that is not served, beyond the lost own-use value.
    idle_value : float or ndarray
        Worth of a kept unit that own demand does not need (sold on the spot, say).

    Raises
    ------
    ValueError
        If a value is out of range.
    """

    capacity_units: Number
    own_value: Number
    rental_price: Number
    shortage_penalty: Number = 0.0
    idle_value: Number = 0.0

    def __post_init__(self) -> None:
        """Check the ranges."""
        if not np.all(np.asarray(self.capacity_units) > 0):
            raise ValueError(f"capacity_units must be above 0, got {self.capacity_units}")
        if not (np.all(np.asarray(self.shortage_penalty) >= 0) and np.all(np.asarray(self.idle_value) >= 0)):
            raise ValueError(
                f"shortage_penalty and idle_value must not be negative, got {self.shortage_penalty}, {self.idle_value}"
            )
        if not np.all(np.asarray(self.rental_price) > np.asarray(self.idle_value)):
            raise ValueError(
                f"rental_price must exceed idle_value, or nothing is rented: {self.rental_price}, {self.idle_value}"
            )


def _plain(x: NDArray[np.float64]) -> Number:
    return x if np.ndim(x) else float(x)


def critical_fractile(terms: SplitTerms, notice_share: ArrayLike = 1.0) -> Number:
    """Give the probability of meeting own demand at which keeping one more unit just pays.

    Parameters
    ----------
    terms : SplitTerms
        Values and prices.
    notice_share : float or array_like
        Notice period of a recall over the horizon, 0 to 1; 1 is a firm lease without recall.

    Returns
    -------
    float or ndarray
        Between 0 and 1; 0 where own use is worth no more than rent.

    Raises
    ------
    ValueError
        If the share lies outside 0 and 1.

    Notes
    -----
    Underage ``u = own value + penalty - rent`` against overage ``o = rent - idle value``: ``ν u / (ν u + o)``.
    A unit kept too few costs ``u`` during the notice period only, as afterwards it is recalled. Elementary closed form.

    Examples
    --------
    >>> critical_fractile(SplitTerms(100, own_value=8, rental_price=2))
    0.75
    """
    share = np.asarray(notice_share, dtype=float)
    if not np.all((share >= 0) & (share <= 1)):
        raise ValueError(f"notice_share must lie between 0 and 1, got {notice_share}")
    underage = share * np.maximum(np.asarray(terms.own_value + terms.shortage_penalty - terms.rental_price), 0.0)
    overage = np.asarray(terms.rental_price - terms.idle_value)
    return _plain(underage / (underage + overage))


def kept_units(terms: SplitTerms, demand: Demand, notice_share: ArrayLike = 1.0) -> Number:
    """Give the number of units to keep for own use so that expected profit is highest.

    Parameters
    ----------
    terms : SplitTerms
        Values and prices.
    demand : Demand
        Own demand.
    notice_share : float or array_like
        As for `critical_fractile`; 1 is a firm lease.

    Returns
    -------
    float or ndarray
        Units, between 0 and the capacity.

    Examples
    --------
    >>> round(kept_units(SplitTerms(200, own_value=4, rental_price=2), Demand(100, 30, "normal")), 6)
    100.0
    """
    best = np.asarray(demand_quantile(demand, critical_fractile(terms, notice_share)))
    return _plain(np.clip(best, 0.0, terms.capacity_units))


def checked_kept(terms: SplitTerms, kept: ArrayLike) -> NDArray[np.float64]:
    """Turn kept units into an array; refuse those outside 0 and the capacity."""
    q = np.asarray(kept, dtype=float)
    if not np.all((q >= 0) & (q <= np.asarray(terms.capacity_units) * (1 + 1e-12))):
        raise ValueError(f"kept units must lie between 0 and the capacity {terms.capacity_units}, got {kept}")
    return q


def expected_profit(terms: SplitTerms, demand: Demand, kept: ArrayLike) -> Number:
    """Give the expected profit per period when some units are kept and the rest rented firmly.

    Parameters
    ----------
    terms : SplitTerms
        Values and prices.
    demand : Demand
        Own demand.
    kept : float or array_like
        Units kept, between 0 and the capacity.

    Returns
    -------
    float or ndarray
        USD per period, cost of ownership not deducted.

    Raises
    ------
    ValueError
        If `kept` is out of range.

    Notes
    -----
    ``p (K - q) + v E[min(D, q)] + w E[(q - D)+] - s E[(D - q)+]``.

    Examples
    --------
    >>> terms = SplitTerms(200, own_value=4, rental_price=2)
    >>> round(expected_profit(terms, Demand(100, 30, "normal"), 100), 2)
    552.13
    """
    q = checked_kept(terms, kept)
    excess = np.asarray(expected_excess(demand, q))
    used = demand.mean_units - excess
    rent = terms.rental_price * (terms.capacity_units - q)
    return _plain(rent + terms.own_value * used + terms.idle_value * (q - used) - terms.shortage_penalty * excess)


def breakeven_utilisation(terms: SplitTerms) -> Number:
    """Give the use of a kept unit at which it earns as much as rent.

    Parameters
    ----------
    terms : SplitTerms
        Values and prices; the penalty counts as value, as a served unit avoids it.

    Returns
    -------
    float or ndarray
        Probability that the unit is needed; above 1 where renting always pays more.

    Raises
    ------
    ValueError
        If own use is worth no more than leaving the unit idle.

    Notes
    -----
    ``(p - w) / (v + s - w)``, one minus the critical fractile of a firm lease. Elementary closed form.

    Examples
    --------
    >>> breakeven_utilisation(SplitTerms(100, own_value=8, rental_price=2))
    0.25
    """
    gain = np.asarray(terms.own_value + terms.shortage_penalty - terms.idle_value)
    if not np.all(gain > 0):
        raise ValueError(f"own use must be worth more than idling, got {terms.own_value} against {terms.idle_value}")
    return _plain((terms.rental_price - terms.idle_value) / gain)


def breakeven_own_value(terms: SplitTerms, demand: Demand, kept: ArrayLike) -> Number:
    """Give the own-use value at which keeping exactly these units is the best split.

    Parameters
    ----------
    terms : SplitTerms
        Values and prices; the own-use value in it is ignored.
    demand : Demand
        Own demand.
    kept : float or array_like
        Units kept, between 0 and the capacity.

    Returns
    -------
    float or ndarray
        USD per unit and period: what an observed split reveals about the owner's own use.

    Raises
    ------
    ValueError
        If `kept` is out of range or demand surely lies below it.

    Notes
    -----
    ``w + (p - w) / P(D > q) - s``.

    Examples
    --------
    >>> terms = SplitTerms(200, own_value=0, rental_price=2)
    >>> breakeven_own_value(terms, Demand(100, 30, "normal"), 100)
    4.0
    """
    q = checked_kept(terms, kept)
    needed = ndtr(-standardised_units(demand, q))
    if not np.all(needed > 0):
        raise ValueError(f"own demand never exceeds the kept units {kept}: no own-use value explains keeping them")
    value = terms.idle_value + (terms.rental_price - terms.idle_value) / needed - terms.shortage_penalty
    return _plain(value)
