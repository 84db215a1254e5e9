"""What the book was made with and from, and how to cite it: the project's own files, and the versions in use."""

import hashlib
import platform
import re
import tomllib
from datetime import date
from importlib.metadata import version
from pathlib import Path

import yaml
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from compute_deal import paths
from compute_deal.book.appendices import row_of, table_of
from compute_deal.book.quotes import registry


class Packages(SphinxDirective):
    """Directive `packages`: Python and the packages that the book asks for, with versions and reasons."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        rows = [
            row_of([[nodes.literal("", name)], [nodes.Text(used)], [nodes.Text(reason)]], f"package-{name.lower()}")
            for name, used, reason in [python(), *packages(paths.ROOT)]
        ]
        table = table_of(["Package", "Version", "What for"], [30, 15, 55], rows)
        table["classes"].remove("filterable")
        return [table]


class Contents(SphinxDirective):
    """Directive `contents-of-build`: how much of what the book holds, and the fingerprint of its data."""

    def run(self) -> list[nodes.Node]:
        """Return a list of counts."""
        known = registry(self.env.app)
        rows = sum(len(table) for table in known.evidence.tables.values())
        lines = [
            f"{len(paths.notebooks())} notebooks, {len(known.results)} published results",
            f"{rows:,} rows in {len(known.evidence.tables)} tables, {len(known.evidence.sources)} sources",
            f"Fingerprint of the data (SHA-256, first sixteen digits): {fingerprint(paths.ROOT)[:16]}",
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


def fingerprint(root: Path) -> str:
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
