"""What a right to recall rented capacity is worth to its owner.

Rented units come back after a notice period once own demand is known; until then the first split stands. Terms and
demand are those of `dual_use`. The customer's own right to leave is not in this model.

`recall_profit` and `recall_value` need the normal density, distribution and quantile only, which Vega expressions
have. `breakeven_recall_price` is a root, found numerically.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq

from compute_deal.models.dual_use import SplitTerms, checked_kept, expected_profit, kept_units
from compute_deal.models.own_demand import Demand, expected_excess

Number = float | NDArray[np.float64]


def _plain(x: NDArray[np.float64]) -> Number:
    return x if np.ndim(x) else float(x)


def recall_profit(terms: SplitTerms, demand: Demand, kept: ArrayLike, notice_share: ArrayLike) -> Number:
    """Give the expected profit per period when rented units can be recalled after a notice period.

    Parameters
    ----------
    terms : SplitTerms
        Values and prices, the rent being that of the recallable lease.
    demand : Demand
        Own demand, revealed at the start and constant over the horizon.
    kept : float or array_like
        Units kept from the start, between 0 and the capacity.
    notice_share : float or array_like
        Notice period over the horizon, 0 to 1; 1 is a firm lease.

    Returns
    -------
    float or ndarray
        USD per period, averaged over the horizon.

    Raises
    ------
    ValueError
        If an input is out of range.

    Notes
    -----
    Two stages. During notice the split stands: `expected_profit`. Afterwards the owner holds ``max(q, min(D, K))``, as
    it recalls what own demand needs and no more; kept units stay kept. With ``X(q) = E[(D - q)+]`` the second stage is
    ``p (K - q - X(q) + X(K)) + v (μ - X(K)) - s X(K) + w (q - μ + X(q))``. Where own use is worth less than rent,
    nothing is recalled.

    Examples
    --------
    With a notice of zero the owner rents all and recalls what it needs: nothing is ever idle.

    >>> terms = SplitTerms(1000, own_value=4, rental_price=2)
    >>> round(recall_profit(terms, Demand(100, 30, "normal"), 0, 0.0), 1)
    2200.0
    """
    q = checked_kept(terms, kept)
    share = np.asarray(notice_share, dtype=float)
    if not np.all((share >= 0) & (share <= 1)):
        raise ValueError(f"notice_share must lie between 0 and 1, got {notice_share}")
    firm = np.asarray(expected_profit(terms, demand, q))
    excess = np.asarray(expected_excess(demand, q))
    unserved = np.asarray(expected_excess(demand, terms.capacity_units))
    served = demand.mean_units - unserved
    recalled = (
        terms.rental_price * (terms.capacity_units - q - excess + unserved)
        + terms.own_value * served
        - terms.shortage_penalty * unserved
        + terms.idle_value * (q - demand.mean_units + excess)
    )
    worth_recalling = np.asarray(terms.own_value + terms.shortage_penalty) > np.asarray(terms.rental_price)
    return _plain(share * firm + (1 - share) * np.where(worth_recalling, recalled, firm))


def recall_value(terms: SplitTerms, demand: Demand, notice_share: ArrayLike) -> Number:
    """Give what the right of recall is worth to the owner at an unchanged rent.

    Parameters
    ----------
    terms : SplitTerms
        Values and prices.
    demand : Demand
        Own demand.
    notice_share : float or array_like
        Notice period over the horizon, 0 to 1.

    Returns
    -------
    float or ndarray
        USD per period: best expected profit with recall less best expected profit of a firm split. Never negative.

    Raises
    ------
    ValueError
        If an input is out of range.

    Examples
    --------
    >>> terms = SplitTerms(200, own_value=4, rental_price=2)
    >>> demand = Demand(100, 30, "normal")
    >>> round(recall_value(terms, demand, 0.0), 2), round(recall_value(terms, demand, 1.0), 2)
    (47.86, 0.0)
    """
    firm = np.asarray(expected_profit(terms, demand, kept_units(terms, demand)))
    flexible = np.asarray(recall_profit(terms, demand, kept_units(terms, demand, notice_share), notice_share))
    return _plain(flexible - firm)


def breakeven_recall_price(terms: SplitTerms, demand: Demand, notice_share: float) -> float:
    """Give the rent at which a recallable lease is as good for the owner as a firm one at the full rent.

    Parameters
    ----------
    terms : SplitTerms
        Scalars; `rental_price` is the rent of the firm lease.
    demand : Demand
        Own demand.
    notice_share : float
        Notice period over the horizon, 0 to 1.

    Returns
    -------
    float
        USD per unit and period, at most the firm rent. The difference is the largest discount that the owner would
        give for the right of recall.

    Raises
    ------
    ValueError
        If an input is out of range.

    Examples
    --------
    >>> terms = SplitTerms(200, own_value=4, rental_price=2)
    >>> price = breakeven_recall_price(terms, Demand(100, 30, "normal"), 0.25)
    >>> round(price, 2)
    1.74
    """
    firm = expected_profit(terms, demand, kept_units(terms, demand))

    def excess(price: float) -> float:
        flexible = replace(terms, rental_price=price)
        kept = kept_units(flexible, demand, notice_share)
        return recall_profit(flexible, demand, kept, notice_share) - firm

    # Just above the idle value the owner keeps everything, which is one of the firm splits and so no better.
    lowest = terms.idle_value + 1e-9 * (terms.rental_price - terms.idle_value)
    if excess(terms.rental_price) <= 0 or excess(lowest) >= 0:
        return float(terms.rental_price)
    return float(brentq(excess, lowest, terms.rental_price))
