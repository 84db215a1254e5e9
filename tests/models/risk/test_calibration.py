import numpy as np
import pytest
from scipy.stats import norm

from compute_deal.models.risk.calibration import (
    FASTEST_REVERSION_PER_YEAR,
    SLOWEST_REVERSION_PER_YEAR,
    fit_mean_reversion,
)
from compute_deal.models.risk.price_process import PriceProcess, step_decay, step_sd


def irregular_dates(rng, count, mean_step):
    return np.cumsum(rng.uniform(0.3, 1.7, count) * mean_step)


def draw(process, first, years, rng):
    """Exact draw at irregular dates, level reached at the last date."""
    logs = [np.log(first)]
    level = np.log(process.level_usd_per_gpu_hour) + process.drift_per_year * (years - years[-1])
    for i, step in enumerate(np.diff(years)):
        mean = level[i + 1] + (logs[-1] - level[i]) * float(step_decay(process, step))
        logs.append(mean + float(step_sd(process, step)) * rng.standard_normal())
    return np.exp(logs)


def direct_likelihood(process, years, prices):
    """Sum of the log densities of the transitions, written out."""
    level = np.log(process.level_usd_per_gpu_hour) + process.drift_per_year * (years - years[-1])
    deviation = np.log(prices) - level
    steps = np.diff(years)
    return norm.logpdf(deviation[1:], deviation[:-1] * step_decay(process, steps), step_sd(process, steps)).sum()


def with_change(process, **change):
    return PriceProcess(**{**vars(process), **change})


@pytest.fixture(scope="module")
def series():
    truth = PriceProcess(level_usd_per_gpu_hour=2.5, reversion_per_year=2.0, volatility_per_year=0.35)
    rng = np.random.default_rng(11)
    years = irregular_dates(rng, 4000, 0.1)
    return truth, years, draw(truth, 2.2, years, rng)


def test_long_series_gives_the_parameters_back(series):
    truth, years, prices = series
    found = fit_mean_reversion(years, prices).process
    assert found.reversion_per_year == pytest.approx(truth.reversion_per_year, rel=0.15)
    assert found.volatility_per_year == pytest.approx(truth.volatility_per_year, rel=0.05)
    assert found.level_usd_per_gpu_hour == pytest.approx(truth.level_usd_per_gpu_hour, rel=0.05)


def test_estimate_is_a_maximum_of_the_written_out_likelihood(series):
    _, years, prices = series
    years, prices = years[:60], prices[:60]
    fit = fit_mean_reversion(years, prices)
    top = direct_likelihood(fit.process, years, prices)
    assert top == pytest.approx(fit.log_likelihood, abs=1e-8)
    for name in ("level_usd_per_gpu_hour", "reversion_per_year", "volatility_per_year"):
        for factor in (0.98, 1.02):
            moved = with_change(fit.process, **{name: getattr(fit.process, name) * factor})
            assert direct_likelihood(moved, years, prices) < top


def test_known_drift_only_tilts_the_series(series):
    _, years, prices = series
    years, prices = years[:50], prices[:50]
    flat = fit_mean_reversion(years, prices)
    tilted = fit_mean_reversion(years, prices * np.exp(-0.3 * (years - years[-1])), drift_per_year=-0.3)
    assert tilted.process.reversion_per_year == pytest.approx(flat.process.reversion_per_year, rel=1e-5)
    assert tilted.process.level_usd_per_gpu_hour == pytest.approx(flat.process.level_usd_per_gpu_hour, rel=1e-6)
    assert tilted.log_likelihood == pytest.approx(flat.log_likelihood, abs=1e-8)


def test_a_trending_series_has_no_level():
    # A steady rise never turns back: the slowest speed wins.
    years = np.arange(10) / 6
    prices = np.exp(0.2 * years + 0.01 * np.array([0, 1, 0, -1, 0, 1, 0, -1, 0, 1]))
    fit = fit_mean_reversion(years, prices)
    assert fit.process.reversion_per_year == pytest.approx(SLOWEST_REVERSION_PER_YEAR)


@pytest.mark.parametrize(
    ("years", "prices", "text"),
    [
        (np.arange(5), np.ones(5), "six observations"),
        (np.arange(7), np.ones(6), "shapes"),
        ([0, 1, 2, 2, 3, 4], np.ones(6), "increase"),
        (np.arange(6), [1, 1, 1, 0, 1, 1], "positive prices"),
    ],
)
def test_bad_series(years, prices, text):
    with pytest.raises(ValueError, match=text):
        fit_mean_reversion(years, prices)


def test_assumed_speed_must_be_searchable():
    with pytest.raises(ValueError, match="reversion_per_year"):
        fit_mean_reversion(np.arange(6), np.ones(6), reversion_per_year=2 * FASTEST_REVERSION_PER_YEAR)
