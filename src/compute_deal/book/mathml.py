"""Formulae on the site as MathML, made at build time by Pandoc: readable without scripts; paper keeps the TeX."""

import re
from html import escape, unescape

import pypandoc
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.ext import mathjax
from sphinx.locale import _
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

RENDERER = "mathml"
MATHML = re.compile(r"<math\b.*?</math>", re.DOTALL)
TEX = re.compile(r'<span class="math [a-z]+">(.*?)</span>', re.DOTALL)
ANNOTATION = re.compile(r"<annotation\b.*?</annotation>", re.DOTALL)


def convert(formulas: list[tuple[str, bool]]) -> list[str]:
    r"""Return TeX formulae as MathML.

    Parameters
    ----------
    formulas : list of (str, bool)
        Each as TeX, and whether it stands on a line of its own.

    Returns
    -------
    list of str
        In the same order; each carries its TeX as text for those who cannot see it.

    Raises
    ------
    ValueError
        If Pandoc does not understand a formula.

    Examples
    --------
    >>> made = convert([("x^2", False)])[0]
    >>> 'alttext="x^2"' in made, "<msup><mi>x</mi><mn>2</mn></msup>" in made
    (True, True)
    """
    tags = (f'<script type="math/tex{"; mode=display" * block}">{tex}</script>' for tex, block in formulas)
    page = "".join(f"<p>{tag}</p>" for tag in tags)
    made = pypandoc.convert_text(page, "html", format="html", extra_args=["--mathml", "--wrap=none"])
    if left := TEX.search(made):
        raise ValueError(f"Pandoc cannot make MathML of {unescape(left[1])!r}: write the formula in plainer TeX")
    return [described(mathml, tex) for mathml, (tex, _) in zip(MATHML.findall(made), formulas, strict=True)]


def described(mathml: str, tex: str) -> str:
    """Return MathML with its TeX as alternative text instead of a second copy inside."""
    plain = re.sub(r"</?semantics>", "", ANNOTATION.sub("", mathml))
    return plain.replace("<math ", f'<math alttext="{escape(" ".join(tex.split()))}" ', 1)


def prepare(app: Sphinx, document: nodes.document, page: str) -> None:
    """Convert all formulae of a page at once."""
    if app.builder.name != "html":
        return
    found = [node for node in document.findall(lambda node: isinstance(node, nodes.math | nodes.math_block))]
    if not found:
        return
    formulas = [(tex_of(node), isinstance(node, nodes.math_block)) for node in found]
    try:
        made = convert(formulas)
    except ValueError as error:
        raise SphinxError(f"{page}: {error}") from None
    for node, mathml in zip(found, made, strict=True):
        node["mathml"] = mathml


def tex_of(node: nodes.Element) -> str:
    """Return a formula as TeX; several paragraphs are lines of one formula."""
    parts = [part for part in node.astext().split("\n\n") if part.strip()]
    return node.astext() if len(parts) < 2 else r"\begin{aligned}" + r" \\ ".join(parts) + r"\end{aligned}"


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in a line."""
    if "mathml" not in node:
        mathjax.html_visit_math(self, node)
    self.body.append(f'<span class="math">{node["mathml"]}</span>')
    raise nodes.SkipNode


def visit_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number."""
    if "mathml" not in node:
        mathjax.html_visit_displaymath(self, node)
    self.body.append(self.starttag(node, "div", CLASS="math"))
    self.body.append(f'<div class="formula">{node["mathml"]}</div>')
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode
