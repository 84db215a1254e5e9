"""The page made ready for paper: its tables, its contents, its lists of users."""

import pytest
from bs4 import BeautifulSoup
from docutils import nodes

from compute_deal.book.appendices import in_runs, joined
from compute_deal.book.paper import on_paper, to_typst
from compute_deal.book.paper_html import html_for_pandoc
from compute_deal.book.paper_tables import ROOM, breakable, length, shares

CAUSES = [
    ["Cause", "Hazard", "Basis", "Why"],
    ["A court or regulator stops it", "2% a year", "judgement", "A suit over the turbines is pending, " * 3],
    ["Dispute or bad performance", "20% a year", "judgement", "Outsourcing deals fail more often, " * 3],
]


def test_a_column_is_as_wide_as_its_text_needs():
    cause, hazard, basis, why = shares(CAUSES)
    assert cause + hazard + basis + why == pytest.approx(1)
    assert why > cause > hazard > basis
    assert why > 0.4
    assert hazard * ROOM > length("20% a year")  # numbers stay on one line


def test_a_table_that_fits_as_it_is_keeps_its_own_widths():
    assert shares([["Cause", "Hazard"], ["dispute", "2% a year"]]) == []


def test_no_column_is_narrower_than_its_longest_word():
    long = "compute-deal-book-notebooks"
    first, second = shares([["Name", "Use"], [f"{long} and", "word " * 200]])
    assert first * ROOM >= length(long)
    assert second > first


def test_widths_stand_after_the_caption():
    row = "<tr>" + "".join(f"<td>{'word ' * (10 * size)}</td>" for size in (1, 4)) + "</tr>"
    page = f"<section><h1>Book</h1><table>\n<caption>Words</caption>\n<tbody>{row}</tbody></table></section>"
    table = BeautifulSoup(html_for_pandoc(page), "html.parser").table
    assert [part.name for part in table.find_all(recursive=False)] == ["caption", "colgroup", "tbody"]


def test_only_long_words_may_break():
    assert breakable("chapters/risks.ipynb in 1.25") == "chapters/\u200brisks.\u200bipynb in 1.25"
    assert breakable("1.2/0.3") == "1.2/0.3"


def test_formulae_in_tables_are_left_alone():
    formula = r"\alpha_{central}+\beta_{central}"
    page = rf"<section><h1>Book</h1><table><tr><td><span class='math'>\({formula}\)</span></td></tr></table></section>"
    assert formula in html_for_pandoc(page)


def test_the_contents_leave_out_the_sections_of_pages_for_looking_up():
    body = (
        "<section><h1>Book</h1><span id='document-chapters/01-deal'></span><section><h2>Deal</h2><section><h3>Fee"
        "</h3></section></section><span id='document-chapters/about'></span><section><h2>About</h2><section>"
        "<h3>How to cite</h3></section></section></section>"
    )
    page = BeautifulSoup(html_for_pandoc(body), "html.parser")
    assert [found.get_text() for found in page.select(".unlisted")] == ["How to cite"]


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        (["Summary", "1", "2", "3", "4", "6"], "Summary, 1–4, 6"),
        (["1", "2", "4"], "1, 2, 4"),
        (["7", "L9", "L10", "L11", "Methods"], "7, L9–L11, Methods"),
        ([], ""),
    ],
)
def test_runs_of_chapters_are_merged(labels, shown):
    links = [nodes.reference("", label, refuri=label) for label in labels]
    assert "".join(part.astext() for part in joined(in_runs(links))).replace("\u2060", "") == shown


def test_formulae_are_set_and_what_looks_like_one_in_the_data_is_not():
    typ = to_typst(
        html_for_pandoc(
            r'<section><h1>Book</h1><p>Data \(x^2\) and \[y\] #panic("z") and <span class="math">\(a_1 &lt; b\)</span>.</p>'
            r'<div class="math" id="eq"><span class="eqno">(1)</span>\[c = d\]</div><p><a href="#eq">1</a></p></section>'
        )
    )
    assert r"Data \\(x^2\\) and \\\[y\\\] \#panic(\"z\") and " in typ
    assert '#spoken("a_1 < b", $a_1 < b$)' in typ
    assert '#numbered([(1)], spoken("c = d", $ c = d $)) <eq>' in typ


def test_print_has_the_rows_that_it_quotes_and_the_ledger_after_the_chapters():
    body = (
        "<section><h1>Book</h1><div class='toctree-wrapper'><section id='claims'><h2>Claims</h2><p><a href='#row-a'>1</a></p>"
        "<section id='the-ledger'><h3>The ledger</h3></section></section><span id='document-chapters/evidence'></span>"
        "<section id='evidence'><h2>Evidence</h2><table><tbody><tr><td id='row-a'>a</td></tr>"
        "<tr><td id='row-b'>b</td></tr></tbody></table></section></div></section>"
    )
    page = BeautifulSoup(html_for_pandoc(body), "html.parser")
    assert [cell.get_text() for cell in page.select("td")] == ["a"]
    assert [head.get_text() for head in page.select("h2")] == ["Summary", "Claims", "The ledger", "Evidence"]


def test_links_to_a_figure_lead_to_its_caption_since_it_floats():
    typ = to_typst(
        '<figure id="fig-a"><img src="a.svg" alt="Bars."><figcaption><p>Fig. 1 All</p></figcaption></figure>'
    )
    assert '#anchor("fig-a")Fig. 1 All' in typ
    assert '#chart("a.svg", "Bars.")' in typ
    assert "<fig-a>" not in typ


@pytest.mark.parametrize(
    ("caption", "title", "note"),
    [
        ("What it is. How to read it. And more.", "What it is", "How to read it. And more."),
        ("What it is.", "What it is", None),
        ('Costs. See <a href="#a">below</a>.', "Costs", "See below."),
    ],
)
def test_the_first_sentence_of_a_tables_caption_is_its_title(caption, title, note):
    text = f'<span class="caption-text">{caption}</span>'
    page = f"<section><h1>Book</h1><table><caption>{text}</caption><tr><td>a</td></tr></table></section>"
    shown = BeautifulSoup(html_for_pandoc(page), "html.parser").select_one(".caption-text")
    found = shown.select_one(".caption-note")
    assert (found.extract().get_text() if found else None) == note
    assert shown.get_text() == title


@pytest.mark.parametrize(("rows", "long"), [(9, False), (10, True)])
def test_a_long_table_may_run_on_over_the_page(rows, long):
    body = "<tr><td>a</td></tr>" * rows
    typ = to_typst(f"<table><thead><tr><th>A</th></tr></thead><tbody>{body}</tbody></table>")
    assert ("#long-table[" in typ) == long


def test_addresses_are_printed_whole():
    address = "https://github.com/some/code"
    page = f"<section><h1>Book</h1><p><a class='github' href='{address}'>some/code</a></p></section>"
    assert f">{address}</a>" in html_for_pandoc(page)


def test_the_first_colours_differ_when_printed_in_grey():
    def lightness(colour):
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    orange, grey, blue = (lightness(on_paper(colour)) for colour in ("#cf6a1f", "#868b94", "#3b7dc4"))
    assert orange - grey > 20
    assert grey - blue > 25


def test_a_head_stays_on_one_line_where_the_cells_below_are_as_long():
    words = "word " * 40
    _, narrow = shares([["Text", "Final prospectus, 12 June"], [words, "1 November 2026"]])
    assert narrow * ROOM > length("Final prospectus, 12 June")
    _, number = shares([["Text", "Chance by May 2029"], [words, "19%"]])
    assert number * ROOM < length("Chance by May 2029")


def test_code_in_a_sentence_is_one_piece():
    words = "<span class='pre'>make</span> <span class='pre'>test</span>"
    page = f"<section><h1>Book</h1><p>Run <code class='literal notranslate'>{words}</code>.</p></section>"
    assert "Run `make test`." in to_typst(html_for_pandoc(page))


def test_no_line_ends_between_a_number_and_its_unit_or_before_a_citation():
    page = (
        "<section><h1>Book</h1><p>It is $15 billion <span>[<a href='#a'>1</a>]</span> or 2 times as much.</p></section>"
    )
    shown = BeautifulSoup(html_for_pandoc(page), "html.parser").p.get_text()
    assert shown == "It is $15\u00a0billion\u00a0[1] or 2\u00a0times as much."
