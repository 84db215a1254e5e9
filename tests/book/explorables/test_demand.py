"""The sliders of the chapter on demand give what the package gives."""

from itertools import product

import pytest

from compute_deal.models.growth import required_growth_factor
from compute_deal.models.queueing import with_added_capacity

PAGE = "chapters/02-demand"
FEE_BN = 15.0
SLOTS = 1000


@pytest.mark.parametrize(("share", "months", "base"), [*product((3, 10, 25, 50), (3, 12, 34), (20, 65, 100))])
def test_growth_needed(explore, share, months, base):
    rows = explore(PAGE, "fig-growth-needed", {"set_share": share, "set_months": months, "set_base": base})
    shown = {row["needed_factor"] for row in rows if "needed_factor" in row}
    expected = required_growth_factor(FEE_BN, base, 2026.0, share / 100, 2026.0 + months / 12)
    assert shown
    assert all(factor == pytest.approx(expected, rel=1e-9) for factor in shown)
    said = f"× {expected:.2f} a year" if expected <= 100 else "more than × 100 a year"
    assert all(said in row["label"] for row in rows if "label" in row)
    end = max((row for row in rows if row.get("step") == 1), key=lambda row: row["year"])
    assert end["usd_bn"] == pytest.approx(FEE_BN / (share / 100), rel=1e-9)


@pytest.mark.parametrize(("load", "added"), [*product((70, 97.5, 100, 110, 130), (0, 10, 30, 100))])
def test_added_capacity(explore, load, added):
    rows = explore(PAGE, "fig-queue", {"set_load": load, "set_added": added})
    states = with_added_capacity(SLOTS, SLOTS * load / 100, added / 100)
    for kind, state in zip(("before", "after"), states, strict=True):
        shown = [row for row in rows if row.get("kind") == kind and row["load"] == load]
        assert shown
        assert all(row["turned_away"] == pytest.approx(state.blocking, abs=5e-6) for row in shown)
        assert all(row["waits"] == pytest.approx(state.waiting, abs=5e-6) for row in shown)
