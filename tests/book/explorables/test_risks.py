"""The sliders of the chapter on risks compute what the package computes."""

import itertools

import pytest

from compute_deal.chapters.risks.case import risk_case
from compute_deal.chapters.risks.runs import expected_worth
from compute_deal.evidence import load

CASE = risk_case(load())


@pytest.mark.parametrize(
    ("hazard", "notice", "price", "ratio"), [*itertools.product((0, 16, 60), (0, 3, 12), (1.2, 2.73, 4.5), (1.2, 3))]
)
def test_worth_sliders(explore, hazard, notice, price, ratio):
    signals = {"set_hazard": hazard, "set_notice": notice, "set_price": price, "set_ratio": ratio}
    rows = explore("chapters/04-risks", "fig-sliders", signals)
    shown = {row["key"]: row for row in rows if "key" in row}
    months, fees, market = expected_worth(CASE, hazard / 100, notice, price, ratio)
    assert shown["fees"]["served"] == pytest.approx(months, rel=1e-6)
    assert shown["fees"]["usd_bn"] * 1e9 == pytest.approx(fees, rel=1e-6)
    assert shown["market"]["usd_bn"] * 1e9 == pytest.approx(market, rel=1e-6)
