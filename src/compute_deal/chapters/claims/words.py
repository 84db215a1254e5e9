"""Claims in words: what is claimed, what was found, and how the two relate."""

from datetime import date

from compute_deal.chapters.claims.case import Judged
from compute_deal.charts.numbers import day, in_words, quantity, span
from compute_deal.evidence.expressions import Quantity, names

RELATIONS = {
    "equal": "",
    "about": "about ",
    "at_least": "at least ",
    "at_most": "at most ",
    "more_than": "more than ",
    "less_than": "less than ",
}


def claimed_words(claim: Judged) -> str:
    """Return the number or date that a claim states, empty where it states none.

    Examples
    --------
    >>> from compute_deal.chapters.claims.case import judged_claims
    >>> from compute_deal.evidence import load
    >>> judged = {claim.id: claim for claim in judged_claims(load())}
    >>> claimed_words(judged["claim_ajianaz_total"]), claimed_words(judged["claim_ajianaz_announced"])
    ('more than $40 billion', '6 May 2026')
    """
    row = claim.row
    if row["claimed_date"]:
        relation = "after " if row["comparison"] == "more_than" else ""
        return relation + in_words(row["claimed_date"])
    if row["claimed_low"] and row["claimed_high"]:
        return span(float(row["claimed_low"]), float(row["claimed_high"]), row["unit"])
    if not row["claimed_value"]:
        return ""
    value = float(row["claimed_value"])
    return "some" if value == 0 else RELATIONS[row["comparison"]] + quantity(value, row["unit"], 4)


def found_words(claim: Judged, found: Quantity | None) -> str:
    """Return what was found, in the unit of the claim; empty where nothing was.

    Parameters
    ----------
    claim : Judged
        The claim.
    found : Quantity or None
        Its `found` or its `later`.

    Returns
    -------
    str

    Examples
    --------
    >>> from compute_deal.chapters.claims.case import judged_claims
    >>> from compute_deal.evidence import load
    >>> judged = {claim.id: claim for claim in judged_claims(load())}
    >>> claim = judged["claim_devdigest_revenue_multiple"]
    >>> found_words(claim, claim.found)
    '0.8033 times'
    >>> found_words(judged["claim_devdigest_end"], judged["claim_devdigest_end"].found)
    'May 2029'
    """
    if found is None:
        return ""
    if claim.row["unit"] == "date":
        when = date.fromordinal(round(found.value))  # expressions carry a date as the number of its day
        # A month is kept as its first day.
        return in_words(f"{when:%Y-%m}") if when.day == 1 and claim.row["claimed_date"].count("-") == 1 else day(when)
    bound = "more than " if found.high == float("inf") else "less than " if found.low == float("-inf") else ""
    words = bound + quantity(found.value, claim.row["unit"], 4)
    if bound or found.low == found.high:
        return words
    return f"{words} ({span(found.low, found.high, claim.row['unit'], 4)})"


def found_source(claim: Judged) -> str:
    """Return by what a claim was tested, in words: its own article's figures, or the evidence."""
    if claim.by_own_figures:
        return "by the article's own figures"
    return "computed" if len(names(claim.row["observed"])) > 1 else "found"
