"""Run the notebooks as other processors would, and compare: `python -m compute_deal.book.sweep`."""

import os
import platform
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from compute_deal import paths
from compute_deal.book.agreement import is_number, relative_difference
from compute_deal.book.compare import differences
from compute_deal.book.notebooks import executed
from compute_deal.book.registry import formatted
from compute_deal.book.stored import published_by

LONG_VECTORS = "X86_V3"  # numpy's name for processors with AVX2 and FMA
WITHOUT_FMA = "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2,-FMA_Usable,-AVX2_Usable"  # both spellings: glibc changed them


def instruction_sets() -> list[str]:
    """Return the instruction sets beyond its baseline that numpy uses on this machine."""
    return np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])  # numpy leaves out what is empty


def variants(found: Sequence[str], machine: str) -> dict[str, dict[str, str]]:
    """Return environments in which this machine computes as others would.

    Parameters
    ----------
    found : sequence of str
        Instruction sets beyond its baseline that numpy uses here.
    machine : str
        Kind of processor, as Python's `platform` says it.

    Returns
    -------
    dict of str to dict of str to str
        Environment variables by name of the variant. What the machine lacks is left out.

    Examples
    --------
    >>> list(variants(["ASIMDHP"], "aarch64"))
    ['as it is, 1 thread', 'as it is, 2 threads', 'numpy without ASIMDHP']
    """
    made = {
        f"as it is, {threads} thread{'s' * (threads > 1)}": {
            "OPENBLAS_NUM_THREADS": str(threads),
            "OMP_NUM_THREADS": str(threads),
        }
        for threads in (1, 2)
    }
    single = made["as it is, 1 thread"]
    plain = {"NPY_DISABLE_CPU_FEATURES": " ".join(found)} if found else {}
    if plain:
        made[f"numpy without {', '.join(found)}"] = plain
    if len(found) > 1:
        made[f"numpy without {', '.join(found[1:])}"] = {"NPY_DISABLE_CPU_FEATURES": " ".join(found[1:])}
    if machine in ("x86_64", "AMD64"):
        if LONG_VECTORS in found:
            made["OpenBLAS for Haswell"] = {"OPENBLAS_CORETYPE": "Haswell"}
        nehalem, glibc = {"OPENBLAS_CORETYPE": "Nehalem"}, {"GLIBC_TUNABLES": WITHOUT_FMA}
        made |= {"OpenBLAS for Nehalem": nehalem, "glibc without FMA and AVX2": glibc}
        made["all of an old processor, 1 thread"] = single | plain | nehalem | glibc
    return made


@dataclass(frozen=True)
class Outcome:
    """What the notebooks gave under one variant.

    Parameters
    ----------
    moved : dict of str to float
        Largest relative difference between stored and fresh value, low and high, by id of the result.
    changed : list of str
        Results whose shown digits changed, with both.
    refused : list of str
        Outputs that do not agree with those stored, and cells that failed.
    """

    moved: Mapping[str, float]
    changed: Sequence[str]
    refused: Sequence[str]


def outcome(notebooks: Sequence[Path], fresh: Sequence[NotebookNode | CellExecutionError]) -> Outcome:
    """Return how fresh runs compare with what is stored.

    Parameters
    ----------
    notebooks : sequence of Path
        Which.
    fresh : sequence of NotebookNode or CellExecutionError
        Each after its run, or the error that ended it.

    Returns
    -------
    Outcome
    """
    moved: dict[str, float] = {}
    changed, refused = [], []
    for path, new in zip(notebooks, fresh, strict=True):
        if isinstance(new, CellExecutionError):
            refused.append(f"{path.name}: {new.ename}: {new.evalue}")
            continue
        old = nbformat.read(path, as_version=4)
        for at, (left, right) in enumerate(zip(old.cells, new.cells, strict=True)):
            if left.cell_type == "code":
                found = differences(left.outputs, right.outputs, left.metadata)
                refused += [f"{path.name}, cell {left.get('id', at)}: {difference}" for difference in found]
        stored, now = results_of(old), results_of(new)
        for id in stored.keys() & now.keys():
            moved[id] = movement(stored[id], now[id])
            changed += [f"{id}: stored {left}, now {right}" for left, right in as_readers_see(id, stored[id], now[id])]
    return Outcome(moved, sorted(changed), refused)


def results_of(notebook: NotebookNode) -> dict[str, dict[str, Any]]:
    """Return the results in the outputs of a notebook."""
    return {id: record for published in published_by(notebook) for id, record in published["results"].items()}


def movement(stored: dict[str, Any], fresh: dict[str, Any]) -> float:
    """Return the largest relative difference of a result's numbers.

    Examples
    --------
    >>> movement({"value": 2.0, "low": None, "high": 4.0}, {"value": 2.0, "low": None, "high": 3.0})
    0.25
    """
    pairs = [(stored[key], fresh[key]) for key in ("value", "low", "high")]
    return max((relative_difference(*pair) for pair in pairs if all(map(is_number, pair))), default=0.0)


def as_readers_see(id: str, stored: dict[str, Any], fresh: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield how a result reads before and now, where readers would see a difference.

    Examples
    --------
    >>> record = {"value": 0.12449999, "low": None, "high": None, "unit": "fraction", "digits": 3}
    >>> list(as_readers_see("share", record, record | {"value": 0.12450001})), list(as_readers_see("share", record, record))
    ([('12.4%', '12.5%')], [])
    """
    for key, style in (("value", ""), ("low", "low"), ("high", "high")):
        if stored[key] is not None and fresh[key] is not None:
            left, right = (formatted(id, record, style) for record in (stored, fresh))
            if left != right:
                yield left, right


def row(name: str, made: Outcome, seconds: float) -> str:
    """Return a line of the table.

    Examples
    --------
    >>> row("as it is", Outcome({"share": 1e-8, "fee": 0.0}, [], []), 42.1)
    '| as it is | 1e-08 | share | 1 of 2 | 0 | 0 | 42 s |'
    """
    largest = max(made.moved, key=made.moved.get, default="")
    size = made.moved.get(largest, 0.0)
    many = f"{sum(map(bool, made.moved.values()))} of {len(made.moved)}"
    cells = (f"{size:.0e}" if size else "0", largest if size else "none", many, len(made.changed), len(made.refused))
    return f"| {name} | {' | '.join(map(str, cells))} | {seconds:.0f} s |"


def sweep(notebooks: list[Path]) -> int:
    """Run notebooks under every variant, print what moved, and return how many faults were found.

    Parameters
    ----------
    notebooks : list of Path
        Which.

    Returns
    -------
    int
    """
    largest: dict[str, tuple[float, str]] = {}
    faults = []
    print(
        "| Variant | Largest relative difference | of | Results that differ | Shown digits changed | Refused | Time |"
    )
    print("| :--- | ---: | :--- | ---: | ---: | ---: | ---: |", flush=True)
    for name, environment in variants(instruction_sets(), platform.machine()).items():
        start = time.monotonic()
        made = outcome(notebooks, executed(notebooks, os.environ | environment))
        print(row(name, made, time.monotonic() - start), flush=True)
        faults += [f"{name}: {fault}" for fault in (*made.changed, *made.refused)]
        for id, size in made.moved.items():
            largest[id] = max(largest.get(id, (0.0, "")), (size, name))
    moved = {id: at for id, at in sorted(largest.items()) if at[0]}
    print(f"\n{len(largest) - len(moved)} of {len(largest)} results are the same to every stored digit.")
    for id, (size, at) in moved.items():
        print(f"  {id} differs from what is stored by at most {size:.1e}, {at}")
    for fault in faults:
        print(fault, file=sys.stderr)
    return len(faults)


if __name__ == "__main__":
    sys.exit(1 if sweep([Path(name) for name in sys.argv[1:]] or paths.notebooks()) else 0)
