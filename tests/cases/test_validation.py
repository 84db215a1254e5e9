import dataclasses

from compute_deal.cases.validation import all_checks, epoch_checks, put_checks, validation_results
from compute_deal.evidence import load


def test_every_published_result_is_within_its_tolerance():
    found = all_checks(load())
    assert len(found) > 50
    assert [check.id for check in found if not check.holds] == []
    assert len({check.id for check in found}) == len(found)


def test_all_twenty_puts_and_the_two_totals_that_are_not_fitted_are_there():
    evidence = load()
    assert len(put_checks(evidence)) == 20
    assert [check.published for check in epoch_checks(evidence)] == [12e6, 7e6]


def test_a_wrong_result_would_be_seen():
    check = all_checks(load())[0]
    assert not dataclasses.replace(check, ours=check.published * (1.01 + check.tolerance)).holds


def test_the_summary_counts_what_the_list_holds():
    results = validation_results(load())
    assert results["validation_held"].value == results["validation_number"].value == len(all_checks(load()))
