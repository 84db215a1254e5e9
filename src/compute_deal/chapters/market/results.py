"""What the chapter on the market states in numbers."""

from compute_deal.chapters.market.capacity_results import add_capacity
from compute_deal.chapters.market.case import MarketCase
from compute_deal.chapters.market.contract_results import add_contracts
from compute_deal.chapters.market.owner_results import add_owner
from compute_deal.chapters.market.price_results import add_prices
from compute_deal.evidence import Evidence
from compute_deal.inputs.epoch import add_epoch
from compute_deal.results import Results


def market_results(evidence: Evidence) -> Results:
    """Return every number that the chapter computes.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    Results

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> round(market_results(load())["unit_gpu_hour_prospectus"].value, 2)
    5.27
    """
    case, results = MarketCase(evidence), Results(evidence)
    add_prices(results, case)
    add_owner(results, case)
    add_epoch(results)
    add_contracts(results, case)
    add_capacity(results, case)
    return results
