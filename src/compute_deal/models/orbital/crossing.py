"""When computing in orbit becomes as cheap as on Earth: paths of the cost ratio and their crossing dates."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import rankdata

from compute_deal.models.orbital.checks import require_non_negative, require_positive
from compute_deal.models.orbital.cost import cost_ratio
from compute_deal.models.orbital.learning import cumulative_mass_t, learning_price


@dataclass(frozen=True)
class Paths:
    """How prices and mass develop from the start. Each number may be an array with one value per case.

    Parameters
    ----------
    launch_usd_per_kg : float or array_like
        Launch price at the start, USD/kg.
    launch_learning_rate : float or array_like
        Fall in launch price per doubling of cumulative mass.
    launch_floor_usd_per_kg : float or array_like
        Lowest launch price, USD/kg.
    cumulative_mass_t : float or array_like
        Cumulative mass at the start, t.
    mass_t_per_year : float or array_like
        Mass rate at the start, t a year.
    mass_growth_per_year : float or array_like
        Growth of the mass rate, a decimal a year.
    most_mass_t_per_year : float or array_like
        Mass rate at which growth ends, t a year.
    satellite_usd_per_w : float or array_like
        Satellite price at the start, USD per installed W.
    satellite_fall_per_year : float or array_like
        Fall in satellite price, a decimal a year.
    satellite_floor_usd_per_w : float or array_like
        Lowest satellite price, USD/W.
    specific_power_w_per_kg : float or array_like
        Specific power at the start, W/kg.
    specific_power_growth_per_year : float or array_like
        Growth of specific power, a decimal a year.
    most_specific_power_w_per_kg : float or array_like
        Highest specific power, W/kg.
    ground_change_per_year : float or array_like, default 0
        Change of cost on Earth, a decimal a year.
    """

    launch_usd_per_kg: float
    launch_learning_rate: float
    launch_floor_usd_per_kg: float
    cumulative_mass_t: float
    mass_t_per_year: float
    mass_growth_per_year: float
    most_mass_t_per_year: float
    satellite_usd_per_w: float
    satellite_fall_per_year: float
    satellite_floor_usd_per_w: float
    specific_power_w_per_kg: float
    specific_power_growth_per_year: float
    most_specific_power_w_per_kg: float
    ground_change_per_year: float = 0.0


@dataclass(frozen=True)
class CrossingSummary:
    """Distribution of a crossing date.

    Parameters
    ----------
    p5_years, p50_years, p95_years : float
        Quantiles over all cases in years from the start; infinite where that share of cases never crosses.
    share_never : float
        Share of the cases that do not cross within the horizon.
    cases : int
        Number of cases.
    """

    p5_years: float
    p50_years: float
    p95_years: float
    share_never: float
    cases: int


def sample_triangular(ranges, cases, rng):
    """Draw independent triangular samples.

    Parameters
    ----------
    ranges : mapping of str to tuple of float
        ``(low, most likely, high)`` by name; three equal numbers give a constant.
    cases : int
        Number of cases.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    dict of str to ndarray
        Samples of shape ``(cases,)`` by name.

    Raises
    ------
    ValueError
        If a range is not in order.

    Examples
    --------
    >>> draws = sample_triangular({"rate": (0.18, 0.20, 0.24), "floor": (15, 15, 15)}, 3, np.random.default_rng(1))
    >>> draws["floor"].tolist(), bool(((draws["rate"] > 0.18) & (draws["rate"] < 0.24)).all())
    ([15.0, 15.0, 15.0], True)
    """
    samples = {}
    for name, (low, mode, high) in ranges.items():
        if not low <= mode <= high:
            raise ValueError(f"range of {name} must be in order low, most likely, high; got {(low, mode, high)!r}")
        samples[name] = np.full(cases, float(low)) if low == high else rng.triangular(low, mode, high, cases)
    return samples


def ratio_paths(comparison, paths, years):
    """Return the cost ratio over time for every case.

    Parameters
    ----------
    comparison : Comparison
        Both sides; launch price, satellite price and specific power are replaced by the paths. Other fields
        may hold arrays of shape ``(cases, 1)``.
    paths : Paths
        Development of prices and mass, numbers or arrays of shape ``(cases,)``.
    years : array_like
        Times from the start, years, shape ``(times,)``.

    Returns
    -------
    ndarray
        Cost in orbit per cost on Earth, shape ``(cases, times)``.

    Raises
    ------
    ValueError
        If a path has a number outside its interval.

    Notes
    -----
    A ratio at a time is that of a fleet bought wholly at that time at the prices of that time.

    Examples
    --------
    >>> from compute_deal.models.orbital.sides import Comparison, Ground, Orbit
    >>> sides = Comparison(Orbit(1e9, 1.0, 22.0, 36.5, 500.0), Ground(1e9, 15.85, 0.0, 1.0), years=5.0)
    >>> still = Paths(500.0, 0.2, 15.0, 1e4, 2e3, 0.0, 1e6, 22.0, 0.1, 1.0, 36.5, 0.0, 100.0)
    >>> ratio_paths(sides, still, [0.0, 10.0]).round(2).tolist()
    [[2.25, 1.09]]
    """
    times = np.atleast_1d(np.asarray(years, dtype=float))[np.newaxis, :]
    column = {name: np.atleast_1d(np.asarray(value, dtype=float))[:, np.newaxis] for name, value in vars(paths).items()}
    require_non_negative(
        years=times,
        satellite_fall_per_year=column["satellite_fall_per_year"],
        specific_power_growth_per_year=column["specific_power_growth_per_year"],
    )
    require_positive(
        share_of_satellite_price_kept=1.0 - column["satellite_fall_per_year"],
        ground_cost_kept=1.0 + column["ground_change_per_year"],
    )
    mass_t = cumulative_mass_t(
        times,
        column["cumulative_mass_t"],
        column["mass_t_per_year"],
        column["mass_growth_per_year"],
        column["most_mass_t_per_year"],
    )
    launch = learning_price(
        mass_t,
        column["launch_usd_per_kg"],
        column["cumulative_mass_t"],
        column["launch_learning_rate"],
        column["launch_floor_usd_per_kg"],
    )
    satellite = np.maximum(
        column["satellite_usd_per_w"] * (1.0 - column["satellite_fall_per_year"]) ** times,
        column["satellite_floor_usd_per_w"],
    )
    specific_power = np.minimum(
        column["specific_power_w_per_kg"] * (1.0 + column["specific_power_growth_per_year"]) ** times,
        column["most_specific_power_w_per_kg"],
    )
    orbit = replace(
        comparison.orbit,
        launch_usd_per_kg=launch,
        satellite_usd_per_w=satellite,
        specific_power_w_per_kg=specific_power,
    )
    return cost_ratio(replace(comparison, orbit=orbit)) / (1.0 + column["ground_change_per_year"]) ** times


def first_crossing_years(years, ratios, threshold=1.0):
    """Return when each path first reaches a ratio.

    Parameters
    ----------
    years : array_like
        Times, rising, shape ``(times,)``.
    ratios : array_like
        Paths, shape ``(cases, times)``.
    threshold : float, default 1
        Ratio to reach from above.

    Returns
    -------
    ndarray
        Years from the start, shape ``(cases,)``, linear between times; infinite where it is not reached.

    Raises
    ------
    ValueError
        If the shapes do not fit or the times do not rise.

    Examples
    --------
    >>> first_crossing_years([0.0, 10.0], [[3.0, 0.5], [3.0, 2.0]]).tolist()
    [8.0, inf]
    """
    times, paths = np.asarray(years, dtype=float), np.asarray(ratios, dtype=float)
    if paths.ndim != 2 or paths.shape[1] != times.size or np.any(np.diff(times) <= 0.0):
        raise ValueError(f"ratios must be cases by rising times, got {paths.shape} for {times.size} times")
    reached = paths <= threshold
    first = np.argmax(reached, axis=1)
    case = np.arange(len(paths))
    before = np.maximum(first - 1, 0)
    high, low = paths[case, before], paths[case, first]
    part = np.where(high > low, (high - threshold) / np.where(high > low, high - low, 1.0), 0.0)
    crossing = np.where(first == 0, times[0], times[before] + part * (times[first] - times[before]))
    return np.where(reached.any(axis=1), crossing, np.inf)


def summarise_crossing(crossing_years):
    """Summarise crossing dates over all cases, those that never cross included.

    Parameters
    ----------
    crossing_years : array_like
        Years from the start; infinite for never.

    Returns
    -------
    CrossingSummary
        Quantiles and the share of cases that never cross.

    Raises
    ------
    ValueError
        If there are no cases.

    Examples
    --------
    >>> summarise_crossing([2.0, 4.0, np.inf, np.inf]).share_never
    0.5
    """
    crossing = np.asarray(crossing_years, dtype=float)
    require_positive(cases=crossing.size)
    # The inverted distribution picks a case and never averages one with infinity.
    p5, p50, p95 = np.quantile(crossing, [0.05, 0.50, 0.95], method="inverted_cdf")
    return CrossingSummary(float(p5), float(p50), float(p95), float(np.mean(np.isinf(crossing))), crossing.size)


def rank_inputs(samples: Mapping[str, np.ndarray], outcome):
    """Rank inputs by how strongly an outcome follows them.

    Parameters
    ----------
    samples : mapping of str to ndarray
        Samples by name, shape ``(cases,)``.
    outcome : array_like
        Result per case, shape ``(cases,)``; infinite results rank last, together.

    Returns
    -------
    dict of str to float
        Spearman rank correlation by name, strongest first; 0 for an input or outcome that does not vary.

    Raises
    ------
    ValueError
        If a sample and the outcome differ in length.

    Examples
    --------
    >>> rank_inputs({"a": np.array([1.0, 2.0, 3.0]), "b": np.array([1.0, 1.0, 1.0])}, [9.0, 4.0, 1.0])
    {'a': -1.0, 'b': 0.0}
    """
    ranked_outcome = rankdata(outcome)
    correlations = {}
    for name, sample in samples.items():
        if np.shape(sample) != ranked_outcome.shape:
            raise ValueError(f"{name} has shape {np.shape(sample)}, the outcome {ranked_outcome.shape}")
        ranked = rankdata(sample)
        varies = np.ptp(ranked) > 0.0 and np.ptp(ranked_outcome) > 0.0
        correlations[name] = round(float(np.corrcoef(ranked, ranked_outcome)[0, 1]), 12) if varies else 0.0
    return dict(sorted(correlations.items(), key=lambda item: -abs(item[1])))
