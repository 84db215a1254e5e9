"""Whether two values or pictures mean the same: numbers within a tolerance, everything else exactly."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any
from xml.etree import ElementTree

RELATIVE = 1e-6  # far finer than the digits that are shown, far coarser than what processors differ by
NOISE = 1e-12  # of the largest number of a column: what is left of a zero

NUMBER = re.compile(r"(?<![\w.])[-−+]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[-+]?\d+)?", re.IGNORECASE)
CONTEXT = 30  # characters of text shown on each side of a difference
LONGEST = 120
PIXELS = 2  # what fonts and rounding move in a picture; its data are compared in the chart's specification
LENGTH = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
GEOMETRY = {"cx", "cy", "d", "dx", "dy", "height", "r", "rx", "ry", "transform", "viewBox", "width"}
GEOMETRY |= {"x", "x1", "x2", "y", "y1", "y2"}


@dataclass(frozen=True)
class Difference:
    """Two values that do not agree.

    Parameters
    ----------
    where : str
        Which value of the output.
    stored, fresh : str
        Both as text.
    tolerance : float, optional
        By how much numbers may differ.
    """

    where: str
    stored: str
    fresh: str
    tolerance: float | None = None

    def __str__(self) -> str:
        allowed = "" if self.tolerance is None else f" (numbers may differ by {self.tolerance:.2g})"
        return f"{self.where}: stored {cut(self.stored)}, now {cut(self.fresh)}{allowed}"


def cut(text: str) -> str:
    """Return text that is not too long for a message.

    Examples
    --------
    >>> cut("abc"), len(cut("a" * 1000))
    ('abc', 120)
    """
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def relative_difference(stored: float, fresh: float) -> float:
    """Return how far two numbers are apart, as a share of the larger one.

    Examples
    --------
    >>> relative_difference(0.0, 0.0), relative_difference(-2.0, 2.0), round(relative_difference(0.43, 0.50), 2)
    (0.0, 2.0, 0.14)
    """
    largest = max(abs(stored), abs(fresh))
    return abs(stored - fresh) / largest if largest else 0.0


def numbers(
    where: str, stored: float, fresh: float, relative: float = RELATIVE, scale: float = 0.0
) -> Iterator[Difference]:
    """Yield the difference of two numbers, if they do not agree; whole numbers agree if they are equal.

    Parameters
    ----------
    where : str
        What they are.
    stored, fresh : float
        The numbers.
    relative : float, optional
        Tolerance, as a share of the larger one.
    scale : float, optional
        The largest number of their column: a zero is a zero up to noise of this size.

    Examples
    --------
    >>> [str(found) for found in numbers("x", 0.43, 0.5)]
    ['x: stored 0.43, now 0.5 (numbers may differ by 5e-07)']
    >>> list(numbers("x", 3.7045226, 3.7045227)), list(numbers("x", 0.0, 1e-16, scale=1.0))
    ([], [])
    """
    tolerance = 0.0
    if not (isinstance(stored, int) and isinstance(fresh, int)):
        largest = max(abs(stored), abs(fresh))
        # no multiple of an infinite number is a tolerance
        tolerance = max(relative * largest, NOISE * scale) if math.isfinite(largest) else 0.0
    same = stored == fresh or (math.isnan(stored) and math.isnan(fresh))
    if not same and not abs(stored - fresh) <= tolerance * (1 + RELATIVE):  # two decimals at the limit itself
        yield Difference(where, str(stored), str(fresh), tolerance)


def texts(where: str, stored: str, fresh: str) -> Iterator[Difference]:
    """Yield the first difference of two texts: words exact, decimal numbers within the tolerance and in the same form.

    Parameters
    ----------
    where : str
        What they are.
    stored, fresh : str
        The texts.

    Examples
    --------
    >>> list(texts("text", "fees of 3.7045226 billion", "fees of 3.7045227 billion"))
    []
    >>> [str(found) for found in texts("text", "fees of 85% in 2026", "fees of 86% in 2026")]
    ["text: stored '85' in 'fees of 85% in 2026', now '86' (numbers may differ by 0)"]
    >>> [str(found) for found in texts("text", "a fee of 1", "a fine of 1")]
    ["text: stored 'a fee of 1', now 'a fine of 1'"]
    >>> [str(found) for found in texts("text", "a price of $5.3", "a price of $5.30")]
    ["text: stored '5.3' in 'a price of $5.3', now '5.30'"]
    """
    if stored == fresh:
        return
    if NUMBER.split(stored) != NUMBER.split(fresh):
        at = next(at for at, (left, right) in enumerate(zip_longest(stored, fresh)) if left != right)
        yield Difference(where, around(stored, at), around(fresh, at))
        return
    for left, right in zip(NUMBER.finditer(stored), NUMBER.finditer(fresh), strict=True):
        for found in numbers("", number_in(left[0]), number_in(right[0])):
            yield Difference(where, f"{left[0]!r} in {around(stored, left.start())}", repr(right[0]), found.tolerance)
            return
        if not same_form(left[0], right[0]):
            yield Difference(where, f"{left[0]!r} in {around(stored, left.start())}", repr(right[0]))
            return


def same_form(left: str, right: str) -> bool:
    """Return whether two numbers that agree are written alike: equal ones to the letter, others by sign and separators.

    Examples
    --------
    >>> same_form("0.3", "0.30"), same_form("1,000.1", "1000.2"), same_form("0.3", "0.30000001")
    (False, False, True)
    """
    if number_in(left) == number_in(right):
        return left == right
    return ("," in left) == ("," in right) and left[0].isdigit() == right[0].isdigit()


def number_in(text: str) -> float:
    """Return a number as text writes it; one without a decimal point is a whole number."""
    plain = text.replace(",", "").replace("−", "-")
    return int(plain) if plain.lstrip("+-").isdigit() else float(plain)


def around(text: str, at: int) -> str:
    """Return what stands around a place in a text."""
    return repr(text[max(0, at - CONTEXT) : at + CONTEXT])


def data(where: str, stored: Any, fresh: Any, scale: float = 0.0) -> Iterator[Difference]:
    """Yield the differences of two pieces of JSON, number by number, with the path to each.

    Parameters
    ----------
    where : str
        What they are.
    stored, fresh : dict, list, str, float, bool or None
        The JSON.
    scale : float, optional
        The largest number of the column, where they are numbers of one.

    Examples
    --------
    >>> rows = [{"usd": 1.5, "who": "owner"}, {"usd": 0.0, "who": "buyer"}]
    >>> [str(found) for found in data("spec", rows, [{"usd": 1.5, "who": "owner"}, {"usd": 0.5, "who": "buyer"}])]
    ['spec[1].usd: stored 0.0, now 0.5 (numbers may differ by 5e-07)']
    """
    if is_number(stored) and is_number(fresh):
        yield from numbers(where, stored, fresh, scale=scale)
    elif isinstance(stored, str) and isinstance(fresh, str):
        yield from texts(where, stored, fresh)
    elif isinstance(stored, dict) and isinstance(fresh, dict):
        yield from members(where, stored, fresh, {key: scale for key in stored})
    elif isinstance(stored, list) and isinstance(fresh, list):
        if len(stored) != len(fresh):
            yield Difference(where, f"{len(stored)} items", f"{len(fresh)} items")
        scales = columns(stored)
        for at, (left, right) in enumerate(zip(stored, fresh, strict=False)):
            if isinstance(left, dict) and isinstance(right, dict):
                yield from members(f"{where}[{at}]", left, right, scales)
            else:
                yield from data(f"{where}[{at}]", left, right, scales.get("", 0.0))
    elif stored is not fresh:  # both None, or the same truth value
        yield Difference(where, json.dumps(stored), json.dumps(fresh))


def is_number(value: Any) -> bool:
    """Return whether a value of JSON is a number; a truth value is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def members(where: str, stored: dict, fresh: dict, scales: dict[str, float]) -> Iterator[Difference]:
    """Yield the differences of two mappings."""
    for key in [*stored, *(key for key in fresh if key not in stored)]:
        path = f"{where}.{key}"
        if key not in fresh:
            yield Difference(path, json.dumps(stored[key], ensure_ascii=False), "nothing")
        elif key not in stored:
            yield Difference(path, "nothing", json.dumps(fresh[key], ensure_ascii=False))
        else:
            yield from data(path, stored[key], fresh[key], scales.get(key, 0.0))


def columns(rows: list) -> dict[str, float]:
    """Return the largest number of each column of rows of data; under "" that of a list of numbers."""
    largest: dict[str, float] = {}
    for row in rows:
        for key, value in row.items() if isinstance(row, dict) else [("", row)]:
            if is_number(value) and math.isfinite(value):
                largest[key] = max(largest.get(key, 0.0), abs(value))
    return largest


def pictures(where: str, stored: str, fresh: str) -> Iterator[Difference]:
    """Yield the differences of two SVG pictures: elements, attributes and text exact, places within two pixels.

    Parameters
    ----------
    where : str
        What they are.
    stored, fresh : str
        The SVG.

    Examples
    --------
    >>> [str(found) for found in pictures("picture", '<svg width="680"><g/></svg>', '<svg width="679"><p/></svg>')]
    ['picture, svg: stored g, now p']
    """
    if stored != fresh:
        yield from elements(where, ElementTree.fromstring(stored), ElementTree.fromstring(fresh))


def elements(where: str, stored: ElementTree.Element, fresh: ElementTree.Element) -> Iterator[Difference]:
    """Yield the differences of two elements and what they contain."""
    path = f"{where}, {tag_of(stored)}"
    for key in sorted({*stored.keys(), *fresh.keys()}):
        left, right = stored.get(key), fresh.get(key)
        if left is None or right is None:
            yield Difference(f"{path} {key}", str(left), str(right))
        elif key in GEOMETRY:
            yield from places(f"{path} {key}", left, right)
        else:
            yield from texts(f"{path} {key}", left, right)
    yield from texts(f"{path} text", stored.text or "", fresh.text or "")
    yield from texts(f"{path} text", stored.tail or "", fresh.tail or "")
    tags = [[tag_of(child) for child in element] for element in (stored, fresh)]
    if tags[0] != tags[1]:
        yield Difference(path, ", ".join(tags[0]), ", ".join(tags[1]))
        return
    for left, right in zip(stored, fresh, strict=True):
        yield from elements(where, left, right)


def tag_of(element: ElementTree.Element) -> str:
    """Return the tag of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def places(where: str, stored: str, fresh: str) -> Iterator[Difference]:
    """Yield the difference of two attributes that place things in a picture."""
    if LENGTH.split(stored) != LENGTH.split(fresh):
        yield Difference(where, repr(stored), repr(fresh))
        return
    pairs = zip(LENGTH.findall(stored), LENGTH.findall(fresh), strict=True)
    if any(abs(float(left) - float(right)) > PIXELS for left, right in pairs):
        yield Difference(where, repr(stored), repr(fresh), PIXELS)
