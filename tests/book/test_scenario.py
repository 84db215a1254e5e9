"""The report under other assumptions: in a folder of its own, named for what is changed, marked with it."""

import nbformat
import pytest
import yaml

from compute_deal import paths
from compute_deal.book import scenario
from compute_deal.book.notebooks import refresh, rerun
from compute_deal.book.scenario import stage
from compute_deal.evidence import load
from compute_deal.evidence.changes import parse_changes


@pytest.mark.parametrize("row", load().tables["scenarios"], ids=lambda row: row["scenario"])
def test_each_scenario_that_ships_can_be_assumed(row):
    changes = parse_changes(row["changes"])
    other = load().with_values(**changes)
    rows = {row["id"]: row for table in other.tables.values() for row in table if "id" in row}
    assert {id: float(rows[id]["value"]) for id in changes} == changes
    assert (row["scenario"] == "base") == (not changes)


def test_a_chapter_under_another_assumption_leaves_the_stored_one_as_it_is(tmp_path):
    before = (paths.CHAPTERS / "01-deal.ipynb").read_bytes()
    stage(tmp_path, settings={"assumed": "csa_fee=1.0e9", "html_theme_options": {"announcement": "Assumed"}})
    chapter = tmp_path / "chapters" / "01-deal.ipynb"
    assert list(rerun([chapter], "csa_fee=1.0e9")) == []
    list(refresh([chapter], tmp_path, "csa_fee=1.0e9"))
    made = nbformat.read(chapter, as_version=4)
    assert r"pays SpaceX [\$1 billion a month](#n:csa_fee)" in made.cells[0].source
    assert made.cells[1].source == 'changes = "csa_fee=1.0e9"'
    assert (paths.CHAPTERS / "01-deal.ipynb").read_bytes() == before
    config = yaml.safe_load((tmp_path / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]
    assert config["html_theme_options"] | {"announcement": "Assumed"} == config["html_theme_options"]
    assert config["assumed"] == "csa_fee=1.0e9"


def test_what_has_not_changed_is_not_written_again(tmp_path):
    assert len(stage(tmp_path)) > 10
    before = {
        path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file() and "src" not in path.parts
    }
    assert stage(tmp_path) == []
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_the_words_say_what_is_assumed_and_what_the_report_goes_by():
    told = scenario.shown_changes("csa_fee=1.0e9 csa_end=2028-05")
    assert "$1 billion a month instead of $1.25 billion a month" in told
    assert "May 2028 instead of May 2029" in told
    assert "/" not in scenario.folder_name("a=1/2")


def test_a_scenario_says_in_words_what_it_moves():
    for name in ("cools", "tight"):
        told = scenario.shown_changes(scenario.named_changes(name))
        assert "Silicon Data, H100 forward curve, H100, one year, $" in told
        assert "_" not in told
