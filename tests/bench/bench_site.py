"""How fast the built site's pages come on a phone: 360 px, slow 4G, a processor four times slower.

Run with ``make bench`` after ``make book``. It prints and asserts nothing: times belong to the machine they are taken
on; weight and shift, which do not, are tests.
"""

import contextlib
import functools
import gzip
import http.server
import mimetypes
import shutil
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from compute_deal import paths
from compute_deal.book.stored import pages_of_contents

SITE = paths.BUILD / "html"
LATENCY_MS, BYTES_PER_S, SLOWDOWN = 150, 200_000, 4
SETTLE_MS = 2500
OBSERVER = """
window.seen = {paint: 0, blocked: 0, shift: 0};
const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({type, buffered: true});
watch("largest-contentful-paint", (entry) => { seen.paint = entry.startTime; });
watch("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value; });
watch("longtask", (entry) => { seen.blocked += entry.duration - 50; });
"""


class Compressed(http.server.SimpleHTTPRequestHandler):
    """Serves files as a real server does."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer with the file, compressed."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        for name, value in (
            ("Content-Type", mimetypes.guess_type(path.name)[0] or "application/octet-stream"),
            ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(body))),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def visit(browser, address: str) -> list[float]:
    """Give a page's bytes in kB, largest contentful paint in s, layout shift and blocking time in s."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.add_init_script(OBSERVER)
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    limits = {"latency": LATENCY_MS, "downloadThroughput": BYTES_PER_S, "uploadThroughput": BYTES_PER_S}
    tools.send("Network.emulateNetworkConditions", {"offline": False} | limits)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    came = []
    tools.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    page.goto(address)
    page.wait_for_timeout(SETTLE_MS)
    seen = page.evaluate("seen")
    context.close()
    return [sum(came) / 1000, seen["paint"] / 1000, seen["shift"], seen["blocked"] / 1000]


@contextlib.contextmanager
def served(site: Path):
    """Serve a folder on this machine; give its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Compressed, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def main(plain: Path) -> None:
    """Print the figures of the built report, beside those of the same notebooks with Jupyter Book's defaults."""
    if not (SITE / "index.html").is_file():
        print("site: not built, not measured; run make book first")
        return
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    print(
        "page: kB, largest paint in s, layout shift, blocked in s; beside Jupyter Book's defaults, without other hosts"
    )
    with sync_playwright() as playwright, served(SITE) as here, served(plain) as default:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for name in pages_of_contents(paths.ROOT / "_toc.yml"):
            rows = (visit(browser, f"{address}/{name}.html") for address in (here, default))
            print(f"{name:22}", " | ".join("{:5.0f} {:5.2f} {:5.3f} {:5.2f}".format(*row) for row in rows), flush=True)
        browser.close()
