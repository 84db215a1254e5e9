"""The role that puts a number into the text: never typed, always linked to where it is from."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from compute_deal.book.registry import Registry

logger = logging.getLogger(__name__)

PAPER = ("paper", "singlehtml")  # the paper builder bears the second name while it resolves links


class quote(nodes.Inline, nodes.TextElement):  # noqa: N801 (docutils writes node names in lower case)
    """A number in the text, before it is known from which page it links."""


class Quote(SphinxRole):
    """Role `n`: `` {n}`csa_fee` `` or `` {n}`csa_fee; range` ``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the number's node, or warn where there is none."""
        id, _, style = (part.strip() for part in self.text.partition(";"))
        try:
            quoted = registry(self.env.app).quote(id, style)
        except (KeyError, ValueError) as error:
            logger.warning("%s", error.args[0], location=self.get_location())
            return [nodes.inline(text="?")], []
        self.env.metadata.setdefault(self.env.docname, {}).setdefault("quotes", []).append(id)
        return [quote("", quoted.text, id=id, quoted=vars(quoted))], []


class Links(SphinxPostTransform):
    """Turn each quoted number into a link to its row.

    On paper, where nothing hovers, the first quote of a fact in a chapter's text carries the number of its row.
    """

    default_priority = 5

    def run(self, **kwargs) -> None:
        """Run the transform."""
        numbers = registry(self.app).numbers if self.app.builder.name in PAPER else {}
        seen = set()
        for node in list(self.document.findall(quote)):
            quoted, id = node["quoted"], node["id"]
            uri = self.app.builder.get_relative_uri(self.env.docname, quoted["page"])
            link = nodes.reference(
                "",
                node.astext(),
                refuri=f"{uri}#{quoted['anchor']}",
                reftitle=quoted["tip"],
                classes=["number"],
                internal=True,
            )
            marks = [nodes.superscript("", "†", classes=["low-confidence"])] if quoted["doubtful"] else []
            where = (chapter_of(node), id)
            if id in numbers and where not in seen and not in_heading(node):
                seen.add(where)
                row = nodes.reference("", f"№{numbers[id]}", refuri=link["refuri"], internal=True)
                marks.append(nodes.inline("", "", row, classes=["row-number"]))
            node.replace_self([link, *marks])


def in_heading(node: nodes.Node) -> bool:
    """Return whether a node stands in the heading of a section, which the contents repeat."""
    while node is not None and not isinstance(node, nodes.title):
        node = node.parent
    return node is not None and isinstance(node.parent, nodes.section)


def chapter_of(node: nodes.Node) -> str:
    """Return the chapter a node stands in: its outermost section."""
    section = ""
    while node is not None:
        if isinstance(node, nodes.section):
            section = node["ids"][0]
        node = node.parent
    return section


def registry(app: Sphinx) -> Registry:
    """Return the registry that this build quotes from."""
    return app.compute_deal_registry
