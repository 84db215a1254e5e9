"""The form of a notebook: the metadata that the book goes by, and the cell in which a reader assumes other values.

The cell bears the tag `parameters`, so that `papermill -p changes "csa_fee=1.0e9"` works on it.
"""

from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},  # without the interpreter's version, which differs between machines
}
CELL_METADATA = {"mystnb", "tags"}  # what the book goes by
# What editors save as a cell is shown, run or trusted: JupyterLab, the classic notebook, VS Code, a plugin for times.
OF_EDITORS = {"ExecuteTime", "collapsed", "deletable", "editable", "execution", "hidden", "jupyter", "scrolled"}
OF_EDITORS |= {"slideshow", "trusted", "vscode"}
TAG = "parameters"
FOLLOWS = "evidence = assume(changes)"  # the line that reads what the cell assumes
HINT = '# for example: "csa_fee=1.0e9"\n'  # above: papermill reads no line with two equals signs


def normal(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook without what editors save of their own; content and unknown metadata stay.

    Parameters
    ----------
    notebook : dict
        As JSON or as nbformat has it.

    Returns
    -------
    dict
        A copy.

    Examples
    --------
    >>> saved = {"language_info": {"name": "python", "version": "3.14.1"}, "kernelspec": {"name": "python3"}}
    >>> cell = {"cell_type": "code", "metadata": {"trusted": True, "tags": []}}
    >>> normal({"metadata": saved, "cells": [cell]}) == {"metadata": METADATA, "cells": [cell | {"metadata": {}}]}
    True
    """
    cells = [
        cell
        | {
            "metadata": {
                key: value
                for key, value in cell["metadata"].items()
                if key not in OF_EDITORS and (key, value) != ("tags", [])
            }
        }
        for cell in notebook["cells"]
    ]
    return notebook | {"metadata": dict(notebook["metadata"]) | METADATA, "cells": cells}


def unknown(notebook: dict[str, Any]) -> Iterator[str]:
    """Yield what the metadata of a notebook hold that the book does not know, even in normal form.

    Parameters
    ----------
    notebook : dict
        As JSON or as nbformat has it.

    Examples
    --------
    >>> cells = [{"id": "c01", "metadata": {"tags": ["hide-input"], "colour": "red", "scrolled": True}}]
    >>> list(unknown({"metadata": {"widgets": {}}, "cells": cells}))
    ["the notebook has the metadata 'widgets'", "cell c01 has the metadata 'colour'"]
    """
    tidy = normal(notebook)
    for key in sorted(tidy["metadata"].keys() - METADATA.keys()):
        yield f"the notebook has the metadata {key!r}"
    for at, cell in enumerate(tidy["cells"]):
        for key in sorted(cell["metadata"].keys() - CELL_METADATA):
            yield f"cell {cell.get('id', at)} has the metadata {key!r}"


def parameters_cell(notebook: dict[str, Any]) -> dict[str, Any] | None:
    """Return the cell of a notebook that holds its parameters, None where there is none."""
    return next((cell for cell in notebook["cells"] if TAG in cell["metadata"].get("tags", ())), None)


def assignment(changes: str) -> str:
    """Return the source of the cell.

    Examples
    --------
    >>> print(assignment(""))
    # for example: "csa_fee=1.0e9"
    changes = ""
    >>> print(assignment("csa_fee=1.0e9"))
    changes = "csa_fee=1.0e9"
    """
    return f'changes = "{changes}"' if changes else f'{HINT}changes = ""'


def with_parameters(notebook: NotebookNode, changes: str = "") -> NotebookNode:
    """Return a notebook that starts from its parameters.

    Parameters
    ----------
    notebook : NotebookNode
        Of a chapter; one that reads no evidence stays as it is.
    changes : str, optional
        Rows and values to be assumed, as `compute_deal.notebook.assume` takes them.

    Returns
    -------
    NotebookNode
        The same one, changed in place.
    """
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    reading = next((cell for cell in code if FOLLOWS in cell.source), None)
    if reading is None:
        return notebook
    cell = parameters_cell(notebook)
    if cell is None:
        cell = new_code_cell(id=TAG, metadata={"tags": ["hide-input", TAG]})
        notebook.cells.insert(notebook.cells.index(reading), cell)
    cell.source = assignment(changes)
    return notebook
