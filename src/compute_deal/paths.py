"""Where the project's files are: the one place that knows."""

from pathlib import Path

PACKAGE = Path(__file__).parent
ROOT = PACKAGE.parents[1]
HOME = ROOT if (ROOT / "data").is_dir() else PACKAGE  # installed elsewhere, the package carries data and bibliography
DATA = HOME / "data"
DESCRIPTOR = DATA / "datapackage.json"
BIBLIOGRAPHY = HOME / "references.bib"
CHAPTERS = ROOT / "chapters"
FONTS = PACKAGE / "fonts"
BUILD = ROOT / "_build"


def notebooks(root: Path = ROOT) -> list[Path]:
    """Return the notebooks in the order in which they are read: the summary, then the chapters."""
    return [*root.glob("index.ipynb"), *sorted((root / CHAPTERS.name).glob("*.ipynb"))]


def pages(root: Path = ROOT) -> list[Path]:
    """Return everything that becomes a page: the notebooks, then the pages without code."""
    return [*notebooks(root), *sorted((root / CHAPTERS.name).glob("*.md"))]
