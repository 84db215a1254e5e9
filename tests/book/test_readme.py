"""The commands of the readme: each is one that make knows, and those that take seconds are run."""

import os
import re
import subprocess

import pytest

from compute_deal import paths

README = (paths.ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"^(make .*?)\s*(?:#.*)?$", README, re.MULTILINE)))
RERUN = re.search(r"^## Running it again.*?(?=^## )", README, re.MULTILINE | re.DOTALL)[0]
SCREEN = 45  # lines


def make(command, *options):
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        ["bash", "-c", " ".join([command, *options])],
        cwd=paths.ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_there_are_commands_and_the_part_for_those_who_run_it_again_fits_a_screen():
    assert len(COMMANDS) >= 8
    assert len(RERUN.splitlines()) <= SCREEN


@pytest.mark.parametrize("command", COMMANDS)
def test_make_knows_the_command(command):
    assert make(command, "--dry-run")


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`make (\w+)", README))))
def test_make_knows_what_the_text_names(name):
    assert re.search(rf"^{name}: ", (paths.ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_a_number_is_traced():
    assert "1.25 billion" in make("make trace ID=csa_fee")


@pytest.mark.parametrize(
    ("setting", "told"),
    [("SET=csa_fee", "id=value"), ("SET=csa_fe=1e9", "near it: csa_fee"), ("SCENARIO=booms", "base, cools, tight")],
)
def test_a_scenario_that_is_none_is_refused_before_anything_is_run(setting, told):
    module = [str(paths.ROOT / ".venv/bin/python"), "-m", "compute_deal.book.scenario"]
    name, _, value = setting.partition("=")
    done = subprocess.run(
        module, cwd=paths.ROOT, env=os.environ | {name: value}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert told in done.stderr
