"""Sphinx extension of the book: what Jupyter Book alone does not do."""

import gc
from pathlib import Path

from docutils import nodes
from pybtex import plugin
from pybtex.backends import plaintext
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.writers.html5 import HTML5Translator

from compute_deal.book import (
    about,
    appendices,
    cards,
    charts,
    downloads,
    mathml,
    quotes,
    search_index,
    site,
    transforms,
)
from compute_deal.book.paper import Paper
from compute_deal.book.registry import gather
from compute_deal.evidence import EvidenceError
from compute_deal.notebook import assume


def set_registry(app: Sphinx, config: Config) -> None:
    """Gather what pages can quote."""
    try:
        app.compute_deal_registry = gather(Path(app.srcdir), assume(config.assumed))
    except (EvidenceError, KeyError, ValueError) as error:
        raise ConfigError(str(error)) from None


def quoting_what_changed(app: Sphinx, env, added, changed, removed) -> list[str]:
    """Return the pages that quote a number which is another than when they were read."""
    if not app.config.warm:
        return []
    known, before = app.compute_deal_registry.fingerprints, getattr(env, "numbers_then", {})
    env.numbers_then = known
    moved = {id for id in known if known[id] != before.get(id, known[id])}
    return [page for page, data in env.metadata.items() if moved.intersection(data.get("quotes", ()))]


def keep_children(self, node: nodes.Element) -> None:
    """Write nothing of a node's own."""


def setup(app: Sphinx) -> dict:
    """Register everything with Sphinx."""
    gc.disable()  # a build keeps its trees to its end: looking through them for what can go took two fifths of it
    # else every citation reads the entry points of all installed packages to find it
    plugin.register_plugin("pybtex.backends", "plaintext", plaintext.Backend, force=True)
    app.add_config_value("assumed", "", "env", str)
    app.connect("config-inited", set_registry)
    app.add_config_value("warm", False, "", bool)
    app.connect("env-get-outdated", quoting_what_changed)
    app.connect("config-inited", site.set_up)
    app.connect("builder-inited", site.no_search)
    app.connect("html-page-context", site.page_context)
    app.connect("html-collect-pages", site.extra_pages)
    app.connect("env-get-updated", transforms.set_numbers, priority=900)  # after Sphinx has counted
    app.connect("doctree-resolved", appendices.fill)
    app.connect("doctree-resolved", mathml.prepare)
    app.add_html_math_renderer(mathml.RENDERER, (mathml.visit_inline, None), (mathml.visit_block, None))
    for node in (quotes.quote, appendices.uses, appendices.pagelink):
        app.add_node(node, html=(keep_children, keep_children))
    for node, depart in ((nodes.caption, transforms.depart_caption), (nodes.figure, transforms.depart_figure)):
        visit = getattr(HTML5Translator, f"visit_{node.__name__}")
        app.add_node(node, override=True, html=(visit, depart))
    app.add_node(nodes.entry, override=True, html=(cards.visit_cell, cards.depart_cell))
    app.add_node(charts.chart, html=(charts.visit_chart, None))
    app.add_role("n", quotes.Quote())
    app.add_directive("rows", appendices.RowTable)
    app.add_directive("ledger", appendices.Ledger)
    app.add_directive("dictionary", about.Dictionary)
    app.add_directive("downloads", about.Downloads)
    app.add_directive("sources", about.Sources)
    app.add_directive("terms", about.Glossary)
    app.add_directive("results", appendices.ResultTable)
    app.add_directive("citation", about.Citation)
    app.add_directive("contents-of-build", about.Contents)
    app.add_directive("packages", about.Packages)
    app.add_post_transform(transforms.Headlines)
    app.add_post_transform(charts.Pictures)
    app.add_post_transform(quotes.Links)
    app.add_transform(transforms.Listings)
    app.add_post_transform(transforms.Places)
    app.add_post_transform(transforms.Dollars)
    app.add_post_transform(cards.Cards)
    app.add_post_transform(transforms.OnTheSite)
    app.add_post_transform(transforms.SilentCells)
    app.connect("html-page-context", transforms.offer_notebook)
    app.add_builder(Paper)
    for handler in (charts.copy_charts, search_index.write_index, downloads.write_downloads):
        app.connect("build-finished", handler)
    app.connect("build-finished", site.copy_site, priority=900)  # after the theme, which writes a style sheet then too
    return {"parallel_read_safe": True, "parallel_write_safe": True}
