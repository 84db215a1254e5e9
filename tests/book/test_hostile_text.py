"""The whole book, site and paper, from data with hostile text in every cell: nothing of it is more than text.

Slow: about three minutes, since every chapter computes its tables and charts anew.
"""

import ast
import functools
import json
import re
import shutil

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from jupyter_book.sphinx import build_sphinx

import compute_deal.chapter
from compute_deal import paths
from compute_deal.book import extension, registry
from compute_deal.presentation import theme
from compute_deal.presentation.tables import Table
from compute_deal.results import Results
from tests.hostile import MARK, TEXT, free_columns, hostile_evidence

HANDLERS = re.compile(r"on[a-z]+")


def shown(cell, space):
    """Return the outputs of a notebook's code cell, run here."""
    body = ast.parse("".join(cell["source"])).body
    last = body.pop() if isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cell", "exec"), space)  # noqa: S102 (the report's own notebooks)
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), space) if last else None
    if value is None:
        return {}
    return value._repr_mimebundle_() if isinstance(value, Table | Results) else theme.outputs(value.to_dict())


def spoil(notebook):
    """Run a notebook in this process and store what it gives."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    space = {}
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            data = shown(cell, space)
            for output in cell["outputs"]:
                assert output["data"].keys() == data.keys()
                output["data"] = data
    notebook.write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The folder in which site and paper of the spoilt data are."""
    folder = tmp_path_factory.mktemp("book")
    for name in ("_config.yml", "_toc.yml", "references.bib", "index.ipynb"):
        shutil.copy(paths.ROOT / name, folder / name)
    shutil.copytree(paths.CHAPTERS, folder / "chapters", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(paths.PACKAGE / "book" / "assets", folder / "src" / "compute_deal" / "book" / "assets")
    evidence = hostile_evidence()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compute_deal.chapter, "evidence", evidence)
        for notebook in paths.notebooks(folder):
            spoil(notebook)
        patch.setattr(registry, "load", lambda: evidence)
        patch.setattr(extension, "gather", functools.partial(registry.gather, folder))
        for builder in ("html", "paper"):
            settings = {"path_config": folder / "_config.yml", "confoverrides": {"latex_individualpages": False}, "noconfig": True}
            assert build_sphinx(folder, folder / "_build" / builder, builder=builder, quiet=True, **settings) == 0
    return folder / "_build"


@pytest.fixture(scope="module")
def pages(book):
    files = [file for file in (book / "html").rglob("*.html") if file.name not in ("genindex.html", "search.html")]
    return {file.stem: BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser") for file in files}


def test_no_element_and_no_attribute_of_a_page_comes_from_the_data(pages):
    assert len(pages) > 15
    for name, page in pages.items():
        for tag in page.find_all(True):
            assert tag.name != "lab", name
            assert not [attribute for attribute in tag.attrs if HANDLERS.fullmatch(attribute)], (name, tag)
            assert not str(tag.get("href", "")).startswith("javascript:"), (name, tag)
            assert tag.get("src") not in ("x", "../x"), (name, tag)
        for script in page.find_all("script"):
            if MARK in str(script):
                assert script["type"] == "application/json", name
                json.loads(script.string)


def test_the_text_stands_on_the_pages_as_it_is(pages):
    words = " ".join(TEXT.replace('"', " ").replace("'", " ").split())
    for name in ("evidence", "tables", "sources", "glossary", "06-actions", "07-claims", "04-risks"):
        page = pages[name].find("article")
        for script in page.find_all("script"):
            script.decompose()
        shown_text = " ".join(re.sub("[“”‘’\"']", " ", page.get_text()).replace("\u200b", "").split())
        assert words in shown_text, name


def test_every_free_column_is_on_some_page_or_in_none_of_the_tables(pages):
    seen = "".join(page.get_text() for page in pages.values())
    missing = {
        (table, column)
        for table, columns in free_columns().items()
        for column in columns
        if f"{column} {MARK}" not in seen
    }
    assert not missing


def test_no_number_that_the_data_ask_for_is_quoted(pages):
    for name in ("evidence", "tables"):
        assert "{n}`csa_fee`" in pages[name].get_text(), name


def test_the_paper_has_the_text_too(book):
    document = pypdfium2.PdfDocument(book / "paper" / "compute-deal.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    for part in ("<img src=x", "</script>", "#panic(", r"\input{a}", r"\(y\)", "$x_1$"):
        assert part in text.replace("\r\n", " ").replace("\ufffe", ""), part
