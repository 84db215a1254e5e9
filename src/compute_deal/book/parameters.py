"""The cell of a notebook in which a reader assumes other values, and the line that lets the notebook follow it.

The cell bears the tag `parameters`, so that `papermill -p changes "csa_fee=1.0e9"` works on it.
"""

import ast
import re
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

TAG = "parameters"
HELPER = re.compile(r"^from compute_deal\.notebook import (.+)$", re.MULTILINE)
FOLLOWS = "evidence = assume(changes)"
HINT = '# for example: "csa_fee=1.0e9"\n'  # above: papermill reads no line with two equals signs


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
    reading = next((cell for cell in code if HELPER.search(cell.source)), None)
    if reading is None:
        return notebook
    if FOLLOWS not in reading.source:
        reading.source = following(reading.source)
    cell = parameters_cell(notebook)
    if cell is None:
        cell = new_code_cell(id=TAG, metadata={"tags": ["hide-input", TAG]})
        notebook.cells.insert(notebook.cells.index(reading), cell)
    cell.source = assignment(changes)
    return notebook


def following(source: str) -> str:
    """Return code that assumes the changes where it imported the evidence.

    Examples
    --------
    >>> print(following("from compute_deal.notebook import evidence, publish\\n\\nfees = fees_of(evidence)"))
    from compute_deal.notebook import assume, publish
    <BLANKLINE>
    evidence = assume(changes)
    fees = fees_of(evidence)
    """

    def imports(found: re.Match) -> str:
        names = {name.strip() for name in found[1].split(",")} - {"evidence"} | {"assume"}
        return "from compute_deal.notebook import " + ", ".join(sorted(names))  # capitals first, as ruff sorts

    lines = HELPER.sub(imports, source).split("\n")
    body = ast.parse("\n".join(lines)).body
    last = max(node.end_lineno or 0 for node in body if isinstance(node, ast.Import | ast.ImportFrom))
    rest = "\n".join(lines[last:]).lstrip("\n")
    return "\n".join([*lines[:last], "", FOLLOWS, *([rest] if rest else [])])
