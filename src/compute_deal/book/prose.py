r"""What a notebook's prose quotes, in two forms: as authors write it, and as readers see it where the notebook lies.

Authors write roles: `` {n}`csa_fee; range` ``, `` {numref}`fig-firm` ``, `` {cite:p}`spacex_s1_2026` ``. The notebook keeps each
as a link whose text is what the role shows: ``[\$1.25 billion a month](#n:csa_fee)``. Editors and GitHub show the text, the
book reads the role, and `make notebooks` writes the text anew. A citation is a link for each source, to its own address:
``([SpaceX 2026](https://example.org "cite:spacex_s1_2026"))``; a source that has none is text with its key in a comment.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from compute_deal import paths
from compute_deal.book.registry import Registry
from compute_deal.book.stored import numbering
from compute_deal.markup import plain

# A finding and an equation are directives for the book; where the notebook lies they are a quotation and a plain formula.
FINDING = re.compile(r"^:::\{container\} finding\n(.*?)\n:::$", re.DOTALL | re.MULTILINE)
QUOTATION = re.compile(r"^>.*(?:\n>.*)*", re.MULTILINE)
EQUATION = re.compile(r"^```\{math\}\n:label: (\S+)\n+(.*?)\n```$", re.DOTALL | re.MULTILINE)
FORMULA = re.compile(r"^\$\$\n(.*?)\n\$\$\n<!-- (\S+) -->$", re.DOTALL | re.MULTILINE)
CITE = "cite:p"
KINDS = "n|numref|ref"
ROLE = re.compile(rf"\{{({KINDS}|{CITE})\}}`([^`]+)`")
LINK = re.compile(rf"\[((?:\\.|[^\[\]\\])*)\]\(#({KINDS}):([^\s()]+)\)")
CITED = r'(?:\[(?:\\.|[^\[\]\\])*\]\(\S+ "cite:[^\s"]+"\)|(?:\\.|[^<>()\[\]\\])+<!-- cite:\S+ -->)'
CITATION = re.compile(rf"\({CITED}(?:; {CITED})*\)")
KEY = re.compile(r'(?<=["\s]cite:)[^\s"]+')
BRACKETS = str.maketrans({"(": "%28", ")": "%29"})  # an address in Markdown ends at the second
UNKNOWN = "?"  # shown where there is nothing to show
TITLED = re.compile(r"(.+?)\s*<([\w-]+)>", re.DOTALL)
# alone in its element, because JupyterLab takes what stands between two dollars for a formula
LATER_DOLLAR = re.compile(r"(?<=.)\\\$")


def stored_blocks(text: str) -> str:
    r"""Return Markdown whose findings and equations show in any editor.

    Examples
    --------
    >>> stored_blocks(":::{container} finding\nIt is so.\n\nWhy.\n:::\n\nMore.")
    '> It is so.\n>\n> Why.\n\nMore.'
    >>> stored_blocks("```{math}\n:label: eq-one\nx = 1\n```")
    '$$\nx = 1\n$$\n<!-- eq-one -->'
    """
    text = FINDING.sub(lambda found: re.sub(r"^", "> ", found[1], flags=re.MULTILINE).replace("> \n", ">\n"), text)
    return EQUATION.sub(lambda found: f"$$\n{found[2]}\n$$\n<!-- {found[1]} -->", text)


def authored_blocks(text: str) -> str:
    r"""Return Markdown with the directives that the book reads.

    Examples
    --------
    >>> authored_blocks("> It is so.\n>\n> Why.\n\nMore.")
    ':::{container} finding\nIt is so.\n\nWhy.\n:::\n\nMore.'
    >>> authored_blocks("$$\nx = 1\n$$\n<!-- eq-one -->")
    '```{math}\n:label: eq-one\nx = 1\n```'
    """
    text = QUOTATION.sub(
        lambda found: f":::{{container}} finding\n{re.sub('^> ?', '', found[0], flags=re.MULTILINE)}\n:::", text
    )
    return FORMULA.sub(lambda found: f"```{{math}}\n:label: {found[2]}\n{found[1]}\n```", text)


def authored(text: str) -> str:
    r"""Return Markdown with roles and directives in place of the links and blocks that a notebook keeps.

    Examples
    --------
    >>> authored(r"It pays [\$1.25 billion a month](#n:csa_fee), or [\$1–2](#n:x;range).")
    'It pays {n}`csa_fee`, or {n}`x; range`.'
    >>> authored("[the page](a.md) and [the game](#ref:method-game)")
    '[the page](a.md) and {ref}`the game <method-game>`'
    >>> authored('It is so ([A 2026](https://a.org "cite:a_1"); B 2025<!-- cite:b_2 -->).')
    'It is so {cite:p}`a_1,b_2`.'
    """
    text = CITATION.sub(lambda found: role("", CITE, ",".join(KEY.findall(found[0]))), authored_blocks(text))
    return LINK.sub(lambda link: role(*link.groups()), text)


def role(text: str, kind: str, target: str) -> str:
    """Return the role for a link of the stored form."""
    if kind == "ref":
        return f"{{ref}}`{text} <{target}>`"
    return f"{{{kind}}}`{target.replace(';', '; ')}`"


@dataclass(frozen=True)
class Reader:
    """Knows the text of each role, as a reader of a notebook sees it.

    Parameters
    ----------
    known : Registry
        What can be quoted.
    root : Path
        Folder of the project.
    """

    known: Registry
    root: Path = paths.ROOT

    @cached_property
    def labels(self) -> dict[str, str]:
        """Figures and tables by name, as the book numbers them."""
        return numbering(self.root)

    def text(self, kind: str, target: str) -> str:
        """Return what a role shows, as text.

        Raises
        ------
        KeyError
            If there is nothing of that name.
        ValueError
            If a number lacks what the style shows.
        """
        if kind == "n":
            id, _, style = (part.strip() for part in target.partition(";"))
            return self.known.quote(id, style).text
        if kind == "numref":
            if target not in self.labels:
                raise KeyError(f"no figure and no table is named {target!r}")
            return self.labels[target]
        return "; ".join(dict.fromkeys(self.source(key) for key in target.split(",")))

    def source(self, key: str) -> str:
        """Return who published a source, and when."""
        if key not in self.known.evidence.sources:
            raise KeyError(f"no source {key!r} in references.bib")
        found = self.known.evidence.sources[key]
        return f"{found.publisher} {found.year}".strip()

    def stored(self, text: str) -> str:
        """Return Markdown in which each role is a link with the text that it shows now; one that shows nothing stays."""
        return stored_blocks(ROLE.sub(lambda found: self.link(*found.groups()), authored(text)))

    def link(self, kind: str, target: str) -> str:
        """Return the stored form of a role; the role itself where it shows nothing."""
        if kind == "ref":
            titled = TITLED.fullmatch(target)
            return f"[{titled[1]}](#ref:{titled[2]})" if titled else f"{{ref}}`{target}`"
        shown = LATER_DOLLAR.sub(r"<span>\$</span>", self.words(kind, target))
        key = re.sub(r"\s", "", target)
        if shown == UNKNOWN:
            return role("", kind, key)
        return f"({'; '.join(map(self.cited, key.split(',')))})" if kind == CITE else f"[{shown}](#{kind}:{key})"

    def cited(self, key: str) -> str:
        """Return the stored form of one source of a citation."""
        shown, address = plain(self.source(key)), self.known.evidence.sources[key].url.translate(BRACKETS)
        return f'[{shown}]({address} "cite:{key}")' if address else f"{shown}<!-- cite:{key} -->"

    def read(self, text: str) -> str:
        """Return Markdown in which each role is the text that it shows, without links."""
        return ROLE.sub(lambda found: self.words(*found.groups()), authored(text))

    def words(self, kind: str, target: str) -> str:
        """Return what a role shows, as Markdown without a link; a question mark if it shows nothing."""
        if kind == "ref":
            return TITLED.sub(r"\1", target)
        try:
            shown = plain(self.text(kind, re.sub(r"\s", "", target)))
        except (KeyError, ValueError):
            return UNKNOWN
        return f"({shown})" if kind == CITE else shown

    def stale(self, text: str) -> Iterator[str]:
        """Yield what is stored of a role or block and is not what it shows now, or is not stored at all."""
        if text != stored_blocks(text):
            yield "a finding or an equation is stored as its directive, which editors do not show"
        for kind, target in ROLE.findall(text):
            if kind != "ref":
                try:
                    shown = self.text(kind, re.sub(r"\s", "", target))
                    yield f"{kind}:{target}: stored without its text, expected {shown!r}"
                except (KeyError, ValueError) as error:
                    yield f"{kind}:{target}: {error.args[0]}"
        for found in CITATION.finditer(text):
            keys = ",".join(KEY.findall(found[0]))
            if found[0] != (expected := self.link(CITE, keys)):
                yield f"{CITE}:{keys}: stored {found[0]!r}, expected {expected!r}"
        if "cite:" in ROLE.sub("", CITATION.sub("", text)):
            yield "a citation that cannot be read as one: write it as a role"
        for link in LINK.finditer(text):
            stored, kind, target = link.groups()
            expected = LINK.fullmatch(self.link(kind, target)) if kind != "ref" else link
            if expected is None:
                yield f"{kind}:{target}: stored {stored!r}, but it can no longer be quoted"
            elif link[0] != expected[0]:
                yield f"{kind}:{target}: stored {stored!r}, expected {expected[1]!r}"
