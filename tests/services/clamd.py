"""A private clamd with test signatures, in a temporary directory.

The official signatures cannot be had here, so what is tested is the way to a verdict, not what real ones find.
"""

import contextlib
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

import clamd

from tests.services.ports import free_port, wait_until

MARKER = b"MARU-TEST-VIRUS-" + b"7f3a"  # found wherever it stands; EICAR only where a file begins
_SIGNATURES = f"Eicar-Test-Signature:0:0:{clamd.EICAR.hex()}\nMaru-Test-Marker:0:*:{MARKER.hex()}\n"
NO_SIGNATURES = f"Nothing:0:0:{b'there is no such file'.hex()}\n"


def binary() -> str | None:
    """`clamd`, or None."""
    return shutil.which("clamd", path="/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin")


class Clamd:
    """`with Clamd() as scanner: scanner.tcp`. `limit`: what it looks at; `alerts`: it says when that is not all."""

    def __init__(
        self,
        *,
        limit: str = "400M",
        unpacked: str = "2000M",
        stream: str = "",
        alerts: bool = True,
        signatures: str = _SIGNATURES,
    ) -> None:
        program = binary()
        if program is None:
            raise FileNotFoundError("ClamAV")
        self._program = program
        self.port = free_port()
        self.dir = Path(tempfile.mkdtemp(prefix="maru-clamd-"))
        self.tcp = f"tcp://127.0.0.1:{self.port}"
        self.unix = f"unix:{self.dir}/clamd.sock"
        self._process: subprocess.Popen[bytes] | None = None
        (self.dir / "db").mkdir()
        (self.dir / "db" / "test.ndb").write_text(signatures)
        said = "yes" if alerts else "no"
        settings = [
            f"DatabaseDirectory {self.dir}/db",
            f"LocalSocket {self.dir}/clamd.sock",
            "TCPAddr 127.0.0.1",
            f"TCPSocket {self.port}",
            "Foreground yes",
            f"TemporaryDirectory {self.dir}",
            f"StreamMaxLength {stream or limit}",
            f"MaxFileSize {limit}",
            f"MaxScanSize {unpacked}",
            "MaxScanTime 0",
            f"AlertExceedsMax {said}",
            f"AlertEncrypted {said}",
            "SelfCheck 0",
        ]
        (self.dir / "clamd.conf").write_text("\n".join(settings) + "\n")

    def start(self) -> "Clamd":
        with (self.dir / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._program, "-c", str(self.dir / "clamd.conf")], stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        wait_until(self._answers, "clamd answers")
        return self

    def stop(self, number: signal.Signals = signal.SIGKILL) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
            self._process.send_signal(number)
            self._process.wait(20)

    def signal(self, number: signal.Signals) -> None:
        """SIGSTOP, SIGCONT."""
        assert self._process is not None
        self._process.send_signal(number)

    def fill_disk(self, left: int) -> None:
        """No file that it writes may grow beyond `left` bytes, as on a disk that is full."""
        assert self._process is not None
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (left, left))

    def learn(self, name: str, content: bytes) -> None:
        """A new signature: a file that holds `content` is infected by `name`."""
        with (self.dir / "db" / "test.ndb").open("a") as database:
            database.write(f"{name}:0:*:{content.hex()}\n")
        clamd.ClamdNetworkSocket("127.0.0.1", self.port, timeout=20).reload()
        wait_until(lambda: self._finds(content), "clamd knows the new signature")

    def __enter__(self) -> "Clamd":
        return self.start()

    def __exit__(self, *_error: object) -> None:
        self.stop()
        shutil.rmtree(self.dir, ignore_errors=True)

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
            line.sendall(b"nPING\n")
            return line.recv(16) == b"PONG\n"
        return False

    def _finds(self, content: bytes) -> bool:
        from files.scanning.clamav import Clamd as Client

        return not Client(self.tcp, seconds=20).scan([content]).is_clean
