"""The units: the one list of those allowed, what each measures, between which bounds it can be, and what expressions measure."""

import ast
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from compute_deal import paths
from compute_deal.evidence.expressions import ExpressionError, parsed, walk
from compute_deal.evidence.problems import EvidenceError, Problem
from compute_deal.evidence.tables import read_descriptor

DATE = "date"
TEXT = "text"
Dimension = Mapping[str, int]
NONE: Dimension = {}
TIME = "time"


def parse_dimension(text: str) -> Dimension:
    """Return a dimension written as a product of powers.

    Parameters
    ----------
    text : str
        Words joined by `*` and `/`, each with an exponent if it is not 1; `1` for a pure number.

    Returns
    -------
    dict of str to int

    Raises
    ------
    ValueError
        If the text is none.

    Examples
    --------
    >>> parse_dimension("power/length^2/temperature^4")
    {'power': 1, 'length': -2, 'temperature': -4}
    >>> parse_dimension("1/time")
    {'time': -1}
    """
    if not re.fullmatch(r"(1|[a-z]+(\^\d)?)([*/][a-z]+(\^\d)?)*", text):
        raise ValueError(f"{text!r} is no dimension")
    exponents: Counter[str] = Counter()
    for sign, word, power in re.findall(r"([*/]?)([a-z]+)(?:\^(\d))?", text):
        exponents[word] += (-1 if sign == "/" else 1) * int(power or 1)
    return dict(exponents)


def dimension_in_words(dimension: Dimension) -> str:
    """Return a dimension in words.

    Examples
    --------
    >>> dimension_in_words({"money": 1, "time": -1}), dimension_in_words({})
    ('money/time', 'a pure number')
    """
    parts = [
        ("/" if power < 0 else "*") + word + (f"^{abs(power)}" if abs(power) > 1 else "")
        for word, power in sorted(dimension.items(), key=lambda item: -item[1])
    ]
    return ("1" + text if (text := "".join(parts)).startswith("/") else text[1:]) or "a pure number"


def dimension_of(text: str, names: Mapping[str, Dimension]) -> Dimension:
    """Return what an expression measures.

    Parameters
    ----------
    text : str
        An expression.
    names : mapping of str to dimension
        What each of its names measures.

    Returns
    -------
    dict of str to int

    Raises
    ------
    ExpressionError
        If it adds or compares things of different dimensions, or has a power that no number gives.

    Examples
    --------
    >>> money, rate = {"money": 1}, {"money": 1, "time": -1}
    >>> dimension_of("12 * fee / revenue", {"fee": rate, "revenue": money})
    {'time': -1}
    """
    return dimension_of_tree(parsed(text), names, text)


def same_kind(left: Dimension, right: Dimension) -> bool:
    """Return whether two dimensions agree, time apart: the 12 of `12 * fee` is a number of months.

    Examples
    --------
    >>> same_kind({"money": 1, "time": -1}, {"money": 1}), same_kind({"money": 1}, {"time": 1})
    (True, False)
    """
    return {**left, TIME: 0} == {**right, TIME: 0}


def keeps_units(text: str) -> bool:
    """Return whether an expression only picks, adds or subtracts, so that its unit is that of its names.

    Examples
    --------
    >>> keeps_units("min(a, b) - c"), keeps_units("12 * a")
    (True, False)
    """
    return not any(
        isinstance(part, ast.BinOp) and not isinstance(part.op, ast.Add | ast.Sub) for part in walk(parsed(text))
    )


def dimension_of_tree(tree: ast.expr, names: Mapping[str, Dimension], text: str) -> Dimension:
    """Return what a checked tree measures."""
    match tree:
        case ast.Constant():
            return NONE
        case ast.Name(id=id):
            return names[id]
        case ast.UnaryOp(operand=operand):
            return dimension_of_tree(operand, names, text)
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div() as op, right=right):
            sign = 1 if isinstance(op, ast.Mult) else -1
            first, second = dimension_of_tree(left, names, text), dimension_of_tree(right, names, text)
            powers = {word: first.get(word, 0) + sign * second.get(word, 0) for word in {**first, **second}}
            return {word: power for word, power in powers.items() if power}
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            base = dimension_of_tree(left, names, text)
            if dimension_of_tree(right, names, text) or (base and not isinstance(right, ast.Constant)):
                raise ExpressionError(f"{text!r} has a power that is no pure number")
            return {word: power * right.value for word, power in base.items()}
        case ast.BinOp(left=left, right=right):
            return alike([left, right], names, text)
        case ast.Call(args=args):
            return alike(args, names, text)
    raise AssertionError(f"{tree!r} was not checked")


def alike(parts: list[ast.expr], names: Mapping[str, Dimension], text: str) -> Dimension:
    """Return what all parts measure; a zero is of every dimension."""
    found = [dimension_of_tree(part, names, text) for part in parts if not is_zero(part)]
    if any(other != found[0] for other in found[1:]):
        kinds = " and ".join(dict.fromkeys(dimension_in_words(dimension) for dimension in found))
        raise ExpressionError(f"{text!r} adds or compares {kinds}")
    return found[0] if found else NONE


def is_zero(part: ast.expr) -> bool:
    """Return whether a part is the number 0."""
    return isinstance(part, ast.Constant) and part.value == 0


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
def known_units() -> Units:
    """Return the units of the evidence by name; cached, since nothing changes them."""
    return units_of(read_descriptor(paths.DESCRIPTOR))


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
