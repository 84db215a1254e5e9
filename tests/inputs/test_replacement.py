"""The price of equivalent capacity by its three routes, worked out by hand."""

from dataclasses import replace

import pytest

from compute_deal.evidence import load
from compute_deal.inputs.index import H100_SERIES, index_segments, index_series
from compute_deal.inputs.replacement import equivalent_price_ratio, hosting_premium, large_cloud_ratio


@pytest.fixture(scope="module")
def evidence():
    return load()


def test_routes_by_hand(evidence):
    ratio = equivalent_price_ratio(evidence)
    # (150 * 2.81 + 50 * 3.25 + 125 * 5.87) / 325 = 1,317.75 / 325 = 4.0546, over 2.81.
    assert ratio.low == pytest.approx(1317.75 / 325 / 2.81)
    # (150 * 3.50 + 50 * 4.81 + 125 * 7.55) / 325 = 1,709.25 / 325 = 5.2592, over 2.59 and half of 4 % more.
    assert ratio.value == pytest.approx(1709.25 / 325 / (2.59 * 1.02))
    # 920e6 / 730.5 / 110,000 = 11.4492, over 6.82.
    assert hosting_premium(evidence) == pytest.approx(11.4492 / 6.82, rel=1e-5)
    assert ratio.high == pytest.approx(ratio.low * 11.4492 / 6.82, rel=1e-5)


def test_large_clouds_agree_with_the_central_route(evidence):
    check = large_cloud_ratio(evidence)
    assert check.low < equivalent_price_ratio(evidence).value < check.high


def test_what_a_large_block_costs_follows_the_bank_s_prices(evidence):
    facts = {**evidence.facts, "bank_gb200_price": replace(evidence.facts["bank_gb200_price"], value=8.0)}
    dearer = equivalent_price_ratio(replace(evidence, facts=facts))
    assert dearer.value == pytest.approx(1765.5 / 325 / (2.59 * 1.02))
    assert dearer.low == equivalent_price_ratio(evidence).low


def test_pieces_of_the_index_make_up_the_series(evidence):
    days, values = index_series(evidence)
    pieces = index_segments(evidence)
    assert [day for piece, _ in pieces for day in piece] == list(days)
    assert [value for _, piece in pieces for value in piece] == values.tolist()
    # Every value of the index says by which definition it stands; nothing else does.
    table = evidence.frame("prices")
    assert (table.definition[table.series == H100_SERIES] != "").all()
    assert (table.definition[table.venue.isin(["contract", "list", "forward", "term"])] == "").all()
