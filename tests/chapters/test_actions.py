"""The chapter on what to do: its numbers by another route, its tables against the evidence."""

import itertools
import json
import re
from dataclasses import replace

import numpy as np
import pytest

from compute_deal import paths
from compute_deal.chapters.actions.case import even_use, even_use_by_price, lock_case
from compute_deal.chapters.actions.clauses import CLAUSES
from compute_deal.chapters.actions.results import actions_results
from compute_deal.chapters.actions.signposts import computed, signposts
from compute_deal.chapters.actions.tables import (
    CHANGES,
    changes_table,
    clause_table,
    forms_table,
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


def changed(evidence, id, **cells):
    """Return the evidence with one fact changed."""
    fact = replace(evidence[id], **cells)
    return replace(evidence, facts=evidence.facts | {id: fact})


def test_results_can_be_published(evidence, results):
    assert len(publish(evidence, **results).results) == len(results)


def test_what_changed_for_developers_by_hand(results):
    assert results["api_price_fall_opus"].value == pytest.approx(1 - 4 / 5)
    assert results["api_price_fall_sonnet"].value == pytest.approx(1 - 2 / 3)
    assert results["api_limit_rise_input"].value == pytest.approx(500 / 30)
    assert results["api_limit_rise_output"].value == pytest.approx(80 / 8)
    assert results["sonnet_4_5_days_left"].value == 30 - 22  # November 2026


def test_changes_are_in_the_order_of_time(evidence):
    dates = evidence.frame("events").loc[list(CHANGES)].date.tolist()
    assert dates == sorted(dates)
    assert changes_table(evidence).Date.tolist()[::9] == ["5 January 2026", "30 November 2026"]


def test_the_break_even_use_by_simulation(evidence, results):
    # monthly prices drawn one by one with an Euler step of a thousandth of a year, not the exact transition
    case = lock_case(evidence)
    process, rng = case.process, np.random.default_rng(8)
    steps, paths_, dt = 1000, 4000, 1 / 1000
    log_price = np.full(paths_, np.log(case.choice.price_usd_per_gpu_hour / process.level_usd_per_gpu_hour))
    months, total = {round(m * steps / 12) for m in range(12)}, 0.0
    for step in range(steps):
        if step in months:
            level = process.level_usd_per_gpu_hour * np.exp(process.drift_per_year * step * dt)
            total += (level * np.exp(log_price)).mean() / 12
        shock = rng.standard_normal(paths_) * np.sqrt(dt)
        log_price += -process.reversion_per_year * log_price * dt + process.volatility_per_year * shock
    needed = 0.98 * total + 0.02 * 3 * 2.73
    assert results["lock_even_use"].value == pytest.approx(0.85 * 2.73 / needed, rel=0.01)


def test_costs_by_hand(results):
    # 2.73 less 15 %; on demand 0.7 * (0.98 * average + 0.02 * 3 * 2.73)
    locked, average = results["lock_locked_price"].value, results["lock_average_price"].value
    assert locked == pytest.approx(0.85 * 2.73)
    on_demand = 0.7 * (0.98 * average + 0.02 * 3 * 2.73)
    assert results["lock_cost_on_demand"].value == pytest.approx(on_demand)
    assert results["lock_loss"].value == pytest.approx(locked / on_demand - 1)
    assert results["lock_even_discount"].value == pytest.approx(1 - on_demand / 2.73)
    assert results["lock_even_sold_out"].value == pytest.approx((locked / 0.7 - average) / (3 * 2.73 - average))


def test_the_range_contains_the_value_and_comes_from_an_end(evidence, results):
    found = results["lock_even_use"]
    assert found.low < found.value < found.high
    assert found.low == pytest.approx(even_use(lock_case(evidence, lock_sold_out_share=0.2)))
    assert found.high == pytest.approx(even_use(lock_case(evidence, lock_term=36)))


@pytest.mark.parametrize(
    ("id", "value", "rises"),
    [
        ("lock_discount", 0.3, False),
        ("lock_sold_out_share", 0.1, False),
        ("lock_missing_hour_multiple", 6.0, False),
        ("risk_price_ageing", -0.3, True),
        ("lock_term", 24.0, True),
    ],
)
def test_a_changed_assumption_moves_the_break_even_use(evidence, id, value, rises):
    before, after = even_use(lock_case(evidence)), even_use(lock_case(changed(evidence, id, value=value)))
    assert (after > before) is rises


def test_a_dearer_market_asks_for_more_use(evidence):
    case = lock_case(evidence)
    lines = even_use_by_price(case, np.array([1.6, 2.73, 4.0]), (12, 36))
    assert np.all(np.diff(lines[12]) > 0)
    assert np.all(np.diff(lines[36]) > 0)
    assert lines[12][1] == pytest.approx(even_use(case))


def test_the_forms_differ_as_the_text_says(results):
    cost = {form: results[f"form_{form}_cost"].value for form in ("locked", "buyer", "both", "demand")}
    regret = {form: results[f"form_{form}_regret"].value for form in ("locked", "buyer", "both", "demand")}
    assert cost["buyer"] < cost["locked"] < cost["both"] < cost["demand"]
    assert regret["buyer"] < regret["locked"] < regret["both"] < regret["demand"]
    assert 0.2 < results["form_provider_leaves"].value < 0.8


def test_the_table_of_forms_agrees_with_the_results(evidence, results):
    table = forms_table(evidence, lock_case(evidence), 36).set_index("Form")
    assert table.loc["Locked in, both may leave", "Cost, 1 year"] == f"${results['form_both_cost'].value:.2f}"
    assert table.loc["On demand", "Regret, 1 year"] == f"${results['form_demand_regret'].value:.2f}"


def test_the_lock_of_october_2025_by_hand(results):
    # index on 31 October 2025: 31 of the 70 days from 30 September (2.13) to 9 December (2.00)
    then = 2.13 - 0.13 * 31 / 70
    assert results["lock_2025_10_discount"].value == pytest.approx(1 - 1.7 / then)
    # trapezoids over the index from 31 October 2025 to 29 September 2026, days and values from the table
    points = [(0, then), (39, 2.0), (67, 2.2), (152, 2.63), (181, 2.59), (212, 2.73), (217, 2.79), (242, 2.59)]
    points += [(269, 2.75), (333, 2.73)]
    area = sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in itertools.pairwise(points))
    assert results["lock_2025_10_average"].value == pytest.approx(area / 333)
    assert results["lock_2025_10_even_use"].value == pytest.approx(1.7 / (area / 333))


def test_hyperscaler_prices_by_hand(results):
    fall = results["hyperscaler_fall"]
    assert (fall.low, fall.value, fall.high) == pytest.approx((1 - 5 / 7.7, 1 - 4.25 / 7.7, 1 - 3.5 / 7.7))


def test_fixed_token_prices_by_hand(results):
    # monthly prices 40^(-m / 12), m = 0 to 11, a geometric series
    average = (1 - 1 / 40) / (1 - 40 ** (-1 / 12)) / 12
    assert results["token_lock_discount"].value == pytest.approx(1 - average)


def test_there_are_ten_signposts_with_states(evidence, results):
    found = signposts(evidence)
    assert len(found) == 10
    counts = [results[f"signposts_{state}"].value for state in ("passed", "not_passed", "no_reading")]
    assert sum(counts) == results["signposts_all"].value == 10
    assert len(signposts_table(evidence)) == 10


def test_readings_by_hand(evidence):
    found = {post.id: post for post in signposts(evidence)}
    assert found["watch_customer_b"].reading == pytest.approx(0.195 * 7814e6)
    assert found["watch_customer_b"].threshold == 3.75e9
    assert found["watch_customer_b"].state == "no reading"  # of June, while only readings from July on count
    assert found["watch_prospectus"].state == "passed"
    assert found["watch_next_contract"].reading == pytest.approx(920e6 / 110000 / 730.5)
    assert found["watch_run_rate"].reading == pytest.approx(15 / 65)
    assert found["watch_launch_price"].reading == pytest.approx(90e6 / 100e3)
    assert {post.state for id, post in found.items() if id not in ("watch_customer_b", "watch_prospectus")} == {
        "not passed"
    }


@pytest.mark.parametrize(
    ("id", "column", "value", "signpost", "state"),
    [
        ("opus_5_5_input_price", "value", "6", "watch_api_price", "passed"),
        ("anthropic_sites_2026_10", "value", "1", "watch_sites", "passed"),
        ("obligations_spacex_line", "value", "40000000000", "watch_prospectus", "not passed"),
        ("customer_b_share_2026q2", "as_of", "2026-09-30", "watch_customer_b", "passed"),
        ("h100_index_2026_09_29", "value", "2.2", "watch_index", "passed"),
    ],
)
def test_a_new_fact_moves_a_signpost(evidence, id, column, value, signpost, state):
    table = evidence.table_of[id]
    rows = [row | {column: value} if row.get("id") == id else row for row in evidence.tables[table]]
    other = replace(evidence, tables=evidence.tables | {table: rows})
    assert next(post for post in signposts(other) if post.id == signpost).state == state


@pytest.mark.parametrize("expression", ["no_such_row", "csa_signed", "starship_price_per_kg"])
def test_expressions_need_rows_with_numbers(evidence, expression):
    with pytest.raises(ValueError, match="row"):
        computed(expression, evidence)


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
