"""Titles of sources read as they were printed."""

import re
from html import unescape

import pytest
from sphinx.application import Sphinx

from compute_deal import paths
from compute_deal.book.transforms import Dollars

ENTRY = r"@misc{one, author = {{A \& B}}, title = {{Raises \$30 billion for 5\%}}, year = {2026}}"


@pytest.fixture
def page(tmp_path):
    """The one page of a small book that cites a title with signs that BibTeX escapes."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "one.bib").write_text(ENTRY)
    (source / "index.rst").write_text("Book\n====\n\n:cite:p:`one`, in code ``\\$``\n\n.. bibliography::\n")
    build = tmp_path / "build"
    settings = {"extensions": ["sphinxcontrib.bibtex"], "bibtex_bibfiles": ["one.bib"]}
    app = Sphinx(source, None, build, tmp_path / "trees", "html", settings, status=None, warning=None)
    app.add_post_transform(Dollars)
    app.build()
    return unescape((build / "index.html").read_text())


def test_titles_and_what_a_pointer_shows_have_plain_signs(page):
    assert page.count("Raises $30 billion for 5%") == 2
    assert 'title="A & B. Raises $30' in page


def test_what_is_no_title_keeps_its_signs(page):
    assert re.findall(r".{5}\\\$", page) == [r'pre">\$']


def test_no_escaped_dollar_on_a_built_page(site):
    files = list((paths.BUILD / "html" / "chapters").glob("*.html"))
    assert len(files) > 10
    for file in files:
        assert not re.search(r'(title="[^"]*|<em>[^<]*|<p>[^<]*)\\\$', file.read_text(encoding="utf-8")), file.name
