"""A notebook that reads as one where it lies: values, pictures and captions beside what the book is made from.

Before a reader trusts or runs anything, JupyterLab, VS Code and GitHub show the text of each quote, a PNG for each chart, an
HTML table for each table, and each caption below its figure. All of it is derived from the notebook itself; `make notebooks`
writes it, the comparison of outputs and the book leave it out.
"""

import base64
import copy
import hashlib
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import nbformat
import vl_convert
from markdown_it import MarkdownIt
from nbformat import NotebookNode

from compute_deal import paths
from compute_deal.book.prose import Reader, authored
from compute_deal.book.stored import TABLE_FORM
from compute_deal.charts.palette import MIME as CHART
from compute_deal.markup import plain

PICTURE, BITMAP, TABLE, PAGE = "image/svg+xml", "image/png", "text/markdown", "text/html"
LIVE = "application/vnd.vegalite.v5+json"  # what JupyterLab can draw, there only after a run in it
DERIVED = {CHART: {BITMAP, LIVE}, TABLE: {PAGE}}  # what is added to an output, by what it holds
CAPTION = {"compute_deal": "caption"}  # metadata of an output that repeats the caption of its cell
DOLLAR, PLACE = "\\$", "\ue000"
SHOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
KEYWORD, SIGNATURE = b"made-from", b"\x89PNG\r\n\x1a\n"


def read(text: str) -> NotebookNode:
    """Return a stored notebook as the book reads it: MyST-NB calls this for each."""
    return nbformat.from_dict(bare(nbformat.reads(text, as_version=4)))


def bare(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook as the book and the comparison read it: roles in the prose, nothing that is derived.

    Parameters
    ----------
    notebook : dict
        As JSON or as nbformat has it.

    Returns
    -------
    dict
        A copy.
    """
    made = copy.copy(notebook)
    made["cells"] = [copy.copy(cell) for cell in notebook["cells"]]
    for cell in made["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = authored("".join(cell["source"]))
        elif cell["cell_type"] == "code":
            cell["outputs"] = bare_outputs(cell["outputs"])
    return made


def bare_outputs(outputs: Sequence[dict]) -> list[dict]:
    """Return the outputs of a cell without what is derived from them."""
    kept = [output for output in outputs if output.get("metadata") != CAPTION]
    return [output | {"data": bare_bundle(output["data"])} if "data" in output else output for output in kept]


def bare_bundle(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of an output without what is derived from them."""
    dropped = set().union(*(made for source, made in DERIVED.items() if source in data))
    return {kind: content for kind, content in data.items() if kind not in dropped}


def readable(notebook: dict[str, Any], reader: Reader) -> dict[str, Any]:
    """Return a notebook with the text of its quotes, and with pictures, tables and captions to be read where it lies.

    Parameters
    ----------
    notebook : dict
        After a run.
    reader : Reader
        Knows the text of each quote.

    Returns
    -------
    dict
        A copy; the same again if nothing has changed since.
    """
    made = bare(notebook)
    for cell, old in zip(made["cells"], notebook["cells"], strict=True):
        if cell["cell_type"] == "markdown":
            text = reader.stored(cell["source"])
            cell["source"] = text if isinstance(old["source"], str) else text.splitlines(keepends=True)
        elif cell["cell_type"] == "code":
            cell["outputs"] = [
                output | {"data": with_derived(output["data"], kept["data"], reader)} if "data" in output else output
                for output, kept in zip(cell["outputs"], old["outputs"], strict=False)
            ]
            if caption := cell["metadata"].get("mystnb", {}).get("figure"):
                cell["outputs"] += [caption_output(caption, reader)] if cell["outputs"] else []
    return made


def with_derived(data: dict[str, Any], kept: dict[str, Any], reader: Reader) -> dict[str, Any]:
    """Return the data of an output with a bitmap of a chart, or a table as HTML."""
    if PICTURE in data:
        old = kept.get(BITMAP, "")
        return data | {BITMAP: old if made_from(old) == picture_digest(data[PICTURE]) else bitmap(data[PICTURE])}
    if TABLE in data and (page := table_page(data[TABLE], reader)):
        return data | {PAGE: page}
    return data


def caption_output(figure: dict[str, str], reader: Reader) -> dict[str, Any]:
    """Return an output that shows the caption of a figure."""
    head, *rest = reader.read(figure["caption"]).split("\n\n")
    label = reader.labels.get(figure["name"], figure["name"])
    text = "\n\n".join([f"**{label}: {head}**", *rest])
    data = {TABLE: text, "text/plain": f"{label}: {authored(figure['caption']).splitlines()[0]}"}
    return {"output_type": "display_data", "metadata": dict(CAPTION), "data": data}


def table_page(markdown: str, reader: Reader) -> str:
    """Return a table of the book as an HTML table with its caption; empty where it is none.

    Dollars stand in elements of their own, because JupyterLab takes what is between two of them for a formula.
    """
    found = TABLE_FORM.fullmatch(markdown)
    if not found:
        return ""
    caption, name, rows = (reader.read(part).replace(DOLLAR, PLACE) for part in found.groups())
    label = reader.labels.get(name, name)
    body = SHOWN.render(rows).strip().removeprefix("<table>")
    page = f"<table>\n<caption>{plain(label)}: {SHOWN.renderInline(caption)}</caption>{body}"
    return page.replace(PLACE, "<span>$</span>")


def without_live(output: dict[str, Any]) -> dict[str, Any]:
    """Return an output without what a run in JupyterLab adds to it for the moment."""
    return (
        output | {"data": {kind: made for kind, made in output["data"].items() if kind != LIVE}}
        if "data" in output
        else output
    )


def stale(notebook: dict[str, Any], reader: Reader) -> Iterator[str]:
    """Yield what a notebook shows that does not follow from what it holds.

    Parameters
    ----------
    notebook : dict
        As it is stored.
    reader : Reader
        Knows the text of each quote.

    Yields
    ------
    str
        The key, the stored text and the expected one; or the cell, and what of it is not as `make notebooks` would write it.
    """
    for at, cell in enumerate(notebook["cells"]):
        where = f"cell {cell.get('id', at)}"
        if cell["cell_type"] == "markdown":
            yield from (f"{where}, {fault}" for fault in reader.stale("".join(cell["source"])))
        elif cell["cell_type"] == "code":
            expected = readable({"cells": [cell]}, reader)["cells"][0]["outputs"]
            if expected != [without_live(output) for output in cell["outputs"]]:
                yield f"{where}: the pictures, tables or captions for readers do not follow from its outputs"


def bitmap(svg: str) -> str:
    """Return a picture as a PNG in base64.

    Parameters
    ----------
    svg : str
        The picture.

    Returns
    -------
    str
        The same for the same picture. Its pixels are packed as tightly as they go: half of what the converter writes.
    """
    vl_convert.register_font_directory(str(paths.FONTS))
    parts = list(chunks(vl_convert.svg_to_png(svg)))
    pixels = zlib.compress(zlib.decompress(b"".join(body for kind, body in parts if kind == b"IDAT")), 9)
    head, end = parts[0], parts[-1]
    kept = [head, (b"tEXt", KEYWORD + b"\0" + picture_digest(svg).encode()), (b"IDAT", pixels), end]
    return base64.b64encode(SIGNATURE + b"".join(chunk(*part) for part in kept)).decode() + "\n"


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the parts of a PNG, each as kind and content."""
    at = len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a part of a PNG as it stands in the file: length, kind, content, check sum."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def picture_digest(svg: str) -> str:
    """Return what tells a picture from others."""
    return hashlib.sha256(svg.encode()).hexdigest()[:32]


def made_from(bitmap: str) -> str:
    """Return the digest of the picture from which a bitmap was made; empty where it does not say."""
    found = re.search(KEYWORD + rb"\0(\w{32})", base64.b64decode(bitmap[:400]))
    return found[1].decode() if found else ""
