"""The recipes of the page on updating, followed on a copy of the project with the blocks that stand on the page."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from compute_deal import paths

PAGE = (paths.CHAPTERS / "updating.md").read_text(encoding="utf-8")
KEPT = ("_config.yml", "_toc.yml", "CITATION.cff", "Makefile", "index.ipynb", "pyproject.toml", "references.bib")
DEAL, EXAMPLE = "chapters/01-deal.ipynb", "chapters/08-example.ipynb"
RESULTS, SLIDERS = "src/compute_deal/chapters/deal/results.py", "tests/charts/test_sliders.py"
CHECKS = "src/compute_deal/validation/deal.py"
FILES = {"two": 2, "three": 3, "six": 6}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of what the book is built from, and of the tests that a recipe asks for."""
    root = tmp_path_factory.mktemp("copy")
    for folder in ("chapters", "data", "src", "tests"):
        shutil.copytree(paths.ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (*KEPT, "requirements.lock"):
        shutil.copy(paths.ROOT / name, root / name)
    return root


@pytest.fixture
def touched():
    """The files that a recipe writes by hand."""
    return set()


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


def run_tests(root, *options):
    run(root, "pytest", "-q", "-p", "no:cacheprovider", "-o", "testpaths=", "-o", "addopts=", *options)


def nbval(root, notebook):
    options = ("-q", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", "-o", "testpaths=", "-o", "addopts=")
    return attempt(root, "pytest", *options, "--noconftest", "-p", "compute_deal.book.compare", notebook)


def plain_block(language):
    """Give the one block of the page in a language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    return found


def block(caption):
    """Give the one block of the page with a caption."""
    pattern = rf"^(```+)\{{code-block\}} \w+\n:caption: {re.escape(caption)}\n(.*?)^\1$"
    ((_, found),) = re.findall(pattern, PAGE, re.DOTALL | re.MULTILINE)
    return found


def promised(title):
    """Give how many files the heading of a recipe says that it touches."""
    return FILES[re.search(rf"^## {title}.*: (\w+) files$", PAGE, re.MULTILINE)[1]]


def write(root, touched, path, text):
    touched.add(path)
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def insert(root, touched, path, before, text):
    """Put text before the first place in a file that reads so."""
    found = (root / path).read_text(encoding="utf-8")
    assert before in found
    write(root, touched, path, found.replace(before, text + before, 1))


def append(root, touched, path, text):
    write(root, touched, path, (root / path).read_text(encoding="utf-8") + "\n" * path.endswith((".md", ".bib")) + text)


def add_cells(root, touched, path, *cells):
    """Put cells before the last one of a notebook."""
    notebook = nbformat.read(root / path, as_version=4)
    notebook.cells[-1:-1] = cells
    nbformat.write(notebook, root / path)
    touched.add(path)


def read(root, path):
    return (root / path).read_text(encoding="utf-8")


def test_a_fact_is_quoted(copy, touched):
    append(copy, set(), "references.bib", plain_block("bibtex"))
    refused = attempt(copy, "compute_deal.evidence")
    assert refused.returncode == 1
    assert "example_report_2027" in refused.stderr  # a source that no row uses
    append(copy, touched, "data/facts.csv", plain_block("text"))
    assert "The evidence holds" in run(copy, "compute_deal.evidence")
    traced = run(copy, "compute_deal.trace", "example_exit_share")
    assert "20%" in traced
    assert "Example Research" in traced
    add_cells(copy, touched, DEAL, new_markdown_cell(block(f"a sentence of {DEAL}")))
    run(copy, "compute_deal.book.notebooks", DEAL)
    assert "[20%](#n:example_exit_share)" in read(copy, DEAL)
    assert len(touched) == promised("Quote a fact")


def test_a_changed_assumption_is_refused_until_the_notebooks_are_run_again(copy):
    facts = copy / "data" / "facts.csv"
    before = facts.read_text(encoding="utf-8")
    (line,) = re.findall(r"^csa_notice_days,.*$", before, re.MULTILINE)
    assert ",90," in line
    facts.write_text(before.replace(line, line.replace(",90,", ",180,")), encoding="utf-8")
    assert nbval(copy, DEAL).returncode == 1
    value = re.compile(r'"firm_today": \{.*?"value": ([\d.]+)', re.DOTALL)
    notebook = copy / DEAL
    stored = notebook.read_text(encoding="utf-8")
    assert "updated 01-deal.ipynb" in run(copy, "compute_deal.book.notebooks", DEAL)
    old, new = (float(value.search(text)[1]) for text in (stored, notebook.read_text(encoding="utf-8")))
    assert 1.9 * old < new < 2.1 * old  # twice the notice, twice what is firm
    assert nbval(copy, DEAL).returncode == 0
    facts.write_text(before, encoding="utf-8")
    notebook.write_text(stored, encoding="utf-8")


def test_a_computed_result_is_quoted(copy, touched):
    insert(copy, touched, RESULTS, "    return results\n", block(f"before the return of deal_results in {RESULTS}"))
    add_cells(copy, touched, DEAL, new_markdown_cell(block(f"another sentence of {DEAL}")))
    run(copy, "compute_deal.book.notebooks", DEAL)
    assert r"[\\$46,154](#n:example_fee_per_gpu;amount)" in read(copy, DEAL)  # 15 billion over 325,000 is 46,153.8
    assert nbval(copy, DEAL).returncode == 0
    assert len(touched) == promised("Quote a computed result")


def test_a_chapter_with_a_model_is_added(copy, touched):
    for path in ("src/compute_deal/models/example.py", "src/compute_deal/chapters/example/results.py"):
        write(copy, touched, path, block(path))
    cells = [
        new_markdown_cell(block(f"first cell of {EXAMPLE}")),
        new_code_cell(block("second cell")),
        new_code_cell(block("last cell"), metadata={"tags": ["remove-cell"]}),
    ]
    nbformat.write(new_notebook(cells=cells), copy / EXAMPLE)
    touched.add(EXAMPLE)
    below = "  - caption: Behind the numbers\n"
    insert(copy, touched, "_toc.yml", below, block("below chapters/07-claims in _toc.yml"))
    append(copy, touched, "chapters/methods.md", block("at the end of chapters/methods.md"))
    checks = f"first in the list of growth_checks in {CHECKS}"
    insert(copy, touched, CHECKS, '        closed(\n            "implied_growth"', block(checks))
    above = "from compute_deal.models.growth import"
    insert(copy, touched, CHECKS, above, block(f"among the imports of {CHECKS}"))
    assert len(touched) == promised("Add a chapter with a model")
    run(copy, "compute_deal.book.notebooks", EXAMPLE)
    assert "[11 years](#n:example_halving)" in read(copy, EXAMPLE)  # ln 0.5 / ln 0.94 is 11.2
    assert 'changes = \\"\\"' in read(copy, EXAMPLE)
    assert nbval(copy, EXAMPLE).returncode == 0
    run_tests(copy, "--doctest-modules", "src/compute_deal/models/example.py")
    run_tests(copy, "tests/book/test_methods.py", "tests/test_layers.py")


def test_a_chart_with_a_slider_is_added_and_the_book_is_built(copy, touched):
    figures = "src/compute_deal/chapters/example/figures.py"
    write(copy, touched, figures, block(figures))
    figure = {"mystnb": {"figure": {"name": "fig-example", "caption": block("its caption").strip()}}}
    sentence = new_markdown_cell(block("a sentence before it"))
    add_cells(copy, touched, EXAMPLE, sentence, new_code_cell(block(f"a cell of {EXAMPLE}"), metadata=figure))
    insert(copy, touched, SLIDERS, "# What the labels of each figure", block(f"before SAYS in {SLIDERS}") + "\n\n")
    insert(copy, touched, SLIDERS, '"fig-cost": cost', '"fig-example": example, ')
    insert(copy, touched, SLIDERS, "import json\n", "import math\n")
    assert len(touched) == promised("Add a chart with a slider")
    run(copy, "compute_deal.book.notebooks", EXAMPLE)
    run_tests(copy, SLIDERS, "-k", "example or known")
    jupyter_book = Path(sys.executable).with_name("jupyter-book")
    build = [jupyter_book, "build", ".", "-W", "-n", "--keep-going", "-q", "--path-output", "."]
    done = subprocess.run(build, cwd=copy, env=environment(copy), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    page = (copy / "_build" / "html" / "chapters" / "08-example.html").read_text(encoding="utf-8")
    assert re.search(r"Satellites take <a [^>]*>11 years</a>", page)
    assert 'class="chart" data-name=' in page
    deal = (copy / "_build" / "html" / "chapters" / "01-deal.html").read_text(encoding="utf-8")
    assert re.search(r"A GPU costs <a [^>]*>\$46,154</a> a year", deal)
