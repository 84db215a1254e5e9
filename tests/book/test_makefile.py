"""What make takes for done: only what is there, was made in this folder, and has not changed since."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml

from compute_deal import paths
from compute_deal.evidence import load

STAMPS = ("ready", "checked", "validated", "html", "pdf", "published")
PUBLISH = "compute_deal.book.publish"


def sh(root, command):
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(["bash", "-c", command], cwd=root, env=env, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.fixture
def project(tmp_path):
    """A folder in which everything is made: the Makefile and its scripts over small files."""
    root = tmp_path / "projet été"
    root.mkdir()
    shutil.copy(paths.ROOT / "Makefile", root)
    shutil.copytree(paths.ROOT / "scripts", root / "scripts")
    for name in ("_config.yml", "_toc.yml", "pyproject.toml", "references.bib", "requirements.lock", "index.ipynb"):
        (root / name).write_text("")
    (root / "src" / "compute_deal" / "book" / "assets").mkdir(parents=True)
    (root / "tests" / "book").mkdir(parents=True)
    site_packages = root / ".venv" / "lib" / "python3.11" / "site-packages"
    site_packages.mkdir(parents=True)
    (site_packages / "compute_deal.pth").write_text(f"{root}/src")
    (root / ".venv" / "bin").mkdir()
    (root / ".venv" / "bin" / "python").symlink_to(sys.executable)
    for made in (
        "_build/stage/site/_build/html/index.html",
        "_build/stage/paper/_build/paper/compute-deal.pdf",
        "_build/html/a.html",
    ):
        (root / made).parent.mkdir(parents=True, exist_ok=True)
        (root / made).write_text(made)
    stamps = root / "_build" / "stamps"
    stamps.mkdir()
    for name in STAMPS:
        (stamps / name).write_text("")
    for name, files in (("html", "stage/site/_build/html"), ("pdf", "stage/paper/_build/paper"), ("published", "html")):
        sh(root, f"find _build/{files} -type f -print0 | xargs -0 sha256sum > _build/stamps/{name}")
    for age, name in enumerate(STAMPS):
        os.utime(stamps / name, (2e9 + age, 2e9 + age))
    return root


def planned(root):
    """Give what make book would do."""
    return sh(root, "make --dry-run book")


def test_what_is_done_is_not_done_again(project):
    plan = planned(project)
    assert "The report is in" in plan
    assert PUBLISH not in plan
    assert "jupyter-book" not in plan


@pytest.mark.parametrize("change", ["rm _build/html/a.html", "echo x >> _build/html/a.html", "rm -r _build/html"])
def test_a_missing_or_changed_page_is_published_again(project, change):
    sh(project, change)
    plan = planned(project)
    assert PUBLISH in plan
    assert "jupyter-book" not in plan


@pytest.mark.parametrize(
    ("lost", "made", "other"),
    [
        ("site/_build/html/index.html", "_build/stage/site", "_build/stage/paper --builder custom"),
        ("paper/_build/paper/compute-deal.pdf", "_build/stage/paper --builder custom", "_build/stage/site"),
    ],
)
def test_what_the_stage_lacks_is_made_again_and_nothing_else(project, lost, made, other):
    sh(project, f"rm _build/stage/{lost}")
    plan = planned(project)
    assert f"--path-output {made}" in plan
    assert f"--path-output {other}" not in plan
    assert PUBLISH in plan
    assert "nbval" not in plan


def test_an_environment_of_another_folder_is_noticed(project, tmp_path):
    copied = tmp_path / "copy"
    shutil.copytree(project, copied, symlinks=True)
    assert sh(project, "scripts/environment check .venv").strip() == ""
    assert "not made in this folder" in sh(copied, "scripts/environment check .venv")
    assert "scripts/environment make" in planned(copied)
    assert "nbval" in planned(copied)


def test_an_environment_whose_python_is_gone_is_noticed(project):
    python = project / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert "no working Python" in sh(project, "scripts/environment check .venv")
    assert "scripts/environment make" in planned(project)


def test_a_missing_environment_is_made_although_its_stamp_is_there(project):
    shutil.rmtree(project / ".venv")
    assert "scripts/environment make" in planned(project)


def test_a_second_make_waits_for_the_first(project):
    shown = sh(project, "flock . sleep 1 & sleep 0.2; make book; wait")
    assert "Another make is at work in this folder" in shown
    assert "The report is in" in shown


def test_a_make_that_cannot_wait_says_so(project, tmp_path):
    programs = tmp_path / "programs"
    programs.mkdir()
    for folder in reversed(os.environ["PATH"].split(os.pathsep)):
        for program in Path(folder).glob("*"):
            link = programs / program.name
            link.unlink(missing_ok=True)
            link.symlink_to(program)
    assert "There is no flock here" not in sh(project, f'PATH="{programs}" make book')
    (programs / "flock").unlink()
    shown = sh(project, f'PATH="{programs}" make book')
    assert "There is no flock here" in shown
    assert "The report is in" in shown


@pytest.fixture
def continuous(tmp_path):
    """The steps of continuous integration over a make that only takes time, a second for the tests."""
    shutil.copytree(paths.ROOT / ".ci", tmp_path / ".ci")
    make = tmp_path / "bin" / "make"
    make.parent.mkdir()
    make.write_text('#!/bin/sh\necho "making $1"\nif [ "$1" = test ]; then sleep "$SLEEP"; exit "$CODE"; fi\n')
    make.chmod(0o755)
    return lambda settings: sh(tmp_path, f'PATH="{make.parent}:$PATH" {settings} .ci/run; echo "status $?"')


def test_every_step_tells_its_time_at_the_end(continuous):
    *_, total, book, test, odd, sweep, supposed, status = continuous("SLEEP=1 CODE=0").splitlines()
    assert re.fullmatch(r"== in all \d+ of at most 1500 s", total)
    assert [line.split()[1] for line in (book, test, odd, sweep)] == ["book", "test", "odd", "sweep"]
    assert supposed.split()[:4] == ["make", "book", "SCENARIO=cools", "SET=csa_fee=1.0e9"]
    assert re.search(r"took [12] s", test)
    assert status == "status 0"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("SLEEP=0 CODE=3", "status 3"),
        ("SLEEP=60 CODE=0 CI_SECONDS=2", "make test was stopped: all steps together may take 2 s"),
    ],
)
def test_a_step_that_fails_or_takes_too_long_is_the_last(continuous, settings, words):
    shown = continuous(settings)
    assert words in shown
    assert "status 0" not in shown
    assert "make test took" in shown
    assert "making odd" not in shown


def test_a_virtual_environment_that_is_active_is_not_built_upon(tmp_path):
    fake = tmp_path / "bin" / "python3"
    fake.parent.mkdir()
    fake.symlink_to("/nowhere/python3")
    found = sh(paths.ROOT, f'PATH="{fake.parent}:{Path(sys.executable).parent}:$PATH" scripts/python').strip()
    assert not Path(found).is_relative_to(sys.prefix)


def test_the_edition_has_one_date_and_one_version():
    cited = yaml.safe_load((paths.ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert date.fromisoformat(cited["date-released"]) == load()["edition_date"].date.date()
    project = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert cited["version"] == project["version"] == load().descriptor["version"]
