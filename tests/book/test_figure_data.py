"""The data that a figure offers are those which its marks show, with their units, and so is the way to how they were made."""

import csv
import json
import re
from datetime import datetime
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from compute_deal import paths
from compute_deal.book.downloads import citation, readme
from compute_deal.book.figure_data import Table, answer_of, as_csv, tables_of
from compute_deal.book.stored import pages_of_contents
from compute_deal.charts.palette import MIME
from tests.book.conftest import SITE
from tests.book.test_site import opened

PAGES = [page for page in pages_of_contents(paths.ROOT / "_toc.yml") if (paths.ROOT / f"{page}.ipynb").is_file()]


def figures():
    """Yield page, name, unit line and spec of every figure."""
    for page in PAGES:
        for cell in json.loads((paths.ROOT / f"{page}.ipynb").read_text(encoding="utf-8"))["cells"]:
            figure = cell["metadata"].get("mystnb", {}).get("figure")
            for output in cell.get("outputs", ()):
                if figure and MIME in output.get("data", {}):
                    yield page, figure["name"], figure["caption"].split("\n\n")[1], output["data"][MIME]


FIGURES = {name: (page, unit, spec) for page, name, unit, spec in figures()}
WITH_SLIDERS = [name for name, (*_, spec) in FIGURES.items() if "params" in spec]


def offered(name):
    """Return the comments of a built CSV, and its tables as lists of rows by column."""
    comments, tables = [], []
    for line in (SITE / "_static" / "figures" / f"{name}.csv").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            comments.append(line)
            tables += [[]] if line.startswith("# Table ") else []
        else:
            tables = tables or [[]]
            tables[-1].append(line)
    return comments, [list(csv.DictReader(table)) for table in tables]


def number(cell):
    """Return a number or a date as a number, None for words."""
    try:
        return float(cell)
    except ValueError:
        try:
            return datetime.fromisoformat(cell).timestamp()
        except ValueError:
            return None


def is_measured(cells):
    """Return whether a column holds numbers that vary and are not evenly spaced, as a grid is."""
    numbers = [number(cell) for cell in cells]
    if len(set(numbers)) < 2 or None in numbers:
        return False
    steps = [after - before for before, after in pairwise(numbers)]
    return max(steps) - min(steps) > 1e-6 * max(map(abs, steps)) or len(steps) == 1


def test_a_grid_is_no_measurement():
    assert not is_measured(["20", "24", "28", "32"])
    assert not is_measured(["a", "b"])
    assert is_measured(["2.5", "2.7", "2.6"])


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_offers_what_it_shows_with_its_unit(name):
    comments, tables = offered(name)
    assert all(tables)
    wide = [table for table in tables if len(table[0]) > 1]
    assert any(is_measured([row[column] for row in table]) for table in wide for column in table[0])
    assert f"# Units: {FIGURES[name][1]}" in [comment.replace("’", "'") for comment in comments]
    assert any(citation() in line for line in comments)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("name", "columns", "value"),
    [
        ("fig-lock", {"use", "low", "high", "saving"}, "$0.12 an hour"),
        ("fig-cost", {"part", "usd"}, "margin 70%"),
        ("fig-trigger", {"day", "usd"}, "2.82"),
        ("fig-trigger", {"day", "p50", "party"}, "SpaceX"),
        ("fig-timeline", {"date", "event"}, "agreement signed"),
        ("fig-timeline", {"from", "to", "usd_bn"}, "1.25"),
        ("fig-orbit-bill", {"part", "side", "cost"}, "Orbit costs 4.3 times what Earth costs"),
    ],
)
def test_no_part_of_a_figure_is_missing(name, columns, value):
    _, tables = offered(name)
    assert any(columns <= set(table[0]) for table in tables)
    assert any(value in cell for table in tables for row in table for cell in row.values())


def test_tables_follow_each_other_below_what_says_what_they_are():
    one = Table(("full_usd", "cut"), ({"full_usd": 1.0, "cut": "=1"},), "blue bar")
    two = Table(("day",), ({"day": "2026-05-03"},), "label")
    assert as_csv(["fig-a: A.", "Licence: L"], [one, two]).splitlines() == [
        "# fig-a: A.",
        "# Licence: L",
        "# Table 1 of 2, drawn as: blue bar",
        "# Columns: full_usd: full, USD",
        "full_usd,cut",
        "1.0,'=1",
        "# Table 2 of 2, drawn as: label",
        "day",
        "2026-05-03",
    ]


def test_a_part_of_another_table_is_left_out_and_so_is_what_only_places_a_word():
    rows = [{"a": 1, "b": 2}, {"a": 3, "b": 4}]
    datasets = {"all": rows, "some": rows[:1], "words": [{"a": 1, "text": "one"}], "zero": [{"a": 0}]}
    marks = {"all": "line", "some": "area", "words": "text", "zero": "rule"}
    layers = [{"data": {"name": name}, "mark": mark, "encoding": {}} for name, mark in marks.items()]
    (table,) = tables_of({"datasets": datasets, "layer": layers})
    assert (table.columns, table.rows, table.look) == (("a", "b"), tuple(rows), "line")


@pytest.mark.parametrize("name", WITH_SLIDERS)
def test_a_chart_with_sliders_has_an_answer(name):
    layers, words = answer_of(FIGURES[name][2])
    assert layers
    assert len(words) > 20


@pytest.mark.parametrize("name", WITH_SLIDERS)
def test_what_is_said_of_a_chart_follows_its_sliders(browser, site, drawn, name):
    page = opened(browser, site, FIGURES[name][0])
    chart = drawn(page, name)
    slider, said, answer = (chart.locator(selector).first for selector in ("input", ".slider output", ".answer"))
    first, live = answer.text_content(), chart.locator(".live")
    description = FIGURES[name][2]["description"]
    assert (first, live.get_attribute("aria-label")) == (answer_of(FIGURES[name][2])[1], description)
    slider.fill(slider.get_attribute("max"))
    page.wait_for_function("([answer, first]) => answer.value !== first", arg=[answer.element_handle(), first])
    assert live.get_attribute("aria-label") == f"As first set: {description}"
    assert all(words in live.text_content() for words in re.split(r"\. |(?<=,) ", answer.text_content()))
    unit = slider.get_attribute("data-unit")
    assert unit
    assert said.text_content() == slider.get_attribute("aria-valuetext") == f"{slider.input_value()} {unit}"
    chart.locator(".reset").click()
    page.wait_for_function("([answer, first]) => answer.value === first", arg=[answer.element_handle(), first])
    assert live.get_attribute("aria-label") == description
    page.context.close()


@pytest.mark.parametrize("name", WITH_SLIDERS)
def test_each_slider_changes_the_chart_that_a_reader_sees(browser, site, drawn, name):
    page = opened(browser, site, FIGURES[name][0])
    chart = drawn(page, name)
    picture = chart.locator(".live svg")
    for slider in chart.locator("input").all():
        before = picture.inner_html()
        end = "min" if slider.input_value() == slider.get_attribute("max") else "max"
        slider.fill(slider.get_attribute(end))
        page.wait_for_function("([svg, before]) => svg.innerHTML !== before", arg=[picture.element_handle(), before])
    page.context.close()


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_leads_to_how_it_is_computed(name):
    page = FIGURES[name][0]
    built = BeautifulSoup((SITE / f"{page}.html").read_text(encoding="utf-8"), "html.parser")
    link = built.select_one(f"figure#{name} .figure-menu a:-soup-contains('How it is computed')")
    address, _, anchor = link["href"].partition("#")
    there = (
        BeautifulSoup((SITE / page).parent.joinpath(address).read_text(encoding="utf-8"), "html.parser")
        if address
        else built
    )
    place = there.find(id=anchor)
    assert place is not None
    assert anchor.startswith("method-") or place.find_parent("details")


def test_code_that_a_figure_leads_to_is_unfolded(browser, site):
    page = opened(browser, site, "index")
    code = page.locator("#code-fig-certainty")
    assert not code.is_visible()
    page.locator("#fig-certainty .figure-menu summary").click()
    page.locator("#fig-certainty .figure-menu").get_by_role("link", name="How it is computed").click()
    code.wait_for()
    assert page.url.endswith("#code-fig-certainty")
    page.context.close()


def test_the_address_is_cited_where_there_is_one():
    assert citation("https://a.org/b").endswith(" https://a.org/b/")
    assert "https://a.org/b/" in readme("https://a.org/b")
    assert "http" not in citation()
