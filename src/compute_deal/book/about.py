"""Pages that say what the report is made from: tables, units, sources, terms, packages, and how to cite it."""

import hashlib
import html
import platform
import re
import tomllib
from collections import Counter
from datetime import date
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import yaml
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from compute_deal import paths
from compute_deal.book.appendices import joined, table_of, table_row
from compute_deal.book.downloads import ARCHIVE, FOLDER
from compute_deal.book.quotes import registry
from compute_deal.evidence.tables import expected_in_words, read_descriptor
from compute_deal.evidence.units import TEXT, dimension_in_words, known_units
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
            table_row(
                [
                    [nodes.literal("", field["name"])],
                    [nodes.Text(field["description"])],
                    [nodes.Text(expected_in_words(field))],
                ],
                f"column-{name}-{field['name']}",
            )
            for field in resource["schema"]["fields"]
        ]
        section += nodes.paragraph("", f"{resource['description']} The table has {len(tables[name])} rows.")
        section += download(f"{name}.csv", resource["path"])
        section += table_of(["Column", "Meaning", "Takes"], [20, 45, 35], rows, filterable=False)
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
            where = [
                nodes.Text(f"{counts[key]} in {table.replace('_', ' ')}")
                for table, counts in resting.items()
                if counts[key]
            ]
            read = " ".join(f"{part.rstrip('.')}." for part in (source.read, source.how_read) if part)
            cells = [
                [nodes.Text(f"{source.short}{year} "), *links, *messages],
                [nodes.Text(read)],
                joined(where),
            ]
            rows.append(table_row(cells, f"source-{key}"))
        return [table_of(["Source", "How it was read", "Rows"], [47, 38, 15], rows)]


class Glossary(SphinxDirective):
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
        table_row(
            [[nodes.literal("", unit.name)], [nodes.Text(dimension_in_words(unit.dimension))], [nodes.Text(str(unit))]],
            nodes.make_id(f"unit-{unit.name}"),
        )
        for unit in known_units().values()
        if unit.name != TEXT
    ]
    what = "Every number of the tables is in one of these units, and within what the unit allows."
    section += nodes.paragraph("", f"{what} The unit {TEXT} marks rows that state words.")
    section += table_of(["Unit", "Measures", "Takes"], [25, 30, 45], rows, filterable=False)
    return section


def download(name: str, path: str) -> nodes.raw:
    """Return a link to one table, on the site only."""
    link = f'<a href="../{FOLDER}/{quote(path)}" download>{html.escape(name)}</a>'
    return nodes.raw("", f'<p class="screen-only">Download: {link}</p>', format="html")


class Packages(SphinxDirective):
    """Directive `packages`: Python and the packages that the book asks for, with versions and reasons."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        rows = [
            table_row([[nodes.literal("", name)], [nodes.Text(used)], [nodes.Text(reason)]], f"package-{name.lower()}")
            for name, used, reason in [python(), *packages(paths.ROOT)]
        ]
        return [table_of(["Package", "Version", "What for"], [30, 15, 55], rows, filterable=False)]


class Contents(SphinxDirective):
    """Directive `contents-of-build`: how much of what the book holds, and the fingerprint of its data."""

    def run(self) -> list[nodes.Node]:
        """Return a list of counts."""
        known = registry(self.env.app)
        rows = sum(len(table) for table in known.evidence.tables.values())
        lines = [
            f"{len(paths.notebooks())} notebooks, {len(known.results)} published results",
            f"{rows:,} rows in {len(known.evidence.tables)} tables, {len(known.evidence.sources)} sources",
            f"Fingerprint of the data (SHA-256, first sixteen digits): {data_fingerprint(paths.ROOT)[:16]}",
        ]
        items = [nodes.list_item("", nodes.paragraph("", line)) for line in lines]
        return [nodes.bullet_list("", *items)]


class Citation(SphinxDirective):
    """Directive `citation`: the entry for a bibliography, from the citation file."""

    def run(self) -> list[nodes.Node]:
        """Return the entry as BibTeX."""
        block = nodes.literal_block("", bibtex(paths.ROOT / "CITATION.cff"))
        block["language"] = "bibtex"
        return [block]


def python() -> tuple[str, str, str]:
    """Return name, version and use of the language: its first two numbers decide which packages fit."""
    return "Python", ".".join(platform.python_version_tuple()[:2]), "the language of models, checks and build"


def packages(root: Path) -> list[tuple[str, str, str]]:
    """Return the packages that the book asks for: name, version in use, reason.

    Parameters
    ----------
    root : Path
        Folder of the project.

    Returns
    -------
    list of (str, str, str)
        In the order of `pyproject.toml`, each with the comment that stands beside it there; without what only the
        tests and the lab need.

    Raises
    ------
    ValueError
        If a package that is asked for has no reason beside it.
    """
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    reasons = dict(re.findall(r'^    "([\w.-]+)[^"]*",\s*# (.+)$', text, re.MULTILINE))
    project = tomllib.loads(text)["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["book"]]
    names = [re.match(r"[\w.-]+", requirement)[0] for requirement in asked]
    if unexplained := [name for name in names if name not in reasons]:
        raise ValueError(f"pyproject.toml gives no reason for {', '.join(unexplained)}: say why in a comment beside it")
    return [(name, version(name), reasons[name]) for name in names]


def data_fingerprint(root: Path) -> str:
    """Return one number that changes when any table, the descriptor or the bibliography does.

    Parameters
    ----------
    root : Path
        Folder of the project.

    Returns
    -------
    str
        SHA-256 over names and contents, in hexadecimal digits.
    """
    digest = hashlib.sha256()
    tables = sorted((root / paths.DATA.name).glob("*.csv"))
    for path in [*tables, root / paths.DATA.name / paths.DESCRIPTOR.name, root / paths.BIBLIOGRAPHY.name]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def bibtex(citation: Path) -> str:
    """Return a citation file as a BibTeX entry.

    Parameters
    ----------
    citation : Path
        A file in the Citation File Format.

    Returns
    -------
    str
    """
    said = yaml.safe_load(citation.read_text(encoding="utf-8"))
    released = date.fromisoformat(said["date-released"])
    authors = " and ".join(f"{{{author['name']}}}" for author in said["authors"])
    licences = " and ".join(said["license"])
    fields = {
        "author": f"{{{authors}}}",
        "title": f"{{{said['title']}}}",
        "year": f"{{{released.year}}}",
        "month": f"{released:%b}".lower(),
        "note": f"{{Edition of {released:%-d %B %Y}, version {said['version']}, {licences}}}",
    }
    lines = (f"  {name} = {value}," for name, value in fields.items())
    return "\n".join([f"@misc{{compute_deal_{released.year},", *lines, "}"])
