"""The sources: BibTeX entries, whose keys are what every row of the tables refers to."""

import re
from dataclasses import dataclass
from pathlib import Path

from pybtex.database import BibliographyDataError, parse_string
from pybtex.scanner import PybtexSyntaxError

from compute_deal.evidence.problems import EvidenceError, Problem

REQUIRED = ("title",)


@dataclass(frozen=True)
class Source:
    """One document that rows of the evidence refer to.

    Parameters
    ----------
    key : str
        BibTeX key.
    publisher, title : str
        Who published it, and what it is called.
    year, month : str
        When, as far as known.
    url : str
        Address; empty where none is known.
    read : str
        How it was read: in full, in a public copy, in a report about it, not at all.
    how_read : str
        What else is to be known of it, or of how it was read.
    """

    key: str
    publisher: str
    title: str
    year: str
    month: str
    url: str
    read: str
    how_read: str

    @property
    def short(self) -> str:
        """Publisher and title on one line."""
        return f"{self.publisher}, {self.title}" if self.publisher else self.title


def read_sources(path: Path) -> dict[str, Source]:
    """Return the sources of a BibTeX file by key.

    Parameters
    ----------
    path : Path
        The `.bib` file.

    Returns
    -------
    dict of str to Source

    Raises
    ------
    EvidenceError
        If the file is missing, cannot be parsed, or an entry lacks a title or a publisher.
    """
    name = path.name
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        raise EvidenceError([Problem(name, 0, "", "no file", f"a BibTeX file at {name}")]) from None
    except UnicodeDecodeError as error:
        raise EvidenceError([Problem(name, 0, "", f"byte {error.start} that is not UTF-8", "UTF-8 text")]) from None
    try:
        entries = parse_string(text, "bibtex").entries
    except PybtexSyntaxError as error:
        raise EvidenceError([Problem(name, error.lineno or 0, "", str(error), "BibTeX syntax")]) from None
    except BibliographyDataError as error:
        raise EvidenceError([Problem(name, 0, "", str(error), "each key once")]) from None
    lines = {match[1]: text.count("\n", 0, match.start()) + 1 for match in re.finditer(r"@\w+\{\s*([^,\s]+)\s*,", text)}
    sources, problems = {}, []
    for key, entry in entries.items():
        fields = entry.fields
        publisher = " and ".join(plain(str(person)) for person in entry.persons.get("author", []))
        publisher = publisher or plain(fields.get("organization", fields.get("institution", "")))
        problems += [
            Problem(name, lines.get(key, 0), field, "nothing", f"a {field} for the source {key}")
            for field in (*REQUIRED, "author")
            if not (publisher if field == "author" else fields.get(field))
        ]
        sources[key] = Source(
            key=key,
            publisher=publisher,
            title=plain(fields.get("title", "")),
            year=fields.get("year", ""),
            month=fields.get("month", ""),
            url=fields.get("url", ""),
            read=plain(fields.get("note", "")),
            how_read=plain(fields.get("annote", "")),
        )
    if problems:
        raise EvidenceError(problems)
    return sources


def plain(text: str) -> str:
    r"""Return BibTeX text without its braces and escapes.

    Examples
    --------
    >>> plain(r"{{S\&P Global Ratings}}")
    'S&P Global Ratings'
    """
    return re.sub(r"\\([&%$#_])", r"\1", text).replace("{", "").replace("}", "").replace("~", " ")
