"""The chapter on what to do: its numbers by another route, its tables against the evidence."""

import json
import re

import numpy as np
import pytest
from scipy.optimize import brentq

from compute_deal import paths
from compute_deal.chapters.actions.case import LockCase
from compute_deal.chapters.actions.results import actions_results
from compute_deal.chapters.actions.signposts import signpost, signposts
from compute_deal.chapters.actions.tables import (
    CHANGES,
    CLAUSES,
    assumptions_table,
    changes_table,
    clause_table,
    signposts_table,
)
from compute_deal.evidence import load
from compute_deal.probe.measure import MEASURES
from compute_deal.results import publish


@pytest.fixture(scope="module")
def evidence():
    return load()


@pytest.fixture(scope="module")
def results(evidence):
    return actions_results(evidence)


def test_results_can_be_published(evidence, results):
    assert len(publish(evidence, **results).results) == len(results)


def test_what_changed_for_developers_by_hand(results):
    assert results["api_price_fall_opus"].value == pytest.approx(1 - 4 / 5)
    assert results["sonnet_4_5_days_left"].value == 30 - 22  # November 2026


def test_changes_are_in_the_order_of_time(evidence):
    dates = evidence.frame("events").loc[list(CHANGES)].date.tolist()
    assert dates == sorted(dates)
    assert changes_table(evidence).Date.tolist()[::10] == ["5 January 2026", "30 November 2026"]


# The price for three years is 2.38 against a spot of 2.72: at a fall of g a year the mean of exp(-g t) over three years.
G = brentq(lambda g: (1 - np.exp(-3 * g)) / (3 * g) - 2.38 / 2.72, 0.01, 0.5)
FALL = np.exp(-G / 12)
AVERAGE = 2.82 * (1 - FALL**12) / (1 - FALL) / 12
MISSING = 3 * 2.82


def needed(average, sold_out=0.02, missing=MISSING):
    """Cost of a needed hour on demand."""
    return (1 - sold_out) * average + sold_out * missing


def test_the_market_by_hand(results):
    assert results["lock_one_year_price"].value == 2.8
    assert results["lock_average_price"].value == pytest.approx(AVERAGE)


def test_break_evens_by_hand(results):
    found = results["lock_even_use"]
    assert found.value == pytest.approx(2.8 / needed(AVERAGE))
    assert (found.low, found.high) == pytest.approx((2.8 / needed(AVERAGE, 0.2), 3.2 / needed(AVERAGE)))


def test_shortage_that_justifies_locking_in_by_hand(results):
    for id, use in (("lock_sold_out_high_use", 0.95), ("lock_sold_out_central_use", 0.7)):
        found = results[id]
        shares = [(2.8 / use - AVERAGE) / (times * 2.82 - AVERAGE) for times in (10, 3, 1.5)]
        assert (found.low, found.value, found.high) == pytest.approx(shares)


def test_the_chance_at_high_use_by_simulation(results):
    # monthly prices drawn one by one around the curve, each path with its mirror image
    steps = np.random.default_rng(8).standard_normal((11, 40_000)) * 0.262 / 12**0.5
    steps = np.hstack([steps, -steps]) - 0.262**2 / 24
    walks = np.exp(np.vstack([np.zeros(80_000), np.cumsum(steps, axis=0)]))
    prices = (2.82 * FALL ** np.arange(12)[:, None] * walks).mean(axis=0)
    wins = np.mean(0.95 * needed(prices) > 2.8 * (1 + 1e-9))
    assert results["lock_chance_high_use"].value == pytest.approx(wins, abs=0.01)


@pytest.mark.parametrize(
    ("given", "rises"),
    [
        ({"locked_usd": 3.0}, True),
        ({"change_per_year": -0.3}, True),
        ({"change_per_year": 0.0}, False),
        ({"sold_out_share": 0.1}, False),
        ({"missing_hour_multiple": 6.0}, False),
    ],
)
def test_a_changed_assumption_moves_the_break_even_use(evidence, given, rises):
    case = LockCase(evidence)
    assert (case.at(**given).even_use > case.even_use) is rises


def test_the_table_says_never_where_locking_in_loses_at_full_use(evidence):
    table = assumptions_table(LockCase(evidence)).set_index("Assumption")
    row = table.loc["One-year price per GPU-hour"]
    rise = (2.14 / 2.63 * 1.287) ** (1 / 12)
    at_record = 2.82 * (rise**12 - 1) / (rise - 1) / 12
    rising = table.loc["Change of the price on demand in a year"]
    assert rising["Use at high"] == f"{100 * 2.8 / needed(at_record):.0f}%"
    assert row.tolist() == ["$2.40", f"{100 * 2.4 / needed(AVERAGE):.0f}%", "$3.20", "never"]


def test_a_result_rests_on_what_it_reads_and_no_more(results):
    curve = {"h100_spot_2026_07_19", "h100_term_36m_2026_07"}
    assert set(results["lock_average_price"].inputs) == curve | {"h100_index_2026_10_06"}
    assert "h100_realised_volatility_2026_08" not in results["lock_even_use"].inputs


def test_hyperscaler_prices_by_hand(results):
    fall = results["hyperscaler_fall"]
    assert (fall.low, fall.value, fall.high) == pytest.approx((1 - 5 / 7.7, 1 - 4.25 / 7.7, 1 - 3.5 / 7.7))


def test_signposts_are_counted_by_state(evidence, results):
    found = signposts(evidence)
    for state in ("passed", "no reading"):
        count = results[f"signposts_{state.replace(' ', '_')}"].value
        assert count == sum(post.state == state for post in found)
    assert results["signposts_all"].value == len(found)
    assert len(signposts_table(evidence)) == len(found)


def test_readings_by_hand(evidence):
    found = {post.row["id"]: post for post in signposts(evidence)}
    assert found["watch_customer_b"].reading == pytest.approx(0.195 * 7814e6)
    assert found["watch_customer_b"].threshold == 3.75e9
    assert found["watch_customer_b"].state == "no reading"  # of June, while only readings from July on count
    assert found["watch_prospectus"].state == "no reading"  # a draft, read in two ways
    assert found["watch_forward"].reading == pytest.approx(2.14 / 2.63)
    assert found["watch_next_contract"].reading == pytest.approx(920e6 / 110000 / 730.5)
    assert found["watch_run_rate"].reading == pytest.approx(15 / 65)
    assert found["watch_launch_price"].reading == pytest.approx(90e6 / 100e3)
    assert {post.state for id, post in found.items() if id not in ("watch_customer_b", "watch_prospectus")} == {
        "not passed"
    }


@pytest.mark.parametrize(
    ("id", "value", "signpost", "state"),
    [
        ("opus_5_5_input_price", 6, "watch_api_price", "passed"),
        ("anthropic_sites_2026_10", 1, "watch_sites", "passed"),
        ("h100_forward_12m_2026_09", 2.64, "watch_forward", "passed"),
        ("h100_forward_12m_2026_09", 2.63, "watch_forward", "not passed"),
    ],
)
def test_a_new_fact_moves_a_signpost(evidence, id, value, signpost, state):
    other = evidence.with_values(**{id: value})
    assert next(post for post in signposts(other) if post.row["id"] == signpost).state == state


@pytest.mark.parametrize(("counts_from", "state"), [("2026-07-01", "no reading"), ("2026-04-01", "passed")])
def test_a_reading_counts_from_its_day_on(evidence, counts_from, state):
    row = next(row for row in evidence.tables["signposts"] if row["id"] == "watch_customer_b")
    assert signpost(evidence, row | {"counts_from": counts_from}).state == state


# What in a contract's row, or in another row, shows that it has the clause.
SHOWN_BY = {
    "The buyer may leave on notice": "notice",
    "No notice in a first period": "after",
    "A delivery date, and an exit if it is missed": "deliver",
    "Other capacity offered before an exit": "alternative",
    "Chips named or counted": r"GPUs|GB300|,\d{5,6},",
    "A limit to payment in advance": "in advance",
    "An option for more": "option",
}


@pytest.mark.parametrize("clause", [clause for clause in CLAUSES if clause.name in SHOWN_BY], ids=lambda c: c.name)
def test_each_contract_shows_its_clause(evidence, clause):
    rows = {row["id"]: ",".join(row.values()) for row in evidence.tables["contracts"]}
    for id in clause.contracts:
        assert re.search(SHOWN_BY[clause.name], rows[id]), id


def test_every_exit_for_convenience_is_listed(evidence):
    free = {row["id"] for row in evidence.tables["contracts"] if row["firmness"] == "exit_for_convenience"}
    assert set(CLAUSES[0].contracts) == free
    missed = {row["id"] for row in evidence.tables["contracts"] if row["firmness"] == "delivery_exit_only"}
    assert set(CLAUSES[3].contracts) == missed | {"google_spacex_contract"}


def test_clauses_that_no_contract_has_stand_last(evidence):
    found = [bool(clause.contracts) for clause in CLAUSES]
    assert found == sorted(found, reverse=True)
    assert (clause_table(evidence)["Found in"] == "none found").sum() == found.count(False)


def test_sources_of_clauses_exist(evidence):
    assert {source for clause in CLAUSES for source in clause.sources} <= set(evidence.sources)


def test_the_layout_in_the_chapter_is_that_of_the_command_and_holds_no_numbers():
    cells = json.loads((paths.CHAPTERS / "06-actions.ipynb").read_text(encoding="utf-8"))["cells"]
    text = "".join(line for cell in cells for line in cell["source"])
    layout = re.search(r"```text\n(.*?)```", text, flags=re.DOTALL)[1]
    lines = layout.splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("---")) + 1
    assert [re.split(r"\s{2,}", line)[0] for line in lines[start : start + len(MEASURES)]] == list(MEASURES.values())
    assert not re.search(r"\d", re.sub(r"p50|p95", "", layout))
