"""What a result says it rests on is what moves it: each row that was read is moved, one at a time."""

from dataclasses import replace
from datetime import timedelta
from fnmatch import fnmatch

import numpy as np
import pytest

from compute_deal.chapters.actions.results import actions_results
from compute_deal.chapters.claims.results import claims_results
from compute_deal.chapters.deal.results import deal_results
from compute_deal.chapters.demand.results import demand_results
from compute_deal.chapters.market.results import market_results
from compute_deal.chapters.orbital import case as orbital_case
from compute_deal.chapters.orbital.results import orbital_results
from compute_deal.chapters.risks import integration
from compute_deal.chapters.risks.results import risk_results
from compute_deal.evidence import EvidenceError, load
from compute_deal.evidence.changes import FEE
from compute_deal.evidence.facts import fact_of_claim, fact_of_row
from compute_deal.evidence.quantities import BOUNDS, first_day, is_date
from compute_deal.summary.results import summary_results

CHAPTERS = {
    "claims": claims_results,
    "deal": deal_results,
    "demand": demand_results,
    "market": market_results,
    "orbital": orbital_results,
}

# What a result reads and is not moved by: patterns of results and rows, by reason.
STILL = {
    "a schedule is made whole; what falls due early does not depend on its end": [
        ("accrued_today", "csa_end"),
        ("*firm*", "*_end"),
    ],
    "a schedule is made whole; what is firm or left later does not depend on its first months": [
        ("*firm*", "customer_b_share_2026q2"),
        ("*firm*", "spacex_revenue_2026q2"),
        ("*firm*", "csa_ramp_months"),
        ("left_today", "customer_b_share_2026q2"),
        ("left_today", "spacex_revenue_2026q2"),
        ("left_today", "csa_ramp_months"),
        ("demand_fee_of_cancellable", "customer_b_share_2026q2"),
        ("demand_fee_of_cancellable", "spacex_revenue_2026q2"),
        ("demand_fee_of_cancellable", "csa_ramp_months"),
    ],
    "the reduced months are paid a known sum in all, however many they are": [
        ("accrued_today", "csa_ramp_months"),
    ],
    "months are counted, so a few days do not matter": [
        ("left_today", "csa_signed"),
        ("demand_fee_of_cancellable", "csa_signed"),
        ("firm_one_in", "csa_signed"),
    ],
    "a notice is possible already, so from when it was is past": [
        ("exit_today", "csa_signed"),
        ("exit_today", "csa_initial_period_months"),
        ("firm_today", "csa_*"),
        ("firm_one_in", "csa_*"),
    ],
    "it stands in numerator and denominator": [("firm_one_in", "csa_fee")],
    "rows are counted, whatever they state": [
        ("demand_contracts*", "anthropic_*_contract"),
    ],
    "claims are counted by verdict, which a small move of most rows does not turn": [("claims_*", "*")],
    "it is read for its date or term": [
        ("demand_dated_*", "anthropic_broadcom_contract"),
    ],
    "a count or a rank does not depend on the amounts": [
        ("comp_contracts", "*_contract"),
        ("comp_rank", "*_contract"),
        ("comp_others_leaving", "*_contract"),
        ("comp_peers", "*_contract"),
    ],
    "a median and the ends of a range rest on some of the rows": [
        ("comp_peer_mw_year", "*_contract"),
        ("yard_power", "*_contract"),
        ("fee_to_power", "*_contract"),
    ],
    "a lease runs on the day or it does not": [
        ("sold_share_*", "csa_signed"),
        ("sold_share_*", "*_start"),
        ("sold_share_*", "*_end"),
        ("sold_share_*", "*_spacex_contract"),
    ],
    "energy is part of the published operating cost, whatever its share": [("owner_epoch_*", "epoch_tco_energy")],
    "a share of draws is counted": [("orbit_reach_*", "*"), ("orbit_parity_all_free", "*")],
    "what is free weighs nothing": [
        ("orbit_ratio_all_free", "*"),
        ("orbit_ratio_free_launch", "orbit_case_specific_power"),
        ("orbit_ratio_free_satellite", "orbit_case_operations"),
    ],
    "large counts are kept to two digits": [
        ("orbit_kept_*", "*"),
        ("orbit_curve_years", "*"),
        ("orbit_goal_multiple", "*"),
    ],
    "a life counts in whole years": [("orbit_*", "epoch_tco_it_life")],
    "a year counts whole": [("orbit_ratio_end", "orbit_path_horizon")],
    "it moves money between two parts of the same capital": [
        ("orbit_spacedc_again", "spacedc_ground_segment"),
        ("orbit_spacedc_again", "spacedc_orbit_launch"),
    ],
    "price per kilogram times kilograms is the launch bill that is printed": [
        ("orbit_spacedc_*", "spacedc_launch_price"),
    ],
    "satellites priced by computing power cost the same however large their array": [
        ("orbit_spacedc_prices", "array_degradation"),
        ("orbit_spacedc_prices", "sunlit_fraction_dawn_dusk"),
    ],
    "the floor of a price is not met in the draws that count": [("orbit_ratio_*", "orbit_path_launch_floor")],
    "the low end of the row is read, not its value": [("owner_margin_short_life", "ownership_it_life_range")],
}
VALUES = ("value", "claimed_value", "fee")
COUNTED = ("months", "days")
MOVES = (1.03, 0.97)
DAYS = 37  # enough to reach another month
HAIR = 1e-9
NOISE = 1e-12  # of a probability that is nothing


def moved(evidence, id):
    """Return the evidence with one row moved, or None where the row states neither a number nor a day."""
    table, at = evidence.places[id]
    row = evidence.tables[table][at]
    stated = row.get("text") or row.get("claimed_date") or ""
    if is_date(stated):
        return attempt(evidence, id, [(first_day(stated) + timedelta(days=days)).isoformat() for days in (DAYS, -DAYS)])
    value = next((row[name] for name in VALUES if row.get(name)), None)
    if value is None:
        return None
    number = float(value)
    steps = [number + 1, number - 1]  # what is counted moves by one
    # A share just below one can only fall.
    by_share = reversed(MOVES) if row.get("unit") == "fraction" else MOVES
    shares = [number * by if number else 0.01 for by in by_share]
    return attempt(evidence, id, [*steps, *shares] if row.get("unit") in COUNTED else [*shares, *steps])


def attempt(evidence, id, values):
    for value in values:
        try:
            return evidence.with_values(**{id: value})
        except EvidenceError:  # beyond what the row may hold: the other way, then
            continue
    return None


def explained(result, row):
    return any(fnmatch(result, results) and fnmatch(row, rows) for pairs in STILL.values() for results, rows in pairs)


def numbers(results):
    return {id: (result.value, result.low, result.high) for id, result in results.items()}


def differs(one, other):
    if one is None or isinstance(one, str) or isinstance(other, str):
        return one != other
    return abs(one - other) > 1e-9 * max(abs(one), abs(other))


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    """Take fewer draws in the chapter on orbit: what moves a result is the same."""
    monkeypatch.setattr(orbital_case, "DRAWS", 2**10)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_result_names_the_rows_that_move_it_and_no_others(chapter):
    compute = CHAPTERS[chapter]
    evidence = load()
    results = compute(evidence)
    base, said = numbers(results), {id: set(results[id].inputs) for id in results}
    unsaid, idle = [], {(id, row) for id, rows in said.items() for row in rows}
    for row in sorted(evidence.reads.all):
        changed = moved(evidence, row)
        if changed is None:
            idle -= {pair for pair in idle if pair[1] == row}
            continue
        now = numbers(compute(changed))
        for id in base:
            if any(map(differs, base[id], now[id])):
                idle.discard((id, row))
                if row not in said[id]:
                    unsaid.append((id, row))
    assert unsaid == [], "results that move with a row they did not read"
    assert sorted(pair for pair in idle if not explained(*pair)) == [], "rows that were read and move nothing"


@pytest.mark.parametrize("chapter", [*CHAPTERS, "actions"])
def test_no_result_stands_on_an_edge(chapter):
    """A row moved by a billionth, or an end of its range, moves no result by more than a millionth, nor its date."""
    compute = {**CHAPTERS, "actions": actions_results}[chapter]
    evidence = load()
    base = filled(compute(evidence))
    on_edges = []
    for row in sorted(evidence.reads.all):
        for cells in hairs(evidence.row(row)):
            now = filled(compute(with_cells(evidence, {row: cells})))
            on_edges += [(id, row, *cells) for id in base if any(map(jumps, base[id], now[id]))]
    assert on_edges == []


def test_no_result_stands_on_an_edge_that_is_reached_by_moving_all_rows(monkeypatch):
    """All rows moved at once, by chance up or down, then each the other way; for the exit game a row at a time takes minutes."""
    monkeypatch.setattr(integration, "DRAWS_LOG2", 6)
    monkeypatch.setattr(integration, "POINTS", 61)
    evidence = load()
    base = filled(every_result(evidence))
    on_edges = []
    for sign in (1, -1):
        rng = np.random.default_rng(1)
        cells = {id: hair_by_chance(evidence.row(id), rng, sign) for id in sorted(evidence.reads.all)}
        assert sum(map(bool, cells.values())) > 200
        now = filled(every_result(with_cells(evidence, cells)))
        on_edges += [id for id in base if any(map(jumps, base[id], now[id]))]
    assert on_edges == []


def every_result(evidence):
    computed = (*CHAPTERS.values(), actions_results, risk_results, summary_results)
    return {id: result for compute in computed for id, result in compute(evidence).items()}


def hairs(row):
    """Yield cells of a row moved by a hair: its value, the ends of its range apart, and these together where they can.

    An end that is the value goes with it, and away from it, never past it.
    """
    for low, value, high in columns(row):
        if row.get(value) and float(row[value]):
            same = [name for name in (low, value, high) if row.get(name) and float(row[name]) == float(row[value])]
            yield {name: float(row[name]) * (1 + HAIR) for name in same}
        apart, together = {}, {}
        for end, sign in ((low, -1), (high, 1)):
            if row.get(end) and float(row[end]):
                step = sign * HAIR * abs(float(row[end]))
                apart[end] = float(row[end]) + step
                if float(row.get(value) or "nan") != float(row[end]):
                    together[end] = float(row[end]) - step
        yield from filter(None, (apart, together))


def columns(row):
    """Return the columns of each number of a row: low end, value and high end, where there are such."""
    own = [names for names in BOUNDS if set(names) <= set(row)]
    return [*(own or [("", "value", "")]), FEE]


def hair_by_chance(row, rng, sign):
    """Return the numbers of a row, each moved by up to a hair; ends of a range move a little further apart."""
    cells = {}
    for low, value, high in columns(row):
        whole = sign * rng.uniform(-HAIR, HAIR)
        for name, outward in ((low, -1), (value, 0), (high, 1)):
            if row.get(name):
                number = float(row[name])
                cells[name] = number * (1 + whole) + outward * abs(number) * rng.uniform(0, HAIR)
    return cells


def with_cells(evidence, changes):
    """Return the evidence with other numbers in some cells, past what a reader may change."""
    facts, tables = dict(evidence.facts), dict(evidence.tables)
    for id, cells in changes.items():
        table, at = evidence.places[id]
        row = tables[table][at] | {name: repr(number) for name, number in cells.items()}
        tables[table] = [*tables[table][:at], row, *tables[table][at + 1 :]]
        if id in facts:
            facts[id] = (fact_of_row if table == "facts" else fact_of_claim)(row, evidence.sources)
    return replace(evidence, facts=facts, tables=tables)


def filled(results):
    """Return values with the ends of their ranges, the value standing in for one that is not given."""
    return {
        id: tuple(result.value if end is None else end for end in (result.value, result.low, result.high))
        for id, result in results.items()
    }


def jumps(one, other):
    if isinstance(one, str):
        return one != other
    return abs(one - other) > max(1e-6 * max(abs(one), abs(other)), NOISE)
