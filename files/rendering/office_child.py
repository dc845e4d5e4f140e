"""The child that has LibreOffice make a PDF: `files.rendering.documents` starts it (decision 0018).

It stays in front of LibreOffice to end it: told to go, or alone, it takes its whole session along.
"""

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from files.rendering.confine import MEGABYTE, UNFENCED, Limits, end_with_parent, limit, only_files
from files.rendering.syscalls import no_network

LIMITS = Limits(memory=3072 * MEGABYTE, cpu_seconds=60, file_bytes=200 * MEGABYTE, open_files=256, processes=None)
_READ = (
    "/usr", "/lib", "/lib64", "/bin", "/etc/fonts", "/etc/libreoffice", "/etc/ld.so.cache",
    "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime", "/var/cache/fontconfig", "/dev/urandom",
)  # fmt: skip
_SOCKETS = "/tmp"  # noqa: S108  (where LibreOffice insists on listening for others of its kind)
_AGAIN = (79, 81)  # what it ends with when it wants to be started once more: a new profile
_STARTS = 3


def main() -> None:
    """`PARENT PROGRAM FOLDER NAME`: make a PDF of FOLDER/NAME in FOLDER; everything else is out of reach."""
    parent, program, folder, name = sys.argv[1:]
    signal.signal(signal.SIGTERM, lambda *_: os.killpg(0, signal.SIGKILL))
    end_with_parent(int(parent), signal.SIGTERM)
    limit(LIMITS)
    code = _AGAIN[0]
    for _ in range(_STARTS):
        if code in _AGAIN:
            forget_socket(folder)
            code = _start(program, folder, name)
    sys.exit(code)


def forget_socket(folder: str) -> None:
    """Remove the socket of the LibreOffice that had its profile in `folder`."""
    profile = hashlib.md5(_profile(folder).encode("utf-16-le"), usedforsecurity=False).digest()
    found: Iterator[Path] = Path(_SOCKETS).glob(f"OSL_PIPE_*SingleOfficeIPC_{''.join(f'{byte:x}' for byte in profile)}")
    for path in found:
        with contextlib.suppress(OSError):
            path.unlink()


def _profile(folder: str) -> str:
    return f"file://{folder}/profile"


def _home(program: str) -> str:
    """Where it is installed."""
    folder = Path(program).parent
    return str(folder.parent if folder.name == "program" else folder)


def _start(program: str, folder: str, name: str) -> int:
    beside = Path(program).with_name("soffice.bin")  # without the scripts in front of it
    command = [
        str(beside) if beside.is_file() else program,
        f"-env:UserInstallation={_profile(folder)}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *("--convert-to", "pdf", "--outdir", folder, f"{folder}/{name}"),
    ]
    env = {"HOME": folder, "TMPDIR": folder, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}

    def fence() -> None:
        if not (
            only_files(read=(*_READ, _home(program)), write=(folder, "/dev/null"), listen=(_SOCKETS,)) and no_network()
        ):
            os._exit(UNFENCED)

    # This process has one thread, so that something may be done between fork and exec.
    return subprocess.run(command, env=env, cwd=folder, preexec_fn=fence, check=False).returncode & 0xFF  # noqa: S603
