"""The page made ready for paper: its tables, its contents, its lists of users."""

import pytest
from bs4 import BeautifulSoup
from docutils import nodes

from compute_deal.book.appendices import in_runs, joined
from compute_deal.book.paper import to_typst
from compute_deal.book.paper_html import tidied
from compute_deal.book.paper_tables import ROOM, breakable, shares

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
    assert hazard * ROOM > len("20% a year")  # numbers stay on one line


def test_a_table_that_fits_as_it_is_keeps_its_own_widths():
    assert shares([["Cause", "Hazard"], ["dispute", "2% a year"]]) == []


def test_no_column_is_narrower_than_its_longest_word():
    long = "compute-deal-book-notebooks"
    first, second = shares([["Name", "Use"], [f"{long} and", "word " * 200]])
    assert first * ROOM >= len(long)
    assert second > first


def test_widths_stand_after_the_caption():
    row = "<tr>" + "".join(f"<td>{'word ' * (10 * size)}</td>" for size in (1, 4)) + "</tr>"
    page = f"<section><h1>Book</h1><table>\n<caption>Words</caption>\n<tbody>{row}</tbody></table></section>"
    table = BeautifulSoup(tidied(page), "html.parser").table
    assert [part.name for part in table.find_all(recursive=False)] == ["caption", "colgroup", "tbody"]


def test_only_long_words_may_break():
    assert breakable("chapters/risks.ipynb in 1.25") == "chapters/\u200brisks.\u200bipynb in 1.25"
    assert breakable("1.2/0.3") == "1.2/0.3"


def test_formulae_in_tables_are_left_alone():
    formula = r"\alpha_{central}+\beta_{central}"
    page = rf"<section><h1>Book</h1><table><tr><td><span class='math'>\({formula}\)</span></td></tr></table></section>"
    assert formula in tidied(page)


def test_the_contents_leave_out_the_sections_of_pages_for_looking_up():
    body = (
        "<section><h1>Book</h1><span id='document-chapters/01-deal'></span><section><h2>Deal</h2><section><h3>Fee"
        "</h3></section></section><span id='document-chapters/about'></span><section><h2>About</h2><section>"
        "<h3>How to cite</h3></section></section></section>"
    )
    page = BeautifulSoup(tidied(body), "html.parser")
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
        tidied(
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
    page = BeautifulSoup(tidied(body), "html.parser")
    assert [cell.get_text() for cell in page.select("td")] == ["a"]
    assert [head.get_text() for head in page.select("h2")] == ["Summary", "Claims", "The ledger", "Evidence"]
