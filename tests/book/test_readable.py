"""A notebook reads as one where it lies, and what readers see there is refused where it is stale."""

import base64
import copy
import re

import nbformat
import pytest

from compute_deal import paths
from compute_deal.book.prose import Reader, authored
from compute_deal.book.readable import BITMAP, CAPTION, PAGE, PICTURE, SIGNATURE, TABLE, bare, readable, stale
from compute_deal.book.registry import gather
from compute_deal.book.stored import quotes_of, texts_of
from compute_deal.evidence import load

MEGABYTES = 8
DEAL = paths.CHAPTERS / "01-deal.ipynb"


@pytest.fixture(scope="module")
def reader():
    return Reader(gather())


SOURCES = load().sources


@pytest.fixture
def deal():
    return nbformat.read(DEAL, as_version=4)


def test_the_stored_form_of_a_quote_is_a_link_with_its_text(reader):
    stored = reader.stored(
        "It pays {n}`csa_fee`, {n}` csa_fee; amount `, see {numref}`fig-firm` {cite:p}`spacex_s1_2026`."
    )
    assert stored == (
        r"It pays [\$1.25 billion a month](#n:csa_fee), [\$1.25 billion](#n:csa_fee;amount), see [Fig. 1.1](#numref:fig-firm) "
        f'([Space Exploration Technologies Corp. 2026]({SOURCES["spacex_s1_2026"].url} "cite:spacex_s1_2026")).'
    )
    assert reader.stored(stored) == stored
    assert authored(stored).startswith("It pays {n}`csa_fee`, {n}`csa_fee; amount`, see {numref}`fig-firm` {cite:p}`sp")


@pytest.mark.parametrize("keys", [*SOURCES, ",".join(list(SOURCES)[:3])])
def test_every_source_can_be_cited_and_leads_to_its_address(reader, keys):
    stored = reader.stored(f"So it is (or was) {{cite:p}}`{keys}`; more.")
    assert authored(stored) == f"So it is (or was) {{cite:p}}`{keys}`; more."
    assert list(reader.stale(stored)) == []
    for key in keys.split(","):
        address = SOURCES[key].url.replace("(", "%28").replace(")", "%29")
        assert f'({address} "cite:{key}")' in stored if address else f"<!-- cite:{key} -->" in stored


def test_a_citation_that_was_damaged_is_refused(reader):
    stored = reader.stored("So it is {cite:p}`spacex_s1_2026`.")
    assert list(reader.stale(stored.replace("Space Exploration", "Spice Exploration"))) != []
    assert list(reader.stale(stored.replace("([", "["))) == [
        "a citation that cannot be read as one: write it as a role"
    ]


def test_no_two_dollars_stand_in_one_element_where_the_lab_would_take_them_for_a_formula(reader):
    texts = [
        reader.link("n", f"{id}; range") for id, record in reader.known.results.items() if record["low"] is not None
    ]
    wide = [text for text in texts if text.count("$") > 1]
    assert all(text.count(r"<span>\$</span>") >= text.count("$") - 1 for text in wide)
    assert authored(" ".join(wide)).count("{n}`") == len(wide)


def test_a_stale_value_is_refused_with_key_stored_and_expected_text(deal, reader):
    told = list(stale(deal, reader))
    cell = next(cell for cell in deal.cells if "1.25 billion a month](#n:csa_fee)" in cell.source)
    cell.source = cell.source.replace("1.25 billion a month](#n:csa_fee)", "1.3 billion a month](#n:csa_fee)")
    (new,) = set(stale(deal, reader)) - set(told)
    assert new == (
        f"cell {cell.id}, n:csa_fee: stored '\\\\$1.3 billion a month', expected '\\\\$1.25 billion a month'"
    )


def test_a_stale_table_caption_or_picture_is_refused(deal, reader):
    def refused(kind, wanted, change):
        made = copy.deepcopy(deal)
        output = next(
            output
            for cell in made.cells
            for output in cell.get("outputs", ())
            if kind in output.data and (output.metadata == CAPTION) == wanted
        )
        output.data[kind] = change(output.data[kind])
        return len(list(stale(made, reader))) > len(list(stale(deal, reader)))

    assert refused(PAGE, False, lambda page: page.replace("billion", "million", 1))
    assert refused(TABLE, True, lambda text: text + " And more.")
    assert refused(BITMAP, False, lambda bitmap: "")
    assert refused(PICTURE, False, lambda svg: svg.replace("</text>", " more</text>", 1))


def test_before_anything_is_trusted_each_figure_has_a_picture_and_each_table_its_values(deal):
    outputs = [output for cell in deal.cells for output in cell.get("outputs", ())]
    pictures = [output.data[BITMAP] for output in outputs if PICTURE in output.data]
    assert len(pictures) > 2
    assert all(base64.b64decode(picture).startswith(SIGNATURE) for picture in pictures)
    tables = [output.data[PAGE] for output in outputs if TABLE in output.data and output.metadata != CAPTION]
    assert len(tables) > 2
    for page in tables:
        assert re.search(r"<caption>Table 1\.\d: \w", page)
        assert "{n}" not in page
        assert "<script" not in page
    assert len([output for output in outputs if output.metadata == CAPTION]) == len(pictures)


def test_what_is_for_readers_is_left_out_of_the_book_and_made_again_the_same(deal, reader):
    kept = bare(deal)
    kinds = {kind for cell in kept["cells"] for output in cell.get("outputs", ()) for kind in output.get("data", {})}
    assert not {BITMAP, PAGE} & kinds
    assert "{n}`csa_fee`" in kept["cells"][0]["source"]
    made = readable(nbformat.from_dict(kept), reader)
    assert made == readable(deal, reader)


def test_both_forms_of_a_quote_are_found(deal):
    assert ("chapters/01-deal", "csa_fee") in quotes_of()
    both = ["\n".join(texts_of(notebook)) for notebook in (deal, bare(deal))]
    ids = [set(re.findall(r"(?:\{n\}`|\(#n:)(\w+)", text)) for text in both]
    assert ids[0] == ids[1]


def test_the_notebooks_stay_small():
    assert sum(path.stat().st_size for path in paths.notebooks()) < MEGABYTES * 1e6
