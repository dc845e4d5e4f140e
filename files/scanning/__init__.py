"""The virus scanner (decision 0017). `scanner()` is the one in use, or None where FILE_SCANNER is off."""

from functools import cache

from django.conf import settings

from files.scanning.base import Blind, NotScanned, Scanner, ScannerDown, TooMuch, Verdict, Version

__all__ = ["Blind", "NotScanned", "Scanner", "ScannerDown", "TooMuch", "Verdict", "Version", "scanner"]


@cache
def scanner() -> Scanner | None:
    """The scanner of this installation; None: it was decided that files are not scanned."""
    if settings.FILE_SCANNER == "off":
        return None
    from files.scanning.clamav import Clamd

    return Clamd(settings.CLAMD_ADDRESS, seconds=settings.SCAN_SECONDS)
