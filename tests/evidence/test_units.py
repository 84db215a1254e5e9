"""Units: what each may be, and what a computation is told that expects another."""

import json
from pathlib import Path

import pytest

from compute_deal import paths
from compute_deal.evidence import EvidenceError, is_unit, load
from compute_deal.evidence.units import known_units

RESULTS = "application/vnd.compute-deal.results+json"


@pytest.fixture(scope="module")
def evidence():
    return load()


def test_a_computation_gets_the_number_in_the_unit_that_it_names(evidence):
    assert evidence.number("csa_fee", "USD/month") == 1.25e9
    assert evidence.bounds("wacc_spacex_damodaran", "fraction") == (0.0825, 0.0837, 0.0837)


@pytest.mark.parametrize("read", ["number", "bounds"])
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
