"""Storing the notebooks: what agrees stays, what is written is whole, what editors add is no change of content."""

import copy
import json
import resource

import nbformat
import pytest

from compute_deal import paths
from compute_deal.book.form import normal, unknown
from compute_deal.book.notebooks import merged
from compute_deal.book.stored import store
from compute_deal.results import MIME

SMALL = 100  # bytes


@pytest.fixture
def chapter():
    return nbformat.read(paths.CHAPTERS / "01-deal.ipynb", as_version=4)


@pytest.fixture
def full_disk():
    """Files cannot grow beyond a small size, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def records_of(notebook):
    return notebook.cells[-1].outputs[0].data[MIME]["results"]


def test_outputs_that_agree_stay_as_they_are_stored(chapter):
    fresh = copy.deepcopy(chapter)
    for record in records_of(fresh).values():
        record["value"] *= 1 + 1e-9 if isinstance(record["value"], float) else 1  # a date stays
    assert records_of(fresh) != records_of(chapter)
    assert merged(chapter, fresh) == chapter


def test_only_the_cell_that_does_not_agree_is_stored_anew(chapter):
    fresh = copy.deepcopy(chapter)
    records_of(fresh)["headline_value"]["value"] *= 1.01
    figure = next(at for at, cell in enumerate(chapter.cells) if "mystnb" in cell.metadata)
    fresh.cells[figure].outputs[0].data["image/svg+xml"] = (
        chapter.cells[figure].outputs[0].data["image/svg+xml"].replace('width="', 'width="1', 1)
    )
    made = merged(chapter, fresh)
    changed = [at for at, (old, new) in enumerate(zip(chapter.cells, made.cells, strict=True)) if old != new]
    assert changed == [figure, len(chapter.cells) - 1]
    assert records_of(made) == records_of(fresh)


def test_a_full_disk_leaves_the_file_as_it_was_and_nothing_beside_it(tmp_path, full_disk):
    path = tmp_path / "chapter.ipynb"
    path.write_text("whole", encoding="utf-8")
    with pytest.raises(OSError, match="too large"):
        store(path, "longer " * SMALL)
    assert path.read_text(encoding="utf-8") == "whole"
    assert list(tmp_path.iterdir()) == [path]
    store(path, "new")
    assert path.read_text(encoding="utf-8") == "new"


def test_a_notebook_that_jupyterlab_saved_is_the_same_notebook(chapter):
    saved = copy.deepcopy(chapter)
    saved.metadata.kernelspec.display_name = "Python 3 (ipykernel)"
    saved.metadata.language_info |= {"version": "3.13.5", "file_extension": ".py", "pygments_lexer": "ipython3"}
    for cell in saved.cells:
        cell.metadata |= {"editable": True, "slideshow": {"slide_type": ""}, "trusted": True}
        if cell.cell_type == "code":
            cell.metadata |= {"collapsed": False, "scrolled": True, "jupyter": {"source_hidden": True}}
            cell.metadata["execution"] = {"iopub.execute_input": "2026-11-25T10:00:00.000000Z"}
        else:
            cell.metadata["tags"] = []
    assert saved != chapter
    assert nbformat.from_dict(normal(saved)) == chapter
    assert merged(saved, saved) == chapter
    assert list(unknown(saved)) == []


def test_numbers_come_back_as_python_writes_them_after_jupyterlab_saved_them(chapter):
    saved = nbformat.from_dict(json.loads(json.dumps(chapter), parse_float=lambda text: as_javascript(float(text))))
    text = nbformat.writes(chapter)
    assert nbformat.writes(saved) != text
    assert nbformat.writes(nbformat.from_dict(merged(saved, copy.deepcopy(chapter)))) == text


def as_javascript(number):
    """Return a number as JavaScript writes it: 2.0 is 2."""
    return int(number) if number.is_integer() else number


def test_metadata_that_nobody_knows_are_named_and_not_dropped(chapter):
    chapter.metadata["widgets"] = {"state": {}}
    chapter.cells[3].metadata["colour"] = "red"
    expected = ["the notebook has the metadata 'widgets'", f"cell {chapter.cells[3].id} has the metadata 'colour'"]
    assert list(unknown(chapter)) == expected
    assert list(unknown(merged(chapter, chapter))) == expected
