"""Who runs a notebook in Jupyter sees values in its tables, its captions, and what an assumption moved."""

import json
from types import SimpleNamespace

import altair as alt
import pytest

from compute_deal import notebook, paths
from compute_deal.book import live
from compute_deal.book.live import View
from compute_deal.book.prose import Reader
from compute_deal.book.readable import CAPTION, LIVE, PAGE, TABLE, bare_outputs, stale
from compute_deal.book.registry import Registry
from compute_deal.chapters.deal.results import deal_results
from compute_deal.charts.formulas import slider
from compute_deal.charts.tables import Table
from compute_deal.charts.theme import outputs
from compute_deal.evidence import load
from compute_deal.results import publish

DEAL = paths.CHAPTERS / "01-deal.ipynb"
CELLS = [cell for cell in json.loads(DEAL.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]


@pytest.fixture
def shown(monkeypatch):
    """What is published beside the outputs."""
    found = []
    monkeypatch.setattr(live, "publish_display_data", lambda data, metadata: found.append((data, metadata)))
    return found


def run(monkeypatch, changes, cell, path=DEAL):
    """Return the view of a reader who has run the first cells of the notebook and is at one of them."""
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    evidence = notebook.assume(changes)
    names = {"changes": changes, "evidence": evidence, "results": deal_results(evidence)}
    shell = SimpleNamespace(user_ns=names, get_parent=lambda: {"metadata": {"cellId": cell["id"]}})
    return View(shell)


def cell_with(text):
    return next(cell for cell in CELLS if any(text in str(output) for output in cell["outputs"]))


def table_of(cell):
    """Return the table of a cell as if it were made again."""
    made = next("".join(output["data"][TABLE]) for output in cell["outputs"] if PAGE in output["data"])
    return SimpleNamespace(markdown=lambda: made), next(
        "".join(output["data"][PAGE]) for output in cell["outputs"] if PAGE in output["data"]
    )


def test_a_table_shows_values_as_stored_and_others_under_an_assumption(monkeypatch):
    table, stored = table_of(cell_with("tab-readings"))
    assert run(monkeypatch, "", cell_with("tab-readings")).table(table) == stored
    moved = run(monkeypatch, "csa_fee=1.0e9", cell_with("tab-readings")).table(table)
    assert "$</span>2.52 billion" in moved
    assert "{n}" not in moved
    assert "Table 1.1" in moved


def test_a_downloaded_notebook_shows_its_tables_where_only_the_package_is(monkeypatch, tmp_path):
    copy = tmp_path / "a.ipynb"
    copy.write_bytes(DEAL.read_bytes())
    view = run(monkeypatch, "", cell_with("tab-worth"), copy)
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    table, stored = table_of(cell_with("tab-worth"))
    assert view.table(table) == stored
    view.shell.user_ns["changes"] = "csa_fee=1.0e9"
    assert view.table(table).startswith("<table>\n<caption>Table 1.2: What")
    assert view.labels["fig-firm"] == "Fig. 1.1"
    assert "contract_worth" not in view.known.results
    assert view.known.results["headline_value"]["unit"] == "USD"


def test_a_caption_stands_below_its_figure_and_is_left_out_of_comparisons(monkeypatch, shown):
    cell = cell_with("Fig. 1.2")
    run(monkeypatch, "", cell).after(SimpleNamespace(success=True, result="a chart"))
    ((data, metadata),) = shown
    assert data[TABLE].startswith("**Fig. 1.2: ")
    assert metadata == CAPTION
    assert bare_outputs([{"output_type": "display_data", "data": data, "metadata": metadata}]) == []


def test_a_reader_is_told_what_is_assumed_once_and_what_moved_at_the_end(monkeypatch, shown):
    view = run(monkeypatch, "csa_fee=1.0e9", CELLS[-1])
    view.after(SimpleNamespace(success=True, result=None))
    view.after(SimpleNamespace(success=True, result=None))
    names = view.shell.user_ns
    view.after(SimpleNamespace(success=True, result=publish(names["evidence"], **names["results"])))
    told, moved = [data[TABLE] for data, _ in shown]
    assert "csa" in told
    assert r"| Headline value, to May 2029 | \$45.27 billion | \$36.52 billion |" in moved


def test_nothing_is_added_where_nothing_is_assumed_or_the_cell_failed(monkeypatch, shown):
    view = run(monkeypatch, "", CELLS[-1])
    names = view.shell.user_ns
    view.after(SimpleNamespace(success=True, result=publish(names["evidence"], **names["results"])))
    view.after(SimpleNamespace(success=False, result=None))
    assert shown == []


def test_a_chart_is_drawn_with_its_sliders_and_is_saved_as_the_project_stores_it():
    chart = alt.Chart(alt.Data(values=[{"x": 1}])).mark_point().encode(x="x:Q").properties(description="A point")
    chart = chart.add_params(slider("set_x", "x", 1, 0, 2, 1))
    bundle = live.drawn(chart.to_dict())
    assert bundle[LIVE]["params"][0]["bind"]["input"] == "range"
    assert bundle[LIVE]["config"]["font"].endswith("sans-serif")
    saved = {"output_type": "display_data", "metadata": {}, "data": bundle}
    assert bare_outputs([saved])[0]["data"] == outputs(chart.to_dict())
    cell = {"cell_type": "code", "metadata": {}, "outputs": [saved]}
    assert list(stale({"cells": [cell]}, Reader(Registry(load(), {}, {})))) == []


@pytest.fixture
def own_renderer():
    """Restores the renderer of charts."""
    with alt.renderers.enable(alt.renderers.active):
        yield


@pytest.mark.usefixtures("own_renderer")
def test_the_extension_listens_for_tables_and_cells():
    shell = SimpleNamespace(loaded=[])
    shell.display_formatter = SimpleNamespace(
        formatters={PAGE: SimpleNamespace(for_type=lambda *pair: shell.loaded.append(pair[0]))}
    )
    shell.events = SimpleNamespace(register=lambda name, _: shell.loaded.append(name))
    live.load_ipython_extension(shell)
    assert shell.loaded == [Table, "post_run_cell"]
