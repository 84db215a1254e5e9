"""Tables as readers see them: one source for site, paper and notebook."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Table:
    """A table with caption and name, shown as Markdown that the book turns into a real table.

    Parameters
    ----------
    frame : pandas.DataFrame
        Cells as text, already formatted; its index is not shown.
    caption : str
        What the table shows, as a sentence.
    name : str
        Label for references, such as "tab-terms".
    right : sequence of str, optional
        Columns of numbers, to be aligned to the right.

    Examples
    --------
    >>> print(Table(pd.DataFrame({"Term": ["Fee"], "Value": ["$1"]}), "Terms.", "tab-terms", ["Value"]).markdown())
    :::{table} Terms.
    :name: tab-terms
    <BLANKLINE>
    | Term | Value |
    | :--- | ---: |
    | Fee | \\$1 |
    :::
    """

    frame: pd.DataFrame
    caption: str
    name: str
    right: Sequence[str] = ()

    def markdown(self) -> str:
        """Return the table as MyST Markdown."""
        unknown = set(self.right) - set(self.frame.columns)
        if unknown:
            raise ValueError(f"no column {sorted(unknown)} in the table {self.name}; it has {list(self.frame.columns)}")
        rows = [
            self.frame.columns,
            ["---:" if column in self.right else ":---" for column in self.frame.columns],
            *self.frame.itertuples(index=False),
        ]
        lines = ["| " + " | ".join(escaped(str(cell)) for cell in row) + " |" for row in rows]
        # colons, because a caption may quote a number, and backticks would end a fence of backticks
        return "\n".join([f":::{{table}} {escaped(self.caption)}", f":name: {self.name}", "", *lines, ":::"])

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {"text/markdown": self.markdown(), "text/plain": self.frame.to_string(index=False)}


def escaped(text: str) -> str:
    """Return text with the marks that would start mathematics, or end a cell, made plain.

    Examples
    --------
    >>> escaped("$5|6")
    '\\\\$5\\\\|6'
    """
    return text.replace("$", "\\$").replace("|", "\\|").replace("\n", " ")
