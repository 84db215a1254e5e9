"""What the outputs of a notebook rest on, so that only those are run again whose code or inputs changed.

`python -m compute_deal.book.needs due RECORD NOTEBOOK …` prints the notebooks that have to be compared with a fresh run, and
`… done RECORD NOTEBOOK …` notes that they agreed with one.
"""

import ast
import hashlib
import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from compute_deal import paths
from compute_deal.book.readable import read
from compute_deal.book.stored import store

LOCK = "requirements.lock"


def code_of(notebook: dict) -> list[str]:
    """Return the source of each code cell."""
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def imported(source: str) -> Iterator[Path]:
    """Yield the files of the package that code imports by itself."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            first, *rest = name.split(".")
            if first == paths.PACKAGE.name:
                yield from files_of(rest)


def files_of(parts: list[str]) -> Iterator[Path]:
    """Yield the files that an import of a module reads: those of the packages it is in, and its own."""
    for depth in range(len(parts) + 1):
        folder = paths.PACKAGE.joinpath(*parts[:depth])
        for file in (folder / "__init__.py", folder.with_suffix(".py")):
            if file.is_file():
                yield file


@cache
def needed_by(file: Path) -> frozenset[Path]:
    """Return the files of the package that a file of it imports by itself."""
    return frozenset(imported(file.read_text(encoding="utf-8")))


def closure(sources: list[str]) -> set[Path]:
    """Return every file of the package that code reads when it runs.

    Parameters
    ----------
    sources : list of str
        Python.

    Returns
    -------
    set of Path

    Examples
    --------
    >>> names = {file.stem for file in closure(["from compute_deal.inputs.deal import DealCase"])}
    >>> "schedule" in names, "theme" in names
    (True, False)
    """
    found: set[Path] = set()
    new = {file for source in sources for file in imported(source)}
    while new:
        found |= new
        new = {needed for file in new for needed in needed_by(file)} - found
    return found


def fingerprint(notebook: Path) -> str:
    """Return what changes when the stored outputs of a notebook may no longer be those of a fresh run.

    Its code, its outputs, the modules that it imports, the data, Python and the locked packages; not its prose.

    Parameters
    ----------
    notebook : Path
        The notebook.

    Returns
    -------
    str
    """
    content = read(notebook.read_text(encoding="utf-8"))
    cells = [[cell.source, cell.outputs, cell.metadata] for cell in content.cells if cell.cell_type == "code"]
    files = [*closure(code_of(content)), *paths.DATA.iterdir(), paths.BIBLIOGRAPHY, paths.ROOT / LOCK]
    made = hashlib.sha256(json.dumps([sys.version, cells], sort_keys=True).encode())
    for file in sorted(file for file in files if file.is_file()):
        made.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return made.hexdigest()


def due(record: Path, notebooks: list[Path]) -> list[Path]:
    """Return the notebooks that changed since they last agreed with a fresh run, and keep in the record what they are now."""
    known = json.loads(record.read_text()) if record.is_file() else {}
    now = {str(path): fingerprint(path) for path in notebooks}
    store(pending(record), json.dumps(now))
    return [path for path in notebooks if known.get(str(path)) != now[str(path)]]


def done(record: Path) -> None:
    """Note that all notebooks agreed with a fresh run, as they were when it was asked which are due."""
    pending(record).replace(record)


def pending(record: Path) -> Path:
    """Return where the fingerprints are kept until the notebooks have passed."""
    return record.with_name(f"{record.name}.pending")


if __name__ == "__main__":
    what, record, *names = sys.argv[1:]
    if what == "due":
        print(*due(Path(record), [Path(name) for name in names]))
    else:
        done(Path(record))
