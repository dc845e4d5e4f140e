"""clamd by the `clamd` package (decision 0017), with what the package leaves open closed.

The package connects without a time limit and sends with `send`, which under a time limit may send a part
only: the stream would go on shifted, and the verdict would be about other bytes. It also takes an answer
that was cut short for a whole one. So the connection, the sending and the reading of the answer are ours.
"""

import datetime as dt
import re
import socket
import struct
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import clamd

from files.scanning import canaries
from files.scanning.address import connect
from files.scanning.base import Blind, NotScanned, ScannerDown, TooMuch, Verdict, Version

QUICK_SECONDS = 5  # for what is no scan: a hung clamd is found out before a file is sent to it
PROVED_SECONDS = 60  # how long a proof is believed, while the signatures stay the same
_LONGEST_ANSWER = 4096
_FOUND = re.compile(r"stream: (?P<virus>\S.*) FOUND")
_BEYOND = "Heuristics.Limits.Exceeded"


class Clamd:
    """clamd at `address`; one scan takes at most `seconds`, sending included."""

    name = "clamd"

    def __init__(self, address: str, *, seconds: float) -> None:
        self._address = address
        self._seconds = seconds
        self._proved: tuple[Version, float] | None = None

    def version(self) -> Version:
        with _conversation(self._address, QUICK_SECONDS) as line:
            line.command("VERSION")
            return _version(line.answer())

    def prove(self) -> None:
        version = self.version()
        if self._proved is not None:
            known, at = self._proved
            if known == version and time.monotonic() - at < PROVED_SECONDS:
                return
        self._proved = None
        if self._ask(canaries.eicar()).is_clean:
            raise Blind("clamd lets the EICAR test file pass: it has no signatures")
        try:
            self._ask(canaries.layered())
        except TooMuch:
            self._proved = version, time.monotonic()
            return
        raise Blind("clamd passes what is beyond its limits without looking: set AlertExceedsMax yes in clamd.conf")

    def blocks_encrypted(self) -> bool:
        return not self._ask(canaries.locked()).is_clean

    def scan(self, pieces: Iterable[bytes]) -> Verdict:
        return self._scan(pieces, self._seconds)

    def _ask(self, content: bytes) -> Verdict:
        return self._scan([content], QUICK_SECONDS)

    def _scan(self, pieces: Iterable[bytes], seconds: float) -> Verdict:
        with _conversation(self._address, seconds) as line:
            line.command("INSTREAM")
            for piece in pieces:
                if piece:  # an empty one would be the end
                    line.say(struct.pack("!L", len(piece)) + piece)
            line.say(struct.pack("!L", 0))
            return _verdict(line.answer())


class _Line(clamd.ClamdNetworkSocket):
    """One command and its answer, until `deadline` of the monotonic clock."""

    def __init__(self, line: socket.socket, deadline: float) -> None:
        self.clamd_socket = line
        self._deadline = deadline

    def command(self, name: str) -> None:
        """Begin with `name`; few bytes, which a new connection always takes."""
        self._hurry()
        try:
            self._send_command(name)
        except OSError as error:
            raise ScannerDown(f"clamd does not listen: {error}") from error

    def say(self, data: bytes) -> None:
        """Send all of it. When clamd hangs up while we send, its last words say why."""
        self._hurry()
        try:
            self.clamd_socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError) as error:
            words = self._last_words()
            raise (_refusal(words) if words else ScannerDown(f"clamd was cut off: {error}")) from error
        except OSError as error:
            raise ScannerDown(f"clamd does not take the file: {error}") from error

    def answer(self) -> str:
        """The one line that clamd answers before it hangs up; a line that was cut short is none."""
        got = b""
        try:
            while len(got) < _LONGEST_ANSWER:
                self._hurry()
                more = self.clamd_socket.recv(_LONGEST_ANSWER)
                if not more:
                    break
                got += more
        except OSError as error:
            raise ScannerDown(f"clamd does not answer: {error}") from error
        if not got.endswith(b"\n") or got.count(b"\n") != 1:
            raise ScannerDown(f"clamd was cut off, or said more than one line: {got[:100]!r}")
        return got[:-1].decode("utf-8", "replace")

    def _last_words(self) -> str:
        try:
            return self.answer()
        except NotScanned:
            return ""

    def _hurry(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise ScannerDown("clamd takes too long")
        self.clamd_socket.settimeout(left)


@contextmanager
def _conversation(address: str, seconds: float) -> Iterator[_Line]:
    deadline = time.monotonic() + seconds
    try:
        line = connect(address, min(seconds, QUICK_SECONDS))
    except OSError as error:
        raise ScannerDown(f"clamd does not answer at {address}: {error}") from error
    with line:
        yield _Line(line, deadline)


def _verdict(answer: str) -> Verdict:
    """Nothing but the exact OK is clean."""
    if answer == "stream: OK":
        return Verdict()
    found = _FOUND.fullmatch(answer)
    if found is None:
        raise _refusal(answer)
    virus = found["virus"]
    if virus.startswith(_BEYOND):
        raise TooMuch(f"clamd did not look at all of it: {virus}")
    return Verdict(virus)


def _refusal(answer: str) -> NotScanned:
    if "size limit exceeded" in answer:
        return TooMuch("the file is larger than clamd takes: StreamMaxLength in clamd.conf is below MAX_FILE_BYTES")
    return NotScanned(f"clamd could not scan: {answer[:200]}")


def _version(answer: str) -> Version:
    """`ClamAV 1.4.6/27850/Mon Nov 16 08:24:11 2026`; without official signatures, just the program."""
    if not answer.startswith("ClamAV "):
        raise ScannerDown(f"what answers is not clamd: {answer[:100]!r}")
    day = answer.split("/")[2:]
    return Version(answer[:100], _published(day[0]) if day else None)


def _published(day: str) -> dt.datetime | None:
    """clamd writes its own local time without a zone; to a day that is near enough."""
    try:
        return dt.datetime.strptime(day.strip(), "%a %b %d %H:%M:%S %Y").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
