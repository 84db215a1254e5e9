"""A comparison as a flat table of assumptions, to change one at a time and to explain a difference."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

from compute_deal.models.orbital.cost import cost_ratio
from compute_deal.models.orbital.decomposition import average_factors, waterfall
from compute_deal.models.orbital.sides import Comparison, Delivery, Ground, Orbit

PARTS = {"orbit": Orbit, "ground": Ground, "orbit_delivery": Delivery, "ground_delivery": Delivery}


def flatten(comparison):
    """Return every assumption of a comparison by name.

    Parameters
    ----------
    comparison : Comparison
        Both sides.

    Returns
    -------
    dict of str to float
        Keys such as ``orbit.launch_usd_per_kg``, ``ground.pue``, ``years``.

    Examples
    --------
    >>> sides = Comparison(Orbit(1e9, 1.0, 22.0, 36.5, 500.0), Ground(1e9, 12.0, 0.06, 1.1), years=5.0)
    >>> flatten(sides)["orbit.launch_usd_per_kg"]
    500.0
    """
    table = {}
    for field in fields(comparison):
        value = getattr(comparison, field.name)
        if field.name in PARTS:
            table.update({f"{field.name}.{part.name}": getattr(value, part.name) for part in fields(value)})
        else:
            table[field.name] = value
    return table


def build(assumptions: Mapping):
    """Return the comparison of a flat table: the inverse of ``flatten``.

    Parameters
    ----------
    assumptions : mapping of str to float
        As ``flatten`` returns it.

    Returns
    -------
    Comparison
        Both sides.

    Raises
    ------
    ValueError
        If a name does not belong to a comparison.

    Examples
    --------
    >>> sides = Comparison(Orbit(1e9, 1.0, 22.0, 36.5, 500.0), Ground(1e9, 12.0, 0.06, 1.1), years=5.0)
    >>> build(flatten(sides)) == sides
    True
    """
    parts = {name: {} for name in PARTS}
    rest = {}
    for name, value in assumptions.items():
        part, dot, own_name = name.partition(".")
        if dot and part in PARTS:
            parts[part][own_name] = value
        else:
            rest[name] = value
    try:
        return Comparison(**{name: PARTS[name](**values) for name, values in parts.items()}, **rest)
    except TypeError as error:
        raise ValueError(f"these are not the assumptions of a comparison: {error}") from error


def explain_ratio(start: Comparison, end: Comparison, groups: Mapping[str, Sequence[str]]):
    """Explain why two comparisons give different cost ratios.

    Parameters
    ----------
    start, end : Comparison
        The two sets of assumptions.
    groups : mapping of str to sequence of str
        Names of assumptions by group, in the order of the walk, at most eight groups.

    Returns
    -------
    steps : tuple of Step
        The walk in the order given.
    factors : dict of str to float
        The factor of each group averaged over all orders, the largest change first.

    Raises
    ------
    ValueError
        If an assumption that differs is in no group, or one is in two.

    Examples
    --------
    >>> cheap = Comparison(Orbit(1e9, 1.0, 5.0, 50.0, 0.0), Ground(1e9, 10.0, 0.0, 1.0), years=5.0)
    >>> dear = Comparison(Orbit(1e9, 1.0, 20.0, 50.0, 0.0), Ground(1e9, 10.0, 0.0, 1.0), years=5.0)
    >>> steps, factors = explain_ratio(cheap, dear, {"satellite": ["orbit.satellite_usd_per_w"]})
    >>> round(steps[0].after, 6), round(factors["satellite"], 6)
    (2.0, 4.0)
    """
    first, last = flatten(start), flatten(end)
    return waterfall(_ratio, first, last, groups), average_factors(_ratio, first, last, groups)


def _ratio(assumptions):
    return cost_ratio(build(assumptions))
