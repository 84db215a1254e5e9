import numpy as np
import pandas as pd
import pytest

from compute_deal.chapters.deal.results import deal_results
from compute_deal.chapters.risks import integration
from compute_deal.chapters.risks.integration import contract_worth
from compute_deal.evidence import load
from compute_deal.inputs.deal import DealCase
from compute_deal.summary.figures import certainty
from compute_deal.summary.results import PARTS, fees_by_certainty, summary_fees, summary_results


@pytest.fixture(scope="module", autouse=True)
def coarse():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(integration, "DRAWS_LOG2", 5)
        patch.setattr(integration, "POINTS", 41)
        yield


@pytest.fixture(scope="module")
def evidence():
    return load()


@pytest.fixture(scope="module")
def case(evidence):
    return DealCase(evidence)


@pytest.fixture(scope="module")
def starts(evidence):
    return integration.served_by_month(evidence)[0]


def test_the_parts_of_each_month_add_up_to_its_fee(case, starts):
    fees = fees_by_certainty(case, starts, np.linspace(1, 0, len(starts)))
    assert list(fees.part.unique()) == list(PARTS)
    assert fees.groupby("month").usd.sum().to_numpy() == pytest.approx(case.plan().fee_usd)


def test_what_is_due_and_firm_is_what_the_chapter_on_the_deal_says(evidence, case, starts):
    usd = fees_by_certainty(case, starts, np.ones(len(starts))).groupby("part").usd.sum()
    deal = deal_results(evidence)
    assert usd["firm if notice was given then"] == pytest.approx(deal["firm_today"].value)
    assert usd.sum() == pytest.approx(deal["headline_value"].value)
    assert usd["not expected"] == pytest.approx(0, abs=1)


def test_the_month_of_the_edition_and_the_month_of_the_exit_are_split_by_days(case, starts):
    fees = fees_by_certainty(case, starts, np.full(len(starts), 0.5)).set_index(["month", "part"]).usd / 1.25e9
    assert fees["2026-11-01", "due when this edition closed"] == pytest.approx(21 / 30)  # served up to 22 November
    assert fees["2027-02-01", "firm if notice was given then"] == pytest.approx(19 / 28)  # 22 November + 90 days
    assert fees["2027-02-01", "expected beyond that"] == pytest.approx(9 / 28 / 2)
    assert fees["2029-05-01", "not expected"] == pytest.approx(0.5)


def test_months_without_a_chance_are_refused(case, starts):
    with pytest.raises(ValueError, match="no chance"):
        fees_by_certainty(case, starts[:-1], np.ones(len(starts) - 1))


def test_the_expected_share_follows_from_the_months_served(evidence):
    served = integration.served_by_month(evidence)[1]
    months = served[3:].sum() + 9 / 28 * served[2]  # March 2027 to May 2029, and what is left of February
    results = summary_results(evidence)
    assert results["summary_cancellable"].value == pytest.approx((27 + 9 / 28) * 1.25e9)
    assert results["summary_expected_share"].value == pytest.approx(months / (27 + 9 / 28))


def test_all_but_the_last_part_is_what_the_contract_is_worth(evidence):
    usd = summary_fees(evidence).groupby("part").usd.sum()
    assert usd[list(PARTS[:3])].sum() == pytest.approx(contract_worth(evidence)[0])


def test_what_rounding_leaves_of_a_part_is_not_drawn():
    fees = pd.DataFrame({"month": pd.Timestamp("2027-01-01"), "part": PARTS, "usd": [0.0, 1e-7, 1e9, 2.5e8]})
    (rows,) = certainty(fees).to_dict()["datasets"].values()
    assert [row["part"].partition(":")[0] for row in rows] == [*PARTS[2:]]
