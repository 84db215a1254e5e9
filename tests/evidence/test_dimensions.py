"""What an expression measures, and what it must not add."""

import pytest

from compute_deal.evidence.expressions import ExpressionError
from compute_deal.evidence.units import dimension_in_words, dimension_of, keeps_units, parse_dimension, same_kind

NAMES = {
    "fee": parse_dimension("money/time"),
    "days": parse_dimension("time"),
    "value": parse_dimension("money"),
    "power": parse_dimension("power"),
    "share": parse_dimension("1"),
}


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
