"""Cost of the build and of an author's edits, as ratios within one run.

Run with ``make bench``; it makes the report from clean, so it takes some minutes. It prints and asserts nothing: times belong
to the machine they are taken on. The floor is what no tool can save: each notebook's own computation and the start of a
kernel, shared among the processors.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import yaml
from nbclient import NotebookClient

from compute_deal import paths
from compute_deal.book import watch
from compute_deal.book.notebooks import rerun, write
from compute_deal.book.scenario import stage
from tests.bench.timing import seconds

COMPUTE = """
import json, sys, time
from tests.hostile import shown
cells = [cell for cell in json.load(open(sys.argv[1]))["cells"] if cell["cell_type"] == "code"]
space, start = {}, time.perf_counter()
for cell in cells:
    shown(cell, space)
print(time.perf_counter() - start)
"""
DEFAULTS = {
    "title": "The same notebooks",
    "only_build_toc_files": True,
    "bibtex_bibfiles": ["references.bib"],
    "execute": {"execute_notebooks": "force", "timeout": 600},
}
MADE = (
    "stage",
    "html",
    "fonts",
    *(f"stamps/{name}" for name in ("runs.json", "validated", "html", "pdf", "published")),
)


def run(*command: str | Path, **settings) -> str:
    """Run a command of the project; give what it printed, or stop with it."""
    done = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, check=False, **settings)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return done.stdout


def computation(notebook: Path) -> float:
    """Give the time of a notebook's own code, its imports included."""
    return float(run(sys.executable, "-c", COMPUTE, notebook))


def kernel_start() -> float:
    """Give the time to start a kernel, run one line and stop it."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")])
    return seconds(lambda: NotebookClient(notebook, shutdown_kernel="immediate").execute())


def timed(work) -> float:
    """Give the time of a piece of work that is done once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def spent(*command: str | Path) -> tuple[float, float]:
    """Give the time of a command of the project, and the most memory that one of its processes took, in MB."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as told:
        pid = subprocess.Popen(command, cwd=paths.ROOT, stdout=told, stderr=subprocess.STDOUT).pid
        _, status, used = os.wait4(pid, 0)
        if status:
            told.seek(0)
            sys.exit(told.read().decode())
    return time.perf_counter() - start, used.ru_maxrss / 1024


def clean_build() -> tuple[float, float]:
    """Make the report from clean, with the environment as it is; give time and memory."""
    for name in MADE:
        made = paths.BUILD / name
        shutil.rmtree(made) if made.is_dir() else made.unlink(missing_ok=True)
    return spent("make", "book")


def plain_build(folder: Path) -> tuple[float, float]:
    """Make the site with Jupyter Book's defaults, which runs the notebooks, validates nothing and makes no PDF."""
    stage(folder)
    (folder / "_config.yml").write_text(yaml.safe_dump(DEFAULTS))
    return spent(Path(sys.executable).with_name("jupyter-book"), "build", folder, "-q")


def edits() -> dict[str, float]:
    """Give the time from a saved file to the page, by kind of edit, on the first chapter."""
    watch.brought_up_to_date()
    watch.build_site()
    chapter = watch.SOURCE / "chapters" / "01-deal.ipynb"

    def prose() -> None:
        notebook = nbformat.read(chapter, as_version=4)
        notebook.cells[0].source += "\n\nOne more sentence."
        write(chapter, notebook)
        watch.build_site()

    def figure() -> None:
        list(rerun([chapter]))
        os.utime(chapter)
        watch.build_site()

    def fact() -> None:
        list(rerun([chapter], "csa_fee=1.0e9"))
        watch.build_site()

    def fact_everywhere() -> None:
        list(rerun(paths.notebooks(watch.SOURCE), "csa_fee=1.1e9"))
        watch.build_site()

    found = {
        "a word of prose": timed(prose),
        "a figure": timed(figure),
        "a fact, seen in one chapter": timed(fact),
        "a fact, seen in all": timed(fact_everywhere),
    }
    shutil.rmtree(watch.FOLDER)
    return found


def main(plain: Path) -> None:
    """Print the figures; leave the site of Jupyter Book's defaults in a folder."""
    notebooks, cores = paths.notebooks(), os.cpu_count() or 1
    kernel = kernel_start()
    floor = (sum(map(computation, notebooks)) + len(notebooks) * kernel) / cores
    imports = seconds(lambda: run(sys.executable, "-c", "import compute_deal.notebook"))
    print(f"floor: {floor:.1f} s for {len(notebooks)} notebooks on {cores} cores, {kernel:.2f} s a kernel")
    print(f"importing what every notebook imports takes {imports / kernel:.2f} x the start of a kernel")
    for kind, took in edits().items():
        print(f"edit of {kind}: {took:.1f} s, {took / floor:.2f} x the floor")
    (clean, ours), (default, theirs) = clean_build(), plain_build(plain)
    print(f"clean build: {clean:.0f} s, {clean / floor:.2f} x the floor, {clean / default:.2f} x Jupyter Book alone")
    print(f"memory of the largest process: {ours:.0f} MB, {ours / theirs:.2f} x that of Jupyter Book alone")
