"""The whole book, site and paper, from data with hostile text in every cell: nothing of it is more than text.

Slow: two minutes of one core (four where it is shared), since every chapter computes its tables and charts anew.
"""

import json
import re
import shutil
import warnings

import nbformat
import pypdfium2
import pytest
from bs4 import BeautifulSoup
from jupyter_book.sphinx import build_sphinx

import compute_deal.notebook
from compute_deal import paths
from compute_deal.book.readable import bare
from tests.hostile import MARK, TEXT, free_columns, hostile_evidence, shown

UNSEEN = {"events.claim_note", "risks.owner", "scenarios.why", "signposts.why"}  # in the downloads only
UNSEEN |= {"glossary.see_also"}  # names terms
HANDLERS = re.compile(r"on[a-z]+")


def spoil(notebook):
    """Run a notebook in this process and store what it gives."""
    content = bare(nbformat.read(notebook, as_version=4))
    space = {}
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            data = shown(cell, space)
            for output in cell["outputs"]:
                assert output["data"].keys() == data.keys()
                output["data"] = data
    nbformat.write(nbformat.from_dict(content), notebook)


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
        patch.setattr(compute_deal.notebook, "load", lambda: evidence)
        for notebook in paths.notebooks(folder):
            spoil(notebook)
        for builder in ("html", "paper"):
            settings = {
                "path_config": folder / "_config.yml",
                "confoverrides": {"latex_individualpages": False},
                "noconfig": True,
            }
            with warnings.catch_warnings(action="ignore"):  # what Sphinx's extensions are warned of is not ours
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
            handlers = [value for attribute, value in tag.attrs.items() if HANDLERS.fullmatch(attribute)]
            assert not [code for code in handlers if "alert" in code], (name, tag)  # the theme has some of its own
            assert not str(tag.get("href", "")).startswith("javascript:"), (name, tag)
            assert tag.get("src") not in ("x", "../x"), (name, tag)
        for script in page.find_all("script"):
            if MARK in str(script):
                assert script["type"] == "application/json", name
                json.loads(script.string)


def words(text):
    """Return text without what the typesetting of quotes, dashes and spaces changes."""
    return " ".join(re.sub("[“”‘’\"'–—\u200b-]", " ", text).split())


def test_the_text_stands_on_the_pages_as_it_is(pages):
    for name in ("evidence", "tables", "sources", "glossary", "04-risks", "06-actions", "07-claims"):
        article = pages[name].find("article")
        assert words(TEXT) in words(article.get_text()), name  # which leaves the scripts out


def test_every_free_column_is_on_some_page(pages):
    seen = "".join(page.get_text() for page in pages.values())
    missing = {
        f"{table}.{column}"
        for table, columns in free_columns().items()
        for column in columns
        if f"{column} {MARK}" not in seen
    }
    assert missing <= UNSEEN, missing


def test_no_number_that_the_data_ask_for_is_quoted(pages):
    for name in ("evidence", "tables"):
        assert "{n}`csa_fee`" in pages[name].get_text(), name


def test_nothing_of_the_data_runs_in_a_browser(book, browser):
    context = browser.new_context()
    context.set_default_timeout(60_000)
    page, spoken, asked = context.new_page(), [], []
    page.on("dialog", lambda dialog: (spoken.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    for name in ("index", *(f"chapters/{file.stem}" for file in (book / "html" / "chapters").glob("*.html"))):
        page.goto((book / "html" / f"{name}.html").as_uri())
        for chart in page.locator(".chart").all():
            chart.dispatch_event("wake")
            chart.and_(page.locator("[data-drawn]")).wait_for(state="attached")
    page.goto((book / "html" / "chapters" / "07-claims.html").as_uri())
    page.locator("#fig-verdicts .chart").dispatch_event("wake")
    page.locator("#fig-verdicts .chart[data-drawn] path[aria-label]").first.hover(force=True)
    tip = page.locator("#vg-tooltip-element")
    tip.wait_for()
    assert MARK in tip.inner_text()
    assert tip.locator("img, script, b").count() == 0
    context.close()
    assert not spoken
    assert not [url for url in asked if url.endswith("/x") or not url.startswith(("file:", "data:"))]


def test_the_paper_has_the_text_too(book):
    document = pypdfium2.PdfDocument(book / "paper" / "compute-deal.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    for part in ("<img src=x", "</script>", "#panic(", r"\input{a}", r"\(y\)", "$x_1$"):
        assert part in text.replace("\r\n", " ").replace("\ufffe", ""), part
