"""Plugin of pytest: nbval runs every cell, and outputs are compared by meaning.

``pytest -p compute_deal.book.nbval_meaning --nbval chapters/01-deal.ipynb``
"""

import functools

import pytest
from nbval.plugin import IPyNbCell

from compute_deal.book.compare import differences

DIFFERS = ("outputs", "differ")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Replace nbval's comparison, which is by text."""
    if isinstance(item, IPyNbCell):
        item.compare_outputs = functools.partial(agree, item)


def agree(item: IPyNbCell, fresh: list, stored: list) -> bool:
    """Return whether a fresh run of a cell agrees with the stored outputs; if not, leave why for nbval's message."""
    item.comparison_traceback = differences(stored, fresh, item.cell.metadata)
    if item.comparison_traceback:
        item.user_properties.append(DIFFERS)
    return not item.comparison_traceback


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what to do, where outputs differ and not something else."""
    failed = terminalreporter.stats.get("failed", [])
    cells = [report.nodeid for report in failed if list(DIFFERS) in map(list, report.user_properties)]
    if cells:
        terminalreporter.write_line(
            f"The stored outputs are not what the notebooks now give: {', '.join(cells)}. "
            "If that is meant: make notebooks, then read git diff."
        )
