"""Reading the evidence: every check once, and the very files that passed not again."""

import hashlib
from functools import lru_cache
from pathlib import Path

from compute_deal import paths
from compute_deal.evidence.facts import fact_of_claim, fact_of_row
from compute_deal.evidence.package_rules import check_package
from compute_deal.evidence.problems import EvidenceError
from compute_deal.evidence.rules import check_rules
from compute_deal.evidence.sources import Source, read_sources
from compute_deal.evidence.store import Evidence
from compute_deal.evidence.tables import Tables, read_descriptor, read_tables
from compute_deal.evidence.units import units_of

# What passed every check, so that a notebook need not repeat what the build has just done.
STAMP = paths.BUILD / "stamps" / "evidence"


def digest(descriptor: Path, bibliography: Path) -> str:
    """Return a fingerprint of the data, the sources, and the code that checks them, to tell what has passed before.

    Parameters
    ----------
    descriptor : Path
        The Data Package descriptor; the tables lie beside it.
    bibliography : Path
        The BibTeX file.

    Returns
    -------
    str
    """
    files = [*sorted(descriptor.parent.iterdir()), bibliography, *sorted(Path(__file__).parent.glob("*.py"))]
    made = hashlib.sha256()
    for file in files:
        if file.is_file():
            made.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return made.hexdigest()


def has_passed(descriptor: Path, bibliography: Path) -> bool:
    """Return whether `make` has checked these very files here."""
    return STAMP.is_file() and STAMP.read_text(encoding="utf-8") == digest(descriptor, bibliography)


def note_passed(descriptor: Path = paths.DESCRIPTOR, bibliography: Path = paths.BIBLIOGRAPHY) -> None:
    """Note that these files have passed every check, where things are built."""
    if STAMP.parent.is_dir():
        STAMP.write_text(digest(descriptor, bibliography), encoding="utf-8")


@lru_cache
def checked(descriptor: Path, bibliography: Path) -> tuple[Tables, dict[str, Source], dict]:
    """Return tables, sources and descriptor of a data package after every check; cached, since nothing changes them."""
    described = read_descriptor(descriptor)
    units = units_of(described, f"{descriptor.parent.name}/{descriptor.name}")
    tables, problems = read_tables(descriptor, described)
    if not problems and has_passed(descriptor, bibliography):
        return tables, read_sources(bibliography), described
    if not problems:
        problems = check_package(descriptor, described, tables, units)
    try:
        sources = read_sources(bibliography)
    except EvidenceError as error:
        raise EvidenceError(problems + error.problems) from None
    if not problems:
        problems = check_rules(tables, sources, described, units, descriptor.parent.name)
    if problems:
        raise EvidenceError(problems)
    return tables, sources, described


def load(descriptor: Path = paths.DESCRIPTOR, bibliography: Path = paths.BIBLIOGRAPHY) -> Evidence:
    """Return the evidence, read and checked.

    Parameters
    ----------
    descriptor : Path, optional
        The Data Package descriptor; the tables lie beside it.
    bibliography : Path, optional
        The BibTeX file with the sources.

    Returns
    -------
    Evidence

    Raises
    ------
    EvidenceError
        If anything is wrong; the message lists all of it by file, row and column.

    Examples
    --------
    >>> evidence = load()
    >>> evidence["csa_fee"].unit
    'USD/month'
    """
    tables, sources, described = checked(descriptor, bibliography)
    facts = {row["id"]: fact_of_row(row, sources) for row in tables["facts"]}
    claims = {row["id"]: fact_of_claim(row, sources) for row in tables["claims"] if row["unit"]}
    return Evidence(facts | claims, tables, sources, descriptor=described)
