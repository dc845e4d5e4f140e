"""Which system calls a process keeps: a filter of seccomp for those who draw (decision 0018). Linux; no way back."""

import ctypes
import errno
import platform
import struct

from files.rendering.kernel import PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, prctl

# What computing takes: the numbers of the calls on x86-64 and on ARM64.
_CALLS = {
    "read": (0, 63), "write": (1, 64), "close": (3, 57), "fstat": (5, 80), "newfstatat": (262, 79),
    "lseek": (8, 62), "mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215), "brk": (12, 214),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "pread64": (17, 67),
    "readv": (19, 65), "writev": (20, 66), "mremap": (25, 216), "madvise": (28, 233), "getpid": (39, 172),
    "gettid": (186, 178), "futex": (202, 98), "sched_yield": (24, 124), "sched_getaffinity": (204, 123),
    "clock_gettime": (228, 113), "clock_nanosleep": (230, 115), "nanosleep": (35, 101),
    "gettimeofday": (96, 169), "getrandom": (318, 278), "exit": (60, 93), "exit_group": (231, 94),
    "fcntl": (72, 25), "sysinfo": (99, 179), "uname": (63, 160), "getrusage": (98, 165), "times": (100, 153),
    "sigaltstack": (131, 132), "membarrier": (324, 283), "rseq": (334, 293), "set_robust_list": (273, 99),
    "restart_syscall": (219, 128), "set_tid_address": (218, 96),
}  # fmt: skip
_MACHINES = ("x86_64", "aarch64")
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
    allowed = [numbers[_MACHINES.index(machine)] for numbers in _CALLS.values()]
    calls = (*allowed, *(_OPENING[machine] if opening else ()))
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
        prctl(PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1))
        prctl(PR_SET_SECCOMP, ctypes.c_ulong(2), ctypes.c_char_p(header))
    except OSError:
        return False  # a kernel without it
    return True
