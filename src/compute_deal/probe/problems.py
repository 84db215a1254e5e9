"""What keeps a call from being measured, said so that its user can mend it."""

import json

import httpx

MOST_CHARACTERS = 300  # of what a server says; more would drown the rest


class ProbeError(Exception):
    """A call that gave no measurement.

    Parameters
    ----------
    kind : str
        Short name of the cause, such as "rate_limit".
    message : str
        What happened and what to do, as a sentence.
    final : bool, optional
        Whether further calls would fare no better, so that none should be made.
    wait_s : float, optional
        Seconds after which the server allows another call.
    request_id : str, optional
        The server's name of the request, for its support.
    """

    def __init__(
        self, kind: str, message: str, *, final: bool = False, wait_s: float | None = None, request_id: str = ""
    ):
        self.kind, self.message, self.request_id = one_line(kind), one_line(message), one_line(request_id)
        self.final, self.wait_s = final, wait_s
        super().__init__(self.message)

    def record(self) -> dict:
        """Return the problem as plain data."""
        return {"kind": self.kind, "message": self.message, "wait_s": self.wait_s, "request_id": self.request_id}


def rejection(response: httpx.Response, model: str) -> ProbeError:
    """Return what a response that is no answer means.

    Parameters
    ----------
    response : httpx.Response
        Read to its end, with a status other than 200.
    model : str
        The model that was asked for.

    Returns
    -------
    ProbeError

    Examples
    --------
    >>> limited = httpx.Response(429, headers={"retry-after": "7"}, text="{}")
    >>> str(rejection(limited, "some-model"))
    'Limit hit (429): the server asks to wait 7 s. See the remaining limits with fewer calls, or raise your tier.'
    """
    status = response.status_code
    said, code = _error_in(response)
    request_id = response.headers.get("request-id", "")
    if status == 429 and (code == "enforced_spend_limit_reached" or "retry-after" not in response.headers):
        # A spent budget comes as 429 too, without a time to wait: trying again before the next month is in vain.
        return ProbeError(
            "spend_limit", f"Limit hit (429), and no time to wait is given: {said}", final=True, request_id=request_id
        )
    if status == 429:
        wait = seconds(response.headers["retry-after"])
        asked = "to wait" if wait is None else f"to wait {wait:g} s"
        return ProbeError(
            "rate_limit",
            f"Limit hit (429): the server asks {asked}. See the remaining limits with fewer calls, or raise your tier.",
            final=True,
            wait_s=wait,
            request_id=request_id,
        )
    if 300 <= status < 400:
        message = f"The server redirects ({status}) to another address. The key is not sent there; check the base URL."
        return ProbeError("redirect", message, final=True, request_id=request_id)
    if status == 529:
        return ProbeError("overloaded", f"The service is overloaded (529): {said}", request_id=request_id)
    if status >= 500:
        return ProbeError("server_error", f"The server failed ({status}): {said}", request_id=request_id)
    kind, hint = {
        401: ("authentication", "The key is wrong or was revoked. Check ANTHROPIC_API_KEY"),
        403: ("permission", "The key may not use this model or this address"),
        404: (
            "not_found",
            f"There is no model {model!r}: it is retired, or its name is wrong. Choose one with --model",
        ),
    }.get(status, ("refused", "The request was refused"))
    return ProbeError(kind, f"{hint} ({status}): {said}", final=True, request_id=request_id)


def streamed_error(data: dict, request_id: str) -> ProbeError:
    """Return what an error event inside a stream means.

    Examples
    --------
    >>> streamed_error({"error": {"type": "overloaded_error", "message": "Overloaded"}}, "").kind
    'overloaded'
    """
    error = data.get("error") if isinstance(data.get("error"), dict) else {}
    kind = str(error.get("type", "error")).removesuffix("_error")
    message = f"The stream ended with an error ({kind}): {error.get('message', 'no message')}"
    return ProbeError(kind, message, request_id=request_id)


def seconds(text: str) -> float | None:
    """Return a retry-after header as seconds, or None where it is no number.

    Examples
    --------
    >>> seconds("7"), seconds("soon")
    (7.0, None)
    """
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value < float("inf") else None


def _error_in(response: httpx.Response) -> tuple[str, str]:
    """Message and error code in the body of a response, whatever it holds."""
    try:
        error = json.loads(response.text)["error"]
        details = error.get("details")
        code = details.get("error_code", "") if isinstance(details, dict) else ""
        return str(error.get("message", "no message")), str(code)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return one_line(response.text) or "no message", ""


def one_line(text: str) -> str:
    r"""Return what a server says as a terminal can show it: one line, not long, nothing that steers the terminal.

    Examples
    --------
    >>> one_line("\x1b[31mred\r\n  \x9b2Jgone"), one_line("x" * 400)[-3:]
    ('[31mred 2Jgone', 'xx…')
    """
    short = " ".join(printable(text).split())
    return short if len(short) <= MOST_CHARACTERS else f"{short[: MOST_CHARACTERS - 1]}…"


def printable(text: str) -> str:
    r"""Return text whose lines a terminal can show, with a space for each sign that would steer it.

    Examples
    --------
    >>> printable("one\ntwo\x1b[2J")
    'one\ntwo [2J'
    """
    return "".join(mark if mark.isprintable() or mark == "\n" else " " for mark in text)
