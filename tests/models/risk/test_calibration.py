import numpy as np
import pytest
from scipy.stats import chi2, norm

from compute_deal.models.risk.calibration import (
    FASTEST_REVERSION_PER_YEAR,
    SLOWEST_REVERSION_PER_YEAR,
    bootstrap_fits,
    fit_mean_reversion,
    fit_random_walk,
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
    fit = fit_mean_reversion(years, prices)
    for name in ("reversion", "volatility", "level"):
        low, high = getattr(fit, f"{name}_interval")
        value = getattr(truth, f"{name}_usd_per_gpu_hour" if name == "level" else f"{name}_per_year")
        assert low < value < high
        assert high / low < 1.25
    assert fit.steps == 3999


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


def test_interval_of_the_volatility_is_the_likelihood_ratio_interval(series):
    _, years, prices = series
    years, prices = years[:60], prices[:60]
    fit = fit_mean_reversion(years, prices, reversion_per_year=2.0, coverage=0.9)
    floor = fit.log_likelihood - chi2.ppf(0.9, 1) / 2
    for end in fit.volatility_interval:
        # The level that is best does not depend on the volatility.
        moved = with_change(fit.process, volatility_per_year=end)
        assert direct_likelihood(moved, years, prices) == pytest.approx(floor, abs=1e-6)


def test_interval_of_the_level_is_the_likelihood_ratio_interval(series):
    _, years, prices = series
    years, prices = years[:60], prices[:60]
    fit = fit_mean_reversion(years, prices, reversion_per_year=2.0, coverage=0.9)
    floor = fit.log_likelihood - chi2.ppf(0.9, 1) / 2
    volatilities = fit.process.volatility_per_year * np.linspace(0.9, 1.3, 4001)
    for end in fit.level_interval:
        best = max(
            direct_likelihood(
                with_change(fit.process, level_usd_per_gpu_hour=end, volatility_per_year=v), years, prices
            )
            for v in volatilities[::20]
        )
        assert best == pytest.approx(floor, abs=2e-4)


def test_ends_of_the_speed_interval_have_the_same_likelihood(series):
    _, years, prices = series
    fit = fit_mean_reversion(years[:200], prices[:200], coverage=0.9)
    floor = fit.log_likelihood - chi2.ppf(0.9, 1) / 2
    for end in fit.reversion_interval:
        fixed = fit_mean_reversion(years[:200], prices[:200], reversion_per_year=end)
        assert fixed.log_likelihood == pytest.approx(floor, abs=1e-6)


def test_known_drift_only_tilts_the_series(series):
    _, years, prices = series
    years, prices = years[:50], prices[:50]
    flat = fit_mean_reversion(years, prices)
    tilted = fit_mean_reversion(years, prices * np.exp(-0.3 * (years - years[-1])), drift_per_year=-0.3)
    assert tilted.process.reversion_per_year == pytest.approx(flat.process.reversion_per_year, rel=1e-5)
    assert tilted.process.level_usd_per_gpu_hour == pytest.approx(flat.process.level_usd_per_gpu_hour, rel=1e-6)
    assert tilted.log_likelihood == pytest.approx(flat.log_likelihood, abs=1e-8)


def test_a_trending_series_has_no_level():
    # A steady rise never turns back: the slowest speed wins, and nothing ties the level down.
    years = np.arange(10) / 6
    prices = np.exp(0.2 * years + 0.01 * np.array([0, 1, 0, -1, 0, 1, 0, -1, 0, 1]))
    fit = fit_mean_reversion(years, prices)
    assert fit.level_interval == (0.0, np.inf)
    assert fit.reversion_interval[0] == pytest.approx(SLOWEST_REVERSION_PER_YEAR)


def test_random_walk_by_hand():
    # Log prices 0, 1, 1, 2, 2, 3 at steps of one year: drift 3/5, residuals 0.4 (three) and -0.6 (two).
    # Variance (3 * 0.16 + 2 * 0.36) / 5 = 0.24.
    fit = fit_random_walk(np.arange(6.0), np.exp([0, 1, 1, 2, 2, 3]))
    assert fit.process.drift_per_year == pytest.approx(0.6)
    assert fit.process.volatility_per_year**2 == pytest.approx(0.24)
    assert fit.log_likelihood == pytest.approx(-2.5 * (np.log(2 * np.pi * 0.24) + 1))
    # 2 * 2 - 2 L + 2 * 2 * 3 / (5 - 3)
    assert fit.corrected_aic == pytest.approx(4 - 2 * fit.log_likelihood + 6)
    low, high = fit.volatility_interval
    assert low < fit.process.volatility_per_year < high


def test_criterion_finds_the_process_that_made_the_series(series):
    _, years, prices = series
    assert (
        fit_mean_reversion(years[:300], prices[:300]).corrected_aic
        < fit_random_walk(years[:300], prices[:300]).corrected_aic
    )


def test_short_series_overstates_the_speed():
    # Tang and Chen (2009): with an estimated level the bias is (5 + 2 exp(k d) + exp(2 k d)) / (2 n d) to first order.
    # Speed 3, step 1/8 and 192 steps: (5 + 2 * 1.455 + 2.117) / 48 = 0.209.
    process = PriceProcess(level_usd_per_gpu_hour=2.5, reversion_per_year=3.0, volatility_per_year=0.3)
    fits = bootstrap_fits(process, 2.5, np.arange(193) / 8, np.random.default_rng(3), samples=1000)
    assert fits[:, 1].mean() - 3.0 == pytest.approx(0.209, abs=0.06)
    assert np.median(fits[:, 0]) == pytest.approx(2.5, rel=0.02)
    assert np.median(fits[:, 2]) == pytest.approx(0.3, rel=0.05)


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
