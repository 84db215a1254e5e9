import altair as alt
import pandas as pd
import pytest

from compute_deal.charts import palette, theme
from compute_deal.charts.tables import Table

CHART = alt.Chart(pd.DataFrame({"x": [1, 2], "y": [2, 3]})).mark_line().encode(x="x:Q", y="y:Q")


def test_a_chart_gives_the_same_picture_spec_and_words_twice():
    described = CHART.properties(description="A line that rises from two to three.").to_dict()
    first, second = theme.outputs(described), theme.outputs(described)
    assert first == second
    assert set(first) == {palette.MIME, "image/svg+xml", "text/plain"}
    assert first["image/svg+xml"].startswith("<svg")


def test_a_chart_without_words_is_refused():
    with pytest.raises(ValueError, match="needs a description"):
        theme.outputs(CHART.to_dict())


def test_colours_can_be_told_from_light_and_from_dark_pages():
    def luminance(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one, other):
        lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
        return (lighter + 0.05) / (darker + 0.05)

    for colour in palette.CATEGORIES:
        assert contrast(colour, "#ffffff") >= 3, colour
        assert contrast(colour, "#121212") >= 3, colour


def test_a_table_names_its_columns_and_keeps_dollars_plain():
    table = Table(pd.DataFrame({"a|b": ["$1"], "c": ["x\ny"]}), "Costs in $.", "tab-costs", ["c"])
    assert table.markdown().splitlines() == [
        ":::{table} Costs in \\$.",
        ":name: tab-costs",
        "",
        "| a\\|b | c |",
        "| :--- | ---: |",
        "| \\$1 | x y |",
        ":::",
    ]


def test_a_table_with_an_unknown_column_is_refused():
    with pytest.raises(ValueError, match="no column"):
        Table(pd.DataFrame({"a": ["1"]}), "x", "tab-x", ["b"]).markdown()
