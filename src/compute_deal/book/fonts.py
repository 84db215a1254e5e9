"""The report's typeface as browsers load it: only the signs that Western text needs."""

import io
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from compute_deal import paths

SIGNS = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2040), *range(0x2070, 0x20C0)]))
SIGNS += "ΔΣΩαβγδεθκλμπρσφ€№™←↑→↓∆−√∞≈≠≤≥×÷"
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "tnum", "sups", "subs"]


def subset(font: Path, characters: str) -> bytes:
    """Return the part of a font that shows some characters, as WOFF.

    WOFF2 would save two kilobytes a font and need a compiled package more.

    Parameters
    ----------
    font : Path
        The whole font.
    characters : str
        Which characters.

    Returns
    -------
    bytes
    """
    options = Options(flavor="woff", layout_features=FEATURES, notdef_outline=True)
    whole = TTFont(font, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(whole)
    whole.flavor = "woff"
    made = io.BytesIO()
    whole.save(made)
    return made.getvalue()


def write_fonts(folder: Path) -> None:
    """Write the fonts of the site's pages into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for font in sorted(paths.FONTS.glob("*.otf")):
        (folder / f"{font.stem}.woff").write_bytes(subset(font, SIGNS))
    (folder / "LICENSE").write_bytes((paths.FONTS / "LICENSE").read_bytes())
