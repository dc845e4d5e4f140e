"""What a process takes from itself before it touches somebody's file (decision 0018). Linux; no way back.

Three fences, each enough for most accidents: resource limits, Landlock (which files may be opened) and a filter
of system calls (no network, no other program). Imports nothing but the standard library.
"""

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
from collections.abc import Iterable
from dataclasses import dataclass

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


_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 1, 38, 22


def _call(number: int, *args: object) -> int:
    result = int(_libc.syscall(ctypes.c_long(number), *args))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _prctl(option: int, *args: object) -> None:
    padded = [*args, *(ctypes.c_ulong(0),) * (4 - len(args))]
    if _libc.prctl(ctypes.c_int(option), *padded):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def end_with_parent(parent: int, how: signal.Signals = signal.SIGKILL) -> None:
    """Get the signal when the thread that started this process is gone; end now if `parent` is gone already."""
    _prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(how))
    if os.getppid() != parent:
        os._exit(0)


def limit(limits: Limits) -> None:
    """Set the resource limits: too much memory is a MemoryError, too large a file an OSError, too long the end."""
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
        version = _call(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    except OSError:
        return False
    handled = next(mask for least, mask in _BY_VERSION if version >= least)
    rules = _call(_CREATE_RULESET, struct.pack("=Q", handled), ctypes.c_size_t(8), ctypes.c_uint32(0))
    for path in read:
        _allow(rules, path, _EXECUTE | _READ | _READ_DIR)
    for path in write:
        _allow(rules, path, handled)
    for path in listen:
        _allow(rules, path, _MAKE_SOCKET)
    _prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1))
    _call(_RESTRICT_SELF, ctypes.c_int(rules), ctypes.c_uint32(0))
    os.close(rules)
    return True


def _allow(rules: int, path: str, access: int) -> None:
    try:
        beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there needs no permission
    if not os.path.isdir(path):  # noqa: PTH112  (pathlib is not worth its import here)
        access &= _ON_FILES
    _call(_ADD_RULE, ctypes.c_int(rules), ctypes.c_int(1), struct.pack("=Qi", access, beneath), ctypes.c_uint32(0))
    os.close(beneath)


# --- Which system calls -----------------------------------------------------------------------

# Machine: its number for the audit, and the calls in the order of `_NAMES`.
_NAMES = [
    "read",
    "write",
    "close",
    "fstat",
    "newfstatat",
    "lseek",
    "mmap",
    "mprotect",
    "munmap",
    "brk",
    "rt_sigaction",
    "rt_sigprocmask",
    "rt_sigreturn",
    "pread64",
    "readv",
    "writev",
    "mremap",
    "madvise",
    "getpid",
    "gettid",
    "futex",
    "sched_yield",
    "sched_getaffinity",
    "clock_gettime",
    "clock_nanosleep",
    "nanosleep",
    "gettimeofday",
    "getrandom",
    "exit",
    "exit_group",
    "fcntl",
    "sysinfo",
    "uname",
    "getrusage",
    "times",
    "sigaltstack",
    "membarrier",
    "rseq",
    "set_robust_list",
    "restart_syscall",
    "set_tid_address",
]
_ALLOWED = {
    "x86_64": (0, 1, 3, 5, 262, 8, 9, 10, 11, 12, 13, 14, 15, 17, 19, 20, 25, 28, 39, 186, 202, 24, 204,
               228, 230, 35, 96, 318, 60, 231, 72, 99, 63, 98, 100, 131, 324, 334, 273, 219, 218),
    "aarch64": (63, 64, 57, 80, 79, 62, 222, 226, 215, 214, 134, 135, 139, 67, 65, 66, 216, 233, 172, 178, 98,
                124, 123, 113, 115, 101, 169, 278, 93, 94, 25, 179, 160, 165, 153, 132, 283, 293, 99, 128, 96),
}  # fmt: skip
_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_OPENING = {"x86_64": (257, 2, 217, 4, 6, 332), "aarch64": (56, 61, 291)}  # openat open getdents64 stat lstat statx
_SOCKET = {"x86_64": 41, "aarch64": 198}
_CLONE = {"x86_64": 56, "aarch64": 220}
_CLONE3 = 435  # its flags lie in memory, out of a filter's sight; without it the C library takes clone
_CLONE_THREAD = 0x10000
_TALKING = {"x86_64": (42, 44, 46, 307), "aarch64": (203, 206, 211, 269)}  # connect sendto sendmsg sendmmsg
_IO_URING_SETUP = 425  # would do it all behind the filter's back
_X32 = 0x40000000
_LOAD, _IS, _LEAST, _HAS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_REFUSE, _UNKNOWN = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
_AF_UNIX = 1

Step = tuple[int, int, int, int]


def only_computing(*, opening: bool, threads: bool) -> bool:
    """From now on: read and write what is open, compute, end; with `opening`, also open what Landlock lets one.

    No socket, no program, no other process, no signal. False: this machine's calls are not known here.
    """
    machine = platform.machine()
    if machine not in _AUDIT:
        return False
    calls = (*_ALLOWED[machine], *(_OPENING[machine] if opening else ()))
    end = len(calls) + 6  # where it says yes; the step before says no
    steps = [(_IS, end - at - 1, 0, number) for at, number in enumerate(calls)]
    steps += [
        (_IS, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _UNKNOWN),
        (_IS, 0 if threads else 2, 2, _CLONE[machine]),
        (_LOAD, 0, 0, 16),  # the low half of the first argument
        (_HAS, 1, 0, _CLONE_THREAD),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return _filter([*_beginning(machine), *steps])


def no_network() -> bool:
    """From now on no socket but Unix ones, and no word to anybody through them; for this process and all it starts."""
    machine = platform.machine()
    if machine not in _AUDIT:
        return False
    forbidden = (_IO_URING_SETUP, *_TALKING[machine])
    steps = [(_IS, len(forbidden) - at + 3, 0, number) for at, number in enumerate(forbidden)]
    return _filter(
        [
            *_beginning(machine),
            (_LEAST, len(forbidden) + 4, 0, _X32),
            *steps,
            (_IS, 0, 2, _SOCKET[machine]),
            (_LOAD, 0, 0, 16),  # the low half of the first argument
            (_IS, 0, 1, _AF_UNIX),
            (_RETURN, 0, 0, _ALLOW),
            (_RETURN, 0, 0, _REFUSE),
        ]
    )


def _beginning(machine: str) -> list[Step]:
    return [(_LOAD, 0, 0, 4), (_IS, 1, 0, _AUDIT[machine]), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]


def _filter(steps: list[Step]) -> bool:
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    header = struct.pack("@HP", len(steps), ctypes.addressof(program))
    try:
        _prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1))
        _prctl(_PR_SET_SECCOMP, ctypes.c_ulong(2), ctypes.c_char_p(header))
    except OSError:
        return False  # a kernel without it
    return True
