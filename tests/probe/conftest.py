"""A server on loopback that answers as the Messages API does, or fails as it is told to."""

import http.server
import json
import threading

import pytest

KEY = "sk-ant-test-0123456789abcdef"
LIMITS = {
    "request-id": "req_1",
    "anthropic-ratelimit-requests-limit": "50",
    "anthropic-ratelimit-requests-remaining": "49",
    "anthropic-ratelimit-output-tokens-remaining": "7900",
}


def event(data):
    return f"event: {data['type']}\ndata: {json.dumps(data)}\n\n".encode()


def start():
    return event({"type": "message_start", "message": {"model": "test-model", "usage": {"output_tokens": 1}}})


def block(kind="text"):
    return event({"type": "content_block_start", "index": 0, "content_block": {"type": kind}})


def delta(text, kind="text"):
    return event({"type": "content_block_delta", "index": 0, "delta": {"type": f"{kind}_delta", kind: text}})


def end(tokens=11, reason="end_turn"):
    last = {"type": "message_delta", "delta": {"stop_reason": reason}, "usage": {"output_tokens": tokens}}
    return event({"type": "content_block_stop", "index": 0}) + event(last) + event({"type": "message_stop"})


PING = event({"type": "ping"})
WHOLE = [start(), PING, block(), delta("one"), 0.2, delta(" two"), end()]


class Server:
    """Plays one script for each request: bytes to send and seconds to wait; "cut" ends the connection."""

    def __init__(self):
        self.script, self.status, self.headers, self.requests = WHOLE, 200, dict(LIMITS), []
        self.first_scripts = []  # for the first requests, before `script`
        self.content_type = "text/event-stream; charset=utf-8"
        self.running = self.most_at_once = 0
        self.lock = threading.Lock()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                length = int(self.headers["content-length"])
                body = json.loads(self.rfile.read(length))
                with outer.lock:
                    outer.requests.append((self.path, dict(self.headers), body))
                    script = outer.first_scripts.pop(0) if outer.first_scripts else outer.script
                    outer.running += 1
                    outer.most_at_once = max(outer.most_at_once, outer.running)
                try:
                    self.play(script)
                except (BrokenPipeError, ConnectionResetError):
                    pass
                finally:
                    with outer.lock:
                        outer.running -= 1

            def play(self, script):
                self.send_response(outer.status)
                self.send_header("content-type", outer.content_type)
                self.send_header("transfer-encoding", "chunked")
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for step in script:
                    if step == "cut":
                        self.close_connection = True
                        return
                    if isinstance(step, float):
                        outer.released.wait(step)
                    else:
                        self.wfile.write(b"%x\r\n%s\r\n" % (len(step), step))
                        self.wfile.flush()
                self.wfile.write(b"0\r\n\r\n")

            def log_message(self, *args):
                pass

        self.released = threading.Event()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *args: None  # a client that gave up is no news
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def reject(self, status, kind, message, headers=(), details=None):
        error = {"type": kind, "message": message} | ({"details": details} if details else {})
        self.status, self.content_type = status, "application/json"
        self.script = [json.dumps({"type": "error", "error": error}).encode()]
        self.headers = {"request-id": "req_2", **dict(headers)}

    def close(self):
        self.released.set()  # wakes stalled answers
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def server():
    running = Server()
    yield running
    running.close()
