"""Erlang's loss and delay formulae, from a few servers to a hundred thousand.

Requests arrive at random (Poisson), each holds one server for an exponentially distributed time, and there are
`servers` of them. The offered *load* is arrivals per unit of time times mean holding time, in erlangs.
Erlang B is the share of requests turned away when nobody may wait; Erlang C the share that has to wait when
all may. The number of servers may be fractional: the loss formula is continued as ``A^n e^-A / Γ(n + 1, A)``.

Neither formula has an elementary closed form. `halfin_whitt` needs only the normal density and distribution, which
Vega expressions have, so a page can repeat it.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincc, gammaln, ndtr

# Below this the regularised gamma function is close to underflow and the series takes over.
_SMALLEST_GAMMA = 1e-280


def checked_inputs(servers: ArrayLike, load_erlang: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Broadcast servers and load against each other; refuse negative and endless ones."""
    n, a = np.broadcast_arrays(np.asarray(servers, dtype=float), np.asarray(load_erlang, dtype=float))
    if not np.all((n >= 0) & np.isfinite(n)):
        raise ValueError(f"servers must be finite and not negative, got {servers}")
    if not np.all((a >= 0) & np.isfinite(a)):
        raise ValueError(f"load_erlang must be finite and not negative, got {load_erlang}")
    return n, a


def _plain(x: NDArray[np.float64]) -> NDArray[np.float64] | float:
    return x if x.ndim else float(x)


def _overload_log_blocking(n: NDArray[np.float64], a: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum ``1/B = 1 + n/A + n(n-1)/A² + …``, whose terms fall from the start when the load exceeds the servers."""
    term = np.ones_like(a)
    total = np.ones_like(a)
    step = 0
    while np.any(np.abs(term) > 1e-17 * total):
        term = term * (n - step) / a
        total = total + term
        step += 1
    return -np.log(total)


def log_erlang_b(servers: ArrayLike, load_erlang: ArrayLike) -> NDArray[np.float64] | float:
    """Give the natural logarithm of Erlang's loss formula, which does not underflow.

    Parameters
    ----------
    servers : float or array_like
        Number of servers, not negative, may be fractional.
    load_erlang : float or array_like
        Offered load in erlangs, not negative.

    Returns
    -------
    float or ndarray
        Logarithm of the blocking probability; ``-inf`` where nothing is offered to at least a part of a server.

    Raises
    ------
    ValueError
        If an input is negative or not finite.

    Notes
    -----
    ``log B = n log A - A - log Γ(n + 1, A)`` (Jagerman 1974 for the continuation). For overloads so heavy that the
    incomplete gamma function underflows, ``1/B`` is summed term by term. The relative error of B stays below 1e-9
    up to 100,000 servers.

    Examples
    --------
    >>> round(log_erlang_b(10_000, 200), 4)
    -29325.7542
    """
    n, a = checked_inputs(servers, load_erlang)
    result = np.where(n == 0, 0.0, -np.inf)
    gamma = gammaincc(n + 1, a)
    usual = (a > 0) & (n > 0) & (gamma > _SMALLEST_GAMMA)
    nu, au = n[usual], a[usual]
    result[usual] = nu * np.log(au) - au - gammaln(nu + 1) - np.log(gamma[usual])
    heavy = (a > 0) & (n > 0) & (gamma <= _SMALLEST_GAMMA)
    result[heavy] = _overload_log_blocking(n[heavy], a[heavy])
    # Rounding can lift the logarithm of a probability a hair above 0.
    return _plain(np.minimum(result, 0.0))


def erlang_b(servers: ArrayLike, load_erlang: ArrayLike) -> NDArray[np.float64] | float:
    """Give the share of requests turned away when none may wait (Erlang B).

    Parameters
    ----------
    servers : float or array_like
        Number of servers, not negative, may be fractional.
    load_erlang : float or array_like
        Offered load in erlangs, not negative. It may exceed the servers.

    Returns
    -------
    float or ndarray
        Blocking probability between 0 and 1.

    Raises
    ------
    ValueError
        If an input is negative or not finite.

    Notes
    -----
    ``B = (A^n / n!) / Σ_{k=0..n} A^k / k!`` (Erlang 1917). No elementary closed form: a page can sum the terms from a
    generated sequence for a few hundred servers, or interpolate a table made here.

    Examples
    --------
    >>> round(erlang_b(10, 4.461), 4)
    0.01
    """
    return _plain(np.exp(np.asarray(log_erlang_b(servers, load_erlang))))


def erlang_c(servers: ArrayLike, load_erlang: ArrayLike) -> NDArray[np.float64] | float:
    """Give the share of requests that must wait when all may (Erlang C).

    Parameters
    ----------
    servers : float or array_like
        Number of servers, above 0.
    load_erlang : float or array_like
        Offered load in erlangs. At or above the number of servers the queue grows without end.

    Returns
    -------
    float or ndarray
        Probability of waiting; 1 where the load is not below the servers.

    Raises
    ------
    ValueError
        If an input is negative or not finite.

    Notes
    -----
    ``C = B / (1 - ρ (1 - B))`` with Erlang's B and the utilisation ``ρ = A / n``. No elementary closed form.

    Examples
    --------
    >>> round(erlang_c(2, 1), 6)
    0.333333
    """
    n, a = checked_inputs(servers, load_erlang)
    blocking = np.asarray(erlang_b(n, a))
    stable = a < n
    idle_share = np.where(stable, 1 - a / np.where(stable, n, 1.0), 0.0)
    # 1 - ρ(1 - B), written so that it does not cancel when the servers are nearly all busy.
    denominator = np.where(stable, idle_share + (1 - idle_share) * blocking, 1.0)
    return _plain(np.where(stable, blocking / denominator, 1.0))


def halfin_whitt(servers: ArrayLike, load_erlang: ArrayLike) -> NDArray[np.float64] | float:
    """Approximate Erlang C for many servers by a closed form that a page can repeat.

    Parameters
    ----------
    servers : float or array_like
        Number of servers, above 0.
    load_erlang : float or array_like
        Offered load in erlangs, above 0.

    Returns
    -------
    float or ndarray
        Approximate probability of waiting; 1 where the load is not below the servers.

    Raises
    ------
    ValueError
        If an input is not positive or not finite.

    Notes
    -----
    ``1 / (1 + β Φ(β) / φ(β))`` with ``β = (1 - ρ) sqrt(n)`` (Halfin and Whitt 1981). It tends to Erlang C as servers
    grow at a fixed β; it overstates small probabilities, which lie in the far tail.

    Examples
    --------
    >>> round(halfin_whitt(1000, 970), 3), round(erlang_c(1000, 970), 3)
    (0.244, 0.243)
    """
    n, a = checked_inputs(servers, load_erlang)
    if not (np.all(n > 0) and np.all(a > 0)):
        raise ValueError(f"servers and load_erlang must be above 0, got {servers} and {load_erlang}")
    beta = np.maximum((n - a) / np.sqrt(n), 0.0)
    density = np.exp(-(beta**2) / 2) / np.sqrt(2 * np.pi)
    return _plain(density / (density + beta * ndtr(beta)))
