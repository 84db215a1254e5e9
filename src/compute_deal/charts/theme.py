"""One look for every chart, and one output for every medium."""

import altair as alt
import vl_convert

from compute_deal import paths
from compute_deal.charts.palette import BLUE, CATEGORIES, FONT, INK, LINE, MIME, MUTED, ORANGE, WIDTH

# Whose a mark is has the same colour in every chart.
PARTIES = ["Anthropic", "SpaceX"]
PARTY_COLOR = alt.Color("party:N", sort=PARTIES, scale=alt.Scale(domain=PARTIES, range=[ORANGE, BLUE]))


@alt.theme.register("compute_deal", enable=True)
def theme() -> alt.theme.ThemeConfig:
    """Return the charts' common look: quiet axes, a readable size, no frame."""
    return {
        "config": {
            "background": "transparent",
            "font": FONT,
            "padding": 4,
            "view": {"stroke": None, "continuousWidth": WIDTH, "continuousHeight": 300},
            "range": {"category": CATEGORIES},
            "axis": {
                "domainColor": MUTED,
                "grid": False,
                "gridColor": LINE,
                "labelColor": INK,
                "labelFontSize": 12,
                "labelLimit": 260,
                "tickColor": MUTED,
                "titleColor": MUTED,
                "titleFontSize": 12,
                "titleFontWeight": "normal",
                "titlePadding": 8,
            },
            "axisY": {"domain": False, "ticks": False, "grid": True, "gridWidth": 0.7},
            "axisYBand": {"grid": False, "ticks": False, "domain": False},
            "axisYPoint": {"grid": False, "ticks": False, "domain": False},
            "header": {"labelColor": INK, "labelFontSize": 12, "titleColor": MUTED},
            "legend": {
                "labelColor": INK,
                "labelFontSize": 12,
                "labelLimit": 300,
                "orient": "top",
                "title": None,
                "symbolType": "square",
                "titleColor": MUTED,
            },
            "text": {"color": INK, "fontSize": 12},
            "title": {
                "anchor": "start",
                "color": INK,
                "fontSize": 14,
                "fontWeight": 600,
                "subtitleColor": MUTED,
                "subtitleFontSize": 12,
            },
            "line": {"strokeWidth": 2.2},
            "rule": {"color": MUTED},
            "point": {"filled": True, "size": 60},
        }
    }


def outputs(spec: dict, **_) -> dict:
    """Return a chart as notebook outputs: its spec for the site, a picture for paper, its description as text.

    Parameters
    ----------
    spec : dict
        The Vega-Lite spec as Altair makes it; it must have a description.

    Returns
    -------
    dict
        By media type; the same bytes on every run.

    Raises
    ------
    ValueError
        If the chart has no description for those who cannot see it.
    """
    if not spec.get("description"):
        raise ValueError("a chart needs a description: chart.properties(description='what it shows')")
    vl_convert.register_font_directory(str(paths.FONTS))
    return {MIME: spec, "image/svg+xml": vl_convert.vegalite_to_svg(spec), "text/plain": spec["description"]}


alt.renderers.register("compute_deal", outputs)
alt.renderers.enable("compute_deal")
