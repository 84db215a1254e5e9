"""What a row of evidence is about, in a few words."""

from compute_deal.evidence.store import Evidence

# The columns that say it, by table; of facts, subject and metric do.
DESCRIBING = {
    "series": ("entity", "segment", "metric", "period"),
    "events": ("event",),
    "contracts": ("customer", "provider", "scope"),
    "prices": ("series", "hardware", "term"),
    "precedents": ("what", "parties"),
    "risks": ("risk",),
    "published_models": ("model", "name"),
    "signposts": ("signpost",),
    "claims": ("claim",),
}


def named(evidence: Evidence, id: str) -> str:
    """Return in a few words what a row of evidence is about.

    Parameters
    ----------
    evidence : Evidence
        The tables.
    id : str
        Key of the row.

    Returns
    -------
    str

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> named(load(), "risk_slack_price")
    'Anthropic–SpaceX cloud services agreement: price on re-letting in a slack market, as a share of the fee'
    >>> named(load(), "h100_forward_12m_2026_09")
    'Silicon Data, H100 forward curve, H100, one year'
    """
    table, at = evidence.places[id]
    if table == "facts":
        return f"{evidence.facts[id].subject}: {evidence.facts[id].metric}"
    row = evidence.tables[table][at]
    return ", ".join(row[name] for name in DESCRIBING[table] if row[name]).replace("_", " ")
