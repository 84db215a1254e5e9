"""Growth between dated levels, and the growth that a fee needs, by hand and for any input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_deal.models.growth import growth_to_share, implied_growth_factor


def test_required_growth_by_hand():
    # A fee of 15 on a run-rate of 65 in mid-2026; a tenth of revenue in mid-2028 needs 150: sqrt(150 / 65) a year.
    assert growth_to_share(15, 65, 0.1, 2) == pytest.approx((150 / 65) ** 0.5)
    # Already below the share: revenue may shrink.
    assert growth_to_share(15, 65, 0.5, 1) == pytest.approx(30 / 65)


@given(
    factor=st.floats(0.2, 20),
    level=st.floats(0.1, 1e12),
    start=st.floats(2000, 2030),
    span=st.floats(0.1, 10),
)
def test_exact_growth_is_recovered(factor, level, start, span):
    assert implied_growth_factor(start, level, start + span, level * factor**span) == pytest.approx(factor, rel=1e-6)


@given(share=st.floats(0.01, 1), years=st.floats(0.1, 5), revenue=st.floats(1, 100))
def test_required_growth_meets_the_share(share, years, revenue):
    factor = growth_to_share(15, revenue, share, years)
    assert 15 / (revenue * factor**years) == pytest.approx(share, rel=1e-6)


def test_bad_numbers_are_refused():
    with pytest.raises(ValueError, match="after the start"):
        implied_growth_factor(2026, 1, 2026, 2)
    with pytest.raises(ValueError, match="positive"):
        implied_growth_factor(2026, 0, 2027, 2)
