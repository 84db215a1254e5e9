"""What the chapter on the claims states in numbers."""

from collections.abc import Callable

from compute_deal.chapters.claims.case import ARTICLES, Judged, counted, judged_claims
from compute_deal.chapters.claims.verdicts import Verdict
from compute_deal.evidence import Evidence
from compute_deal.results import Results


def claims_results(evidence: Evidence) -> Results:
    """Return every number that the chapter computes.

    Parameters
    ----------
    evidence : Evidence
        The facts and the claims.

    Returns
    -------
    Results

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> claims_results(load())["claims_number"].value >= 60
    True
    """
    results = Results(evidence)
    add_counts(results)
    add_ratios(results)
    return results


def add_counts(results: Results) -> None:
    """Add how many claims there are, by verdict and article."""

    def add(id: str, label: str, counts: Callable[[Judged], bool]) -> None:
        results.add(id, "number", label, lambda: sum(map(counts, judged_claims(results.evidence))))

    add("claims_number", "Claims judged", lambda claim: True)
    add("claims_computed", "Claims that a rule decides", lambda claim: claim.computed)
    add(
        "claims_tested",
        "Of these, claims that are no plain figure or quotation, so that what is tested is partly ours",
        lambda claim: claim.computed and not claim.plain,
    )
    for verdict in (Verdict.HOLDS, Verdict.CONTRADICTED, Verdict.UNKNOWN):
        add(
            f"claims_{verdict.name.lower()}",
            f"Claims with the verdict: {verdict}",
            lambda claim, verdict=verdict: claim.verdict is verdict,
        )
    add(
        "claims_judgement",
        "Claims whose verdict is our judgement",
        lambda claim: not claim.computed and claim.verdict is not Verdict.UNKNOWN,
    )
    for id, kind, words in (("figures", "figure", "only state a figure"), ("conclusions", "implication", "conclude")):
        add(f"claims_{id}", f"Claims that {words}", lambda claim, kind=kind: claim.row["kind"] == kind)
        add(
            f"claims_{id}_held",
            f"Claims that {words}, and hold",
            lambda claim, kind=kind: claim.row["kind"] == kind and claim.verdict is Verdict.HOLDS,
        )
    for article in ARTICLES.values():
        results.add(
            f"claims_{article}_held",
            "fraction",
            f"Share of claims of the {article} article that hold",
            lambda article=article: held_share(results.evidence, article),
            digits=2,
        )


def held_share(evidence: Evidence, article: str) -> float:
    """Return which share of an article's claims holds."""
    counts = counted(judged_claims(evidence))
    return counts[article, Verdict.HOLDS] / sum(counts[article, verdict] for verdict in Verdict)


def add_ratios(results: Results) -> None:
    """Add what the articles' figures are held against, where no other chapter has it."""
    number = results.evidence.number

    def other_base() -> float:
        return float(results.evidence.stated("event_launch91_base", "USD/year")["value"])

    results.add(
        "claimed_other_multiple",
        "ratio",
        "Yearly fee over SpaceX's revenue as another page has it",
        lambda: 12 * number("csa_fee", "USD/month") / other_base(),
    )
    results.add(
        "claimed_revenue_gap",
        "ratio",
        "Second-quarter revenue of the devdigest article, times four, over the run-rate of the ajianaz article",
        lambda: (
            4
            * number("claim_devdigest_anthropic_revenue_2026q2", "USD/quarter")
            / number("claim_ajianaz_run_rate_2026", "USD/year")
        ),
        digits=2,
    )
