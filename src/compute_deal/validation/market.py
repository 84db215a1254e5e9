"""Checks of the methods behind the chapter on the market: prices, ownership, margin."""

from dataclasses import replace

import numpy as np
from scipy.stats import triang

from compute_deal.checks import Check, closed, published, second
from compute_deal.evidence import Evidence
from compute_deal.inputs.published import EPOCH_LIVES, MW_PER_GW, epoch_inputs, epoch_table
from compute_deal.models.bounds import Bounds
from compute_deal.models.margin import MARGIN_DRIVERS, simulate_margin
from compute_deal.models.ownership import annual_cost, capital_recovery_factor, cost_usd_per_gpu_hour
from compute_deal.models.unit_price import (
    Capacity,
    h100_equivalents,
    usd_per_gpu_hour,
    usd_per_mw_year,
)

FITTED_LIFE = 5  # years; the total that sets the rate is no test of it
EPOCH_ROUNDING = 0.05  # Epoch AI prints totals to half a billion or a whole one
DRAWS = 100_000


def market_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of the chapter on the market, by method."""
    return [
        *price_checks(),
        *ownership_checks(evidence),
        bounds_check(),
        *margin_checks(),
    ]


def price_checks() -> list[Check]:
    """Return the checks of the unit prices, with round numbers and a small mix of chips."""
    mix = Capacity({"H100": 100, "GB200": 50})
    tflops = {"H100": 1000.0, "GB200": 2500.0}  # 225 H100-equivalents, 225 PFLOP/s
    method, hours = "unit_price", 365.25 * 24 / 12
    return [
        closed(
            "price_gpu_hour",
            method,
            "a million a month for 1,000 GPUs",
            "1,000 / 730.5 hours",
            1000 / hours,
            usd_per_gpu_hour(1e6, 1000),
            unit="USD",
        ),
        closed(
            "price_h100_hour",
            method,
            "164,362.50 a month on 225 H100-equivalents",
            "by hand",
            1.0,
            usd_per_gpu_hour(225 * hours, h100_equivalents(mix, tflops)),
            unit="USD",
        ),
        closed(
            "price_mw_year",
            method,
            "a million a month for one megawatt",
            "twelve months",
            12e6,
            usd_per_mw_year(1e6, 1.0),
            unit="USD",
        ),
    ]


def epoch_checks(evidence: Evidence) -> list[Check]:
    """Return Epoch AI's yearly totals by life of the chips, built up with the one rate that the five-year total sets."""
    table = epoch_table(evidence)
    totals = {id: table.interest[life] / MW_PER_GW for life, id in EPOCH_LIVES.items() if life != FITTED_LIFE}
    return [replace(check, tolerance=EPOCH_ROUNDING) for check in published(evidence, "ownership", totals)]


def ownership_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of the cost of ownership."""
    table = evidence.frame("published_models")
    ids = [id for id in table.index if id.startswith("recovery_")]
    factors = {}
    for id in ids:
        per_cent, years = (int(part) for part in id.split("_")[1:])
        factors[id] = float(capital_recovery_factor(per_cent / 100, years))
    inputs = replace(epoch_inputs(evidence), cost_of_capital=0.09, average_load=0.8, pue=1.25)
    due = 1.09 ** -np.arange(1, 15)
    spread = inputs.it_capital_usd_per_gw / due[:5].sum() + inputs.facility_capital_usd_per_gw / due.sum()
    energy = 1e6 * 8766 * 0.8 * 1.25 * inputs.electricity_usd_per_kwh
    return [
        *published(evidence, "ownership", factors),
        *epoch_checks(evidence),
        closed(
            "ownership_year",
            "ownership",
            "Epoch AI's gigawatt at 9 % interest, 80 % load, PUE 1.25",
            "discounting each payment",
            spread + energy + inputs.operations_usd_per_gw_year,
            annual_cost(inputs),
            unit="USD",
        ),
        closed(
            "ownership_gpu_hour",
            "ownership",
            "8.5 billion a gigawatt-year at 1.9 kW a GPU",
            "by hand",
            8.5e9 * 1.9 / 1e6 / 8766,
            cost_usd_per_gpu_hour(8.5e9, 1.9),
            unit="USD",
        ),
    ]


def bounds_check() -> Check:
    """Return the check of draws between bounds: their mean, to four standard errors."""
    low, mode, high = 3.0, 4.0, 8.0
    spread = ((low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18) ** 0.5
    expected = (low + mode + high) / 3
    return closed(
        "triangle_mean",
        "bounds",
        "mean of draws from a triangle from 3 over 4 to 8",
        "a third of the sum",
        expected,
        Bounds(low, mode, high).draw(DRAWS, np.random.default_rng(4)).mean(),
        tolerance=4 * spread / DRAWS**0.5 / expected,
    )


def margin_checks() -> list[Check]:
    """Return the checks of the simulated margin with one uncertain input, whose distribution is then known."""
    fixed = dict(zip(MARGIN_DRIVERS, [30e9, 10e9, 5, 14, 0.08, 0.8, 1.2, 0.07, 0.3e9, 1.9, 5.3], strict=True))
    low, mid, high = 3.0, 4.0, 8.0
    spreads = {name: Bounds(value, value, value) for name, value in fixed.items()}
    spreads["price_usd_per_gpu_hour"] = Bounds(low, mid, high)
    drawn = simulate_margin(spreads, DRAWS, np.random.default_rng(3))
    price = triang((mid - low) / (high - low), low, high - low)
    cost = drawn.cost_usd_per_gpu_hour[0]
    found = []
    for level, ours in zip((5, 50, 95), np.percentile(drawn.margin, (5, 50, 95)), strict=True):
        quantile = price.ppf(level / 100)
        # Four standard errors of a sample quantile, √(p (1 − p) / n) over the density, here of the price.
        error = 4 * (level / 100 * (1 - level / 100) / DRAWS) ** 0.5 / price.pdf(quantile) * cost / quantile**2
        expected = 1 - cost / quantile
        found.append(
            second(
                f"margin_p{level}",
                "margin",
                f"margin that {level} % of draws do not exceed, price triangular",
                "quantile of the triangle",
                expected,
                ours,
                tolerance=error / abs(expected),
                unit="fraction",
            )
        )
    return found
