"""Figures of the chapter on the claims."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from compute_deal.chapters.claims.case import ARTICLES, Judged, counted
from compute_deal.chapters.claims.verdicts import Verdict
from compute_deal.chapters.claims.words import claimed_words, found_words
from compute_deal.charts.palette import GREEN, GREY, ORANGE, PURPLE, RED, WIDTH

VERDICT_COLOURS = {
    Verdict.HOLDS: GREEN,
    Verdict.IMPRECISE: ORANGE,
    Verdict.CONTRADICTED: RED,
    Verdict.SUPERSEDED: PURPLE,
    Verdict.UNKNOWN: GREY,
}

# Heights in pixels: of a verdict's group, of its heading, from strip to strip, of a square.
GROUP, HEAD, STRIP, SQUARE = 72, 20, 20, 14
FILLED = 0.86  # of its place, so that squares stay apart on light and dark pages
LABEL_ROOM = 1.34  # the axis runs beyond the longest strip, so that its label fits on a phone


def verdicts(claims: Sequence[Judged]) -> alt.Chart:
    """Draw each claim as a mark in a row for its article and its verdict.

    Parameters
    ----------
    claims : sequence of Judged
        All claims.

    Returns
    -------
    altair.Chart
    """
    counts = counted(claims)
    places = {
        (article, verdict): GROUP * group + HEAD + STRIP * strip
        for group, verdict in enumerate(Verdict)
        for strip, article in enumerate(ARTICLES.values())
    }
    filled = dict.fromkeys(places, 0)
    rows = []
    for claim in claims:
        key = (claim.article, claim.verdict)
        rows.append(
            {
                "top": places[key],
                "bottom": places[key] + SQUARE,
                "from": filled[key],
                "to": filled[key] + FILLED,
                "claim": claim.row["claim"],
                "article": claim.article,
                "verdict": str(claim.verdict),
                "claimed": claimed_words(claim) or "–",
                "found": found_words(claim, claim.found) or "–",
            }
        )
        filled[key] += 1
    ends = pd.DataFrame(
        {"end": counts[key], "middle": at + SQUARE / 2, "label": f"{key[0]}: {counts[key]}"}
        for key, at in places.items()
    )
    heads = pd.DataFrame(
        {"label": str(verdict).capitalize(), "middle": GROUP * group + HEAD / 2}
        for group, verdict in enumerate(Verdict)
    )
    height = GROUP * len(Verdict)
    longest = max(counts.values())
    downwards = alt.Scale(domain=[height, 0], nice=False, zero=False)
    x = alt.Scale(domain=[0, longest * LABEL_ROOM], nice=False)
    words = [str(verdict) for verdict in Verdict]
    colours = alt.Scale(domain=words, range=list(VERDICT_COLOURS.values()))
    squares = (
        alt.Chart(pd.DataFrame(rows))
        .mark_rect()
        .encode(
            x=alt.X("from:Q", axis=None, scale=x),
            x2="to:Q",
            y=alt.Y("top:Q", axis=None, scale=downwards),
            y2="bottom:Q",
            color=alt.Color("verdict:N", sort=words, scale=colours, legend=None),
            tooltip=["claim:N", "article:N", "verdict:N", "claimed:N", "found:N"],
        )
    )
    middle = alt.Y("middle:Q", axis=None, scale=downwards)
    names = (
        alt.Chart(heads)
        .mark_text(align="left", fontWeight=600, fontSize=13)
        .encode(x=alt.value(0), y=middle, text="label:N")
    )
    labels = (
        alt.Chart(ends)
        .mark_text(align="left", dx=6)
        .encode(x=alt.X("end:Q", axis=None, scale=x), y=middle, text="label:N")
    )
    stated = "; ".join(
        f"{verdict}: " + ", ".join(f"{article} {counts[article, verdict]}" for article in ARTICLES.values())
        for verdict in Verdict
    )
    return alt.layer(squares, names, labels).properties(
        width=WIDTH,
        height=height,
        description=f"One mark for each of {len(claims)} claims, in rows by verdict and article. {stated}.",
    )
