"""Tables of what a chapter assumes."""

from collections.abc import Iterable

import pandas as pd

from compute_deal.evidence import Evidence
from compute_deal.markup import cited, quoted

AGREEMENT = "Anthropic–SpaceX cloud services agreement"  # goes without saying


def assumptions(evidence: Evidence, ids: Iterable[str]) -> pd.DataFrame:
    """Return assumptions as rows of a table: what, central value, range, and whose judgement or source it is.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    ids : iterable of str
        Ids of facts.

    Returns
    -------
    pandas.DataFrame
        Columns `Assumption`, `Central`, `Range` and `Basis`, of text and roles.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> list(map(str, assumptions(load(), ["discount_rate_spacex"]).iloc[0]))[1:]
    ['{n}`discount_rate_spacex`', '–', 'our judgement']
    >>> str(assumptions(load(), ["wacc_software_internet"]).Basis[0])
    '{cite:p}`damodaran_industry_2026`'
    """
    rows = []
    for id in ids:
        fact = evidence[id]
        basis = "our judgement" if fact.status == "assumed" else cited(fact.source.key)
        span = "–" if fact.low is None or fact.low == fact.high else quoted(id, "range")
        what = fact.metric if fact.subject == AGREEMENT else f"{fact.subject}: {fact.metric}"
        rows.append((what[0].upper() + what[1:], quoted(id), span, basis))
    return pd.DataFrame(rows, columns=["Assumption", "Central", "Range", "Basis"])
