"""The notebook that a page offers for download: its citations lead to the sources, for the report is not beside it."""

import re
from collections.abc import Mapping
from pathlib import Path

import nbformat
from docutils import nodes
from sphinx.application import Sphinx

from compute_deal.book.quotes import registry
from compute_deal.evidence.sources import Source
from compute_deal.markup import plain

CITATION = re.compile(r"\[\((?:\\.|[^\[\]\\])*\)\]\(#cite:p:([^\s()]+)\)")  # as `compute_deal.book.prose` stores it
LIST = "chapters/references.html"
OPEN, CLOSED = {"(": "%28", ")": "%29"}.items()  # would end the address of a link


def with_sources(text: str, sources: Mapping[str, Source], site: str) -> str:
    """Return Markdown whose citations are links to the addresses of their sources.

    A source that has none is linked to its entry in the list of references; it is text where it is not known where the site
    stands.

    Parameters
    ----------
    text : str
        As the notebook stores it.
    sources : mapping of str to Source
        By key.
    site : str
        Address of the site; empty where it is not known.

    Returns
    -------
    str

    Examples
    --------
    >>> known = {"a_1": Source("a_1", "A", "T", "2026", "", "https://a.org/(b)", "", "")}
    >>> known["c_2"] = Source("c_2", "C", "T", "2025", "", "", "", "")
    >>> with_sources("So it is [(A 2026; C 2025)](#cite:p:a_1,c_2).", known, "")
    'So it is ([A 2026](https://a.org/%28b%29); C 2025).'
    >>> with_sources("[(C 2025)](#cite:p:c_2)", known, "https://d.org/e/")
    '([C 2025](https://d.org/e/chapters/references.html#ref-c-2))'
    """

    def linked(key: str) -> str:
        source = sources[key]
        words = plain(f"{source.publisher} {source.year}".strip())
        entry = f"{site.rstrip('/')}/{LIST}#{nodes.make_id(f'ref-{key}')}" if site else ""
        address = source.url.replace(*OPEN).replace(*CLOSED) or entry
        return f"[{words}]({address})" if address else words

    return CITATION.sub(lambda found: f"({'; '.join(map(linked, found[1].split(',')))})", text)


def write_offered(app: Sphinx, error: Exception | None) -> None:
    """Write the citations of the notebooks that Sphinx copied into the site."""
    if error or app.builder.name != "html":
        return
    sources = registry(app).evidence.sources
    for path in (Path(app.outdir) / "_sources").rglob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = with_sources(cell.source, sources, app.config.html_baseurl)
        path.write_text(nbformat.writes(notebook, indent=1) + "\n", encoding="utf-8")
