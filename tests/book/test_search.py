"""The site's search: what a reader types leads to the sections about it, and there to the paragraph."""

import json
import re

import pytest

from compute_deal.book.charts import ASSETS
from tests.book.conftest import SITE

SAME = json.loads(
    re.search(r"const SAME = (\{.*?\});", (ASSETS / "search.js").read_text(encoding="utf-8"), re.DOTALL)[1]
)


@pytest.fixture
def page(browser, site):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{site}index.html")
    yield page
    context.close()


@pytest.fixture(scope="module")
def text():
    """All that the search looks through, without the names of numbers."""
    script = (SITE / "_static" / "search-index.js").read_text(encoding="utf-8")
    index = json.loads(script.removeprefix("window.searchIndex = ").rstrip(";\n"))
    return " ".join(f"{title} {' '.join(said for said, _ in parts)}" for *_, title, parts in index["sections"]).lower()


def hits(page, query):
    page.keyboard.press("Control+k")
    page.keyboard.type(query)
    page.locator("#search li a").first.wait_for()
    return page.locator("#search li a")


def landed(page, hit):
    """Follow a hit; return the paragraph that it leads to, and what is marked there."""
    hit.click()
    mark = page.locator("mark").first
    mark.wait_for()
    page.wait_for_timeout(300)
    assert 0 < mark.bounding_box()["y"] < 740
    return mark.evaluate("mark => mark.closest('p, li, dd, dt').textContent"), mark.text_content()


def test_a_word_that_the_report_does_not_use_leads_to_what_it_says_instead(page):
    found = hits(page, "termination")
    first = [found.nth(at).get_attribute("href") for at in range(4)]
    assert all(re.search("/0[14]-", address) for address in first)
    assert any("/01-" in address for address in first)
    assert any("/04-" in address for address in first)
    assert all(re.search("exit|leave|notice", found.nth(at).text_content()) for at in range(4))
    paragraph, marked = landed(page, found.first)
    assert "right for either side to leave on 90 days of notice" in paragraph
    assert marked == "leave"
    assert "find=termination" in page.url


@pytest.mark.parametrize(
    ("query", "address", "said"),
    [
        ("hindcast", "/methods", "the hindcasts overlap"),
        ("launch price", "/05-", "launch price"),
        ("Musk", "/01-", "On 28 May Musk wrote"),
        ("rental price", "/methods", "Inputs. Expected yearly change"),
    ],
)
def test_a_word_of_the_report_leads_to_the_paragraph_about_it(page, query, address, said):
    found = hits(page, query)
    at = next(at for at in range(min(5, found.count())) if address in found.nth(at).get_attribute("href"))
    paragraph, _ = landed(page, found.nth(at))
    assert said in paragraph


def test_words_for_the_same_are_those_that_the_report_uses(text):
    assert [word for word in SAME if re.search(rf"\b{word}", text)] == []
    others = {other for words in SAME.values() for other in words}
    assert [other for other in others if not re.search(rf"\b{other}", text)] == []
