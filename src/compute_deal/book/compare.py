"""Whether the outputs stored in a notebook mean the same as those of a fresh run; a plugin of pytest, for nbval.

``pytest -p compute_deal.book.compare --nbval chapters/01-deal.ipynb``
"""

import functools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from compute_deal.book.agreement import RELATIVE, Difference, data, is_number, numbers, pictures, texts
from compute_deal.book.readable import bare_outputs
from compute_deal.charts.palette import MIME as CHART
from compute_deal.results import KEPT_DIGITS
from compute_deal.results import MIME as RESULTS

if TYPE_CHECKING:
    import pytest
    from nbval.plugin import IPyNbCell

PICTURE = "image/svg+xml"
TEXTS = ("text/plain", "text/markdown")
BEYOND = 2  # digits beyond those shown in which a result must agree
SHOWN_DIFFERENCES = 10
TABLE_NAME = re.compile(r"^:name: (\S+)$", re.MULTILINE)
DIFFERS = ("outputs", "differ")  # property of a test
HASHED = re.compile(r"data-[0-9a-f]{32}")  # how Altair names data without a name


def differences(stored: Sequence[dict], fresh: Sequence[dict], metadata: dict) -> list[str]:
    """Return how the outputs of one cell differ in meaning, most telling first.

    Parameters
    ----------
    stored, fresh : sequence of dict
        Outputs as nbformat has them, the streams of a kind in one.
    metadata : dict
        The cell's metadata, which name its figure.

    Returns
    -------
    list of str
        Empty if they agree. Each names the result, or the figure or table and the place in it, both values and
        the tolerance.
    """
    stored, fresh = bare_outputs(stored), bare_outputs(fresh)
    if len(stored) != len(fresh):
        return [f"stored {len(stored)} outputs, now {len(fresh)}"]
    found = [
        str(difference)
        for left, right in zip(stored, fresh, strict=True)
        for difference in of_output(left, right, metadata)
    ]
    more = len(found) - SHOWN_DIFFERENCES
    return found[:SHOWN_DIFFERENCES] + ([f"and {more} more"] if more > 0 else [])


def of_output(stored: dict, fresh: dict, metadata: dict) -> Iterator[Difference]:
    """Yield the differences of two outputs."""
    if stored["output_type"] != fresh["output_type"]:
        yield Difference("kind of output", stored["output_type"], fresh["output_type"])
    elif "data" in stored:
        yield from of_bundle(stored["data"], fresh["data"], metadata)
    else:
        # what a cell wrote, or the exception it ends with; a traceback names places in files
        for key in sorted((stored.keys() | fresh.keys()) - {"output_type", "traceback"}):
            yield from texts(f"output, {key}", stored.get(key, ""), fresh.get(key, ""))


def of_bundle(stored: dict[str, Any], fresh: dict[str, Any], metadata: dict) -> Iterator[Difference]:
    """Yield the differences of one output in all its media types."""
    if stored.keys() != fresh.keys():
        yield Difference("media types of the output", ", ".join(sorted(stored)), ", ".join(sorted(fresh)))
        return
    figure = metadata.get("mystnb", {}).get("figure", {}).get("name")
    table = TABLE_NAME.search(str(stored.get("text/markdown", "")))
    name = f"figure {figure}" if figure else f"table {table[1]}" if table else "output"
    for kind in sorted(stored, key=lambda kind: (kind == PICTURE, kind in TEXTS, kind)):
        if kind == RESULTS:
            found = of_results(stored[kind], fresh[kind])
        elif kind == CHART:
            found = data(name, with_data(stored[kind]), with_data(fresh[kind]))
        elif kind == PICTURE:
            found = pictures(f"{name}, picture", stored[kind], fresh[kind])
        else:
            found = data(f"{name}, {kind}", stored[kind], fresh[kind])
        if told := list(found):
            yield from told
            return  # text and picture follow from what was told


def tolerance(digits: int) -> float:
    """Return by which share a result may differ that is shown with so many digits.

    Two digits beyond those shown, never looser than what any number may differ by, and never finer than one unit of the
    last digit that is kept.

    Examples
    --------
    >>> tolerance(3), tolerance(5), tolerance(6)
    (1e-06, 1e-07, 1e-07)
    """
    return max(float(f"1e-{KEPT_DIGITS - 1}"), min(RELATIVE, float(f"1e-{digits + BEYOND}")))


def of_results(stored: dict, fresh: dict) -> Iterator[Difference]:
    """Yield the differences of what a chapter publishes; results are numbers, all about them is exact."""
    old, new = stored["results"], fresh["results"]
    for id in sorted(old.keys() | new.keys()):
        if id not in new:
            yield Difference(f"result {id}", f"{old[id]['value']} {old[id]['unit']}", "no such result")
        elif id not in old:
            yield Difference(f"result {id}", "no such result", f"{new[id]['value']} {new[id]['unit']}")
        else:
            for key in sorted(old[id].keys() | new[id].keys()):
                left, right = old[id].get(key), new[id].get(key)
                if is_number(left) and is_number(right) and key in ("value", "low", "high"):
                    yield from numbers(f"result {id}, {key}", left, right, tolerance(old[id]["digits"]))
                elif left != right:
                    yield Difference(f"result {id}, {key}", str(left), str(right))
    for id in sorted(set(stored["evidence"]) ^ set(fresh["evidence"])):
        states = ("read", "not read")
        yield Difference(f"row {id} of the evidence", *(states if id in stored["evidence"] else reversed(states)))


def with_data(spec: Any) -> Any:
    """Return a chart's specification with the data where they are used: their names are hashes of their digits.

    Examples
    --------
    >>> name = "data-" + 32 * "0"
    >>> with_data({"datasets": {name: [{"x": 1}]}, "layer": [{"data": {"name": name}}]})
    {'layer': [{'data': {'values': [{'x': 1}]}}]}
    """
    named = {key: rows for key, rows in spec.get("datasets", {}).items() if HASHED.fullmatch(key)}

    def placed(node: Any) -> Any:
        if isinstance(node, dict):
            if node.get("name") in named:
                return {**{key: placed(node[key]) for key in node if key != "name"}, "values": named[node["name"]]}
            return {key: placed(value) for key, value in node.items()}
        return [placed(value) for value in node] if isinstance(node, list) else node

    rest = {key: value for key, value in spec.items() if key != "datasets"}
    others = {key: rows for key, rows in spec.get("datasets", {}).items() if key not in named}
    return placed(rest) | ({"datasets": others} if others else {})


def pytest_itemcollected(item: "pytest.Item") -> None:
    """Replace nbval's comparison, which is by text."""
    from nbval.plugin import IPyNbCell  # here, since those who run notebooks need no pytest

    if isinstance(item, IPyNbCell):
        item.compare_outputs = functools.partial(agree, item)


def agree(item: "IPyNbCell", fresh: list, stored: list) -> bool:
    """Return whether a fresh run of a cell agrees with the stored outputs; if not, leave why for nbval's message."""
    item.comparison_traceback = differences(stored, fresh, item.cell.metadata)
    if item.comparison_traceback:
        item.user_properties.append(DIFFERS)
    return not item.comparison_traceback


def pytest_terminal_summary(terminalreporter: "pytest.TerminalReporter") -> None:
    """Say what to do, where outputs differ and not something else."""
    failed = terminalreporter.stats.get("failed", [])
    cells = [report.nodeid for report in failed if list(DIFFERS) in map(list, report.user_properties)]
    if cells:
        terminalreporter.write_line(
            f"The stored outputs are not what the notebooks now give: {', '.join(cells)}. "
            "If that is meant: make notebooks, then read git diff."
        )
