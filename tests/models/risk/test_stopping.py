import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from compute_deal.models.risk.stopping import bermudan_put, solve_stopping_game, transition_matrix

# Longstaff and Schwartz (2001), table 1: strike 40, rate 6 %, 50 exercise dates a year.
# Spot, volatility, years, value by finite differences, standard error of the published simulation.
LONGSTAFF_SCHWARTZ = [
    (36, 0.2, 1, 4.478, 0.010),
    (36, 0.2, 2, 4.840, 0.012),
    (36, 0.4, 1, 7.101, 0.020),
    (36, 0.4, 2, 8.508, 0.024),
    (38, 0.2, 1, 3.250, 0.009),
    (38, 0.2, 2, 3.745, 0.011),
    (38, 0.4, 1, 6.148, 0.019),
    (38, 0.4, 2, 7.670, 0.022),
    (40, 0.2, 1, 2.314, 0.009),
    (40, 0.2, 2, 2.885, 0.010),
    (40, 0.4, 1, 5.312, 0.018),
    (40, 0.4, 2, 6.920, 0.022),
    (42, 0.2, 1, 1.617, 0.007),
    (42, 0.2, 2, 2.212, 0.010),
    (42, 0.4, 1, 4.582, 0.017),
    (42, 0.4, 2, 6.248, 0.021),
    (44, 0.2, 1, 1.110, 0.007),
    (44, 0.2, 2, 1.690, 0.009),
    (44, 0.4, 1, 3.948, 0.017),
    (44, 0.4, 2, 5.647, 0.021),
]


@pytest.mark.parametrize(("spot", "volatility", "years", "published", "error"), LONGSTAFF_SCHWARTZ)
def test_published_american_puts(spot, volatility, years, published, error):
    assert abs(bermudan_put(spot, 40.0, 0.06, volatility, years, points=401) - published) < error


def test_one_exercise_date_is_the_european_put():
    # Black and Scholes at S 36, K 40, r 6 %, volatility 20 %, one year
    d1 = (np.log(36 / 40) + 0.06 + 0.02) / 0.2
    european = 40 * np.exp(-0.06) * norm.cdf(-(d1 - 0.2)) - 36 * norm.cdf(-d1)
    assert bermudan_put(36.0, 40.0, 0.06, 0.2, 1.0, exercises_per_year=1) == pytest.approx(european, abs=2e-4)


def test_put_without_volatility():
    # The share grows at the rate, so the first date is best: K exp(-r dt) - S
    assert bermudan_put(36.0, 40.0, 0.06, 0.0, 1.0) == pytest.approx(40 * np.exp(-0.06 / 50) - 36, abs=1e-6)


@given(st.floats(0.05, 0.6), st.floats(1.05, 1.5))
@settings(max_examples=15, deadline=None)
def test_put_rises_with_volatility(volatility, factor):
    values = [bermudan_put(38.0, 40.0, 0.06, v, 0.5, points=201) for v in (volatility, volatility * factor)]
    assert values[1] > values[0] - 1e-3


@given(st.floats(0.0, 1.0), st.floats(0.001, 0.5))
@settings(max_examples=50)
def test_rows_are_distributions_with_the_right_moments(decay, sd):
    grid = np.linspace(-4.0, 4.0, 401)
    matrix = transition_matrix(grid, decay * grid, np.array(sd))
    assert matrix.min() > -1e-12
    assert matrix.sum(axis=1) == pytest.approx(1.0)
    middle = slice(150, 251)
    mean = matrix @ grid
    assert mean[middle] == pytest.approx(decay * grid[middle], abs=1e-9)
    if sd > 0.02:
        variance = matrix @ grid**2 - mean**2
        assert variance[middle] == pytest.approx(sd**2, rel=2e-3)


def test_transition_of_a_batch_equals_one_at_a_time():
    grid = np.array([1.0, 2.0])[:, None] * np.linspace(-1.0, 1.0, 21)
    sd = np.array([0.3, 0.0])
    both = transition_matrix(grid, 0.5 * grid, sd)
    for i in range(2):
        assert both[i] == pytest.approx(transition_matrix(grid[i], 0.5 * grid[i], sd[i]))


def two_period_game(**change):
    """Build two dates and two prices, 80 and 130, equally likely; a fee of 100 and no notice period."""
    flow = np.array([[[-20.0, 20.0], [30.0, -30.0]]] * 2)
    leave = np.broadcast_to([-12.0, -40.0], (2, 2, 2))
    arguments = {
        "kernel": np.full((2, 2), 0.5),
        "discount": np.ones(2),
        "flow": flow,
        "terminal": np.zeros((2, 2)),
        "payoff_if_stopped_by": (leave, leave),
        "may_stop": np.ones((2, 2), dtype=bool),
        "states_on_grid": False,
    }
    return solve_stopping_game(**{**arguments, **change})


def test_two_period_game_by_hand():
    # Date 1, low: the buyer leaves, -12 > -20, so (-12, -40). High: the owner stays, -30 > -40, so (30, -30). Mean (9, -35).
    # Date 0, low: staying gives (-20 + 9, 20 - 35) = (-11, -15); the buyer stays, -11 > -12.
    # Date 0, high: staying gives (39, -65); the owner leaves, -40 > -65, and the buyer gets -12.
    solution = two_period_game()
    assert solution.value.tolist() == [[-11.0, -15.0], [-12.0, -40.0]]
    assert solution.stops[0].tolist() == [[0.0, 0.0], [0.0, 1.0]]
    assert solution.stops[1].tolist() == [[1.0, 0.0], [0.0, 0.0]]


def test_without_exit_the_flows_add_up():
    # Low: -20 + (30 - 20) / 2 = -15
    solution = two_period_game(may_stop=np.zeros((2, 2), dtype=bool))
    assert solution.value.tolist() == [[-15.0, 15.0], [35.0, -35.0]]
    assert not solution.stops.any()


def test_forced_end():
    # Surely ended at date 0 with (7, 8)
    solution = two_period_game(forced_probability=np.array([1.0, 0.0]), forced_payoff=np.full((2, 2, 2), [7.0, 8.0]))
    assert solution.value.tolist() == [[7.0, 8.0], [7.0, 8.0]]


@pytest.mark.parametrize("on_grid", [True, False])
def test_ties_go_to_staying(on_grid):
    # Leaving pays what going on does, but for rounding; then it pays a millionth more, which is no tie.
    going_on = np.array([100.0, 300.0, 700.0])
    noise = np.array([4e-14, -2e-14, 5e-14])
    for gain, expected in ((0.0, 0.0), (1e-6 * 700, 1.0)):
        leave = np.stack([going_on + noise + gain, going_on + noise + gain], axis=-1)[None]
        solution = solve_stopping_game(
            np.eye(3),
            np.ones(2),
            np.stack([going_on, going_on], axis=-1)[None],
            np.zeros((3, 2)),
            (leave, leave),
            np.array([[True, False]]),
            states_on_grid=on_grid,
        )
        assert solution.stops[0, :, 0].tolist() == [expected] * 3
        assert ((solution.advantage[0, :, 0] > 0) == bool(expected)).all()


def test_bad_arguments():
    with pytest.raises(ValueError, match="odd"):
        bermudan_put(36.0, 40.0, 0.06, 0.2, 1.0, points=100)
