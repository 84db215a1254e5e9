"""Tables too wide for a phone, whose rows read as cards there: each cell says the head of its column."""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxTranslator
from sphinx.writers.html5 import HTML5Translator

CLASS = "cards"
MOST, MOST_OF_TEXT = 4, 2  # columns, and columns of text among them, that a phone has room for
OWN = {"evidence", "ledger"}  # which the style sheet sets by themselves
COUNT = "No."  # head of a column that counts the rows: a title stands in the next


class Cards(SphinxPostTransform):
    """Give the cells of wide tables the heads of their columns."""

    builders = ("html",)
    default_priority = 13  # cells are whole

    def run(self, **kwargs) -> None:
        """Run the transform."""
        for table in self.document.findall(nodes.table):
            if not OWN.intersection(table["classes"]):
                heads, rows = cells_of(table)
                if too_wide(heads):
                    table["classes"].append(CLASS)
                    set_heads(heads, rows)


def cells_of(table: nodes.table) -> tuple[list[nodes.entry], list[list[nodes.entry]]]:
    """Return the heads of a table's columns, and the cells of its rows."""
    head, body = (
        [[cell for cell in row.children if isinstance(cell, nodes.entry)] for row in part.findall(nodes.row)]
        for kind in (nodes.thead, nodes.tbody)
        for part in [table.next_node(kind) or kind()]
    )
    return (head[0] if head else []), body


def too_wide(heads: list[nodes.entry]) -> bool:
    """Return whether a table has more columns, or more of text, than a phone has room for."""
    return len(heads) > MOST or sum("text-right" not in head["classes"] for head in heads) > MOST_OF_TEXT


def set_heads(heads: list[nodes.entry], rows: list[list[nodes.entry]]) -> None:
    """Give each cell but those of a card's title the head of its column."""
    words = [head.astext() for head in heads]
    title = 2 if words[0] == COUNT else 1
    for row in rows:
        for cell, word in list(zip(row, words, strict=False))[title:]:
            cell["head"] = word


def visit_cell(self: SphinxTranslator, node: nodes.entry) -> None:
    """Open a cell, with the head of its column where it has one."""
    HTML5Translator.visit_entry(self, node)
    if head := node.get("head"):
        self.body[-1] = self.body[-1].replace("<td", f'<td data-head="{self.attval(head)}"', 1)


def depart_cell(self: SphinxTranslator, node: nodes.entry) -> None:
    """Close a cell."""
    HTML5Translator.depart_entry(self, node)
