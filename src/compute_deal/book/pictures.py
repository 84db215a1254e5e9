"""Whether two pictures have the same structure."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from compute_deal.book.agreement import Difference, texts

PIXELS = 2  # what fonts and rounding move in a picture; its data are compared in the chart's specification
LENGTH = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
GEOMETRY = {"cx", "cy", "d", "dx", "dy", "height", "r", "rx", "ry", "transform", "viewBox", "width"}
GEOMETRY |= {"x", "x1", "x2", "y", "y1", "y2"}


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
    path = f"{where}, {name(stored)}"
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
    tags = [[name(child) for child in element] for element in (stored, fresh)]
    if tags[0] != tags[1]:
        yield Difference(path, ", ".join(tags[0]), ", ".join(tags[1]))
        return
    for left, right in zip(stored, fresh, strict=True):
        yield from elements(where, left, right)


def name(element: ElementTree.Element) -> str:
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
