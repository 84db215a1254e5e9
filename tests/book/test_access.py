"""Pages that everyone can read: axe finds nothing on any, in light and in dark, at a desk and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.book.test_site import PAGES, opened

LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 360)]
ALIKE = 12  # rows of a table after which the others are like those


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
@pytest.mark.parametrize("name", [*PAGES, "404"])
def test_everyone_can_read_a_page(browser, site, name, scheme, width):
    page = opened(browser, site, name, color_scheme=scheme, viewport={"width": width, "height": 800})
    page.evaluate(f"document.querySelectorAll('tbody tr:nth-child(n + {ALIKE})').forEach((row) => row.remove())")
    # as it is once a reader has been there: a phone lays out, and measures, only what is near
    page.evaluate(
        "document.querySelectorAll('section').forEach((part) => { part.style.contentVisibility = 'visible'; })"
    )
    page.wait_for_timeout(300)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert {rule["id"]: [node["html"][:120] for node in rule["nodes"][:3]] for rule in found} == {}
    page.context.close()
