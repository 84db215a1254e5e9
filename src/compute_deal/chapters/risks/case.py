"""The risks as the evidence has them: price series, exit terms, each side's economics, causes of an end."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from compute_deal.evidence import Evidence
from compute_deal.inputs.dates import next_month
from compute_deal.inputs.deal import DealCase
from compute_deal.inputs.index import index_price, index_series, years_before_last
from compute_deal.models.risk.calibration import PriceFit, fit_mean_reversion, fit_random_walk
from compute_deal.models.risk.exit_game import ExitEconomics, ExitTerms
from compute_deal.models.risk.hazards import Cause, hazard_from_cumulative, in_force_by_causes
from compute_deal.models.risk.price_process import PriceProcess
from compute_deal.models.unit_price import HOURS_PER_MONTH, usd_per_gpu_hour

NOTICE_MONTHS = 3  # 90 days, in the whole months of the model
COARSE = 201  # grid points where many games are solved; values agree with the fine grid to the digits shown
DEFAULT_YEARS = 3  # the rating table's horizon that is nearest to the term


@dataclass(frozen=True)
class CauseRange:
    """One cause that may end the contract, with the range of its hazard.

    Parameters
    ----------
    name : str
        Name of the cause.
    low, central, high : float
        Hazard per year.
    basis : str
        Where the hazard is from, in a few words.
    inputs : tuple of str
        Ids of the rows of evidence.
    notice_months, first_month : int
        Months of service after it strikes, and the first month in which it can.
    """

    name: str
    low: float
    central: float
    high: float
    basis: str
    inputs: tuple[str, ...]
    notice_months: int = NOTICE_MONTHS
    first_month: int = 0

    def at(self, which: str) -> Cause:
        """Return the cause with its low, central or high hazard."""
        return Cause(
            name=self.name,
            hazard_per_year=getattr(self, which),
            notice_months=self.notice_months,
            first_month=self.first_month,
        )


@dataclass(frozen=True)
class RiskCase:
    """What the models of risk start from.

    Parameters
    ----------
    starts : datetime.date
        First day of month 0, the month after this edition closed.
    index_dates : tuple of datetime.date
        Dates of the index values.
    index_usd : numpy.ndarray
        Index values, USD per GPU-hour of an H100.
    free, walk, fit : PriceFit
        Mean reversion with its speed estimated; random walk; mean reversion with speed and ageing assumed, the base.
    half_life_years, ageing_per_year : tuple of float
        Low, central and high value of the two assumptions.
    terms : ExitTerms
        Fees left and exit right.
    economics : ExitEconomics
        Both sides beside the market, in the central case; its hazard is that of all other causes.
    relet_share : float
        Price on re-letting as a share of the price of equivalent capacity.
    causes : tuple of CauseRange
        Causes of an end other than the price.
    common_share : float
        Share of every hazard that comes from one shock to all.
    large_factor : float
        The larger obligation in the draft prospectus over the headline.
    """

    starts: date
    index_dates: tuple[date, ...]
    index_usd: NDArray[np.float64]
    free: PriceFit
    walk: PriceFit
    fit: PriceFit
    half_life_years: tuple[float, float, float]
    ageing_per_year: tuple[float, float, float]
    terms: ExitTerms
    economics: ExitEconomics
    relet_share: float
    causes: tuple[CauseRange, ...]
    common_share: float
    large_factor: float

    @property
    def process(self) -> PriceProcess:
        """The price process of the base case; its time zero is taken to be month 0."""
        return self.fit.process

    @property
    def price_usd(self) -> float:
        """Last index value, taken to hold in month 0."""
        return float(self.index_usd[-1])

    @property
    def fee_usd_per_month(self) -> float:
        """Full fee."""
        return self.terms.fee_usd_per_month[0]

    @property
    def fee_usd_per_gpu_hour(self) -> float:
        """Full fee over the GPU-hours of the contract."""
        return self.fee_usd_per_month / self.economics.gpu_hours_per_month

    @property
    def month_starts(self) -> list[date]:
        """First day of each remaining month."""
        first = np.datetime64(self.starts, "M")
        return [day.astype(date) for day in (first + np.arange(self.terms.term_months)).astype("datetime64[D]")]

    def fitted(self, half_life_years: float, ageing_per_year: float) -> PriceProcess:
        """Return the process calibrated under another half-life and ageing."""
        return fit_mean_reversion(
            years_before_last(self.index_dates),
            self.index_usd,
            drift_per_year=ageing_per_year,
            reversion_per_year=float(np.log(2) / half_life_years),
        ).process

    def causes_at(self, which: str = "central") -> list[Cause]:
        """Return the causes with their low, central or high hazards."""
        return [cause.at(which) for cause in self.causes]


def other_causes(evidence: Evidence, starts: date) -> tuple[CauseRange, ...]:
    """Return the causes of an end other than the price, largest first.

    Parameters
    ----------
    evidence : Evidence
        The facts.
    starts : datetime.date
        First day of month 0.

    Returns
    -------
    tuple of CauseRange
    """
    judged = {
        "Anthropic's other capacity arrives": "risk_hazard_own_capacity",
        "SpaceX recalls the capacity": "risk_hazard_recall",
        "A court or regulator stops it": "risk_hazard_regulation",
        "Dispute or bad performance": "risk_hazard_dispute",
    }
    arrival = evidence["risk_own_capacity_from"].date
    first = (arrival.year - starts.year) * 12 + arrival.month - starts.month
    causes = []
    for name, id in judged.items():
        inputs = (id, "risk_own_capacity_from") if id == "risk_hazard_own_capacity" else (id,)
        causes.append(
            CauseRange(
                name,
                *evidence.bounds(id),
                basis="judgement",
                inputs=inputs,
                notice_months=0 if id == "risk_hazard_regulation" else NOTICE_MONTHS,
                first_month=max(first, 0) if id == "risk_hazard_own_capacity" else 0,
            )
        )
    ratings = tuple(f"sp_default_{rating}_3y" for rating in ("bbb", "bb", "b"))
    default = [hazard_from_cumulative(evidence.number(id), DEFAULT_YEARS) for id in ratings]
    for party in ("Anthropic", "SpaceX"):
        causes.append(CauseRange(f"{party} defaults", *default, "S&P rates, BB (BBB to B)", ratings, notice_months=0))
    return tuple(causes)


def risk_case(evidence: Evidence) -> RiskCase:
    """Return the risks as the evidence has them.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    RiskCase

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> case = risk_case(load())
    >>> case.terms.term_months, case.starts.isoformat(), round(case.fee_usd_per_gpu_hour, 2)
    (30, '2026-12-01', 5.27)
    """
    deal = DealCase(evidence)
    starts = next_month(deal.today)
    months = int(np.datetime64(deal.last_month, "M") - np.datetime64(starts, "M")) + 1
    fee = deal.fee_usd_per_month
    dates, prices = index_series(evidence)
    years = years_before_last(dates)
    half_life, ageing = evidence.bounds("risk_price_half_life"), evidence.bounds("risk_price_ageing")
    causes = other_causes(evidence, starts)
    ratio, share = evidence.number("risk_price_ratio"), evidence.number("risk_relet_share")
    economics = ExitEconomics(
        gpu_hours_per_month=evidence.number("csa_gpus_prospectus") * HOURS_PER_MONTH,
        buyer_price_ratio=ratio,
        owner_price_ratio=ratio * share,
        buyer_switching_cost_usd=evidence.number("risk_switching_months") * fee,
        owner_reletting_cost_usd=evidence.number("risk_vacancy_months") * fee,
        buyer_discount_per_year=evidence.number("wacc_software_internet"),
        owner_discount_per_year=evidence.number("discount_rate_spacex"),
    )
    case = RiskCase(
        starts=starts,
        index_dates=dates,
        index_usd=prices,
        free=fit_mean_reversion(years, prices),
        walk=fit_random_walk(years, prices),
        fit=fit_mean_reversion(
            years, prices, drift_per_year=ageing[1], reversion_per_year=float(np.log(2) / half_life[1])
        ),
        half_life_years=half_life,
        ageing_per_year=ageing,
        terms=ExitTerms(fee_usd_per_month=(fee,) * months, notice_months=NOTICE_MONTHS),
        economics=economics,
        relet_share=share,
        causes=causes,
        common_share=evidence.number("risk_common_share"),
        large_factor=evidence.number("obligations_spacex_line") / deal.plan().headline_usd,
    )
    return replace(case, economics=replace(economics, other_hazard_per_year=constant_hazard(case)))


def constant_hazard(case: RiskCase, which: str = "central", common_share: float | None = None) -> float:
    """Return the constant hazard that leaves as many contracts in force at the end as the causes together.

    Parameters
    ----------
    case : RiskCase
        The causes.
    which : {"central", "low", "high"}
        Their hazards.
    common_share : float, optional
        Share of the common shock; that of the case if not given.

    Returns
    -------
    float
        Per year. The game needs one number; the simulation takes the causes as they are.
    """
    share = case.common_share if common_share is None else common_share
    last = in_force_by_causes(case.causes_at(which), share, case.terms.term_months)[-1]
    return float(-np.log(last) / ((case.terms.term_months - 1 - case.terms.notice_months) / 12))


def mix_over_index(evidence: Evidence) -> float:
    """Return the listed price of the contract's mix of chips as a multiple of the index of the H100.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    float
        Chips of the first site by kind; the rest of the contract is taken to be GB200, at the price of a B200.
    """
    prices = evidence.rows("prices", ["h100_index_2026_09_29", "h200_specialist_2026_05", "b200_index_2026_06"]).value
    h100, h200, b200 = (float(price) for price in prices)
    chips = [evidence.number(f"colossus1_{kind}_2026_10") for kind in ("h100", "h200")]
    rest = evidence.number("csa_gpus_prospectus") - sum(chips)
    return (chips[0] * h100 + chips[1] * h200 + rest * b200) / (evidence.number("csa_gpus_prospectus") * h100)


def fair_ratio(evidence: Evidence) -> float:
    """Return the multiple of the index at which the fee was fair at signing."""
    fee = usd_per_gpu_hour(evidence.number("csa_fee"), evidence.number("csa_gpus_prospectus"))
    return float(fee) / index_price(evidence, "h100_index_2026_04_30")
