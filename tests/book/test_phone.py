"""The site in the hand, on paper and in a list of links: taps, cards, the first screen, print, and what other sites show of it."""

from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from compute_deal.book.site import ADDRESS, set_up, write_site_map
from tests.book.conftest import SITE
from tests.book.test_budgets import OBSERVER, SHIFT
from tests.book.test_site import PAGES, opened

PHONE = {"viewport": {"width": 360, "height": 740}}
TITLE = "The Anthropic–SpaceX compute deal"


def test_a_tap_tells_the_source_a_second_one_leads_to_a_row_that_is_marked(browser, site):
    page = opened(browser, site, "chapters/01-deal", has_touch=True, **PHONE)
    number, tip = page.locator("a.number[href$='#row-csa_fee']").first, page.locator(".number-tip")
    assert not tip.is_visible()
    number.tap()
    assert "Form S-1" in tip.text_content()
    assert tip.is_visible()
    assert page.url == f"{site}chapters/01-deal.html"
    number.tap()
    page.wait_for_url("**/chapters/evidence.html#row-csa_fee")
    row = page.locator("tr:has(#row-csa_fee)")
    shades = row.evaluate(
        "row => [row, row.nextElementSibling].map((row) => getComputedStyle(row.cells[1]).backgroundColor)"
    )
    assert shades[0] != shades[1]
    assert set(row.evaluate("row => [...row.cells].map((cell) => getComputedStyle(cell).display)")) == {"block"}
    assert 0 <= row.bounding_box()["y"] < 740
    page.context.close()


def test_the_answer_is_on_the_first_screen_and_the_first_figure_begins_on_the_second(browser, site):
    page = opened(browser, site, "index", **PHONE)
    finding, figure = (page.locator(selector).first.bounding_box() for selector in ("#finding", "figure"))
    assert finding["y"] + finding["height"] < 740
    assert figure["y"] < 2 * 740
    page.context.close()


def test_nothing_is_printed_that_only_a_screen_can_use(browser, site, drawn):
    page = opened(browser, site, "chapters/02-demand")
    drawn(page, "fig-growth-needed")
    page.locator("#fig-growth-needed .figure-menu summary").click()
    page.locator("#fig-growth-needed .chart-data td").first.wait_for()
    useless = "details, summary, button, .chart-data, input, nav"
    shown = f"() => [...document.querySelectorAll('{useless}')].filter((part) => part.checkVisibility()).map((part) => part.outerHTML.slice(0, 80))"
    assert len(page.evaluate(shown)) > 5
    page.emulate_media(media="print")
    assert page.evaluate(shown) == []
    assert page.locator("#fig-growth-needed .live svg").is_visible()
    page.context.close()


SKIPPED = "() => [...document.querySelectorAll('section section, tbody tr')].filter((part) => getComputedStyle(part).contentVisibility === 'auto').length"


@pytest.mark.parametrize(
    "place",
    [
        "chapters/04-risks.html#what-would-change-these-answers",
        "chapters/07-claims.html#row-claim_ajianaz_lock_in",
        "chapters/evidence.html#row-orbit_path_ground_change",
        "chapters/results.html#result-orbit_kept_claimed",
    ],
)
def test_a_link_far_down_a_page_lands_there_and_holds_still(browser, site, place):
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.add_init_script(OBSERVER)
    page.goto(f"{site}{place}")
    tops = []
    for _ in range(2):
        page.wait_for_timeout(300)
        tops.append(page.locator(":target").bounding_box()["y"])
    assert 0 < tops[0] < 370
    assert tops[1] == tops[0]
    assert page.evaluate("window.shift") <= SHIFT
    assert page.evaluate(SKIPPED) == 0
    context.close()


def test_a_phone_lays_out_what_is_near_and_prints_all(browser, site):
    page = opened(browser, site, "chapters/04-risks", **PHONE)
    sections = page.locator(".bd-article > section > section").count()
    assert page.evaluate(SKIPPED) == sections - 1
    page.emulate_media(media="print")
    assert page.evaluate(SKIPPED) == 0
    page.emulate_media(media="screen")
    page.goto(f"{page.url}#what-would-change-these-answers")
    page.wait_for_timeout(300)
    assert 0 < page.locator(":target").bounding_box()["y"] < 370
    page.context.close()


def test_without_scripts_a_phone_has_a_list_of_all_pages_at_the_end(browser, site):
    page = opened(browser, site, "chapters/01-deal", java_script_enabled=False, **PHONE)
    listed = page.get_by_role("navigation", name="All pages")
    assert listed.get_by_role("link").count() == len(PAGES)
    assert listed.bounding_box()["y"] > page.locator("article").bounding_box()["height"]
    listed.get_by_role("link", name="Glossary").click()
    page.wait_for_url("**/chapters/glossary.html")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert not listed.is_visible()
    page.context.close()


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("name", [*PAGES, "404"])
def test_a_tab_and_a_link_to_a_page_say_what_it_is(name):
    head = BeautifulSoup((SITE / f"{name}.html").read_text(encoding="utf-8"), "html.parser").head
    said = {tag["property"]: tag["content"] for tag in head.select("meta[property^='og:']")}
    assert head.title.get_text().count(TITLE) == 1
    assert said["og:title"] == head.title.get_text()
    assert {"og:type", "og:image"} <= said.keys()
    assert name == "404" or len(said["og:description"]) > 40


def test_a_site_with_an_address_lists_its_pages_for_search_engines(tmp_path, monkeypatch):
    monkeypatch.setenv(ADDRESS, "https://a.org/deal/")
    config = SimpleNamespace(templates_path=[], html_baseurl="", html_math_renderer="", root_doc="index")
    set_up(SimpleNamespace(), config)
    app = SimpleNamespace(config=config, env=SimpleNamespace(found_docs={"chapters/a&b", "index"}))
    write_site_map(app, tmp_path)
    found = ElementTree.parse(tmp_path / "sitemap.xml").findall(".//{*}loc")
    assert [place.text for place in found] == ["https://a.org/deal/chapters/a&b.html", "https://a.org/deal/"]
    assert "Sitemap: https://a.org/deal/sitemap.xml" in (tmp_path / "robots.txt").read_text(encoding="utf-8")


def test_a_site_without_an_address_has_no_site_map(tmp_path):
    write_site_map(SimpleNamespace(config=SimpleNamespace(html_baseurl="")), tmp_path)
    assert list(tmp_path.iterdir()) == []
