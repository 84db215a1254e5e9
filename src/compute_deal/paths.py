"""Where the project's files are: the one place that knows."""

from pathlib import Path

PACKAGE = Path(__file__).parent
ROOT = PACKAGE.parents[1]
DATA = ROOT / "data"
DESCRIPTOR = DATA / "datapackage.json"
BIBLIOGRAPHY = ROOT / "references.bib"
CHAPTERS = ROOT / "chapters"
FONTS = PACKAGE / "fonts"
BUILD = ROOT / "_build"
