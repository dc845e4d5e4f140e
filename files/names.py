"""Names of files that people may trust to be what they read (contract 12)."""

import re
import unicodedata

MOST = 255  # characters: the column's width, and what file systems of desktops take
_MOST_ENDING = 20  # an ending longer than this is part of the name
_NOTHING = "file"

# Windows takes these for devices, whatever follows the dot.
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
_DRIVE = re.compile(r"^[A-Za-z]:")
_JOINER = "\u200d"  # holds emoji together
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters by their category, and yet nothing to see


def clean_filename(raw: str) -> str:
    """The name without path, control and direction characters, in NFC, at most `MOST` characters; never empty.

    Letters stay, and so does the ending when a long name is cut: nobody is to be told a wrong kind.
    """
    name = "".join(map(_seen, unicodedata.normalize("NFC", raw)))
    name = re.split(r"[/\\]", name)[-1]
    name = re.sub(r"\s+", " ", _DRIVE.sub("", name)).strip(" " + _JOINER).rstrip(". ")
    if not name.strip("." + _JOINER):
        return _NOTHING
    if _DEVICES.match(name):
        name = f"_{name}"
    return _cut(name)


def _seen(char: str) -> str:
    """The character, a space for any white space, nothing for what is not to be seen."""
    category = unicodedata.category(char)
    if char in _FILLERS or category in ("Cs", "Cn") or (category == "Cf" and char != _JOINER):
        return ""
    if category in ("Zs", "Zl", "Zp") or char in "\t\n\r":
        return " "
    return "" if category == "Cc" else char


def _cut(name: str) -> str:
    if len(name) <= MOST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _MOST_ENDING:
        return name[:MOST].rstrip(". ")
    return stem[: MOST - len(ending) - 1].rstrip(". ") + dot + ending
