"""A copy of what the book is built from, in a folder of its own, so that the stored notebooks stay as they are."""

import shutil
from pathlib import Path

import yaml

from compute_deal import paths
from compute_deal.book.notebooks import store

PAGES = ("index.ipynb", "references.bib", "_toc.yml")


def stage(folder: Path, root: Path = paths.ROOT, settings: dict | None = None) -> list[Path]:
    """Bring a copy up to date; what has not changed is not written, so that Sphinx reads only what has.

    Parameters
    ----------
    folder : Path
        The copy.
    root : Path, optional
        Folder of the project.
    settings : dict, optional
        Settings of Sphinx beside those of the project's `_config.yml`.

    Returns
    -------
    list of Path
        The pages that were written, as they are named in the project.
    """
    (folder / "chapters").mkdir(parents=True, exist_ok=True)
    source = folder / "src"
    if not source.is_symlink():
        source.symlink_to(root / "src", target_is_directory=True)
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    for key, value in (settings or {}).items():
        given = config["sphinx"]["config"].get(key)
        config["sphinx"]["config"][key] = given | value if isinstance(given, dict) else value
    text = yaml.safe_dump(config, allow_unicode=True, sort_keys=True)
    if not same(folder / "_config.yml", text.encode()):
        store(folder / "_config.yml", text)
    names = [*PAGES, *(str(page.relative_to(root)) for page in paths.pages(root))]
    return [root / name for name in dict.fromkeys(names) if copied(root / name, folder / name)]


def copied(source: Path, place: Path) -> bool:
    """Copy a file unless its copy of the last time was made from the same bytes; return whether it was copied.

    A notebook in the copy may have been run since, so that what it was made from is kept beside it.
    """
    origin = place.with_name(f".{place.name}.from")
    if place.exists() and same(origin, source.read_bytes()):
        return False
    shutil.copyfile(source, origin)
    shutil.copyfile(source, place)
    return True


def same(path: Path, content: bytes) -> bool:
    """Return whether a file is there and holds this."""
    return path.is_file() and path.read_bytes() == content
