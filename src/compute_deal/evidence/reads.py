"""Which rows a computation reads: noted as they are read, also through what is computed once and kept."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any


class Reads:
    """The rows that were read, by everyone and by those who listen.

    Examples
    --------
    >>> reads = Reads()
    >>> with reads.listen() as heard:
    ...     reads.note(["csa_fee"])
    >>> reads.note(["csa_end"])
    >>> sorted(heard), sorted(reads.all)
    (['csa_fee'], ['csa_end', 'csa_fee'])
    """

    def __init__(self) -> None:
        self.all: set[str] = set()
        self._listening: list[set[str]] = []
        self._kept: dict[tuple, tuple[Any, frozenset[str]]] = {}

    def note(self, ids: Iterable[str]) -> None:
        """Note that rows are read."""
        ids = tuple(ids)
        for heard in (self.all, *self._listening):
            heard.update(ids)

    @contextmanager
    def listen(self) -> Iterator[set[str]]:
        """Collect the ids of the rows that are read inside the block."""
        heard: set[str] = set()
        self._listening.append(heard)
        try:
            yield heard
        finally:
            self._listening.pop()

    def keep(self, key: tuple, compute: Callable[[], Any]) -> Any:
        """Return what `compute` returns, computed at the first call only; at each call its reads are noted."""
        if key not in self._kept:
            with self.listen() as heard:
                value = compute()
            self._kept[key] = value, frozenset(heard)
        value, heard = self._kept[key]
        self.note(heard)
        return value


def traced(function: Callable) -> Callable:
    """Compute once for each evidence and arguments, and note on each call what that read.

    The first argument is the evidence, or an object that has it as `evidence` and is determined by it. The others must be
    hashable. So two results that share a computation both know the rows behind it.

    Parameters
    ----------
    function : callable
        A function or a method.

    Returns
    -------
    callable

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> @traced
    ... def fee_per_year(evidence):
    ...     return 12 * evidence.number("csa_fee", "USD/month")
    >>> evidence = load()
    >>> first = fee_per_year(evidence)
    >>> with evidence.reads.listen() as heard:
    ...     second = fee_per_year(evidence)
    >>> heard
    {'csa_fee'}
    """

    @wraps(function)
    def kept(owner: Any, *args: Any, **options: Any) -> Any:
        evidence = getattr(owner, "evidence", owner)
        key = (function.__module__, function.__qualname__, args, tuple(sorted(options.items())))
        return evidence.reads.keep(key, lambda: function(owner, *args, **options))

    return kept
