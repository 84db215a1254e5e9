"""The tables of the chapter on what to do, as cells of text."""

import pandas as pd

from compute_deal.chapters.actions.case import VARIED, LockCase, compared, even_use_by_assumption
from compute_deal.chapters.actions.clauses import CLAUSES
from compute_deal.chapters.actions.signposts import CHAPTERS, signposts
from compute_deal.charts.numbers import in_words, quantity
from compute_deal.evidence import Evidence
from compute_deal.markup import cited

# What changed for developers in 2026, in the order of time.
CHANGES = (
    "event_claude_3_opus_retired",
    "event_limits_doubled",
    "event_opus_api_limits",
    "event_sonnet_4_retired",
    "event_api_tiers",
    "event_sonnet_5",
    "event_opus_5",
    "event_weekly_limits",
    "event_api_prices_fall",
    "event_sonnet_4_5_retirement",
)


def changes_table(evidence: Evidence) -> pd.DataFrame:
    """Return what changed for developers, with date and source.

    Parameters
    ----------
    evidence : Evidence
        Holds the events.

    Returns
    -------
    pandas.DataFrame
    """
    events = evidence.rows("events", CHANGES)
    return pd.DataFrame(
        [
            (in_words(row.date), row.event, cited(row.source) + f", {row.confidence} confidence")
            for row in events.itertuples()
        ],
        columns=["Date", "What changed", "Source"],
    )


def assumptions_table(evidence: Evidence) -> pd.DataFrame:
    """Return the break-even utilisation at both ends of each assumption, the one that moves it most first.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    pandas.DataFrame
    """
    uses = even_use_by_assumption(evidence)
    rows = []
    for name, id in sorted(VARIED.items(), key=lambda item: -abs(uses[item[1]][0] - uses[item[1]][1])):
        fact = evidence[id]
        low, high = (quantity(end, fact.unit).removesuffix(" a year") for end in fact.range)
        at_low, at_high = (f"{100 * use:.0f}%" for use in uses[id])
        rows.append((name, low, at_low, high, at_high))
    return pd.DataFrame(rows, columns=["Assumption", "Low", "Use at low", "High", "Use at high"])


def forms_table(evidence: Evidence, case: LockCase, long_months: int) -> pd.DataFrame:
    """Return cost and regret of each form of contract at high utilisation, for the central term and a long one.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    case : LockCase
        The central case.
    long_months : int
        The long term.

    Returns
    -------
    pandas.DataFrame
    """
    use = evidence["lock_utilisation"].high
    short, long = (
        compared(case, case.at(utilisation=use, term_months=m)) for m in (case.choice.term_months, long_months)
    )
    rows = []
    for form in short.index:
        cells = [f"${table[column][form]:.2f}" for table in (short, long) for column in ("cost_usd", "regret_p95_usd")]
        rows.append((form, *cells))
    terms = [quantity(months // 12, "years") for months in (case.choice.term_months, long_months)]
    return pd.DataFrame(rows, columns=["Form", *(f"{what}, {term}" for term in terms for what in ("Cost", "Regret"))])


def signposts_table(evidence: Evidence) -> pd.DataFrame:
    """Return the signposts with reading, threshold and state.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    pandas.DataFrame
    """
    rows = [
        (
            post.signpost,
            f"{quantity(post.reading, post.unit, short=True)}, {in_words(post.read_on)}",
            f"{post.comparison} {quantity(post.threshold, post.unit, short=True)}: {post.state}",
            f"{post.direction} ({CHAPTERS[post.chapter]})",
        )
        for post in signposts(evidence)
    ]
    return pd.DataFrame(
        rows, columns=["Signpost", "Latest reading", "Threshold: state", "If passed (chapter that changes)"]
    )


def clause_table(evidence: Evidence) -> pd.DataFrame:
    """Return the clauses as cells of a table, those that no known contract has at the end.

    Parameters
    ----------
    evidence : Evidence
        Holds the contracts.

    Returns
    -------
    pandas.DataFrame

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> str(clause_table(load()).iloc[2, 2])
    'Anthropic–SpaceX {cite:p}`spacex_s1_2026`'
    """
    rows = []
    for clause in CLAUSES:
        found = evidence.rows("contracts", clause.contracts)
        pairs = ", ".join(f"{row.customer}–{row.provider}" for row in found.itertuples())
        sources = clause.sources or dict.fromkeys(found.source)
        rows.append((clause.name, clause.why, f"{pairs} " + cited(*sources) if pairs else "none found"))
    return pd.DataFrame(rows, columns=["Clause", "Guards against", "Found in"])
