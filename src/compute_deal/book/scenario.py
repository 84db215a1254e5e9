"""The whole report under other assumptions: `python -m compute_deal.book.scenario`, with SCENARIO or SET in the environment.

Site and PDF come into a folder of their own, `_build/scenarios/<name>`, and say on every page what was changed. The stored
notebooks stay as they are.
"""

import os
import re
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path

import yaml

from compute_deal import paths
from compute_deal.book.stored import store
from compute_deal.charts.numbers import given
from compute_deal.evidence import EvidenceError, load
from compute_deal.evidence.changes import parse_changes

FOLDER = paths.BUILD / "scenarios"
LONGEST_NAME = 80
PAGES = ("index.ipynb", "references.bib", "_toc.yml")


def named_changes(name: str) -> str:
    """Return the changes of a scenario of `data/scenarios.csv`.

    Raises
    ------
    KeyError
        If there is no such scenario.

    Examples
    --------
    >>> named_changes("base")
    ''
    """
    known = {row["scenario"]: row["changes"] for row in load().tables["scenarios"]}
    if name not in known:
        raise KeyError(f"no scenario {name!r} in data/scenarios.csv; there are {', '.join(known)}")
    return known[name]


def shown_changes(changes: str) -> str:
    """Return in words what is assumed, each with what the report itself goes by.

    Examples
    --------
    >>> shown_changes("csa_fee=1.0e9")
    'Assumed here, not found: monthly fee, $1 billion a month instead of $1.25 billion a month.'
    """
    base, values = load(), parse_changes(changes)
    other = base.with_values(**values)
    told = [
        f"{base.named(id).rpartition(': ')[2]}, {given(other.row(id))} instead of {given(base.row(id))}"
        for id in values
    ]
    return f"Assumed here, not found: {'; '.join(told)}."


def folder_name(changes: str) -> str:
    """Return the name of the folder for changes without a name.

    Examples
    --------
    >>> folder_name("csa_fee=1.0e9  csa_end=2028-05")
    'csa_fee=1.0e9,csa_end=2028-05'
    """
    return re.sub(r"[^\w.=,+-]", "_", ",".join(changes.split()))[:LONGEST_NAME]


def stage(folder: Path, settings: dict | None = None) -> list[Path]:
    """Bring a copy up to date; what has not changed is not written, so that Sphinx reads only what has.

    Parameters
    ----------
    folder : Path
        The copy.
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
        source.symlink_to(paths.ROOT / "src", target_is_directory=True)
    config = yaml.safe_load((paths.ROOT / "_config.yml").read_text(encoding="utf-8"))
    for key, value in (settings or {}).items():
        given = config["sphinx"]["config"].get(key)
        config["sphinx"]["config"][key] = given | value if isinstance(given, dict) else value
    text = yaml.safe_dump(config, allow_unicode=True, sort_keys=True)
    if not same(folder / "_config.yml", text.encode()):
        store(folder / "_config.yml", text)
    names = [*PAGES, *(str(page.relative_to(paths.ROOT)) for page in paths.pages())]
    return [paths.ROOT / name for name in dict.fromkeys(names) if copied(paths.ROOT / name, folder / name)]


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


def build_report(name: str, changes: str) -> list[str]:
    """Make site and PDF under assumptions; return what went wrong.

    Parameters
    ----------
    name : str
        Of the folder.
    changes : str
        Rows and values to be assumed.

    Returns
    -------
    list of str
    """
    from compute_deal.book.notebooks import refresh, rerun  # not needed where only the words are
    from compute_deal.book.publish import replace_site

    place = FOLDER / name
    source, made = place / "source", place / "made"
    shutil.rmtree(source, ignore_errors=True)
    shutil.rmtree(made, ignore_errors=True)
    words = f"{shown_changes(changes)} The words of the report were written for what was found." if changes else ""
    stage(
        source,
        settings={"assumed": changes, "html_theme_options": {"announcement": escape(words)}} if changes else None,
    )
    notebooks = paths.notebooks(source)
    print(f"Running the notebooks with {changes or 'the evidence as it stands'} …", flush=True)
    if failed := list(rerun(notebooks, changes)):
        return failed
    for fault in refresh(notebooks, source, changes):
        print(fault, file=sys.stderr)
    command = [Path(sys.executable).with_name("jupyter-book"), "build", source, "-n", "--keep-going", "-q"]
    print("Making site and PDF …", flush=True)
    builds = {
        part: subprocess.Popen(
            [*command, "--path-output", made / part, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for part, options in (("site", ()), ("paper", ("--builder", "custom", "--custom-builder", "paper")))
    }
    told = {part: build.communicate()[0] for part, build in builds.items()}
    if failed := [told[part] for part, build in builds.items() if build.returncode]:
        return failed
    site = made / "site" / "_build" / "html"
    if silent := [page.name for page in site.rglob("*.html") if escape(words) not in page.read_text(encoding="utf-8")]:
        return [f"{', '.join(silent)}: found no word of what is assumed; expected it on every page"]
    return replace_site(site, made / "paper" / "_build" / "paper" / "compute-deal.pdf", place / "html", source)


def main() -> None:
    """Build what the environment asks for, and say where it is."""
    name, changes = os.environ.get("SCENARIO", ""), os.environ.get("SET", "")
    try:
        changes = " ".join(filter(None, (named_changes(name) if name else "", changes)))
        load().with_values(**parse_changes(changes))
    except (EvidenceError, KeyError, ValueError) as error:
        sys.exit(str(error.args[0]))
    name = folder_name(" ".join(filter(None, (name, os.environ.get("SET", "")))))
    if problems := build_report(name, changes):
        sys.exit("\n".join(problems))
    print(
        f"The report with {changes or 'nothing changed'} is in {(FOLDER / name / 'html').relative_to(paths.ROOT)}/index.html"
    )


if __name__ == "__main__":
    main()
