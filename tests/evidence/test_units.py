"""Units: what each may be, what an expression measures, and what a computation is told that expects another."""

import json
from pathlib import Path

import pytest

from compute_deal import paths
from compute_deal.evidence import EvidenceError, is_unit, load
from compute_deal.evidence.expressions import ExpressionError
from compute_deal.evidence.units import (
    dimension_in_words,
    dimension_of,
    keeps_units,
    known_units,
    parse_dimension,
    same_kind,
)

NAMES = {
    "fee": parse_dimension("money/time"),
    "days": parse_dimension("time"),
    "value": parse_dimension("money"),
    "power": parse_dimension("power"),
    "share": parse_dimension("1"),
}


@pytest.fixture(scope="module")
def evidence():
    return load()


def test_a_computation_gets_the_number_in_the_unit_that_it_names(evidence):
    assert evidence.number("csa_fee", "USD/month") == 1.25e9
    assert evidence.bounds("wacc_spacex_damodaran", "fraction") == (0.0825, 0.0837, 0.0837)


@pytest.mark.parametrize("read", ["number", "bounds", "ends", "stated"])
@pytest.mark.parametrize(
    ("id", "unit", "place"),
    [
        ("csa_fee", "USD/year", "data/facts.csv, row 2, column unit: found 'USD/month'; expected 'USD/year'"),
        ("csa_fee", "MW", "found 'USD/month'; expected 'MW'"),
        ("claim_devdigest_fee", "USD", "data/claims.csv, row 82, column unit: found 'USD/month'; expected 'USD'"),
    ],
)
def test_a_computation_that_expects_another_unit_is_told_where(evidence, read, id, unit, place):
    with pytest.raises(EvidenceError) as raised:
        getattr(evidence, read)(id, unit)
    assert place in str(raised.value)
    assert f"({id})" in str(raised.value)


def test_units_are_known_or_not():
    assert is_unit("USD/month")
    assert is_unit("date")
    assert not is_unit("USD per month")
    assert not is_unit("")


def test_every_unit_of_a_stored_result_is_one_of_the_list():
    found = set()

    def units_in(part):
        if isinstance(part, dict):
            if {"unit", "inputs", "value"} <= set(part):
                found.add(part["unit"])
            part = list(part.values())
        if isinstance(part, list):
            for below in part:
                units_in(below)

    for notebook in paths.notebooks():
        units_in(json.loads(Path(notebook).read_text(encoding="utf-8")))
    assert len(found) > 20
    assert {unit for unit in found if not is_unit(unit)} == set()


def test_no_unit_is_listed_without_bounds_that_hold_something():
    for unit in known_units().values():
        assert (unit.minimum is None) == (unit.name == "text")
        assert unit.minimum is None or unit.minimum < unit.maximum


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("12 * fee * days / 365.25", "money"),
        ("value / power", "money/power"),
        ("1 - share", "1"),
        ("0 - value", "money"),
        ("min(value, fee * days, 2 * value)", "money"),
        ("max(fee, 0)", "money/time"),
        ("abs(-fee)", "money/time"),
        ("power ** 2 / power", "power"),
        ("2 ** share", "1"),
        ("fee / fee", "1"),
        ("7", "1"),
    ],
)
def test_what_an_expression_measures(text, dimension):
    assert dimension_of(text, NAMES) == parse_dimension(dimension)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("value + days", "money and time"),
        ("fee - value", "money/time and money"),
        ("1 - value", "a pure number and money"),
        ("max(fee, days)", "money/time and time"),
        ("2 ** days", "no pure number"),
        ("value ** share", "no pure number"),
    ],
)
def test_what_cannot_be_added_or_compared(text, words):
    with pytest.raises(ExpressionError, match=words):
        dimension_of(text, NAMES)


@pytest.mark.parametrize("text", ["", "money per time", "money/", "Money", "money^x", "2*money"])
def test_what_is_no_dimension(text):
    with pytest.raises(ValueError, match="is no dimension"):
        parse_dimension(text)


@pytest.mark.parametrize("text", ["1/time", "money/power/time", "power/length^2/temperature^4", "power*time/mass"])
def test_a_dimension_is_written_so_that_it_can_be_read(text):
    assert parse_dimension(dimension_in_words(parse_dimension(text))) == parse_dimension(text)


def test_dimensions_are_the_same_but_for_time():
    assert same_kind(NAMES["fee"], NAMES["value"])
    assert not same_kind(NAMES["fee"], NAMES["power"])


def test_only_adding_and_choosing_keep_the_unit():
    assert keeps_units("max(fee, value) - 3")
    assert not keeps_units("fee ** 2")
    assert not keeps_units("fee / value")
