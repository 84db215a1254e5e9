"""Signs that the bibliography's reader leaves escaped as in BibTeX."""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

ESCAPED, PLAIN = r"\$", "$"  # pybtex turns the other escaped signs into plain ones


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
