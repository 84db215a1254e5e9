"""The book's one HTML page made ready for paper."""

import re

from bs4 import BeautifulSoup, Tag

from compute_deal.book.paper_tables import set_tables

PDF = "compute-deal.pdf"

# what only a screen needs: scripts, folded code, the data behind charts, links to headings
SCREEN_ONLY = ".screen-only, script, .headerlink, .cell_input, .toctree-wrapper > .caption, details.chart-data, summary"

# long tables for looking things up, which paper does badly, and recipes for those who have the files: on the site
SITE_ONLY = ("chapters/results", "chapters/tables", "chapters/data", "chapters/sources", "chapters/updating")

# sections for looking things up, which on paper come after the chapters
ANNEXES = ("the-ledger",)

UNITS = re.compile(r"(?<=\d) (?=(?:million|billion|trillion|times|GPUs|GW|MW|kg|days|months|years)\b)")

# pages whose sections the contents do not list: they are for looking things up
UNLISTED = ("chapters/scenarios", "chapters/validation", "chapters/changelog", "chapters/about")


def html_for_pandoc(body: str) -> str:
    """Return the page's body with what Pandoc should not see taken out, and what it should know put in.

    Parameters
    ----------
    body : str
        HTML of the whole book as Sphinx writes it.

    Returns
    -------
    str
        HTML whose chapters are second-level headings, whose summary is a chapter, and whose ids are those
        that some link leads to, each there once.

    Examples
    --------
    >>> print(html_for_pandoc('<section><h1>Book</h1><p>All.</p><section><h2>One</h2></section></section>'))
    <section><section><h2 class="unnumbered">Summary</h2><p>All.</p><section><h3>One</h3></section></section><div class="contents"></div></section>
    """
    page = BeautifulSoup(body, "html.parser")
    for part in page.select(SCREEN_ONLY):
        part.decompose()
    set_annexes_apart(page)
    keep_quoted_rows(page)
    leave_out_of_contents(page)
    make_summary_a_chapter(page)
    set_answers_figures(page)
    for section in page.select("section[id]"):  # a labelled section would become a block, which no page break may cross
        if heading := section.find(["h1", "h2", "h3", "h4", "h5", "h6"], recursive=False):
            heading["id"] = section["id"]
            del section["id"]
    chapters = {
        str(mark["id"]): str(heading["id"])
        for mark in page.select("span[id^='document-']")
        if (heading := mark.find_next("h2", id=True))
    }
    for link in page.select("a[href^='#'], a[href*='.html#']"):
        place = str(link["href"]).rpartition("#")[2]
        link["href"] = "#" + chapters.get(place, place)
    for equation in page.select("div.math"):
        if number := equation.find("span", class_="eqno"):
            equation["data-number"] = number.get_text()
            number.decompose()
    for cell in page.select("td, th"):
        for side in ("left", "center", "right"):
            if f"text-{side}" in cell.get_attribute_list("class"):
                cell["style"] = f"text-align: {side}"
    for link in page.select("a.github"):  # which the theme shortens
        link.string = str(link["href"])
    keep_together(page)
    set_titles_apart(page)
    set_tables(page)
    mark_mathematics(page)
    for code in page.select("code.literal"):  # of which Sphinx makes a span for each word
        code.string = code.get_text()
        del code["class"]
    for code in page.select("div.highlight"):
        block = page.new_tag("pre", attrs={"class": "text"})
        inner = page.new_tag("code")
        inner.string = code.get_text()
        block.append(inner)
        code.replace_with(block)
    keep_wanted_ids(page)
    return str(page)


def set_annexes_apart(page: BeautifulSoup) -> None:
    """Make chapters of the sections that are lists, after the chapter that they stand in."""
    for name in ANNEXES:
        section = page.find("section", id=name)
        chapter = section and section.find_parent("section")
        if section and chapter:
            section.find("h3").name = "h2"
            chapter.insert_after(section.extract())
            section.insert_before(page.new_tag("div", attrs={"class": "appendices"}))


def keep_quoted_rows(page: BeautifulSoup) -> None:
    """Leave in the tables of evidence the rows that other printed pages link to."""
    mark = page.find("span", id="document-chapters/evidence")
    evidence = mark and mark.find_next("section")
    if not isinstance(evidence, Tag):
        return
    inside = {id(link) for link in evidence.select("a[href]")}
    quoted = {str(link["href"]).rpartition("#")[2] for link in page.select("a[href]") if id(link) not in inside}
    for row in evidence.select("tbody tr"):
        named = {str(tag["id"]) for tag in [row, *row.select("[id]")] if tag.get("id")}
        if named and not named & quoted:
            row.decompose()
    for table in evidence.select("table"):
        if not table.select("tbody tr"):
            table.decompose()


def leave_out_of_contents(page: BeautifulSoup) -> None:
    """Mark the headings that the contents leave out."""
    for name in UNLISTED:
        mark = page.find("span", id=f"document-{name}")
        section = mark and mark.find_next("section")
        for heading in section.select("section > h3") if section else ():
            heading["class"] = [*heading.get_attribute_list("class"), "unlisted"]


def make_summary_a_chapter(page: BeautifulSoup) -> None:
    """Put the text of the first page into a section of its own beside the chapters; its title is on the title page."""
    title = page.find("h1")
    root = title.parent if title else None
    if not isinstance(root, Tag):
        return
    title.decompose()
    summary = page.new_tag("section")
    heading = page.new_tag("h2", attrs={"class": "unnumbered", "id": "document-index"})
    heading.string = "Summary"
    own = [
        part
        for part in root.contents
        if not (isinstance(part, Tag) and "toctree-wrapper" in part.get_attribute_list("class"))
    ]
    for part in own:
        summary.append(part.extract())
    for figure in summary.find_all("figure"):
        figure.wrap(page.new_tag("div", attrs={"class": "in-place"}))  # or it floats above the heading
    for level in (5, 4, 3, 2):
        for found in summary.find_all(f"h{level}"):
            found.name = f"h{level + 1}"
    summary.insert(0, heading)
    root.insert(0, summary)
    summary.insert_after(page.new_tag("div", attrs={"class": "contents"}))


def set_answers_figures(page: BeautifulSoup) -> None:
    """Put the figure right after a chapter's answer at the foot of a page, or it floats above the chapter's heading."""
    for finding in page.select(".finding"):
        following = finding.find_next(["figure", "h3"])
        if following and following.name == "figure" and not following.find_parent(class_="in-place"):
            following.wrap(page.new_tag("div", attrs={"class": "at-foot"}))


def keep_together(page: BeautifulSoup) -> None:
    """Let no line of the text end between a number and its unit, or before the bracket of a citation."""
    for text in page.find_all(string=True):
        if text.find_parent("p") and not text.find_parent(["table", "code", "pre"]):
            kept = UNITS.sub("\u00a0", text)
            if kept.endswith(" ") and text.next_sibling and text.next_sibling.get_text().startswith("["):
                kept = kept[:-1] + "\u00a0"
            if kept != text:
                text.replace_with(kept)


def set_titles_apart(page: BeautifulSoup) -> None:
    """Make a table's title of the first sentence of its caption, without the stop, and a note of the rest."""
    for caption in page.select("caption .caption-text"):
        sentence = next((text for text in caption.find_all(string=True, recursive=False) if ". " in text), None)
        if sentence:
            title, _, rest = sentence.partition(". ")
            note = page.new_tag("span", attrs={"class": "caption-note"})
            note.append(rest)
            note.extend([part.extract() for part in list(sentence.next_siblings)])
            sentence.replace_with(title, note)
        else:
            last = caption.find_all(string=True, recursive=False)[-1:]
            for text in last:
                text.replace_with(text.rstrip().removesuffix("."))


def mark_mathematics(page: BeautifulSoup) -> None:
    r"""Mark formulae as Pandoc reads them in HTML, so that it need not look for `\(` in text, which may be of the data."""
    for place in page.select(".math"):
        text = place.get_text().strip()
        kind = {r"\(": "math/tex", r"\[": "math/tex; mode=display"}.get(text[:2])
        if kind:
            formula = page.new_tag("script", attrs={"type": kind})
            formula.string = text[2:-2].strip()
            place.clear()
            place.append(formula)


def keep_wanted_ids(page: BeautifulSoup) -> None:
    """Leave one place for each id that a link leads to, as Typst wants it, and no link to what only the site has."""
    places = page.select("[id]")
    there = {str(place["id"]) for place in places}
    wanted = set()
    for link in page.select("a[href^='#']"):
        target = str(link["href"])[1:]
        if target in there:
            wanted.add(target)
        else:
            link.unwrap()
    for place in places:
        name = str(place["id"])
        if name not in wanted:
            del place["id"]
        wanted.discard(name)
