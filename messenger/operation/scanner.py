"""How the virus scanner is: what it scans with, and whether it really does."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from files.scanning import NotScanned, scanner


@dataclass(frozen=True, slots=True)
class Scanning:
    """`trouble` is why it gives no verdicts, for operators; `published_at` is of the signatures, if they say it."""

    is_off: bool = False
    version: str = ""
    published_at: dt.datetime | None = None
    trouble: str = ""
    blocks_encrypted: bool | None = None

    @property
    def days(self) -> int | None:
        """The age of the signatures."""
        return None if self.published_at is None else (timezone.now() - self.published_at).days

    def facts(self) -> dict[str, Any]:
        """For programs."""
        return {"version": self.version, "signatureDays": self.days, "blocksEncrypted": self.blocks_encrypted}


def look_at_scanner() -> Scanning:
    """Ask it; no answer is an answer too."""
    here = scanner()
    if here is None:
        return Scanning(is_off=True)
    try:
        version = here.version()
    except NotScanned as error:
        return Scanning(trouble=str(error))
    try:
        here.prove()
        return Scanning(False, version.text, version.published_at, "", here.blocks_encrypted())
    except NotScanned as error:
        return Scanning(False, version.text, version.published_at, str(error))
