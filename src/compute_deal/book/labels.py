"""How the book numbers the figures and tables of its notebooks."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

NUMBERED = {"figure": "Fig.", "table": "Table"}
TABLE_FORM = re.compile(r":::\{table\} (.*)\n:name: (\S+)\n\n(.*)\n:::", re.DOTALL)


def numbering(root: Path) -> dict[str, str]:
    """Return the number of each figure and table: by chapter, or through all pages without a chapter's number.

    Parameters
    ----------
    root : Path
        Folder of the project.

    Returns
    -------
    dict of str to str
        Such as "Fig. 1.2", by name.
    """
    contents = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    pages = [(contents["root"], "")]
    for part in contents.get("parts", [contents]):
        for at, chapter in enumerate(part["chapters"], 1):
            pages.append((chapter["file"], f"{at}." if part.get("numbered") else ""))
    counts: dict[tuple[str, str], int] = {}
    labels = {}
    for page, chapter in pages:
        notebook = root / f"{page}.ipynb"
        for kind, name in names_in(notebook) if notebook.is_file() else ():
            counts[kind, chapter] = counts.get((kind, chapter), 0) + 1
            labels[name] = f"{NUMBERED[kind]} {chapter}{counts[kind, chapter]}"
    return labels


def names_in(notebook: Path) -> Iterator[tuple[str, str]]:
    """Yield the figures and tables of a notebook in their order, each as its kind and its name."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if figure := cell["metadata"].get("mystnb", {}).get("figure"):
            yield "figure", figure["name"]
        for output in cell.get("outputs", ()):
            if found := TABLE_FORM.fullmatch("".join(output.get("data", {}).get("text/markdown", ""))):
                yield "table", found[2]
