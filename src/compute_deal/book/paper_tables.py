"""Tables for paper: columns as wide as their text needs, long words that may break."""

import re
from collections.abc import Sequence
from functools import cache

from bs4 import BeautifulSoup, Tag
from fontTools.ttLib import TTFont

from compute_deal import paths

# in points, as the template has them
SIZE = 7.5  # of the tables' type
ROOM = 453  # between the margins
PADDING = 9  # on both sides of a cell together
# cells up to so wide, such as numbers, stay on one line: the first of these that leaves room
ONE_LINE = (100, 80, 60, 40, 0)
HEAD = 1.6  # a head stays on one line if it is at most so much wider than the cells below it
RAISED = 0.7  # of the size of the text: raised characters
SPARE = 0.12  # of the width: what least widths leave for the columns of text
LONG_WORD = 18


def set_tables(page: BeautifulSoup) -> None:
    """Give each table of a page without widths of its own widths by the length of its text.

    Parameters
    ----------
    page : BeautifulSoup
        The page, changed in place.
    """
    for table in page.select("table"):
        rows = [row.find_all(["td", "th"], recursive=False) for row in table.find_all("tr")]
        for text in (text for row in rows for cell in row for text in cell.find_all(string=True)):
            if not text.find_parent(class_="math"):
                text.replace_with(breakable(text))
        regular = rows and all(len(row) == len(rows[0]) for row in rows) and not table.select("[colspan], [rowspan]")
        if regular and not table.find("col"):
            widths = shares([[printed(cell) for cell in row] for row in rows])
            if widths:
                set_widths(page, table, widths)


def set_widths(page: BeautifulSoup, table: Tag, widths: Sequence[float]) -> None:
    """Write widths into a table, as HTML has them."""
    group = page.new_tag("colgroup")
    for width in widths:
        group.append(page.new_tag("col", attrs={"style": f"width: {100 * width:.1f}%"}))
    if caption := table.find("caption", recursive=False):
        caption.insert_after(group)
    else:
        table.insert(0, group)


def printed(cell: Tag) -> str:
    """Return the text of a cell, raised characters replaced by as many noughts as take their room."""
    text = cell.get_text()
    for raised in map(Tag.get_text, cell.select("sup, .row-number")):
        text = text.replace(raised, "0" * round(RAISED * len(raised)), 1)
    return text.strip()


def breakable(text: str) -> str:
    """Return text whose long words, such as names of modules, may break after a stop, a slash or an underscore.

    Examples
    --------
    >>> breakable("see compute_deal.book.notebooks").split("\\u200b")
    ['see compute_', 'deal.', 'book.', 'notebooks']
    >>> breakable("1.25 USD/month")
    '1.25 USD/month'
    """
    return re.sub(
        rf"\S{{{LONG_WORD},}}", lambda word: re.sub(r"(?<=[^\W_])([._/])(?=[^\W_])", "\\1\u200b", word[0]), text
    )


def shares(rows: Sequence[Sequence[str]]) -> list[float]:
    """Return the share of the page's width for each column of a table.

    A column of short cells gets what it needs; the others share the rest by the length of their cells, none less
    than its longest word, none more than its longest cell.

    Parameters
    ----------
    rows : sequence of sequences of str
        The text of all cells, the head first.

    Returns
    -------
    list of float
        Empty if every cell fits on one line as it is.
    """
    columns = list(zip(*rows, strict=True))
    longest = [max(map(length, cells)) + PADDING for cells in columns]
    if sum(longest) <= ROOM:
        return []
    for limit in ONE_LINE:
        least = [least_width(cells, limit) for cells in columns]
        if sum(least) <= (1 - SPARE) * ROOM:
            break
    weights = [
        sum(map(length, cells[1:])) / len(cells) + max((length(cells[0]) / 2, *map(length, cells[1:]))) + PADDING
        for cells in columns
    ]
    widths: dict[int, float] = {}
    while len(widths) < len(columns):
        left = [at for at in range(len(columns)) if at not in widths]
        unit = (ROOM - sum(widths.values())) / sum(weights[at] for at in left)
        fixed = {at: least[at] for at in left if weights[at] * unit < least[at]}
        fixed = fixed or {at: longest[at] for at in left if weights[at] * unit > longest[at]}
        widths |= fixed or {at: weights[at] * unit for at in left}
    total = sum(widths.values())
    return [widths[at] / total for at in range(len(columns))]


@cache
def advances() -> dict[str, float]:
    """Return how wide each character of the tables' boldest type is, in points."""
    font = TTFont(paths.FONTS / "Inter-SemiBold.otf")
    unit, metrics = SIZE / font["head"].unitsPerEm, font["hmtx"]
    return {chr(code): unit * metrics[glyph][0] for code, glyph in font.getBestCmap().items()}


def length(text: str) -> float:
    """Return how wide a text is on one line, in points.

    Examples
    --------
    >>> length("will") < length("name") < length("NAME")
    True
    """
    return sum(advances().get(character, SIZE) for character in text.replace("\u200b", ""))


def least_width(cells: Sequence[str], limit: int) -> float:
    """Return what a column needs: its longest word, half its head, and its longest cell if that is short enough."""
    words = (word for cell in cells for word in re.split(r"[\s\u200b]+", cell))
    below, head = max(map(length, cells[1:]), default=0), length(cells[0])
    whole = max(below, head) if head <= min(limit, HEAD * below) else below
    return max(head / 2, max(map(length, words)), whole if whole <= limit else 0) + PADDING
