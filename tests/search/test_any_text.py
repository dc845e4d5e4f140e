"""Whatever is written and whatever is typed: found is what a look at every text finds, shown where it stands."""

import unicodedata
import uuid
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from chat.models import Message, Room, SearchText
from chat.selectors import search
from chat.services import indexing
from chat.services.drafts import draft
from chat.services.storing import store
from messenger.core import grams
from messenger.core.errors import Invalid
from messenger.core.hangul import fold
from tests.search.conftest import index_now

LETTERS = "가나다라각간회의록 뷁ㄱㅏㅋabAB12ßﬁｶﾞéＡ㎡　\u00a0\u0301\u1100\u1161\u11a8👍\ufe0f%_\\\"'*^():-+&<>;\n\t會"
texts = st.text(st.sampled_from(LETTERS), max_size=24) | st.text(max_size=12)


@given(texts)
def test_folding_with_origins_is_folding(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    aligned = grams.aligned(text)
    assert len(aligned.origins) == len(aligned.text)
    assert all(0 <= start < end <= len(text) for start, end in aligned.origins)
    assert sorted(aligned.origins) == aligned.origins
    if "\u1100" not in fold(text):  # single old letters join across clusters in a way nobody types
        assert aligned.text == grams.folded(text)


@given(texts, texts, texts)
def test_a_text_has_every_piece_of_what_stands_in_it(before: str, inside: str, after: str) -> None:
    whole, term = grams.folded(before + inside + after), grams.folded(inside)
    if term in whole:
        assert set(grams.needed(term)) <= set(grams.pieces(whole))
    if grams.bare(term) in grams.bare(whole):
        assert set(grams.needed(grams.bare(term))) <= set(grams.pieces(whole))


@given(texts, texts)
def test_highlights_are_in_order_apart_and_say_what_was_looked_for(text: str, term: str) -> None:
    text, term = unicodedata.normalize("NFC", text), grams.folded(term)
    for loose in (False, True):
        places = grams.merged(grams.aligned(text).places(term, loose=loose))
        assert all(0 <= start < end <= len(text) for start, end in places)
        assert all(first[1] < second[0] for first, second in pairwise(places))


@pytest.mark.parametrize(
    ("text", "term", "shown"),
    [
        ("내일 회의는", "회의", "회의"),
        ("50㎡ 사무실", "m2 사", "㎡ 사"),
        ("Straße", "asse", "aße"),
        ("ﬁnal", "in", "ﬁn"),
        ("cafe\u0301 3층", "café", "cafe\u0301"),
        ("ｶﾞｲﾄﾞ", "ガ", "ｶﾞ"),
        ("두   칸\n띄움", "칸 띄", "칸\n띄"),
        ("👨‍👩‍👧 가족", "👩", "👩"),
    ],
)
def test_what_is_shown_is_the_original(text: str, term: str, shown: str) -> None:
    ((start, end),) = grams.aligned(text).places(grams.folded(term))
    assert text[start:end] == shown


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(texts, min_size=1, max_size=6), query=texts, loose=st.booleans(), windows=st.booleans())
def test_what_is_found_is_what_a_look_at_every_text_finds(
    alice: User, room: Room, said: list[str], query: str, loose: bool, windows: bool
) -> None:
    clean = [unicodedata.normalize("NFC", text).replace("\0", "").strip() for text in said]
    clean = [text for text in clean if text and text.isprintable() | ("\n" in text) and _is_whole(text)]
    Message.objects.filter(room=room, type="TEXT").delete()
    rows = [
        Message(
            room=room,
            seq=1000 + n,
            change=1000 + n,
            sender=alice,
            client_msg_id=f"00000000-0000-4000-8000-{n:012}",
            text=text,
        )
        for n, text in enumerate(clean)
    ]
    SearchText.objects.all().delete()
    indexing.take_in(room, Message.objects.bulk_create(rows))
    try:
        readings = search.readings(query, loose=loose)
    except Invalid:
        return
    wanted = {n for n, text in enumerate(clean) if any(reading.is_in(grams.folded(text)) for reading in readings)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("chat.selectors.search.texts.WINDOWS", (10_000,) if windows else (1, 2))
        page = search.texts_page(alice, readings, search.Wanted(files=False), limit=50)
    assert {hit["message"]["seq"] - 1000 for hit in page.hits} == wanted
    for hit in page.hits:
        assert hit["highlights"]


def _is_whole(text: str) -> bool:
    return not any(0xD800 <= ord(char) < 0xE000 for char in text)


HOSTILE = [
    "%", "_", "100%", "a_b", "\\", "\\%", "'", "''", "';--", '"', '""', '"a"', "a OR b", "a AND b", "NOT a",
    "NEAR(a b)",
    "a*", "*", "pieces:a", "a^2", "-a", "+a", "(a)", "{a}", "[a]", "a:b", "rowid", "@>", "%s", "%(a)s", "{0}", "$1",
    "<b>회의</b>", "<script>", "&amp;", "\u202e회의", "\u200b", "회의\u200b", "\ufeff",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("windows", [(10_000,), ()], ids=["walked", "by the index"])
def test_what_is_an_operator_elsewhere_is_text_here(
    windows: tuple[int, ...], alice: User, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.selectors.search.texts.WINDOWS", windows)
    said = [f"앞 {typed}가나 뒤" for typed in HOSTILE]
    store([draft(actor=alice, room_id=room.pk, client_msg_id=uuid.uuid4(), text=text) for text in said])
    index_now()
    for typed, text in zip(HOSTILE, said, strict=True):
        page = search.texts_page(alice, search.readings(f"{typed}가나"), search.Wanted(), limit=50)
        expected = {one for one in said if all(word in one for word in f"{typed}가나".split())}
        assert {hit["message"]["text"] for hit in page.hits} == expected, typed
        assert text in expected
