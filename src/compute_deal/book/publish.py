"""Check what was built and put it in place of the last good site: `python -m compute_deal.book.publish SITE PDF PLACE`."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pikepdf
from bs4 import BeautifulSoup

from compute_deal import paths
from compute_deal.book.paper_html import SITE_ONLY
from compute_deal.book.stored import figures_of, pages_of_contents

LOADED = (("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("source", "src"))


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
    wanted = pages_of_contents(root / "_toc.yml")
    for page in wanted:
        if not (site / f"{page}.html").is_file():
            yield f"the page {page}.html is missing"
    pages = {path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in site.rglob("*.html")}
    ids = {path: {str(tag["id"]) for tag in page.select("[id]")} for path, page in pages.items()}
    for page in wanted:
        notebook = root / f"{page}.ipynb"
        built = pages.get(site / f"{page}.html")
        if not notebook.is_file() or built is None:
            continue
        for name in figures_of(notebook):
            figure = built.find("figure", id=name)
            if figure is None:
                yield f"{page}.html lacks the figure {name}"
            elif not (picture := figure.find("img")) or not picture.get("alt"):
                yield f"{page}.html: the figure {name} has no picture with a description"
            elif not (site / page).parent.joinpath(str(picture["src"])).resolve().is_file():
                yield f"{page}.html: the picture of the figure {name} is missing"
    for path, page in pages.items():
        yield from check_links(path.relative_to(site), path, page, ids)


def check_links(name: Path, path: Path, page: BeautifulSoup, ids: dict[Path, set[str]]) -> Iterator[str]:
    """Yield what a page loads from elsewhere, and its links that lead nowhere."""
    for tag, attribute in LOADED:
        for found in page.find_all(tag, attrs={attribute: True}):
            address = str(found[attribute])
            if address.startswith(("http:", "https:", "//")) and "canonical" not in found.get_attribute_list("rel"):
                yield f"{name} loads {address} from another host"
    for link in page.select("a[href]"):
        address, anchor = urldefrag(str(link["href"]))
        if address.partition(":")[0] in ("http", "https", "mailto", "data"):
            continue
        target = path.parent.joinpath(unquote(address)).resolve() if address else path
        if not target.exists() and target.name != "compute-deal.pdf":  # put in its place after this check
            yield f"{name} links to {link['href']}, which is not there"
        elif anchor and anchor not in ids.get(target, {anchor}) and link.get("data-bs-toggle") is None:
            yield f"{name} links to {link['href']}, where there is no such place"


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
