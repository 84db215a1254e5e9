"""What machines read: the evidence and the results as JSON, the tables with their descriptor, all as one archive."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml
from sphinx.application import Sphinx

from compute_deal import paths
from compute_deal.book.quotes import registry
from compute_deal.book.registry import Registry
from compute_deal.book.stored import quotes_of
from compute_deal.evidence import Evidence
from compute_deal.evidence.tables import read_descriptor

FOLDER = "downloads"
ARCHIVE = "compute-deal-data.zip"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the only date in the archive, so that the same data give the same bytes
LICENCE = "Creative Commons Attribution 4.0 International, https://creativecommons.org/licenses/by/4.0/"
CAVEATS = (
    "Every row says how it is known and how far it can be relied on: read both columns before you use a number.",
    "Many rows were read in reports about a document, not in the document. The column known_by says which.",
    "Headline values of contracts are not firm; most of this agreement can be ended on notice.",
    "That 'Customer B' of SpaceX's quarterly report is Anthropic is an inference.",
    "Nothing here is dated after early October 2026, and what was not found may have happened.",
    "Verdicts on claims with a number are not in the table of claims; evidence.json on the site has them computed.",
)


def tables_and_sources() -> dict[str, bytes]:
    """Return the files of the data package by name: tables, descriptor, sources."""
    descriptor = read_descriptor(paths.DESCRIPTOR)
    files = [paths.DATA / resource["path"] for resource in descriptor["resources"]]
    return {file.name: file.read_bytes() for file in [*files, paths.DESCRIPTOR, paths.BIBLIOGRAPHY]}


def citation(address: str = "") -> str:
    """Return how to cite the report, as one line, with its address where it has one."""
    said = yaml.safe_load((paths.ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    authors = ", ".join(author["name"] for author in said["authors"])
    released = str(said["date-released"])
    cited = f"{authors} ({released[:4]}): {said['title']}. Version {said['version']}, edition of {released}."
    return f"{cited} {address.rstrip('/')}/" if address else cited


def readme(address: str = "") -> str:
    """Return what accompanies the data: what they are, how to cite them, the licence, the caveats."""
    descriptor = read_descriptor(paths.DESCRIPTOR)
    lines = [
        descriptor["title"],
        "",
        descriptor["description"],
        "",
        "What is here",
        *(f"- {resource['path']}: {resource['title']}" for resource in descriptor["resources"]),
        "- datapackage.json: what each column means, its type, its unit, what it may hold (a Frictionless Data Package)",
        "- references.bib: the sources; their keys stand in the columns named source",
        "",
        "How to cite",
        citation(address),
        "",
        f"Licence: {LICENCE}",
        "",
        "Caveats",
        *(f"- {caveat}" for caveat in CAVEATS),
    ]
    return "\n".join(lines) + "\n"


def archive(files: Mapping[str, bytes]) -> bytes:
    """Return files as a ZIP archive; the same files give the same bytes.

    Parameters
    ----------
    files : mapping of str to bytes
        Contents by name.

    Returns
    -------
    bytes
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"compute-deal-data/{name}", EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            target.writestr(entry, content, compresslevel=9)
    return made.getvalue()


def results_record(known: Registry) -> dict:
    """Return every result with its value, range, unit, inputs and chapter, as plain data."""
    results = {
        id: {name: record[name] for name in ("label", "value", "low", "high", "unit", "inputs")}
        | {"computed_in": record["page"], "explained_at": f"{known.place(id)[0]}.html#{known.place(id)[1]}"}
        for id, record in sorted(known.results.items())
    }
    return {
        "title": "Results of the report on the Anthropic–SpaceX compute deal",
        "licence": LICENCE,
        "results": results,
    }


def evidence_record(known: Registry, quoted: Iterable[tuple[str, str]]) -> dict:
    """Return every row with its users, every source, and every claim's verdict, as plain data.

    Parameters
    ----------
    known : Registry
        What the report can quote.
    quoted : iterable of (str, str)
        Pages and the ids that their text quotes.

    Returns
    -------
    dict
    """
    used = known.users(quoted)
    tables = tables_as_data(known.evidence)
    for rows in tables.values():
        for row in rows:
            if "id" in row:
                page, anchor = known.place(row["id"])
                row["number"] = known.numbers[row["id"]]
                row["explained_at"] = f"{page}.html#{anchor}"
                row["used_by"] = [id or page for page, id in used.get(row["id"], [])]
    for row in tables["claims"]:
        claim = known.judged[row["id"]]
        row["verdict"] = str(claim.verdict)
        row["computed"] = claim.computed
        row["found"] = claim.found.value if claim.found else None
        row["found_later"] = claim.later.value if claim.later else None
        row["rests_on"] = list(claim.inputs)
    sources = {key: vars(source) for key, source in sorted(known.evidence.sources.items())}
    return {
        "title": "Evidence of the report on the Anthropic–SpaceX compute deal",
        "licence": LICENCE,
        "caveats": list(CAVEATS),
        "tables": tables,
        "sources": sources,
    }


def tables_as_data(evidence: Evidence) -> dict[str, list[dict]]:
    """Return the tables with numbers as numbers and nothing where a cell is empty."""
    descriptor = read_descriptor(paths.DESCRIPTOR)
    tables = {}
    for resource in descriptor["resources"]:
        numeric = {field["name"] for field in resource["schema"]["fields"] if field["type"] in ("number", "integer")}
        tables[resource["name"]] = [
            {name: cell_of(cell, name in numeric) for name, cell in row.items()}
            for row in evidence.tables[resource["name"]]
        ]
    return tables


def cell_of(cell: str, numeric: bool) -> str | float | None:
    """Return a cell as plain data.

    Examples
    --------
    >>> cell_of("2.5", True), cell_of("2.5", False), cell_of("", True)
    (2.5, '2.5', None)
    """
    return None if cell == "" else float(cell) if numeric else cell


def write_data(folder: Path, known: Registry, quoted: Iterable[tuple[str, str]], address: str = "") -> None:
    """Write all of it into a site.

    Parameters
    ----------
    folder : Path
        Root of the site.
    known : Registry
        What the report can quote.
    quoted : iterable of (str, str)
        Pages and the ids that their text quotes.
    address : str, optional
        Where the site will stand.
    """
    records = {"results.json": results_record(known), "evidence.json": evidence_record(known, quoted)}
    for name, record in records.items():
        text = json.dumps(record, ensure_ascii=False, allow_nan=False, indent=1)
        (folder / name).write_text(text + "\n", encoding="utf-8")
    place = folder / FOLDER
    place.mkdir(exist_ok=True)
    files = tables_and_sources()
    for name, content in files.items():
        (place / name).write_bytes(content)
    (place / ARCHIVE).write_bytes(archive(files | {"README.txt": readme(address).encode("utf-8")}))


def write_downloads(app: Sphinx, error: Exception | None) -> None:
    """Write the files once the site is built."""
    if not error and app.builder.name == "html" and not app.config.warm:
        write_data(Path(app.outdir), registry(app), quotes_of(Path(app.srcdir)), app.config.html_baseurl)
