"""Check what was built and put it in place of the last good site: `python -m compute_deal.book.publish SITE PDF PLACE`."""

import shutil
import sys
from pathlib import Path

from compute_deal import paths
from compute_deal.book.check import check_pdf, check_site


def publish(site: Path, pdf: Path, place: Path, root: Path = paths.ROOT) -> list[str]:
    """Put a new site, with its PDF, in place of the old one if both are whole.

    Parameters
    ----------
    site : Path
        Folder with the new site.
    pdf : Path
        The new PDF.
    place : Path
        Where the site is to be; the old one stays there if something is wrong with the new.
    root : Path, optional
        Folder of the project they were built from.

    Returns
    -------
    list of str
        What is wrong; empty if the new site is in place.
    """
    problems = [*check_site(site, root), *check_pdf(pdf, root)]
    if problems:
        return problems
    fresh, old = place.with_name(f"{place.name}.new"), place.with_name(f"{place.name}.old")
    if old.exists() and not place.exists():  # stopped between the two renames
        old.rename(place)
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        shutil.copytree(site, fresh, ignore=shutil.ignore_patterns(".buildinfo*"))  # it holds absolute paths
        shutil.copy(pdf, fresh / pdf.name)
    except OSError as error:
        shutil.rmtree(fresh, ignore_errors=True)
        return [f"the new site cannot be written beside {place}: {error}"]
    if place.exists():
        place.rename(old)
    fresh.rename(place)
    shutil.rmtree(old, ignore_errors=True)
    return []


if __name__ == "__main__":
    found = publish(*map(Path, sys.argv[1:4]))
    for problem in found:
        print(problem, file=sys.stderr)
    if found:
        sys.exit(f"{len(found)} problems: the last good site stays in place")
