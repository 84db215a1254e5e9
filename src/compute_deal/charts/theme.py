"""One look for every chart, and one output for every medium."""

import altair as alt
import vl_convert

from compute_deal import paths

MIME = "application/vnd.vegalite.v6+json"  # Altair's own renderer says "v6.json", which nbformat rejects
FONT = "Inter"

# Each at least 3:1 against white and against the dark page, so that one set of colours serves both.
BLUE, ORANGE, GREEN, PURPLE, RED, GREY = "#3b7dc4", "#cf6a1f", "#2f9365", "#8b68c4", "#cf4a4a", "#868b94"
CATEGORIES = [BLUE, ORANGE, GREEN, PURPLE, RED, GREY]
PALE = "rgba(134, 139, 148, 0.4)"  # lets the page through: the quietest mass on light pages and on dark ones
INK, MUTED, LINE = "#2b2f36", "#5f6570", "#d9dce1"

# Whose a mark is has the same colour in every chart.
PARTIES = ["Anthropic", "SpaceX"]
PARTY_COLOR = alt.Color("party:N", sort=PARTIES, scale=alt.Scale(domain=PARTIES, range=[ORANGE, BLUE]))

# Each month's fee by how sure it is has the same colours in every chart.
ACCRUED, FIRM, EXPECTED, OPEN = GREY, ORANGE, BLUE, PALE

WIDTH = 640


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
