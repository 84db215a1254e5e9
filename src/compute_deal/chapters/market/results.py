"""What the chapter on the market states in numbers."""

from compute_deal.chapters.market.capacity_results import capacity_results
from compute_deal.chapters.market.case import MarketCase, google_usd_per_gpu_hour, market_case
from compute_deal.chapters.market.contract_results import concentration_results, contract_results
from compute_deal.chapters.market.owner_results import owner_results
from compute_deal.chapters.market.price_results import price_results
from compute_deal.chapters.market.split_results import split_results
from compute_deal.evidence import Evidence
from compute_deal.inputs.deal import DealCase
from compute_deal.inputs.epoch import epoch_results
from compute_deal.inputs.index import index_price
from compute_deal.models.deal.exits import firm_usd
from compute_deal.models.unit_price import HOURS_PER_MONTH
from compute_deal.results import Result

NEXT_GPUS = 100_000  # the size for which the text prices a next contract


def market_results(evidence: Evidence) -> dict[str, Result]:
    """Return every number that the chapter computes.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    dict of str to Result
        By id.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> round(market_results(load())["unit_gpu_hour_prospectus"].value, 2)
    5.27
    """
    case, deal = market_case(evidence), DealCase(evidence)
    firm = float(firm_usd(deal.plan(), deal.prospectus, deal.today))
    return (
        price_results(evidence, case)
        | owner_results(evidence, case)
        | epoch_results(evidence)
        | contract_results(evidence, case)
        | concentration_results(evidence, firm)
        | capacity_results(evidence, case)
        | split_results(evidence, case)
        | next_results(evidence, case)
    )


def next_results(evidence: Evidence, case: MarketCase) -> dict[str, Result]:
    """Return the monthly fee of a next contract for a hundred thousand GPUs of the GB200 class."""
    index = index_price(evidence, "b200_index_2026_06")
    google = google_usd_per_gpu_hour(evidence)
    low, high = (price * NEXT_GPUS * HOURS_PER_MONTH for price in (index, google))
    return {
        "next_fee": Result(
            (low + high) / 2,
            "USD/month",
            "Fee for 100,000 GPUs of the GB200 class, from the B200 index to Google's price",
            low,
            high,
            ("b200_index_2026_06", "google_spacex_fee", "google_spacex_gpus"),
        ),
        "next_at_deal_speed_price": Result(
            case.fee_usd_per_month
            / (sum(case.prospectus.gpus[chip] * case.dense_tflops[chip] for chip in case.prospectus.gpus))
            * NEXT_GPUS
            * case.dense_tflops["GB200"],
            "USD/month",
            "Fee for 100,000 GB200 at Anthropic's price per unit of dense speed",
            inputs=("csa_fee", "csa_gpus_prospectus", "gb200_bf16", "h100_bf16", "h200_bf16"),
        ),
    }
