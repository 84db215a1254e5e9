"""Tables as readers see them, one source for site, paper and notebook; and those of what a chapter assumes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from compute_deal.evidence import Evidence
from compute_deal.markup import Markup, cited, marked, plain, quoted

AGREEMENT = "Anthropic–SpaceX cloud services agreement"  # goes without saying


@dataclass(frozen=True)
class Table:
    """A table with caption and name, shown as Markdown that the book turns into a real table.

    Parameters
    ----------
    frame : pandas.DataFrame
        Cells as text, already formatted; its index is not shown. Text is shown as it stands, unless it is `Markup`.
    caption : str
        What the table shows, as a sentence.
    name : str
        Label for references, such as "tab-terms".
    right : sequence of str, optional
        Columns of numbers, to be aligned to the right.
    markup : sequence of str, optional
        Columns that the author of the chapter wrote in Markdown, with roles.

    Examples
    --------
    >>> frame = pd.DataFrame({"Term": ["Fee, *half*"], "Value": ["**$1**"]})
    >>> print(Table(frame, "Terms.", "tab-terms", ["Value"], markup=["Value"]).markdown())
    :::{table} Terms.
    :name: tab-terms
    <BLANKLINE>
    | Term | Value |
    | :--- | ---: |
    | Fee, \\*half\\* | **$1** |
    :::
    """

    frame: pd.DataFrame
    caption: str
    name: str
    right: Sequence[str] = ()
    markup: Sequence[str] = ()

    def markdown(self) -> str:
        """Return the table as MyST Markdown."""
        unknown = {*self.right, *self.markup} - set(self.frame.columns)
        if unknown:
            raise ValueError(f"no column {sorted(unknown)} in the table {self.name}; it has {list(self.frame.columns)}")
        written = [column in self.markup for column in self.frame.columns]
        rows = [
            [plain(str(column)) for column in self.frame.columns],
            ["---:" if column in self.right else ":---" for column in self.frame.columns],
            *(
                [
                    marked(Markup(cell) if own and isinstance(cell, str) else cell)
                    for own, cell in zip(written, row, strict=True)
                ]
                for row in self.frame.itertuples(index=False)
            ),
        ]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        # colons, because a caption may quote a number, and backticks would end a fence of backticks
        return "\n".join([f":::{{table}} {plain(self.caption)}", f":name: {self.name}", "", *lines, ":::"])

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {"text/markdown": self.markdown(), "text/plain": self.frame.to_string(index=False)}


def assumptions(evidence: Evidence, ids: Iterable[str]) -> pd.DataFrame:
    """Return assumptions as rows of a table: what, central value, range, and whose judgement or source it is.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    ids : iterable of str
        Ids of facts.

    Returns
    -------
    pandas.DataFrame
        Columns `Assumption`, `Central`, `Range` and `Basis`, of text and roles.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> list(map(str, assumptions(load(), ["discount_rate_spacex"]).iloc[0]))[1:]
    ['{n}`discount_rate_spacex`', '–', 'our judgement']
    >>> str(assumptions(load(), ["wacc_software_internet"]).Basis[0])
    '{cite:p}`damodaran_industry_2026`'
    """
    rows = []
    for id in ids:
        fact = evidence[id]
        basis = "our judgement" if fact.status == "assumed" else cited(fact.source.key)
        span = "–" if fact.low is None or fact.low == fact.high else quoted(id, "range")
        what = fact.metric if fact.subject == AGREEMENT else f"{fact.subject}: {fact.metric}"
        rows.append((what[0].upper() + what[1:], quoted(id), span, basis))
    return pd.DataFrame(rows, columns=["Assumption", "Central", "Range", "Basis"])
