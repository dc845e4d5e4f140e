"""What somebody means by what they typed into the search field."""

import re
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from messenger.core import grams, hangul, keyboard
from messenger.core.errors import Invalid

FEWEST_KEYS = 4  # shorter words read as the other keyboard's would be found everywhere
FEWEST_LETTERS = 3  # the same where single letters show that something is wrong
_PARTS = re.compile(r'(?<!\S)["“]([^"“”]+)["”](?!\S)|(\S+)')
_SHIFTED = str.maketrans("QWERTOP", "ㅃㅉㄸㄲㅆㅒㅖ")
_LATIN = re.compile(r"[A-Za-z]+")
_SYLLABLES = re.compile(r"[가-힣]+")
_LETTERS = re.compile(r"[ㄱ-ㅣ]")
_VOWELS = re.compile(r"[ㅏ-ㅣ가-힣]")


@dataclass(frozen=True, slots=True)
class Reading:
    """Folded `terms`, all of which a text must hold; `loose`: wherever its spaces are. `shown` is for people.

    `seldom`: hardly anybody writes it, so the index is asked at once.
    """

    terms: tuple[str, ...]
    loose: bool
    shown: str
    seldom: bool = False

    @property
    def pieces(self) -> list[int]:
        """What the index is asked for."""
        return sorted({piece for term in self.terms for piece in grams.needed(term)})

    def is_in(self, text: str) -> bool:
        """Whether a folded text holds all of the terms."""
        where = grams.bare(text) if self.loose else text
        return all(term in where for term in self.terms)


def readings(query: str, *, loose: bool = False) -> list[Reading]:
    """What was typed, then what it would have been on the other keyboard. Words in quotation marks stay together.

    `Invalid` if there is nothing to look for: empty, too long, or one Latin letter or digit alone.
    """
    query = unicodedata.normalize("NFC", query)
    if len(query) > settings.SEARCH_QUERY_CHARACTERS or "\0" in query:
        raise Invalid(q=[str(_("This is too long or holds characters that cannot be searched for."))])
    parts = [quoted or word for quoted, word in _PARTS.findall(query)]
    typed = _reading(parts, loose)
    if not typed.pieces:
        raise Invalid(q=[str(_("Type two letters, or one Hangul syllable, at least."))])
    hangul_keys = _reading([_as_hangul(part) for part in parts], loose)
    latin_keys = _reading([_as_latin(part) for part in parts], loose, seldom=not _LETTERS.search(query))
    found = {typed.terms: typed}
    for other in (hangul_keys, latin_keys):
        if other.pieces:
            found.setdefault(other.terms, other)
    return list(found.values())


def _reading(parts: list[str], loose: bool, *, seldom: bool = False) -> Reading:
    terms = [grams.folded(part) for part in parts]
    if loose:
        terms = [grams.bare(term) for term in terms]
    return Reading(tuple(dict.fromkeys(term for term in terms if term)), loose, " ".join(parts), seldom)


def _as_hangul(part: str) -> str:
    """`ghldml` is 회의; what does not make whole syllables was meant as it stands."""
    return " ".join(map(_word_as_hangul, part.split()))


def _word_as_hangul(word: str) -> str:
    if len(word) < FEWEST_KEYS or not _LATIN.fullmatch(word):
        return word
    read = keyboard.as_hangul(word.translate(_SHIFTED).lower())
    return read if _SYLLABLES.fullmatch(read) else word


def _as_latin(part: str) -> str:
    """`ㅗ디ㅣㅐ` is hello; whole syllables are believed from two or so on."""
    return " ".join(map(_word_as_latin, part.split()))


def _word_as_latin(word: str) -> str:
    """Consonants alone are an abbreviation (ㄱㅅ), one letter again and again is a mood (ㅠㅠ)."""
    read = keyboard.as_latin(hangul.fold(word))
    if word.isascii() or not read.isascii() or not _VOWELS.search(word) or len(set(word)) == 1:
        return word
    return read if len(read) >= (FEWEST_LETTERS if _LETTERS.search(word) else FEWEST_KEYS) else word
