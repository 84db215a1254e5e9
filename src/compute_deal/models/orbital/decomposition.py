"""Why two models differ: their ratio split over groups of assumptions, in one order or over all orders."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import exp, factorial, log

MOST_GROUPS = 8


@dataclass(frozen=True)
class Step:
    """One step of a waterfall.

    Parameters
    ----------
    name : str
        Group of assumptions that changes.
    before, after : float
        Result before and after the change.
    """

    name: str
    before: float
    after: float

    @property
    def factor(self):
        """Result after per result before."""
        return self.after / self.before


def waterfall(
    evaluate: Callable[[Mapping], float],
    start: Mapping,
    end: Mapping,
    groups: Mapping[str, Sequence[str]],
):
    """Walk from one set of assumptions to another, one group at a time.

    Parameters
    ----------
    evaluate : callable
        Takes a mapping of all parameters, returns a positive result.
    start, end : mapping
        The two sets, with the same keys.
    groups : mapping of str to sequence of str
        Parameters by group, in the order of the walk. Each parameter that differs stands in one group.

    Returns
    -------
    tuple of Step
        The factors multiply to the result at the end per result at the start.

    Raises
    ------
    ValueError
        If the keys differ, a parameter stands in two groups, or one that differs stands in none; if a result
        is not above zero.

    Notes
    -----
    The factor of a group depends on the order. See ``average_factors`` for one that does not.

    Examples
    --------
    >>> steps = waterfall(lambda p: p["a"] + p["b"], {"a": 1, "b": 1}, {"a": 2, "b": 4}, {"A": ["a"], "B": ["b"]})
    >>> [(step.name, step.factor) for step in steps]
    [('A', 1.5), ('B', 2.0)]
    """
    _check_groups(start, end, groups)
    current = dict(start)
    before = _positive_result(evaluate, current)
    steps = []
    for name, parameters in groups.items():
        current.update({parameter: end[parameter] for parameter in parameters})
        after = _positive_result(evaluate, current)
        steps.append(Step(name, before, after))
        before = after
    return tuple(steps)


def average_factors(
    evaluate: Callable[[Mapping], float],
    start: Mapping,
    end: Mapping,
    groups: Mapping[str, Sequence[str]],
):
    """Split a ratio over groups of assumptions so that the split does not depend on an order.

    Parameters
    ----------
    evaluate : callable
        Takes a mapping of all parameters, returns a positive result.
    start, end : mapping
        The two sets, with the same keys.
    groups : mapping of str to sequence of str
        Parameters by group, at most eight groups.

    Returns
    -------
    dict of str to float
        Factor by group, the largest change first. The factors multiply to the ratio of the two results.

    Raises
    ------
    ValueError
        As for ``waterfall``, and if there are more than eight groups.

    Notes
    -----
    The Shapley value of the logarithm of the result, exact over all ``2^n`` combinations: the geometric mean
    of the factor of a group over all orders.

    Examples
    --------
    >>> factors = average_factors(lambda p: p["a"] * p["b"], {"a": 1, "b": 1}, {"a": 2, "b": 4}, {"A": "a", "B": "b"})
    >>> {name: round(factor, 6) for name, factor in factors.items()}
    {'B': 4.0, 'A': 2.0}
    """
    _check_groups(start, end, groups)
    names = tuple(groups)
    count = len(names)
    if count > MOST_GROUPS:
        raise ValueError(f"at most {MOST_GROUPS} groups can be split exactly, got {count}")

    logs = {}
    for size in range(count + 1):
        for chosen in combinations(names, size):
            parameters = dict(start)
            for name in chosen:
                parameters.update({parameter: end[parameter] for parameter in groups[name]})
            logs[frozenset(chosen)] = log(_positive_result(evaluate, parameters))

    factors = {}
    for name in names:
        others = [other for other in names if other != name]
        mean = 0.0
        for size in range(count):
            weight = factorial(size) * factorial(count - size - 1) / factorial(count)
            for chosen in map(frozenset, combinations(others, size)):
                mean += weight * (logs[chosen | {name}] - logs[chosen])
        factors[name] = exp(mean)
    return dict(sorted(factors.items(), key=lambda item: -abs(log(item[1]))))


def _positive_result(evaluate, parameters):
    result = float(evaluate(parameters))
    if not result > 0.0:
        raise ValueError(f"the result must be above zero to be split into factors, got {result!r}")
    return result


def _check_groups(start, end, groups):
    if set(start) != set(end):
        raise ValueError(f"start and end must have the same keys, differ in {sorted(set(start) ^ set(end))}")
    listed = [parameter for parameters in groups.values() for parameter in parameters]
    twice = sorted({parameter for parameter in listed if listed.count(parameter) > 1})
    if twice:
        raise ValueError(f"parameters must stand in one group, in two: {twice}")
    unknown = sorted(set(listed) - set(start))
    if unknown:
        raise ValueError(f"groups name unknown parameters: {unknown}")
    left_out = sorted(name for name in start if start[name] != end[name] and name not in listed)
    if left_out:
        raise ValueError(f"parameters that differ must stand in a group, left out: {left_out}")
