import csv
import json
import shutil

import pytest

from compute_deal import paths
from compute_deal.evidence import EvidenceError, load
from compute_deal.evidence.loading import checked


class Package:
    """A copy of the data that a test may damage."""

    def __init__(self, folder):
        self.data = folder / "data"
        shutil.copytree(paths.DATA, self.data)
        self.bibliography = folder / "references.bib"
        shutil.copy(paths.BIBLIOGRAPHY, self.bibliography)

    def rows(self, table):
        with (self.data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, table, rows):
        with (self.data / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def change(self, table, number, **cells):
        """Change cells of a row, `number` being its line in the file."""
        rows = self.rows(table)
        rows[number - 2] |= cells
        self.write(table, rows)

    def load(self):
        checked.cache_clear()
        return load(self.data / "datapackage.json", self.bibliography)

    def problems(self):
        with pytest.raises(EvidenceError) as raised:
            self.load()
        return raised.value.problems


@pytest.fixture
def package(tmp_path):
    yield Package(tmp_path)
    checked.cache_clear()


TABLES = [resource["name"] for resource in json.loads(paths.DESCRIPTOR.read_text())["resources"]]
