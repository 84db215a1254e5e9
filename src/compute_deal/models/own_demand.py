"""Uncertain own demand for capacity: quantile and expected excess, normal or lognormal.

Every function needs the normal density, distribution and quantile only, which Vega expressions have.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

Number = float | NDArray[np.float64]


@dataclass(frozen=True)
class Demand:
    """Uncertain own demand for capacity, in units.

    Parameters
    ----------
    mean_units : float
        Mean, above 0.
    sd_units : float
        Standard deviation, above 0.
    kind : {"lognormal", "normal"}
        Lognormal cannot fall below 0. A normal with a deviation above a third of its mean would be negative too
        often to describe demand and is refused.

    Raises
    ------
    ValueError
        If a moment is out of range or the kind is unknown.
    """

    mean_units: float
    sd_units: float
    kind: Literal["lognormal", "normal"] = "lognormal"

    def __post_init__(self) -> None:
        """Check moments and kind."""
        if not (self.mean_units > 0 and self.sd_units > 0):
            raise ValueError(f"mean and deviation must be above 0, got {self.mean_units} and {self.sd_units}")
        if self.kind not in ("lognormal", "normal"):
            raise ValueError(f"kind must be lognormal or normal, got {self.kind}")
        if self.kind == "normal" and self.sd_units > self.mean_units / 3 * (1 + 1e-9):
            raise ValueError(f"normal demand needs sd_units up to a third of mean_units ({self.mean_units / 3:g})")


def _plain(x: NDArray[np.float64]) -> Number:
    return x if np.ndim(x) else float(x)


def _log_parameters(demand: Demand) -> tuple[float, float]:
    log_variance = np.log1p((demand.sd_units / demand.mean_units) ** 2)
    return float(np.log(demand.mean_units) - log_variance / 2), float(np.sqrt(log_variance))


def standardised_units(demand: Demand, units: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the distance of units from the mean in deviations, of the logarithms if demand is lognormal."""
    if demand.kind == "normal":
        return (units - demand.mean_units) / demand.sd_units
    centre, scale = _log_parameters(demand)
    with np.errstate(divide="ignore"):
        return (np.log(np.maximum(units, 0.0)) - centre) / scale


def demand_quantile(demand: Demand, probability: ArrayLike) -> Number:
    """Give the number of units that own demand does not exceed with a probability.

    Parameters
    ----------
    demand : Demand
        Own demand.
    probability : float or array_like
        Between 0 and 1.

    Returns
    -------
    float or ndarray
        Units.

    Raises
    ------
    ValueError
        If a probability lies outside 0 and 1.

    Examples
    --------
    >>> demand_quantile(Demand(100, 30, "normal"), 0.5)
    100.0
    """
    p = np.asarray(probability, dtype=float)
    if not np.all((p >= 0) & (p <= 1)):
        raise ValueError(f"probability must lie between 0 and 1, got {probability}")
    z = ndtri(p)
    if demand.kind == "normal":
        return _plain(demand.mean_units + demand.sd_units * z)
    centre, scale = _log_parameters(demand)
    return _plain(np.exp(centre + scale * z))


def expected_excess(demand: Demand, units: ArrayLike) -> Number:
    """Give the expected own demand beyond a number of units.

    Parameters
    ----------
    demand : Demand
        Own demand.
    units : float or array_like
        Number of units, not negative.

    Returns
    -------
    float or ndarray
        Expected units of unserved demand.

    Notes
    -----
    Normal: ``σ (φ(z) - z (1 - Φ(z)))``. Lognormal: ``μ (1 - Φ(z - s)) - q (1 - Φ(z))`` with the deviation ``s`` of the
    logarithm. `z` is the standardised number of units.

    Examples
    --------
    >>> round(expected_excess(Demand(100, 30, "normal"), 100), 4)
    11.9683
    """
    q = np.asarray(units, dtype=float)
    if not np.all(q >= 0):
        raise ValueError(f"units must not be negative, got {units}")
    z = standardised_units(demand, q)
    if demand.kind == "normal":
        density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
        return _plain(demand.sd_units * (density - z * ndtr(-z)))
    _, scale = _log_parameters(demand)
    return _plain(demand.mean_units * ndtr(scale - z) - q * ndtr(-z))
