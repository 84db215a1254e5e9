"""The sweep over processors: its variants are what they say, and a digit that readers see cannot change unnoticed."""

import copy
import json
import os
import subprocess
import sys

import nbformat
import pytest

from compute_deal import paths
from compute_deal.book.sweep import instruction_sets, outcome, variants
from compute_deal.results import MIME

CHAPTER = paths.CHAPTERS / "01-deal.ipynb"
FOUND = "import json, numpy; print(json.dumps(numpy.show_config(mode='dicts')['SIMD Extensions'].get('found', [])))"


def used(environment):
    """Return the instruction sets that numpy uses in an environment."""
    command = [sys.executable, "-c", FOUND]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_numpy_uses_only_the_instruction_sets_that_a_variant_leaves_it():
    found = instruction_sets()
    left_out = {environment.get("NPY_DISABLE_CPU_FEATURES", "") for environment in variants(found, "x86_64").values()}
    for names in left_out:
        assert used({"NPY_DISABLE_CPU_FEATURES": names}) == [name for name in found if name not in names.split()]


@pytest.mark.parametrize(("found", "has"), [([], False), (["X86_V3"], True)])
def test_no_processor_is_played_whose_instructions_the_machine_lacks(found, has):
    assert ("OpenBLAS for Haswell" in variants(found, "x86_64")) == has
    assert not any("OpenBLAS" in name or "glibc" in name for name in variants(found, "aarch64"))


def with_value(id, value):
    notebook = nbformat.read(CHAPTER, as_version=4)
    notebook.cells[-1].outputs[0].data[MIME]["results"][id]["value"] = value
    return notebook


def test_the_largest_difference_of_each_result_is_found():
    stored = nbformat.read(CHAPTER, as_version=4)
    value = stored.cells[-1].outputs[0].data[MIME]["results"]["headline_value"]["value"]
    same = outcome([CHAPTER], [copy.deepcopy(stored)])
    assert not any(same.moved.values())
    assert not same.changed + same.refused
    noisy = outcome([CHAPTER], [with_value("headline_value", value * (1 - 1e-8))])
    assert noisy.moved["headline_value"] == pytest.approx(1e-8)
    assert not noisy.changed + noisy.refused
    other = outcome([CHAPTER], [with_value("headline_value", value * 1.1)])
    assert [line.partition(":")[0] for line in other.changed] == ["headline_value"]
    assert "result headline_value, value: stored" in other.refused[0]
