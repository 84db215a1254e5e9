"""Text of the data becomes Markdown that shows it as it stands, whatever it holds."""

import json
import re

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

import compute_deal.notebook
from compute_deal import paths
from compute_deal.charts.tables import Table
from compute_deal.markup import BREAKS, Markup, cited, joined, plain, quoted
from tests.hostile import TEXT, hostile_evidence, shown

SETTINGS = yaml.safe_load((paths.ROOT / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]
PARSER = create_md_parser(MdParserConfig(enable_extensions=set(SETTINGS["myst_enable_extensions"])), RendererHTML)
WORDS = {"text", "text_special", "softbreak"}
HARD = [
    "<",
    ">",
    "`",
    "``",
    "{n}`a`",
    "{{",
    "}}",
    "$",
    "$$",
    "|",
    "\\",
    "*",
    "**",
    "_",
    "[",
    "](",
    "]{.a}",
    "![",
    "&lt;",
    "&#60;",
]
HARD += [
    "\n",
    "\r\n",
    "\x0b",
    "\x85",
    "\u2028",
    "# ",
    "a",
    " ",
    "1",
    ":::",
    "<b>",
    "<!--",
    "http://a.b",
    "~~",
    "^",
    "\\(",
    "]: x",
]


def cells(markdown):
    """Return the text of the cells of a table, each made of words only."""
    found = [token for token in PARSER.parse(markdown) if token.type == "inline"]
    kinds = {child.type for token in found for child in token.children}
    assert kinds <= WORDS, markdown
    return ["".join(child.content for child in token.children) for token in found]


def in_table(text):
    return f"| {plain('Head')} | b |\n| :--- | :--- |\n| {plain(text)} | end |"


def as_shown(text):
    return BREAKS.sub(" ", text).strip(" ")


def test_hostile_text_is_shown_as_it_stands():
    assert cells(in_table(TEXT)) == ["Head", "b", as_shown(TEXT), "end"]


@given(st.one_of(st.lists(st.sampled_from(HARD), max_size=12).map("".join), st.text(max_size=40)))
def test_any_text_is_shown_as_it_stands(text):
    clean = text.encode("utf-8", "replace").decode()
    assert cells(in_table(clean)) == ["Head", "b", as_shown(clean), "end"]


def test_the_test_tells_markup_from_text():
    with pytest.raises(AssertionError):
        cells("| a |\n| --- |\n| <img src=x> |")


def test_text_that_is_added_to_markup_is_text():
    source = joined([Markup("**see** "), "a *b* ", cited("one")]) + " {n}`two`"
    assert str(source) == "**see** a \\*b\\* {cite:p}`one` \\{n\\}\\`two\\`"
    assert str("*x* " + quoted("three", "low")) == "\\*x\\* {n}`three; low`"


@pytest.mark.parametrize("key", ["", "a`b", "a,b", "a b", "a}", "<a>", "a\n"])
def test_a_key_that_could_end_its_role_is_refused(key):
    with pytest.raises(ValueError, match="is not a key of a source"):
        cited(key)
    with pytest.raises(ValueError, match="is not an id"):
        quoted(key)


def test_columns_of_authors_are_markdown_and_the_others_are_not():
    frame = pd.DataFrame({"Said": ["**a** $1"], "Shown": ["**a** $1"], "Mixed": [Markup("*i*")]})
    last = Table(frame, "Both.", "tab-both", markup=["Shown"]).markdown().splitlines()[-2]
    assert last == "| \\*\\*a\\*\\* \\$1 | **a** $1 | *i* |"


def test_a_caption_and_a_head_are_text():
    table = Table(pd.DataFrame({"<b>": ["1"]}), "A <b> of\n:::", "tab-b").markdown()
    assert re.search(r"\{table\} A \\<b> of :::\n", table)
    assert "| \\<b> |" in table


def test_in_a_chapter_of_hostile_data_only_its_authors_write_markup(monkeypatch):
    monkeypatch.setattr(compute_deal.notebook, "load", hostile_evidence)
    space, roles, text = {}, set(), ""
    for cell in json.loads((paths.CHAPTERS / "06-actions.ipynb").read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            table = shown(cell, space).get("text/markdown", "").partition("\n\n")[2].removesuffix(":::")
            for token in (child for line in PARSER.parse(table) for child in line.children or ()):
                assert token.type in WORDS | {"myst_role"}
                roles |= {token.meta["name"]} if token.type == "myst_role" else set()
                text += token.content
    assert roles == {"cite:p"}
    assert as_shown(TEXT) in text


@pytest.mark.parametrize("notebook", paths.notebooks(), ids=lambda path: path.stem)
def test_no_role_of_an_author_is_shown_as_text(notebook):
    outputs = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    tables = [
        "".join(out.get("data", {}).get("text/markdown", "")) for cell in outputs for out in cell.get("outputs", ())
    ]
    shown_as_text = [table.partition("\n")[0] for table in tables if re.search(r"\\{(n|cite:p)\\}", table)]
    assert not shown_as_text, "name the columns with roles: Table(…, markup=[…])"
