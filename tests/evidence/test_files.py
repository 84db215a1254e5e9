"""Faults of the files themselves: the tables as text, the descriptor, the bibliography, what lies beside them."""

import json

import pytest

FIRST = b"csa_fee,deal,"


def said(package):
    """Return file, row, column and the whole message of every problem."""
    return [(problem.file, problem.row, problem.column, str(problem)) for problem in package.problems()]


def edit(path, old, new):
    before = path.read_bytes()
    assert old in before
    path.write_bytes(before.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "row", "words"),
    [
        (FIRST, b'"csa_fee,deal,', 2, "each quotation mark closed"),
        (b",deal,", b',"de"al,', 2, "each quotation mark closed"),
        (FIRST, b"csa\xfffee,deal,", 2, "UTF-8 text"),
        (FIRST, b"deal,", 2, "16 cells"),
        (FIRST, b"csa_fee,,deal,", 2, "18 cells"),
        (FIRST, b"\ncsa_fee,deal,", 2, "0 cells"),
        (b"topic", b"topics", 1, "columns id, topic, subject"),
    ],
)
def test_a_table_that_is_none(package, old, new, row, words):
    edit(package.data / "facts.csv", old, new)
    (file, number, _, message), *others = said(package)
    assert not others
    assert (file, number) == ("data/facts.csv", row)
    assert words in message


@pytest.mark.parametrize(("kept", "cells"), [(0.04, "1 cells"), (0.12, "4 cells")])
def test_a_last_line_cut_off(package, kept, cells):
    table = package.data / "published_models.csv"
    lines = table.read_bytes().splitlines(keepends=True)
    table.write_bytes(b"".join(lines[:-1]) + lines[-1][: int(len(lines[-1]) * kept)])
    (file, number, _, message), *others = said(package)
    assert not others
    assert (file, number) == ("data/published_models.csv", len(lines))
    assert f"found {cells}; expected 14 cells" in message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"id,topic", b"\xef\xbb\xbfid,topic"),  # as Excel writes it
        (b"\n", b"\r\n"),
        (b"Full fee after the ramp", "A full fee 🙂 after the ramp".encode()),
    ],
)
def test_what_is_harmless_is_read(package, old, new):
    table = package.data / "facts.csv"
    table.write_bytes(table.read_bytes().replace(old, new))
    assert package.load().number("csa_fee", "USD/month") == 1.25e9


def test_a_table_without_a_final_newline_is_read(package):
    table = package.data / "claims.csv"
    table.write_bytes(table.read_bytes().rstrip(b"\n"))
    assert package.load()


def test_a_folder_of_a_program_beside_the_tables_is_passed_over(package):
    (package.data / ".ipynb_checkpoints").mkdir()
    (package.data / ".ipynb_checkpoints" / "facts-checkpoint.csv").write_text("id\n", encoding="utf-8")
    assert package.load()


def test_a_table_that_the_descriptor_does_not_know(package):
    (package.data / "rumours.csv").write_text("id\n", encoding="utf-8")
    ((file, *_, message),) = said(package)
    assert file == "data/rumours.csv"
    assert "an entry in datapackage.json" in message


def test_a_table_that_the_descriptor_leaves_out(package):
    path = package.data / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["resources"] = [resource for resource in descriptor["resources"] if resource["name"] != "glossary"]
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    assert {(file, column) for file, _, column, _ in said(package)} == {
        ("data/glossary.csv", ""),
        ("data/datapackage.json", "resources"),
    }


# Where in the descriptor, what is put there (None takes it away), and words of the message.
DESCRIPTIONS = [
    (["resources"], {"facts": {}}, "a list of tables"),
    (["resources"], [], "a list of tables"),
    (["resources", 0], "facts.csv", "a description of a table"),
    (["resources", 0, "path"], None, "resources, facts, path"),
    (["resources", 0, "path"], "../facts.csv", "the name of a CSV file"),
    (["resources", 0, "name"], None, "resources, number 1, name"),
    (["resources", 0, "schema"], None, "resources, facts, schema"),
    (["resources", 0, "schema", "fields"], "id", "a list of columns"),
    (["resources", 0, "schema", "fields", 0, "name"], None, "a name and a type"),
    (["resources", 0, "schema", "fields", 0, "type"], None, "a name and a type"),
    (["resources", 0, "schema", "fields", 0, "type"], "word", "in the table facts"),
    (["resources", 0, "schema", "fields", 0, "constraints", "pattern"], "[a-z", "a regular expression"),
    (["resources", 0, "schema", "fields", 0, "constraints"], "unique", "a regular expression"),
    (["resources", 0, "schema", "foreignKeys", 0, "fields"], ["nothing"], "does not match the fields"),
    (["resources", 0, "schema", "ascending"], [["low", "highest"]], "found 'highest'; expected a column"),
    (["resources", 0, "schema", "ascending"], "low", "lists of columns"),
    (["resources", 0, "schema", "ordered"], [["csa_signed"]], "lists of two ids or more"),
    (
        ["resources", 0, "schema", "ordered"],
        [["csa_signed", "csa_over"]],
        "found 'csa_over'; expected ids of rows with a date",
    ),
    (["resources", 0, "schema", "negative"], {"column": "metrics", "words": []}, "a column of the table"),
    (["resources", 0, "schema", "periods", "words"], ["monthly"], "units by 'words'"),
    (["resources", 0, "schema", "negative", "words"], [7], "a list of 'words'"),
    (["resources", 0, "schema", "foreignKeys"], 7, "a valid Table Schema"),
    (["resources", 0, "schema", "fields", 4, "constraints"], {"minimum": "low"}, "a valid Table Schema"),
    (["resources", 0, "schema", "fields", 9, "unit"], ["day"], "the name of a unit"),
    (["resources", 1, "schema", "uniqueKeys"], [[]], "lists of columns"),
    (["resources", 0, "schema", "fields", 9, "unit"], "day", "one of the units"),
    (["resources", 1, "name"], "facts", "no table series"),
    (["units"], None, "each other with dimension"),
    (["units"], {"a": 1}, "each other with dimension"),
    (["units", "USD/month", "dimension"], "money per time", "a dimension such as money/time"),
    (["units", "USD/month", "minimum"], 1e30, "a minimum not above the maximum"),
    (["units", "MW"], None, "MW"),
]


@pytest.mark.parametrize(("place", "value", "words"), DESCRIPTIONS)
def test_a_fault_in_the_descriptor(package, place, value, words):
    path = package.data / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    *above, last = place
    part = descriptor
    for key in above:
        part = part[key]
    if value is None:
        del part[last]
    else:
        part[last] = value
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    found = said(package)
    assert any(words in message for *_, message in found), found
    assert {file for file, *_ in found} <= {"data/datapackage.json", "data/facts.csv", "data/series.csv"}


@pytest.mark.parametrize(
    ("old", "new", "column", "words"),
    [
        (b"year = {2024},", b"year = {soon},", "year", "found 'soon'; expected a year in four digits"),
        (b"year = {2024},", b"year = soon,", "", "braces around the value"),
        (b"year = {2024},", b"year = {2124},", "year", "from 1600 to 2099"),
        (b"month = nov,", b"month = {Brumaire},", "month", "a month as jan"),
        (b"url = {https://a16z", b"url = {javascript:alert(1)//a16z", "url", "begins with https://"),
        (b"url = {https://a16z.com", b"url = {https://a16z .com", "url", "has no blanks"),
        (b"url = {https://a16z.com", b"url = {https://", "url", "an address"),
        (b"Guido Appenzeller", b"", "author", "a author for the source a16z_llmflation_2024"),
        (b"LLM inference cost", b"LLM \x07inference cost", "title", "U+0007"),
        (b"@misc{accountingweb_compass", b"@misc{a16z_llmflation_2024", "", "each key once"),
    ],
)
def test_a_fault_in_a_source(package, old, new, column, words):
    edit(package.bibliography, old, new)
    ((file, row, found, message),) = said(package)
    assert (file, found) == ("references.bib", column)
    assert row or words == "each key once"
    assert words in message


@pytest.mark.parametrize("text", ["", "\n", "% nothing\n"])
def test_an_empty_bibliography_is_one_problem(package, text):
    package.bibliography.write_text(text, encoding="utf-8")
    ((file, *_, message),) = said(package)
    assert file == "references.bib"
    assert "no entries" in message
