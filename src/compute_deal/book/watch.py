"""Show the site and make anew what changes while files are saved: `python -m compute_deal.book.watch [PORT]`.

For looking: what changed is built upon what was built before, in a copy under `_build/watch`, and the lookup pages wait for
`make book`. The stored notebooks stay as they are until `make notebooks`.
"""

import contextlib
import logging
import os
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Iterable
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import myst_nb.sphinx_ext  # noqa: F401 (as the line on the extension below)
import nbformat
from jupyter_book.sphinx import build_sphinx

from compute_deal import paths
from compute_deal.book import extension  # noqa: F401 (imported once, before the builds fork off)
from compute_deal.book.needs import closure, code_of, needed_by
from compute_deal.book.notebooks import rerun, write
from compute_deal.book.scenario import stage
from compute_deal.book.serve import HOST, PORTS, server
from compute_deal.book.stored import published_by
from compute_deal.evidence import EvidenceError, load
from compute_deal.evidence.loading import checked

FOLDER = paths.BUILD / "watch"
SOURCE, SITE, VERSION = FOLDER / "source", FOLDER / "html", FOLDER / "version"
EVERY = 0.3  # seconds
# files of their own, since the policy of the pages admits no script within them
RELOAD = """(async () => { let seen; for (;;) { try { const now = await (await fetch("/version.txt")).text();
  if (seen !== undefined && now !== seen) location.reload(); seen = now; } catch {}
  await new Promise((done) => setTimeout(done, 500)); } })();"""
TAG = b'<script src="/reload.js"></script></body>'


class Handler(SimpleHTTPRequestHandler):
    """Serves the site; each page asks whether there is a newer one."""

    def do_GET(self) -> None:
        """Answer a request."""
        path = Path(self.translate_path(self.path))
        if self.path == "/version.txt":
            self.answer(VERSION.read_bytes() if VERSION.exists() else b"", "text/plain")
        elif self.path == "/reload.js":
            self.answer(RELOAD.encode(), "text/javascript")
        elif (path / "index.html" if path.is_dir() else path).suffix == ".html" and (file := as_page(path)):
            self.answer(file.read_bytes().replace(b"</body>", TAG), "text/html; charset=utf-8")
        else:
            super().do_GET()

    def answer(self, content: bytes, kind: str) -> None:
        """Send content that no browser keeps."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args) -> None:
        """Say nothing of each request."""


def as_page(path: Path) -> Path | None:
    """Return the file of a page, None where there is none."""
    file = path / "index.html" if path.is_dir() else path
    return file if file.is_file() else None


def snapshot() -> dict[Path, int]:
    """Return when each file was last saved that the site is made from."""
    files = [*paths.pages(), paths.ROOT / "_config.yml", paths.ROOT / "_toc.yml", paths.BIBLIOGRAPHY]
    files += [
        *paths.DATA.iterdir(),
        *paths.PACKAGE.rglob("*.py"),
        *(paths.PACKAGE / "book" / "assets").iterdir(),
    ]
    return {file: file.stat().st_mtime_ns for file in files if file.is_file()}


def moved_rows(before: dict, after: dict) -> set[str]:
    """Return the ids of the rows that are other than before."""
    old, new = (
        {row["id"]: row for rows in tables.values() for row in rows if "id" in row} for tables in (before, after)
    )
    return {id for id in old.keys() | new.keys() if old.get(id) != new.get(id)}


def to_be_run(changed: set[Path], rows: set[str], edited: Iterable[Path]) -> list[Path]:
    """Return the notebooks of the copy that give other outputs than before.

    Parameters
    ----------
    changed : set of Path
        Files of the package that changed.
    rows : set of str
        Rows of the evidence that changed.
    edited : iterable of Path
        Notebooks whose code changed.

    Returns
    -------
    list of Path
    """
    wanted = set(edited)
    for path in paths.notebooks(SOURCE):
        notebook = nbformat.read(path, as_version=4)
        reads = {id for published in published_by(notebook) for id in published["evidence"]}
        if rows & reads or changed & closure(code_of(notebook)):
            wanted.add(path)
    return [notebook for notebook in paths.notebooks(SOURCE) if notebook in wanted]


def brought_up_to_date() -> list[Path]:
    """Copy the pages that changed; return the notebooks whose code did. Where only prose did, the last outputs stay."""
    before = {path: nbformat.read(path, as_version=4) for path in paths.notebooks(SOURCE)} if SOURCE.exists() else {}
    edited = []
    for page in stage(SOURCE):
        place = SOURCE / page.relative_to(paths.ROOT)
        if place.suffix != ".ipynb" or place not in before:
            continue
        new, old = nbformat.read(place, as_version=4), before[place]
        if code_of(new) != code_of(old):
            edited.append(place)
            continue
        outputs = iter([cell.outputs for cell in old.cells if cell.cell_type == "code"])
        for cell in new.cells:
            if cell.cell_type == "code":
                cell.outputs = next(outputs)
        write(place, new)
    return edited


def build_site() -> bool:
    """Make the site from the copy, in a process of its own that starts with everything imported; return whether it is made."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    try:
        settings = {"external_toc_path": str(SOURCE / "_toc.yml"), "latex_individualpages": False, "warm": True}
        with warnings.catch_warnings(action="ignore"):
            failed = build_sphinx(
                SOURCE,
                SITE,
                use_external_toc=True,
                path_config=SOURCE / "_config.yml",
                confoverrides=settings,
                noconfig=True,
                builder="html",
                quiet=True,
            )
        os._exit(1 if failed else 0)
    except BaseException:  # noqa: BLE001 (nothing of the child may go on as its parent)
        traceback.print_exc()
        os._exit(1)


def batched(notebooks: list[Path]) -> list[list[Path]]:
    """Return notebooks in groups that run side by side.

    Examples
    --------
    >>> len(batched([])), len(batched([Path("a.ipynb")]))
    (0, 1)
    """
    size = os.cpu_count() or 1
    return [notebooks[at : at + size] for at in range(0, len(notebooks), size)]


def update(files: set[Path], tables: dict) -> dict:
    """Bring the site up to date after files were saved; return the tables of the evidence as they are now."""
    start = time.monotonic()
    if any(paths.DATA in file.parents or file == paths.BIBLIOGRAPHY for file in files):
        checked.cache_clear()
        new = load().tables
    else:
        new = tables
    needed_by.cache_clear()
    edited = brought_up_to_date()
    code = {file for file in files if file.suffix == ".py"}
    run = to_be_run(code, moved_rows(tables, new), edited)
    for some in batched(run) or [[]]:  # a page is shown as soon as it is made, the others follow
        for fault in rerun(some):
            print(fault, file=sys.stderr)
        if not files & loaded() and build_site():
            VERSION.write_text(str(time.time_ns()))
            names = ", ".join(notebook.stem for notebook in some)
            print(
                f"{time.strftime('%X')} made after {time.monotonic() - start:.1f} s{f', {names} run' if some else ''}",
                flush=True,
            )
    return new


def serve(port: str) -> tuple[int, int]:
    """Serve the site from a process of its own, which ends with this one; return the process and the port."""
    parent = os.getpid()
    opened = server(SITE, [int(port)] if port else PORTS, Handler)
    child = os.fork()
    if child:
        opened.server_close()
        return child, opened.server_port
    opened.service_actions = lambda: os.getppid() == parent or os._exit(0)
    with contextlib.suppress(KeyboardInterrupt):
        opened.serve_forever()
    os._exit(0)


def main(port: str = "") -> None:
    """Watch until interrupted."""
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # else it tells every step of each subset
    seen, tables = snapshot(), load().tables
    FOLDER.mkdir(parents=True, exist_ok=True)
    tables = update(set(), tables)
    child, number = serve(port)
    print(f"The report is at http://{HOST}:{number}/ and follows what you save, until you press Ctrl-C.", flush=True)
    try:
        while True:
            time.sleep(EVERY)
            now = snapshot()
            files = {file for file in now.keys() | seen.keys() if now.get(file) != seen.get(file)}
            seen = now
            try:
                tables = update(files, tables) if files else tables
            except (EvidenceError, ValueError, SyntaxError) as error:  # saved in the middle of a change
                print(error, file=sys.stderr)
            if files & loaded():  # the code of the book itself: only a new process has it
                break
    except KeyboardInterrupt:
        return
    finally:
        os.kill(child, signal.SIGTERM)
        os.waitpid(child, 0)
    os.execv(sys.executable, [sys.executable, "-m", "compute_deal.book.watch", str(number)])


def loaded() -> set[Path]:
    """Return the files of the modules that this process has imported."""
    return {Path(module.__file__) for module in list(sys.modules.values()) if getattr(module, "__file__", None)}


if __name__ == "__main__":
    main(*sys.argv[1:])
