"""The fences around whoever draws: what it could not do even if a file took it over (decision 0018)."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from files.rendering import confine, syscalls
from tests.services.ports import wait_until

ROOT = Path(__file__).resolve().parents[2]
_BEGIN = "import sys; sys.path.insert(0, sys.argv[1]); from files.rendering.confine import *\n"
_BEGIN += "from files.rendering.syscalls import *\n"
_TRY = """
import ctypes, json, os, resource, signal, socket, subprocess, threading
def attempt(act):
    try:
        act()
    except BaseException as error:
        return type(error).__name__
    return "done"
def child():
    if os.fork() == 0:
        os._exit(0)
    os.wait()
def bytes_of(size):
    return lambda: len(bytearray(size))
inherited = os.open("/etc/hostname", os.O_RDONLY)
acts = {
    "read a file": lambda: open("/etc/hostname").read(),
    "read the secrets": lambda: open(sys.argv[2] + "/secret").read(),
    "list a folder": lambda: os.listdir("/"),
    "write a file": lambda: open(sys.argv[2] + "/new", "w"),
    "remove a file": lambda: os.unlink(sys.argv[2] + "/secret"),
    "rename a file": lambda: os.rename(sys.argv[2] + "/secret", sys.argv[2] + "/gone"),
    "call a machine": lambda: socket.create_connection(("127.0.0.1", 9), 1),
    "call a Unix socket": lambda: socket.socket(socket.AF_UNIX).connect("/tmp/x"),
    "send a packet": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9)),
    "start a program": lambda: os.execv("/bin/true", ["true"]),
    "start a child": child,
    "start a thread": lambda: threading.Thread(target=int).start(),
    "end its parent": lambda: os.kill(os.getppid(), 0),
    "trace another": lambda: ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) and 1 / 0,
    "lift its limits": lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 40, 1 << 40)),
    "take a gigabyte": bytes_of(1 << 30),
    "take a megabyte": bytes_of(1 << 20),
    "read what is open": lambda: os.read(inherited, 1),
    "compute": lambda: sum(range(1000)),
}
limit(Limits(memory=512 * MEGABYTE, cpu_seconds=5, file_bytes=MEGABYTE))
only_files()
only_computing(opening=True, threads=False)
print(json.dumps({name: attempt(act) for name, act in acts.items()}))
"""
_ALLOWED = {"take a megabyte", "read what is open", "compute"}


def _run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-c", _BEGIN + script, str(ROOT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


def test_who_draws_can_compute_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    done = _run(_TRY, str(tmp_path))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {name for name, how in found.items() if how == "done"} == _ALLOWED, found
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_without_landlock_the_filter_alone_keeps_it_from_files(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    script = _TRY.replace("only_files()\n", "").replace("opening=True", "opening=False")
    found = json.loads(_run(script, str(tmp_path)).stdout)
    assert {name for name, how in found.items() if how == "done"} == _ALLOWED, found


def test_without_any_fence_nothing_is_drawn() -> None:
    done = _run(
        "from files.rendering import child\n"
        "child.only_files = child.only_computing = lambda **_: False\n"
        "child._answer('image/png', (9, 9), square=False)"
    )
    assert done.returncode == confine.UNFENCED, done.stderr


def test_a_thread_is_a_thread_and_no_way_to_a_process() -> None:
    script = _TRY.replace("threads=False", "threads=True").replace(
        "file_bytes=MEGABYTE", "file_bytes=9, processes=None"
    )
    found = json.loads(_run(script, "/nowhere").stdout)
    assert {name for name, how in found.items() if how == "done"} == {*_ALLOWED, "start a thread"}, found


@pytest.mark.parametrize(
    ("act", "end"),
    [
        ("while True: pass", -signal.SIGKILL),
        ("import ctypes; ctypes.string_at(0)", -signal.SIGSEGV),
        ("import os; open(os.open(sys.argv[2], os.O_RDWR | os.O_CREAT), 'wb').write(bytes(1 << 21))", 1),
    ],
)
def test_what_goes_beyond_its_share_is_ended(act: str, end: int, tmp_path: Path) -> None:
    done = _run(f"limit(Limits(memory=512 * MEGABYTE, cpu_seconds=1, file_bytes=MEGABYTE))\n{act}", str(tmp_path / "x"))
    assert done.returncode == end
    assert not list(Path.cwd().glob("core*"))


def test_a_killed_worker_takes_its_child_along() -> None:
    child = _BEGIN + "import time; end_with_parent(int(sys.argv[2])); print(1, flush=True); time.sleep(60)"
    parent = (
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-I', '-c', sys.argv[1], sys.argv[2], str(os.getpid())],"
        " stdout=subprocess.PIPE)\n"
        "child.stdout.readline(); print(child.pid, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-I", "-c", parent, child, str(ROOT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        pid = int(worker.stdout.readline())
        worker.kill()
        wait_until(lambda: not _lives(pid), "the child is gone", 5)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_the_filter_is_written_for_this_machine() -> None:
    assert os.uname().machine in syscalls._AUDIT
