"""Evidence with other values: held to the rules of the rows, and the original untouched."""

import time

import pytest

from compute_deal.evidence import EvidenceError, load
from compute_deal.evidence.changes import parse_changes


@pytest.fixture(scope="module")
def evidence():
    return load()


def test_a_number_a_date_and_a_claim_are_changed(evidence):
    other = evidence.with_values(csa_fee=1.5e9, csa_end="2028-05", claim_devdigest_fee=2e9)
    assert other.number("csa_fee", "USD/month") == 1.5e9
    assert str(other["csa_end"].date.date()) == "2028-05-01"
    assert other.number("claim_devdigest_fee", "USD/month") == 2e9
    assert other["csa_fee"].source is evidence["csa_fee"].source


def test_the_original_is_untouched(evidence):
    rows = [dict(row) for row in evidence.tables["facts"]]
    read = set(evidence.reads.all)
    evidence.with_values(csa_fee=1.5e9).number("csa_power_announced", "MW")
    assert evidence.tables["facts"] == rows
    assert evidence.number("csa_fee", "USD/month") == 1.25e9
    assert evidence.reads.all == read | {"csa_fee"}


@pytest.mark.parametrize(
    ("table", "id", "column", "value"),
    [
        ("prices", "h100_index_2026_09_29", "value", 3.25),
        ("series", "series_net_income_fy2023", "value", -4e9),
        ("contracts", "google_spacex_contract", "fee", 1.0e9),
        ("published_models", "mccalip_life", "value", 6.0),
    ],
)
def test_rows_of_other_tables_are_changed(evidence, table, id, column, value):
    changed = evidence.with_values(**{id: value})
    assert changed.rows(table, [id])[column].item() == value
    assert evidence.rows(table, [id])[column].item() != value


@pytest.mark.parametrize(
    ("value", "bounds"),
    [(1.625, (0.25, 1.625, 3.0)), (0.1, (0.1, 0.1, 3.0)), (4.0, (0.25, 4.0, 4.0))],
)
def test_a_value_outside_the_range_widens_it(evidence, value, bounds):
    assert evidence.bounds("risk_switching_months", "months") == (0.25, 1.0, 3.0)
    assert evidence.with_values(risk_switching_months=value).bounds("risk_switching_months", "months") == bounds


def test_a_bound_that_is_not_given_stays_open(evidence):
    assert evidence.with_values(csa_fee=2e9)["csa_fee"].low is None


def test_a_share_of_what_is_counted_passes(evidence):
    gpus = evidence.number("csa_gpus_prospectus", "GPUs") * (1 + 1e-9)
    assert evidence.with_values(csa_gpus_prospectus=gpus).number("csa_gpus_prospectus", "GPUs") == gpus


@pytest.mark.parametrize(
    ("id", "value", "words"),
    [
        ("csa_fee", -1.25e9, "data/facts.csv, row 2, column value: found '-1250000000.0'; expected a number from 0"),
        ("csa_fee", 1e300, "in USD/month"),
        ("csa_fee", float("nan"), "a finite number"),
        ("csa_fee", "1.5e9", "found '1.5e9'; expected a finite number"),
        ("csa_fee", True, "a finite number"),
        ("spacex_revenue_2025", -1.0, "not below 0 unless metric says"),
        ("customer_b_share_2026q2", 41, "a number from 0 to 2, in fraction"),
        ("csa_end", "2026-02-30", "data/facts.csv, row 3, column text: found '2026-02-30'; expected a date"),
        ("csa_end", "2126", "to 2060-12-31"),
        ("csa_end", 2028, "found 2028; expected a date"),
        ("claim_devdigest_end", "soon", "data/claims.csv, row 86, column claimed_date"),
        ("csa_exit_wording", 1.0, "neither a number nor a date"),
        ("risk_recall", 1.0, "neither a number nor a date"),
    ],
)
def test_a_value_that_the_row_cannot_have_is_refused(evidence, id, value, words):
    with pytest.raises(EvidenceError) as raised:
        evidence.with_values(**{id: value})
    assert words in str(raised.value)
    assert f"({id})" in str(raised.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"csa_end": "2025-01"},
            "data/facts.csv, row 3, column text: found '2025-01', before '2026-11-22' of edition_date",
        ),
        ({"google_spacex_start": "2031-01"}, "before '2031-01' of google_spacex_start in row"),
        ({"reflection_spacex_start": "2030-01"}, "a date not before that of reflection_spacex_start"),
    ],
)
def test_an_end_before_its_start_is_refused(evidence, changes, words):
    with pytest.raises(EvidenceError) as raised:
        evidence.with_values(**changes)
    assert words in str(raised.value)


def test_both_dates_of_an_order_may_move_at_once(evidence):
    moved = evidence.with_values(google_spacex_start="2031-01", google_spacex_end="2033-01")
    assert moved["google_spacex_start"].date < moved["google_spacex_end"].date


def test_an_unknown_row_is_named_with_its_neighbours(evidence):
    with pytest.raises(KeyError, match="csa_fee"):
        evidence.with_values(csa_fees=1.0)


def test_no_file_is_read_again(evidence, monkeypatch):
    monkeypatch.setattr("pathlib.Path.read_text", None)
    monkeypatch.setattr("pathlib.Path.read_bytes", None)
    start = time.perf_counter()
    for _ in range(20):
        evidence.with_values(csa_fee=1.5e9, risk_switching_months=1.2)
    assert time.perf_counter() - start < 2.0


@pytest.mark.parametrize("text", ["csa_fee", "csa_fee=", "=1", "csa_fee = 1", "csa_fee=1 csa_fee=2"])
def test_changes_in_a_line_are_refused_where_they_are_not_of_the_form(text):
    with pytest.raises(ValueError, match="expected each row once, as id=value"):
        parse_changes(text)
