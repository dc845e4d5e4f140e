"""Runs of test programs: started side by side, shown one after the other, counted together."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTHING_COLLECTED = 5
LONGEST = 3600
AT_ONCE = 2  # a part keeps a core busy, and what it talks to some of another
_SAY_EVERY = 60


@dataclass
class Counts:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)


class Run:
    """One test program, writing into a file."""

    def __init__(self, name: str, command: list[str], env: dict[str, str], report: Path | None) -> None:
        self.name = name
        self._report = report
        self._began = time.monotonic()
        self._output = tempfile.TemporaryFile()  # noqa: SIM115  (lives as long as the run)
        self._process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **env}, stdout=self._output, stderr=subprocess.STDOUT
        )

    def done(self) -> bool:
        return self._process.poll() is not None or time.monotonic() - self._began > LONGEST

    def end(self) -> None:
        """Ask it to tidy up and go (pytest does at SIGINT); insist after a while."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def show(self) -> Counts:
        """Print what it said; what it counted."""
        self.end()
        self._output.seek(0)
        text = self._output.read().decode(errors="replace")
        print(f"\n===== {self.name} ({time.monotonic() - self._began:.0f} s)\n{text}", flush=True)
        counts = _of_report(self._report) if self._report else _of_node(text)
        if self._process.returncode not in (0, NOTHING_COLLECTED) and not counts.failed:
            counts.failed = 1  # it did not come to its end
        return counts


def two_at_a_time(begin: Iterable[Callable[[], Run]]) -> Counts:
    """Begin one after the other, two beside each other; show each as it ends, tell who is at it, and count."""
    total, waiting, said = Counts(), list(begin), time.monotonic()
    open_runs: list[Run] = []
    while open_runs or waiting:
        while waiting and len(open_runs) < AT_ONCE:
            open_runs.append(waiting.pop(0)())
        for run in [run for run in open_runs if run.done()]:
            open_runs.remove(run)
            total += run.show()
        if open_runs and time.monotonic() - said > _SAY_EVERY:
            said = time.monotonic()
            print("running: " + ", ".join(run.name for run in open_runs), flush=True)
        time.sleep(0.1)
    return total


def pytest_run(name: str, arguments: list[str], env: dict[str, str]) -> Run:
    """pytest with a report that can be counted."""
    handle, path = tempfile.mkstemp(prefix=f"maru-{name}-", suffix=".xml")
    os.close(handle)
    report = Path(path)
    command = [sys.executable, "-m", "pytest", "-q", "--durations=15", "--junit-xml", str(report), *arguments]
    return Run(name, command, env, report)


def script_run() -> Run:
    """The tests of the browser's modules, under Node."""
    node = shutil.which("node") or str(Path(sys.executable).parent / "node")
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "js").glob("**/*.test.*js"))
    command = [node, "--test", "--test-reporter=tap", *files] if files else [sys.executable, "-c", "print('# pass 0')"]
    return Run("js", command, {}, None)


def _of_report(report: Path) -> Counts:
    text = report.read_text(encoding="utf-8")
    report.unlink()
    counts = Counts()
    for suite in ElementTree.fromstring(text).iter("testsuite") if text else ():
        wrong = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        counts += Counts(int(suite.get("tests", 0)) - wrong - skipped, wrong, skipped)
    return counts


def _of_node(text: str) -> Counts:
    found = {word: int(number) for word, number in re.findall(r"^# (pass|fail|skipped) (\d+)$", text, re.MULTILINE)}
    return Counts(found.get("pass", 0), found.get("fail", 0), found.get("skipped", 0))
