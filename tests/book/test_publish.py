"""Site and PDF take their place whole or not at all, and are shown on a port that is free."""

import errno
import shutil
import socket

import pytest

from compute_deal.book import publish, serve


@pytest.fixture
def built(tmp_path, monkeypatch):
    """A site and a PDF that pass their checks, and a place with the last good site."""
    monkeypatch.setattr(publish, "check_site", lambda site, root: [])
    monkeypatch.setattr(publish, "check_pdf", lambda pdf, root: [])
    site, pdf, place = tmp_path / "site", tmp_path / "report.pdf", tmp_path / "html"
    for folder, text in ((site, "new"), (place, "last good")):
        folder.mkdir()
        (folder / "index.html").write_text(text)
    pdf.write_text("pdf")
    return site, pdf, place


def test_a_new_site_takes_the_place_of_the_old_one(built):
    assert publish.replace_site(*built) == []
    place = built[2]
    assert {path.name: path.read_text() for path in place.iterdir()} == {"index.html": "new", "report.pdf": "pdf"}
    assert sorted(path.name for path in place.parent.iterdir()) == ["html", "report.pdf", "site"]


def test_a_full_disk_leaves_the_last_good_site(built, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copy", full)  # the site is written by then, the PDF is not
    (problem,) = publish.replace_site(*built)
    assert "No space left on device" in problem
    place = built[2]
    assert (place / "index.html").read_text() == "last good"
    assert not place.with_name("html.new").exists()


def test_a_site_lost_between_two_renames_comes_back(built, monkeypatch):
    site, pdf, place = built
    place.rename(place.with_name("html.old"))
    monkeypatch.setattr(shutil, "copy", lambda *args: (_ for _ in ()).throw(OSError("stopped again")))
    assert publish.replace_site(site, pdf, place)
    assert (place / "index.html").read_text() == "last good"


@pytest.fixture
def taken():
    with socket.socket() as listening:
        listening.bind((serve.HOST, 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_taken_port_is_passed_over(taken, tmp_path):
    with serve.server(tmp_path, [taken, 0]) as opened:
        assert opened.server_port not in (0, taken)


def test_where_every_port_is_taken_the_message_says_what_to_do(taken, tmp_path):
    with pytest.raises(SystemExit) as stopped:
        serve.main(tmp_path, str(taken))
    assert str(stopped.value) == f"taken: port {taken}. Name a free one: make serve PORT=8100"
