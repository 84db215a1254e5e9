"""Figures as a newspaper sets them: the finding and the unit above the picture, method and source below."""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

CLASS = "with-headline"


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
