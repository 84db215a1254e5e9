"""Cost of loading the evidence, and its growth with the number of rows.

Run with ``make bench``. It prints and asserts nothing: times belong to the machine they are taken on.
"""

import csv
import shutil
import tempfile
import time
from pathlib import Path

from compute_deal import paths
from compute_deal.evidence import load
from compute_deal.evidence.store import checked

REPEATS = 5


def seconds(descriptor: Path, bibliography: Path) -> float:
    """Give the best of a few loads from the files."""
    best = float("inf")
    for _ in range(REPEATS):
        checked.cache_clear()
        start = time.perf_counter()
        load(descriptor, bibliography)
        best = min(best, time.perf_counter() - start)
    return best


def enlarged(folder: Path, times: int) -> Path:
    """Copy the data with so many times the rows, ids made distinct; give the descriptor's path."""
    shutil.copytree(paths.DATA, folder)
    for table in folder.glob("*.csv"):
        with table.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            for copy in range(times):
                key = next(iter(rows[0]))
                writer.writerows(row | {key: f"{row[key]}_copy{copy}"} if copy else row for row in rows)
    return folder / "datapackage.json"


def main() -> None:
    """Print the figures."""
    once = seconds(paths.DESCRIPTOR, paths.BIBLIOGRAPHY)
    rows = sum(len(table) for table in load().tables.values())
    print(f"evidence: {rows} rows read and checked in {once:.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        ten = seconds(enlarged(Path(folder, "data"), 10), paths.BIBLIOGRAPHY)
    print(f"evidence: ten times the rows take {ten / once:.1f} times as long")


if __name__ == "__main__":
    main()
