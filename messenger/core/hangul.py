"""Hangul for searching: initial consonants (초성), half-typed syllables, mixtures of both.

A name is stored spelled out: three code points for each syllable, onset, vowel and coda, where
a missing coda is written too. What somebody types becomes a LIKE pattern over that spelling,
with `_` for what has not been typed yet, so that the database does the searching.
"""

import unicodedata

_FIRST, _LAST = 0xAC00, 0xD7A3
_ONSET, _VOWEL, _CODA = 0x1100, 0x1161, 0x11A7  # _CODA itself stands for "no coda"
ONSETS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
CODAS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
# Two consonants that a Korean keyboard joins into one key's letter.
PAIRS = {
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ",
    "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
_ANY = "_"


def fold(text: str) -> str:
    """One spelling for what people hold to be the same: NFC, width and case folded."""
    whole = unicodedata.normalize("NFC", text)
    # NFKC would turn a consonant from the keyboard (ㄱ) into half a syllable.
    wide = "".join(c if "\u3131" <= c <= "\u3163" else unicodedata.normalize("NFKC", c) for c in whole)
    return unicodedata.normalize("NFC", wide.casefold())


def spelled(text: str) -> str:
    """The Hangul syllables of `text` as onset, vowel, coda; everything else is left out."""
    return "".join("".join(_parts(c)) for c in text if _is_syllable(c))


def patterns(typed: str) -> list[str]:
    """LIKE patterns (without the outer `%`) over `spelled` names that begin to read like `typed`.

    Empty if `typed` holds anything but syllables and consonants. Several, because the last
    syllable's coda may turn out to be the next one's onset: `한` on the way to `하나`.
    """
    letters = "".join(PAIRS.get(c, c) for c in typed)
    if not letters or not all(_is_syllable(c) or c in ONSETS for c in letters):
        return []
    head = "".join(_pattern(c) for c in letters[:-1])
    return [head + tail for tail in _open_ends(letters[-1])]


def _is_syllable(char: str) -> bool:
    return _FIRST <= ord(char) <= _LAST


def _parts(syllable: str) -> tuple[str, str, str]:
    index = ord(syllable) - _FIRST
    return chr(_ONSET + index // 588), chr(_VOWEL + index % 588 // 28), chr(_CODA + index % 28)


def _onset(consonant: str) -> str:
    return chr(_ONSET + ONSETS.index(consonant))


def _pattern(char: str) -> str:
    return "".join(_parts(char)) if _is_syllable(char) else _onset(char) + _ANY * 2


def _open_ends(char: str) -> list[str]:
    """What the letter still being typed may become."""
    if not _is_syllable(char):
        return [_pattern(char)]
    onset, vowel, coda = _parts(char)
    if ord(coda) == _CODA:
        return [onset + vowel + _ANY]
    stays, moves = _split_coda(CODAS[ord(coda) - _CODA])
    ends = [onset + vowel + coda]
    if moves in ONSETS:
        kept = chr(_CODA + CODAS.index(stays))
        ends.append(onset + vowel + kept + _onset(moves) + _ANY * 2)
    return ends


def _split_coda(coda: str) -> tuple[str, str]:
    pair = PAIRS.get(coda)
    return (pair[0], pair[1]) if pair else (" ", coda)
