"""How large a service must be for a target, and how much load it carries at one: Erlang tables, inverted.

The results are searched for, as Erlang's formulae have no elementary inverse. For many servers
``n ≈ A + β sqrt(A)`` with the β of `erlang.halfin_whitt` comes close and is a closed form.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import elementwise

from compute_deal.models.erlang import erlang_b
from compute_deal.models.queueing import waiting_longer_than


def _plain(x: NDArray[np.float64]) -> NDArray[np.float64] | float:
    return x if x.ndim else float(x)


def load_for_blocking(servers: ArrayLike, blocking_target: ArrayLike) -> NDArray[np.float64] | float:
    """Give the largest load that servers carry at a blocking target: the entry of an Erlang B table.

    Parameters
    ----------
    servers : float or array_like
        Number of servers, above 0.
    blocking_target : float or array_like
        Blocking probability, above 0 and below 1.

    Returns
    -------
    float or ndarray
        Offered load in erlangs.

    Raises
    ------
    ValueError
        If an input is out of range.

    Notes
    -----
    Erlang B rises in the load, and ``B >= 1 - n/A`` brackets the root from above.

    Examples
    --------
    >>> round(load_for_blocking(100, 0.01), 2)
    84.06
    """
    n, target = np.broadcast_arrays(np.asarray(servers, dtype=float), np.asarray(blocking_target, dtype=float))
    if not (np.all(n > 0) and np.all((target > 0) & (target < 1))):
        raise ValueError(
            f"servers must be above 0 and blocking_target within 0 and 1, got {servers}, {blocking_target}"
        )
    root = elementwise.find_root(
        lambda load, count, goal: np.asarray(erlang_b(count, load)) - goal,
        (np.zeros_like(n), n / (1 - target)),
        args=(n, target),
    )
    return _plain(np.asarray(root.x))


def _fewest(
    servers_fail: Callable[[NDArray[np.int64]], NDArray[np.bool_]], floor: NDArray[np.int64]
) -> NDArray[np.int64] | int:
    """Find the smallest whole number at which a predicate that holds for few servers no longer holds."""
    low, high = floor.copy(), np.maximum(2 * floor, 1)
    while np.any(failing := servers_fail(high)):
        low, high = np.where(failing, high, low), np.where(failing, 2 * high, high)
    while np.any(high - low > 1):
        middle = (low + high) // 2
        failing = servers_fail(middle)
        low, high = np.where(failing, middle, low), np.where(failing, high, middle)
    return high if high.ndim else int(high)


def servers_for_blocking(load_erlang: ArrayLike, blocking_target: ArrayLike) -> NDArray[np.int64] | int:
    """Give the fewest servers that turn away no more than a target share of requests.

    Parameters
    ----------
    load_erlang : float or array_like
        Offered load in erlangs, above 0.
    blocking_target : float or array_like
        Blocking probability, above 0 and below 1.

    Returns
    -------
    int or ndarray
        Whole number of servers.

    Raises
    ------
    ValueError
        If an input is out of range.

    Examples
    --------
    >>> servers_for_blocking(10, 0.02)
    17
    """
    a, target = np.broadcast_arrays(np.asarray(load_erlang, dtype=float), np.asarray(blocking_target, dtype=float))
    if not (np.all(a > 0) and np.all((target > 0) & (target < 1))):
        raise ValueError(
            f"load_erlang must be above 0 and blocking_target within 0 and 1, got {load_erlang}, {blocking_target}"
        )
    return _fewest(lambda n: np.asarray(erlang_b(n, a)) > target, np.zeros(a.shape, dtype=np.int64))


def servers_for_waiting(
    load_erlang: ArrayLike, waiting_target: ArrayLike, patience: ArrayLike = 0.0, service_time: ArrayLike = 1.0
) -> NDArray[np.int64] | int:
    """Give the fewest servers at which no more than a target share waits longer than a given time.

    Parameters
    ----------
    load_erlang : float or array_like
        Offered load in erlangs, above 0.
    waiting_target : float or array_like
        Share of requests, above 0 and below 1.
    patience : float or array_like
        Waiting time in the unit of `service_time`; 0 counts every wait.
    service_time : float or array_like
        Mean holding time.

    Returns
    -------
    int or ndarray
        Whole number of servers, always above the load.

    Raises
    ------
    ValueError
        If an input is out of range.

    Examples
    --------
    >>> servers_for_waiting(100, 0.05)
    119
    """
    a, target, time, hold = np.broadcast_arrays(
        *(np.asarray(x, dtype=float) for x in (load_erlang, waiting_target, patience, service_time))
    )
    if not (np.all(a > 0) and np.all((target > 0) & (target < 1))):
        raise ValueError(
            f"load_erlang must be above 0 and waiting_target within 0 and 1, got {load_erlang}, {waiting_target}"
        )
    return _fewest(lambda n: np.asarray(waiting_longer_than(time, n, a, hold)) > target, np.floor(a).astype(np.int64))
