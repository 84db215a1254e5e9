"""The price of equivalent capacity by its three routes, worked out by hand."""

import pytest

from compute_deal.evidence import load
from compute_deal.inputs.rents import h100_index, prices_by_date
from compute_deal.inputs.replacement import equivalent_price_ratio, hosting_premium, large_cloud_ratio


@pytest.fixture(scope="module")
def evidence():
    return load()


def test_routes_by_hand(evidence):
    ratio = equivalent_price_ratio(evidence)
    # (150 * 2.82 + 50 * 3.25 + 125 * 5.87) / 325 = 1,319.25 / 325 = 4.0592, over 2.82.
    assert ratio.low == pytest.approx(1319.25 / 325 / 2.82)
    # (150 * 3.50 + 50 * 4.81 + 125 * 7.55) / 325 = 1,709.25 / 325 = 5.2592, over 2.59 and half of 4 % more.
    assert ratio.value == pytest.approx(1709.25 / 325 / (2.59 * 1.02))
    # 920e6 / 730.5 / 110,000 = 11.4492, over 6.82.
    assert hosting_premium(evidence) == pytest.approx(11.4492 / 6.82, rel=1e-5)
    assert ratio.high == pytest.approx(ratio.low * 11.4492 / 6.82, rel=1e-5)


def test_large_clouds_agree_with_the_central_route(evidence):
    check = large_cloud_ratio(evidence)
    assert check.low < equivalent_price_ratio(evidence).value < check.high


def test_what_a_large_block_costs_follows_the_bank_s_prices(evidence):
    dearer = equivalent_price_ratio(evidence.with_values(bank_gb200_price=8.0))
    assert dearer.value == pytest.approx(1765.5 / 325 / (2.59 * 1.02))
    assert dearer.low == equivalent_price_ratio(evidence).low


def test_every_value_of_the_index_says_by_which_definition_it_stands_and_nothing_else_does(evidence):
    table = evidence.frame("prices")
    assert (h100_index(evidence).definition != "").all()
    assert (table.definition[table.venue.isin(["contract", "list", "forward", "term"])] == "").all()


def test_a_price_dated_by_its_month_comes_after_the_days_of_that_month(evidence):
    ids = ["h100_index_2026_06", "h100_index_2026_06_05", "h100_index_2026_07_27"]
    prices = prices_by_date(evidence, ids)
    assert [f"{when:%Y-%m-%d}" for when in prices.date] == ["2026-06-05", "2026-06-30", "2026-07-27"]
    assert prices.value.tolist() == [2.79, 2.59, 2.75]
