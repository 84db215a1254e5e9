"""From a number to its source and to its uses, in the terminal."""

import os
import subprocess
import sys

import pytest

from compute_deal import trace
from compute_deal.book.registry import gather
from compute_deal.book.stored import quotes_of

SCREEN = 80  # lines, for the fact with the most uses


@pytest.fixture(scope="module")
def known():
    return gather()


@pytest.fixture(scope="module")
def quoted():
    return quotes_of()


def test_a_fact_says_where_it_is_from_and_who_uses_it(known, quoted):
    text = "\n".join(trace.trace("csa_fee", known, quoted))
    for part in (
        "$1.25 billion a month",
        "USD/month",
        "2026-05-20",
        "spacex_s1_2026",
        "pp. 13, 146",
        "read in the primary document",
        "confidence  high",
        "quoted in chapters/01-deal, ",
        "by results of chapters/01-deal (",
        " headline_value,",
        "claim_devdigest_revenue_multiple (contradicted)",
    ):
        assert part in text
    assert len(text.splitlines()) < SCREEN


def test_a_result_says_what_it_rests_on(known, quoted):
    text = "\n".join(trace.trace("headline_value", known, quoted))
    for part in (
        "Range",
        "csa_fee: ",
        "$1.25 billion a month",
        "computed    in chapters/01-deal, by src/compute_deal/chapters/deal/results.py, line ",
        "quoted in chapters/",
    ):
        assert part in text


def test_a_claim_says_its_verdict_and_how_it_came_about(known, quoted):
    text = "\n".join(trace.trace("claim_ajianaz_fraction", known, quoted))
    for part in ("less than 100%", "107", "contradicted", "claim_ajianaz_annual_fee: ", "seed_ajianaz_2026"):
        assert part in text


def test_every_id_can_be_traced(known, quoted):
    for id in [*known.rows, *known.results]:
        assert trace.trace(id, known, quoted)[0].startswith(f"{id}: ")


def test_an_unknown_id_is_answered_with_near_ones(capsys):
    assert trace.main(["csa_feee"]) == 1
    said = capsys.readouterr()
    assert not said.out
    assert "'csa_feee'" in said.err
    assert "csa_fee," in said.err


def test_no_id_is_answered_with_how_to_ask(capsys):
    assert trace.main([]) == 1
    assert "csa_fee" in capsys.readouterr().err


def test_a_known_id_is_printed(capsys):
    assert trace.main(["csa_end"]) == 0
    assert "May 2029" in capsys.readouterr().out


def test_a_reader_who_stops_reading_ends_it_quietly():
    unread, written = os.pipe()
    os.close(unread)  # as head does once it has its lines
    ended = subprocess.run(
        [sys.executable, "-m", "compute_deal.trace", "csa_end"], stdout=written, stderr=subprocess.PIPE, check=False
    )
    os.close(written)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_quotes_are_found_in_text_captions_and_tables(quoted):
    assert ("chapters/01-deal", "csa_fee") in quoted  # text
    assert ("chapters/01-deal", "firm_signing_musk") in quoted  # a table in the outputs
    assert ("chapters/07-claims", "claims_number") in quoted
