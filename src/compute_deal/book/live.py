"""What a reader of a notebook sees while running it: tables with values, captions, and what an assumption moved.

An extension of IPython. `compute_deal.notebook` loads it in Jupyter, not where the project runs its notebooks: what it shows is
of the kind that `make notebooks` derives, and is left out wherever outputs are compared.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import altair as alt
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from IPython.display import publish_display_data

from compute_deal import paths
from compute_deal.book.prose import Reader
from compute_deal.book.readable import BITMAP, CAPTION, LIVE, PAGE, PICTURE, TABLE, bitmap, caption_output, table_page
from compute_deal.book.registry import Registry, formatted, gather
from compute_deal.book.stored import TABLE_FORM, published_by
from compute_deal.charts.palette import FONT
from compute_deal.charts.tables import Table
from compute_deal.charts.theme import outputs
from compute_deal.evidence import load
from compute_deal.markup import plain
from compute_deal.results import Published, Results

FONTS = f"{FONT}, Helvetica Neue, Arial, sans-serif"  # few machines have the report's own
OLDER = "https://vega.github.io/schema/vega-lite/v5.json"  # the newest that JupyterLab draws, sliders and all
LABEL = re.compile(r"(?:<caption>|^\*\*)([^:]+): ")
HEAD = "| What | In the report | Now |\n| :--- | ---: | ---: |"


class LiveResults(Mapping[str, dict]):
    """The results that a run has computed so far, before those that the stored notebooks publish.

    Parameters
    ----------
    names : mapping of str to object
        The variables of the run.
    stored : mapping of str to dict
        Records by id.
    """

    def __init__(self, names: Mapping[str, Any], stored: Mapping[str, dict]) -> None:
        self.names, self.stored = names, stored

    def __getitem__(self, id: str) -> dict:
        for value in [*self.names.values()]:
            if isinstance(value, Results) and id in [*value]:
                return value[id].record() | {"page": ""}
        return self.stored[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.stored)

    def __len__(self) -> int:
        return len(self.stored)

    def __contains__(self, id: object) -> bool:
        try:
            return bool(self[id])
        except KeyError:
            return False


class View:
    """Shows beside the outputs of each cell what readers need.

    Parameters
    ----------
    shell : InteractiveShell
        Runs the cells.
    """

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell, self.told = shell, ""

    @cached_property
    def known(self) -> Registry:
        """What the report quotes; only what the notebook itself publishes where the report is not beside the package."""
        if (paths.ROOT / "_toc.yml").is_file():
            return gather()
        published = published_by({"cells": self.cells.values()})
        found = {id: record | {"page": ""} for each in published for id, record in each["results"].items()}
        return Registry(load(), found, {})

    @cached_property
    def labels(self) -> dict[str, str]:
        """How the book numbers figures and tables; only those of the notebook where the report is not there."""
        if (paths.ROOT / "_toc.yml").is_file():
            return Reader(self.known).labels
        found = {}
        for cell in self.cells.values():
            for output in cell.get("outputs", ()):
                shown = "".join(output.get("data", {}).get(TABLE, ""))
                page = "".join(output.get("data", {}).get(PAGE, ""))
                figure = cell["metadata"].get("mystnb", {}).get("figure", {}).get("name")
                if (table := TABLE_FORM.fullmatch(shown)) and (label := LABEL.search(page)):
                    found[table[2]] = label[1]
                elif figure and (label := LABEL.search(shown)):
                    found[figure] = label[1]
        return found

    @cached_property
    def cells(self) -> dict[str, dict]:
        """The cells of the notebook as it was saved, by id; none where Jupyter does not say which it is."""
        path = Path(os.environ.get("JPY_SESSION_NAME", ""))
        if path.suffix != ".ipynb" or not path.is_file():
            return {}
        return {cell.get("id", ""): cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]}

    @property
    def cell(self) -> dict:
        """The cell that is run, as it was saved; empty where it is unknown."""
        return self.cells.get(self.shell.get_parent().get("metadata", {}).get("cellId", ""), {})

    @property
    def changes(self) -> str:
        """What is assumed."""
        said = self.shell.user_ns.get("changes", "")
        return said if isinstance(said, str) else self.told

    @property
    def reader(self) -> Reader:
        """Knows the text of each quote, as the run has it so far."""
        evidence = self.shell.user_ns.get("evidence", self.known.evidence)
        made = Reader(
            replace(self.known, evidence=evidence, results=LiveResults(self.shell.user_ns, self.known.results))
        )
        vars(made)["labels"] = self.labels
        return made

    def saved(self, kind: str, caption: bool) -> dict[str, Any]:
        """Return what the cell showed when it was saved, by media type; empty if it showed nothing of that kind."""
        for output in self.cell.get("outputs", ()):
            if kind in output.get("data", {}) and (output["metadata"] == CAPTION) == caption:
                return {name: "".join(content) for name, content in output["data"].items()}
        return {}

    def table(self, table: Table) -> str | None:
        """Return a table as HTML. Where nothing is assumed and nothing else moved, it is the saved one."""
        markdown = table.markdown()
        kept = self.saved(PAGE, False)
        if not self.changes and kept.get(TABLE) == markdown:
            return kept[PAGE]
        return table_page(markdown, self.reader) or None

    def after(self, result: ExecutionResult) -> None:
        """Show what belongs below the outputs of a cell."""
        if not result.success:
            return
        figure = self.cell.get("metadata", {}).get("mystnb", {}).get("figure")
        if figure and result.result is not None:
            kept = {} if self.changes else self.saved(TABLE, True)
            publish_display_data(kept or caption_output(figure, self.reader)["data"], CAPTION)
        if self.changes != self.told and "evidence" in self.shell.user_ns:
            self.told = self.changes
            show(
                f"**Assumed: {plain(self.told)}.** Charts, tables and captions follow; the text, and what other chapters "
                "compute (? where that is not at hand), stay as in the report. What moved stands at the end of the notebook."
                if self.told
                else "Nothing is assumed any longer."
            )
        if isinstance(result.result, Published) and self.changes:
            show(moved(result.result, self.known))


def drawn(spec: dict, **options) -> dict:
    """Return a chart as notebook outputs: those of the book, a bitmap, and a form that JupyterLab draws with its sliders."""
    bundle = outputs(spec, **options)
    older = spec | {"$schema": OLDER, "config": spec.get("config", {}) | {"font": FONTS}}
    return bundle | {BITMAP: bitmap(bundle[PICTURE]), LIVE: older}


def moved(published: Published, known: Registry) -> str:
    """Return in a table which published results are other than in the report."""
    rows = []
    for id, result in published.results.items():
        now, before = formatted(id, result.record(), ""), known.results.get(id)
        before = formatted(id, before, "") if before else "?"
        if now != before:
            rows.append(f"| {plain(result.label)} | {plain(before)} | {plain(now)} |")
    return "\n".join([HEAD, *rows]) if rows else "No result moved."


def show(markdown: str) -> None:
    """Show Markdown that is for readers alone."""
    publish_display_data({TABLE: markdown, "text/plain": markdown}, CAPTION)


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Begin to show it; IPython calls this."""
    view = View(shell)
    alt.renderers.register("compute_deal_live", drawn)
    alt.renderers.enable("compute_deal_live")
    shell.display_formatter.formatters[PAGE].for_type(Table, view.table)
    shell.events.register("post_run_cell", view.after)
