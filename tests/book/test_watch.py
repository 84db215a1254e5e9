"""What an author saves is on the page a moment later, without a browser's reload by hand."""

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from compute_deal import paths
from compute_deal.book.watch import moved_rows
from tests.book.test_recipes import KEPT, environment

PATIENCE = 300  # seconds: the first page waits for a whole build, on a machine that may have other work


@pytest.fixture
def watched(tmp_path):
    """A copy of the project that is watched, and its address."""
    for folder in ("chapters", "data", "src"):
        shutil.copytree(paths.ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (*KEPT, "requirements.lock"):
        shutil.copy(paths.ROOT / name, tmp_path / name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "compute_deal.book.watch", str(port)]
    process = subprocess.Popen(command, cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.DEVNULL)
    yield tmp_path, f"http://127.0.0.1:{port}/"
    process.terminate()
    process.wait()


def fetched(address):
    with urllib.request.urlopen(address, timeout=5) as answer:
        return answer.read().decode()


def shows(address, pattern):
    """Wait until a page shows something; give the page."""
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last:
        try:
            page = fetched(address)
        except OSError:
            page = ""
        if re.search(pattern, page):
            return page
        time.sleep(0.2)
    pytest.fail(f"{address} does not show {pattern}")


def test_a_word_and_a_fact_are_on_the_page_after_they_are_saved(watched):
    root, site = watched
    page = shows(f"{site}chapters/01-deal.html", "1.25 billion a month")
    assert '<script src="/reload.js"></script></body>' in page  # the policy of the pages admits none within them
    assert "/version.txt" in fetched(f"{site}reload.js")
    version, stored = fetched(f"{site}version.txt"), (root / "chapters" / "01-deal.ipynb").read_text(encoding="utf-8")
    (root / "chapters" / "01-deal.ipynb").write_text(
        stored.replace("The contract itself is not public.", "The contract itself is quite private.", 1),
        encoding="utf-8",
    )
    shows(f"{site}chapters/01-deal.html", "is quite private")
    facts = root / "data" / "facts.csv"
    text = facts.read_text(encoding="utf-8")
    (row,) = re.findall(r"^csa_musk_notice_days,.*$", text, re.MULTILINE)
    facts.write_text(text.replace(row, row.replace(",90,", ",60,")), encoding="utf-8")
    page = shows(f"{site}chapters/01-deal.html", ">60 days</a>")
    assert "is quite private" in page
    assert fetched(f"{site}version.txt") != version  # by now of the first change, which tells pages to load anew


def test_the_rows_that_moved_are_named():
    before = {"facts": [{"id": "a", "value": "1"}, {"id": "b", "value": "2"}], "glossary": [{"term": "c"}]}
    after = {"facts": [{"id": "a", "value": "1"}, {"id": "b", "value": "3"}, {"id": "d", "value": "4"}]}
    assert moved_rows(before, after) == {"b", "d"}
