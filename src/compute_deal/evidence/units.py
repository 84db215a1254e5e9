"""The units: the one list of those allowed, with what each measures and between which bounds it can be."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from compute_deal import paths
from compute_deal.evidence.dimensions import Dimension, parse_dimension
from compute_deal.evidence.problems import EvidenceError, Problem
from compute_deal.evidence.tables import read_descriptor

DATE = "date"
TEXT = "text"


@dataclass(frozen=True)
class Unit:
    """What a number of one unit may be.

    Parameters
    ----------
    name : str
        As it stands in the tables.
    dimension : Dimension
        What it measures: money, time, power and so on, each with its exponent.
    minimum, maximum : float or str or None
        Bounds of what is possible, ISO dates for the unit `date`; None for words.
    whole : bool
        Whether only whole numbers are possible.
    """

    name: str
    dimension: Dimension
    minimum: float | str | None = None
    maximum: float | str | None = None
    whole: bool = False

    def __str__(self) -> str:
        if self.minimum is None:
            return self.name
        if isinstance(self.minimum, str):
            return f"a date as YYYY-MM-DD, YYYY-MM or YYYY from {self.minimum} to {self.maximum}"
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} from {self.minimum:,} to {self.maximum:,}, in {self.name}"


Units = Mapping[str, Unit]


def units_of(descriptor: dict, name: str = "data/datapackage.json") -> dict[str, Unit]:
    """Return the units of a descriptor by name.

    Parameters
    ----------
    descriptor : dict
        A Data Package descriptor, as `read_descriptor` returns it.
    name : str, optional
        Its file, as problems are to name it.

    Returns
    -------
    dict of str to Unit

    Raises
    ------
    EvidenceError
        If there is no such table, a unit lacks its dimension or its bounds, or a column has another unit.
    """
    listed = descriptor.get("units")
    if not isinstance(listed, dict) or not {DATE, TEXT} <= set(listed):
        raise EvidenceError(
            [Problem(name, 0, "units", "no units", f"{DATE}, {TEXT} and each other with dimension and bounds")]
        )
    problems, units = [], {}
    for unit, said in listed.items():
        try:
            units[unit] = Unit(unit, parse_dimension(said["dimension"]), **bounds_of(unit, said))
        except (KeyError, TypeError, ValueError, AttributeError):
            expected = "a dimension such as money/time, and a minimum not above the maximum"
            problems.append(Problem(name, 0, f"units, {unit}", json.dumps(said), expected))
    problems += [
        Problem(name, 0, f"resources, {resource['name']}, {field['name']}", str(field["unit"]), "one of the units")
        for resource in descriptor["resources"]
        for field in resource["schema"]["fields"]
        if field.get("unit", DATE) not in listed
    ]
    if problems:
        raise EvidenceError(problems)
    return units


def bounds_of(unit: str, said: dict) -> dict:
    """Return minimum, maximum and wholeness of a unit as its entry in the descriptor states them."""
    if unit == TEXT:
        return {}
    kind = str if unit == DATE else (int, float)
    minimum, maximum = said["minimum"], said["maximum"]
    if not isinstance(minimum, kind) or not isinstance(maximum, kind) or minimum > maximum:
        raise ValueError("no bounds")
    return {"minimum": minimum, "maximum": maximum, "whole": bool(said.get("whole", False))}


@lru_cache
def known_units(descriptor: Path = paths.DESCRIPTOR) -> Units:
    """Return the units of the evidence by name; cached, since nothing changes them.

    Parameters
    ----------
    descriptor : Path, optional
        The Data Package descriptor.

    Returns
    -------
    mapping of str to Unit
    """
    return units_of(read_descriptor(descriptor))


def is_unit(name: str) -> bool:
    """Return whether a unit is one of the evidence's; results may have no others.

    Parameters
    ----------
    name : str
        The unit.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_unit("USD/month"), is_unit("dollars")
    (True, False)
    """
    return name in known_units()
