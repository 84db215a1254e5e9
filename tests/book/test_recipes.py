"""The recipes of the page on updating, followed on a copy of the project with the blocks that stand on the page."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from compute_deal import paths

PAGE = (paths.CHAPTERS / "updating.md").read_text(encoding="utf-8")
KEPT = ("_config.yml", "_toc.yml", "CITATION.cff", "Makefile", "index.ipynb", "pyproject.toml", "references.bib")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of what the book is built from."""
    root = tmp_path_factory.mktemp("copy")
    for folder in ("chapters", "data", "src"):
        shutil.copytree(paths.ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (*KEPT, "requirements.lock"):
        shutil.copy(paths.ROOT / name, root / name)
    return root


def run(root, *command):
    """Run a Python module of the copy; give what it printed, or fail with it."""
    done = attempt(root, *command)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def attempt(root, *command):
    python = [sys.executable, "-m", *command]
    return subprocess.run(python, cwd=root, env=environment(root), capture_output=True, text=True, check=False)


def environment(root):
    return {**os.environ, "PYTHONPATH": str(root / "src"), "SOURCE_DATE_EPOCH": "0"}


def nbval(root, notebook):
    options = ("-q", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", "-o", "testpaths=", "-o", "addopts=")
    return attempt(root, "pytest", *options, "-p", "compute_deal.book.nbval_meaning", notebook)


def plain_block(language):
    """Give the one block of the page in a language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    return found


def captioned_blocks():
    """Give the blocks of the page that have a caption, by caption."""
    found = re.findall(r"^```\{code-block\} \w+\n:caption: (.*?)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    return dict(found)


def test_a_fact_is_added_and_can_be_quoted(copy):
    with (copy / "references.bib").open("a", encoding="utf-8") as file:
        file.write("\n" + plain_block("bibtex"))
    refused = attempt(copy, "compute_deal.evidence")
    assert refused.returncode == 1
    assert "example_report_2027" in refused.stderr  # a source that no row uses
    with (copy / "data" / "facts.csv").open("a", encoding="utf-8") as file:
        file.write(plain_block("text"))
    assert "The evidence holds" in run(copy, "compute_deal.evidence")
    traced = run(copy, "compute_deal.trace", "example_exit_share")
    assert "20%" in traced
    assert "Example Research" in traced


def test_a_changed_assumption_is_refused_until_the_notebooks_are_run_again(copy):
    facts = copy / "data" / "facts.csv"
    before = facts.read_text(encoding="utf-8")
    (line,) = re.findall(r"^csa_notice_days,.*$", before, re.MULTILINE)
    assert ",90," in line
    facts.write_text(before.replace(line, line.replace(",90,", ",180,")), encoding="utf-8")
    assert nbval(copy, "chapters/01-deal.ipynb").returncode == 1
    value = re.compile(r'"firm_today": \{.*?"value": ([\d.]+)', re.DOTALL)
    notebook = copy / "chapters" / "01-deal.ipynb"
    old = float(value.search(notebook.read_text(encoding="utf-8"))[1])
    assert "updated 01-deal.ipynb" in run(copy, "compute_deal.book.notebooks", "chapters/01-deal.ipynb")
    new = float(value.search(notebook.read_text(encoding="utf-8"))[1])
    assert 1.9 * old < new < 2.1 * old  # twice the notice, twice what is firm
    assert nbval(copy, "chapters/01-deal.ipynb").returncode == 0
    facts.write_text(before, encoding="utf-8")
    shutil.copy(paths.CHAPTERS / "01-deal.ipynb", notebook)


def test_a_chapter_is_added(copy):
    blocks = captioned_blocks()
    for path in [name for name in blocks if name.startswith("src/")]:
        (copy / path).parent.mkdir(exist_ok=True)
        (copy / path).write_text(blocks[path], encoding="utf-8")
    figure = {"mystnb": {"figure": {"name": "fig-example", "caption": "The fee for one GPU."}}}
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell(blocks["first cell"]),
            nbformat.v4.new_code_cell(blocks["second cell"], metadata=figure),
            nbformat.v4.new_code_cell(blocks["last cell"], metadata={"tags": ["remove-cell"]}),
        ]
    )
    nbformat.write(notebook, copy / "chapters" / "08-example.ipynb")
    toc = copy / "_toc.yml"
    listed = toc.read_text(encoding="utf-8")
    after = "      - file: chapters/07-claims\n"
    toc.write_text(listed.replace(after, after + after.replace("07-claims", "08-example")), encoding="utf-8")
    run(copy, "compute_deal.book.notebooks", "chapters/08-example.ipynb")
    assert nbval(copy, "chapters/08-example.ipynb").returncode == 0
    jupyter_book = Path(sys.executable).with_name("jupyter-book")
    build = [jupyter_book, "build", ".", "-W", "-n", "--keep-going", "-q", "--path-output", "."]
    done = subprocess.run(build, cwd=copy, env=environment(copy), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    page = (copy / "_build" / "html" / "chapters" / "08-example.html").read_text(encoding="utf-8")
    assert re.search(r"A GPU costs <a [^>]*>\$46,154</a> a year", page)  # 15 billion over 325,000 is 46,153.8
    assert 'class="chart" data-name=' in page
