"""Typing a Korean name, key by key, never loses the person on the way."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messenger.core import hangul, keyboard

SYLLABLES = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=5)


def initials(name: str) -> str:
    """`김민수`: `ㄱㅁㅅ`."""
    return "".join(hangul.ONSETS[(ord(c) - 0xAC00) // 588] for c in name)


def _reads(typed: str, name: str) -> bool:
    """What LIKE `%pattern%` does."""
    return any(re.search(pattern.replace("_", "."), hangul.spelled(name)) for pattern in hangul.patterns(typed))


@given(SYLLABLES)
def test_a_name_is_found_by_itself_and_by_its_initials(name: str) -> None:
    assert _reads(name, name)
    assert _reads(initials(name), name)


@given(SYLLABLES, st.data())
def test_a_name_is_found_by_any_mixture_of_both(name: str, data: st.DataObject) -> None:
    mixed = "".join(data.draw(st.sampled_from([c, initials(c)])) for c in name)
    assert _reads(mixed, name)


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        (["ㄱ", "기", "김", "김ㅁ", "김미", "김민", "김민ㅅ", "김민수"], "김민수"),
        (["ㅎ", "하", "한", "하나"], "하나"),
        (["ㅁ", "미", "민", "믽", "민지"], "민지"),
        (["ㄱ", "ㄳ", "ㄱㅅㅎ"], "강서희"),
    ],
)
def test_every_state_of_the_keyboard_on_the_way(keys: list[str], name: str) -> None:
    for typed in keys:
        assert _reads(typed, name), typed


@pytest.mark.parametrize(
    ("typed", "name"), [("ㅅㅁ", "김민수"), ("김수", "김민수"), ("민김", "김민수"), ("강", "간다")]
)
def test_what_does_not_fit_is_not_found(typed: str, name: str) -> None:
    assert not _reads(typed, name)


@pytest.mark.parametrize("typed", ["", "kim", "김1", "ㅏ", "%", "_"])
def test_what_is_no_hangul_makes_no_pattern(typed: str) -> None:
    assert hangul.patterns(typed) == []


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = hangul.fold(text)
    assert hangul.fold(once) == once


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("rlaalstn", "김민수"),
        ("skarndals", "남궁민"),
        ("rhksghk", "관화"),
        ("dlfrsms", "읽는"),
        ("rkqtdl", "값이"),
        ("dkswk", "안자"),
        ("alice", "미ㅑㅊㄷ"),
        ("", ""),
    ],
)
def test_the_other_keyboard_was_on(keys: str, text: str) -> None:
    assert keyboard.as_hangul(keys) == text
    assert keyboard.as_latin(text) == keys


@given(SYLLABLES)
def test_what_was_typed_in_hangul_comes_back_from_its_keys(name: str) -> None:
    assert keyboard.as_latin(keyboard.as_hangul(keyboard.as_latin(name))) == keyboard.as_latin(name)
