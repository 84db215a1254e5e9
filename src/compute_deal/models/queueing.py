"""A service as a queue: how long requests wait, and the gain from more or from pooled capacity.

The service is M/M/n: random arrivals, exponential holding times, `servers` alike, first come first served. The offered
*load* is arrivals per unit of time times mean holding time, in erlangs; the formulae are in `erlang`.

`mean_wait`, `waiting_longer_than` and `wait_quantile` are elementary closed forms once Erlang C is known; a page can
take `erlang.halfin_whitt` for it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from compute_deal.models.erlang import checked_inputs, erlang_b, erlang_c


def _plain(x: NDArray[np.float64]) -> NDArray[np.float64] | float:
    return x if x.ndim else float(x)


def mean_wait(servers: ArrayLike, load_erlang: ArrayLike, service_time: ArrayLike) -> NDArray[np.float64] | float:
    """Give the mean time that a request waits, those that do not wait included.

    Parameters
    ----------
    servers : float or array_like
        Number of servers, above 0.
    load_erlang : float or array_like
        Offered load in erlangs.
    service_time : float or array_like
        Mean holding time of a server, in any unit of time.

    Returns
    -------
    float or ndarray
        Mean wait in the unit of `service_time`; infinite where the load is not below the servers.

    Raises
    ------
    ValueError
        If an input is negative or not finite.

    Notes
    -----
    ``C h / (n - A)``: elementary once Erlang C is known.

    Examples
    --------
    One server busy half of the time: the wait equals one service time.

    >>> round(mean_wait(1, 0.5, 1.0), 9)
    1.0
    """
    n, a = checked_inputs(servers, load_erlang)
    spare = np.where(a < n, n - a, np.nan)
    wait = np.asarray(erlang_c(n, a)) * np.asarray(service_time, dtype=float) / spare
    return _plain(np.where(np.isnan(spare), np.inf, wait))


def waiting_longer_than(
    patience: ArrayLike, servers: ArrayLike, load_erlang: ArrayLike, service_time: ArrayLike
) -> NDArray[np.float64] | float:
    """Give the share of requests that wait longer than a given time.

    Parameters
    ----------
    patience : float or array_like
        Waiting time in the unit of `service_time`, not negative.
    servers, load_erlang, service_time : float or array_like
        As for `mean_wait`.

    Returns
    -------
    float or ndarray
        Probability; 1 where the load is not below the servers.

    Raises
    ------
    ValueError
        If an input is negative or not finite.

    Notes
    -----
    ``C exp(-(n - A) t / h)``, first come first served.

    Examples
    --------
    One server busy half of the time: half of the requests wait, and of them exp(-1) longer than two service times.

    >>> round(waiting_longer_than(2.0, 1, 0.5, 1.0), 6)
    0.18394
    """
    n, a = checked_inputs(servers, load_erlang)
    time = np.asarray(patience, dtype=float)
    if not np.all(time >= 0):
        raise ValueError(f"patience must not be negative, got {patience}")
    decay = np.exp(-np.maximum(n - a, 0.0) * time / np.asarray(service_time, dtype=float))
    return _plain(np.asarray(erlang_c(n, a)) * decay)


def wait_quantile(
    probability: ArrayLike, servers: ArrayLike, load_erlang: ArrayLike, service_time: ArrayLike
) -> NDArray[np.float64] | float:
    """Give the wait that a share of the requests does not exceed, such as the 95th percentile.

    Parameters
    ----------
    probability : float or array_like
        Share of requests, at least 0 and below 1.
    servers, load_erlang, service_time : float or array_like
        As for `mean_wait`.

    Returns
    -------
    float or ndarray
        Wait in the unit of `service_time`; 0 where that share does not wait, infinite where the queue is unstable.

    Raises
    ------
    ValueError
        If an input is out of range.

    Notes
    -----
    ``max(0, h / (n - A) · log(C / (1 - p)))``.

    Examples
    --------
    One server busy half of the time: 2 log(0.5 / 0.05) service times.

    >>> round(wait_quantile(0.95, 1, 0.5, 1.0), 5)
    4.60517
    """
    n, a = checked_inputs(servers, load_erlang)
    p = np.asarray(probability, dtype=float)
    if not np.all((p >= 0) & (p < 1)):
        raise ValueError(f"probability must be at least 0 and below 1, got {probability}")
    spare = np.where(a < n, n - a, np.nan)
    ratio = np.maximum(np.asarray(erlang_c(n, a)) / (1 - p), 1.0)
    wait = np.asarray(service_time, dtype=float) / spare * np.log(ratio)
    return _plain(np.where(np.isnan(spare), np.inf, wait))


@dataclass(frozen=True)
class QueueState:
    """Service at one size of the system; numbers or arrays.

    Parameters
    ----------
    servers : float or ndarray
        Number of servers of one pool.
    load_erlang : float or ndarray
        Load offered to that pool.
    blocking : float or ndarray
        Share turned away if none may wait.
    waiting : float or ndarray
        Share that waits if all may.
    mean_wait_service_times : float or ndarray
        Mean wait in multiples of the mean service time.
    """

    servers: float | NDArray[np.float64]
    load_erlang: float | NDArray[np.float64]
    blocking: float | NDArray[np.float64]
    waiting: float | NDArray[np.float64]
    mean_wait_service_times: float | NDArray[np.float64]


def queue_state(servers: ArrayLike, load_erlang: ArrayLike) -> QueueState:
    """Describe one pool of servers under a load by blocking, waiting and mean wait.

    Parameters
    ----------
    servers, load_erlang : float or array_like
        As for `erlang_c`.

    Returns
    -------
    QueueState
        The measures, with waits in multiples of the mean service time.

    Raises
    ------
    ValueError
        If an input is negative or not finite.

    Examples
    --------
    >>> state = queue_state(1, 0.5)
    >>> round(state.blocking, 6), round(state.waiting, 6), round(state.mean_wait_service_times, 6)
    (0.333333, 0.5, 1.0)
    """
    n, a = checked_inputs(servers, load_erlang)
    return QueueState(_plain(n), _plain(a), erlang_b(n, a), erlang_c(n, a), mean_wait(n, a, 1.0))


def with_added_capacity(
    servers: ArrayLike, load_erlang: ArrayLike, added_share: ArrayLike
) -> tuple[QueueState, QueueState]:
    """Compare service before and after adding a share of capacity at an unchanged load.

    Parameters
    ----------
    servers, load_erlang : float or array_like
        System before, as for `erlang_c`.
    added_share : float or array_like
        Capacity added as a share of that before: 0.2 adds 20 %. The sum is not rounded to whole servers.

    Returns
    -------
    tuple of QueueState
        Before and after.

    Raises
    ------
    ValueError
        If an input is negative or not finite.

    Notes
    -----
    It answers what the capacity does at today's demand. If lower waits draw new demand, the load must be raised too.

    Examples
    --------
    >>> before, after = with_added_capacity(100, 95, 0.2)
    >>> round(before.waiting, 3), round(after.waiting, 3)
    (0.506, 0.008)
    """
    n, a = checked_inputs(servers, load_erlang)
    share = np.asarray(added_share, dtype=float)
    if not np.all(share >= 0):
        raise ValueError(f"added_share must not be negative, got {added_share}")
    return queue_state(n, a), queue_state(n * (1 + share), a)


def pooled_and_split(servers: ArrayLike, load_erlang: ArrayLike, pools: ArrayLike) -> tuple[QueueState, QueueState]:
    """Compare one pool with the same servers and load split evenly into separate pools.

    Parameters
    ----------
    servers, load_erlang : float or array_like
        Totals over all pools.
    pools : float or array_like
        Number of separate pools, at least 1.

    Returns
    -------
    tuple of QueueState
        One pool of all servers, and one of the separate pools.

    Raises
    ------
    ValueError
        If an input is out of range.

    Examples
    --------
    >>> pooled, split = pooled_and_split(100, 90, 10)
    >>> round(pooled.blocking, 3), round(split.blocking, 3)
    (0.027, 0.168)
    """
    n, a = checked_inputs(servers, load_erlang)
    count = np.asarray(pools, dtype=float)
    if not np.all(count >= 1):
        raise ValueError(f"pools must be at least 1, got {pools}")
    return queue_state(n, a), queue_state(n / count, a / count)
