"""A computation that asks for a fact by name says the unit it expects, so that another unit is refused with its row."""

import ast

from compute_deal import paths
from compute_deal.evidence import load

PACKAGE = paths.ROOT / "src" / "compute_deal"
WORDS = ("date", "text")  # rows without a number


def asked():
    """Yield file, line and arguments of each call that asks the evidence for the number of a named row."""
    for folder in ("inputs", "chapters", "summary"):
        for file in sorted((PACKAGE / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and name(node.func) in ("number", "bounds") and literal(node.args[:1]):
                    yield f"{file.relative_to(PACKAGE)}, line {node.lineno}", [ast.literal_eval(a) for a in node.args]


def literal(arguments):
    return [argument for argument in arguments if isinstance(argument, ast.Constant)]


def name(function):
    return getattr(function, "attr", getattr(function, "id", ""))


def test_every_number_asked_for_by_name_is_asked_for_in_its_unit():
    calls = dict(asked())
    assert len(calls) > 80
    facts = load().facts
    assert {place: said for place, said in calls.items() if len(said) != 2} == {}
    assert {place: said for place, said in calls.items() if facts[said[0]].unit != said[1]} == {}
