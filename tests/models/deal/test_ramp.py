import pytest

from compute_deal.models.bounds import Bounds
from compute_deal.models.deal.ramp import average_ramp, revenue_from_share


def test_customer_share_by_hand():
    # 19.5 % of 7.814bn is 1.52373bn; printed to 0.1 %, it may be 19.45 % to 19.55 %
    found = revenue_from_share(0.195, 7.814e9, 0.001)
    assert found.value == pytest.approx(1_523_730_000)
    assert (found.low, found.high) == pytest.approx((0.1945 * 7.814e9, 0.1955 * 7.814e9))


def test_the_ramp_by_hand():
    # two full fees are 2.5bn; 1.52373bn is 60.9 % of them
    paid = revenue_from_share(0.195, 7.814e9, 0.001)
    assert average_ramp(paid, 1.25e9, 2).value == pytest.approx(0.609492)


def test_impossible_input_is_refused():
    with pytest.raises(ValueError, match=r"share is 19\.5"):
        revenue_from_share(19.5, 7.8e9, 0.001)
    with pytest.raises(ValueError, match="in this order"):
        Bounds(2, 1, 3)
