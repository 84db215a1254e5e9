"""The sources: BibTeX entries, whose keys are what every row of the tables refers to."""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pybtex.database import BibliographyDataError, parse_string
from pybtex.database.input.bibtex import UndefinedMacro
from pybtex.scanner import PybtexSyntaxError

from compute_deal.evidence.problems import UNPRINTABLE, EvidenceError, Problem, excerpt

MONTHS = tuple(calendar.month_name[1:])


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
        text = path.read_text(encoding="utf-8-sig")
    except OSError:
        raise EvidenceError([Problem(name, 0, "", "no file", f"a BibTeX file at {name}")]) from None
    except UnicodeDecodeError as error:
        raise EvidenceError([Problem(name, 0, "", f"byte {error.start} that is not UTF-8", "UTF-8 text")]) from None
    try:
        entries = parse_string(text, "bibtex").entries
    except UndefinedMacro as error:
        expected = "braces around the value, {...}, or the name of a month"
        raise EvidenceError([Problem(name, error.lineno or 0, "", str(error), expected)]) from None
    except PybtexSyntaxError as error:
        raise EvidenceError([Problem(name, error.lineno or 0, "", str(error), "BibTeX syntax")]) from None
    except BibliographyDataError as error:
        raise EvidenceError([Problem(name, 0, "", str(error), "each key once")]) from None
    if not entries:
        raise EvidenceError([Problem(name, 0, "", "no entries", "the sources that the tables refer to")])
    lines = {match[1]: text.count("\n", 0, match.start()) + 1 for match in re.finditer(r"@\w+\{\s*([^,\s]+)\s*,", text)}
    sources, problems = {}, []
    for key, entry in entries.items():
        fields = entry.fields
        publisher = " and ".join(without_braces(str(person)) for person in entry.persons.get("author", []))
        publisher = publisher or without_braces(fields.get("organization", fields.get("institution", "")))
        problems += [
            Problem(name, lines.get(key, 0), field, "nothing", f"a {field} for the source {key}")
            for field in ("title", "author")
            if not (publisher if field == "author" else fields.get(field))
        ]
        problems += [Problem(name, lines.get(key, 0), *fault) for fault in check_fields(fields)]
        sources[key] = Source(
            key=key,
            publisher=publisher,
            title=without_braces(fields.get("title", "")),
            year=fields.get("year", ""),
            month=fields.get("month", ""),
            url=fields.get("url", ""),
            read=without_braces(fields.get("note", "")),
            how_read=without_braces(fields.get("annote", "")),
        )
    if problems:
        raise EvidenceError(problems)
    return sources


def check_fields(fields: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield field, what is found and what is expected, where a year, month or address is none."""
    if (year := fields.get("year", "")) and not re.fullmatch(r"(1[6-9]|20)\d\d", year, re.ASCII):
        yield "year", excerpt(year), "a year in four digits, from 1600 to 2099"
    if (month := fields.get("month", "")) and month not in MONTHS:
        yield "month", excerpt(month), "a month as jan, feb, ... dec, without braces"
    if (url := fields.get("url", "")) and not is_address(url):
        yield (
            "url",
            excerpt(url),
            "an address that begins with https:// or http:// and has no blanks or quotation marks",
        )
    for field, text in fields.items():
        if match := UNPRINTABLE.search(text):
            yield field, f"the character U+{ord(match[0]):04X} in {excerpt(text)}", "printable text"


def is_address(text: str) -> bool:
    """Return whether a text is an address on the web.

    Examples
    --------
    >>> is_address("https://www.sec.gov/Archives"), is_address("javascript:alert(1)"), is_address("https://a b.org")
    (True, False, False)
    """
    if not re.fullmatch(r"https?://[^\s\"'<>\\`{|}^]+", text, re.IGNORECASE):
        return False
    try:
        return "." in (urlsplit(text).hostname or "")
    except ValueError:
        return False


def without_braces(text: str) -> str:
    r"""Return BibTeX text without its braces and escapes.

    Examples
    --------
    >>> without_braces(r"{{S\&P Global Ratings}}")
    'S&P Global Ratings'
    """
    return re.sub(r"\\([&%$#_])", r"\1", text).replace("{", "").replace("}", "").replace("~", " ")
