"""The built report, served on loopback, and a browser to read it with."""

import functools
import http.server
import shutil
import threading

import pypdfium2
import pytest
from playwright.sync_api import sync_playwright

from compute_deal import paths
from compute_deal.book.stored import pages_of_contents

SITE = paths.BUILD / "html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def site():
    if not (SITE / "index.html").is_file():
        pytest.fail("there is no built site: run make book first, or make test, which does")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=SITE))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser():
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pages():
    return pages_of_contents(paths.ROOT / "_toc.yml")


@pytest.fixture(scope="session")
def pdf():
    document = pypdfium2.PdfDocument(SITE / "compute-deal.pdf")
    yield document
    document.close()


def drawn(page, figure):
    """Touch a figure, as a reader would, and return its live chart."""
    page.locator(f"figure#{figure} .chart").dispatch_event("wake")
    chart = page.locator(f"figure#{figure} .chart[data-drawn]")
    chart.wait_for()
    return chart


@pytest.fixture(scope="session", name="drawn")
def drawn_fixture():
    return drawn


@pytest.fixture(scope="session")
def explore(site, browser):
    """Return a function that sets the sliders of a figure and reads what its marks show."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = {}

    def rows(page_name, figure, signals):
        if page_name not in opened:
            opened[page_name] = context.new_page()
            opened[page_name].goto(f"{site}{page_name}.html")
        page = opened[page_name]
        chart = drawn(page, figure)
        return chart.evaluate(
            """async (chart, signals) => {
                const view = chart.chartView;
                for (const [name, value] of Object.entries(signals)) view.signal(name, value);
                await view.runAsync();
                const {data} = view.getState({data: () => true, signals: () => false});
                const marked = Object.keys(data).filter((name) => name.endsWith("_marks"));
                return marked.flatMap((name) => view.data(name).map((item) => ({...item.datum})));
            }""",
            signals,
        )

    yield rows
    context.close()
