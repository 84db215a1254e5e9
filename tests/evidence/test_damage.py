"""Damage done to each table is refused, with file, row and column."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compute_deal import paths
from compute_deal.evidence import EvidenceError

RESOURCES = json.loads(paths.DESCRIPTOR.read_text(encoding="utf-8"))["resources"]
FIELDS = {resource["name"]: [field["name"] for field in resource["schema"]["fields"]] for resource in RESOURCES}
TABLES = list(FIELDS)


def having(*columns):
    return [name for name, fields in FIELDS.items() if set(columns) <= set(fields)]


def place(problem):
    return problem.file, problem.row, problem.column


def damage(package, tables, number, **cells):
    """Put the same cells into a row of each table; return the problems of those cells by file, row and column."""
    for table in tables:
        package.change(table, number, **cells)
    found = {}
    for problem in package.problems():
        found.setdefault(place(problem), []).append(problem)
    meant = {(f"data/{table}.csv", number, column) for table in tables for column in cells}
    assert meant <= set(found)
    return [problem for at in meant for problem in found[at]]


def test_a_missing_key(package):
    assert damage(package, having("id"), 3, id="")


def test_a_wrong_unit(package):
    for problem in damage(package, having("unit"), 3, unit="dollars"):
        assert "'dollars'" in problem.found
        assert "USD" in problem.expected


def test_a_broken_date(package):
    assert damage(package, having("as_of"), 2, as_of="20 May 2026")


def test_another_broken_date(package):
    assert damage(package, having("date"), 2, date="soon")


def test_an_id_used_twice(package):
    for table in having("id"):
        rows = package.rows(table)
        rows[2] |= {"id": rows[0]["id"]}
        package.write(table, rows)
    found = {(problem.file, problem.row) for problem in package.problems()}
    assert {(f"data/{table}.csv", 4) for table in having("id")} <= found


def test_an_id_used_in_two_tables(package):
    taken = package.rows("facts")[0]["id"]
    package.change("events", 2, id=taken)
    assert ("data/events.csv", 2, "id") in map(place, package.problems())


def test_low_above_high(package):
    meant = set()
    for table in having("low", "value", "high"):
        at = next(at for at, row in enumerate(package.rows(table)) if row["value"])
        package.change(table, at + 2, low="2", value="1.5", high="1", unit="USD/GPU-hour")
        meant.add((f"data/{table}.csv", at + 2, "low"))
    assert len(meant) == 4
    assert meant <= set(map(place, package.problems()))


def test_an_unknown_source(package):
    tables = [table for table in having("source") if table != "claims"]  # of claims, another test
    for problem in damage(package, tables, 2, source="hearsay_2026"):
        assert "hearsay_2026" in problem.found


def test_a_claim_of_an_unknown_article(package):
    assert damage(package, ["claims"], 2, source="hearsay_2026")


def test_a_source_without_rows(package):
    text = "\n@misc{nobody_2026,\n author = {{Nobody}},\n title = {{Nothing}},\n year = {2026},\n}\n"
    package.bibliography.write_text(package.bibliography.read_text(encoding="utf-8") + text, encoding="utf-8")
    assert any("nobody_2026" in problem.found for problem in package.problems())


def test_a_source_without_a_title(package):
    text = package.bibliography.read_text(encoding="utf-8")
    package.bibliography.write_text(text.replace("  title = ", "  subtitle = ", 1), encoding="utf-8")
    found = package.problems()
    assert [problem.column for problem in found] == ["title"]
    assert found[0].row > 0


def test_a_missing_table(package):
    for table in TABLES:
        (package.data / f"{table}.csv").unlink()
    found = {(problem.file, problem.found) for problem in package.problems()}
    assert {(f"data/{table}.csv", "no file") for table in TABLES} == found


def test_a_missing_column(package):
    for table in TABLES:
        package.write(table, [dict(list(row.items())[1:]) for row in package.rows(table)])
    found = {(problem.file, problem.row) for problem in package.problems()}
    assert {(f"data/{table}.csv", 1) for table in TABLES} == found


def test_all_problems_come_in_one_report(package):
    package.change("facts", 2, unit="dollars")
    package.change("facts", 5, as_of="yesterday")
    package.change("series", 3, unit="roubles")
    assert {
        ("data/facts.csv", 2, "unit"),
        ("data/facts.csv", 5, "as_of"),
        ("data/series.csv", 3, "unit"),
    } <= set(map(place, package.problems()))


def test_rows_that_supersede_each_other_in_a_circle(package):
    first, second = (row["id"] for row in package.rows("facts")[:2])
    package.change("facts", 2, superseded_by=second)
    package.change("facts", 3, superseded_by=first)
    assert ("data/facts.csv", 2, "superseded_by") in map(place, package.problems())


def test_a_new_fact_needs_no_more_than_its_row(package):
    row = package.rows("facts")[0] | {"id": "a_new_fact", "metric": "power", "value": "7", "unit": "MW"}
    package.write("facts", [*package.rows("facts"), row])
    assert package.load().number("a_new_fact", "MW") == 7


@pytest.mark.parametrize("text", ["", "{", "[]", '{"resources": []}'])
def test_a_broken_descriptor(package, text):
    (package.data / "datapackage.json").write_text(text, encoding="utf-8")
    assert {problem.file for problem in package.problems()} == {"data/datapackage.json"}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["facts", "events", "references"]), st.one_of(st.text(max_size=300), st.binary(max_size=300)))
def test_arbitrary_content_never_ends_in_another_error(package, table, content):
    path = package.bibliography if table == "references" else package.data / f"{table}.csv"
    before = path.read_bytes()
    path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    try:
        with pytest.raises(EvidenceError):
            package.load()
    finally:
        path.write_bytes(before)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(FIELDS["facts"]),
    st.integers(2, 50),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)
def test_arbitrary_text_in_a_cell_is_taken_or_refused_in_words(package, column, number, text):
    before = (package.data / "facts.csv").read_bytes()
    package.change("facts", number, **{column: text})
    try:
        package.load()
    except EvidenceError as error:
        # the row itself, or a row that rests on it and is left without its number
        assert re.search(r"data/\w+\.csv, row \d+|references\.bib", str(error))
    finally:
        (package.data / "facts.csv").write_bytes(before)
