"""What `make check` runs: everything that can be said about the code without running it.

`python -m tests.check [name …]` runs only these.
"""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MOST_LINES, LOOK_AGAIN = 400, 200
_SOURCES = {".py", ".js", ".css", ".html"}
_GENERATED = ("package-lock.json", "requirements", "LICENSE", "/migrations/")
_PRIVATE_KEY = re.compile(rb"-----BEGIN [A-Z ]*" + rb"PRIVATE KEY-----")

Result = tuple[bool, str]


def tool(*command: str) -> Callable[[], Result]:
    """A check that is another program."""

    def run() -> Result:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
        return done.returncode == 0, (done.stdout + done.stderr).strip()

    return run


def _files() -> Iterator[Path]:
    """What is in the repository or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            yield ROOT / name


def files() -> Result:
    """No file too long, no white space at the ends of lines, no private key."""
    wrong: list[str] = []
    long: list[str] = []
    for path in _files():
        name = path.relative_to(ROOT).as_posix()
        raw = path.read_bytes()
        if b"\0" in raw or any(part in f"/{name}" for part in _GENERATED):
            continue
        if _PRIVATE_KEY.search(raw):
            wrong.append(f"{name}: a private key")
        if raw and not raw.endswith(b"\n"):
            wrong.append(f"{name}: no line end at the end")
        if re.search(rb"[ \t]+\r?\n", raw) and path.suffix != ".md":
            wrong.append(f"{name}: white space at the end of a line")
        lines = raw.count(b"\n")
        if path.suffix in _SOURCES and lines > MOST_LINES:
            wrong.append(f"{name}: {lines} lines, the most is {MOST_LINES}")
        elif path.suffix in _SOURCES and lines > LOOK_AGAIN:
            long.append(f"{name} ({lines})")
    said = wrong + ([f"over {LOOK_AGAIN} lines, look again: " + ", ".join(sorted(long))] if long else [])
    return not wrong, "\n".join(said)


def packages_name_no_host() -> Result:
    """Pinned lists install from whatever registry this machine uses."""
    lists = [*ROOT.glob("requirements*.txt"), ROOT / "package-lock.json"]
    wrong = [path.name for path in lists if re.search(r"https?://(?!opencollective|github|tidelift)", path.read_text())]
    return not wrong, ", ".join(wrong)


_NODE = shutil.which("node") or str(BIN / "node")
_MANAGE = (sys.executable, "manage.py")

CHECKS: dict[str, Callable[[], Result]] = {
    "mypy": tool(str(BIN / "mypy")),  # the slowest first
    "templates": tool(str(BIN / "djlint"), "templates", "--check", "--lint", "--quiet"),
    "imports": tool(str(BIN / "lint-imports")),
    "browser types": tool(_NODE, "node_modules/typescript/bin/tsc", "--noEmit"),
    "migrations": tool(*_MANAGE, "makemigrations", "--check", "--dry-run"),
    "django": tool(*_MANAGE, "check", "--fail-level", "WARNING"),
    "format": tool(str(BIN / "ruff"), "format", "--check", "--quiet", "."),
    "ruff": tool(str(BIN / "ruff"), "check", "--output-format", "concise", "."),
    "files": files,
    "packages": packages_name_no_host,
}


def _timed(name: str) -> tuple[str, bool, str, float]:
    began = time.monotonic()
    try:
        good, text = CHECKS[name]()
    except (OSError, subprocess.SubprocessError) as error:
        good, text = False, str(error)
    return name, good, text, time.monotonic() - began


def main(wanted: list[str]) -> int:
    """Run the checks, two at a time; 1 if one failed."""
    failed = 0
    with ThreadPoolExecutor(2) as pool:
        for name, good, text, seconds in pool.map(_timed, wanted or CHECKS):
            print(f"{'ok    ' if good else 'FAILED'}  {name:14} {seconds:5.1f} s", flush=True)
            if text and (not good or name == "files"):
                print("\n".join(f"        {line}" for line in text.splitlines()), flush=True)
            failed += not good
    print(f"{len(wanted or CHECKS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
