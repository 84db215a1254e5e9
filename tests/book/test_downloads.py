"""What machines read is complete, is the data, and is the same every time."""

import io
import json
import zipfile

import pytest
from frictionless import Package, system

from compute_deal import paths
from compute_deal.book import downloads
from compute_deal.book.registry import gather
from compute_deal.book.stored import quotes_of


@pytest.fixture(scope="module")
def known():
    return gather()


@pytest.fixture(scope="module")
def site(known, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    downloads.write_data(folder, known, quotes_of())
    return folder


def test_the_same_data_give_the_same_bytes(known, site, tmp_path):
    downloads.write_data(tmp_path, known, quotes_of())
    files = sorted(path.relative_to(site) for path in site.rglob("*") if path.is_file())
    assert len(files) > 10
    for name in files:
        assert (site / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_the_archive_has_every_table_with_citation_licence_and_caveats(site):
    with zipfile.ZipFile(site / "downloads" / downloads.ARCHIVE) as archive:
        assert archive.testzip() is None
        names = {name.removeprefix("compute-deal-data/") for name in archive.namelist()}
        assert {entry.date_time for entry in archive.infolist()} == {downloads.EARLIEST}
        text = archive.read("compute-deal-data/README.txt").decode()
        claims = archive.read("compute-deal-data/claims.csv")
    tables = {path.name for path in paths.DATA.glob("*.csv")}
    assert names == tables | {"datapackage.json", "references.bib", "README.txt"}
    assert claims == (paths.DATA / "claims.csv").read_bytes()
    for part in (
        "How to cite",
        "The compute-deal authors",
        "Creative Commons Attribution 4.0",
        "inference",
        "not firm",
    ):
        assert part in text


def test_the_unpacked_archive_is_a_valid_data_package(site, tmp_path):
    archive = (site / "downloads" / downloads.ARCHIVE).read_bytes()
    zipfile.ZipFile(io.BytesIO(archive)).extractall(tmp_path)
    with system.use_context(trusted=True):
        report = Package.from_descriptor(str(tmp_path / "compute-deal-data" / "datapackage.json")).validate()
    assert report.valid


def test_every_table_can_be_had_alone_with_the_descriptor(site):
    for path in [*paths.DATA.glob("*.csv"), paths.DESCRIPTOR, paths.BIBLIOGRAPHY]:
        assert (site / "downloads" / path.name).read_bytes() == path.read_bytes()


def test_the_results_are_complete(known, site):
    record = json.loads((site / "results.json").read_text(encoding="utf-8"))["results"]
    assert set(record) == set(known.results)
    for id, result in record.items():
        assert set(result) >= {"label", "value", "low", "high", "unit", "inputs", "computed_in"}
        assert set(result["inputs"]) <= set(known.rows), id


def test_the_evidence_is_complete_and_typed(known, site):
    record = json.loads((site / "evidence.json").read_text(encoding="utf-8"))
    rows = {row["id"]: row for table in record["tables"].values() for row in table if "id" in row}
    assert set(rows) == set(known.rows)
    assert set(record["sources"]) == set(known.evidence.sources)
    assert rows["csa_fee"]["value"] == 1.25e9
    assert rows["csa_fee"]["low"] is None
    assert "claim_devdigest_revenue_multiple" in rows["csa_fee"]["used_by"]
    assert "chapters/01-deal" in rows["csa_fee"]["used_by"]


def test_the_evidence_carries_the_computed_verdicts(site):
    claims = json.loads((site / "evidence.json").read_text(encoding="utf-8"))["tables"]["claims"]
    double = next(row for row in claims if row["id"] == "claim_devdigest_revenue_multiple")
    assert double["verdict"] == "contradicted"
    assert double["computed"]
    assert double["found"] == pytest.approx(15 / 18.674)
    assert all(row["verdict"] for row in claims)
