"""Charts in the book: live on the site, a picture on paper, the data behind each for everyone."""

import csv
import html
import io
import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

import vl_convert
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from compute_deal import paths
from compute_deal.charts.theme import MIME

PAGES = ("html", "singlehtml")
SCRIPT = f"vega-{version('vl-convert-python')}.js"
UNITS = {"usd_bn": "USD billion", "bn": "USD billion", "usd_m": "USD million", "usd": "USD", "mw": "MW", "kw": "kW"}
SPELT = {"p5": "5th percentile", "p50": "median", "p95": "95th percentile"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
ASSETS = Path(__file__).parent / "assets"


class VegaLite:
    """Plugin of myst-nb: put a chart's spec, and its data as a table, on web pages."""

    mime_priority_overrides: ClassVar = [(page, MIME, 1) for page in PAGES]

    @staticmethod
    def handle_mime(renderer, data, inline) -> list[nodes.Node] | None:
        """Return the nodes of a chart, or None where the output is not one."""
        if data.mime_type != MIME:
            return None
        renderer.add_js_file("vega", SCRIPT, {"loading_method": "defer"})
        # no tag, and no comment, can start in it: either could end the script or hide its end
        spec = json.dumps(data.content, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
        name = data.cell_metadata.get("mystnb", {}).get("figure", {}).get("name", "figure")
        text = f'<script type="application/json" class="vega-lite">{spec}</script>{data_behind(data.content, name)}'
        return [nodes.raw("", text, format="html")]


def data_behind(spec: dict, name: str) -> str:
    """Return the data of a chart as a folded HTML table with a download that carries citation and licence.

    Parameters
    ----------
    spec : dict
        Vega-Lite spec with inline datasets.
    name : str
        Name of the figure, for the file.

    Returns
    -------
    str
        HTML, empty where the chart has no rows of its own.
    """
    datasets = [rows for rows in spec.get("datasets", {}).values() if len(rows) > 1]
    if not datasets:
        return ""
    rows = max(datasets, key=len)
    columns = list(dict.fromkeys(key for row in rows for key in row))
    text = io.StringIO()
    for line in (
        f"{name}: {spec['description']}",
        "Source: compute-deal, The Anthropic–SpaceX compute deal; sources of the figure stand in its caption",
        "Licence: CC BY 4.0. Read the caveats in the chapter before you reuse a number",
    ):
        text.write(f"# {' '.join(line.split())}\n")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({column: in_spreadsheet(value) for column, value in row.items()} for row in rows)
    head = "".join(f"<th scope='col'>{html.escape(heading(column))}</th>" for column in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell_text(row.get(column)))}</td>" for column in columns) + "</tr>"
        for row in rows
    )
    link = f'<a download="{name}.csv" href="data:text/csv;charset=utf-8,{quote(text.getvalue())}">Download as CSV</a>'
    return (
        f'<details class="chart-data"><summary>Data of this figure</summary>{link}'
        f'<div tabindex="0" role="region" aria-label="Data of this figure">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></details>"
    )


def in_spreadsheet(value):
    """Return a datum for a spreadsheet, which takes text that begins with certain signs for a formula.

    Examples
    --------
    >>> in_spreadsheet("=1+1"), in_spreadsheet("May"), in_spreadsheet(-2.5)
    ("'=1+1", 'May', -2.5)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def heading(column: str) -> str:
    """Return the name of a column as words.

    Examples
    --------
    >>> heading("full_usd"), heading("usd_bn"), heading("fee_bn"), heading("p95"), heading("turned_away")
    ('full, USD', 'USD billion', 'fee, USD billion', '95th percentile', 'turned away')
    """
    for end, unit in UNITS.items():
        if column == end or column.endswith(f"_{end}"):
            name = column.removesuffix(end).replace("_", " ").strip()
            return f"{name}, {unit}" if name else unit
    return SPELT.get(column, column.replace("_", " "))


def cell_text(value) -> str:
    """Return a datum as a table shows it.

    Examples
    --------
    >>> cell_text(1250000000.0), cell_text(0.195), cell_text("2026-05-01T00:00:00"), cell_text(None), cell_text(True)
    ('1,250,000,000', '0.195', '2026-05-01', '', 'yes')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        return f"{value:,.6g}" if abs(value) < 1e5 else f"{value:,.0f}"
    return str(value).removesuffix("T00:00:00")


class Pictures(SphinxPostTransform):
    """Give each chart's picture the chart's description, and on web pages put it before the chart's spec."""

    default_priority = 3  # before myst-nb selects one output of each bundle

    def run(self, **kwargs) -> None:
        """Run the transform."""
        for outputs in bundles(self.document):
            if MIME in outputs and "image/svg+xml" in outputs:
                picture = outputs["image/svg+xml"].next_node(nodes.image)
                picture["alt"] = outputs["text/plain"].astext()
                outputs[MIME].insert(0, picture.deepcopy())


def bundles(document: nodes.document) -> Iterator[dict[str, nodes.Element]]:
    """Yield the outputs of each notebook cell by media type."""
    for node in document.findall(nodes.container):
        if node.get("nb_element") == "mime_bundle":
            yield {output["mime_type"]: output for output in node.children}


def copy_assets(app: Sphinx, error: Exception | None) -> None:
    """Put what pages load into the site itself: nothing comes from another host."""
    if error or app.builder.name != "html":
        return
    static = Path(app.outdir, "_static")
    if not (static / SCRIPT).exists():
        code = (ASSETS / "charts.js").read_text(encoding="utf-8")
        # wrapped, because the bundle's names would collide with the theme's
        (static / SCRIPT).write_text(f"(() => {{{vl_convert.javascript_bundle(code)}}})();\n", encoding="utf-8")
    (static / "fonts").mkdir(exist_ok=True)
    for font in paths.FONTS.iterdir():
        (static / "fonts" / font.name).write_bytes(font.read_bytes())
