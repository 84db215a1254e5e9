import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compute_deal.models.risk import stopping
from compute_deal.models.risk.stopping import solve_stopping_game, transition_matrix


@given(st.floats(0.001, 0.5))
@settings(max_examples=50)
def test_rows_are_distributions_with_the_right_moments(sd):
    grid = np.linspace(-4.0, 4.0, 401)
    matrix = transition_matrix(grid, sd)
    assert matrix.min() > -1e-12
    assert matrix.sum(axis=1) == pytest.approx(1.0)
    middle = slice(150, 251)
    mean = matrix @ grid
    assert mean[middle] == pytest.approx(grid[middle], abs=1e-9)
    if sd > 0.02:
        variance = matrix @ grid**2 - mean**2
        assert variance[middle] == pytest.approx(sd**2, rel=2e-3)


def game(flow, leave, **change):
    """Solve two dates with the same flow and payoff of leaving at each of the two points of the grid."""
    arguments = {
        "kernel": np.full((2, 2), 0.5),
        "discount": np.ones(2),
        "flow": np.broadcast_to(flow, (2, 2, 2)),
        "terminal": np.zeros((2, 2)),
        "payoff_if_stopped_by": (np.broadcast_to(leave, (2, 2, 2)),) * 2,
        "may_stop": np.ones((2, 2), dtype=bool),
    }
    return solve_stopping_game(**(arguments | change))


def test_the_player_who_loses_leaves():
    # Two dates at -20 are worse for the first player than leaving at -30, the last alone is not.
    solution = game([-20.0, 20.0], [-30.0, -40.0])
    assert solution.value.tolist() == [[-30.0, -40.0]] * 2
    assert solution.stops[0].tolist() == [[1.0, 0.0]] * 2
    assert not solution.stops[1].any()
    # Turned round, it is the second player.
    solution = game([20.0, -20.0], [-40.0, -30.0])
    assert solution.stops[0].tolist() == [[0.0, 1.0]] * 2


def test_without_exit_the_flows_add_up():
    solution = game([-20.0, 20.0], [0.0, 0.0], may_stop=np.zeros((2, 2), dtype=bool))
    assert solution.value.tolist() == [[-40.0, 40.0]] * 2
    assert not solution.stops.any()


def test_forced_end():
    # Surely ended at date 0 with (7, 8)
    forced = {"forced_probability": np.array([1.0, 0.0]), "forced_payoff": np.full((2, 2, 2), [7.0, 8.0])}
    assert game([1.0, 1.0], [0.0, 0.0], **forced).value.tolist() == [[7.0, 8.0]] * 2


def test_ties_go_to_staying():
    # Leaving pays what going on does, but for rounding; then it pays a millionth more, which is no tie.
    going_on = np.array([100.0, 300.0, 700.0])
    noise = np.array([4e-14, -2e-14, 5e-14])
    for gain, expected in ((0.0, 0.0), (1e-6 * 700, 1.0)):
        leave = np.stack([going_on + noise + gain] * 2, axis=-1)[None]
        solution = solve_stopping_game(
            np.eye(3),
            np.ones(2),
            np.stack([going_on, going_on], axis=-1)[None],
            np.zeros((3, 2)),
            (leave, leave),
            np.array([[True, False]]),
        )
        assert solution.stops[0, :, 0].tolist() == [expected] * 3
        assert ((solution.advantage[0, :, 0] > 0) == bool(expected)).all()


@pytest.mark.parametrize("tolerance", [1e-12, 1e-6])
def test_a_tie_is_a_share_of_what_is_compared(monkeypatch, tolerance):
    monkeypatch.setattr(stopping, "TIE_TOLERANCE", tolerance)
    gain = stopping.advantage(np.array([100.0, 1.0]), np.array([100.0, 0.0]))
    assert gain.tolist() == pytest.approx([-100 * tolerance, 1 - 100 * tolerance])
