"""The index of the site's search: one entry for each section, made of its paragraphs, without code and data."""

import json
import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from sphinx.application import Sphinx

LEFT_OUT = (
    "script, style, .headerlink, .cell_input, details, table, math, .sliders, .eqno, sup, .filter-bar, .card-head"
)
HEAVY = re.compile(r"<(table|math)\b.*?</\1>", re.DOTALL)  # of what is left out: most of a page, and slow to read
TEXT = "p, li, dd, dt, figcaption"
TABLES = ("chapters/results", "chapters/evidence", "chapters/tables", "chapters/data")  # for looking up by row


def sections(html: str) -> list[tuple[str, str, list[list[str]]]]:
    """Return the sections of a page: anchor, title, paragraphs.

    Parameters
    ----------
    html : str
        The page.

    Returns
    -------
    list of (str, str, list of [str, str])
        Each paragraph with what its numbers say of themselves.

    Examples
    --------
    >>> sections('<article><section id="a"><h1>A</h1><p>One.</p><section id="b"><h2>B</h2></section></section></article>')
    [('a', 'A', [['One.', '']]), ('b', 'B', [])]
    """
    article = BeautifulSoup(HEAVY.sub("", html), "html.parser").find("article")
    if article is None:
        return []
    for part in article.select(LEFT_OUT):
        part.decompose()
    found = []
    for section in article.select("section[id]"):
        heading = section.find(["h1", "h2", "h3", "h4", "h5", "h6"], recursive=False)
        if heading:
            found.append(
                (
                    str(section["id"]),
                    on_one_line(heading),
                    [[on_one_line(part), said_by(part)] for part in own_text(section)],
                )
            )
    return found


def own_text(section: Tag) -> list[Tag]:
    """Return the paragraphs of a section that are not in a section inside it, nor in another paragraph."""
    return [
        part
        for part in section.select(TEXT)
        if part.find_parent("section") is section and not part.find_parent(TEXT.split(", ")) and on_one_line(part)
    ]


def said_by(part: Tag) -> str:
    """Return the names of the numbers in a paragraph: what it is about, in the words of the evidence."""
    tips = " ".join(str(link["title"]) for link in part.select("a.number[title]"))
    return " ".join(dict.fromkeys(re.findall(r"[a-z]{4,}", tips.lower())))


def on_one_line(tag: Tag) -> str:
    """Return the text of a tag on one line."""
    return " ".join(tag.get_text().split())


def write_index(app: Sphinx, error: Exception | None) -> None:
    """Write the index as a script, which pages can load from a folder on disk too."""
    if error or app.builder.name != "html":
        return
    site = Path(app.outdir)
    index = site / "_static" / "search-index.js"
    if app.config.warm and index.exists():  # it waits for the next whole build
        return
    order = [page for page in reading_order(app) if page not in TABLES]
    entries = [
        [at, anchor, title, paragraphs]
        for at, page in enumerate(order)
        for anchor, title, paragraphs in sections((site / f"{page}.html").read_text(encoding="utf-8"))
    ]
    titles = [app.env.titles[page].astext() for page in order]
    content = json.dumps({"pages": order, "titles": titles, "sections": entries}, ensure_ascii=False)
    index.write_text(f"window.searchIndex = {content};\n", encoding="utf-8")


def reading_order(app: Sphinx) -> list[str]:
    """Return the pages as the contents list them."""
    root = app.config.root_doc
    return [root, *(page for page in app.env.toctree_includes.get(root, []) if page in app.env.found_docs)]
