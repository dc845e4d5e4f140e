"""Scanners that are not what they should be."""

import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import clamd

from files.scanning import NotScanned, ScannerDown, TooMuch, Verdict, Version
from tests.services.clamd import MARKER

Answering = Callable[[socket.socket, bytes], None]


class Judge:
    """A scanner in this process: finds EICAR and the marker, and does as it is told."""

    name = "judge"

    def __init__(self) -> None:
        self.signatures = "Judge/1"
        self.viruses = {bytes(clamd.EICAR): "Eicar", MARKER: "Marker"}
        self.trouble: Exception | None = None
        self.seen = 0

    def version(self) -> Version:
        self._work()
        return Version(self.signatures)

    def prove(self) -> None:
        self._work()

    def blocks_encrypted(self) -> bool:
        return True

    def scan(self, pieces: Iterable[bytes]) -> Verdict:
        content = b"".join(pieces)
        self.seen += 1
        self._work()
        return Verdict(next((name for virus, name in self.viruses.items() if virus in content), ""))

    def _work(self) -> None:
        if self.trouble is not None:
            raise self.trouble


DOWN = ScannerDown("it is away")
ODD = NotScanned("it says odd things")
BEYOND = TooMuch("beyond its limits")


@contextmanager
def stub(answer: Answering) -> Iterator[str]:
    """What answers at an address as clamd would not: `answer(line, command)` for each connection."""
    listening = socket.create_server(("127.0.0.1", 0))
    open_lines: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                line, _address = listening.accept()
            except OSError:
                return
            open_lines.append(line)
            threading.Thread(target=_talk, args=(line, answer), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"tcp://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for line in open_lines:
            line.close()


def _talk(line: socket.socket, answer: Answering) -> None:
    try:
        with line.makefile("rb", buffering=0) as heard:
            command = heard.readline().strip().lstrip(b"n")
            answer(line, command)
    except OSError:
        pass  # the other side hung up, as some of these tests want


def listen(line: socket.socket, most: int = 1 << 40) -> bytes:
    """The stream that follows INSTREAM, up to its end or `most` bytes."""
    heard = b""
    while len(heard) < most:
        size = struct.unpack("!L", _exactly(line, 4))[0]
        if not size:
            break
        heard += _exactly(line, size)
    return heard


def _exactly(line: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        more = line.recv(size - len(got))
        if not more:
            raise ConnectionError
        got += more
    return got


def proving(then: Callable[[socket.socket, bytes], None]) -> Answering:
    """Answers the version and the two canaries as a good clamd does; `then(line, stream)` for anything else."""

    def answer(line: socket.socket, command: bytes) -> None:
        if command == b"VERSION":
            line.sendall(b"ClamAV 1.4.6\n")
            line.close()
            return
        stream = listen(line)
        if stream == clamd.EICAR:
            line.sendall(b"stream: Eicar FOUND\n")
        elif stream.startswith(b"PK"):
            line.sendall(b"stream: Heuristics.Limits.Exceeded.MaxRecursion FOUND\n")
        else:
            then(line, stream)
        line.close()

    return answer


def saying(words: bytes) -> Answering:
    """Proves itself, and says just these bytes of every file."""
    return proving(lambda line, _stream: line.sendall(words))
