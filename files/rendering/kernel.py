"""Asks the kernel for what the standard library has no word for."""

import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38


def call(number: int, *args: object) -> int:
    """A system call by its number; OSError where it fails."""
    result = int(_libc.syscall(ctypes.c_long(number), *args))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def prctl(option: int, *args: object) -> None:
    """prctl(2); OSError where it fails."""
    padded = [*args, *(ctypes.c_ulong(0),) * (4 - len(args))]
    if _libc.prctl(ctypes.c_int(option), *padded):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
