"""The sliders of the chapter on the deal compute what the package computes."""

import itertools

import pytest

from compute_deal.evidence import load
from compute_deal.inputs.deal import DealCase
from compute_deal.models.deal.exits import due_firm_open_usd, firm_usd
from compute_deal.models.deal.valuation import expected_value_usd, present_value_usd

CASE = DealCase(load())


@pytest.mark.parametrize(("rate", "hazard"), [*itertools.product((0, 4.5, 8.4, 20), (0, 1, 13, 100))])
def test_worth(explore, rate, hazard):
    rows = explore("chapters/01-deal", "fig-worth", {"set_rate": rate, "set_hazard": hazard})
    shown = {row["key"]: row["usd_bn"] * 1e9 for row in rows if "key" in row}
    plan, clause = CASE.plan(), CASE.prospectus
    assert shown["headline"] == pytest.approx(plan.headline_usd, rel=1e-6)
    assert shown["present"] == pytest.approx(present_value_usd(plan, rate / 100, CASE.signed), rel=1e-6)
    expected = expected_value_usd(plan, clause, hazard / 100, rate / 100, CASE.signed)
    assert shown["expected"] == pytest.approx(expected, rel=1e-6)
    assert shown["firm"] == pytest.approx(float(firm_usd(plan, clause, CASE.today)), rel=1e-6)


@pytest.mark.parametrize("ramp", [0, 37, 61, 100])
def test_schedule(explore, ramp):
    rows = explore("chapters/01-deal", "fig-schedule", {"set_ramp": ramp})
    plan = CASE.plan(ramp / 100)
    parts = ("accrued", "firm if notice is given today", "may be cancelled")
    shown = [sum(row["fee_bn"] * 1e9 for row in rows if row.get("status") == part) for part in parts]
    expected = [part.sum() for part in due_firm_open_usd(plan, CASE.prospectus, CASE.today)]
    assert shown == pytest.approx(expected, rel=1e-8)
    assert sum(shown) == pytest.approx(plan.headline_usd)
