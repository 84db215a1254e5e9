"""What a reader assumes in the first cell moves what the charts show and what is published, in every notebook."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from compute_deal import paths
from compute_deal.book.compare import with_data
from compute_deal.book.form import TAG, assignment, with_parameters
from compute_deal.book.notebooks import executed
from compute_deal.book.registry import gather
from compute_deal.charts.palette import MIME as CHART
from compute_deal.results import MIME as RESULTS

OTHERWISE = {
    "05-orbital": "discount_rate_spacex=0.15",
    "06-actions": "h100_index_2026_10_06=3.5",
    "validation": "hull_put=4.5",
}
FEE = "csa_fee=1.0e9"


def injected(notebook, changes):
    """Put a cell after that of the parameters, as papermill does."""
    at = next(at for at, cell in enumerate(notebook.cells) if TAG in cell.metadata.get("tags", ()))
    notebook.cells.insert(at + 1, new_code_cell(f'changes = "{changes}"', metadata={"tags": ["injected-parameters"]}))
    return notebook


def found(notebook, kind):
    """Give the outputs of a kind, as text, in their order."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return [
        json.dumps(with_data(output.data[kind]) if kind == CHART else output.data[kind]["results"], sort_keys=True)
        for output in outputs
        if kind in output.get("data", {})
    ]


# The number that each chapter computes in sight, from inputs by name with one call of a model, is also published.
IN_SIGHT = {
    "01-deal": "firm_today",
    "02-demand": "demand_share_now",
    "03-market": "unit_fee_to_market",
    "04-risks": "anthropic_leaves",
    "05-orbital": "orbit_ratio_today",
    "06-actions": "lock_even_use",
    "07-claims": "fee_to_spacex_revenue",
}


@pytest.mark.parametrize(("stem", "id"), IN_SIGHT.items())
def test_the_answer_computed_in_sight_is_the_one_that_is_published(stem, id):
    notebook = nbformat.read(paths.ROOT / "chapters" / f"{stem}.ipynb", as_version=4)
    (cell,) = [cell for cell in notebook.cells if "answer" in cell.metadata.get("tags", ())]
    (output,) = cell.outputs
    assert float(output.data["text/plain"]) == pytest.approx(gather().results[id]["value"], rel=2e-3)


@pytest.mark.parametrize("path", paths.notebooks(), ids=lambda path: path.stem)
def test_charts_and_results_follow_what_is_assumed(path, tmp_path):
    stored = nbformat.read(path, as_version=4)
    copy = tmp_path / path.name
    nbformat.write(injected(with_parameters(stored), OTHERWISE.get(path.stem, FEE)), copy)
    (fresh,) = executed([copy])
    assert isinstance(fresh, nbformat.NotebookNode), fresh
    for kind in (CHART, RESULTS) if path.stem != "validation" else (RESULTS,):  # which has tables alone
        before, after = found(stored, kind), found(fresh, kind)
        assert len(before) == len(after) > 0
        assert before != after, kind


def test_what_is_assumed_reaches_the_same_result_as_a_changed_row(tmp_path):
    copy = tmp_path / "01-deal.ipynb"
    nbformat.write(injected(nbformat.read(paths.CHAPTERS / copy.name, as_version=4), FEE), copy)
    (fresh,) = executed([copy])
    (results,) = (json.loads(text) for text in found(fresh, RESULTS))
    (stored,) = (json.loads(text) for text in found(nbformat.read(paths.CHAPTERS / copy.name, as_version=4), RESULTS))
    assert results["fee_per_year"]["value"] == 12e9
    assert results["headline_value"]["value"] < 0.81 * stored["headline_value"]["value"]


def test_the_cell_is_written_once_and_before_the_code_that_reads_it():
    read = "from compute_deal.notebook import assume\n\nevidence = assume(changes)"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Fees"), new_code_cell(read)])
    sources = [cell.source for cell in with_parameters(with_parameters(notebook)).cells]
    assert sources == ["# Fees", assignment(""), read]
    assert with_parameters(notebook, FEE).cells[1].source == f'changes = "{FEE}"'
