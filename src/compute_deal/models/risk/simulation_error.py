"""How far a simulated result can be trusted: percentiles with their simulation error, and the digits that it supports."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class ValueSummary:
    """Percentiles and mean with their simulation errors.

    Attributes
    ----------
    p5, p50, p95, mean : float
        Percentiles and mean of the outcome.
    p5_error, p50_error, p95_error, mean_error : float
        Standard error of each, from independent batches.
    """

    p5: float
    p50: float
    p95: float
    mean: float
    p5_error: float
    p50_error: float
    p95_error: float
    mean_error: float


def summarise(outcomes: NDArray[np.float64], batches: int) -> ValueSummary:
    """Summarise outcomes with the error that the simulation leaves.

    Parameters
    ----------
    outcomes : numpy.ndarray
        Outcomes, batch after batch, shape (paths,).
    batches : int
        Number of batches, at least two; it divides the paths.

    Returns
    -------
    ValueSummary
        Percentiles and mean of all paths; errors from the spread of the batches.

    Raises
    ------
    ValueError
        If the batches do not divide the paths, or there is only one.

    Examples
    --------
    >>> summary = summarise(np.array([1.0, 2.0, 3.0, 1.0, 2.0, 6.0]), batches=2)
    >>> summary.mean, summary.mean_error, summary.p50
    (2.5, 0.5, 2.0)
    """
    if batches < 2 or len(outcomes) % batches:
        raise ValueError(f"batches is {batches} for {len(outcomes)} paths; expected a divisor of at least two")
    split = outcomes.reshape(batches, -1)
    of_batches = np.vstack([np.percentile(split, [5, 50, 95], axis=1), split.mean(axis=1)])
    errors = of_batches.std(axis=1, ddof=1) / np.sqrt(batches)
    p5, p50, p95 = np.percentile(outcomes, [5, 50, 95])
    return ValueSummary(float(p5), float(p50), float(p95), float(outcomes.mean()), *(float(error) for error in errors))


def convergence(outcomes: NDArray[np.float64], batches: int) -> NDArray[np.float64]:
    """Give percentiles and mean as batches are added.

    Parameters
    ----------
    outcomes : numpy.ndarray
        Outcomes, batch after batch, shape (paths,).
    batches : int
        Number of batches.

    Returns
    -------
    numpy.ndarray
        Shape (batches, 5): number of paths, 5th, 50th and 95th percentile, mean.

    Examples
    --------
    >>> convergence(np.array([1.0, 2.0, 3.0, 4.0]), batches=2)[:, [0, 4]].tolist()
    [[2.0, 1.5], [4.0, 2.5]]
    """
    size = len(outcomes) // batches
    rows = []
    for count in range(size, size * batches + 1, size):
        head = outcomes[:count]
        rows.append([count, *np.percentile(head, [5, 50, 95]), head.mean()])
    return np.array(rows)


def supported_decimals(error: float, most: int) -> int:
    """Give the number of decimals that a simulation error supports.

    Parameters
    ----------
    error : float
        Standard error, in the unit in which the result is shown.
    most : int
        Largest number of decimals wanted.

    Returns
    -------
    int
        Decimals at which two standard errors are at most half of the last digit. It is negative if tens or hundreds are
        all that is known.

    Raises
    ------
    ValueError
        If the error is negative or not finite.

    Notes
    -----
    The seed fixes the digits that are printed; this says which of them another seed would give too, up to a rounding edge.

    Examples
    --------
    >>> supported_decimals(0.002, most=3), supported_decimals(0.0, most=3), supported_decimals(3.0, most=3)
    (2, 3, -2)
    """
    if not (np.isfinite(error) and error >= 0):
        raise ValueError(f"error is {error}; expected a finite number of at least zero")
    if error == 0:
        return most
    return min(int(np.floor(-np.log10(4 * error))), most)
