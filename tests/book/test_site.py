"""The site as a browser shows it: complete, quiet, on its own."""

import json
import re

import pytest
from bs4 import BeautifulSoup

from compute_deal import paths
from compute_deal.book.prose import authored
from compute_deal.book.stored import figures_of, numbering, pages_of_contents
from compute_deal.evidence import load
from tests.book.conftest import SITE

PAGES = pages_of_contents(paths.ROOT / "_toc.yml")
COMPLAINTS = ("error", "warning")


def opened(browser, site, name, **settings):
    """Return a page with what went wrong on it: what its console complains of, requests elsewhere, answers that fail."""
    context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | settings))
    page = context.new_page()
    page.problems = []
    page.on("console", lambda message: page.problems.append(message.text) if message.type in COMPLAINTS else None)
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("response", lambda answer: page.problems.append(answer.url) if answer.status >= 400 else None)
    page.on(
        "request",
        lambda request: page.problems.append(request.url) if not request.url.startswith((site, "data:")) else None,
    )
    page.goto(f"{site}{name}.html")
    page.wait_for_load_state("networkidle")
    return page


def wanted_figures(name):
    notebook = paths.ROOT / f"{name}.ipynb"
    return figures_of(notebook) if notebook.is_file() else []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_opens_without_a_complaint_and_draws_its_charts(browser, site, drawn, name, scheme):
    page = opened(browser, site, name, color_scheme=scheme)
    for figure in wanted_figures(name):
        assert drawn(page, figure).locator(".live svg").bounding_box()["height"] > 80
    assert page.problems == []
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone(browser, site, drawn, name):
    page = opened(browser, site, name, viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for figure in wanted_figures(name):
        assert page.locator(f"figure#{figure} img").bounding_box()["width"] <= 360
        assert drawn(page, figure).locator(".live svg").bounding_box()["width"] <= 360
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_without_scripts_the_pictures_stand_in(browser, site, name):
    page = opened(browser, site, name, java_script_enabled=False)
    for figure in wanted_figures(name):
        picture = page.locator(f"figure#{figure} img")
        assert picture.is_visible()
        assert len(picture.get_attribute("alt")) > 60
    page.context.close()


def test_a_finding_stands_off_its_rule(browser, site):
    page = opened(browser, site, "chapters/01-deal")
    left = page.locator(".finding").first.evaluate("box => parseFloat(getComputedStyle(box).paddingLeft)")
    assert left >= 16
    page.context.close()


def test_a_numbered_equation_has_the_width_of_a_phone(browser, site):
    page = opened(browser, site, "chapters/01-deal", viewport={"width": 360, "height": 740})
    formula = page.locator("div.math:has(.eqno) .formula").first
    formula.wait_for()
    number = page.locator("div.math .eqno").first
    assert formula.bounding_box()["width"] > 300
    assert number.bounding_box()["y"] >= formula.bounding_box()["y"] + formula.bounding_box()["height"] - 1
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_no_table_needs_a_scroll_on_a_phone(browser, site, name):
    page = opened(browser, site, name, viewport={"width": 360, "height": 740})
    wide = page.evaluate(
        """() => [...document.querySelectorAll('.pst-scrollable-table-container')]
            .filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.querySelector('table').id)"""
    )
    page.context.close()
    assert wide == []


def test_rows_of_a_wide_table_are_cards_on_a_phone_and_rows_at_a_desk(browser, site):
    page = opened(browser, site, "chapters/04-risks", viewport={"width": 360, "height": 740})
    row = page.locator("#tab-register tbody tr").first
    said = row.evaluate(
        """row => [...row.cells].map((cell) => [getComputedStyle(cell, '::before').content, cell.getBoundingClientRect().x])"""
    )
    heads = [head for head, _ in said]
    assert heads[:2] == ["none", "none"]
    assert heads[2] == '"Borne by: "'
    assert len({at for _, at in said[2:]}) == 1, "the cells of a card stand one below the other"
    assert not page.locator("#tab-register thead").is_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.locator("#tab-register thead").is_visible()
    assert row.evaluate("row => getComputedStyle(row.cells[2], '::before').content") == "none"
    page.context.close()


def test_a_table_that_runs_on_says_so_and_keeps_its_caption(browser, site):
    page = opened(browser, site, "chapters/04-risks", viewport={"width": 360, "height": 740})
    box = page.locator(".pst-scrollable-table-container:has(#tab-cases)")
    box.locator("table").evaluate("table => { table.style.minWidth = '40rem'; }")
    caption = box.locator("caption")
    box.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    assert "runs-on" in box.get_attribute("class")
    assert caption.bounding_box()["width"] <= box.bounding_box()["width"] + 1
    before = caption.bounding_box()["x"]
    box.evaluate("box => { box.scrollLeft = box.scrollWidth; }")
    page.wait_for_timeout(300)
    assert "runs-on" not in box.get_attribute("class")
    assert caption.bounding_box()["x"] == pytest.approx(before, abs=1)
    page.context.close()


def test_a_number_tells_its_source_on_focus_and_leads_to_its_row(browser, site):
    page = opened(browser, site, "chapters/01-deal")
    number = page.locator("a.number", has_text="$1.25 billion a month").first
    number.focus()
    tip = page.locator(".number-tip")
    assert "Form S-1" in tip.text_content()
    assert "confidence high" in tip.text_content()
    number.click()
    page.wait_for_url("**/chapters/evidence.html#row-csa_fee")
    assert page.locator("tr:has(#row-csa_fee)").is_visible()
    page.context.close()


def test_a_computed_number_leads_to_its_inputs(browser, site):
    page = opened(browser, site, "index")
    page.locator("a.number[href$='#result-headline_value']").first.click()
    page.wait_for_url("**/chapters/results.html#result-headline_value")
    row = page.locator("tr:has(#result-headline_value)")
    row.locator("a[href$='#row-csa_fee']").click()
    page.wait_for_url("**/chapters/evidence.html#row-csa_fee")
    page.context.close()


def test_rows_of_the_evidence_can_be_filtered(browser, site):
    page = opened(browser, site, "chapters/evidence")
    box = page.get_by_label("Filter the rows of this table").first
    box.fill("monthly fee google")
    assert page.locator("tr:has(#row-google_spacex_fee)").is_visible()
    assert not page.locator("tr:has(#row-csa_fee)").is_visible()
    page.context.close()


def test_a_chart_follows_the_page_from_light_to_dark_and_keeps_the_slider(browser, site, drawn):
    page = opened(browser, site, "chapters/02-demand")
    chart = drawn(page, "fig-growth-needed")
    chart.locator("input[type=range]").first.fill("15")
    before = chart.locator(".live svg text").first.get_attribute("fill")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_timeout(1500)
    assert chart.locator(".live svg text").first.get_attribute("fill") != before
    assert chart.evaluate("chart => chart.chartView.signal('set_share')") == 15
    page.context.close()


def test_a_chart_fits_its_column_after_the_window_changed(browser, site, drawn):
    page = opened(browser, site, "chapters/02-demand")
    chart = drawn(page, "fig-growth-needed")
    for width in (800, 1280, 390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(700)
        place, drawn = chart.evaluate(
            "chart => [chart.clientWidth, Number(chart.querySelector('.live svg').getAttribute('width'))]"
        )
        assert drawn == place
    page.context.close()


@pytest.mark.parametrize("name", [name for name in PAGES if (paths.ROOT / f"{name}.ipynb").is_file()])
def test_a_page_offers_its_notebook_whole_with_citations_that_lead_somewhere(name):
    page = BeautifulSoup((SITE / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
    link = page.select_one(".as-notebook a[download]")
    offered = json.loads((SITE / name).parent.joinpath(link["href"]).read_text(encoding="utf-8"))
    stored = json.loads((paths.ROOT / f"{name}.ipynb").read_text(encoding="utf-8"))
    assert offered == stored
    text = "\n".join("".join(cell["source"]) for cell in stored["cells"] if cell["cell_type"] == "markdown")
    sources = load().sources
    for key in re.findall(r"[{]cite:p[}]`([^`]+)`", authored(text)):
        for each in key.split(","):
            assert f'({sources[each].url} "cite:{each}")' in text or (
                not sources[each].url and f"<!-- cite:{each} -->" in text
            )


def test_figures_and_tables_have_the_numbers_that_the_notebooks_say():
    said, numbered = numbering(paths.ROOT), {}
    for name in PAGES:
        page = BeautifulSoup((SITE / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        for place in page.find_all(["figure", "table"], id=True):
            if place["id"] in said and (number := place.find(class_="caption-number")):
                numbered[place["id"]] = number.get_text().strip()
    assert numbered == said


def test_no_two_figures_and_no_two_tables_have_one_number():
    said = numbering(paths.ROOT)
    assert len(set(said.values())) == len(said)
    assert said["fig-certainty"] == "Fig. 1"
    assert said["fig-scenarios"] == "Fig. S.1"
    assert said["tab-validation-deal"] == "Table V.1"
