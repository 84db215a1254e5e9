"""What only one of site and paper should say."""

import copy
import re

import pytest
from bs4 import BeautifulSoup
from docutils import nodes

from compute_deal import paths
from compute_deal.book.transforms import as_if_there, is_silent

SITE = paths.BUILD / "html"


@pytest.fixture(scope="module")
def built(site):
    return {
        path.relative_to(SITE): BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in SITE.rglob("*.html")
    }


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Fees. On the site, sliders set the rate.", "Fees. Sliders set the rate."),
        ("Fees; on the site, a slider sets the rate.", "Fees; a slider sets the rate."),
        ("What stands on the site.", "What stands on the site."),
        ("The website shows it.", "The website shows it."),
    ],
)
def test_a_caption_on_the_site_does_not_send_the_reader_there(said, shown):
    assert as_if_there(said) == shown


def test_a_cell_without_output_is_silent():
    cell = nodes.container(nb_element="cell_code", classes=["cell", "tag_hide-input"])
    cell += nodes.container(nb_element="cell_code_source")
    assert is_silent(cell)
    cell += nodes.container(nb_element="cell_code_output")
    assert not is_silent(cell)


def test_no_caption_of_the_built_site_speaks_of_the_site(built):
    captions = [
        caption.get_text()
        for page in built.values()
        for caption in page.select("figcaption, .figure-unit, .figure-source")
    ]
    assert len(captions) > 30
    assert [caption for caption in captions if "n the site, " in caption] == []


def test_folds_of_code_stand_only_above_what_they_show(built):
    cells = [cell for page in built.values() for cell in page.select("div.cell:has(details.hide)")]
    assert len(cells) > 30
    assert [cell.get_text() for cell in cells if not cell.select_one(".cell_output")] == []


def test_row_numbers_are_on_paper_only(built, pdf):
    assert [name for name, page in built.items() if page.select(".row-number")] == []
    deal = built[paths.CHAPTERS.relative_to(paths.ROOT) / "01-deal.html"].get_text()
    assert "$1.25 billion a month" in deal
    assert "№" not in deal
    assert '"month1"' not in (SITE / "_static" / "search-index.js").read_text(encoding="utf-8")
    assert "№" in "".join(page.get_textpage().get_text_range() for page in pdf)


def test_there_is_no_empty_index(built):
    assert not (SITE / "genindex.html").exists()
    assert [name for name, page in built.items() if page.select("[href$='genindex.html']")] == []


@pytest.mark.parametrize("name", ["results", "evidence", "tables", "sources", "scenarios", "validation", "07-claims"])
def test_no_row_says_an_id_in_place_of_words(built, name):
    page = copy.copy(built[paths.CHAPTERS.relative_to(paths.ROOT) / f"{name}.html"].find("main"))
    for part in page.select("code, .cell_input, details, script, math"):
        part.decompose()
    text = re.sub(r"\S+(?:://|\.com/)\S+", "", page.get_text(" "))
    assert re.findall(r"\S*\b[a-z0-9]+_[a-z0-9_]+\S*", text) == []


def test_a_row_that_names_another_links_to_it_and_a_risk_shows_its_chance_and_loss(built):
    page = built[paths.CHAPTERS.relative_to(paths.ROOT) / "tables.html"]
    named = page.select_one("tr:has(#row-microsoft_iren_contract) a[href$='#row-iren_microsoft_gpus']")
    assert named.parent.get_text().count(f"see the row {named.get_text()}.") == 1
    said = page.select_one("tr:has(#row-risk_rents_fall)").get_text(" ")
    assert re.search(r"chance of \d+%, loss of \$[\d.]+bn; borne by SpaceX", said)


@pytest.mark.parametrize("name", ["evidence", "tables"])
def test_no_row_stops_twice(built, name):
    text = built[paths.CHAPTERS.relative_to(paths.ROOT) / f"{name}.html"].find("main").get_text()
    assert re.findall(r".{20}(?:[^.]\.\.[^.]|\.[:;]).{20}", text) == []
