"""A web server that answers as it is told, byte by byte: the good, the odd and the hostile."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator

Say = Callable[[socket.socket], None]
MOST = 64 << 20  # bytes of an answer without an end: enough to show that nobody reads them


class Site:
    """`with Site() as site: site.pages["/"] = html("제목")`. `requests` are the heads that came, as text.

    What `pages` holds for a path is sent as it is (bytes), or called with the connection. Connections are
    served in threads; the server ends with the block.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, bytes | Say] = {}
        self.requests: list[str] = []
        self.ended = threading.Event()
        self._tls = tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._threads: list[threading.Thread] = [threading.Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> "Site":
        self._threads[0].start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.ended.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join(5)

    @property
    def paths(self) -> list[str]:
        return [head.split(" ")[1] for head in self.requests]

    def _accept(self) -> None:
        while not self.ended.is_set():
            try:
                connection, _address = self._socket.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(10)
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.callback(connection.close)
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
                stack.callback(connection.close)
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            self.requests.append(head.decode("latin-1"))
            page = self.pages.get(self.paths[-1].partition("?")[0], answer(b"", status="404 Not Found"))
            if callable(page):
                page(connection)
            else:
                connection.sendall(page)


def answer(body: bytes, mime: str = "text/html; charset=utf-8", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer; `Content_Length="5"` and the like go before ours."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    head = {"Content-Type": mime, "Content-Length": str(len(body)), **named}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def redirect(location: str, status: int = 302) -> bytes:
    return answer(b"", status=f"{status} Elsewhere", Location=location)


def html(title: str, head: str = "", body: str = "<p>본문</p>") -> bytes:
    """A page."""
    page = f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}"
    return answer(page.encode())


def dripping(site: Site, first: bytes, drops: Iterator[bytes], pause: float) -> Say:
    """Sends `first`, then a drop at a time, until the other side or the site ends."""

    def say(connection: socket.socket) -> None:
        connection.sendall(first)
        for drop in drops:
            if site.ended.wait(pause):
                return
            connection.sendall(drop)

    return say


def flooding(first: bytes, piece: bytes) -> Say:
    """Sends `first`, then `piece` again and again as fast as it is taken."""

    def say(connection: socket.socket) -> None:
        connection.sendall(first)
        for _time in range(MOST // len(piece)):
            connection.sendall(piece)

    return say
