import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.risk.stress import (
    Replacement,
    capacity_gap_gpus,
    first_year_loss_usd,
)


def test_gap_by_hand():
    # 325000 GPUs gone after month 3; 50000 a month from month 4 on: 325, 325, 275, 225 thousand in months 3 to 6.
    gap = capacity_gap_gpus(325_000, 3, Replacement(lead_months=4, gpus_per_month=50_000), 12)
    assert gap[:7].tolist() == [0, 0, 0, 325_000, 325_000, 275_000, 225_000]
    assert gap[11] == 0  # 7 * 50000 = 350000 replaced


@given(st.floats(1.0, 1e6), st.integers(0, 12), st.floats(0.0, 12.0), st.floats(0.0, 1e6))
def test_gap_stays_between_nothing_and_everything(withdrawn, notice, lead, speed):
    gap = capacity_gap_gpus(withdrawn, notice, Replacement(lead_months=lead, gpus_per_month=speed), 36)
    assert np.all((gap >= 0) & (gap <= withdrawn))
    assert np.all(gap[:notice] == 0)
    assert np.all(np.diff(gap[notice:]) <= 0)


def test_longer_notice_shrinks_the_gap():
    pace = Replacement(lead_months=2, gpus_per_month=40_000)
    totals = [capacity_gap_gpus(325_000, notice, pace, 24).sum() for notice in (0, 3, 6, 12)]
    assert totals == sorted(totals, reverse=True)
    assert totals[-1] == 0  # 10 months of 40000 after the lead


def test_owner_in_a_rising_and_in_a_slack_market():
    # Re-let at 1.2 times the fee at once: a gain of 20 a month. Empty for longer than a year: the whole year's fee.
    assert first_year_loss_usd(100.0, 0, 1.2) == pytest.approx(-240)
    assert first_year_loss_usd(100.0, 18, 0.5) == 1200


def test_bad_input():
    with pytest.raises(ValueError, match="lead"):
        Replacement(lead_months=-1, gpus_per_month=1)
