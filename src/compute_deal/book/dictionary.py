"""Pages that say what the data are: the dictionary of the tables, the sources, the glossary."""

import html
from collections import Counter
from urllib.parse import quote

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from compute_deal import paths
from compute_deal.book.appendices import joined, row_of, table_of
from compute_deal.book.downloads import ARCHIVE, FOLDER
from compute_deal.book.quotes import registry
from compute_deal.evidence.tables import expectation, read_descriptor
from compute_deal.evidence.units import TEXT, known_units, written
from compute_deal.markup import cited


class Dictionary(SphinxDirective):
    """Directive `dictionary`: each table with what it holds and what each of its columns means, and the units."""

    def run(self) -> list[nodes.Node]:
        """Return a section for each table."""
        known = registry(self.env.app)
        descriptor = read_descriptor(paths.DESCRIPTOR)
        tables = [self.section(resource, known.evidence.tables) for resource in descriptor["resources"]]
        return [*tables, units_section()]

    def section(self, resource: dict, tables: dict[str, list]) -> nodes.section:
        """Return what there is to say about one table."""
        name = resource["name"]
        section = nodes.section("", nodes.title("", resource["title"]), ids=[f"table-{name}"], names=[f"table-{name}"])
        rows = [
            row_of(
                [
                    [nodes.literal("", field["name"])],
                    [nodes.Text(field["description"])],
                    [nodes.Text(expectation(field))],
                ],
                f"column-{name}-{field['name']}",
            )
            for field in resource["schema"]["fields"]
        ]
        section += nodes.paragraph("", f"{resource['description']} The table has {len(tables[name])} rows.")
        section += download(f"{name}.csv", resource["path"])
        section += table_of(["Column", "Meaning", "Takes"], [20, 45, 35], rows)
        section[-1]["classes"].remove("filterable")
        return section


class Downloads(SphinxDirective):
    """Directive `downloads`: links to all data at once, on the site only."""

    def run(self) -> list[nodes.Node]:
        """Return a list of links."""
        links = {
            f"{FOLDER}/{ARCHIVE}": "all tables, their descriptor, the sources, citation, licence and caveats in one archive",
            f"{FOLDER}/datapackage.json": "the descriptor, for Data Package tools",
            f"{FOLDER}/references.bib": "the sources, as BibTeX",
            "evidence.json": "every row with its users, every source and every verdict, for programs",
            "results.json": "every result with value, range, unit and inputs, for programs",
        }
        items = "".join(
            f'<li><a href="../{address}" download>{address.rpartition("/")[2]}</a>: {what}</li>'
            for address, what in links.items()
        )
        return [nodes.raw("", f'<ul class="screen-only">{items}</ul>', format="html")]


class Sources(SphinxDirective):
    """Directive `sources`: each source with how it was read and how many rows rest on it."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        known = registry(self.env.app)
        resting = {
            table: Counter(row["source"] for row in rows if "source" in row)
            for table, rows in known.evidence.tables.items()
        }
        rows = []
        for key, source in sorted(known.evidence.sources.items(), key=lambda item: item[1].short.lower()):
            links, messages = self.parse_inline(str(cited(key)))
            year = f", {source.year}" if source.year else ""
            where = [nodes.Text(f"{table} {counts[key]}") for table, counts in resting.items() if counts[key]]
            read = " ".join(f"{part.rstrip('.')}." for part in (source.read, source.how_read) if part)
            cells = [
                [nodes.Text(f"{source.short}{year} "), *links, *messages],
                [nodes.Text(read)],
                joined(where),
            ]
            rows.append(row_of(cells, f"source-{key}"))
        return [table_of(["Source", "How it was read", "Rows"], [47, 38, 15], rows)]


class Terms(SphinxDirective):
    """Directive `terms`: the glossary, with links between terms."""

    def run(self) -> list[nodes.Node]:
        """Return the terms as a list of definitions."""
        rows = registry(self.env.app).evidence.tables["glossary"]
        places = {row["term"]: f"term-{nodes.make_id(row['term'])}" for row in rows}
        listed = nodes.definition_list()
        for row in sorted(rows, key=lambda row: row["term"].lower()):
            meaning = nodes.paragraph("", row["definition"])
            also = [term.strip() for term in row["see_also"].split(";") if term.strip()]
            if also:
                links = [nodes.reference("", term, refid=places[term], internal=True) for term in also]
                meaning += [nodes.Text(" See also "), *joined(links), nodes.Text(".")]
            term = nodes.term("", "", nodes.inline("", row["term"], ids=[places[row["term"]]]))
            listed += nodes.definition_list_item("", term, nodes.definition("", meaning))
        return [listed]


def units_section() -> nodes.section:
    """Return a section on the units: what each measures, and what a number in it may be."""
    section = nodes.section("", nodes.title("", "Units"), ids=["table-units"], names=["table-units"])
    rows = [
        row_of(
            [[nodes.literal("", unit.name)], [nodes.Text(written(unit.dimension))], [nodes.Text(str(unit))]],
            nodes.make_id(f"unit-{unit.name}"),
        )
        for unit in known_units().values()
        if unit.name != TEXT
    ]
    what = "Every number of the tables is in one of these units, and within what the unit allows."
    section += nodes.paragraph("", f"{what} The unit {TEXT} marks rows that state words.")
    section += table_of(["Unit", "Measures", "Takes"], [25, 30, 45], rows)
    section[-1]["classes"].remove("filterable")
    return section


def download(name: str, path: str) -> nodes.raw:
    """Return a link to one table, on the site only."""
    link = f'<a href="../{FOLDER}/{quote(path)}" download>{html.escape(name)}</a>'
    return nodes.raw("", f'<p class="screen-only">Download: {link}</p>', format="html")
