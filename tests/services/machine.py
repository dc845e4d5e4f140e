"""What this machine has of the programs that the tests talk to, and getting what it lacks."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.services import clamd, nginx, postgres, redis, s3, slapd


def _has_chromium() -> bool:
    return any(shutil.which(name) for name in ("chromium", "chromium-browser"))


def _has_font(name: str) -> Callable[[], bool]:
    return lambda: any(Path("/usr/share/fonts").glob(f"**/*{name}*"))


# What it is, whether it is here, and Debian's package.
PROGRAMS: dict[str, tuple[Callable[[], bool], str]] = {
    "PostgreSQL": (lambda: postgres.binaries() is not None, "postgresql"),
    "Redis": (lambda: redis.binary() is not None, "redis-server"),
    "Chromium": (_has_chromium, "chromium"),
    "Hangul": (_has_font("Nanum"), "fonts-nanum"),
    "emoji": (_has_font("NotoColorEmoji"), "fonts-noto-color-emoji"),
    "ClamAV": (lambda: clamd.binary() is not None, "clamav-daemon"),
    "nginx": (lambda: nginx.binary() is not None, "nginx-light"),
    "slapd": (lambda: slapd.binary() is not None, "slapd"),
    "ldapadd": (lambda: shutil.which("ldapadd") is not None, "ldap-utils"),
    "LibreOffice": (lambda: shutil.which("soffice") is not None, "libreoffice-writer-nogui"),
}
_WITH_CHROMIUM = ("Hangul", "emoji")  # pictures are not to show boxes; no test fails for it
# What a few tests of a part talk to: without it these are skipped, and the others run.
_OF_A_FEW = dict.fromkeys(("sqlite", "postgres", "chaos"), ("ClamAV", "LibreOffice", "nginx", "slapd", "ldapadd"))


def lacking(programs: tuple[str, ...]) -> list[str]:
    """Which of these are not here."""
    return [name for name in programs if not PROGRAMS[name][0]()]


def prepare(needs: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Install what is lacking where that is possible; then the parts that cannot run, and why."""
    wanted = tuple(dict.fromkeys(name for names in needs.values() for name in names))
    wanted += tuple(dict.fromkeys(name for part in needs for name in _OF_A_FEW.get(part, ())))
    if "Chromium" in wanted:
        wanted += _WITH_CHROMIUM
    absent = lacking(wanted)
    if absent and os.geteuid() == 0 and shutil.which("apt-get"):
        _install([PROGRAMS[name][1] for name in absent])
    elif absent:
        packages = " ".join(PROGRAMS[name][1] for name in absent)
        print(f"Not on this machine: {', '.join(absent)}. On Debian: apt-get install {packages}", flush=True)
    if not s3.is_here() and any(part in (*_OF_A_FEW, "browser") for part in needs):
        s3.prepare()
    return {part: missing for part, names in needs.items() if (missing := lacking(names))}


def _install(packages: list[str]) -> None:
    print(f"Installing {', '.join(packages)} ...", flush=True)
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ([*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=900, check=False)
        if done.returncode:
            print(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr)[-2000:]}", flush=True)
