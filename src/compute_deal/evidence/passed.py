"""Whether the same bytes have passed every check before, so that a notebook need not repeat what the build has just done."""

import hashlib
from pathlib import Path

from compute_deal import paths

STAMP = paths.BUILD / "stamps" / "evidence"


def digest(descriptor: Path, bibliography: Path) -> str:
    """Return a fingerprint of the data, the sources, and the code that checks them.

    Parameters
    ----------
    descriptor : Path
        The Data Package descriptor; the tables lie beside it.
    bibliography : Path
        The BibTeX file.

    Returns
    -------
    str
    """
    files = [*sorted(descriptor.parent.iterdir()), bibliography, *sorted(Path(__file__).parent.glob("*.py"))]
    made = hashlib.sha256()
    for file in files:
        if file.is_file():
            made.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return made.hexdigest()


def has_passed(descriptor: Path, bibliography: Path) -> bool:
    """Return whether `make` has checked these very files here."""
    return STAMP.is_file() and STAMP.read_text(encoding="utf-8") == digest(descriptor, bibliography)


def note_passed(descriptor: Path = paths.DESCRIPTOR, bibliography: Path = paths.BIBLIOGRAPHY) -> None:
    """Note that these files have passed every check, where things are built."""
    if STAMP.parent.is_dir():
        STAMP.write_text(digest(descriptor, bibliography), encoding="utf-8")
