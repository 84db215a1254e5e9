"""What is compared by meaning: everything that a reader would see is refused by name, noise is not."""

import copy
import functools
import json
import math
import re
import shutil
import subprocess
import sys

import nbformat
import pytest

from compute_deal import paths
from compute_deal.book.agreement import texts
from compute_deal.book.compare import differences
from compute_deal.charts.palette import MIME as CHART
from compute_deal.results import MIME as RESULTS
from compute_deal.results import Result

PICTURE, TABLE, TEXT = "image/svg+xml", "text/markdown", "text/plain"
CELLS = [
    cell
    for path in paths.notebooks()
    for cell in nbformat.read(path, as_version=4).cells
    if cell.cell_type == "code" and cell.outputs
]


def cell_with(kind):
    """A copy of the first stored cell with an output of a kind, and the data of that output."""
    cell = copy.deepcopy(next(cell for cell in CELLS if kind in cell.outputs[0].get("data", {})))
    return cell, cell.outputs[0].data


def changed(kind, change):
    """What is said when the stored output of a kind is changed."""
    cell, data = cell_with(kind)
    stored = copy.deepcopy(cell.outputs)
    change(data)
    assert cell.outputs != stored
    return "\n".join(differences(stored, cell.outputs, cell.metadata))


def moved(node, factor):
    """JSON with every decimal number moved by a factor."""
    if isinstance(node, dict):
        return {key: moved(value, factor) for key, value in node.items()}
    if isinstance(node, list):
        return [moved(value, factor) for value in node]
    return node * factor if isinstance(node, float) else node


def results_output(**records):
    data = {RESULTS: {"results": records, "evidence": []}, TEXT: ""}
    return [{"output_type": "execute_result", "metadata": {}, "data": data}]


def test_noise_in_the_last_digits_is_accepted():
    numbers = 0
    for cell in CELLS:
        fresh = copy.deepcopy(cell.outputs)
        for output in fresh:
            for kind in {RESULTS, CHART} & output.get("data", {}).keys():
                output.data[kind] = moved(output.data[kind], 1 + 1e-9)
                numbers += output.data[kind] != cell.outputs[0].data[kind]
        assert differences(cell.outputs, fresh, cell.metadata) == []
    assert numbers > 20


def test_a_number_in_text_is_compared_as_a_number_and_the_words_around_it_exactly():
    stored = [{"output_type": "stream", "name": "stdout", "text": "half life = 3.7045226 years"}]
    other = functools.partial(re.sub, string=stored[0]["text"])
    assert differences(stored, [stored[0] | {"text": other("3.7045226", "3.7045227")}], {}) == []
    for pattern, new in (("3.7045226", "3.7046"), ("years", "days"), (" = ", " is "), ("3.7045226", "")):
        assert differences(stored, [stored[0] | {"text": other(pattern, new)}], {})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("$5.3", "$5.30"),
        ("85%", "85.0%"),
        ("1000 GPUs", "1,000 GPUs"),
        ("1000.25", "1,000.2500001"),
        ("5 points", "+5 points"),
        ("0.0", "-0.0"),
        ("−5", "-5"),
        ("1e3", "1000.0"),
        ("05", "5"),
    ],
)
def test_a_number_written_in_another_form_is_refused(old, new):
    for stored, fresh in ((old, new), (new, old)):
        (found,) = texts("text", f"it is {stored} now", f"it is {fresh} now")
        assert "now" in str(found)
    assert list(texts("text", f"it is {old} now", f"it is {old} now")) == []


@pytest.mark.parametrize("new", [0.50, 0.4309126, -0.4309082, 0.0, math.nan])
def test_a_result_that_moved_is_refused_with_both_values_and_the_tolerance(new):
    old = Result(0.4309082, "fraction", "Share of paths in which the provider leaves").record()
    (told,) = differences(results_output(leaves=old), results_output(leaves=old | {"value": new}), {})
    assert told.startswith(f"result leaves, value: stored 0.4309082, now {new} (numbers may differ by ")


def test_every_result_is_refused_by_name_where_it_moved_by_a_tenth_of_its_last_shown_digit():
    cells = [cell for cell in CELLS if RESULTS in cell.outputs[0].get("data", {})]
    assert len(cells) == len(paths.notebooks())
    for cell in cells:
        records = cell.outputs[0].data[RESULTS]["results"]
        for id, record in records.items():
            for key in ("value", "low", "high"):
                if isinstance(record[key], float) and record[key]:
                    new = record | {key: record[key] * (1 + 1.1 * 10 ** -(record["digits"] + 1))}
                    told = differences(results_output(**{id: record}), results_output(**{id: new}), {})
                    assert [line.partition(":")[0] for line in told] == [f"result {id}, {key}"]


@pytest.mark.parametrize(
    ("key", "new"), [("unit", "USD/year"), ("label", "Another label"), ("inputs", ["csa_term"]), ("digits", 4)]
)
def test_what_is_said_about_a_result_is_exact(key, new):
    old = Result(1.25e9, "USD/month", "The fee", inputs=["csa_fee"]).record()
    (told,) = differences(results_output(fee=old), results_output(fee=old | {key: new}), {})
    assert told == f"result fee, {key}: stored {old[key]}, now {new}"


def test_a_result_too_many_or_too_few_and_a_row_no_longer_read_are_named():
    fee = Result(1.25e9, "USD/month", "The fee").record()
    assert differences(results_output(fee=fee, twice=fee), results_output(fee=fee), {}) == [
        "result twice: stored 1250000000.0 USD/month, now no such result"
    ]
    assert "result twice: stored no such result" in differences(results_output(), results_output(twice=fee), {})[0]
    told = changed(RESULTS, lambda data: data[RESULTS]["evidence"].remove("csa_fee"))
    assert told == "row csa_fee of the evidence: stored read, now not read"


def test_a_changed_datum_of_a_chart_is_named_with_its_path():
    def change(data):
        rows = max(data[CHART]["datasets"].values(), key=len)
        key = next(key for key, value in rows[0].items() if isinstance(value, float | int | str))
        rows[1][key] = 1e6

    assert re.match(
        r"figure fig-[\w-]+\.[\w.\[\]]*data\.values\[1\]\.\w+: stored .*, now 1000000.0", changed(CHART, change)
    )


def test_charts_whose_data_differ_by_noise_agree_although_their_names_are_hashes():
    cell, data = cell_with(CHART)
    stored = copy.deepcopy(cell.outputs)
    text = json.dumps(data[CHART])
    for at, name in enumerate(set(re.findall(r"data-[0-9a-f]{32}", text))):
        text = text.replace(name, f"data-{at:032x}")
    data[CHART] = json.loads(text)
    assert data[CHART] != stored[0].data[CHART]
    assert differences(stored, cell.outputs, cell.metadata) == []


@pytest.mark.parametrize(
    ("old", "new"), [('"field": "', '"field": "other_'), ("#3b7dc4", "#3b7dc5"), ('"width": 640', '"width": 641')]
)
def test_a_chart_drawn_in_another_way_is_refused(old, new):
    def change(data):
        data[CHART] = json.loads(json.dumps(data[CHART]).replace(old, new, 1))

    assert changed(CHART, change).startswith("figure fig-")


def test_a_picture_may_be_a_pixel_wider_and_nothing_else():
    def replaced(pattern, new):
        def change(data):
            data[PICTURE] = re.sub(pattern, new, data[PICTURE], count=1)

        return changed(PICTURE, change)

    _, data = cell_with(PICTURE)
    width = int(re.search(r' width="(\d+)"', data[PICTURE])[1])
    assert replaced(f'width="{width}"', f'width="{width + 1}"') == ""
    assert f"stored '{width}', now '{width + 9}'" in replaced(f'width="{width}"', f'width="{width + 9}"')
    assert "fill" in replaced('fill="#[0-9a-f]{6}"', 'fill="#000000"')
    assert "picture, svg" in replaced("</svg>", "<g/></svg>")
    assert "text" in replaced("</text>", " more</text>")


def test_a_changed_word_in_a_table_is_told_with_the_table_and_what_stands_around():
    told = changed(TABLE, lambda data: data.update({TABLE: data[TABLE].replace("| :--- |", "| Word | :--- |", 1)}))
    assert re.match(r"table tab-[\w-]+, text/markdown: stored '", told)
    assert "Word" in told


def test_an_output_too_many_too_few_or_of_another_kind_is_refused():
    cell, _ = cell_with(PICTURE)
    stored = cell.outputs
    assert differences(stored, [], {}) == ["stored 1 outputs, now 0"]
    assert differences(stored, [*stored, *stored], {}) == ["stored 1 outputs, now 2"]
    bare = copy.deepcopy(stored)
    del bare[0].data[PICTURE]
    assert "media types of the output" in differences(stored, bare, {})[0]
    assert "media types of the output" in differences(bare, stored, {})[0]
    stream = [{"output_type": "stream", "name": "stderr", "text": "a warning"}]
    assert "kind of output" in differences(stored, stream, {})[0]


def test_nbval_names_each_change_in_a_chapter_and_says_what_to_do(tmp_path):
    path = tmp_path / "01-deal.ipynb"
    shutil.copy(paths.CHAPTERS / "01-deal.ipynb", path)
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    at = {
        kind: next(n for n, cell in enumerate(code) if cell.outputs and kind in cell.outputs[0].data)
        for kind in (CHART, TABLE)
    }
    word, datum = code[at[TABLE]].outputs[0].data, code[at[CHART]].outputs[0].data[CHART]
    word[TABLE] = word[TABLE].replace("| :--- |", "| Word | :--- |", 1)
    rows = max(datum["datasets"].values(), key=len)
    rows[0][min(rows[0])] = 7.5
    records = code[-1].outputs[0].data[RESULTS]["results"]
    fact, label = list(records)[:2]
    records[fact]["value"] = 7.5
    records[label]["label"] = "Another label"
    nbformat.write(notebook, path)
    command = [sys.executable, "-m", "pytest", "-q", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider"]
    command += ["-p", "compute_deal.book.compare", "-c", "/dev/null", path]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "3 failed" in refused.stdout
    for told in (
        rf"figure fig-[\w-]+\.\S*data\.values\[0\]\.{min(rows[0])}: stored 7\.5, now ",
        r"table tab-[\w-]+, text/markdown: stored '.*Word",
        rf"result {fact}, value: stored 7\.5, now .*numbers may differ by",
        rf"result {label}, label: stored Another label, now ",
        rf"not what the notebooks now give: .*Cell {at[CHART]}, .*make notebooks",
    ):
        assert re.search(told, refused.stdout), told
