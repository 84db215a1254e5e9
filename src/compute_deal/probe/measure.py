"""Several calls: made some at a time, then summed up."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from compute_deal.probe.problems import ProbeError
from compute_deal.probe.stream import Answer, Call, ask, client_for

MOST_CALLS, MOST_AT_ONCE = 200, 16
MEASURES = {
    "first_token_s": "first token, s",
    "first_text_s": "first text, s",
    "total_s": "whole answer, s",
    "tokens_per_s": "output tokens/s",
}


@dataclass(frozen=True)
class Run:
    """What several calls gave.

    Parameters
    ----------
    asked : int
        Calls that were to be made.
    answers : tuple of Answer
        In the order of the calls.
    problems : tuple of ProbeError
        The calls that gave no measurement.
    """

    asked: int
    answers: tuple[Answer, ...]
    problems: tuple[ProbeError, ...]

    @property
    def not_made(self) -> int:
        """Calls left out because an earlier one showed that they would fail."""
        return self.asked - len(self.answers) - len(self.problems)

    @property
    def limits(self) -> dict[str, str]:
        """The rate-limit headers of the last answer."""
        return dict(self.answers[-1].limits) if self.answers else {}


def measure(call: Call, calls: int, at_once: int) -> Run:
    """Make several calls, some of them at the same time.

    Parameters
    ----------
    call : Call
        What to send in each.
    calls : int
        How many.
    at_once : int
        How many may run at the same time.

    Returns
    -------
    Run

    Raises
    ------
    ValueError
        If one of the numbers is out of bounds.
    """
    if not 1 <= calls <= MOST_CALLS:
        raise ValueError(f"calls is {calls}; expected 1 to {MOST_CALLS}")
    if not 1 <= at_once <= MOST_AT_ONCE:
        raise ValueError(f"concurrency is {at_once}; expected 1 to {MOST_AT_ONCE}")
    stop = threading.Event()
    with client_for(call, at_once) as client:

        def one(_: int) -> Answer | ProbeError | None:
            if stop.is_set():
                return None
            try:
                return ask(client, call)
            except ProbeError as error:
                if error.final:
                    stop.set()
                return error

        with ThreadPoolExecutor(at_once) as pool:
            try:
                results = list(pool.map(one, range(calls)))
            except BaseException:
                stop.set()  # an interrupt waits for the calls under way, not for those to come
                raise
    return Run(
        calls,
        tuple(result for result in results if isinstance(result, Answer)),
        tuple(result for result in results if isinstance(result, ProbeError)),
    )


def summary(answers: Sequence[Answer]) -> dict[str, dict[str, float | int | None]]:
    """Return median, 95th percentile, least and most of each measure.

    Parameters
    ----------
    answers : sequence of Answer
        The measured calls.

    Returns
    -------
    dict of str to dict
        By measure: n, p50, p95, min and max; None where nothing was measured. For speed, the slow side is the low one, and
        p95 is the speed that 95 % of calls exceed.
    """
    rows = {}
    for name in MEASURES:
        values = np.array([value for answer in answers if (value := getattr(answer, name)) is not None], dtype=float)
        slow = 5 if name == "tokens_per_s" else 95
        found = (
            [np.percentile(values, 50), np.percentile(values, slow), values.min(), values.max()] if len(values) else []
        )
        keys = ("p50", "p95", "min", "max")
        rows[name] = {"n": len(values)} | dict(zip(keys, map(float, found) if found else [None] * 4, strict=True))
    return rows
