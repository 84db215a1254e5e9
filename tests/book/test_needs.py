"""Only those notebooks are run again whose code, modules or data changed."""

import nbformat
import pytest

from compute_deal import paths
from compute_deal.book import needs


@pytest.fixture
def chapter(tmp_path):
    path = tmp_path / "chapter.ipynb"
    path.write_text((paths.CHAPTERS / "01-deal.ipynb").read_text(encoding="utf-8"), encoding="utf-8")
    return path


def edited(path, kind, change):
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell for cell in notebook.cells if cell.cell_type == kind)
    cell.source = change(cell.source)
    nbformat.write(notebook, path)


def test_a_change_of_prose_runs_nothing_and_a_change_of_code_runs_the_notebook(chapter, tmp_path):
    record = tmp_path / "runs.json"
    assert needs.due(record, [chapter]) == [chapter]
    assert needs.due(record, [chapter]) == [chapter]  # it has not passed
    needs.done(record)
    assert needs.due(record, [chapter]) == []
    edited(chapter, "markdown", lambda text: text + "\n\nMore.")
    assert needs.due(record, [chapter]) == []
    edited(chapter, "code", lambda text: text + "\nx = 1")
    assert needs.due(record, [chapter]) == [chapter]


def test_a_stored_output_that_was_changed_by_hand_is_compared_again(chapter, tmp_path):
    before = needs.fingerprint(chapter)
    chapter.write_text(
        chapter.read_text(encoding="utf-8").replace('"unit": "USD"', '"unit": "EUR"', 1), encoding="utf-8"
    )
    assert needs.fingerprint(chapter) != before


def test_a_module_is_needed_by_those_notebooks_alone_that_import_it():
    def importing(module):
        codes = {path.stem: needs.code_of(nbformat.read(path, as_version=4)) for path in paths.notebooks()}
        return {name for name, code in codes.items() if paths.PACKAGE / module in needs.closure(code)}

    assert importing("chapters/deal/figures.py") == {"01-deal"}
    assert importing("charts/theme.py") == {path.stem for path in paths.notebooks()}
    assert {"01-deal", "index"} <= importing("models/deal/schedule.py")
