"""The margin of an owner who rents out compute, with uncertain inputs: draws. The cost model is `ownership`."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from compute_deal.models.bounds import Bounds
from compute_deal.models.ownership import OwnershipInputs, annual_cost, cost_usd_per_gpu_hour, margin

MARGIN_DRIVERS = (*(item.name for item in fields(OwnershipInputs)), "it_kw_per_gpu", "price_usd_per_gpu_hour")


@dataclass(frozen=True)
class MarginSimulation:
    """Draws of the owner's cost and margin, of shape ``(draws,)``; every hour is billed."""

    cost_usd_per_gpu_hour: NDArray[np.float64]
    margin: NDArray[np.float64]


def simulate_margin(bounds: Mapping[str, Bounds], draws: int, rng: np.random.Generator) -> MarginSimulation:
    """Draw the owner's cost per GPU-hour and margin from uncertain inputs.

    Parameters
    ----------
    bounds : Mapping[str, Bounds]
        One for each field of `OwnershipInputs`, and `it_kw_per_gpu` and `price_usd_per_gpu_hour`.
        Constants have equal ends.
    draws : int
        Number of draws.
    rng : numpy.random.Generator
        Source of randomness. Inputs are drawn in a fixed order, whatever the order of the mapping.

    Returns
    -------
    MarginSimulation
        Cost per GPU-hour and margin.

    Notes
    -----
    Inputs are independent. Chip prices and rents move together in truth, so the spread of the margin is overstated
    if both are wide.

    Examples
    --------
    >>> values = dict(zip(MARGIN_DRIVERS, [30e9, 10e9, 5, 14, 0.08, 0.8, 1.2, 0.07, 0.3e9, 1.9, 5.3]))
    >>> constants = {name: Bounds(value, value, value) for name, value in values.items()}
    >>> result = simulate_margin(constants, 3, np.random.default_rng(0))
    >>> np.round(result.margin, 3).tolist()
    [0.607, 0.607, 0.607]
    """
    drivers = {name: bounds[name].draw(draws, rng) for name in MARGIN_DRIVERS}
    inputs = OwnershipInputs(**{item.name: drivers[item.name] for item in fields(OwnershipInputs)})
    total = annual_cost(inputs)
    cost = np.asarray(cost_usd_per_gpu_hour(total, drivers["it_kw_per_gpu"]))
    return MarginSimulation(cost, np.asarray(margin(drivers["price_usd_per_gpu_hour"], cost)))
