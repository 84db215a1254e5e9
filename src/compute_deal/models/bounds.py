"""Quantities known to lie in a range."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Bounds:
    """A quantity known to lie in a range.

    Parameters
    ----------
    low, value, high : float
        Bounds and best value, in one unit. Equal bounds are a constant.

    Raises
    ------
    ValueError
        If they are not in rising order.
    """

    low: float
    value: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"low {self.low}, value {self.value}, high {self.high}; expected them in this order")

    def draw(self, draws: int, rng: np.random.Generator) -> NDArray[np.float64]:
        """Draw independent values of a triangular distribution whose mode is the best value.

        Parameters
        ----------
        draws : int
            How many.
        rng : numpy.random.Generator
            Source of randomness.

        Returns
        -------
        ndarray
            Of shape ``(draws,)``, in the unit of the bounds.

        Examples
        --------
        >>> Bounds(1.0, 2.0, 3.0).draw(4, np.random.default_rng(0)).shape
        (4,)
        """
        if self.low == self.high:
            return np.full(draws, float(self.low))
        return rng.triangular(self.low, self.value, self.high, draws)
