"""Cost of loading the evidence, and its growth with the number of rows.

Run with ``make bench``. It prints and asserts nothing: times belong to the machine they are taken on.
"""

import csv
import shutil
import tempfile
from pathlib import Path

from compute_deal import paths
from compute_deal.evidence import load
from compute_deal.evidence.loading import STAMP, checked
from compute_deal.evidence.tables import read_descriptor
from tests.bench.timing import seconds

REPEATS = 5


def read(descriptor: Path) -> None:
    """Load the evidence from the files and check it, whatever is kept of an earlier load."""
    checked.cache_clear()
    STAMP.unlink(missing_ok=True)
    load(descriptor, paths.BIBLIOGRAPHY)


def enlarged(folder: Path, times: int) -> Path:
    """Copy the data with so many times the rows, made distinct where they must be; give the descriptor's path."""
    shutil.copytree(paths.DATA, folder)
    for resource in read_descriptor(paths.DESCRIPTOR)["resources"]:
        table = folder / resource["path"]
        together = [columns[0] for columns in resource["schema"].get("uniqueKeys", [])]
        unique = [
            field
            for field in resource["schema"]["fields"]
            if field.get("constraints", {}).get("unique") or field["name"] in together
        ]
        with table.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            for copy in range(1, times):
                writer.writerows(row | distinct(row, unique, copy) for row in rows)
    return folder / paths.DESCRIPTOR.name


def distinct(row: dict[str, str], unique: list[dict], copy: int) -> dict[str, str]:
    """Give the cells of a copied row that may be there only once: text with a letter, a number left out."""
    return {
        field["name"]: f"{row[field['name']]}_{chr(96 + copy)}" if field["type"] == "string" else "" for field in unique
    }


def main() -> None:
    """Print the figures."""
    once = seconds(lambda: read(paths.DESCRIPTOR), REPEATS)
    rows = sum(len(table) for table in load().tables.values())
    print(f"evidence: {rows} rows read and checked in {once:.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        larger = enlarged(Path(folder, "data"), 10)
        ten = seconds(lambda: read(larger), REPEATS)
    print(f"evidence: ten times the rows take {ten / once:.1f} times as long")


if __name__ == "__main__":
    main()
