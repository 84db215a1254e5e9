"""The pages behind the numbers: every fact with its source, every result with its inputs."""

from collections.abc import Iterable

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from compute_deal.book.quotes import registry
from compute_deal.book.registry import KNOWN_BY, Registry, formatted, result_range
from compute_deal.evidence import Fact
from compute_deal.presentation.numbers import in_words, span

PAGES = ("chapters/evidence", "chapters/results")


class uses(nodes.Inline, nodes.TextElement):  # noqa: N801 (docutils writes node names in lower case)
    """The place for links to the chapters that use a row, known once all are read."""


class FactTable(SphinxDirective):
    """Directive `facts`: the table of all facts; on paper, of those that the report uses."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        known = registry(self.env.app)
        rows = []
        for number, fact in enumerate(known.evidence, 1):
            cells = [
                [nodes.Text(str(number))],
                [nodes.strong("", fact.subject), nodes.Text(f": {fact.metric}. {fact.note}".rstrip())],
                [nodes.Text(fact_value(fact)), nodes.inline("", f", {in_words(fact.as_of)}")],
                [
                    *self.cite(fact.source.key),
                    nodes.Text(f" {'' if fact.locator == 'not given' else fact.locator + '; '}"),
                    nodes.Text(f"{KNOWN_BY[fact.known_by]}; {fact.status}, confidence {fact.confidence}"),
                ],
                [uses("", "", id=fact.id)],
            ]
            rows.append(row_of(cells, f"fact-{fact.id}"))
        return [
            table_of(["No.", "What", "Value and date", "Source and how known", "Used in"], [5, 38, 20, 27, 10], rows)
        ]

    def cite(self, key: str) -> list[nodes.Node]:
        """Return a citation of a source."""
        found, messages = self.parse_inline(f"{{cite:p}}`{key}`")
        return [*found, *messages]


class ResultTable(SphinxDirective):
    """Directive `results`: the table of all published results."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        known = registry(self.env.app)
        rows = []
        for id, record in sorted(known.results.items(), key=lambda item: (item[1]["page"], item[0])):
            cells = [
                [nodes.Text(record["label"])],
                [nodes.Text(formatted(id, record, "") + result_range(record).replace("\nRange: ", ", range "))],
                [*joined(fact_link(known, name, self.env) for name in record["inputs"])],
                [page_link(self.env, record["page"])],
            ]
            rows.append(row_of(cells, f"result-{id}"))
        return [table_of(["What", "Value", "From", "Computed in"], [40, 22, 26, 12], rows)]


def fact_value(fact: Fact) -> str:
    """Return what a fact states, its range where it has one."""
    record = {"value": fact.text or fact.value, "low": fact.low, "high": fact.high, "unit": fact.unit, "digits": 6}
    if fact.value is None and not fact.text:
        if fact.low is None or fact.high is None:
            bound = "at least " if fact.high is None else "up to "
            return bound + formatted(fact.id, record, "low" if fact.high is None else "high")
        return formatted(fact.id, record, "range")
    text = formatted(fact.id, record, "")
    if fact.low is not None and fact.high is not None and fact.low < fact.high:
        text += f" ({span(fact.low, fact.high, fact.unit, 6)})"
    elif fact.low is not None and fact.low == fact.value and fact.high is None:
        text = f"at least {text}"
    elif fact.high is not None and fact.high == fact.value and fact.low is None:
        text = f"up to {text}"
    return text


def joined(links: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return nodes with commas between them."""
    parts: list[nodes.Node] = []
    for link in links:
        parts += [nodes.Text(", "), link] if parts else [link]
    return parts


class pagelink(nodes.Inline, nodes.TextElement):  # noqa: N801 (docutils writes node names in lower case)
    """A link to a page, or a place on it, before the builder is known."""


def fact_link(known: Registry, id: str, env) -> nodes.Node:
    """Return a link to the row of a fact."""
    return pagelink("", known.evidence.facts[id].metric, page="chapters/evidence", anchor=f"fact-{id}")


def page_link(env, page: str) -> nodes.Node:
    """Return a link to a chapter, its title to be filled in."""
    return pagelink("", "", page=page, anchor="")


def row_of(cells: list[list[nodes.Node]], anchor: str) -> nodes.row:
    """Return a table row that links can lead to."""
    first, *others = cells
    # on a span, because Pandoc drops the ids of rows and paragraphs
    marked = [nodes.inline("", "", *first, ids=[anchor])]
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in (marked, *others)))


def table_of(head: list[str], widths: list[int], rows: list[nodes.row]) -> nodes.table:
    """Return a table that readers can filter on the site."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in widths), cols=len(widths))
    group += nodes.thead("", nodes.row("", *(nodes.entry("", nodes.paragraph("", text)) for text in head)))
    group += nodes.tbody("", *rows)
    return nodes.table("", group, classes=["filterable", "evidence"])


def fill(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Put in what was not known when the pages were read: links, and who uses which row."""
    builder, env = app.builder, app.env
    for node in list(document.findall(pagelink)):
        title = node.astext() or env.titles[node["page"]].astext()
        uri = builder.get_relative_uri(docname, node["page"])
        anchor = f"#{node['anchor']}" if node["anchor"] else ""
        node.replace_self(nodes.reference("", title, refuri=uri + anchor, internal=True))
    used = users(app)
    for node in list(document.findall(uses)):
        pages = used.get(node["id"], [])
        if not pages and builder.name != "html":
            row = node.parent.parent.parent
            row.parent.remove(row)
            continue
        links = [
            nodes.reference("", short_title(page), refuri=builder.get_relative_uri(docname, page), internal=True)
            for page in pages
        ]
        node.replace_self(joined(links) or [nodes.Text("")])


def short_title(page: str) -> str:
    """Return how a page is called where room is short.

    Examples
    --------
    >>> short_title("chapters/01-deal"), short_title("index")
    ('1', 'Summary')
    """
    number = page.rpartition("/")[2].partition("-")[0]
    return str(int(number)) if number.isdigit() else "Summary" if page == "index" else page.rpartition("/")[2].title()


def users(app: Sphinx) -> dict[str, list[str]]:
    """Return by fact the pages that quote it, or whose code read it."""
    known = registry(app)
    pages: dict[str, set[str]] = {}
    for page, metadata in app.env.metadata.items():
        for id in metadata.get("quotes", ()):
            pages.setdefault(id, set()).add(page)
    for page, ids in known.read_by.items():
        for id in ids:
            pages.setdefault(id, set()).add(page)
    for record in known.results.values():
        for id in record["inputs"]:
            pages.setdefault(id, set()).add(record["page"])
    return {id: sorted(found, key=lambda page: (page != "index", page)) for id, found in pages.items()}
