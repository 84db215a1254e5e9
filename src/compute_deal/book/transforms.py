"""What a page says otherwise than the notebook: set headlines, plain titles of sources, no talk of "the site" on the site."""

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from compute_deal.book.stored import initial

CLASS = "with-headline"
FINDING = "finding"
ESCAPED, PLAIN = r"\$", "$"  # pybtex turns the other escaped signs into plain ones
ELSEWHERE = re.compile(r"\bon the site,? (\w)", re.IGNORECASE)


class Headlines(SphinxPostTransform):
    """Set each figure's caption of three paragraphs: headline, what is measured, method and source."""

    default_priority = 2  # before outputs are selected, while caption and legend stand where MyST-NB put them

    def run(self, **kwargs) -> None:
        """Run the transform."""
        for figure in list(self.document.findall(nodes.figure)):
            parts = [part for part in figure.children if isinstance(part, nodes.caption | nodes.legend)]
            if len(parts) == 2 and len(parts[1].children) == 2:
                set_headline(figure, *parts)


def set_headline(figure: nodes.figure, caption: nodes.caption, legend: nodes.legend) -> None:
    """Put caption and unit before the picture, the source after it."""
    unit, source = legend.children
    for part in (caption, legend):
        figure.remove(part)
    figure.insert(0, caption)
    figure.insert(1, nodes.container("", unit, classes=["figure-unit"]))
    figure += nodes.container("", source, classes=["figure-source"])
    figure["classes"].append(CLASS)


def depart_caption(self: HTML5Translator, node: nodes.caption) -> None:
    """Close the caption; docutils leaves that to the figure's end, which would put the picture inside it."""
    HTML5Translator.depart_caption(self, node)
    if CLASS in node.parent["classes"]:
        self.body.append("</figcaption>\n")


def depart_figure(self: HTML5Translator, node: nodes.figure) -> None:
    """Close the figure, whose caption is closed already if it is a headline."""
    if CLASS in node["classes"]:
        self.body.append("</figure>\n")
    else:
        HTML5Translator.depart_figure(self, node)


class Listings(SphinxTransform):
    """Give each listing an address from its caption; docutils would number them, and a new one would move those after it."""

    default_priority = 200  # before Sphinx numbers them

    def apply(self, **kwargs) -> None:
        """Apply the transform."""
        for caption in self.document.findall(nodes.caption):
            block = caption.parent
            if "literal-block-wrapper" in block["classes"] and not block["names"]:
                block["ids"] = [f"code-{nodes.make_id(caption.astext())}"]


class Places(SphinxPostTransform):
    """Give the finding of a page its address, and take from citations theirs: nothing leads to these, and they are numbered."""

    builders = ("html",)
    default_priority = 12  # after citations are linked (10)

    def run(self, **kwargs) -> None:
        """Run the transform."""
        boxes = self.document.findall(nodes.container)
        if box := next((box for box in boxes if FINDING in box["classes"]), None):
            box["ids"] = [FINDING]
        for mark in self.document.findall(nodes.inline):
            if "bibtex-citation" in mark["classes"]:
                mark["ids"] = []


class Dollars(SphinxPostTransform):
    """Write the dollar signs of titles plainly: in the list of references, and where a pointer on a citation shows them."""

    default_priority = 12  # after the list is written (5) and citations are linked to it (10)

    def run(self, **kwargs) -> None:
        """Run the transform."""
        for entry in self.document.findall(nodes.citation):
            for text in list(entry.findall(nodes.Text)):
                if ESCAPED in text:
                    text.parent.replace(text, nodes.Text(text.replace(ESCAPED, PLAIN)))
        for link in self.document.findall(nodes.reference):
            if ESCAPED in link.get("reftitle", ""):
                link["reftitle"] = link["reftitle"].replace(ESCAPED, PLAIN)


class OnTheSite(SphinxPostTransform):
    """Turn "On the site, sliders set …" in a caption into "Sliders set …": the reader is there."""

    builders = ("html",)
    default_priority = 6  # captions are whole

    def run(self, **kwargs) -> None:
        """Run the transform."""
        for caption in self.document.findall(is_about_a_figure):
            for text in list(caption.findall(nodes.Text)):
                text.parent.replace(text, nodes.Text(as_if_there(text)))


def is_about_a_figure(node: nodes.Node) -> bool:
    """Return whether a node is the caption of a figure or a table, or stands above or below a figure's picture."""
    if isinstance(node, nodes.container):
        return bool({"figure-unit", "figure-source"}.intersection(node["classes"]))
    return isinstance(node, nodes.caption)


def as_if_there(text: str) -> str:
    """Return a text without the words that lead from paper to the site.

    Examples
    --------
    >>> as_if_there("Fees by month. On the site, sliders set the rate.")
    'Fees by month. Sliders set the rate.'
    >>> as_if_there("Fees by month; on the site, a slider sets the rate.")
    'Fees by month; a slider sets the rate.'
    """
    return ELSEWHERE.sub(lambda found: found[1].upper() if found[0][0] == "O" else found[1], text)


class SilentCells(SphinxPostTransform):
    """Leave out folded code that shows nothing, such as a cell of imports; the notebook has it."""

    builders = ("html",)
    default_priority = 6

    def run(self, **kwargs) -> None:
        """Run the transform."""
        for cell in list(self.document.findall(is_silent)):
            cell.parent.remove(cell)


def is_silent(node: nodes.Node) -> bool:
    """Return whether a node is a notebook's cell with folded code and without output."""
    if not isinstance(node, nodes.container) or "tag_hide-input" not in node["classes"]:
        return False
    return not any(part.get("nb_element") == "cell_code_output" for part in node.findall(nodes.container))


def offer_notebook(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """End a page that is a notebook with a link to it; Sphinx copies it whole."""
    source = context.get("sourcename", "")
    if app.builder.name == "html" and source.endswith(".ipynb"):
        address = context["pathto"](f"_sources/{source}", True)
        context["body"] += (
            f'<p class="as-notebook"><a href="{address}" download>This page as a notebook</a>, '
            "with its numbers, tables and pictures, to be read or run again</p>"
        )


def set_numbers(app: Sphinx, env) -> list[str]:
    """Count the figures and tables of each page without a chapter's number for themselves, with a letter; Sphinx counts through all."""
    for page, kinds in env.toc_fignumbers.items():
        if page != env.config.root_doc and not env.toc_secnumbers.get(page):
            for numbers in kinds.values():
                in_order = sorted(numbers, key=lambda name: numbers[name])
                numbers.update({name: (initial(page), at) for at, name in enumerate(in_order, 1)})
    return []
