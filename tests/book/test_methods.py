"""The cards of the models: complete, true to the code's names, and linked with the chapters both ways."""

import importlib
import json
import pkgutil
import re

import pytest

import compute_deal.models
from compute_deal import paths

PAGE = (paths.CHAPTERS / "methods.md").read_text(encoding="utf-8")
FIELDS = ["Purpose", "Inputs", "Equations", "Assumptions", "Limits", "Validation"]
CARDS = {
    name: body
    for name, body in re.findall(
        r"^\(method-([\w-]+)\)=\n(### .*?)(?=^\(method-|^## |\Z)", PAGE, re.MULTILINE | re.DOTALL
    )
}
# Modules that compute nothing of their own.
UNNAMED = {"compute_deal.models.orbital.checks": "refuses bad input for the orbital models"}
CODE = sorted(set(re.findall(r"`(compute_deal\.[\w.]+)`", PAGE)))
NOTEBOOKS = {
    path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(paths.CHAPTERS.glob("0*.ipynb"))
}
LINKS = {
    name: set(re.findall(r"<method-([\w-]+)>`", "".join("".join(cell["source"]) for cell in notebook["cells"])))
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
    assert set(modules()) - named == set(UNNAMED)


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
