"""The colours and sizes that every chart and picture shares; what only needs these does not import Altair."""

MIME = "application/vnd.vegalite.v6+json"  # Altair's own renderer says "v6.json", which nbformat rejects
FONT = "Inter"

# Each at least 3:1 against white and against the dark page, so that one set of colours serves both.
BLUE, ORANGE, GREEN, PURPLE, RED, GREY = "#3b7dc4", "#cf6a1f", "#2f9365", "#8b68c4", "#cf4a4a", "#868b94"
CATEGORIES = [BLUE, ORANGE, GREEN, PURPLE, RED, GREY]
PALE = "rgba(134, 139, 148, 0.4)"  # lets the page through: the quietest mass on light pages and on dark ones
INK, MUTED, LINE = "#2b2f36", "#5f6570", "#d9dce1"

# Each month's fee by how sure it is has the same colours in every chart.
ACCRUED, FIRM, EXPECTED, OPEN = GREY, ORANGE, BLUE, PALE

WIDTH = 640
