"""Amounts that partly contain each other, added up without counting anything twice."""

from collections.abc import Iterable, Mapping


def overlap_groups(overlaps: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Put amounts that overlap, directly or through others, into one group.

    Parameters
    ----------
    overlaps : mapping of str to iterable of str
        For each name the names that it overlaps with; one direction is enough.

    Returns
    -------
    dict of str to str
        For each name its group, named after the first member.

    Raises
    ------
    ValueError
        If a name overlaps with one that is not there.

    Examples
    --------
    >>> overlap_groups({"a": ["b"], "b": [], "c": ["b"], "d": []})
    {'a': 'a', 'b': 'a', 'c': 'a', 'd': 'd'}
    """
    unknown = {other for others in overlaps.values() for other in others} - set(overlaps)
    if unknown:
        raise ValueError(f"each overlap must be with one of {sorted(overlaps)}, got {sorted(unknown)}")
    group = {name: name for name in overlaps}
    order = {name: at for at, name in enumerate(overlaps)}
    for name, others in overlaps.items():
        for other in others:
            first, second = sorted((group[name], group[other]), key=order.__getitem__)
            group = {key: first if value == second else value for key, value in group.items()}
    return group


def counted_once(amounts: Mapping[str, float], groups: Mapping[str, str]) -> float:
    """Add up amounts, of each group only the largest.

    Parameters
    ----------
    amounts : mapping of str to float
        Known amounts by name, in one unit. Names without an amount are left out.
    groups : mapping of str to str
        As `overlap_groups` gives them.

    Returns
    -------
    float
        A lower bound of the true total: overlaps are seldom complete. The plain sum is the upper bound.

    Examples
    --------
    >>> counted_once({"a": 2.0, "b": 12.0, "d": 5.0}, {"a": "a", "b": "a", "c": "a", "d": "d"})
    17.0
    """
    largest: dict[str, float] = {}
    for name, amount in amounts.items():
        largest[groups[name]] = max(amount, largest.get(groups[name], 0.0))
    return float(sum(largest.values()))
