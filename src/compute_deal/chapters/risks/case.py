"""The risks as the evidence has them: what is left of the contract, the uncertain inputs, the causes of an end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from compute_deal.evidence import Evidence
from compute_deal.inputs.dates import DAYS_PER_MONTH, next_month
from compute_deal.inputs.deal import DealCase
from compute_deal.inputs.rents import expected_change, index_price, volatility
from compute_deal.inputs.replacement import INDICES, equivalent_price_ratio
from compute_deal.models.bounds import Bounds
from compute_deal.models.draws import triangular
from compute_deal.models.risk.hazards import hazard_from_cumulative
from compute_deal.models.risk.price_process import MONTHS_PER_YEAR
from compute_deal.models.risk.stress import Replacement
from compute_deal.models.unit_price import HOURS_PER_MONTH

NOTICE_MONTHS = 3  # 90 days, in the whole months of the model
DEFAULT_YEARS = 3  # the rating table's horizon that is nearest to the term
IDLE, FAST, SLOW, NEW_SITE = "Idle cluster elsewhere", "Pace of Colossus 2", "Pace of Colossus 1", "New site first"


@dataclass(frozen=True)
class Input:
    """One uncertain input: triangular between its ends, most likely at its value.

    Parameters
    ----------
    name : str
        Name that readers see.
    bounds : callable
        Returns the range from the evidence.
    """

    name: str
    bounds: Callable[[Evidence], Bounds]

    def at(self, evidence: Evidence, probability: ArrayLike) -> NDArray[np.float64]:
        """Return the value that is not exceeded with a probability.

        Examples
        --------
        >>> from compute_deal.evidence import load
        >>> even = Input("even", lambda evidence: Bounds(low=0.0, value=1.0, high=2.0))
        >>> even.at(load(), [0.0, 0.125, 0.5, 1.0]).tolist()
        [0.0, 0.5, 1.0, 2.0]
        """
        bounds = self.bounds(evidence)
        return triangular(probability, bounds.low, bounds.value, bounds.high)


@dataclass(frozen=True)
class Cause:
    """One cause beside the price that may end the contract.

    Parameters
    ----------
    key, name : str
        Short and full name.
    hazard : Bounds
        Yearly rate, with its range.
    first_month : int
        First month in which it can strike.
    """

    key: str
    name: str
    hazard: Bounds
    first_month: int = 0


@dataclass(frozen=True)
class RiskCase:
    """What is left of the contract when this edition closed; each value is read from the evidence when it is asked for.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> case = RiskCase(load())
    >>> len(case.month_starts), case.month_starts[0].isoformat(), round(case.fee_usd_per_gpu_hour, 2)
    (30, '2026-12-01', 5.27)
    """

    evidence: Evidence

    @property
    def deal(self) -> DealCase:
        """The contract's terms."""
        return DealCase(self.evidence)

    @property
    def month_starts(self) -> list[date]:
        """First day of each remaining month; month 0 is the one after this edition closed."""
        first = np.datetime64(next_month(self.deal.today), "M")
        months = np.arange(first, np.datetime64(self.deal.last_month, "M") + 1)
        return [day.astype(date) for day in months.astype("datetime64[D]")]

    @property
    def fee_usd_per_month(self) -> float:
        """Full fee."""
        return self.deal.fee_usd_per_month

    @property
    def gpu_hours_per_month(self) -> float:
        """Capacity of the contract."""
        return self.evidence.number("csa_gpus_prospectus", "GPUs") * HOURS_PER_MONTH

    @property
    def fee_usd_per_gpu_hour(self) -> float:
        """Full fee over the GPU-hours of the contract."""
        return self.fee_usd_per_month / self.gpu_hours_per_month

    @property
    def index_usd(self) -> float:
        """The rental index of the H100, last value; taken to hold in month 0."""
        return index_price(self.evidence, INDICES["h100"])

    @property
    def months_at_risk(self) -> int:
        """Months at whose start a notice would still end the contract early."""
        return len(self.month_starts) - 1 - NOTICE_MONTHS


CAUSES = {
    "recall": "SpaceX wants the machines for itself",
    "own_capacity": "Anthropic’s other capacity arrives",
    "regulation": "A court or regulator stops it",
    "dispute": "Dispute or bad performance",
    "default_anthropic": "Anthropic defaults",
    "default_spacex": "SpaceX defaults",
}


def cause(evidence: Evidence, key: str) -> Cause:
    """Return one cause of an end other than the price, by its key in `CAUSES`."""
    if key.startswith("default_"):
        shares = (evidence.number(f"sp_default_{rating}_3y", "fraction") for rating in ("bbb", "bb", "b"))
        hazard = Bounds(*(hazard_from_cumulative(share, DEFAULT_YEARS) for share in shares))
    else:
        hazard = Bounds(*evidence.bounds(f"risk_hazard_{key}", "1/year"))
    first = 0
    if key == "own_capacity":
        arrival, starts = evidence["risk_own_capacity_from"].date, RiskCase(evidence).month_starts[0]
        first = max((arrival.year - starts.year) * MONTHS_PER_YEAR + arrival.month - starts.month, 0)
    return Cause(key, CAUSES[key], hazard, first)


def causes(evidence: Evidence) -> tuple[Cause, ...]:
    """Return the causes of an end other than the price, SpaceX's recall first."""
    return tuple(cause(evidence, key) for key in CAUSES)


def even_hazard(evidence: Evidence, keys: tuple[str, ...]) -> Bounds:
    """Return the sum of some hazards, each spread evenly over the months at risk."""
    months = RiskCase(evidence).months_at_risk
    chosen = [cause(evidence, key) for key in keys]
    weights = [(months - each.first_month) / months for each in chosen]
    return Bounds(
        *(
            sum(weight * getattr(each.hazard, end) for weight, each in zip(weights, chosen, strict=True))
            for end in ("low", "value", "high")
        )
    )


def replacement(evidence: Evidence, speed: str) -> Replacement:
    """Return how fast the capacity can be replaced, at one of the speeds that precedents show.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    speed : str
        `IDLE`, `FAST`, `SLOW` or `NEW_SITE`.

    Returns
    -------
    Replacement
        The two paces of building are those of whole clusters, spread evenly over the days that they took; chips, power
        and a site are taken to be at hand, except in the last case.
    """
    if speed == IDLE:
        return Replacement(
            lead_months=evidence.number("risk_idle_lead_months", "months"),
            gpus_per_month=evidence.number("risk_idle_speed", "GPUs"),
        )
    gpus, days = (
        ("colossus2_gb200_gpus", "colossus2_build_days")
        if speed == FAST
        else (
            "colossus1_first_gpus",
            "colossus1_build_days",
        )
    )
    months = evidence.number(days, "days") / DAYS_PER_MONTH
    site = evidence.number("greenfield_build_years", "years") * MONTHS_PER_YEAR - months if speed == NEW_SITE else 0
    return Replacement(lead_months=site, gpus_per_month=evidence.number(gpus, "GPUs") / months)


def replacement_months(evidence: Evidence) -> Bounds:
    """Return the months until all the capacity is replaced: most likely an idle cluster, at worst Colossus 1's pace."""
    gpus = evidence.number("csa_gpus_prospectus", "GPUs")
    speeds = (replacement(evidence, speed) for speed in (IDLE, SLOW))
    idle, slow = (each.lead_months + gpus / each.gpus_per_month for each in speeds)
    return Bounds(low=idle, value=idle, high=slow)


def _facts(id: str, unit: str) -> Callable[[Evidence], Bounds]:
    """Return a reader of the range of one fact."""
    return lambda evidence: Bounds(*evidence.bounds(id, unit))


RATIO, CHANGE, VOLATILITY, SWITCHING, REPLACING = "ratio", "change", "volatility", "switching", "replacing"
RELET, VACANCY, RECALL, OTHER = "relet", "vacancy", "recall", "other"
INPUTS = {
    RATIO: Input("Price of equivalent capacity", equivalent_price_ratio),
    CHANGE: Input("Expected change of rents", expected_change),
    VOLATILITY: Input("Volatility of rents", volatility),
    SWITCHING: Input("Cost of switching", _facts("risk_switching_months", "months")),
    REPLACING: Input("Time to replace", replacement_months),
    RELET: Input("Price on re-leasing", _facts("risk_relet_share", "fraction")),
    VACANCY: Input("Time until re-leased", _facts("risk_vacancy_months", "months")),
    RECALL: Input("SpaceX’s own use", lambda evidence: even_hazard(evidence, ("recall",))),
    OTHER: Input(
        "Other causes",
        lambda evidence: even_hazard(
            evidence, ("own_capacity", "regulation", "dispute", "default_anthropic", "default_spacex")
        ),
    ),
}
