"""Numbers of published models, and one of these models built up again: Epoch AI's yearly cost of a gigawatt."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from compute_deal.evidence import Evidence, traced
from compute_deal.models.ownership import OwnershipInputs, annual_cost, implied_cost_of_capital
from compute_deal.models.unit_price import HOURS_PER_YEAR
from compute_deal.results import Results

MW_PER_GW = 1000
EPOCH_LIVES = {3: "epoch_tco_total_3_years", 5: "epoch_tco_total_5_years", 7: "epoch_tco_total_7_years"}


def published_value(evidence: Evidence, id: str, unit: str) -> float:
    """Return the number that a row of the table of published models states.

    Parameters
    ----------
    evidence : Evidence
        Holds the table.
    id : str
        A row of it.
    unit : str
        Unit that the computation takes it to have; of another, the row is refused.

    Returns
    -------
    float
        In this unit.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> published_value(load(), "epoch_tco_it_life", "years")
    5.0
    """
    return float(evidence.stated(id, unit)["value"])


def published_values(evidence: Evidence, units: Mapping[str, str]) -> list[float]:
    """Return several such numbers, asked for by row with the unit of each, in this order."""
    return [published_value(evidence, id, unit) for id, unit in units.items()]


def published_range(evidence: Evidence, id: str, unit: str) -> tuple[float, float]:
    """Return low and high of a row of a published model, the value standing in for a bound that is not given.

    Examples
    --------
    >>> from compute_deal.evidence import load
    >>> published_range(load(), "bcg_ratio_today", "ratio"), published_range(load(), "epoch_tco_it_life", "years")
    ((2.5, 3.0), (5.0, 5.0))
    """
    row = evidence.stated(id, unit)
    return float(row["low"] or row["value"]), float(row["high"] or row["value"])


@traced
def epoch_table(evidence: Evidence) -> pd.DataFrame:
    """Return Epoch AI's yearly cost of a gigawatt by IT life, beside the build-up without and with interest.

    Parameters
    ----------
    evidence : Evidence
        The facts.

    Returns
    -------
    pandas.DataFrame
        Indexed by life in years: `published`, `straight`, `interest`, in USD per GW-year.
    """
    totals = [
        MW_PER_GW * total for total in published_values(evidence, dict.fromkeys(EPOCH_LIVES.values(), "USD/MW-year"))
    ]
    inputs = epoch_inputs(evidence)
    rate = epoch_rate(evidence)
    lives = np.array(list(EPOCH_LIVES), dtype=float)
    return pd.DataFrame(
        {
            "published": totals,
            "straight": annual_cost(replace(inputs, it_life_years=lives)),
            "interest": annual_cost(replace(inputs, it_life_years=lives, cost_of_capital=rate)),
        },
        index=list(EPOCH_LIVES),
    )


def epoch_inputs(evidence: Evidence) -> OwnershipInputs:
    """Return Epoch AI's inputs without interest; its operating cost contains its energy."""
    capex, life, operating, energy = published_values(
        evidence,
        {
            "epoch_tco_capex": "USD/MW",
            "epoch_tco_facility_life": "years",
            "epoch_tco_opex": "USD/MW-year",
            "epoch_tco_energy": "USD/MW-year",
        },
    )
    built = evidence.number("construction_share_of_capex", "fraction")
    return OwnershipInputs(
        it_capital_usd_per_gw=MW_PER_GW * capex * (1 - built),
        facility_capital_usd_per_gw=MW_PER_GW * capex * built,
        it_life_years=5.0,
        facility_life_years=life,
        cost_of_capital=0.0,
        average_load=1.0,
        pue=1.0,
        electricity_usd_per_kwh=energy / 1000 / HOURS_PER_YEAR,
        operations_usd_per_gw_year=MW_PER_GW * (operating - energy),
    )


@traced
def epoch_rate(evidence: Evidence) -> float:
    """Return the cost of capital at which the build-up meets Epoch AI's total at five years."""
    total = published_value(evidence, EPOCH_LIVES[5], "USD/MW-year")
    return implied_cost_of_capital(epoch_inputs(evidence), MW_PER_GW * total)


def add_epoch(results: Results) -> None:
    """Add how well the build-up meets Epoch AI's totals."""
    evidence = results.evidence

    def misses() -> tuple[float, float, float]:
        table = epoch_table(evidence)
        straight = 1 - table.straight / table.published
        return float(straight.loc[5]), float(straight.min()), float(straight.max())

    def deviation() -> float:
        table = epoch_table(evidence)
        return float((table.interest / table.published - 1).abs().max())

    results.add(
        "owner_epoch_rate",
        "fraction",
        "Cost of capital at which the build-up meets Epoch AI's total at five years",
        lambda: epoch_rate(evidence),
        digits=2,
    )
    results.add(
        "owner_epoch_miss",
        "fraction",
        "By how much the build-up without interest falls short of Epoch AI",
        misses,
        digits=2,
    )
    results.add(
        "owner_epoch_deviation",
        "fraction",
        "Largest deviation of the build-up with interest from Epoch AI",
        deviation,
        digits=2,
    )
