"""What a text is found by: its folded form, cut into pieces of one and two characters (decision 0021).

Korean glues particles and nouns together, so there are no words to look up: any substring has to be found, from one
syllable on. Both databases look pieces up by number; what they find is compared with the text itself afterwards, so a
piece that shares its number with another one costs time and never a false hit.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from messenger.core.hangul import fold

VERSION = 1  # of the folding and of the pieces: another number, and everything is taken in once more

_SINGLES = 0x110000  # below: single characters by their code point; from here on: pairs, hashed
_PAIRS = 2**31 - _SINGLES
_LETTERS = 8_192  # that are remembered folded: a text has few different ones
_WIDE = 0x1100  # the first Hangul letter: from here on a single character says enough to be looked for


def folded(text: str) -> str:
    """One spelling for what people hold to be the same: NFC, width, case; white space is one space."""
    return " ".join(fold(text).split())


def bare(text: str) -> str:
    """A folded text without its spaces."""
    return text.replace(" ", "")


def pieces(text: str) -> list[int]:
    """The numbers of all pieces of a folded text. Spaces are no part of them, so they serve both ways of looking."""
    found = bare(text)
    return sorted({ord(char) for char in found if is_wide(char)} | set(_pairs(found)))


def needed(term: str) -> list[int]:
    """The pieces of every text that holds this folded term; none if it is too short to be looked up by them."""
    found = bare(term)
    if len(found) == 1:
        return [ord(found)] if is_wide(found) else []
    return sorted(set(_pairs(found)))


def is_wide(char: str) -> bool:
    """Whether one character is enough to be looked for: a syllable, an ideograph, an emoji; no Latin letter."""
    return ord(char) >= _WIDE


def _pairs(text: str) -> Iterable[int]:
    for first, second in pairwise(text):
        mixed = (ord(first) * 1_000_003 + ord(second)) * 0x9E3779B1 & 0xFFFFFFFF
        yield _SINGLES + (mixed ^ mixed >> 15) % _PAIRS


@dataclass(frozen=True, slots=True)
class Aligned:
    """A folded text that knows where each of its characters comes from: `[start, end)` in the original."""

    text: str
    origins: list[tuple[int, int]]

    def places(self, term: str, *, loose: bool = False) -> list[tuple[int, int]]:
        """Where a folded term stands in the original, from left to right, not overlapping. `loose` skips spaces."""
        kept = [n for n, char in enumerate(self.text) if char != " "] if loose else range(len(self.text))
        text, wanted = (bare(self.text), bare(term)) if loose else (self.text, term)
        found, at = [], text.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            found.append((self.origins[kept[at]][0], self.origins[kept[end - 1]][1]))
            at = text.find(wanted, end)
        return found


def aligned(text: str) -> Aligned:
    """`folded(text)` with the origin of each character."""
    chars: list[str] = []
    origins: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        piece = text[start:end]
        for char in _folded_letter(piece) if len(piece) == 1 else fold(piece):
            if char.isspace():
                if not chars or chars[-1] == " ":
                    continue
                char = " "  # the one that stands for all of them
            chars.append(char)
            origins.append((start, end))
    if chars and chars[-1] == " ":
        chars.pop()
        origins.pop()
    return Aligned("".join(chars), origins)


def merged(places: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Places as highlights: `[[start, end]]` in order, those that touch or overlap joined."""
    joined: list[list[int]] = []
    for start, end in sorted(places):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return joined


@lru_cache(maxsize=_LETTERS)
def _folded_letter(letter: str) -> str:
    return fold(letter)


def _clusters(text: str) -> Iterable[tuple[int, int]]:
    """The pieces of a text that are folded apart from each other: a letter with what is put on it."""
    start = 0
    for at in range(1, len(text)):
        if not _leans(text[at]):
            yield start, at
            start = at
    if text:
        yield start, len(text)


@lru_cache(maxsize=_LETTERS)
def _leans(char: str) -> bool:
    """Whether the character may become one with what stands before it."""
    if char < "\u0300":
        return False
    first = unicodedata.normalize("NFKC", char)[:1] or char
    return bool(unicodedata.combining(first)) or "\u1160" <= first <= "\u11ff" or unicodedata.category(first) == "Mc"
