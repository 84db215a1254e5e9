"""What the chapter on the claims states in numbers."""

from compute_deal.chapters.claims.case import ARTICLES, Judged, counted, judged_claims
from compute_deal.chapters.claims.verdicts import Verdict
from compute_deal.evidence import Evidence
from compute_deal.results import Result

FOUND = {
    "claimed_revenue_multiple": ("claim_devdigest_revenue_multiple", "Yearly fee over SpaceX's revenue of 2025"),
    "claimed_commitment": (
        "claim_ajianaz_commitment",
        "Full fees of the notice period, which bound both sides at signing",
    ),
    "claimed_shortest_run": ("claim_ajianaz_notice_days", "Shortest run of the contract, filing of 20 May"),
    "claimed_fraction": ("claim_ajianaz_fraction", "Yearly fee over the run-rate, both as the article has them"),
}


def claims_results(evidence: Evidence) -> dict[str, Result]:
    """Return every number that the chapter computes.

    Parameters
    ----------
    evidence : Evidence
        The facts and the claims.

    Returns
    -------
    dict of str to Result
        By id.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> claims_results(load())["claims_number"].value >= 60
    True
    """
    claims = judged_claims(evidence)
    by_id = {claim.id: claim for claim in claims}
    return count_results(claims) | found_results(by_id) | price_results(evidence) | difference_results(evidence)


def count_results(claims: list[Judged]) -> dict[str, Result]:
    """Return how many claims there are, by verdict and article."""
    results = {
        "claims_number": Result(len(claims), "number", "Claims judged"),
        "claims_computed": Result(sum(claim.computed for claim in claims), "number", "Claims that a rule decides"),
        "claims_tested": Result(
            sum(claim.computed and not claim.plain for claim in claims),
            "number",
            "Of these, claims that are no plain figure or quotation, so that what is tested is partly ours",
        ),
    }
    counts = counted(claims)
    for verdict in Verdict:
        name = verdict.name.lower()
        total = sum(counts[article, verdict] for article in ARTICLES.values())
        results[f"claims_{name}"] = Result(total, "number", f"Claims with the verdict: {verdict}")
        results[f"claims_{name}_share"] = Result(
            total / len(claims), "fraction", f"Share of claims with the verdict: {verdict}", digits=2
        )
    figures = [claim.verdict for claim in claims if claim.row["kind"] == "figure"]
    results["claims_figures"] = Result(len(figures), "number", "Claims that only state a figure")
    results["claims_figures_held"] = Result(
        figures.count(Verdict.HOLDS), "number", "Claims that only state a figure, and hold"
    )
    for article in ARTICLES.values():
        own = [claim for claim in claims if claim.article == article]
        results[f"claims_{article}"] = Result(len(own), "number", f"Claims of the {article} article")
        held = counts[article, Verdict.HOLDS] / len(own)
        results[f"claims_{article}_held"] = Result(
            held, "fraction", f"Share of claims of the {article} article that hold", digits=2
        )
    return results


def found_results(claims: dict[str, Judged]) -> dict[str, Result]:
    """Return what was found for claims that matter most."""
    results = {
        id: Result(claims[claim].found.value, claims[claim].row["unit"], label, inputs=(claim, *claims[claim].inputs))
        for id, (claim, label) in FOUND.items()
    }
    notice = claims["claim_ajianaz_notice_days"]
    results["claimed_shortest_run_later"] = Result(
        notice.later.value, "days", "Shortest run of the contract, final prospectus", inputs=(notice.id, *notice.inputs)
    )
    return results


def price_results(evidence: Evidence) -> dict[str, Result]:
    """Return prices after the articles, over those that the claims start from."""
    fees = ("google_spacex_fee", "google_spacex_gpus", "csa_fee", "csa_gpus_prospectus")
    google, google_gpus, fee, gpus = (evidence.number(id) for id in fees)
    models = ("opus_5_5_output_price", "opus_4_8_output_price")
    new, old = (evidence.number(id) for id in models)
    return {
        "claimed_benchmark": Result(
            (google / google_gpus) / (fee / gpus),
            "ratio",
            "Google's fee per GPU over Anthropic's",
            inputs=("claim_ajianaz_benchmark", *fees),
            digits=2,
        ),
        "claimed_api_price": Result(
            new / old,
            "fraction",
            "Output price of the flagship model of September over that of July",
            inputs=("claim_devdigest_api_prices", *models),
        ),
    }


def difference_results(evidence: Evidence) -> dict[str, Result]:
    """Return by how much the two articles differ on the revenue that the fee is set against."""
    quarter, run_rate = "claim_devdigest_anthropic_revenue_2026q2", "claim_ajianaz_run_rate_2026"
    yearly = 4 * evidence.number(quarter)
    other = evidence.rows("events", ["event_launch91_base"])
    return {
        "claimed_other_base": Result(
            float(other.value.iloc[0]), "USD", "SpaceX's revenue as another page has it", inputs=other.index
        ),
        "claimed_other_multiple": Result(
            12 * evidence.number("csa_fee") / float(other.value.iloc[0]),
            "ratio",
            "Yearly fee over that revenue",
            inputs=("csa_fee", *other.index),
        ),
        "claimed_revenue_yearly": Result(
            yearly, "USD/year", "Second-quarter revenue of the devdigest article, times four", inputs=(quarter,)
        ),
        "claimed_revenue_gap": Result(
            yearly / evidence.number(run_rate),
            "ratio",
            "Revenue of the devdigest article, times four, over the run-rate of the ajianaz article",
            inputs=(quarter, run_rate),
            digits=2,
        ),
    }
