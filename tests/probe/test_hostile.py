"""A server that means ill: what it says, how it says it, and how long it takes."""

import shutil
import socket
import ssl
import subprocess
import threading
import time

import pytest

from compute_deal.probe.stream import MAX_ERROR_BYTES
from tests.probe.conftest import block, delta, end, event, start
from tests.probe.test_stream import asked, problem


@pytest.mark.parametrize("charset", ["klingon", "hex", "rot13", "undefined", "utf-16", "x" * 1000])
def test_an_odd_character_set_changes_nothing(server, charset):
    server.content_type = f"text/event-stream; charset={charset}"
    assert asked(server).output_tokens == 11


def test_an_odd_character_set_of_a_rejection_changes_nothing(server):
    server.reject(500, "api_error", "sorry")
    server.content_type = "application/json; charset=hex"
    assert "sorry" in problem(server).message


def test_bytes_that_are_no_text(server):
    server.script = [start(), block(), b'data: {"type": "\xff\xfe"}\n\n', delta("one"), end()]
    assert asked(server).output_tokens == 11


def test_a_compressed_answer_is_not_unpacked(server):
    server.headers["content-encoding"] = "gzip"
    assert "not asked for" in problem(server).message
    assert server.requests[0][1]["accept-encoding"] == "identity"


@pytest.mark.parametrize("body", [b'{"error": ' * 20_000, b"[" * MAX_ERROR_BYTES * 3])
def test_a_rejection_that_is_deeply_nested_or_endless(server, body):
    server.status, server.script = 500, [body]
    found = problem(server)
    assert found.kind == "server_error"
    assert len(found.message) <= 300


STEERING = "\x1b]0;title\x07\x1b[2Jred\x9b31m\u202egnp\r\nforged line\ud800"


def fit_for_a_terminal(text):
    return text.isprintable() and "\x1b" not in text


def test_what_the_server_says_cannot_steer_the_terminal(server):
    named = event({"type": "message_start", "message": {"model": f"m{STEERING}", "usage": {}}})
    server.headers |= {"request-id": "req\x1b[2J", "anthropic-ratelimit-x": "5\x1b[31m\x9b2J"}
    server.script = [named, block(), delta("one"), end(reason=f"end{STEERING}")]
    answer = asked(server)
    assert answer.model.startswith("m ]0;title [2Jred")
    shown = [answer.model, answer.stop_reason, answer.request_id, *answer.limits, *answer.limits.values()]
    assert all(map(fit_for_a_terminal, shown))


def test_an_error_in_the_stream_cannot_steer_the_terminal(server):
    server.script = [start(), event({"type": "error", "error": {"type": STEERING, "message": STEERING}})]
    found = problem(server)
    assert fit_for_a_terminal(found.kind)
    assert fit_for_a_terminal(found.message)


def test_a_flood_of_headers_is_cut(server):
    server.headers = {f"anthropic-ratelimit-{at}": "x" * 900 for at in range(60)}
    limits = asked(server).limits
    assert len(limits) == 40
    assert max(map(len, limits.values())) == 300


def dripping(text, every_s):
    """Return the address of a server that answers with one byte after another, then with none, without an end."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        try:
            connection, _ = listener.accept()
            with connection:
                for byte in text:
                    connection.sendall(bytes([byte]))
                    time.sleep(every_s)
                while connection.recv(4096):
                    pass
        except OSError:
            pass  # the client gave up, or the test is over

    threading.Thread(target=serve, daemon=True).start()
    return listener, f"http://127.0.0.1:{listener.getsockname()[1]}"


HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"


@pytest.mark.parametrize(
    ("text", "every_s"),
    [
        (b"", 0.0),
        (HEAD + b"".join(b"x-%d: y\r\n" % at for at in range(1000)), 0.05),
        (HEAD + b"\r\n" + b": ping\n\n" * 1000, 0.05),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, 0.02),
        (b"HTTP/1.1 500 Oh\r\ncontent-length: 60000\r\n\r\n" + b"x" * 60_000, 0.05),
    ],
    ids=["silence", "headers", "body", "informational", "rejection"],
)
def test_the_total_limit_holds_whatever_the_server_does(text, every_s):
    listener, url = dripping(text, every_s)
    began = time.perf_counter()
    try:
        found = problem(url, stall_s=1.0, total_s=1.0)
    finally:
        listener.close()
    assert time.perf_counter() - began < 2.5
    assert (found.kind, found.final) == ("stalled", True)


@pytest.mark.parametrize("location", ["http://127.0.0.1:9/", "//[", "javascript:alert(1)"])
def test_the_key_does_not_follow_a_redirect(server, location):
    other, url = dripping(b"", 0.0)
    with other:
        other.settimeout(0.2)
        server.reject(307, "redirect", "elsewhere", {"location": url if "127" in location else location})
        assert problem(server).kind in ("redirect", "broken_off")
    assert len(server.requests) == 1


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl to make a certificate")
def test_a_certificate_of_nobody_is_refused(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run(["openssl", "req", *made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    seen = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            try:
                with context.wrap_socket(listener.accept()[0], server_side=True) as connection:
                    seen.append(connection.recv(4096))
            except OSError:
                pass  # the client refused the certificate

        waiting = threading.Thread(target=serve, daemon=True)
        waiting.start()
        found = problem(f"https://localhost:{listener.getsockname()[1]}")
        waiting.join(5)
    assert (found.kind, seen) == ("network", [])
    assert "certificate" in found.message
