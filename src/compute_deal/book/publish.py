"""Check what was built and put it in place of the last good site: `python -m compute_deal.book.publish SITE PDF PLACE`."""

import shutil
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from os.path import normpath
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pikepdf

from compute_deal import paths
from compute_deal.book.paper_html import PDF, SITE_ONLY
from compute_deal.book.stored import figures_of, pages_of_contents

LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}


class Page(HTMLParser):
    """What a page holds that can be wrong: its ids, what it loads, its links, and the first picture of each figure."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.loaded: list[str] = []
        self.links: list[tuple[str, bool]] = []  # with whether a script and not a place answers it
        self.figures: dict[str, dict[str, str]] = {}
        self._figure = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what matters of one tag."""
        found = {name: value or "" for name, value in attrs}
        self.ids.add(found.get("id", ""))
        if tag == "figure":
            self._figure = found.get("id", "")
            self.figures[self._figure] = {}
        elif tag == "img" and not self.figures.get(self._figure, found):
            self.figures[self._figure] = found
        elif tag == "a" and found.get("href"):
            self.links.append((found["href"], "data-bs-toggle" in found))
        if found.get(LOADED.get(tag, "")) and "canonical" not in found.get("rel", ""):
            self.loaded.append(found[LOADED[tag]])

    def handle_endtag(self, tag: str) -> None:
        """Leave a figure."""
        if tag == "figure":
            self._figure = ""


def check_site(site: Path, root: Path = paths.ROOT) -> Iterator[str]:
    """Yield what is wrong with a built site.

    Parameters
    ----------
    site : Path
        Folder of the site.
    root : Path, optional
        Folder of the project it was built from.

    Yields
    ------
    str
        A missing page or figure, a link that leads nowhere, something loaded from another host.
    """
    site = site.resolve()
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    for name in pages_of_contents(root / "_toc.yml"):
        page = pages.get(site / f"{name}.html")
        if page is None:
            yield f"the page {name}.html is missing"
            continue
        notebook = root / f"{name}.ipynb"
        for figure in figures_of(notebook) if notebook.is_file() else ():
            if figure not in page.figures:
                yield f"{name}.html lacks the figure {figure}"
            elif not (picture := page.figures[figure]).get("alt"):
                yield f"{name}.html: the figure {figure} has no picture with a description"
            elif not (site / name).parent.joinpath(picture.get("src", "")).is_file():
                yield f"{name}.html: the picture of the figure {figure} is missing"
    for path, page in pages.items():
        yield from check_links(str(path.relative_to(site)), path, page, pages)


def check_links(name: str, path: Path, page: Page, pages: dict[Path, Page]) -> Iterator[str]:
    """Yield what a page loads from elsewhere, and its links that lead nowhere."""
    for address in page.loaded:
        if address.startswith(("http:", "https:", "//")):
            yield f"{name} loads {address} from another host"
    for link, scripted in page.links:
        address, anchor = urldefrag(link)
        if address.partition(":")[0] in ("http", "https", "mailto", "data"):
            continue
        target = Path(normpath(path.parent / unquote(address))) if address else path
        if target not in pages and not target.exists() and target.name != PDF:  # put in its place after this check
            yield f"{name} links to {link}, which is not there"
        elif anchor and not scripted and target in pages and anchor not in pages[target].ids:
            yield f"{name} links to {link}, where there is no such place"


def check_pdf(pdf: Path, root: Path = paths.ROOT) -> Iterator[str]:
    """Yield what is wrong with the PDF.

    Parameters
    ----------
    pdf : Path
        The file.
    root : Path, optional
        Folder of the project it was built from.

    Yields
    ------
    str
        Figures that are missing or not described, fonts not embedded, missing title, language or bookmarks.
    """
    pages = pages_of_contents(root / "_toc.yml")
    notebooks = [root / f"{page}.ipynb" for page in pages]
    wanted = sum(len(figures_of(notebook)) for notebook in notebooks if notebook.is_file())
    with pikepdf.open(pdf) as document:
        described = sum(1 for _ in described_figures(document.Root.StructTreeRoot))
        if described != wanted:
            yield f"the PDF has {described} described figures; the notebooks have {wanted}"
        for font in {str(name) for name in fonts_not_embedded(document)}:
            yield f"the PDF does not embed the font {font}"
        if not document.docinfo.get("/Title"):
            yield "the PDF has no title"
        if "/Lang" not in document.Root:
            yield "the PDF does not say its language"
        with document.open_outline() as outline:
            printed = len(pages) - len(SITE_ONLY)
            if len(outline.root) < printed:
                yield f"the PDF has {len(outline.root)} bookmarks for {printed} chapters"


def described_figures(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield the tagged figures of a PDF that carry a description."""
    if not isinstance(element, pikepdf.Dictionary):
        return
    if element.get("/S") == "/Figure" and "/Alt" in element:
        yield element
    children = element.get("/K", pikepdf.Array())
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        yield from described_figures(child)


def fonts_not_embedded(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield the names of fonts that a PDF refers to without embedding them."""
    for found in document.objects:
        described = isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/FontDescriptor"
        if described and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(found.keys()):
            yield found.get("/FontName")


def replace_site(site: Path, pdf: Path, place: Path, root: Path = paths.ROOT) -> list[str]:
    """Put a new site, with its PDF, in place of the old one if both are whole.

    Parameters
    ----------
    site : Path
        Folder with the new site.
    pdf : Path
        The new PDF.
    place : Path
        Where the site is to be; the old one stays there if something is wrong with the new.
    root : Path, optional
        Folder of the project they were built from.

    Returns
    -------
    list of str
        What is wrong; empty if the new site is in place.
    """
    problems = [*check_site(site, root), *check_pdf(pdf, root)]
    if problems:
        return problems
    fresh, old = place.with_name(f"{place.name}.new"), place.with_name(f"{place.name}.old")
    if old.exists() and not place.exists():  # stopped between the two renames
        old.rename(place)
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        shutil.copytree(site, fresh, ignore=shutil.ignore_patterns(".buildinfo*"))  # it holds absolute paths
        shutil.copy(pdf, fresh / pdf.name)
    except OSError as error:
        shutil.rmtree(fresh, ignore_errors=True)
        return [f"the new site cannot be written beside {place}: {error}"]
    if place.exists():
        place.rename(old)
    fresh.rename(place)
    shutil.rmtree(old, ignore_errors=True)
    return []


if __name__ == "__main__":
    found = replace_site(*map(Path, sys.argv[1:4]))
    for problem in found:
        print(problem, file=sys.stderr)
    if found:
        sys.exit(f"{len(found)} problems: the last good site stays in place")
