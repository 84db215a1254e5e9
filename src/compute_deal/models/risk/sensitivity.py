"""Which input moves the result most: Sobol indices over all inputs, and a tornado of one at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from SALib.analyze import sobol as sobol_analysis
from SALib.sample import sobol as sobol_sample

Model = Callable[[dict[str, NDArray[np.float64]]], NDArray[np.float64]]


@dataclass(frozen=True, kw_only=True)
class Factor:
    """An uncertain input with its range; between the ends every value is taken as equally likely.

    Parameters
    ----------
    name : str
        Name under which the model receives the input.
    low, central, high : float
        Range and base value, in the unit of the input.

    Raises
    ------
    ValueError
        If the values are not ordered, or the range is empty.

    Examples
    --------
    >>> Factor(name="volatility_per_year", low=0.15, central=0.25, high=0.45).central
    0.25
    """

    name: str
    low: float
    central: float
    high: float

    def __post_init__(self) -> None:
        """Refuse an empty range and a base value outside it."""
        if not (self.low <= self.central <= self.high and self.low < self.high):
            raise ValueError(
                f"range of {self.name!r} is {self.low}, {self.central}, {self.high}; expected low <= central <= high"
            )


@dataclass(frozen=True)
class SobolIndex:
    """Share of the variance of the result that one input explains.

    Attributes
    ----------
    name : str
        Name of the input.
    first_order, total : float
        Share explained alone, and together with all its interactions.
    first_order_error, total_error : float
        Half-width of the 95 % interval of each.
    """

    name: str
    first_order: float
    total: float
    first_order_error: float
    total_error: float


@dataclass(frozen=True)
class TornadoBar:
    """Result with one input at either end of its range and all others at their base value.

    Attributes
    ----------
    name : str
        Name of the input.
    at_low, at_high : float
        Result at the low and at the high end.
    """

    name: str
    at_low: float
    at_high: float

    @property
    def swing(self) -> float:
        """Distance between both results."""
        return abs(self.at_high - self.at_low)


def sobol_indices(
    model: Model, factors: Sequence[Factor], rng: np.random.Generator, *, base_samples: int = 512
) -> list[SobolIndex]:
    """Rank the inputs by Sobol's variance shares, largest total first.

    Parameters
    ----------
    model : callable
        Takes samples by name of the input, each of shape (samples,), and returns results of shape (samples,).
    factors : sequence of Factor
        The uncertain inputs, independent of each other.
    rng : numpy.random.Generator
        Source of randomness of the sample and of the bootstrap behind the intervals.
    base_samples : int
        Base size, a power of two; the model is run ``base_samples * (inputs + 2)`` times.

    Returns
    -------
    list of SobolIndex
        One for each input. A small negative share is sampling error.

    Raises
    ------
    ValueError
        If the base size is not a power of two.

    Notes
    -----
    Saltelli (2010) sampling and estimators as in SALib.

    Examples
    --------
    >>> factors = [Factor(name=name, low=0.0, central=0.5, high=1.0) for name in ("a", "b")]
    >>> indices = sobol_indices(lambda x: 3 * x["a"] + x["b"], factors, np.random.default_rng(1), base_samples=256)
    >>> [(index.name, round(index.total, 1)) for index in indices]  # variances 9 to 1
    [('a', 0.9), ('b', 0.1)]
    """
    if base_samples < 2 or base_samples & (base_samples - 1):
        raise ValueError(f"base_samples is {base_samples}; expected a power of two")
    problem = {
        "num_vars": len(factors),
        "names": [factor.name for factor in factors],
        "bounds": [[factor.low, factor.high] for factor in factors],
    }
    seeds = rng.integers(2**31, size=2)
    samples = sobol_sample.sample(problem, base_samples, calc_second_order=False, seed=int(seeds[0]))
    results = model({factor.name: samples[:, i] for i, factor in enumerate(factors)})
    found = sobol_analysis.analyze(problem, results, calc_second_order=False, seed=int(seeds[1]))
    columns = zip(problem["names"], found["S1"], found["ST"], found["S1_conf"], found["ST_conf"], strict=True)
    indices = [SobolIndex(name, *(float(value) for value in row)) for name, *row in columns]
    return sorted(indices, key=lambda index: -index.total)


def tornado(model: Model, factors: Sequence[Factor]) -> tuple[float, list[TornadoBar]]:
    """Move one input at a time to the ends of its range, largest swing first.

    Parameters
    ----------
    model : callable
        As in `sobol_indices`.
    factors : sequence of Factor
        The uncertain inputs.

    Returns
    -------
    tuple
        Result with all inputs at their base value, and one bar for each input.

    Examples
    --------
    >>> factors = [Factor(name="a", low=0.0, central=1.0, high=2.0), Factor(name="b", low=0.0, central=1.0, high=9.0)]
    >>> base, bars = tornado(lambda x: 3 * x["a"] + x["b"], factors)
    >>> base, [(bar.name, bar.at_low, bar.at_high) for bar in bars]
    (4.0, [('b', 3.0, 12.0), ('a', 1.0, 7.0)])
    """
    count = len(factors)
    samples = {}
    for i, factor in enumerate(factors):
        column = np.full(2 * count + 1, factor.central)
        column[1 + 2 * i], column[2 + 2 * i] = factor.low, factor.high
        samples[factor.name] = column
    results = model(samples)
    bars = [
        TornadoBar(factor.name, float(results[1 + 2 * i]), float(results[2 + 2 * i]))
        for i, factor in enumerate(factors)
    ]
    return float(results[0]), sorted(bars, key=lambda bar: -bar.swing)
