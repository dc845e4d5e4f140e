"""What a scanner can do, and the ways in which there is no verdict. No verdict is never a clean one."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class NotScanned(Exception):
    """The scanner gave no verdict; `str()` says why, for operators. The file stays blocked and is tried again."""


class ScannerDown(NotScanned):
    """It cannot be reached, hangs, or was cut off."""


class Blind(NotScanned):
    """It answers, but lets pass what every scanner finds: its answers are worth nothing."""


class TooMuch(NotScanned):
    """The file, or what is packed into it, goes beyond what the scanner looks at."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The scanner has seen every byte. `virus` names what it found; empty: nothing."""

    virus: str = ""

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not self.virus


@dataclass(frozen=True, slots=True)
class Version:
    """Program and signatures: `text` changes when the signatures do; `published_at` is theirs, if they say it."""

    text: str
    published_at: dt.datetime | None = None


class Scanner(Protocol):
    """Every method ends within its time and raises `NotScanned` when there is no answer to believe."""

    name: str

    def version(self) -> Version:
        """What it scans with, now. Answers in seconds."""

    def prove(self) -> None:
        """Return if it finds what it has to find, and says so when it gave up on something; else raise `Blind`."""

    def blocks_encrypted(self) -> bool:
        """Whether an archive that needs a password counts as infected (the scanner's own setting)."""

    def scan(self, pieces: Iterable[bytes]) -> Verdict:
        """Judge a stream. What `pieces` raises passes through, and there is no verdict then."""
