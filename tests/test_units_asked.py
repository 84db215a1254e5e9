"""A computation that asks for a number says the unit it expects, so that another unit is refused with its row."""

import ast
import inspect
import json

from compute_deal import paths
from compute_deal.chapters.actions.case import LockCase
from compute_deal.chapters.actions.results import add_break_evens, add_developer_changes, add_high_use, add_market
from compute_deal.chapters.claims.results import add_ratios
from compute_deal.chapters.deal.results import deal_results
from compute_deal.chapters.demand.results import demand_results
from compute_deal.chapters.market.results import market_results
from compute_deal.chapters.orbital import case as orbital_case
from compute_deal.chapters.orbital.results import orbital_results
from compute_deal.chapters.risks import integration
from compute_deal.chapters.risks.results import risk_results
from compute_deal.evidence import Evidence, load
from compute_deal.inputs import published
from compute_deal.results import Results
from compute_deal.summary.results import summary_results

PACKAGE = paths.ROOT / "src" / "compute_deal"
METHODS = ("number", "bounds", "ends", "stated")
FUNCTIONS = ("published_value", "published_range")
OF_A_ROW = ("value", "low", "high", "range")
# Tables of which some rows state their numbers in a unit of their own; those of the others have the column's.
OWN_UNITS = ("facts", "series", "events", "precedents", "published_models")


def calls():
    """Yield place and arguments, the evidence left out, of each call that asks for the numbers of a row."""
    for place, node in nodes():
        if isinstance(node, ast.Call):
            asked = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if asked in METHODS or asked in FUNCTIONS:
                yield f"{place}, line {node.lineno}", node.args[asked in FUNCTIONS :]


def nodes():
    """Yield each node of each module, and of each cell of a notebook, that computes with the evidence, with its place."""
    for folder in ("inputs", "chapters", "summary", "validation"):
        for file in sorted((PACKAGE / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                yield str(file.relative_to(PACKAGE)), node
    for file in paths.notebooks():
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                for node in ast.walk(ast.parse("".join(cell["source"]))):
                    yield f"{file.name}, {cell['id']}", node


def test_the_unit_cannot_be_left_out():
    for name in METHODS:
        assert inspect.signature(getattr(Evidence, name)).parameters["unit"].default is inspect.Parameter.empty
    for name in FUNCTIONS:
        assert inspect.signature(getattr(published, name)).parameters["unit"].default is inspect.Parameter.empty


def test_no_call_leaves_it_out_and_none_is_handed_on():
    """A reader such as `bounds(evidence)` of an input is none of these; a `map` over one would ask without a unit."""
    left_out = [
        place
        for place, arguments in calls()
        if len(arguments) < 2
        and not any(isinstance(each, ast.Starred) or getattr(each, "id", "") == "evidence" for each in arguments)
    ]
    assert left_out == []
    handed_on = [
        f"{place}, line {node.lineno}"
        for place, node in nodes()
        if isinstance(node, ast.Call)
        for each in (*node.args, *(keyword.value for keyword in node.keywords))
        if getattr(each, "attr", "") in METHODS
        or getattr(each, "id", "") in (FUNCTIONS if getattr(node.func, "id", "") != "map" else ("number", *FUNCTIONS))
    ]
    assert handed_on == []


def test_a_row_that_is_named_is_asked_for_in_its_unit():
    units = {row["id"]: row["unit"] for rows in load().tables.values() for row in rows if {"id", "unit"} <= set(row)}
    said = [
        (place, [argument.value for argument in arguments])
        for place, arguments in calls()
        if arguments and all(isinstance(argument, ast.Constant) for argument in arguments)
    ]
    assert len(said) > 130
    assert [(place, *found) for place, found in said if len(found) != 2 or units[found[0]] != found[1]] == []


def test_no_number_is_read_past_its_unit():
    past = [
        f"{place}, line {node.lineno}"
        for place, node in nodes()
        if isinstance(node, ast.Attribute) and node.attr in OF_A_ROW and isinstance(node.value, ast.Subscript)
        if getattr(node.value.value, "attr", getattr(node.value.value, "id", "")) == "evidence"
    ]
    assert past == []


def test_every_number_that_a_result_rests_on_was_asked_for_in_a_unit(monkeypatch):
    asked, check = set(), Evidence._check_unit
    monkeypatch.setattr(Evidence, "_check_unit", lambda self, id, *units: (asked.add(id), check(self, id, *units)))
    for module, few, count in (
        (orbital_case, "DRAWS", 2**8),
        (integration, "DRAWS_LOG2", 3),
        (integration, "POINTS", 41),
    ):
        monkeypatch.setattr(module, few, count)
    evidence = load()
    computed = (deal_results, demand_results, market_results, orbital_results, risk_results, summary_results)
    for compute in computed:
        compute(evidence)
    results = Results(evidence)
    for add in (add_market, add_break_evens, add_high_use):
        add(results, LockCase(evidence))
    # What compares expressions, as claims and signposts do, is held to its unit when the evidence is read.
    for add in (add_developer_changes, add_ratios):
        add(results)
    rows = {id: evidence.row(id) for id in evidence.reads.all if evidence.places[id][0] in OWN_UNITS}
    assert len(asked) > 200
    assert {id for id, row in rows.items() if row["unit"] not in ("", "date", "text")} - asked == set()
