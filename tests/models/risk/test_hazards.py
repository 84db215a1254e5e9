import numpy as np
import pytest

from compute_deal.models.risk.hazards import hazard_from_cumulative, in_force_by_hazard


def test_a_hazard_gives_back_its_cumulative_probability():
    # 10.46 % in three years: -ln(0.8954) / 3
    assert hazard_from_cumulative(0.1046, 3) == pytest.approx(0.036829, abs=1e-6)
    assert 1 - np.exp(-3 * hazard_from_cumulative(0.1046, 3)) == pytest.approx(0.1046)


def test_months_in_force_by_hand():
    # Strikes from month 2 on, a month's notice: the first month lost is month 4, after one month at risk at 2 % a month.
    served = in_force_by_hazard(0.24, 1, 6, first_month=2)
    assert served == pytest.approx([1, 1, 1, 1, np.exp(-0.02), np.exp(-0.04)])
    assert in_force_by_hazard(0.24, 9, 6).tolist() == [1.0] * 6


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="probability is 1"):
        hazard_from_cumulative(1.0, 3)
    with pytest.raises(ValueError, match="years"):
        hazard_from_cumulative(0.1, 0)
