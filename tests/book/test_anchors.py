"""An address within the report is the same after a source, a sentence or a listing was added."""

import re

import pytest
import yaml
from bs4 import BeautifulSoup
from sphinx.application import Sphinx

from compute_deal import paths
from compute_deal.book.transforms import Listings, Places
from tests.book.conftest import SITE

CONFIG = yaml.safe_load((paths.ROOT / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]
ENTRY = "@misc{{{key}, author = {{{{{key}}}}}, title = {{A title}}, year = {{2026}}}}\n"
BOOK = """Book
====

.. container:: finding

   What was found :cite:p:`b_one`.

.. code-block:: python
   :caption: The last cell

   1

.. bibliography::
"""
MORE = """.. code-block:: python
   :caption: A cell before it

   0

A sentence :cite:p:`a_new`.

.. container:: finding"""
NUMBERED = re.compile(r"id\d+")


def built(folder, text):
    """Return the page of a small book."""
    folder.mkdir()
    (folder / "one.bib").write_text(ENTRY.format(key="a_new") + ENTRY.format(key="b_one"))
    (folder / "index.rst").write_text(text)
    settings = {key: value for key, value in CONFIG.items() if key.startswith("bibtex_")}
    settings |= {"extensions": ["sphinxcontrib.bibtex"], "bibtex_bibfiles": ["one.bib"], "numfig": True}
    app = Sphinx(folder, None, folder / "out", folder / "trees", "html", settings, status=None, warning=None)
    app.add_transform(Listings)
    app.add_post_transform(Places)
    app.build()
    return BeautifulSoup((folder / "out" / "index.html").read_text(encoding="utf-8"), "html.parser")


def places(page):
    return {tag["id"]: tag.get_text() for tag in page.select("main [id], .body [id]")}


def test_a_new_source_sentence_or_listing_moves_no_address(tmp_path):
    before = places(built(tmp_path / "before", BOOK))
    after = places(built(tmp_path / "after", BOOK.replace(".. container:: finding", MORE)))
    assert {"finding", "ref-b-one", "code-the-last-cell"} <= before.keys() <= after.keys()
    assert {"ref-a-new", "code-a-cell-before-it"} == after.keys() - before.keys()
    for name in ("finding", "ref-b-one", "code-the-last-cell"):
        strip = re.compile(r"\[\d\]|Listing \d")
        assert strip.sub("", before[name]) == strip.sub("", after[name])


@pytest.mark.usefixtures("site")
def test_no_address_of_the_built_site_is_a_number_and_every_source_has_one():
    pages = {path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in SITE.rglob("*.html")}
    numbered = {
        path.name: tag["id"]
        for path, page in pages.items()
        for tag in page.select("[id]")
        if NUMBERED.fullmatch(tag["id"])
    }
    assert numbered == {}
    sources = pages[SITE / "chapters" / "references.html"].select(".citation")
    assert len(sources) > 100
    assert all(source["id"].startswith("ref-") for source in sources)


@pytest.mark.usefixtures("site")
def test_every_chapter_has_its_finding_at_one_address():
    for path in [SITE / "index.html", *(SITE / "chapters").glob("0*.html")]:
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert "finding" in page.find(id="finding")["class"], path.name
