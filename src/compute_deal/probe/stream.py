"""One call: the request, the events of the answer, and the times at which they come."""

import codecs
import ipaddress
import queue
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from urllib.parse import urlsplit

import httpx

from compute_deal.probe.events import count_of, events
from compute_deal.probe.problems import ProbeError, one_line, rejection, streamed_error

BASE_URL = "https://api.anthropic.com"
VERSION = "2023-06-01"  # of the Messages API, sent with each request
KEPT_HEADERS = ("anthropic-ratelimit-", "retry-after")
TEXT_OF = {"text_delta": "text", "thinking_delta": "thinking", "input_json_delta": "partial_json"}
MAX_ERROR_BYTES = 65536
MOST_LIMITS = 40  # headers that are kept; the service sends a dozen


@dataclass(frozen=True, kw_only=True)
class Call:
    """What to send, where, and how long to wait.

    Parameters
    ----------
    model : str
        Name of the model.
    key : str
        The key; never shown.
    prompt : str
        The text of the one message.
    max_tokens : int
        Most tokens of the answer, thinking included.
    base_url : str
        Where the API is.
    stall_s : float
        Seconds of silence after which a call is given up.
    total_s : float
        Seconds after which a call is given up whatever the server does.

    Raises
    ------
    ValueError
        If the address would send the key over an open line, or the key cannot stand in a header.
    """

    model: str
    key: str = field(repr=False)
    prompt: str
    max_tokens: int
    base_url: str = BASE_URL
    stall_s: float = 30.0
    total_s: float = 120.0

    def __post_init__(self) -> None:
        """Refuse addresses and keys that are not safe to use."""
        check_address(self.base_url)
        if not self.key.isascii() or not self.key.isprintable() or " " in self.key:
            raise ValueError("the key holds characters that a key cannot have; check how ANTHROPIC_API_KEY is set")


@dataclass(frozen=True)
class Answer:
    """One measured call.

    Parameters
    ----------
    first_token_s : float
        Seconds until the first piece of thinking or text.
    first_text_s : float or None
        Seconds until the first piece of text that a user would see; None if there was none.
    total_s : float
        Seconds until the end of the answer.
    output_tokens : int
        Tokens of the answer as the server counts them, thinking included.
    tokens_per_s : float or None
        Output tokens per second of writing; None where the answer is too short to tell.
    stop_reason, model, request_id : str
        As the server gives them.
    limits : dict of str to str
        The rate-limit headers.
    """

    first_token_s: float
    first_text_s: float | None
    total_s: float
    output_tokens: int
    tokens_per_s: float | None
    stop_reason: str
    model: str
    request_id: str
    limits: dict[str, str]

    def record(self) -> dict:
        """Return the answer as plain data."""
        return asdict(self)


def check_address(url: str) -> None:
    """Refuse an address over which a key would not be safe.

    Raises
    ------
    ValueError
        If it is neither https nor a loopback address, or carries more than host, port and path.

    Examples
    --------
    >>> check_address("https://api.anthropic.com"), check_address("http://127.0.0.1:8000")
    (None, None)
    >>> check_address("http://example.com")
    Traceback (most recent call last):
    ...
    ValueError: the base URL http://example.com would send the key unencrypted; expected https://, or a loopback address
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("the base URL is not usable; expected https://host, without user, query or fragment")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError(f"the base URL {url} would send the key unencrypted; expected https://, or a loopback address")


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine.

    Examples
    --------
    >>> is_loopback("localhost"), is_loopback("::1"), is_loopback("127.0.0.1.example.com")
    (True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def client_for(call: Call, connections: int) -> httpx.Client:
    """Return an HTTP client that waits as long as the call allows, follows no redirect and keeps its connections."""
    return httpx.Client(
        base_url=call.base_url,
        timeout=httpx.Timeout(call.stall_s, connect=min(10.0, call.stall_s)),
        limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
        follow_redirects=False,
        trust_env=not is_loopback(urlsplit(call.base_url).hostname or ""),  # no proxy to this machine
    )


def ask(client: httpx.Client, call: Call) -> Answer:
    """Make one call and measure it, in no more than the time allowed.

    The HTTP client limits each read, not all of them together: a server that sends its headers byte by byte would hold
    it for ever. So the call runs in a thread of its own, which is left behind when time is up, and ends with the client.

    Parameters
    ----------
    client : httpx.Client
        From `client_for`.
    call : Call
        What to send.

    Returns
    -------
    Answer

    Raises
    ------
    ProbeError
        If the call gave no whole answer; the message names the cause.
    """
    ended: queue.Queue[Answer | BaseException] = queue.Queue()

    def run() -> None:
        try:
            ended.put(asked(client, call))
        except BaseException as error:  # noqa: BLE001 (raised below, where the caller sees it)
            ended.put(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        found = ended.get(timeout=call.total_s)
    except queue.Empty:
        raise out_of_time() from None
    if isinstance(found, BaseException):
        raise found
    return found


def asked(client: httpx.Client, call: Call) -> Answer:
    """Make one call and measure it, however long the server takes for its headers."""
    body = {
        "model": call.model,
        "max_tokens": call.max_tokens,
        "stream": True,
        "messages": [{"role": "user", "content": call.prompt}],
    }
    headers = {"x-api-key": call.key, "anthropic-version": VERSION, "accept": "text/event-stream"}
    headers["accept-encoding"] = "identity"  # a compressed kilobyte can hold a gigabyte
    start = time.perf_counter()
    answering = False
    try:
        with client.stream("POST", "/v1/messages", json=body, headers=headers) as response:
            if response.status_code != 200:
                raise rejection(_read_some(response), call.model)
            answering = True
            kind = response.headers.get("content-type", "none")
            if not kind.startswith("text/event-stream"):
                raise ProbeError(
                    "malformed", f"The server answered with {kind[:60]!r} instead of a stream.", final=True
                )
            if response.headers.get("content-encoding", "identity") != "identity":
                raise ProbeError("malformed", "The server compressed its answer, which was not asked for.", final=True)
            pieces = before(response.iter_raw(), start + call.total_s)
            return measured(events(decoded(pieces)), response, start)
    except httpx.TimeoutException as error:
        if isinstance(error, httpx.ConnectTimeout):
            raise ProbeError("network", "No connection: the server did not answer in time.", final=True) from None
        what = "The stream stalled" if answering else "No answer"
        raise ProbeError("stalled", f"{what}: nothing came for {call.stall_s:g} s.", final=not answering) from None
    except httpx.ConnectError as error:
        why = "the network is down or the host is unknown"
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            why = "the server's certificate does not show that it is the one asked for"
        raise ProbeError("network", f"No connection: {why}.", final=True) from None
    except httpx.InvalidURL:  # the client reads even an address to which it does not go
        raise ProbeError("redirect", "The server redirects to an address that is none.", final=True) from None
    except httpx.TransportError as error:
        what = "The stream broke off" if answering else "The connection broke"
        raise ProbeError("broken_off", f"{what} ({type(error).__name__}).") from None


def before(pieces: Iterable[bytes], deadline: float) -> Iterator[bytes]:
    """Yield pieces of a stream until a deadline, so that a call that was given up ends with its next piece."""
    for piece in pieces:
        if time.perf_counter() > deadline:
            raise out_of_time()
        yield piece


def out_of_time() -> ProbeError:
    """Return what it means that a call took longer than it may; a further one would not fare better."""
    return ProbeError("stalled", "The answer was not whole in the time allowed for it.", final=True)


def decoded(pieces: Iterable[bytes]) -> Iterator[str]:
    r"""Yield a stream as text: events are UTF-8, whatever character set the server names.

    Examples
    --------
    >>> list(decoded([b"a\xe2\x82", b"\xac"]))
    ['a', '€']
    """
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    return map(decoder.decode, pieces)


def measured(stream: Iterable[tuple[str, dict]], response: httpx.Response, start: float) -> Answer:
    """Return the measurement of a stream of events; event types that are not known are passed over."""
    request_id = one_line(response.headers.get("request-id", ""))
    model = stop_reason = ""
    began = first = first_text = None
    tokens = None
    for name, data in stream:
        now = time.perf_counter() - start
        try:
            if name == "error":
                raise streamed_error(data, request_id)
            if name == "message_start":
                model = one_line(str(data["message"]["model"]))
            elif name == "content_block_start":
                began = now if began is None else began
            elif name == "content_block_delta":
                kind = data["delta"]["type"]
                if data["delta"].get(TEXT_OF.get(kind, "")):
                    first = now if first is None else first
                    if kind == "text_delta" and first_text is None:
                        first_text = now
            elif name == "message_delta":
                tokens = count_of(data["usage"]["output_tokens"])  # cumulative, so the last one counts
                stop_reason = one_line(str(data["delta"].get("stop_reason") or stop_reason))
            elif name == "message_stop":
                break
        except (KeyError, TypeError, ValueError, AttributeError):
            message = f"The stream holds a {name} event without the parts that the API documents."
            raise ProbeError("malformed", message, request_id=request_id) from None
    else:
        raise ProbeError("broken_off", "The stream broke off before its last event.", request_id=request_id)
    if first is None or tokens is None:
        raise ProbeError("empty", "The answer holds no text or no count of tokens.", request_id=request_id)
    writing = now - (first if began is None else began)
    limits = [name for name in response.headers if name.startswith(KEPT_HEADERS)][:MOST_LIMITS]
    return Answer(
        first_token_s=first,
        first_text_s=first_text,
        total_s=now,
        output_tokens=tokens,
        # n tokens have n - 1 gaps between them
        tokens_per_s=(tokens - 1) / writing if tokens > 1 and writing > 0 else None,
        stop_reason=stop_reason,
        model=model,
        request_id=request_id,
        limits={one_line(name): one_line(response.headers[name]) for name in limits},
    )


def _read_some(response: httpx.Response) -> httpx.Response:
    """Read the body of a rejection, up to a bound and as it came, so that an endless one does no harm."""
    body = b""
    for piece in response.iter_raw():
        body += piece
        if len(body) >= MAX_ERROR_BYTES:
            break
    dropped = ("content-encoding", "content-length", "content-type", "transfer-encoding")  # of a body that is cut
    headers = {name: value for name, value in response.headers.items() if name not in dropped}
    return httpx.Response(response.status_code, headers=headers, content=body[:MAX_ERROR_BYTES])
