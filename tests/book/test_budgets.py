"""What a page weighs, how it moves while it loads, and what it is allowed to run: none of it depends on the machine."""

import gzip
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from compute_deal import paths
from compute_deal.book.site import POLICY
from compute_deal.book.stored import pages_of_contents

PAGES = pages_of_contents(paths.ROOT / "_toc.yml")
CHAPTER_BYTES, TEXT_BYTES = 700_000, 250_000
SHIFT = 0.05
PACKED = (".woff", ".png")  # compressed already
OBSERVER = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture
def phone(browser):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def read_to_the_end(page):
    """Scroll through a page, so that all its pictures load."""
    page.evaluate(
        """async () => {
            for (let y = 0; y < document.body.scrollHeight; y += 500) {
                scrollTo(0, y);
                await new Promise((go) => setTimeout(go, 20));
            }
        }"""
    )
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light_and_holds_still(site, phone, name):
    weights = {}

    def weigh(answer):
        body = answer.body()
        packed = urlsplit(answer.url).path.endswith(PACKED)
        weights[answer.url] = len(body) if packed else len(gzip.compress(body, 6))

    phone.add_init_script(OBSERVER)
    phone.on("requestfinished", lambda request: weigh(request.response()))
    phone.goto(f"{site}{name}.html")
    read_to_the_end(phone)
    figures = phone.locator(".chart").count()
    assert sum(weights.values()) <= (CHAPTER_BYTES if figures else TEXT_BYTES), weights
    assert phone.evaluate("window.shift") <= SHIFT


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_nothing_inline(site, phone, name):
    sent = BeautifulSoup(phone.goto(f"{site}{name}.html").text(), "html.parser")
    policy = phone.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert policy == POLICY
    assert "unsafe" not in policy
    assert sent.select("script:not([src]), style, [style], [onclick]") == []
    assert len(phone.locator("meta[name=description]").get_attribute("content")) > 40
    assert phone.locator("link[rel=canonical]").count() == 1


def test_a_scenario_can_be_sent(site, phone):
    phone.goto(f"{site}chapters/02-demand.html")
    slider = phone.locator("#fig-growth-needed input").first
    slider.focus()
    slider.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "11 % of revenue"
    phone.locator("#fig-growth-needed .chart[data-drawn]").wait_for()
    phone.goto("about:blank")
    phone.go_back()
    assert slider.input_value() == "11"
    chart = phone.locator("#fig-growth-needed .chart[data-drawn]")
    chart.wait_for()
    assert chart.evaluate("chart => chart.chartView.signal('set_share')") == 11
    phone.locator("#fig-growth-needed .reset").click()
    assert slider.input_value() == "10"
    assert "?" not in phone.url


def test_a_page_opens_from_a_folder(browser, site):
    page = browser.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((paths.BUILD / "html" / "chapters" / "02-demand.html").as_uri())
    page.locator("#fig-growth-needed .chart").dispatch_event("wake")
    page.locator("#fig-growth-needed .chart[data-drawn] svg").wait_for()
    page.keyboard.press("Control+k")
    page.keyboard.type("rental price")
    page.locator("#search li a").first.wait_for()
    assert said == []
    page.close()
