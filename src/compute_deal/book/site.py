"""What every page of the site has around its text, and the files beside the pages."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import vl_convert
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from compute_deal import paths
from compute_deal.book import charts
from compute_deal.book.stored import pages_of_contents
from compute_deal.book.stylesheet import names_in, reduced, without_unread, write_fonts

# file: lets browsers other than Chromium load the pages of a folder on disk; pages from a server gain nothing by it
POLICY = "default-src 'self' file:; img-src 'self' file: data: blob:; object-src 'none'; base-uri 'self'"
ADDRESS = "SITE_ADDRESS"
LONGEST = 200
LOST = "404"
EMPTY_HEAD = re.compile(r'<th class="([^"]*)"><p></p></th>')
INLINE = re.compile(r'(<[a-z][^>]*?)\sstyle="([^"]*)"')
STYLES = ("basic.css", "pygments.css", "mystnb.*.css")
THEME_STYLES = ("theme.css", "pydata-sphinx-theme.css", "sphinx-book-theme.css")
SCRIPTS = ("site.js", "menus.js", "charts.js", "search.js")
UNUSED = ("*.png", "*.js", "*.css", "*.svg", "*.html", "locales", "scripts", "styles", "vendor", "images")
OURS = ("site.css", "site.js", "mode.js", "search-index.js", "favicon.svg", "vega-*.js")


def set_up(app: Sphinx, config: Config) -> None:
    """Use the report's own page template; where the site will stand is for who builds it to say."""
    config.templates_path.append(str(Path(__file__).with_name("templates")))
    config.html_baseurl = os.environ.get(ADDRESS, config.html_baseurl)
    config.html_math_renderer = "mathml"


def no_search(app: Sphinx) -> None:
    """Leave out Sphinx's search: the report has its own."""
    app.builder.search = False


def page_context(app: Sphinx, page: str, template: str, context: dict, document: nodes.document | None) -> None:
    """Give a page title, description, policy and preview."""
    config = app.config
    title = re.sub(r"<[^>]*>", "", context.get("title", ""))
    first = page == config.root_doc
    context["tab_title"] = config.html_title if first else f"{title} · {config.html_title}"
    context["security_policy"] = POLICY
    contents = pages_of_contents(Path(app.srcdir) / "_toc.yml")
    context["all_pages"] = [
        (context["pathto"](name), f"{number} {app.env.titles[name].astext()}".strip())
        for name, number in contents.items()
        if name in app.env.titles
    ]
    context["vega_script"] = charts.SCRIPT
    context["description"] = description_of(document) if document else ""
    base = config.html_baseurl.rstrip("/")
    context["canonical"] = address_of(base, page, config.root_doc) if document else ""
    context["base"] = f"{base}/" if page == LOST and base else ""  # it stands in for addresses in any folder
    # what docutils writes: a role that is outdated, and not what a list may hold; a head of a column that says nothing
    body = context.get("body", "").replace('role="doc-biblioentry"', 'role="listitem"')
    context["body"] = EMPTY_HEAD.sub(r'<td class="\1"></td>', body)
    context["pageurl"] = None  # the template has it
    context["preview"] = f"{base}/_static/preview.png" if base else context["pathto"]("_static/preview.png", 1)


def address_of(base: str, page: str, root: str) -> str:
    """Return the one address of a page; without the site's own only its file, to be read from where it lies.

    Examples
    --------
    >>> address_of("https://a.org/b", "index", "index"), address_of("https://a.org/b", "chapters/c", "index")
    ('https://a.org/b/', 'https://a.org/b/chapters/c.html')
    >>> address_of("", "chapters/c", "index")
    'c.html'
    """
    if not base:
        return f"{page.rpartition('/')[2]}.html"
    return f"{base}/" if page == root else f"{base}/{page}.html"


def description_of(document: nodes.document) -> str:
    """Return the first sentences of a page, as many as fit a description."""
    for paragraph in document.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        if len(text) > 60:
            return shortened(text)
    return ""


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return the beginning of a text, ended at a sentence or else at a word.

    Examples
    --------
    >>> shortened("One. Two two.", 6), shortened("One two three", 9)
    ('One.', 'One two …')
    """
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    end = max((found.end() for found in re.finditer(r"[.!?](?= )", text[:longest])), default=0)
    return text[:end] if end > longest / 3 else f"{head.rpartition(' ')[0]} …"


def extra_pages(app: Sphinx) -> Iterator[tuple[str, dict, str]]:
    """Yield the page for addresses that do not exist."""
    text = (
        f'<h1>There is no such page</h1><p>It may have moved: see <a href="{app.config.root_doc}.html">the report</a>, '
        "its chapters in the menu, or search for it.</p>"
    )
    yield LOST, {"title": "There is no such page", "body": text}, "page.html"


def copy_site(app: Sphinx, error: Exception | None) -> None:
    """Write style sheet, scripts, fonts and site map, and drop what the theme brought and no page loads."""
    if error or app.builder.name != "html":
        return
    site = Path(app.outdir)
    static = site / "_static"
    sources = [static / "styles" / name for name in THEME_STYLES]
    sources[2:2] = [path for pattern in STYLES for path in static.glob(pattern)]
    css = "\n".join(path.read_text(encoding="utf-8") for path in sources if path.exists())
    shutil.copy(charts.ASSETS / "mode.js", static / "mode.js")
    code = "\n".join((charts.ASSETS / name).read_text(encoding="utf-8") for name in SCRIPTS)
    for path in [path for pattern in UNUSED for path in static.glob(pattern)]:
        if not any(path.match(ours) for ours in OURS):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    (static / "site.js").write_text(code, encoding="utf-8")
    styles = {style for page in site.rglob("*.html") for style in without_inline_styles(page)}
    names = names_in(site.rglob("*.html"), [static / "site.js", static / "mode.js"])
    own = (charts.ASSETS / "site.css").read_text(encoding="utf-8")
    moved = "".join(f'[data-style="{style}"]{{{style}}}\n' for style in sorted(styles))
    text = f"{reduced(css, names)}\n{reduced(own, names)}\n{moved}"
    (static / "site.css").write_text(without_unread(text, names), encoding="utf-8")
    write_preview(site)
    write_fonts(static / "fonts")
    write_site_map(app, site)


def without_inline_styles(page: Path) -> set[str]:
    """Move a page's inline styles, which its policy forbids, to an attribute that the style sheet reads."""
    html = page.read_text(encoding="utf-8")
    page.write_text(INLINE.sub(r'\1 data-style="\2"', html), encoding="utf-8")
    return {found[2] for found in INLINE.finditer(html)}


def write_preview(site: Path) -> None:
    """Draw the first page's first figure as the picture that links to the report are shown with."""
    first = re.search(r'class="chart" data-name="([\w-]+)"', (site / "index.html").read_text(encoding="utf-8"))
    if first:
        picture = (site / "_static" / charts.FOLDER / f"{first[1]}.svg").read_text(encoding="utf-8")
        paper = re.sub(r"(</style>)", r'\1<rect width="100%" height="100%" fill="white"/>', picture, count=1)
        vl_convert.register_font_directory(str(paths.FONTS))
        (site / "_static" / "preview.png").write_bytes(vl_convert.svg_to_png(paper, scale=1.5))


def write_site_map(app: Sphinx, site: Path) -> None:
    """Write the site map, whose addresses must be whole: without an address there is none."""
    base = app.config.html_baseurl.rstrip("/")
    if not base:
        return
    pages = sorted(app.env.found_docs)
    addresses = [address_of(base, page, app.config.root_doc) for page in pages]
    places = "".join(f"<url><loc>{escape(address)}</loc></url>" for address in addresses)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    (site / "sitemap.xml").write_text(f"{head}{places}</urlset>\n", encoding="utf-8")
    (site / "robots.txt").write_text(f"User-agent: *\nSitemap: {base}/sitemap.xml\n", encoding="utf-8")
