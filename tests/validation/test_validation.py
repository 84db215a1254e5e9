"""Every method of a chapter has a check that holds, and a check that is wrong does not pass."""

import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from compute_deal import paths
from compute_deal.checks import CLOSED, CONSISTENCY, EXACT, PUBLISHED, ROUTE, Check
from compute_deal.evidence import load
from compute_deal.models.risk import exit_game
from compute_deal.validation import deal as validation_deal
from compute_deal.validation import exit as validation_exit
from compute_deal.validation import orbital as validation_orbital
from compute_deal.validation import results as validation
from compute_deal.validation.deal import growth_checks
from compute_deal.validation.exit import departure_checks, put_checks
from compute_deal.validation.market import epoch_checks
from compute_deal.validation.results import CHAPTERS, checks_by_chapter, convergence_results, validation_results
from compute_deal.validation.tables import METHOD_NAMES, check_table

MODELS = paths.PACKAGE / "models"


@pytest.fixture(scope="module")
def by_chapter():
    return checks_by_chapter(load())


@pytest.fixture(scope="module")
def checks(by_chapter):
    return [check for found in by_chapter.values() for check in found]


def failed(checks):
    return [check.id for check in checks if not check.holds]


def modules():
    files = [file.relative_to(MODELS) for file in MODELS.rglob("*.py") if file.name != "__init__.py"]
    return {".".join(file.with_suffix("").parts) for file in files}


def test_every_check_holds(checks):
    assert failed(checks) == []


def test_every_check_has_its_own_name(checks):
    assert [pair for pair, count in Counter((check.method, check.id) for check in checks).items() if count > 1] == []


def test_every_module_of_the_models_is_checked(checks):
    checked = {check.method for check in checks}
    assert checked == modules()


def test_every_method_has_a_name_for_readers(checks):
    assert {check.method for check in checks} == set(METHOD_NAMES)
    assert len(set(METHOD_NAMES.values())) == len(METHOD_NAMES)


def test_every_kind_and_every_chapter_is_there(by_chapter, checks):
    assert set(by_chapter) == set(CHAPTERS)
    assert min(map(len, by_chapter.values())) >= 2
    assert {check.kind for check in checks} == {PUBLISHED, CLOSED, ROUTE, CONSISTENCY}


def test_every_method_is_held_against_more_than_itself(checks):
    assert {check.method for check in checks} == {check.method for check in checks if check.kind != CONSISTENCY}


def test_a_published_number_is_a_row_and_names_its_source(checks):
    evidence = load()
    for check in checks:
        assert (evidence.places.get(check.id, ("",))[0] == "published_models") == bool(check.source), check.id
        assert check.source or check.kind != PUBLISHED, check.id


def test_a_row_that_we_worked_out_ourselves_does_not_count_as_published(checks):
    notes = {row["id"]: (row["note"] + row["locator"]).lower() for row in load().tables["published_models"]}
    published = [check.id for check in checks if check.kind == PUBLISHED]
    assert [id for id in published if re.search("our (arithmetic|run|correction)", notes[id])] == []


def test_a_ground_that_counts_its_energy_twice_is_seen(monkeypatch):
    evidence, right = load(), validation_orbital.compare
    assert validation_orbital.assembled_ground(evidence).holds

    def counted_again(evidence, value):
        case, energy = right(evidence, value), 0.6
        return replace(
            case, ground=replace(case.ground, running_usd_per_w_year=case.ground.running_usd_per_w_year + energy)
        )

    monkeypatch.setattr(validation_orbital, "compare", counted_again)
    assert not validation_orbital.assembled_ground(evidence).holds


def test_no_check_is_so_loose_that_it_cannot_fail(checks):
    # A tenth at most; a simulation of an error is the loosest.
    assert [check.id for check in checks if check.tolerance >= 0.1] == []


def test_any_check_fails_when_its_reference_is_moved(checks):
    for check in checks:
        scale = check.expected if check.scale is None else check.scale
        for sign in (-1, 1):
            moved = check.expected + sign * 2.5 * (check.tolerance + EXACT) * abs(scale)
            assert not replace(check, expected=moved, scale=scale).holds, check.id


def test_a_damaged_row_of_the_evidence_is_seen():
    evidence = load()
    damaged = evidence.with_values(longstaff_put_36_20_1=4.578)
    assert failed(put_checks(evidence)) == []
    assert failed(put_checks(damaged)) == ["longstaff_put_36_20_1"]


def test_a_game_without_the_lead_or_without_the_owner_in_it_is_seen(monkeypatch):
    right, lead = validation_exit.tree_departures, validation_exit.SLOW_LEAD
    assert failed(departure_checks("slow", "", lead)) == []
    with monkeypatch.context() as patch:
        patch.setattr(
            validation_exit,
            "tree_departures",
            lambda process, terms, sides: right(process, replace(terms, buyer_lead_months=0), sides),
        )
        assert len(failed(departure_checks("slow", "", lead))) > 5
    # The game's owner never gives notice while the buyer works off its lead.
    monkeypatch.setattr(exit_game, "advantage", lambda stopped, going_on: -np.ones_like(stopped))
    assert len(failed(departure_checks("slow", "", lead))) > 5


def test_a_damaged_formula_is_seen(monkeypatch):
    right = validation_deal.growth_to_share
    monkeypatch.setattr(validation_deal, "growth_to_share", lambda *inputs: right(*inputs) * 1.00001)
    assert failed(growth_checks()) == ["required_growth"]


def test_the_deviation_is_a_share_of_the_scale_where_one_is_given():
    check = Check("a", "growth", CLOSED, "", "", expected=0.0, ours=3.0, tolerance=0.02, scale=100.0)
    assert check.deviation == pytest.approx(0.03)
    assert not check.holds
    assert replace(check, tolerance=0.03).holds


def test_the_puts_and_the_two_totals_that_are_not_fitted_are_there():
    evidence = load()
    assert len(put_checks(evidence)) == 6
    assert [check.expected for check in epoch_checks(evidence)] == [12e6, 7e6]


def test_the_summary_counts_what_the_list_holds(checks, monkeypatch):
    results = validation_results(load())
    assert results["validation_held"].value == results["validation_number"].value == len(checks)
    kinds = [results[f"validation_{name}"].value for name in ("published", "closed", "routes", "consistency")]
    assert kinds == [sum(check.kind == kind for check in checks) for kind in (PUBLISHED, CLOSED, ROUTE, CONSISTENCY)]
    broken = [replace(checks[0], ours=2 * checks[0].expected), *checks[1:]]
    monkeypatch.setattr(validation, "checks_by_chapter", lambda evidence: {"Deal": broken})
    damaged = validation_results(load())
    assert damaged["validation_held"].value == len(checks) - 1
    assert damaged["validation_worst"].value == pytest.approx(1.0)


def test_the_table_names_each_method_once_and_shows_both_numbers(by_chapter):
    table = check_table(by_chapter["Demand"]).map(str)
    named = [text for text in table["What is compared"] if text.startswith("**")]
    assert len(named) == len({check.method for check in by_chapter["Demand"]})
    row = table[table["What is compared"].str.contains("a fee of 15 on 65")].iloc[0]
    assert row.tolist()[1:] == ["√(150 / 65)", "1.5191", "1.5191", "≈0"]


def test_the_integrated_answers_have_settled():
    results = convergence_results(load())
    for way in ("draws", "grid"):
        assert 0 < results[f"convergence_{way}"].value < 0.03
        assert 0 < results[f"convergence_{way}_months"].value < 1


def test_the_table_marks_what_is_mere_consistency(by_chapter):
    for checks in by_chapter.values():
        marked = check_table(checks).map(str)["Expected from"].str.startswith("*consistency:* ").tolist()
        assert marked == [check.kind == CONSISTENCY for check in checks]
