"""The one place where text becomes markup: what the data say is shown as it stands, what authors wrote is read as Markdown.

A cell of a table is data unless it is `Markup`. Everything else that stands on a page goes through nodes of docutils,
which the writers of site and paper escape.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

# what may start markup within a line; a line of a table starts with a bar, so that nothing else can
MARKS = re.compile(r"[\\`*_{}\[\]<$|]|&(?=#?\w+;)")
BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")  # would end the line of a cell, or steer a terminal
KEY = re.compile(r"[A-Za-z0-9][\w.:+-]*")
STYLE = re.compile(r"[a-z]*")


@dataclass(frozen=True)
class Markup:
    """Markdown that authors of the report wrote, as against text of the data.

    Text that is added to it, before or after, is text of the data: it is made plain.

    Parameters
    ----------
    text : str
        The Markdown, with roles.

    Examples
    --------
    >>> str("a*b, " + cited("spacex_s1_2026") + " and {n}`x`")
    'a\\\\*b, {cite:p}`spacex_s1_2026` and \\\\{n\\\\}\\\\`x\\\\`'
    """

    text: str

    def __str__(self) -> str:
        return self.text

    def __add__(self, other: "Markup | str") -> "Markup":
        return Markup(self.text + marked(other))

    def __radd__(self, other: str) -> "Markup":
        return Markup(marked(other) + self.text)


def plain(text: str) -> str:
    """Return Markdown that reads as a text of the data stands, in one line.

    Parameters
    ----------
    text : str
        A cell of a table, whatever it holds.

    Returns
    -------
    str

    Examples
    --------
    >>> print(plain("$5|6, S&P, <img src=x>"))
    \\$5\\|6, S&P, \\<img src=x>
    """
    return MARKS.sub(r"\\\g<0>", BREAKS.sub(" ", text))


def marked(cell: object) -> str:
    """Return a cell as Markdown: of authors as it is, of the data made plain.

    Examples
    --------
    >>> marked(Markup("**bold**")), marked("**plain**"), marked(2)
    ('**bold**', '\\\\*\\\\*plain\\\\*\\\\*', '2')
    """
    return cell.text if isinstance(cell, Markup) else plain(str(cell))


def quoted(id: str, style: str = "") -> Markup:
    """Return a quote of a number: of a fact, or of a result.

    Parameters
    ----------
    id : str
        Key of the fact or the result.
    style : str, optional
        One of the styles of `compute_deal.book.registry`.

    Returns
    -------
    Markup

    Raises
    ------
    ValueError
        If one of them holds anything that no key or style holds.

    Examples
    --------
    >>> str(quoted("csa_fee", "short"))
    '{n}`csa_fee; short`'
    """
    fit(id, KEY, "an id")
    fit(style, STYLE, "a style of a quote")
    return Markup(f"{{n}}`{id}; {style}`" if style else f"{{n}}`{id}`")


def cited(*keys: str) -> Markup:
    """Return a citation of sources.

    Parameters
    ----------
    *keys : str
        Keys of the bibliography.

    Returns
    -------
    Markup

    Raises
    ------
    ValueError
        If a key holds anything that could end the citation.

    Examples
    --------
    >>> str(cited("spacex_s1_2026", "spacex_10q_2026q2"))
    '{cite:p}`spacex_s1_2026,spacex_10q_2026q2`'
    """
    for key in keys:
        fit(key, KEY, "a key of a source")
    return Markup(f"{{cite:p}}`{','.join(keys)}`")


def joined(parts: Iterable[Markup | str]) -> Markup:
    """Return authors' Markdown and text of the data as one piece of Markdown.

    Examples
    --------
    >>> str(joined(["2 * ", Markup("*a*")]))
    '2 \\\\* *a*'
    """
    return reduce(Markup.__add__, parts, Markup(""))


def fit(text: str, form: re.Pattern, what: str) -> None:
    """Refuse a key that is none."""
    if not form.fullmatch(text):
        raise ValueError(f"{text!r} is not {what}; expected the form {form.pattern}")
