import numpy as np
import pytest

from compute_deal.models.risk.price_regimes import TwoLevelPrice, simulate_two_level_prices, tight_probability

MARKET = TwoLevelPrice(
    slack_usd_per_gpu_hour=2.0,
    tight_usd_per_gpu_hour=2.75,
    tightening_per_year=0.9,
    slackening_per_year=0.6,
    drift_per_year=-0.1,
)


def test_share_of_tight_months_matches_the_closed_form():
    paths = simulate_two_level_prices(MARKET, True, np.random.default_rng(2), 24, 40_000)
    for month in (1, 12, 24):
        level = paths[month] / np.exp(-0.1 * month / 12)
        assert set(level.round(9)) == {2.0, 2.75}
        share = np.mean(level > 2.4)
        # Standard error at most 0.5 / sqrt(40000) = 0.0025; four of them.
        assert share == pytest.approx(tight_probability(MARKET, True, month / 12), abs=0.01)


def test_settled_share_by_hand():
    # 0.9 / (0.9 + 0.6) = 0.6, from either start
    assert tight_probability(MARKET, True, 1e3) == pytest.approx(0.6)
    assert tight_probability(MARKET, False, 1e3) == pytest.approx(0.6)
    # Slack for sure at the start; small time: 0.9 * 0.01
    assert tight_probability(MARKET, False, 0.01) == pytest.approx(0.009, rel=0.01)


def test_bad_levels_and_rates():
    with pytest.raises(ValueError, match="slack <= tight"):
        TwoLevelPrice(
            slack_usd_per_gpu_hour=3.0, tight_usd_per_gpu_hour=2.0, tightening_per_year=1.0, slackening_per_year=1.0
        )
    with pytest.raises(ValueError, match="negative"):
        TwoLevelPrice(
            slack_usd_per_gpu_hour=1.0, tight_usd_per_gpu_hour=2.0, tightening_per_year=-1.0, slackening_per_year=1.0
        )
