"""What a process takes from itself before it touches somebody's file (decision 0018). Linux; no way back.

Limits of what it may take, and Landlock: which files it may open. The third fence is in `syscalls`. These modules
import nothing but the standard library.
"""

import contextlib
import ctypes
import os
import resource
import signal
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from files.rendering.kernel import PR_SET_NO_NEW_PRIVS, PR_SET_PDEATHSIG, call, prctl

MEGABYTE = 1 << 20
UNFENCED = 97  # the exit code of a child that could not shut itself in, and so touched nothing


@dataclass(frozen=True, slots=True)
class Limits:
    """What a rendering may take: bytes of memory, seconds of processor, bytes of a file it writes."""

    memory: int
    cpu_seconds: int
    file_bytes: int
    open_files: int = 64
    processes: int | None = 0  # threads too; None: as many as the machine lets one have


def end_with_parent(parent: int, how: signal.Signals = signal.SIGKILL) -> None:
    """Get the signal when the thread that started this process is gone; end now if `parent` is gone already."""
    prctl(PR_SET_PDEATHSIG, ctypes.c_ulong(how))
    if os.getppid() != parent:
        os._exit(0)


def limit(limits: Limits) -> None:
    """Set the resource limits: too much memory is a MemoryError, too large a file an OSError, too long the end.

    When the whole machine runs short of memory, the kernel ends this process before any other.
    """
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:  # noqa: PTH123
        score.write("1000")
    hard = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_FSIZE: limits.file_bytes,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
    }
    if limits.processes is not None:
        hard[resource.RLIMIT_NPROC] = limits.processes
    for name, most in hard.items():
        resource.setrlimit(name, (most, most))


# --- Which files ------------------------------------------------------------------------------

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_EXECUTE, _WRITE, _READ, _READ_DIR = 1, 2, 4, 8
_BY_VERSION = ((3, (1 << 15) - 1), (2, (1 << 14) - 1), (1, (1 << 13) - 1))
_MAKE_SOCKET = 1 << 9
_ON_FILES = _EXECUTE | _WRITE | _READ | 1 << 14


def only_files(read: Iterable[str] = (), write: Iterable[str] = (), listen: Iterable[str] = ()) -> bool:
    """From now on these folders and files can be read and run, those read and written, no others opened.

    In folders of `listen` a Unix socket may be made. What is open stays open. False: the kernel has no Landlock,
    and nothing changed.
    """
    try:
        version = call(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    except OSError:
        return False
    handled = next(mask for least, mask in _BY_VERSION if version >= least)
    rules = call(_CREATE_RULESET, struct.pack("=Q", handled), ctypes.c_size_t(8), ctypes.c_uint32(0))
    for path in read:
        _allow(rules, path, _EXECUTE | _READ | _READ_DIR)
    for path in write:
        _allow(rules, path, handled)
    for path in listen:
        _allow(rules, path, _MAKE_SOCKET)
    prctl(PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1))
    call(_RESTRICT_SELF, ctypes.c_int(rules), ctypes.c_uint32(0))
    os.close(rules)
    return True


def _allow(rules: int, path: str, access: int) -> None:
    try:
        beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there needs no permission
    if not os.path.isdir(path):  # noqa: PTH112  (pathlib is not worth its import here)
        access &= _ON_FILES
    call(_ADD_RULE, ctypes.c_int(rules), ctypes.c_int(1), struct.pack("=Qi", access, beneath), ctypes.c_uint32(0))
    os.close(beneath)
