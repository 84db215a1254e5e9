import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.orbital.links import link_factor, synchronous_slowdown


@pytest.mark.parametrize("orbit_tb_per_s", [2.25, 10.0])
def test_van_berkel_training_is_two_to_three_orders_slower(orbit_tb_per_s):
    # With a tenth of the step spent on the cut on Earth: 28,800 / 10 gives 289, 28,800 / 2.25 gives 1,281.
    assert 100.0 < synchronous_slowdown(0.1, 28_800.0 / orbit_tb_per_s) < 2000.0


def test_slowdown_by_hand():
    assert synchronous_slowdown(0.1, 2880.0) == pytest.approx(0.9 + 288.0)
    assert synchronous_slowdown(0.0, 2880.0) == 1.0


def test_spacedc_multimodal_link():
    # 435,672 TFLOP/s at 2e-6 bit per FLOP over 200 Gbit/s: printed network factor 0.17214782 at 0.75 uptime.
    factor = link_factor(435_672.0781775902e12, 2e-6, 200e9)
    assert 0.75 * factor == pytest.approx(0.17214782, rel=1e-7)


@given(st.floats(1e9, 1e20), st.floats(1e-12, 1e-2), st.floats(1e6, 1e15))
def test_link_never_lets_through_more_than_it_carries(work, bits, link):
    factor = link_factor(work, bits, link)
    assert 0.0 < factor <= 1.0
    assert factor * work * bits <= link * (1.0 + 1e-12)


@given(st.floats(0.0, 1.0), st.floats(1.0, 1e5))
def test_less_bandwidth_never_speeds_up(share, ratio):
    assert synchronous_slowdown(share, ratio) >= 1.0 - 1e-12


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: synchronous_slowdown(1.1, 10.0), "communication_share must be a share"),
        (lambda: link_factor(0.0, 1e-8, 1e9), "work_flop_per_s must be above zero"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
