"""Sphinx builder "paper": the whole book as one PDF, by way of one HTML page, Pandoc and Typst.

All of it comes with the Python packages: no TeX, no browser, no font of the machine's own.
"""

import json
import re
from pathlib import Path

import pypandoc
import typst
from docutils import nodes
from sphinx import addnodes
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.errors import SphinxError
from sphinx.locale import __
from sphinx.util.display import progress_message
from sphinx.util.nodes import inline_all_toctrees

from compute_deal import paths
from compute_deal.book.paper_html import PDF, SITE_ONLY, html_for_pandoc
from compute_deal.book.quotes import registry
from compute_deal.book.scenario import shown_changes
from compute_deal.charts import palette

HERE = Path(__file__).parent
TEMPLATE = HERE / "assets" / "paper.typ"
FILTER = HERE / "assets" / "paper.lua"
LISTS = "\n#figures-and-tables\n"  # what closes the report

# The charts' colours must show on dark pages too, which leaves them equally light; printed in grey they must differ.
ON_PAPER = {palette.BLUE: "#234f7f", palette.ORANGE: "#d96f1f", palette.PURPLE: "#7a51bd", palette.RED: "#b02b2b"}
ON_PAPER |= {palette.GREEN: "#2a8c5f", palette.GREY: "#676b73"}


class Paper(SingleFileHTMLBuilder):
    """Set the book as a PDF."""

    name = "paper"
    epilog = __("The PDF is in %(outdir)s.")

    def write(self, *ignored) -> None:
        """Make the one page."""
        self.name = "singlehtml"  # the name under which Sphinx's HTML numbers figures across documents
        super().write(*ignored)
        self.name, self.format = "paper", "pdf"  # what handlers of the build's end look at

    def assemble_doctree(self) -> nodes.document:
        """Put the pages together, but for those that only the site has: most of the nodes are theirs."""
        root = self.config.root_doc
        tree = inline_all_toctrees(self, set(), root, self.env.get_doctree(root), lambda name: name, [root])
        tree["docname"] = root
        for page in list(tree.findall(addnodes.start_of_file)):
            if page["docname"] in SITE_ONLY:
                page.parent.remove(page)
        self.env.resolve_references(tree, root, self)
        self.fix_refuris(tree)
        return tree

    def handle_page(self, pagename, addctx, *args, **kwargs) -> None:
        """Keep the page's body instead of writing it."""
        self.body = addctx["body"]

    def write_additional_files(self) -> None:
        """Write no index and no search page."""

    def finish(self) -> None:
        """Typeset the page."""
        self.copy_image_files()
        for picture in Path(self.outdir, self.imagedir).glob("*.svg"):
            picture.write_text(on_paper(picture.read_text(encoding="utf-8")), encoding="utf-8")
        source = Path(self.outdir, "report.typ")
        with progress_message("typesetting"):
            source.write_text(self.front() + to_typst(html_for_pandoc(self.body)) + LISTS, encoding="utf-8")
            try:
                typst.compile(
                    str(source),
                    output=str(source.with_name(PDF)),
                    root=str(self.outdir),
                    font_paths=[str(paths.FONTS)],
                    ignore_system_fonts=True,
                    pdf_standards="ua-1",  # what PDF/UA asks for and Typst can see is missing stops the build
                )
            except typst.TypstError as error:
                raise SphinxError(f"Typst cannot set {source}: {error}") from None

    def front(self) -> str:
        """Return what comes before the text: the document's data and the template."""
        when = registry(self.app).evidence["edition_date"].date  # not the clock's: the same commit gives the same bytes
        assumed = json.dumps(shown_changes(self.config.assumed), ensure_ascii=False) if self.config.assumed else "none"
        settings = (
            f"#let report-assumes = {assumed}\n"
            f'#let report-title = "{self.config.html_title}"\n'
            f'#let report-author = "{self.config.author}"\n'
            f"#let report-date = datetime(year: {when.year}, month: {when.month}, day: {when.day})\n"
        )
        return settings + TEMPLATE.read_text(encoding="utf-8")


def on_paper(svg: str) -> str:
    """Return a picture in the colours of paper.

    Examples
    --------
    >>> on_paper('<path fill="#3b7dc4"/>')
    '<path fill="#234f7f"/>'
    """
    return re.sub("|".join(ON_PAPER), lambda colour: ON_PAPER[colour[0]], svg)


def to_typst(html: str) -> str:
    """Return HTML as Typst.

    Parameters
    ----------
    html : str
        The html_for_pandoc page.

    Returns
    -------
    str
    """
    return pypandoc.convert_text(
        html,
        "typst",
        format="html-auto_identifiers",
        extra_args=["--wrap=none", "--shift-heading-level-by=-1", f"--lua-filter={FILTER}"],
    )
