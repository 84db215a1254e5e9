"""The ledger: every claim with its verdict, the numbers behind it, and the rows it rests on."""

import re

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from compute_deal.book.appendices import joined, row_link, row_of, table_of
from compute_deal.book.quotes import registry
from compute_deal.book.registry import Registry
from compute_deal.chapters.claims.case import Judged, judged_claims
from compute_deal.chapters.claims.words import claimed_words, found_source, found_words
from compute_deal.markup import cited


class Ledger(SphinxDirective):
    """Directive `ledger`: all claims as a table, each with an anchor to link to."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        known = registry(self.env.app)
        rows = [self.row(known, claim) for claim in judged_claims(known.evidence)]
        table = table_of(["No.", "Claim", "Verdict", "Evidence"], [6, 33, 36, 25], rows)
        table["classes"].append("ledger")
        return [table]

    def row(self, known: Registry, claim: Judged) -> nodes.row:
        """Return one claim as a row."""
        row = claim.row
        stated = claimed_words(claim)
        what = [nodes.Text(row["claim"])]
        if stated:
            what += [
                nodes.Text(" Claimed: " if claim.plain else " Tested as: "),
                nodes.strong("", stated),
                nodes.Text("."),
            ]
        what.append(nodes.inline("", f" {claim.article}, {row['locator']}; {row['kind']}.", classes=["quiet"]))
        cells = [
            [nodes.Text(known.numbers[claim.id])],
            what,
            verdict_of(claim),
            [*self.evidence(known, claim)],
        ]
        return row_of(cells, f"row-{claim.id}")

    def evidence(self, known: Registry, claim: Judged) -> list[nodes.Node]:
        """Return the computation with links to its rows, further rows, and their sources."""
        parts: list[nodes.Node] = []
        for label, expression in (("", claim.row["observed"]), ("later ", claim.row["observed_later"])):
            if expression:
                parts += [nodes.Text(f"{'; ' if parts else ''}{label}"), *computation(known, expression)]
        if claim.row["context"]:
            links = joined(row_link(known, id) for id in claim.row["context"].split())
            rows = f"row{'s' if ' ' in claim.row['context'] else ''} "
            parts += [nodes.Text(f"; see {rows}" if parts else f"See {rows}"), *links]
        sources = dict.fromkeys(known.rows[id]["source"] for id in claim.inputs)
        sources.pop(claim.row["source"], None)
        if sources:
            links, messages = self.parse_inline(str(cited(*sources)))
            parts += [nodes.Text(" "), *links, *messages]
        return parts or [nodes.Text("None found.")]


def verdict_of(claim: Judged) -> list[nodes.Node]:
    """Return the verdict with what was found and why, as nodes."""
    word = str(claim.verdict)
    parts = [nodes.strong("", word.capitalize(), classes=["verdict", f"verdict-{word.replace(' ', '-')}"])]
    found, later = (found_words(claim, quantity) for quantity in (claim.found, claim.later))
    numbers = f"{found_source(claim)} {found}" if found else "our judgement" if word != "cannot be checked" else ""
    if later:
        numbers += f"; later {later}"
    parts.append(nodes.Text((f" ({numbers})" if numbers else "") + f". {claim.row['reason']}"))
    if claim.row["wording"]:
        parts.append(nodes.Text(f" {claim.row['wording']}"))
    if claim.row["confidence"] != "high":
        parts.append(nodes.inline("", f" Confidence {claim.row['confidence']}.", classes=["quiet"]))
    return parts


def computation(known: Registry, expression: str) -> list[nodes.Node]:
    """Return an expression with each name as a link to its row."""
    parts: list[nodes.Node] = []
    shown = re.sub(r"\s*\*\s*", " × ", expression).replace(" / ", " ÷ ").replace("-", "−")
    shown = shown.replace("month_end(", "last day of the month (")
    for piece in re.split(r"([a-z]\w*)", shown):
        if piece in known.numbers:
            parts += [nodes.Text("row "), row_link(known, piece)]
        elif piece:
            parts.append(nodes.Text(piece))
    return parts
