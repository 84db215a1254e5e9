"""What a web page says otherwise than paper: it does not speak of "the site", and folds no code that shows nothing."""

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

ELSEWHERE = re.compile(r"\bon the site,? (\w)", re.IGNORECASE)


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
    """End a page that is a notebook with a link to it; Sphinx copies it whole, as it is stored."""
    source = context.get("sourcename", "")
    if app.builder.name == "html" and source.endswith(".ipynb"):
        address = context["pathto"](f"_sources/{source}", True)
        context["body"] += (
            f'<p class="as-notebook"><a href="{address}" download>This page as a notebook</a>, '
            "with its numbers, tables and pictures, to be read or run again</p>"
        )
