"""What a browser is called in the list of devices."""

import re

_BROWSERS = (
    ("Edge", re.compile(r"\bEdgA?/")),
    ("Whale", re.compile(r"\bWhale/")),
    ("Samsung Internet", re.compile(r"\bSamsungBrowser/")),
    ("Opera", re.compile(r"\bOPR/")),
    ("Firefox", re.compile(r"\b(?:Firefox|FxiOS)/")),
    ("Chrome", re.compile(r"\b(?:Chrome|CriOS|Chromium|HeadlessChrome)/")),
    ("Safari", re.compile(r"\bSafari/")),
)
_SYSTEMS = (
    ("Windows", re.compile(r"Windows")),
    ("iPhone", re.compile(r"iPhone")),
    ("iPad", re.compile(r"iPad")),
    ("Android", re.compile(r"Android")),
    ("Mac", re.compile(r"Mac OS X|Macintosh")),
    ("ChromeOS", re.compile(r"\bCrOS\b")),
    ("Linux", re.compile(r"Linux|X11")),
)
PHONES = ("iPhone", "Android")


def device_name(user_agent: str) -> str:
    """`Chrome · Windows`, as far as the browser tells."""
    found = [
        next((name for name, pattern in known if pattern.search(user_agent)), "") for known in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(part for part in found if part) or "Browser"


def is_phone(name: str) -> bool:
    """Whether a device's name says that it is a phone."""
    return any(phone in name for phone in PHONES)
