"""The PDF as a reader prints it."""

import re
from pathlib import Path

import numpy as np
import pikepdf
import pytest

from compute_deal import paths
from compute_deal.book.publish import check_pdf, check_site
from compute_deal.book.registry import gather

SITE = paths.BUILD / "html"


@pytest.fixture(scope="module")
def text(pdf):
    return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def test_it_is_whole(site):
    assert list(check_pdf(SITE / "compute-deal.pdf")) == []


def test_the_site_is_whole(site):
    assert list(check_site(SITE)) == []


def first_page(pdf, heading):
    """Return the number of the page on which a chapter begins, by its bookmark."""
    return next(
        mark.get_dest().get_index() for mark in pdf.get_toc() if mark.level == 0 and heading in mark.get_title()
    )


def test_the_main_text_has_45_pages_at_most_and_the_whole_110(pdf):
    assert first_page(pdf, "The ledger") < 45
    assert len(pdf) <= 110


def test_the_summary_stands_on_the_first_page_and_its_figure_below(pdf):
    page = pdf[0].get_textpage().get_text_range()
    assert page.index("Summary") < page.index("Fig. 1 ")
    assert first_page(pdf, "Summary") == 0


def test_the_contents_follow_the_summary(pdf):
    texts = [page.get_textpage().get_text_range() for page in pdf]
    (at,) = [at for at, text in enumerate(texts[:6]) if re.search(r"^Contents", text, re.MULTILINE)]
    assert at <= first_page(pdf, "The deal")
    assert "How to cite ." not in texts[at]
    assert "№" not in texts[at].partition("Contents")[2].partition("About this build")[0]


def captions(text):
    """Return the numbers of the figures and tables that a text names at the beginning of a line."""
    return re.findall(r"^((?:Fig\.|Table)\s(?:[A-Z]\.)?[\d.]+)\s[A-Z]", text, re.MULTILINE)


def test_the_list_at_the_end_names_the_page_on_which_each_figure_and_table_stands(pdf):
    at = first_page(pdf, "Figures and tables")
    texts = [page.get_textpage().get_text_range() for page in pdf]
    listed = re.split(r"^Figures and tables\s*$", "\n".join(texts[at:]), maxsplit=1, flags=re.MULTILINE)[1]
    entries = re.findall(
        r"^((?:Fig\.|Table)\s(?:[A-Z]\.)?[\d.]+)\s[A-Z].*?\s(\d{1,3})\s*$", listed, re.MULTILINE | re.DOTALL
    )
    stands = [(name, str(page)) for page, text in enumerate(texts[:at], 1) for name in captions(text)]
    assert sorted(entries) == sorted(stands)
    assert len(entries) > 50


def test_the_running_head_names_the_chapter_with_which_a_page_begins(pdf):
    heads = [page.get_textpage().get_text_range().splitlines()[0] for page in pdf]
    assert heads[1].endswith("Summary")
    deal = first_page(pdf, "The deal")
    assert "The deal" in heads[deal]


def test_the_figure_of_a_chapter_s_answer_stands_below_it(pdf):
    texts = [page.get_textpage().get_text_range() for page in pdf]
    for number in range(1, 8):
        page = next(text for text in texts[2:] if re.search(rf"^{number}\. [A-Z].*", text, re.MULTILINE))
        heading = re.search(rf"^{number}\. [A-Z]", page, re.MULTILINE).start()
        figure = re.search(rf"^Fig\. {number}\.1\s", page, re.MULTILINE)
        assert figure is None or figure.start() > heading


def test_no_page_is_half_empty(pdf):
    for at in range(len(pdf) - 1):
        drawn = np.asarray(pdf[at].render(scale=0.3, grayscale=True).to_numpy()).squeeze()
        rows = np.flatnonzero((drawn < 200).any(axis=1)) / len(drawn)
        assert rows[rows < 0.93].max() > 0.55, f"page {at + 1} is empty below {rows[rows < 0.93].max():.0%}"


def test_every_formula_and_figure_has_text_in_its_place(site):
    with pikepdf.open(SITE / "compute-deal.pdf") as document:
        pictures = [found for found in document.objects if isinstance(found, pikepdf.Dictionary)]
        silent = [one for one in pictures if one.get("/S") in ("/Formula", "/Figure") and not one.get("/Alt")]
        assert silent == []


def test_it_is_light_enough_to_send(site):
    assert (SITE / "compute-deal.pdf").stat().st_size < 4e6


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
