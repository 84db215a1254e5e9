import pytest

from compute_deal.models.orbital.fleet import fleet, sustained_power_w


def test_a_gigawatt_by_hand():
    # 32 kg/kW are 32,000 t a gigawatt: 727.3 launches of 44 t, 320 of 100 t.
    assert fleet(1e9, 32.0, 44.0).mass_t == pytest.approx(32_000.0)
    assert fleet(1e9, 32.0, 44.0).launches == pytest.approx(727.27, abs=0.01)
    assert fleet(1e9, 32.0, 100.0).launches == pytest.approx(320.0)


def test_what_is_lifted_in_one_life_stays():
    # 2,213 t a year for five years are 11,065 t: at 10 kg/kW 1.1065 GW, whose mass is just that.
    power_w = sustained_power_w(2213.0, 5.0, 10.0)
    assert power_w == pytest.approx(1.1065e9)
    assert fleet(power_w, 10.0, 100.0).mass_t == pytest.approx(5 * 2213.0)


def test_bad_input():
    with pytest.raises(ValueError, match="payload_t must be above zero"):
        fleet(1e9, 10.0, 0.0)
    with pytest.raises(ValueError, match="life_years must be above zero"):
        sustained_power_w(2213.0, 0.0, 10.0)
