"""Charts in the book: on the site a picture that comes alive when touched, on paper the picture."""

import json
from collections.abc import Iterator
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import ClassVar

import vl_convert
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import is_node_registered
from sphinx.writers.html5 import HTML5Translator

from compute_deal.book.downloads import LICENCE, citation
from compute_deal.book.figure_files import FOLDER, slider_form, sliders_of, write_files
from compute_deal.charts.palette import MIME

PAGES = ("html", "singlehtml")
SCRIPT = f"vega-{version('vl-convert-python')}.js"
ASSETS = Path(__file__).parent / "assets"
CARD = "#method-"  # where the card of a method begins


class chart(nodes.General, nodes.Element):  # noqa: N801
    """A chart of a web page, with its spec and its picture."""


class VegaLite:
    """Plugin of myst-nb: take a chart's spec for web pages."""

    mime_priority_overrides: ClassVar = [(page, MIME, 1) for page in PAGES]

    @staticmethod
    def handle_mime(renderer, data, inline) -> list[nodes.Node] | None:
        """Return the node of a chart, or None where the output is not one or another book is made that does not know it."""
        if data.mime_type != MIME or not is_node_registered(chart):
            return None
        name = data.cell_metadata.get("mystnb", {}).get("figure", {}).get("name", "figure")
        return [chart(spec=json.dumps(data.content), name=name)]


class Pictures(SphinxPostTransform):
    """Give each chart's picture the chart's description; on paper it is the chart."""

    default_priority = 3  # before myst-nb selects one output of each bundle

    def run(self, **kwargs) -> None:
        """Run the transform."""
        for outputs in bundles(self.document):
            if MIME in outputs and "image/svg+xml" in outputs:
                picture = outputs["image/svg+xml"].next_node(nodes.image)
                picture["alt"] = outputs["text/plain"].astext()
                live = outputs[MIME].next_node(chart)
                if self.app.builder.name == "html":
                    live["picture"] = picture["uri"]
                    live["alt"] = picture["alt"]
                    if code := code_of(live):
                        code["ids"].append(f"code-{live['name']}")
                else:
                    live.replace_self(picture.deepcopy())


def bundles(document: nodes.document) -> Iterator[dict[str, nodes.Element]]:
    """Yield the outputs of each notebook cell by media type."""
    for node in document.findall(nodes.container):
        if node.get("nb_element") == "mime_bundle":
            yield {output["mime_type"]: output for output in node.children}


def enclosing(node: nodes.Node, kind: type[nodes.Element], element: str = "") -> nodes.Element | None:
    """Return the nearest node around another that is of a kind and, if so asked, a certain element of a notebook."""
    while node is not None and not (isinstance(node, kind) and element in ("", node.get("nb_element"))):
        node = node.parent
    return node


def code_of(live: chart) -> nodes.Element | None:
    """Return the code of a chart's cell; None where the page does not show it."""
    cell = enclosing(live, nodes.container, "cell_code")
    parts = cell.findall(nodes.container) if cell else ()
    return next((part for part in parts if part.get("nb_element") == "cell_code_source"), None)


def explained_at(live: chart) -> str:
    """Return where it is told how a chart is computed: the card of the method that its section names last before it.

    Where there is none before it, the first after it; else the chart's code.
    """
    section, before, after = enclosing(live, nodes.section), [], []
    found = before
    for node in section.findall() if section else ():
        if node is live:
            found = after
        elif isinstance(node, nodes.reference) and CARD in node.get("refuri", ""):
            found += [node["refuri"]] if enclosing(node, nodes.section) is section else []
    code = [f"#code-{live['name']}"] if code_of(live) else []
    return [*before[-1:], *after[:1], *code, ""][0]


def unit_of(live: chart) -> str:
    """Return what a figure says of its units: the second paragraph of its caption."""
    figure = enclosing(live, nodes.figure)
    parts = figure.findall(nodes.container) if figure else ()
    return next((part.astext() for part in parts if "figure-unit" in part["classes"]), "")


def visit_chart(self: HTML5Translator, node: chart) -> None:
    """Write a chart's files and what shows them."""
    spec, name, builder = json.loads(node["spec"]), node["name"], self.builder
    folder = Path(builder.outdir, "_static", FOLDER)
    drawn = Path(builder.srcdir, node["picture"]).read_text(encoding="utf-8")
    wide, narrow, has_data = write_files(folder, name, spec, drawn, notes(builder, node, spec))
    first = not getattr(self, "has_chart", False)
    self.has_chart = True
    at = f"{'../' * builder.current_docname.count('/')}_static/{FOLDER}/{name}"
    sizes = [f'width="{size["width"]}" height="{size["height"]}"' for size in (wide, narrow)]
    data = f'<a href="{at}.csv" download>Data (CSV)</a>' if has_data else ""
    how = explained_at(node)
    method = f'<a href="{escape(how)}">How it is computed</a>' if how else ""
    self.body.append(
        f'<div class="chart" data-name="{name}">{slider_form(spec, name)}<picture>'
        f'<source media="(max-width: 520px)" srcset="{at}-narrow.svg" {sizes[1]}>'
        f'<img class="dark-light" src="{at}.svg" {sizes[0]} alt="{escape(node["alt"])}"{"" if first else " loading=lazy"}></picture></div>'
        f'<details class="figure-menu"><summary>Data, picture and method</summary><p>{data}'
        f'<a href="{at}.svg" download>Picture (SVG)</a><button type="button" class="as-png">Picture (PNG)</button>'
        f"{method}</p></details>"
    )
    raise nodes.SkipNode


def notes(builder, live: chart, spec: dict) -> list[str]:
    """Return what stands before a figure's data."""
    name, base = live["name"], builder.config.html_baseurl
    address = f"{base.rstrip('/')}/" if base else ""
    unit = unit_of(live)
    sliders = "; ".join(f"{slider['label']}: {slider['value']:g}" for slider in sliders_of(spec))
    return [
        f"{name}: {spec['description']}",
        *([f"Units: {unit}"] if unit else []),
        *([f"Sliders, as first set: {sliders}"] if sliders else []),
        f"Cite as: {citation(base)} Figure {name}",
        f"At: {address}{builder.current_docname}.html#{name}; the caption there names sources and method",
        f"Licence: {LICENCE}",
        "Caveats: figures of the base case unless said otherwise; read the chapter's caveats before you reuse a number",
    ]


def copy_charts(app: Sphinx, error: Exception | None) -> None:
    """Put Vega into the site, for the charts that a reader touches: nothing comes from another host."""
    target = Path(app.outdir, "_static", SCRIPT)
    if error or app.builder.name != "html" or target.exists():
        return
    # wrapped, because the bundle's names would collide with the page's
    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    target.write_text(f"(() => {{{bundle}}})();\n", encoding="utf-8")
