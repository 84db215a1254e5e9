"""The sliders of the chapter on demand give what the package gives."""

from itertools import product

import pytest

from compute_deal.models.growth import required_growth_factor

PAGE = "chapters/02-demand"
FEE_BN = 15.0


@pytest.mark.parametrize(("share", "months", "base"), [*product((3, 10, 25, 50), (3, 12, 34), (20, 65, 100))])
def test_growth_needed(explore, share, months, base):
    rows = explore(PAGE, "fig-growth-needed", {"set_share": share, "set_months": months, "set_base": base})
    shown = {row["needed_factor"] for row in rows if "needed_factor" in row}
    expected = required_growth_factor(FEE_BN, base, 2026.0, share / 100, 2026.0 + months / 12)
    assert shown
    assert all(factor == pytest.approx(expected, rel=1e-9) for factor in shown)
    said = f"× {expected:.2f} a year" if expected <= 100 else "more than × 100 a year"
    assert all(said in row["label"] for row in rows if "needed_factor" in row)
    end = max((row for row in rows if row.get("step") == 1), key=lambda row: row["year"])
    assert end["usd_bn"] == pytest.approx(FEE_BN / (share / 100), rel=1e-9)
