"""Own demand: moments, inverse, and the expected excess against quadrature."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from compute_deal.models.own_demand import Demand, demand_quantile, expected_excess

KINDS = st.sampled_from(["lognormal", "normal"])


def frozen(demand):
    """Return the distribution of demand as SciPy has it."""
    if demand.kind == "normal":
        return stats.norm(demand.mean_units, demand.sd_units)
    squared = 1 + (demand.sd_units / demand.mean_units) ** 2
    return stats.lognorm(np.sqrt(np.log(squared)), scale=demand.mean_units / np.sqrt(squared))


def test_textbook_loss_function():
    # Standard normal loss table: L(0.75) = 0.1312; demand 2,100 ± 700, 2,625 units: 700 * 0.1312 = 91.8.
    assert expected_excess(Demand(2100, 700, "normal"), 2625) == pytest.approx(700 * 0.1312, abs=0.05)


def test_lognormal_has_the_stated_moments():
    demand = Demand(100, 50)
    assert frozen(demand).mean() == pytest.approx(100)
    assert frozen(demand).std() == pytest.approx(50)
    chances = np.array([0.001, 0.2, 0.5, 0.99])
    assert demand_quantile(demand, chances) == pytest.approx(frozen(demand).ppf(chances))


@pytest.mark.parametrize("demand", [Demand(100, 50), Demand(100, 30, "normal"), Demand(100, 200)])
@pytest.mark.parametrize("units", [0.0, 10.0, 100.0, 250.0])
def test_excess_is_the_area_above_the_distribution(demand, units):
    area, _ = integrate.quad(frozen(demand).sf, units, demand_quantile(demand, 1 - 1e-12), limit=500)
    assert expected_excess(demand, units) == pytest.approx(area, rel=1e-5, abs=1e-6)


@given(kind=KINDS, cv=st.floats(0.05, 0.33), p=st.floats(0.001, 0.999))
def test_quantile_is_inverse(kind, cv, p):
    demand = Demand(1000, 1000 * cv, kind)
    assert frozen(demand).cdf(demand_quantile(demand, p)) == pytest.approx(p)


@given(kind=KINDS, cv=st.floats(0.05, 0.33), units=st.floats(0, 5000), more=st.floats(0.1, 500))
def test_excess_falls_in_units_and_is_at_least_the_mean_gap(kind, cv, units, more):
    demand = Demand(1000, 1000 * cv, kind)
    assert expected_excess(demand, units + more) <= expected_excess(demand, units) + 1e-9
    assert expected_excess(demand, units) >= max(1000 - units, 0) - 1e-6


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        Demand(0, 1)
    with pytest.raises(ValueError, match="kind"):
        Demand(1, 1, "gamma")
    with pytest.raises(ValueError, match="third"):
        Demand(100, 60, "normal")
    with pytest.raises(ValueError, match="probability"):
        demand_quantile(Demand(1, 1), 1.1)
    with pytest.raises(ValueError, match="negative"):
        expected_excess(Demand(1, 1), -1)
