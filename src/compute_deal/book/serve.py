"""Show the site on this machine: `python -m compute_deal.book.serve FOLDER [PORT]`."""

import contextlib
import errno
import functools
import sys
from collections.abc import Iterable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOST = "127.0.0.1"  # for this machine alone
PORTS = range(8000, 8020)


def server(
    folder: Path, ports: Iterable[int] = PORTS, handling: type[SimpleHTTPRequestHandler] = SimpleHTTPRequestHandler
) -> ThreadingHTTPServer:
    """Return a server for a folder on the first port that is free.

    Parameters
    ----------
    folder : Path
        Folder of the site.
    ports : iterable of int, optional
        Which to try, in this order.
    handling : type, optional
        What answers a request.

    Returns
    -------
    ThreadingHTTPServer
        Bound, not yet serving.

    Raises
    ------
    OSError
        If every port is taken, or this user may not open one.
    """
    handler = functools.partial(handling, directory=folder)
    tried = []
    for port in ports:
        try:
            return ThreadingHTTPServer((HOST, port), handler)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise OSError(error.errno, f"port {port} cannot be opened: {error.strerror}") from None
            tried.append(str(port))
    raise OSError(errno.EADDRINUSE, f"taken: port {', '.join(tried)}. Name a free one: make serve PORT=8100")


def main(folder: str, port: str = "") -> None:
    """Serve a folder until interrupted, and say where."""
    try:
        opened = server(Path(folder), [int(port)] if port else PORTS)
    except OSError as error:
        sys.exit(error.strerror)
    print(f"The report is at http://{HOST}:{opened.server_port}/ until you press Ctrl-C.", flush=True)
    with opened, contextlib.suppress(KeyboardInterrupt):
        opened.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
