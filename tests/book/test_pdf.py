"""The PDF as a reader prints it."""

import re
from pathlib import Path

import pikepdf
import pytest

from compute_deal import paths
from compute_deal.book.check import check_pdf, check_site
from compute_deal.book.registry import gather

SITE = paths.BUILD / "html"


@pytest.fixture(scope="module")
def text(pdf):
    return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def test_it_is_whole(site):
    assert list(check_pdf(SITE / "compute-deal.pdf")) == []


def test_the_site_is_whole(site):
    assert list(check_site(SITE)) == []


def test_it_is_a_report_and_not_a_database(pdf):
    assert 60 <= len(pdf) <= 140


def test_the_figure_of_the_summary_stands_below_its_heading(pdf):
    (page,) = [text for text in (page.get_textpage().get_text_range() for page in pdf) if "Fig. 1 Either" in text]
    assert page.index("Summary") < page.index("Fig. 1 Either") < page.index("What we found")


def test_the_contents_take_two_pages_at_most(pdf):
    texts = [page.get_textpage().get_text_range() for page in pdf]
    last = max(at for at, text in enumerate(texts) if "About this build ." in text)
    assert next(at for at, text in enumerate(texts) if "Contents" in text) >= last - 1
    assert "How to cite ." not in texts[last]
    assert "№" not in "".join(texts[: last + 1])


def test_it_says_what_the_site_says(text):
    flat = re.sub(r"\s+", " ", text)
    for id in ("headline_value", "firm_today", "present_value"):
        assert gather().quote(id).text in flat


def test_nothing_of_the_web_is_left_in_it(text):
    for leftover in (
        "Show the code",
        "Data of this figure",
        "Download as CSV",
        "{n}",
        "{cite",
        "Filter rows",
        "localhost",
        r"\$",
    ):
        assert leftover not in text


def test_figures_are_drawn_not_rasterised(site):
    with pikepdf.open(SITE / "compute-deal.pdf") as document:
        images = [
            found
            for found in document.objects
            if isinstance(found, pikepdf.Stream) and found.get("/Subtype") == "/Image"
        ]
    assert images == []


def test_it_names_no_path_of_the_machine(site):
    for file in SITE.rglob("*"):
        if file.suffix in (".html", ".js", ".json", ".pdf"):
            assert str(paths.ROOT).encode() not in file.read_bytes(), file
    assert str(Path.home()) not in (SITE / "index.html").read_text(encoding="utf-8")
