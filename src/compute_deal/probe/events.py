"""The server-sent events in a stream, whatever its server puts into it."""

import json
from collections.abc import Iterable, Iterator

from compute_deal.probe.problems import ProbeError

MOST_CHARACTERS = 1_000_000  # of one event; those of an answer have hundreds
MOST_TOKENS = 10**9  # no model writes as many


def events(pieces: Iterable[str]) -> Iterator[tuple[str, dict]]:
    r"""Yield the server-sent events in a stream of text, each with its name and its data.

    Parameters
    ----------
    pieces : iterable of str
        The text, cut anywhere.

    Yields
    ------
    tuple of str and dict

    Raises
    ------
    ProbeError
        If the data of an event is not a JSON object with a type, or longer than any answer is.

    Examples
    --------
    >>> list(events(["event: ping\nda", 'ta: {"type": "ping"}\n', "\n: a comment\n"]))
    [('ping', {'type': 'ping'})]
    """
    data: list[str] = []
    size = 0
    for line in lines(pieces):
        name, _, value = line.partition(":")
        if name == "data":
            data.append(value.removeprefix(" "))
            size += len(value) + 1
            bounded(size)
        elif not line and data:
            yield event_in("\n".join(data))
            data, size = [], 0


def lines(pieces: Iterable[str]) -> Iterator[str]:
    r"""Yield whole lines, ended by any of the three line ends that the format allows.

    Examples
    --------
    >>> list(lines(["a\r", "\nb\rc\n", "d"]))
    ['a', 'b', 'c']
    """
    held = ""
    for piece in pieces:
        text = held + piece
        # A carriage return at the end may be half of a line end.
        cut = len(text) - 1 if text.endswith("\r") else len(text)
        *whole, held = text[:cut].replace("\r\n", "\n").replace("\r", "\n").split("\n")
        held += text[cut:]
        bounded(len(held))
        yield from whole
    if held.endswith("\r"):
        yield held.removesuffix("\r")


def event_in(text: str) -> tuple[str, dict]:
    """Return the event in its data; the type in the data is its name.

    Examples
    --------
    >>> event_in('{"type": "message_stop"}')
    ('message_stop', {'type': 'message_stop'})
    """
    try:
        data = json.loads(text)
        return str(data["type"]), data
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ProbeError("malformed", "The stream holds an event that is not a JSON object with a type.") from None


def bounded(length: int) -> None:
    """Refuse an event that has no end, before it fills the memory."""
    if length > MOST_CHARACTERS:
        raise ProbeError("malformed", f"The stream holds an event of more than {MOST_CHARACTERS:,} characters.")


def count_of(value: object) -> int:
    """Return a count of tokens that the server gives, which JSON alone would let be 1e400, true or "many".

    Raises
    ------
    ValueError
        If it is no count.

    Examples
    --------
    >>> count_of(11)
    11
    >>> count_of(float("inf"))
    Traceback (most recent call last):
    ...
    ValueError: inf is no count of tokens
    """
    if type(value) is not int or not 0 <= value <= MOST_TOKENS:
        raise ValueError(f"{value!r} is no count of tokens")
    return value
