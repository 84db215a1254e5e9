"""Blocks of a notebook's prose in two forms: as authors write them, and as any editor of notebooks shows them.

The finding of a chapter is a directive for the book and a quotation where the notebook lies; an equation with a label is a
directive for the book, and a formula with the label in a comment where the notebook lies.
"""

import re

FINDING = re.compile(r"^:::\{container\} finding\n(.*?)\n:::$", re.DOTALL | re.MULTILINE)
QUOTATION = re.compile(r"^>.*(?:\n>.*)*", re.MULTILINE)
EQUATION = re.compile(r"^```\{math\}\n:label: (\S+)\n+(.*?)\n```$", re.DOTALL | re.MULTILINE)
FORMULA = re.compile(r"^\$\$\n(.*?)\n\$\$\n<!-- (\S+) -->$", re.DOTALL | re.MULTILINE)


def stored_blocks(text: str) -> str:
    r"""Return Markdown whose findings and equations show in any editor.

    Examples
    --------
    >>> stored_blocks(":::{container} finding\nIt is so.\n\nWhy.\n:::\n\nMore.")
    '> It is so.\n>\n> Why.\n\nMore.'
    >>> stored_blocks("```{math}\n:label: eq-one\nx = 1\n```")
    '$$\nx = 1\n$$\n<!-- eq-one -->'
    """
    text = FINDING.sub(lambda found: re.sub(r"^", "> ", found[1], flags=re.MULTILINE).replace("> \n", ">\n"), text)
    return EQUATION.sub(lambda found: f"$$\n{found[2]}\n$$\n<!-- {found[1]} -->", text)


def authored_blocks(text: str) -> str:
    r"""Return Markdown with the directives that the book reads.

    Examples
    --------
    >>> authored_blocks("> It is so.\n>\n> Why.\n\nMore.")
    ':::{container} finding\nIt is so.\n\nWhy.\n:::\n\nMore.'
    >>> authored_blocks("$$\nx = 1\n$$\n<!-- eq-one -->")
    '```{math}\n:label: eq-one\nx = 1\n```'
    """
    text = QUOTATION.sub(
        lambda found: f":::{{container}} finding\n{re.sub('^> ?', '', found[0], flags=re.MULTILINE)}\n:::", text
    )
    return FORMULA.sub(lambda found: f"```{{math}}\n:label: {found[2]}\n{found[1]}\n```", text)
