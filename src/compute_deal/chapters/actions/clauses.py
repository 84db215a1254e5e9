"""Clauses that a buyer wants from a provider that competes with it, and the contracts in which each was found."""

from dataclasses import dataclass


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
    Clause("No notice in a first period", "moving in for nothing", SPACEX),
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
