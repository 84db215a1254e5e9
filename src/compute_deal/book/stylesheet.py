"""One style sheet for the whole site, of the theme's rules only those that some page can use; and the typeface, cut likewise."""

import hashlib
import io
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import fontTools
import tinycss2
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from compute_deal import paths
from compute_deal.book.stored import store

NAMES = re.compile(r"[.#](-?[_a-zA-Z][\w-]*)")
ATTRIBUTE = re.compile(r"""\s(?:class|id)=("[^"]*"|'[^']*'|[^\s>]+)""")
THEME = re.compile(r"\[data-theme=[\"']?(light|dark)[\"']?\]")
NEVER = ("html:not([data-theme])", "[data-bs-theme=")  # every page says its theme, in the first of these attributes
SET = re.compile(r"""(--[\w-]+)\s*:(?:"[^"]*"|'[^']*'|[^;{}"'])*;?""")
READ = re.compile(r"var\(\s*(--[\w-]+)")
EMPTY = re.compile(r"[^{};\n]*\{\s*\}\n?")
KEYFRAMES = re.compile(r"@keyframes ([\w-]+)\s*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}\n?")
ICON_FONT = "Font Awesome"
SIGNS = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2040), *range(0x2070, 0x20C0)]))
SIGNS += "ΔΣΩαβγδεθκλμπρσφ€№™←↑→↓∆−√∞≈≠≤≥×÷"
# the pages also set figures of one width, raised and lowered characters; pictures do not
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "tnum", "sups", "subs"]
KEPT = paths.BUILD / "fonts"
logging.getLogger("fontTools").setLevel(logging.WARNING)  # the theme imports a package that prints what it tells


def names_in(pages: Iterable[Path], scripts: Iterable[Path]) -> set[str]:
    """Return the classes and ids of pages, and every word of the scripts, which may set classes.

    Parameters
    ----------
    pages, scripts : iterable of Path
        HTML and JavaScript files.

    Returns
    -------
    set of str
    """
    names = set()
    for page in pages:
        for value in ATTRIBUTE.findall(page.read_text(encoding="utf-8")):
            names.update(value.strip("\"'").split())
    for script in scripts:
        names.update(re.findall(r"[\w-]+", script.read_text(encoding="utf-8")))
    return names


def reduced(css: str, names: set[str]) -> str:
    """Return a style sheet without the rules whose classes or ids nothing has.

    Rules for one of the two themes are repeated for pages that leave the theme to the reader's system, so that no
    script is needed for that. Paper is light.

    Parameters
    ----------
    css : str
        The style sheet.
    names : set of str
        Classes and ids that may occur.

    Returns
    -------
    str

    Examples
    --------
    >>> reduced(".a{x:1}.b,.a p{y:2}@media print{.b{x:1}}", {"a"})
    '.a{x:1}\\n.a p{y:2}'
    >>> print(reduced("[data-theme=dark] .a{x:1}", {"a"}))
    @media screen{[data-theme=dark] .a{x:1}}
    @media screen and (prefers-color-scheme:dark){[data-theme=auto] .a{x:1}}
    >>> print(reduced("[data-theme=light] .a{x:1}", {"a"}))
    [data-theme=light] .a{x:1}
    @media (prefers-color-scheme:light){[data-theme=auto] .a{x:1}}
    @media print{[data-theme] .a{x:1}}
    """
    return "\n".join(kept_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), names))


def without_unread(css: str, words: set[str]) -> str:
    """Return a style sheet without the variables that no value reads, and the movements that no rule names.

    Parameters
    ----------
    css : str
        The style sheet.
    words : set of str
        Every word of the scripts, which may read variables too.

    Returns
    -------
    str

    Examples
    --------
    >>> without_unread("a{--x:1;--y:var(--x);--z:2}b{color:var(--z)}@keyframes turn{0%{top:0}}c{--y:3}", set())
    'a{--z:2}b{color:var(--z)}'
    """
    before = ""
    while css != before:  # a variable may be read by one that nobody reads
        before, css = css, SET.sub(only(words.union(READ.findall(css))), css)
    moved = {word for value in re.findall(r"animation[\w-]*:([^;}]*)", css) for word in value.split()}
    css, before = KEYFRAMES.sub(only(moved), css), ""
    while css != before:  # a rule may be empty once those in it are gone
        before, css = css, EMPTY.sub("", css)
    return css


def only(names: set[str]) -> Callable[[re.Match], str]:
    """Return what leaves those matches in place whose first group is one of the names."""
    return lambda found: found[0] if found[1] in names else ""


def kept_rules(rules: list, names: set[str]) -> Iterator[str]:
    """Yield the rules that are kept, as text."""
    for rule in rules:
        if rule.type == "error":
            raise ValueError(f"a style sheet cannot be read: {rule.message}")
        if rule.type == "qualified-rule":
            yield from kept_rule(rule, names)
        elif rule.lower_at_keyword in ("media", "supports", "container", "layer") and rule.content is not None:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if text := "".join(kept_rules(inner, names)):
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{text}}}"
        elif rule.lower_at_keyword != "import" and ICON_FONT not in (text := rule.serialize()):
            yield text


def kept_rule(rule, names: set[str]) -> Iterator[str]:
    """Yield a rule with those of its selectors that something can match."""
    content = tinycss2.serialize(rule.content).strip()
    selectors = [part.strip() for part in split(rule.prelude)]
    used = [
        selector
        for selector in selectors
        if names.issuperset(NAMES.findall(selector)) and not any(part in selector for part in NEVER)
    ]
    if not used or not content:
        return
    light, dark = ([part for part in used if scheme in THEME.findall(part)] for scheme in ("light", "dark"))
    for selectors, media in (
        ([part for part in used if part not in dark], ""),
        (dark, "screen"),
        (on_pages(light, "auto"), "(prefers-color-scheme:light)"),
        (on_pages(dark, "auto"), "screen and (prefers-color-scheme:dark)"),
        (on_pages(light), "print"),
    ):
        if selectors:
            rule = f"{','.join(selectors)}{{{content}}}"
            yield f"@media {media}{{{rule}}}" if media else rule


def on_pages(selectors: list[str], theme: str = "") -> list[str]:
    """Return selectors for pages of another theme than they name; of any, if none is said."""
    return [THEME.sub(f"[data-theme={theme}]" if theme else "[data-theme]", part) for part in selectors]


def split(prelude: list) -> Iterator[str]:
    """Yield the selectors of a rule; a comma inside brackets does not part them."""
    part: list = []
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            yield tinycss2.serialize(part)
            part = []
        else:
            part.append(token)
    yield tinycss2.serialize(part)


def subset(font: Path, characters: str, features: Sequence[str]) -> bytes:
    """Return the part of a font that shows some characters, as WOFF; what was cut once is kept for the next build.

    WOFF2 would save two kilobytes a font and need a compiled package more.

    Parameters
    ----------
    font : Path
        The whole font.
    characters : str
        Which characters.
    features : sequence of str
        Which of the font's features; those for other forms of a character add these forms.

    Returns
    -------
    bytes
    """
    key = hashlib.sha256(repr((font.read_bytes(), characters, features, fontTools.version)).encode()).hexdigest()
    kept = KEPT / f"{key}.woff"
    if kept.exists():
        return kept.read_bytes()
    options = Options(flavor="woff", layout_features=list(features), notdef_outline=True)
    whole = TTFont(font, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(whole)
    whole.flavor = "woff"
    made = io.BytesIO()
    whole.save(made)
    KEPT.mkdir(parents=True, exist_ok=True)
    store(kept, made.getvalue())
    return made.getvalue()


def write_fonts(folder: Path) -> None:
    """Write the fonts of the site's pages into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for font in sorted(paths.FONTS.glob("*.otf")):
        (folder / f"{font.stem}.woff").write_bytes(subset(font, SIGNS, FEATURES))
    (folder / "LICENSE").write_bytes((paths.FONTS / "LICENSE").read_bytes())
