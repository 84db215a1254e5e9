"""A claim that cannot be judged is refused, with file, row and column."""

import pytest


def number_of(package, id):
    return next(at for at, row in enumerate(package.rows("claims"), 2) if row["id"] == id)


def found_at(package, id, **cells):
    """Return what is said of the columns of a claim after cells of its row were changed."""
    number = number_of(package, id)
    package.change("claims", number, **cells)
    problems = package.problems()
    assert {(problem.file, problem.row) for problem in problems} == {("data/claims.csv", number)}
    return {problem.column: f"{problem.found} / {problem.expected}" for problem in problems}


COMPUTED, TYPED = "claim_devdigest_revenue_multiple", "claim_ajianaz_orbital_provisions"


def test_an_unknown_name_in_an_expression(package):
    said = found_at(package, COMPUTED, observed="12 * csa_fees / spacex_revenue_2025")
    assert "'csa_fees', which no row has" in said["observed"]


def test_a_name_without_a_number_in_an_expression(package):
    assert "csa_exit_wording" in found_at(package, COMPUTED, observed="csa_exit_wording / 2")["observed"]


@pytest.mark.parametrize("text", ["12 *", "__import__('os').name", "csa_fee / 0", "9 ** 9 ** 9 ** 9", "csa_fee.value"])
def test_what_is_no_arithmetic(package, text):
    assert set(found_at(package, COMPUTED, observed=text)) == {"observed"}


def test_a_verdict_typed_beside_a_number(package):
    assert "the number decides" in found_at(package, COMPUTED, verdict="holds")["verdict"]


def test_a_number_without_an_expression(package):
    assert "cannot be checked" in found_at(package, COMPUTED, observed="")["observed"]


def test_a_number_without_evidence_may_say_that_it_cannot_be_checked(package):
    package.change("claims", number_of(package, COMPUTED), observed="", verdict="cannot be checked")
    assert package.load()


def test_no_number_and_no_verdict(package):
    assert set(found_at(package, TYPED, verdict="")) == {"verdict"}


def test_an_expression_without_a_number(package):
    assert set(found_at(package, TYPED, observed="csa_fee")) == {"observed", "verdict"}


def test_a_number_without_comparison_or_unit(package):
    assert set(found_at(package, COMPUTED, comparison="")) == {"comparison"}
    assert {"comparison", "unit"} <= set(found_at(package, COMPUTED, comparison="", unit=""))


def test_a_wrong_verdict_word(package):
    assert "one of: holds" in found_at(package, TYPED, verdict="true")["verdict"]


def test_a_wrong_comparison(package):
    assert "more_than" in found_at(package, COMPUTED, comparison="roughly")["comparison"]


def test_a_negative_tolerance(package):
    assert set(found_at(package, COMPUTED, tolerance="-0.1")) == {"tolerance"}


def test_claimed_low_above_high(package):
    assert "claimed_low" in found_at(package, COMPUTED, claimed_low="3")


def test_a_claim_tested_against_itself(package):
    assert "rows of other tables" in found_at(package, COMPUTED, observed=COMPUTED)["observed"]


def test_an_unknown_row_to_see(package):
    assert "'hearsay'" in found_at(package, TYPED, context="csa_fee hearsay")["context"]


def test_a_difference_from_the_same_article(package):
    assert set(found_at(package, COMPUTED, differs_from="claim_devdigest_fee")) == {"differs_from"}


@pytest.mark.parametrize("text", ["2026-13", "2026-02-30"])
def test_a_date_that_no_calendar_has(package, text):
    assert set(found_at(package, "claim_devdigest_end", claimed_date=text)) == {"claimed_date"}


def test_a_date_beside_a_number(package):
    assert "claimed_date" in found_at(package, "claim_devdigest_end", claimed_value="3")


def test_a_unit_that_is_no_date(package):
    assert set(found_at(package, "claim_devdigest_end", unit="days")) == {"unit"}


def test_a_tolerance_on_a_date(package):
    assert set(found_at(package, "claim_devdigest_end", tolerance="0.1")) == {"tolerance"}


def test_something_later_without_something_before(package):
    id = "claim_ajianaz_fortune_10"
    assert "observed_later" in found_at(package, id, observed="", verdict="cannot be checked")


def test_a_rank_given_twice(package):
    package.change("claims", number_of(package, "claim_devdigest_fee"), matters="1")
    assert ("data/claims.csv", "matters") in {(problem.file, problem.column) for problem in package.problems()}


def test_a_fact_whose_date_is_none(package):
    number = next(at for at, row in enumerate(package.rows("facts"), 2) if row["id"] == "csa_end")
    package.change("facts", number, text="soon")
    places = {(problem.file, problem.row, problem.column) for problem in package.problems()}
    assert ("data/facts.csv", number, "text") in places


def test_all_problems_come_in_one_report(package):
    first, second = number_of(package, COMPUTED), number_of(package, TYPED)
    package.change("claims", first, observed="csa_fees")
    package.change("claims", second, context="hearsay")
    package.change("facts", 2, source="nobody_2026")
    places = {(problem.file, problem.row, problem.column) for problem in package.problems()}
    assert {
        ("data/claims.csv", first, "observed"),
        ("data/claims.csv", second, "context"),
        ("data/facts.csv", 2, "source"),
    } <= places
