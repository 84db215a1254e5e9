"""What must not pass does not, and says so; what was there before stays."""

import json
import re
import shutil
import subprocess
import sys

import nbformat
import pytest

from compute_deal import paths
from compute_deal.book import publish
from compute_deal.book.registry import gather
from compute_deal.book.stored import figures_of


@pytest.fixture
def notebook(tmp_path):
    """A small notebook that has been run."""
    path = tmp_path / "small.ipynb"
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 2"), nbformat.v4.new_code_cell("x + 1")])
    for at, cell in enumerate(made.cells):
        cell["id"] = f"cell{at}"
    nbformat.write(made, path)
    assert run(path).returncode == 0
    return path


def run(path):
    command = [sys.executable, "-m", "compute_deal.book.notebooks", path]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def validated(path):
    command = [sys.executable, "-m", "pytest", "-q", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider"]
    command += ["-p", "compute_deal.book.compare", "-c", "/dev/null", path]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_running_twice_changes_nothing(notebook):
    before = notebook.read_bytes()
    assert run(notebook).returncode == 0
    assert notebook.read_bytes() == before


def test_a_stored_output_that_no_longer_follows_is_refused(notebook):
    assert validated(notebook).returncode == 0
    notebook.write_text(notebook.read_text().replace('"3"', '"4"'))
    refused = validated(notebook)
    assert refused.returncode == 1
    assert "Cell 1" in refused.stdout


def test_a_failing_cell_is_named_and_the_notebook_left_as_it_was(notebook):
    broken = notebook.read_text().replace("x + 1", "x / 0")
    notebook.write_text(broken)
    failed = run(notebook)
    assert failed.returncode == 1
    assert "small.ipynb failed" in failed.stderr
    assert "ZeroDivisionError" in failed.stderr
    assert notebook.read_text() == broken


def test_the_last_good_site_stays_when_the_new_one_is_not_whole(tmp_path, site):
    place = tmp_path / "html"
    place.mkdir()
    (place / "index.html").write_text("the last good site")
    built = tmp_path / "built"
    shutil.copytree(paths.BUILD / "html", built)
    pdf = built / "compute-deal.pdf"
    (built / "chapters" / "01-deal.html").unlink()
    problems = publish.replace_site(built, pdf, place)
    assert "the page chapters/01-deal.html is missing" in problems
    assert (place / "index.html").read_text() == "the last good site"


def test_a_missing_figure_a_dead_link_and_a_foreign_script_are_found(tmp_path, site):
    built = tmp_path / "built"
    shutil.copytree(paths.BUILD / "html", built)
    page = built / "chapters" / "01-deal.html"
    text = page.read_text(encoding="utf-8").replace('id="fig-firm"', 'id="fig-lost"')
    text = text.replace(
        "</article>",
        '<a href="nowhere.html">x</a><a href="02-demand.html#nowhere">x</a>'
        '<script src="https://cdn.example/x.js"></script></article>',
    )
    page.write_text(text, encoding="utf-8")
    problems = list(publish.check_site(built))
    assert "chapters/01-deal.html lacks the figure fig-firm" in problems
    assert any("nowhere.html, which is not there" in problem for problem in problems)
    assert any("02-demand.html#nowhere, where there is no such place" in problem for problem in problems)
    assert any("loads https://cdn.example/x.js" in problem for problem in problems)
    assert len(problems) == 4 + text.count('href="#fig-firm"')


def test_a_picture_without_description_or_without_its_file_is_found(tmp_path, site):
    built = tmp_path / "built"
    shutil.copytree(paths.BUILD / "html", built)
    page = built / "chapters" / "02-demand.html"
    page.write_text(re.sub(r'\balt="[^"]*"', 'alt=""', page.read_text(encoding="utf-8")), encoding="utf-8")
    (built / "_static" / "figures" / "fig-firm.svg").unlink()
    problems = list(publish.check_site(built))
    wanted = [
        f"chapters/02-demand.html: the figure {name} has no picture with a description"
        for name in figures_of(paths.CHAPTERS / "02-demand.ipynb")
    ]
    assert problems[: 1 + len(wanted)] == [
        "chapters/01-deal.html: the picture of the figure fig-firm is missing",
        *wanted,
    ]


def test_two_notebooks_cannot_publish_one_number(tmp_path):
    (tmp_path / "chapters").mkdir()
    for name in ("a", "b"):
        shutil.copy(paths.CHAPTERS / "01-deal.ipynb", tmp_path / "chapters" / f"{name}.ipynb")
    with pytest.raises(ValueError, match="is published by"):
        gather(tmp_path)


def test_a_quote_of_what_does_not_exist_is_refused():
    registry = gather()
    with pytest.raises(KeyError, match="no fact and no published result"):
        registry.quote("cost_of_everything")
    with pytest.raises(ValueError, match="no style"):
        registry.quote("csa_fee", "loud")
    with pytest.raises(ValueError, match="has no low"):
        registry.quote("csa_fee", "low")


def test_the_text_shows_a_changed_number(tmp_path):
    notebook = json.loads((paths.CHAPTERS / "01-deal.ipynb").read_text(encoding="utf-8"))
    text = json.dumps(notebook).replace('"value": 45273730000.0', '"value": 50000000000.0')
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "01-deal.ipynb").write_text(text, encoding="utf-8")
    assert gather(tmp_path).quote("headline_value").text == "$50 billion"
