"""The pages behind the numbers: every fact with its source, every result with its inputs."""

from collections.abc import Iterable

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.util.docutils import SphinxDirective

from compute_deal.book.quotes import registry
from compute_deal.book.registry import BREAK, KNOWN_BY, Registry, formatted, result_range
from compute_deal.charts.rows import stated
from compute_deal.markup import cited

SHORTEST_RUN = 3  # links: two numbers read best with a comma
PAGES = ("chapters/evidence", "chapters/tables", "chapters/results")


class uses(nodes.Inline, nodes.TextElement):  # noqa: N801 (docutils writes node names in lower case)
    """The place for links to the chapters that use a row, known once all are read."""


class RowTable(SphinxDirective):
    """Directive `rows`: a table of the evidence, row by row; on paper, of the rows that the report uses."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        known = registry(self.env.app)
        name = self.arguments[0]
        if name not in known.evidence.tables:
            raise self.error(f"no table {name!r}; there are {', '.join(known.evidence.tables)}")
        if self.config.warm:
            return [waiting()]
        rows = [self.row(known, row) for row in known.evidence.tables[name]]
        return [
            table_of(["No.", "What", "Value and date", "Source and how known", "Used in"], [5, 39, 17, 25, 14], rows)
        ]

    def row(self, known: Registry, row: dict[str, str]) -> nodes.row:
        """Return one row with its anchor, its source and the place for its users."""
        id = row["id"]
        head, _, rest = known.named(id).partition(": ")
        clauses = (rest, row.get("exit_terms", ""), row.get("outcome", ""))
        words = "; ".join(part.removesuffix(".") for part in clauses if part)
        words = ". ".join(part for part in (words, row.get("note", "")) if part)
        head = head.removesuffix(".") if words else head
        where = "" if row["locator"] == "not given" else f"{row['locator']}; "
        how = f"{KNOWN_BY[row['known_by']]}; {row.get('status', 'reported')}, confidence {row['confidence']}"
        cells = [
            [nodes.Text(known.numbers[id])],
            [nodes.strong("", head), nodes.Text(f": {words}" if words else "")],
            [nodes.Text(stated(row))],
            [*self.cite(row["source"]), nodes.Text(f" {where}{how}")],
            [uses("", "", id=id)],
        ]
        return row_of(cells, f"row-{id}")

    def cite(self, key: str) -> list[nodes.Node]:
        """Return a citation of a source."""
        found, messages = self.parse_inline(str(cited(key)))
        return [*found, *messages]


class ResultTable(SphinxDirective):
    """Directive `results`: the table of all published results."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        if self.config.warm:
            return [waiting()]
        known = registry(self.env.app)
        rows = []
        for id, record in sorted(known.results.items(), key=lambda item: (item[1]["page"], item[0])):
            cells = [
                [nodes.Text(record["label"])],
                [nodes.Text(formatted(id, record, "") + result_range(record).replace(f"{BREAK}Range: ", ", range "))],
                joined(row_link(known, name) for name in record["inputs"]),
                [pagelink("", short_title(record["page"]), page=record["page"], anchor="", tip="")],
            ]
            rows.append(row_of(cells, f"result-{id}"))
        return [table_of(["What", "Value", "From evidence row", "Chapter"], [42, 25, 23, 10], rows)]


def waiting() -> nodes.Node:
    """Return what stands for a long table where the site is only looked at."""
    return nodes.paragraph("", "This table is left out while the site is watched: make book writes it.")


def joined(links: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return nodes with commas between them."""
    parts: list[nodes.Node] = []
    for link in links:
        parts += [nodes.Text(", "), link] if parts else [link]
    return parts


def in_runs(links: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return links with each run of three numbers or more as its first and last, with a dash between them.

    A line does not break at the dash.
    """
    runs: list[list[nodes.Node]] = []
    for link in links:
        if runs and follows(runs[-1][-1].astext(), link.astext()):
            runs[-1].append(link)
        else:
            runs.append([link])
    parts: list[nodes.Node] = []
    for run in runs:
        parts += (
            run if len(run) < SHORTEST_RUN else [nodes.inline("", "", run[0], nodes.Text("\u2060–\u2060"), run[-1])]
        )
    return parts


def follows(label: str, other: str) -> bool:
    """Return whether the second label has the number after the first's, and the same letter.

    Examples
    --------
    >>> follows("1", "2"), follows("L9", "L10"), follows("2", "4"), follows("Summary", "1")
    (True, True, False, False)
    """
    (letter, number), (other_letter, other_number) = (
        (text.rstrip("0123456789"), text[len(text.rstrip("0123456789")) :]) for text in (label, other)
    )
    return letter == other_letter and bool(number and other_number) and int(other_number) == int(number) + 1


class pagelink(nodes.Inline, nodes.TextElement):  # noqa: N801 (docutils writes node names in lower case)
    """A link to a page, or a place on it, before the builder is known."""


def row_link(known: Registry, id: str) -> nodes.Node:
    """Return a link to a row of evidence, by its number."""
    page, anchor = known.place(id)
    return pagelink("", known.numbers[id], page=page, anchor=anchor, tip=known.named(id))


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
    return nodes.table("", group, classes=["filterable", "evidence", "colwidths-given"])


def fill(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Put in what was not known when the pages were read: links, and who uses which row."""
    builder = app.builder
    for node in list(document.findall(pagelink)):
        uri = builder.get_relative_uri(docname, node["page"])
        anchor = f"#{node['anchor']}" if node["anchor"] else ""
        link = nodes.reference("", node.astext(), refuri=uri + anchor, internal=True)
        if node["tip"]:
            link["reftitle"] = node["tip"]
            link["classes"].append("number")
        node.replace_self(link)
    used = users(app)
    for node in list(document.findall(uses)):
        pages = used.get(node["id"], [])
        if not pages and builder.name != "html":
            row = node.parent.parent.parent
            row.parent.remove(row)
            continue
        links = [linked(builder, docname, *place) for place in pages]
        node.replace_self(joined(links if builder.name == "html" else in_runs(links)) or [nodes.Text("")])


def linked(builder: Builder, docname: str, page: str, id: str) -> nodes.reference:
    """Return a link to a page that uses a row, or to the claim there that does."""
    known = registry(builder.app)
    uri, text = builder.get_relative_uri(docname, page), known.numbers[id] if id else short_title(page)
    return nodes.reference("", text, refuri=f"{uri}#row-{id}" if id else uri, internal=True)


def short_title(page: str) -> str:
    """Return how a page is called where room is short.

    Examples
    --------
    >>> short_title("chapters/01-deal"), short_title("index")
    ('1', 'Summary')
    """
    number = page.rpartition("/")[2].partition("-")[0]
    return str(int(number)) if number.isdigit() else "Summary" if page == "index" else page.rpartition("/")[2].title()


def users(app: Sphinx) -> dict[str, list[tuple[str, str]]]:
    """Return by row the pages that quote it, or whose code read it, and the claims that rest on it."""
    known = registry(app)
    quoted = ((page, id) for page, metadata in app.env.metadata.items() for id in metadata.get("quotes", ()))
    return known.users(quoted)
