"""Run the notebooks and store their outputs: `python -m compute_deal.book.notebooks [notebook ...]`."""

import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from traitlets.config import Config

from compute_deal import paths
from compute_deal.book.compare import differences
from compute_deal.book.form import normal, with_parameters
from compute_deal.book.prose import Reader
from compute_deal.book.readable import bare_outputs, readable, stale
from compute_deal.book.registry import gather
from compute_deal.book.stored import store
from compute_deal.notebook import assume


async def execute(
    path: Path, turn: asyncio.Semaphore, sockets: str, environment: Mapping[str, str], changes: str
) -> NotebookNode:
    """Return a notebook as it is after a run from top to bottom.

    Parameters
    ----------
    path : Path
        The notebook.
    turn : asyncio.Semaphore
        Bounds how many run at once.
    sockets : str
        Folder for the kernels' sockets.
    environment : mapping of str to str
        Environment variables of the run.
    changes : str
        Rows and values to be assumed.

    Returns
    -------
    NotebookNode
    """
    notebook = with_parameters(nbformat.read(path, as_version=4), changes)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    client = NotebookClient(
        notebook,
        # sockets in files: the kernel warns about TCP on standard error, which would be an output
        config=Config(KernelManager={"transport": "ipc", "ip": f"{sockets}/{path.stem}"}),
        record_timing=False,
        shutdown_kernel="immediate",
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    async with turn:
        await client.async_execute(env=dict(environment))
    return notebook


def executed(
    notebooks: list[Path], environment: Mapping[str, str] = os.environ, changes: str = ""
) -> list[NotebookNode | CellExecutionError]:
    """Run notebooks side by side, also where an event loop is at work already; return each, or the error that ended it.

    Parameters
    ----------
    notebooks : list of Path
        Which.
    environment : mapping of str to str, optional
        Environment variables of the runs.
    changes : str, optional
        Rows and values to be assumed.

    Returns
    -------
    list of NotebookNode or CellExecutionError
    """

    async def all_of_them() -> list[NotebookNode | BaseException]:
        turn = asyncio.Semaphore(os.cpu_count() or 1)
        with tempfile.TemporaryDirectory() as sockets:
            # the last first: appendices take longest, and none should run alone at the end
            runs = [execute(path, turn, sockets, environment, changes) for path in reversed(notebooks)]
            return (await asyncio.gather(*runs, return_exceptions=True))[::-1]

    # in a thread of its own, since a loop can be run only where none is running, and a browser's may be
    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(lambda: asyncio.run(all_of_them())).result()
    for new in made:
        if isinstance(new, BaseException) and not isinstance(new, CellExecutionError):
            raise new
    return made


def merged(stored: NotebookNode, fresh: NotebookNode) -> NotebookNode:
    """Return a notebook after a fresh run, with the stored outputs of each cell where both agree.

    Processors differ in last digits; what means the same stays as it is.

    Parameters
    ----------
    stored, fresh : NotebookNode
        Before and after the run.

    Returns
    -------
    NotebookNode
        In normal form.
    """
    made = nbformat.from_dict(normal(fresh))
    before = {cell.id: cell for cell in stored.cells if cell.cell_type == "code"}
    for new in made.cells:
        old = before.get(new.id)
        if old is not None and new.cell_type == "code" and not differences(old.outputs, new.outputs, old.metadata):
            new.outputs = [in_form_of(output, new) for output in old.outputs]
    return made


def in_form_of(stored: NotebookNode, cell: NotebookNode) -> NotebookNode:
    """Return a stored output with the count of its cell, and as Python writes it: JupyterLab saves 2.0 as 2."""
    if "execution_count" in stored:
        stored = stored | {"execution_count": cell.execution_count}
    for fresh in cell.outputs:
        if "data" in fresh and bare_outputs([stored]) == bare_outputs([fresh]):
            return stored | {"data": stored["data"] | fresh["data"]}
    return stored


def run(notebooks: list[Path]) -> int:
    """Run notebooks, write anew what their prose quotes, and store those that changed; return how many faults there were.

    Parameters
    ----------
    notebooks : list of Path
        Which.

    Returns
    -------
    int
    """
    before = {path: path.read_text(encoding="utf-8") for path in notebooks}
    faults = [*rerun(notebooks), *refresh(notebooks)]
    for path, text in before.items():
        print(f"{'unchanged' if path.read_text(encoding='utf-8') == text else 'updated'} {path.name}")
    for fault in faults:
        print(fault, file=sys.stderr)
    return len(faults)


def rerun(notebooks: list[Path], changes: str = "") -> Iterator[str]:
    """Run notebooks and store those whose outputs changed; yield what failed, and was left as it was."""
    for path, fresh in zip(notebooks, executed(notebooks, changes=changes), strict=True):
        if isinstance(fresh, CellExecutionError):
            yield f"{path.name} failed and was left as it was.\n{fresh.ename}: {fresh.evalue}"
        else:
            write(path, merged(nbformat.read(path, as_version=4), fresh))


def refresh(notebooks: list[Path], root: Path = paths.ROOT, changes: str = "") -> Iterator[str]:
    """Write anew what readers of notebooks see, after all have run, since they quote one another; yield what cannot be."""
    reader = Reader(gather(root, assume(changes)), root)
    for path in notebooks:
        made = readable(nbformat.read(path, as_version=4), reader)
        write(path, made)
        yield from (f"{path.name}, {fault}" for fault in stale(made, reader))


def write(path: Path, notebook: NotebookNode) -> None:
    """Store a notebook where it differs from what is stored."""
    text = nbformat.writes(nbformat.from_dict(notebook), indent=1) + "\n"
    if text != path.read_text(encoding="utf-8"):
        store(path, text)


if __name__ == "__main__":
    wanted = [Path(name).resolve() for name in sys.argv[1:]] or paths.notebooks()
    sys.exit(1 if run(wanted) else 0)
