"""Formulae on the site, from files of the site's own."""

from importlib.resources import files
from pathlib import Path

from sphinx.application import Sphinx

FONTS = "output/chtml/fonts/woff-v2"


def copy_mathjax(app: Sphinx, error: Exception | None) -> None:
    """Put the part of MathJax that pages load into the site."""
    if error or app.builder.name != "html":
        return
    source = files("sphinx-mathjax-offline") / "static" / "mathjax"
    target = Path(app.outdir, "_static", "mathjax")
    (target / FONTS).mkdir(parents=True, exist_ok=True)
    for name in ["tex-chtml.js", *(f"{FONTS}/{font.name}" for font in (source / FONTS).iterdir())]:
        (target / name).write_bytes((source / name).read_bytes())
