"""What is wrong with the data, said so that the person who wrote the row can mend it."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

# Control characters, line and paragraph separators, and marks that reverse the order of what is read.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in one place.

    Parameters
    ----------
    file : str
        Name of the file, relative to the project.
    row : int
        Line in the file as a spreadsheet counts it, the header being line 1; 0 for the file as a whole.
    column : str
        Name of the column; empty for the row as a whole.
    found, expected : str
        What stands there, and what should.

    Examples
    --------
    >>> print(Problem("data/facts.csv", 7, "unit", "'dollars'", "one of: USD, MW"))
    data/facts.csv, row 7, column unit: found 'dollars'; expected one of: USD, MW
    """

    file: str
    row: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = self.file
        if self.row:
            place += f", row {self.row}"
        if self.column:
            place += f", column {self.column}"
        return f"{place}: found {self.found}; expected {self.expected}"


def excerpt(cell: str, longest: int = 60) -> str:
    """Return a cell as a message quotes it: control characters escaped, the middle of a long one left out.

    Examples
    --------
    >>> print(excerpt("a\\x00b"), excerpt("x" * 500, longest=6))
    'a\\x00b' 'xxx … xxx' (500 characters)
    """
    if len(cell) <= longest:
        return ascii(cell) if not cell.isprintable() else repr(cell)
    half = longest // 2
    return f"{excerpt(cell[:half] + ' … ' + cell[-half:], longest + 3)} ({len(cell):,} characters)"


def hint(id: str, known: Iterable[str]) -> str:
    """Return the ids near one that is not known, for a message."""
    near = difflib.get_close_matches(id, known, n=5)
    return f"; near it: {', '.join(near)}" if near else ""


class EvidenceError(Exception):
    """The data cannot be used; the message lists every problem found.

    Parameters
    ----------
    problems : list of Problem
        Everything that is wrong, in the order of the files.
    """

    def __init__(self, problems: list[Problem]):
        self.problems = sorted(problems)
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''} in the data"
        super().__init__("\n".join([f"{count}:", *(f"  {problem}" for problem in self.problems)]))
