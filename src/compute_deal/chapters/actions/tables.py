"""The tables of the chapter on what to do: changes, the choice, signposts, and clauses against a provider that competes."""

from dataclasses import dataclass

import pandas as pd

from compute_deal.chapters.actions.case import ASSUMPTIONS, LockCase
from compute_deal.chapters.actions.signposts import CHAPTERS, signposts
from compute_deal.charts.numbers import in_words, quantity
from compute_deal.evidence import Evidence
from compute_deal.markup import cited
from compute_deal.models.lock_in import TIE

# What changed for developers in 2026, in the order of time.
CHANGES = (
    "event_claude_3_opus_retired",
    "event_limits_doubled",
    "event_opus_api_limits",
    "event_weekly_promotion",
    "event_sonnet_4_retired",
    "event_api_tiers",
    "event_sonnet_5",
    "event_opus_5",
    "event_weekly_limits",
    "event_api_prices_fall",
    "event_sonnet_4_5_retirement",
)


@dataclass(frozen=True)
class Clause:
    """One clause.

    Parameters
    ----------
    name : str
        What it says.
    why : str
        What it guards against.
    contracts : tuple of str
        Ids of the contracts that have it, as far as their terms are known.
    sources : tuple of str
        Where it stands, if not in the source of the contract's row.
    """

    name: str
    why: str
    contracts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


SPACEX = ("anthropic_spacex_contract", "google_spacex_contract", "reflection_spacex_contract")
CLAUSES = (
    Clause("The buyer may leave on notice", "a rival's terms, prices or plans change", SPACEX),
    Clause("No notice in a first period", "being bound before the capacity has proved itself", SPACEX),
    Clause("A lower fee while capacity grows", "paying for chips that do not run yet", SPACEX[:1], ("spacex_s1_2026",)),
    Clause(
        "A delivery date, and an exit if it is missed",
        "the provider serves itself first",
        ("google_spacex_contract", "microsoft_nebius_contract", "meta_nebius_2025_contract", "microsoft_iren_contract"),
    ),
    Clause("Other capacity offered before an exit", "a gap in service", ("microsoft_nebius_contract",)),
    Clause(
        "Chips named or counted",
        "older chips for the same fee",
        (*SPACEX, "microsoft_iren_contract"),
    ),
    Clause(
        "Content, models and data stay the customer's",
        "a rival learns from what it hosts",
        SPACEX[:1],
        ("spacex_s1_2026",),
    ),
    Clause("A limit to payment in advance", "money at a provider that fails", ("microsoft_iren_contract",)),
    Clause("An option for more", "growth at the provider's price", ("openai_aws_contract", "meta_coreweave_contract")),
    Clause("No recall by the provider", "the provider wants its chips back"),
    Clause("Rank beside the provider's own models", "slow service at peak hours"),
    Clause("A price tied to an index or to other customers", "paying more than the next customer"),
    Clause("What follows if the provider buys a rival", "a neutral provider turns competitor"),
    Clause("Help and time to move out", "an end without replacement"),
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


def assumptions_table(case: LockCase) -> pd.DataFrame:
    """Return the break-even utilisation at both ends of each assumption, the one that moves it most first.

    Parameters
    ----------
    case : LockCase
        The central case.

    Returns
    -------
    pandas.DataFrame
    """
    uses = {name: case.even_use_at(name) for name in ASSUMPTIONS}
    rows = []
    for name in sorted(ASSUMPTIONS, key=lambda name: min(uses[name]) - max(uses[name])):
        label, unit = ASSUMPTIONS[name]
        ends = case.ranges(name)
        low, high = (quantity(end, unit, 2).removesuffix(" per GPU-hour") for end in (ends.low, ends.high))
        rows.append((label, low, percent_of_use(uses[name][0]), high, percent_of_use(uses[name][1])))
    return pd.DataFrame(rows, columns=["Assumption", "Low", "Use at low", "High", "Use at high"])


def percent_of_use(use: float) -> str:
    """Return a break-even use as readers see it; from full use on locking in pays at none.

    Examples
    --------
    >>> percent_of_use(0.893), percent_of_use(1.0)
    ('89%', 'never')
    """
    return "never" if use > 1 - TIE else f"{100 * use:.0f}%"


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
            post.row["signpost"],
            f"{level(post.reading, post.row['unit'])}, {in_words(post.read_on)}",
            f"{post.row['comparison']} {level(post.threshold, post.row['unit'])}: {post.state}",
            f"{post.row['direction']} ({CHAPTERS[post.row['chapter']]})",
        )
        for post in signposts(evidence)
    ]
    return pd.DataFrame(
        rows, columns=["Signpost", "Latest reading", "Threshold: state", "If passed (chapter that changes)"]
    )


def level(value: float, unit: str) -> str:
    """Return a reading or threshold: a share with two digits, since it is a quotient of estimates."""
    return quantity(value, unit, 2 if unit == "fraction" else 3, short=True)


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
