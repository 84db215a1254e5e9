import shutil

import pytest

from compute_deal import paths
from compute_deal.evidence import EvidenceError, load, loading


@pytest.fixture(scope="module")
def evidence():
    return load()


def test_a_fact_knows_unit_range_and_source(evidence):
    fact = evidence["csa_fee"]
    assert float(fact) == 1.25e9
    assert fact.unit == "USD/month"
    assert fact.source.key == "spacex_s1_2026"
    assert "13" in fact.locator


def test_reading_a_fact_is_noted():
    fresh = load()
    fresh.number("csa_fee", "USD/month")
    assert fresh.reads.all == {"csa_fee"}


def test_an_unknown_fact_is_named_with_its_neighbours(evidence):
    with pytest.raises(KeyError, match="csa_fee"):
        evidence["csa_fees"]


def test_a_text_is_not_a_number(evidence):
    with pytest.raises(ValueError, match="csa_signed has no number"):
        evidence.number("csa_signed", "date")
    with pytest.raises(ValueError, match="not a date"):
        evidence["csa_fee"].date  # noqa: B018


def test_the_value_stands_in_for_a_bound_that_is_not_given(evidence):
    assert evidence.bounds("csa_fee", "USD/month") == (1.25e9, 1.25e9, 1.25e9)
    assert evidence.bounds("wacc_spacex_damodaran", "fraction") == (0.0825, 0.0837, 0.0837)
    with pytest.raises(ValueError, match="csa_signed has no number"):
        evidence.bounds("csa_signed", "date")


def test_every_derived_statement_is_computed_not_typed(evidence):
    assert {fact.status for fact in evidence} <= {"reported", "assumed"}


def test_segments_add_up_to_the_totals(evidence):
    series = evidence.frame("series")
    spacex = series[series.entity == "SpaceX"]
    for metric in ("capital expenditure", "income from operations"):
        table = spacex[spacex.metric == metric].pivot(index="period", columns="segment", values="value").dropna()
        parts = table[["Space", "Connectivity", "AI"]].sum(axis=1)
        assert len(parts) >= 5
        assert (parts - table["consolidated"]).abs().max() <= 2e6, metric  # rounding of printed millions


@pytest.mark.parametrize(
    ("fact", "unit", "metric", "segment", "period"),
    [
        ("spacex_revenue_2025", "USD/year", "revenue", "consolidated", "FY2025"),
        ("spacex_ai_capex_2026q1", "USD/quarter", "capital expenditure", "AI", "2026Q1"),
        ("spacex_ai_operating_income_2025", "USD/year", "income from operations", "AI", "FY2025"),
        ("spacex_ai_revenue_2026q2", "USD/quarter", "revenue", "AI", "2026Q2"),
    ],
)
def test_facts_agree_with_the_series(evidence, fact, unit, metric, segment, period):
    series = evidence.frame("series").query("metric == @metric and segment == @segment and period == @period")
    assert series.value.tolist() == [evidence.number(fact, unit)]


def test_only_the_very_bytes_that_passed_are_not_checked_again(tmp_path, monkeypatch):
    folder = tmp_path / "data"
    shutil.copytree(paths.DATA, folder)
    descriptor = folder / paths.DESCRIPTOR.name
    monkeypatch.setattr(loading, "STAMP", tmp_path / "evidence")
    assert not loading.has_passed(descriptor, paths.BIBLIOGRAPHY)
    loading.note_passed(descriptor, paths.BIBLIOGRAPHY)
    assert loading.has_passed(descriptor, paths.BIBLIOGRAPHY)
    facts = folder / "facts.csv"
    facts.write_text(facts.read_text(encoding="utf-8").replace(",USD/month,", ",USD/moon,", 1), encoding="utf-8")
    assert not loading.has_passed(descriptor, paths.BIBLIOGRAPHY)
    with pytest.raises(EvidenceError, match="USD/moon"):
        load(descriptor, paths.BIBLIOGRAPHY)
