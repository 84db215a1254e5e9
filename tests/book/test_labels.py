"""What stands in a figure can be read, at a desk and on a phone: labels keep apart, cross no dashed line, end inside."""

import pytest

from compute_deal.book.figure_files import APART
from tests.book.test_site import PAGES, opened, wanted_figures

FAULTS = """(chart, apart) => {
    const svg = chart.querySelector('.live svg'), faults = [];
    const shown = (text) => text.textContent && text.getAttribute('opacity') !== '0';
    const placed = (selector) => [...svg.querySelectorAll(selector)].filter(shown)
        .map((text) => ({text: text.textContent, ...text.getBoundingClientRect().toJSON()}));
    for (const axis of svg.querySelectorAll('.role-axis-label')) {
        const row = [...axis.querySelectorAll('text')].filter(shown)
            .map((text) => ({text: text.textContent, ...text.getBoundingClientRect().toJSON()})).sort((a, b) => a.x - b.x);
        row.forEach((label, at) => {
            const before = row[at - 1];
            if (before && Math.abs(label.y - before.y) < 2 && label.x - before.right < apart)
                faults.push(`${before.text} is too close to ${label.text}`);
        });
    }
    const lines = [...svg.querySelectorAll('.mark-rule line[stroke-dasharray]')].map((line) => line.getBoundingClientRect());
    const labels = placed('.mark-text.role-mark text'), picture = svg.getBoundingClientRect();
    const shared = (a, b, low, high) => Math.min(a[high], b[high]) - Math.max(a[low], b[low]);
    labels.forEach((label, at) => {
        if (lines.some((line) => line.height > line.width && line.x > label.x + 1 && line.x < label.right - 1
            && shared(line, label, 'top', 'bottom') > 2)) faults.push(`a line crosses ${label.text}`);
        for (const other of labels.slice(0, at))
            if (shared(label, other, 'left', 'right') > 1 && shared(label, other, 'top', 'bottom') > 3)
                faults.push(`${label.text} lies over ${other.text}`);
        if (label.left < picture.left - 1 || label.right > picture.right + 1) faults.push(`${label.text} is cut`);
    });
    return faults;
}"""

AT_ALL_ENDS = f"""async (chart, apart) => {{
    const faults = {FAULTS}, found = [];
    const inputs = [...chart.querySelectorAll('.sliders input')], view = chart.chartView;
    for (let choice = 0; choice < 2 ** inputs.length; choice++) {{
        inputs.forEach((input, at) => view.signal(input.name, Number(choice >> at & 1 ? input.max : input.min)));
        await view.runAsync();
        found.push(...faults(chart, apart));
    }}
    return found;
}}"""


def faults(chart):
    return chart.evaluate(FAULTS, APART - 1)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", [name for name in PAGES if wanted_figures(name)])
def test_labels_of_a_figure_can_be_read(browser, site, drawn, name, width):
    page = opened(browser, site, name, viewport={"width": width, "height": 800})
    found = {figure: faults(drawn(page, figure)) for figure in wanted_figures(name)}
    page.context.close()
    assert {figure: said for figure, said in found.items() if said} == {}


def test_labels_that_cannot_be_read_are_found(browser, site, drawn):
    page = opened(browser, site, "chapters/03-market", viewport={"width": 360, "height": 800})
    chart = drawn(page, "fig-index")
    chart.evaluate(
        """chart => {
            for (const line of chart.querySelectorAll('.live .mark-rule line')) line.setAttribute('y2', -400);
            const [first, second] = chart.querySelectorAll('.live .role-axis-label text');
            second.setAttribute('transform', first.getAttribute('transform'));
        }"""
    )
    found = faults(chart)
    page.context.close()
    assert any(said.startswith("a line crosses fee") for said in found)
    assert any("is too close to" in said for said in found)


@pytest.mark.parametrize(
    "name", ["chapters/02-demand", "chapters/03-market", "chapters/05-orbital", "chapters/06-actions"]
)
def test_labels_can_be_read_at_the_ends_of_the_sliders(browser, site, drawn, name):
    page = opened(browser, site, name, viewport={"width": 360, "height": 800})
    figure = page.locator("figure:has(.sliders)").get_attribute("id")
    chart = drawn(page, figure)
    found = chart.evaluate(AT_ALL_ENDS, APART - 1)
    page.context.close()
    assert found == []
