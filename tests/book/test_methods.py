"""The cards of the models: complete, true to the code's names, and linked with the chapters both ways."""

import importlib
import json
import pkgutil
import re

import pytest

import compute_deal.models
from compute_deal import paths
from compute_deal.book.prose import authored
from compute_deal.checks import CLOSED, PUBLISHED
from compute_deal.evidence import load
from compute_deal.validation.results import checks_by_chapter

PAGE = (paths.CHAPTERS / "methods.md").read_text(encoding="utf-8")
FIELDS = ["Purpose", "Inputs", "Equations", "Assumptions", "Limits", "Validation"]
CARDS = {
    name: body
    for name, body in re.findall(
        r"^\(method-([\w-]+)\)=\n(### .*?)(?=^\(method-|^## |\Z)", PAGE, re.MULTILINE | re.DOTALL
    )
}
# Cards whose methods Validation does not hold, and where they are checked.
ONLY_TESTS = {"integration": "weights and fees by hand", "verdict": "tests of the claims"}
IN_TESTS = "In the tests:"
# What the line on validation says, and what the checks of its methods must then hold.
PROMISES = {
    r"\bpublished\b|\bprinted\b|textbook|certified": lambda check: check.kind == PUBLISHED,
    r"\bby hand\b": lambda check: check.kind == CLOSED,
    "numerical integration": lambda check: "integration" in check.route,
    "discounting each": lambda check: "discounting each" in check.route,
    "backward induction": lambda check: "backward induction" in check.route,
    "simulated": lambda check: "simul" in check.what + check.route,
    "exact fractions": lambda check: "exact fractions" in check.route,
    "all orders": lambda check: "orders" in check.route,
    "for consistency": lambda check: check.kind == "consistency",
}
CODE = sorted(set(re.findall(r"`(compute_deal\.[\w.]+)`", PAGE)))
NOTEBOOKS = {
    path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(paths.CHAPTERS.glob("0*.ipynb"))
}
LINKS = {
    name: set(
        re.findall(r"<method-([\w-]+)>`", authored("".join("".join(cell["source"]) for cell in notebook["cells"])))
    )
    for name, notebook in NOTEBOOKS.items()
}


def modules():
    """Return the names of the modules of the models, packages left out."""
    found = pkgutil.walk_packages(compute_deal.models.__path__, "compute_deal.models.")
    return sorted(module.name for module in found if not module.ispkg)


def resolved(name):
    """Return what a dotted name stands for: a module, or something in one."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        module, _, attribute = name.rpartition(".")
        return getattr(importlib.import_module(module), attribute)


def test_every_card_on_the_page_is_found():
    assert len(CARDS) == PAGE.count("\n### ")
    assert len(CARDS) == PAGE.count("\n(method-")


def test_every_model_has_a_card():
    cards = "".join(CARDS.values())
    named = {module for module in modules() if f"`{module}." in cards or f"`{module}`" in cards}
    assert set(modules()) == named


@pytest.mark.parametrize("name", CODE)
def test_what_a_card_names_is_there(name):
    assert resolved(name) is not None


@pytest.mark.parametrize("card", CARDS)
def test_a_card_has_every_field_once_and_in_order(card):
    assert re.findall(r"^\*\*(\w+)\.\*\* \S", CARDS[card], re.MULTILINE) == FIELDS


@pytest.mark.parametrize("card", CARDS)
def test_a_card_has_a_formula(card):
    equations = CARDS[card].partition("**Equations.**")[2].partition("**Assumptions.**")[0]
    assert "```{math}" in equations


@pytest.mark.parametrize("card", CARDS)
def test_a_card_and_the_chapters_link_both_ways(card):
    head = CARDS[card].split("\n\n")[1]
    named = set(re.findall(r"\]\((\w+-\w+\.ipynb)\)", head))
    linked = {name for name, targets in LINKS.items() if card in targets}
    assert linked
    assert linked <= named


def test_no_chapter_links_to_a_card_that_is_not_there():
    assert {card for targets in LINKS.values() for card in targets} == set(CARDS)


@pytest.fixture(scope="module")
def checks():
    return [check for found in checks_by_chapter(load()).values() for check in found]


def validation_line(card):
    """Return what a card says of its checks, what Validation shows and what only tests do."""
    shown, _, tested = CARDS[card].partition("**Validation.** ")[2].split("\n")[0].partition(IN_TESTS)
    return shown, tested


def checks_of(card, checks):
    """Return the checks of the modules that a card names."""
    named = {name.removeprefix("compute_deal.models.") for name in re.findall(r"`(compute_deal\.[\w.]+)`", CARDS[card])}
    return [check for check in checks if any(f"{name}.".startswith(f"{check.method}.") for name in named)]


def broken_promises(line, checks):
    return [words for words, kept in PROMISES.items() if re.search(words, line) and not any(map(kept, checks))]


@pytest.mark.parametrize("card", CARDS)
def test_a_card_says_of_its_checks_what_validation_holds(card, checks):
    shown, tested = validation_line(card)
    mine = checks_of(card, checks)
    assert bool(mine) == ("](validation.ipynb) has" in shown) == (card not in ONLY_TESTS)
    assert mine or tested
    assert broken_promises(shown, mine) == []


def test_a_line_that_promises_too_much_is_seen(checks):
    mine = checks_of("growth", checks)
    assert [check.id for check in mine] == ["implied_growth", "required_growth"]
    assert broken_promises("One case by hand.", mine) == []
    assert (
        len(broken_promises("By hand: a case by hand, printed tables, numerical integration, simulated ones.", mine))
        == 3
    )
