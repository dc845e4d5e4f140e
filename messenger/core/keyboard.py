"""What was typed while the other keyboard was on: `rlaalstn` is 김민수, `미ㅑㅊㄷ` is alice."""

import re

from messenger.core.hangul import CODAS, ONSETS, PAIRS

_LATIN = "qwertyuiopasdfghjklzxcvbnm"
_KOREAN = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_VOWEL_PAIRS = {"ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ"}
_SHIFTED = {"ㄲ": "ㄱ", "ㄸ": "ㄷ", "ㅃ": "ㅂ", "ㅆ": "ㅅ", "ㅉ": "ㅈ", "ㅒ": "ㅐ", "ㅖ": "ㅔ"}
_TO_KOREAN = str.maketrans(_LATIN, _KOREAN)
_TO_LATIN = str.maketrans(_KOREAN, _LATIN)
_JOINED = {pair: letter for letter, pair in (PAIRS | _VOWEL_PAIRS).items()}

_vowel = "|".join([*_VOWEL_PAIRS.values(), f"[{_VOWELS}]"])
_coda = "|".join([*PAIRS.values(), f"[{CODAS.strip()}]"])
_SYLLABLE = re.compile(f"([{ONSETS}])({_vowel})((?:{_coda})(?![{_VOWELS}]))?")


def as_hangul(keys: str) -> str:
    """What lower-case Latin letters give on the Korean keyboard (두벌식)."""
    return _SYLLABLE.sub(_compose, keys.translate(_TO_KOREAN))


def as_latin(text: str) -> str:
    """What Hangul gives on the Latin keyboard, in lower case."""
    return "".join(map(_letters, text)).translate(_TO_LATIN)


def _compose(found: re.Match[str]) -> str:
    onset, vowel, coda = (_JOINED.get(part or "", part or "") for part in found.groups())
    return chr(0xAC00 + (ONSETS.index(onset) * 21 + _VOWELS.index(vowel)) * 28 + CODAS.index(coda or " "))


def _letters(char: str) -> str:
    """The letters that a Korean keyboard has keys for, of one syllable or letter."""
    index = ord(char) - 0xAC00
    parts = [char]
    if 0 <= index < 11172:
        parts = [ONSETS[index // 588], _VOWELS[index % 588 // 28], CODAS[index % 28].strip()]
    split = "".join(PAIRS.get(part) or _VOWEL_PAIRS.get(part) or part for part in parts)
    return "".join(_SHIFTED.get(letter, letter) for letter in split)
