"""The form of a notebook, beside its content: what editors save of their own, and what the book goes by."""

from collections.abc import Iterator
from typing import Any

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},  # without the interpreter's version, which differs between machines
}
CELL_METADATA = {"mystnb", "tags"}  # what the book goes by
# What editors save as a cell is shown, run or trusted: JupyterLab, the classic notebook, VS Code, a plugin for times.
OF_EDITORS = {"ExecuteTime", "collapsed", "deletable", "editable", "execution", "hidden", "jupyter", "scrolled"}
OF_EDITORS |= {"slideshow", "trusted", "vscode"}


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
