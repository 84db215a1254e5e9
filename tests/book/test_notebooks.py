"""What nbval does not see: notebooks that were never run, run out of order, or carry a machine's traces."""

import re

import nbformat
import pytest

from compute_deal import paths
from compute_deal.book.form import FOLLOWS, assignment, normal, parameters_cell, unknown
from compute_deal.book.prose import Reader, authored
from compute_deal.book.readable import bare, stale
from compute_deal.book.registry import gather
from compute_deal.results import MIME

NOTEBOOKS = paths.notebooks()


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem, scope="module")
def stored(request):
    return nbformat.read(request.param, as_version=4)


@pytest.fixture(scope="module")
def notebook(stored):
    return normal(bare(stored))


@pytest.fixture(scope="module")
def reader():
    return Reader(gather())


def code_cells(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_there_are_notebooks():
    assert NOTEBOOKS


def test_every_code_cell_was_run_once_from_top_to_bottom(notebook):
    counts = [cell["execution_count"] for cell in code_cells(notebook)]
    assert counts == list(range(1, len(counts) + 1)), "cells were run out of order or not at all: make notebooks"


def test_no_cell_failed_or_wrote_to_standard_error(notebook):
    outputs = [output for cell in code_cells(notebook) for output in cell["outputs"]]
    assert not [output for output in outputs if output["output_type"] == "error"]
    assert not [output for output in outputs if output.get("name") == "stderr"]


def test_every_figure_and_every_last_expression_left_an_output(notebook):
    for cell in code_cells(notebook):
        if "figure" in cell["metadata"].get("mystnb", {}):
            kinds = [set(output.get("data", {})) for output in cell["outputs"]]
            assert len(kinds) == 1
            assert {"image/svg+xml", "text/plain"} < kinds[0]


def test_what_readers_of_a_notebook_see_follows_from_what_it_holds(stored, reader):
    found = list(stale(stored, reader))
    assert not found, "\n".join([*found, "If that is meant: make notebooks, then read git diff"])


def test_a_reader_can_assume_other_values_in_the_first_cell_of_code(stored):
    first, second = code_cells(stored)[:2]
    assert first == parameters_cell(stored)
    assert first["source"] == assignment("")
    assert FOLLOWS in second["source"].split("\n")


def test_results_are_published_once_and_last(notebook):
    published = [MIME in output.get("data", {}) for cell in code_cells(notebook) for output in cell["outputs"]]
    assert published.count(True) == 1
    assert published[-1]


def test_no_function_is_defined_in_a_chapter(notebook):
    lines = [line for cell in code_cells(notebook) for line in "".join(cell["source"]).splitlines()]
    assert not [line for line in lines if line.lstrip().startswith(("def ", "class "))]


def test_the_metadata_hold_nothing_that_the_book_does_not_know(notebook):
    found = list(unknown(notebook))
    assert not found, f"this is about the form of the notebook, not its outputs: {'; '.join(found)}; remove it"


def test_every_figure_and_table_is_referred_to_in_the_text(notebook):
    text = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    text = authored(text)
    named = [cell["metadata"].get("mystnb", {}).get("figure", {}).get("name") for cell in code_cells(notebook)]
    named += [name for cell in code_cells(notebook) for name in re.findall(r'"(tab-[\w-]+)"', "".join(cell["source"]))]
    assert [name for name in named if name and f"{{numref}}`{name}`" not in text] == []
