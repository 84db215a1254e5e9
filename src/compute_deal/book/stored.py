"""What the project stores: pages in their order, the figures and tables of its notebooks, what these publish and quote."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from compute_deal import paths
from compute_deal.results import MIME

CODE_BLOCK = re.compile(r"^```\{code-block\}.*?^```$", re.MULTILINE | re.DOTALL)  # shows how to quote, quotes nothing
QUOTE = re.compile(r"(?:\{n\}`|\]\(#n:)\s*(\w+)")  # as authors write it, and as notebooks keep it
NUMBERED = {"figure": "Fig.", "table": "Table"}
TABLE_FORM = re.compile(r":::\{table\} (.*)\n:name: (\S+)\n\n(.*)\n:::", re.DOTALL)


def pages_of_contents(toc: Path) -> dict[str, str]:
    """Return the pages that the table of contents lists, the first page included, each with its chapter's number.

    Parameters
    ----------
    toc : Path
        The `_toc.yml`.

    Returns
    -------
    dict of str to str
        By page without file extension, in order: the number, or nothing where the part is not numbered.
    """
    contents = yaml.safe_load(toc.read_text(encoding="utf-8"))
    pages = {contents["root"]: ""}
    for part in contents.get("parts", [contents]):
        for at, chapter in enumerate(part["chapters"], 1):
            pages[chapter["file"]] = str(at) if part.get("numbered") else ""
    return pages


def numbering(root: Path) -> dict[str, str]:
    """Return the number of each figure and table: by chapter, by the letter of a page without one, plain on the first page.

    Parameters
    ----------
    root : Path
        Folder of the project.

    Returns
    -------
    dict of str to str
        Such as "Fig. 1.2", by name.
    """
    labels = {}
    for at, (page, chapter) in enumerate(pages_of_contents(root / "_toc.yml").items()):
        notebook, counts = root / f"{page}.ipynb", dict.fromkeys(NUMBERED, 0)
        before = f"{chapter or initial(page)}." if at else ""
        for kind, name in figures_and_tables(notebook) if notebook.is_file() else ():
            counts[kind] += 1
            labels[name] = f"{NUMBERED[kind]} {before}{counts[kind]}"
    return labels


def initial(page: str) -> str:
    """Return the letter in the numbers of figures and tables on a page without a chapter's number.

    Examples
    --------
    >>> initial("chapters/validation")
    'V'
    """
    return page.rpartition("/")[2][0].upper()


def figures_and_tables(notebook: Path) -> Iterator[tuple[str, str]]:
    """Yield the figures and tables of a notebook in their order, each as its kind and its name."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if figure := cell["metadata"].get("mystnb", {}).get("figure"):
            yield "figure", figure["name"]
        for output in cell.get("outputs", ()):
            if found := TABLE_FORM.fullmatch("".join(output.get("data", {}).get("text/markdown", ""))):
                yield "table", found[2]


def figures_of(notebook: Path) -> list[str]:
    """Return the names of the figures that a notebook's cells declare."""
    return [name for kind, name in figures_and_tables(notebook) if kind == "figure"]


def published_by(notebook: Mapping) -> list[dict]:
    """Return what the outputs of a notebook publish, given as JSON or as nbformat has it."""
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", ())]
    return [output["data"][MIME] for output in outputs if MIME in output.get("data", {})]


def quotes_of(root: Path = paths.ROOT) -> set[tuple[str, str]]:
    """Return which page quotes which id: read from the text, the captions and the stored outputs.

    Parameters
    ----------
    root : Path, optional
        Folder of the project.

    Returns
    -------
    set of (str, str)
        Pages without file extension, and ids.
    """
    found = set()
    for path in paths.pages(root):
        text = path.read_text(encoding="utf-8")
        texts = texts_of(json.loads(text)) if path.suffix == ".ipynb" else [re.sub(CODE_BLOCK, "", text)]
        page = str(path.relative_to(root).with_suffix(""))
        found |= {(page, id) for text in texts for id in re.findall(QUOTE, text)}
    return found


def texts_of(notebook: dict) -> Iterator[str]:
    """Yield what of a notebook becomes text on its page."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            yield "".join(cell["source"])
        yield cell["metadata"].get("mystnb", {}).get("figure", {}).get("caption", "")
        for output in cell.get("outputs", ()):
            yield "".join(output.get("data", {}).get("text/markdown", ""))


def store(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all: beside its place, then renamed.

    Parameters
    ----------
    path : Path
        Its place.
    content : str or bytes
        What it shall hold.

    Raises
    ------
    OSError
        If it cannot be written, as when the disk is full; what was there before stays.
    """
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(content.encode() if isinstance(content, str) else content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
