"""Reads settings from the environment and from `.env`; nonsense stops the start with one line."""

import contextlib
import os
import secrets
import sys
import zoneinfo
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import environ

from messenger.core.outbound.allowing import Allowed
from messenger.core.outbound.allowing import parse as parse_allowed

T = TypeVar("T")

BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(BASE_DIR / ".env")  # real environment variables win over the file


def stop(name: str, why: str) -> None:
    """End the process with one clear line."""
    sys.exit(f"maru: {name} {why}")


def _read(name: str, default: T, parse: Callable[[str], T], wants: str) -> T:
    raw = secret_file(name) or os.environ.get(name, "")
    if raw == "":
        return default
    try:
        return parse(raw)
    except ValueError:
        sys.exit(f"maru: {name}={raw!r} makes no sense: it must be {wants}")


def secret_file(name: str) -> str:
    """The content of the file named by NAME_FILE, as container secrets are handed over."""
    path = os.environ.get(f"{name}_FILE", "")
    if not path:
        return ""
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        sys.exit(f"maru: {name}_FILE cannot be read: {error.strerror}")


def text(name: str, default: str = "", choices: tuple[str, ...] = ()) -> str:
    """A string; one of `choices` where given."""

    def parse(raw: str) -> str:
        if choices and raw not in choices:
            raise ValueError
        return raw

    return _read(name, default, parse, "one of " + ", ".join(choices))


def integer(name: str, default: int, least: int = 0, most: int = 2**31) -> int:
    """A whole number between `least` and `most`."""

    def parse(raw: str) -> int:
        value = int(raw)
        if not least <= value <= most:
            raise ValueError
        return value

    return _read(name, default, parse, f"a whole number from {least} to {most}")


def boolean(name: str, default: bool) -> bool:
    """true/false, 1/0, yes/no, on/off."""

    def parse(raw: str) -> bool:
        word = raw.strip().lower()
        if word in {"1", "true", "yes", "on"}:
            return True
        if word in {"0", "false", "no", "off"}:
            return False
        raise ValueError

    return _read(name, default, parse, "true or false")


def origins(name: str) -> list[str]:
    """A comma-separated list of what stands before the path of an address: `https://chat.company.example`."""

    def parse(raw: str) -> list[str]:
        return [_origin(word.strip()) for word in raw.split(",") if word.strip()]

    return _read(name, [], parse, "a list of origins, such as https://chat.company.example")


def origin(name: str) -> str:
    """One of them."""
    return _read(name, "", _origin, "an origin, such as https://files.company.example")


def _origin(raw: str) -> str:
    parts = urlsplit(raw)
    if raw != f"{parts.scheme}://{parts.netloc}" or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError
    return raw


def path(name: str) -> str:
    """The path of an address, from its first slash."""

    def parse(raw: str) -> str:
        if not raw.startswith("/") or raw == "/" or urlsplit(raw).path != raw:
            raise ValueError
        return raw

    return _read(name, "", parse, "a path, such as /protected-files")


def zone(name: str, default: str) -> str:
    """A time zone by its name in the zone database."""

    def parse(raw: str) -> str:
        if raw not in zoneinfo.available_timezones():
            raise ValueError
        return raw

    return _read(name, default, parse, f"a time zone, such as {default}")


def shaped(name: str, default: str, parse: Callable[[str], T], wants: str) -> T:
    """What `parse` makes of it; it raises `ValueError` for what makes no sense."""
    return _read(name, parse(default), parse, wants)


def rate(name: str, default: str) -> tuple[int, int]:
    """`30/10` means 30 in 10 seconds."""

    def parse(raw: str) -> tuple[int, int]:
        amount, seconds = (int(part) for part in raw.split("/"))
        if amount < 1 or seconds < 1:
            raise ValueError
        return amount, seconds

    return _read(name, parse(default), parse, "AMOUNT/SECONDS, such as 30/10")


def url(name: str, default: str, schemes: tuple[str, ...]) -> str:
    """A URL with one of `schemes`."""

    def parse(raw: str) -> str:
        if raw.split("://", 1)[0] not in schemes or "://" not in raw:
            raise ValueError
        return raw

    return _read(name, default, parse, "a URL that begins with " + " or ".join(f"{s}://" for s in schemes))


def intranet(name: str) -> tuple[Allowed, ...]:
    """Hosts of the office's own network that Maru may fetch from."""
    return _read(name, (), parse_allowed, "a list of host=CIDR:port, such as wiki.company.example=10.1.0.0/16:443")


def address(name: str) -> str:
    """Where a local service listens: `tcp://host:port` or `unix:/path`."""

    def parse(raw: str) -> str:
        parts = urlsplit(raw)
        by_tcp = parts.scheme == "tcp" and parts.hostname and parts.port and raw == f"tcp://{parts.netloc}"
        by_file = parts.scheme == "unix" and not parts.netloc and parts.path.startswith("/")
        if not (by_tcp or by_file):
            raise ValueError
        return raw

    return _read(name, "", parse, "tcp://host:port or unix:/path")


def key(name: str) -> str:
    """A secret of at least 32 characters, or nothing. What is wrong with it is said without showing it."""
    given = secret_file(name) or os.environ.get(name, "")
    if given and len(given) < 32:
        stop(name, "is too short: at least 32 characters")
    return given


def secret_key(path: Path, required: bool) -> str:
    """SECRET_KEY; outside production one is made once and kept beside the data."""
    if given := key("SECRET_KEY"):
        return given
    if required:
        stop("SECRET_KEY", "is missing: production needs one of at least 32 random characters")
    with (
        contextlib.suppress(FileExistsError),
        os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file,
    ):
        file.write(secrets.token_urlsafe(48))
    return path.read_text()
