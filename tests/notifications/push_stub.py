"""A push service on this machine: https, HTTP/1.1 and HTTP/2, that answers as it is told and remembers what it got."""

import contextlib
import json
import socket
import ssl
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import h2.config
import h2.connection
import h2.events

HOST = "push.test"
END = b"\r\n\r\n"


@dataclass(frozen=True)
class Got:
    """A request as it came."""

    protocol: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Say:
    """An answer. `silent`: none at all; `raw`: these bytes instead (HTTP/1.1)."""

    status: int = 201
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    silent: bool = False
    raw: bytes = b""

    @classmethod
    def of(cls, status: int, said: Any, **headers: str) -> "Say":
        return cls(
            status, json.dumps(said).encode(), {name.replace("_", "-"): value for name, value in headers.items()}
        )


class PushService:
    """`with PushService(pem) as service`: `answers[path]` (else `otherwise`) is said, `got` is what came."""

    def __init__(self, pem: Path) -> None:
        self.got: list[Got] = []
        self.answers: dict[str, Say] = {}
        self.otherwise = Say()
        self._ended = threading.Event()
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(pem)
        self._tls.set_alpn_protocols(["h2", "http/1.1"])
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.port}"

    def __enter__(self) -> "PushService":
        self._threads[0].start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                connection, _address = self._socket.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, plain: socket.socket) -> None:
        plain.settimeout(10)
        with contextlib.suppress(OSError), plain, self._tls.wrap_socket(plain, server_side=True) as connection:
            if connection.selected_alpn_protocol() == "h2":
                self._http2(connection)
            else:
                self._http1(connection)

    def _answer(self, got: Got) -> Say:
        self.got.append(got)
        return self.answers.get(got.path, self.otherwise)

    def _http1(self, connection: ssl.SSLSocket) -> None:
        read = bytearray()
        while END not in read:
            piece = connection.recv(65536)
            if not piece:
                return
            read += piece
        head, _end, body = bytes(read).partition(END)
        first, *lines = head.decode().split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        while len(body) < int(headers.get("content-length", "0")):
            body += connection.recv(65536)
        method, path, _version = first.split(" ")
        say = self._answer(Got("http/1.1", method, path, headers, body))
        if say.silent:
            self._ended.wait(10)
            return
        if say.raw:
            connection.sendall(say.raw)
            return
        lines = [f"HTTP/1.1 {say.status} X", f"Content-Length: {len(say.body)}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in say.headers.items()]
        connection.sendall("\r\n".join(lines).encode() + END + say.body)

    def _http2(self, connection: ssl.SSLSocket) -> None:
        state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))
        state.initiate_connection()
        connection.sendall(state.data_to_send())
        headers: dict[str, str] = {}
        body = bytearray()
        while data := connection.recv(65536):
            for event in state.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    headers = {str(name): str(value) for name, value in event.headers or ()}
                elif isinstance(event, h2.events.DataReceived):
                    body += event.data or b""
                elif isinstance(event, h2.events.StreamEnded):
                    say = self._answer(Got("h2", headers[":method"], headers[":path"], headers, bytes(body)))
                    if say.silent:
                        self._ended.wait(10)
                        return
                    stream = event.stream_id or 0
                    sent = [(":status", str(say.status)), *((n.lower(), v) for n, v in say.headers.items())]
                    state.send_headers(stream, sent, end_stream=not say.body)
                    if say.body:
                        state.send_data(stream, say.body, end_stream=True)
            connection.sendall(state.data_to_send())
