"""A private clamd that knows one signature, for the length of a run."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Self

import clamd

from bench.machine import LOAD_CORE, GaveUp, free_port, listens, pin, wait_until


class Clamav:
    """On loopback, on the core of the load. `address` is what CLAMD_ADDRESS takes."""

    def __init__(self) -> None:
        program = shutil.which("clamd", path="/usr/local/sbin:/usr/sbin:/usr/bin")
        if program is None:
            raise GaveUp("ClamAV is not installed")
        self.port = free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self._dir = Path(tempfile.mkdtemp(prefix="maru-bench-clamd-"))
        (self._dir / "test.ndb").write_text(f"Eicar-Test-Signature:0:0:{clamd.EICAR.hex()}\n")
        limits = [
            "StreamMaxLength 400M",
            "MaxFileSize 400M",
            "MaxScanSize 2000M",
            "MaxScanTime 0",
            "AlertExceedsMax yes",
        ]
        where = [f"DatabaseDirectory {self._dir}", f"TemporaryDirectory {self._dir}", "Foreground yes", "SelfCheck 0"]
        lines = [*where, *limits, "TCPAddr 127.0.0.1", f"TCPSocket {self.port}"]
        (self._dir / "clamd.conf").write_text("\n".join(lines) + "\n")
        self._process = subprocess.Popen(
            [program, "-c", str(self._dir / "clamd.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=lambda: pin(LOAD_CORE),
        )

    def __enter__(self) -> Self:
        wait_until(lambda: listens(self.port), "clamd")
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self._dir, ignore_errors=True)
