"""Run the notebooks and store their outputs: `python -m compute_deal.book.notebooks [notebook ...]`."""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config

from compute_deal import paths

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},  # without the interpreter's version, which differs between machines
}


async def execute(path: Path, turn: asyncio.Semaphore, sockets: str) -> str:
    """Return a notebook as it is after a run from top to bottom, as text.

    Parameters
    ----------
    path : Path
        The notebook.
    turn : asyncio.Semaphore
        Bounds how many run at once.
    sockets : str
        Folder for the kernels' sockets.

    Returns
    -------
    str
        The notebook's JSON.
    """
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            cell.metadata.pop("execution", None)
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
        await client.async_execute()
    notebook.metadata = METADATA
    return nbformat.writes(notebook, indent=1) + "\n"


async def run(notebooks: list[Path]) -> int:
    """Run notebooks side by side and store those that changed; return how many failed.

    Parameters
    ----------
    notebooks : list of Path
        Which.

    Returns
    -------
    int
    """
    turn = asyncio.Semaphore(os.cpu_count() or 1)
    with tempfile.TemporaryDirectory() as sockets:
        made = await asyncio.gather(*(execute(path, turn, sockets) for path in notebooks), return_exceptions=True)
    failed = 0
    for path, new in zip(notebooks, made, strict=True):
        if isinstance(new, CellExecutionError):
            failed += 1
            print(f"{path.name} failed and was left as it was.\n{new.ename}: {new.evalue}", file=sys.stderr)
        elif isinstance(new, BaseException):
            raise new
        elif new != path.read_text(encoding="utf-8"):
            path.write_text(new, encoding="utf-8")
            print(f"updated {path.name}")
        else:
            print(f"unchanged {path.name}")
    return failed


if __name__ == "__main__":
    wanted = [Path(name) for name in sys.argv[1:]] or paths.notebooks()
    sys.exit(1 if asyncio.run(run(wanted)) else 0)
