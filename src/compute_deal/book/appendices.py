"""The pages behind the numbers: every fact with its source, every result with its inputs, every claim with its verdict."""

import re
from collections.abc import Iterable

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.util.docutils import SphinxDirective

from compute_deal.book.quotes import registry
from compute_deal.book.registry import BREAK, KNOWN_BY, Registry, formatted, result_range
from compute_deal.chapters.claims.case import Judged, judged_claims
from compute_deal.chapters.claims.words import claimed_words, found_source, found_words
from compute_deal.charts.numbers import stated
from compute_deal.markup import cited

NAMED_ROW = re.compile(r"(?:\bfact )?\b([a-z][a-z0-9]*_\w+)")
SAID_IN_CARDS = {
    "Used in",
    "From evidence row",
    "Chapter",
    "Rows",
}  # heads of columns that a phone shows with each cell
SHORTEST_RUN = 3  # links: two numbers read best with a comma


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
        head, _, rest = known.evidence.named(id).partition(": ")
        clauses = (rest, row.get("exit_terms", ""), row.get("outcome", ""))
        words = "; ".join(part.removesuffix(".") for part in clauses if part)
        words = ". ".join(part for part in (words, row.get("note", "")) if part)
        head = head.removesuffix(".") if words else head
        where = "" if row["locator"] == "not given" else f"{row['locator']}; "
        how = f"{KNOWN_BY[row['known_by']]}; {row.get('status', 'reported')}, confidence {row['confidence']}"
        cells = [
            [nodes.Text(known.numbers[id])],
            [nodes.strong("", head), *in_text(known, f": {words}" if words else "")],
            [nodes.Text(stated(with_results(known, row)))],
            [*self.cite(row["source"]), nodes.Text(f" {where}{how}")],
            [uses("", "", id=id)],
        ]
        return table_row(cells, f"row-{id}")

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
            rows.append(table_row(cells, f"result-{id}"))
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


def in_text(known: Registry, text: str) -> list[nodes.Node]:
    """Return a text of the data with links to the rows that it names."""
    parts: list[nodes.Node] = []
    for at, piece in enumerate(NAMED_ROW.split(text)):
        if at % 2 and piece in known.numbers:
            parts += [nodes.Text("row "), row_link(known, piece)]
        elif piece:
            parts.append(nodes.Text(piece))
    return parts


def with_results(known: Registry, row: dict[str, str]) -> dict[str, str]:
    """Return a row of the risk register with the numbers of the results that it names; any other row as it is."""
    shown = {
        column: f"{word} of {known.quote(row[column], 'short').text}"
        for column, word in (("likelihood", "chance"), ("impact", "loss"))
        if row.get(column) in known.results
    }
    return row | shown


def row_link(known: Registry, id: str) -> nodes.Node:
    """Return a link to a row of evidence, by its number."""
    page, anchor = known.place(id)
    return pagelink("", known.numbers[id], page=page, anchor=anchor, tip=known.evidence.named(id))


def table_row(cells: list[list[nodes.Node]], anchor: str) -> nodes.row:
    """Return a table row that links can lead to."""
    first, *others = cells
    # on a span, because Pandoc drops the ids of rows and paragraphs
    marked = [nodes.inline("", "", *first, ids=[anchor])]
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in (marked, *others)))


def table_of(head: list[str], widths: list[int], rows: list[nodes.row], filterable: bool = True) -> nodes.table:
    """Return a table, which readers can filter on the site if it is long."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in widths), cols=len(widths))
    group += nodes.thead("", nodes.row("", *(nodes.entry("", nodes.paragraph("", text)) for text in head)))
    group += nodes.tbody("", *rows)
    for row in rows:
        for word, cell in zip(head, row.children, strict=True):
            if word in SAID_IN_CARDS:
                cell["head"] = word
    return nodes.table("", group, classes=[*(["filterable"] if filterable else []), "evidence", "colwidths-given"])


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


class Ledger(SphinxDirective):
    """Directive `ledger`: all claims as a table, each with an anchor to link to."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        known = registry(self.env.app)
        rows = [self.row(known, claim) for claim in judged_claims(known.evidence)]
        table = table_of(["No.", "Claim", "Verdict", "Evidence"], [6, 33, 36, 25], rows)
        table["classes"].append("ledger")
        return [table]

    def row(self, known: Registry, claim: Judged) -> nodes.row:
        """Return one claim as a row."""
        row = claim.row
        stated = claimed_words(claim)
        what = [nodes.Text(row["claim"])]
        if stated:
            what += [
                nodes.Text(" Claimed: " if claim.plain else " Tested as: "),
                nodes.strong("", stated),
                nodes.Text("."),
            ]
        what.append(nodes.inline("", f" {claim.article}, {row['locator']}; {row['kind']}.", classes=["quiet"]))
        cells = [
            [nodes.Text(known.numbers[claim.id])],
            what,
            verdict_of(claim),
            [*self.evidence(known, claim)],
        ]
        return table_row(cells, f"row-{claim.id}")

    def evidence(self, known: Registry, claim: Judged) -> list[nodes.Node]:
        """Return the computation with links to its rows, further rows, and their sources."""
        parts: list[nodes.Node] = []
        for label, expression in (("", claim.row["observed"]), ("later ", claim.row["observed_later"])):
            if expression:
                parts += [nodes.Text(f"{'; ' if parts else ''}{label}"), *computation(known, expression)]
        if claim.row["context"]:
            links = joined(row_link(known, id) for id in claim.row["context"].split())
            rows = f"row{'s' if ' ' in claim.row['context'] else ''} "
            parts += [nodes.Text(f"; see {rows}" if parts else f"See {rows}"), *links]
        sources = dict.fromkeys(known.rows[id]["source"] for id in claim.inputs)
        sources.pop(claim.row["source"], None)
        if sources:
            links, messages = self.parse_inline(str(cited(*sources)))
            parts += [nodes.Text(" "), *links, *messages]
        return parts or [nodes.Text("None found.")]


def verdict_of(claim: Judged) -> list[nodes.Node]:
    """Return the verdict with what was found and why, as nodes."""
    word = str(claim.verdict)
    parts = [nodes.strong("", word.capitalize(), classes=["verdict", f"verdict-{word.replace(' ', '-')}"])]
    found, later = (found_words(claim, quantity) for quantity in (claim.found, claim.later))
    numbers = f"{found_source(claim)} {found}" if found else "our judgement" if word != "cannot be checked" else ""
    if later:
        numbers += f"; later {later}"
    parts.append(nodes.Text((f" ({numbers})" if numbers else "") + f". {claim.row['reason']}"))
    if claim.row["wording"]:
        parts.append(nodes.Text(f" {claim.row['wording']}"))
    if claim.row["confidence"] != "high":
        parts.append(nodes.inline("", f" Confidence {claim.row['confidence']}.", classes=["quiet"]))
    return parts


def computation(known: Registry, expression: str) -> list[nodes.Node]:
    """Return an expression with each name as a link to its row."""
    parts: list[nodes.Node] = []
    shown = re.sub(r"\s*\*\s*", " × ", expression).replace(" / ", " ÷ ").replace("-", "−")
    shown = shown.replace("month_end(", "last day of the month (")
    for piece in re.split(r"([a-z]\w*)", shown):
        if piece in known.numbers:
            parts += [nodes.Text("row "), row_link(known, piece)]
        elif piece:
            parts.append(nodes.Text(piece))
    return parts
