"""What figures draw, read from their specs."""

import pandas as pd
import pytest

from compute_deal.chapters.claims import figures as claims

MOMENTS = pd.DataFrame(
    {
        "date": pd.to_datetime(["2026-05-20", "2026-09-29"]),
        "event": ["filing", "a price falls"],
        "relation": ["confirms", "new"],
    }
)


def test_each_relation_of_an_event_has_its_own_colour():
    colour = claims.aftermath(MOMENTS).to_dict()["layer"][1]["encoding"]["color"]["scale"]
    shown = dict(zip(colour["domain"], colour["range"], strict=True))
    assert set(MOMENTS.relation) <= set(shown)
    assert len(set(shown.values())) == len(shown)


def test_an_event_whose_dot_would_be_missing_is_refused():
    with pytest.raises(ValueError, match=r"\['overtakes'\] have no colour"):
        claims.aftermath(MOMENTS.assign(relation=["confirms", "overtakes"]))
