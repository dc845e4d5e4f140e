"""Malformed bodies, odd Unicode and limits (contract 1, 12)."""

import unicodedata
import uuid
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts.models import User
from chat.models import Message, Room
from tests.chat.doors import Door, Rest, draft

pytestmark = pytest.mark.django_db

BODIES = [
    b"{", b"[]", b"null", b"5", b'"x"', b"", b"\xff\xfe{}", b'{"a":1,"a":2}', b'{"text":NaN}', b'{"text":1e999}',
    b'{"text":' + b"[" * 40 + b"]" * 40 + b"}", b'{"x":123456789012345678901234567890}',
    b'{"text":"\\ud800"}', b'{"text":"a\\u0000b"}', b'{"text":"\xed\xa0\x80"}', b"[" * 60_000,
]  # fmt: skip


def _doors(room: Room, message_id: int) -> list[tuple[str, str]]:
    return [
        ("POST", f"rooms/{room.pk}/messages"),
        ("PATCH", f"messages/{message_id}"),
        ("PATCH", f"rooms/{room.pk}"),
        ("PATCH", f"rooms/{room.pk}/me"),
        ("POST", f"rooms/{room.pk}/members"),
        ("PATCH", f"rooms/{room.pk}/members/{room.created_by_id}"),
        ("POST", f"rooms/{room.pk}/read"),
        ("POST", f"rooms/{room.pk}/pins"),
    ]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: str(body[:24]))
def test_a_malformed_body_is_refused_and_not_even_that_to_strangers(
    alice: User, bob: User, charlie: User, erin: User, room: Room, body: bytes
) -> None:
    message_id = Rest(bob).say(room.pk, "그대로")["messageId"]
    before = Rest(alice).room(room.pk), Rest(alice).history(room.pk)
    for method, path in _doors(room, message_id):
        if not (body == b"" and path.endswith(("/me", str(room.pk)))):  # nothing to change is no fault
            answer = Rest(bob).call(method, path, body)
            assert (answer.status, answer.code) == (400, "INVALID_ARGUMENT"), path
        for outsider in (charlie, erin):
            hidden = Rest(outsider).call(method, path, body)
            assert (hidden.status, hidden.code) == (404, "NOT_FOUND"), path
    assert Rest(bob).post("rooms", body).status == 400
    assert (Rest(alice).room(room.pk), Rest(alice).history(room.pk)) == before


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "rooms", {"type": "GROUP"}),
        ("POST", "rooms", {"type": "GROUP", "memberIds": None}),
        ("POST", "rooms", {"type": "GROUP", "memberIds": "all"}),
        ("POST", "rooms", {"type": "GROUP", "memberIds": [1]}),
        ("POST", "rooms", {"type": "GROUP", "memberIds": [[]]}),
        ("POST", "rooms", {"type": "CHANNEL", "memberIds": []}),
        ("POST", "rooms", {"type": 1, "memberIds": []}),
        ("POST", "rooms", {"memberIds": []}),
        ("POST", "rooms", {"type": "GROUP", "name": 5, "memberIds": []}),
        ("POST", "rooms", {"type": "GROUP", "name": "가" * 81, "memberIds": []}),
        ("PATCH", "rooms/{room}", {"name": ""}),
        ("PATCH", "rooms/{room}", {"name": "가" * 81}),
        ("PATCH", "rooms/{room}", {"name": None}),
        ("PATCH", "rooms/{room}", {"historyVisibility": "NONE"}),
        ("PATCH", "rooms/{room}", {"historyVisibility": True}),
        ("PATCH", "rooms/{room}/me", {"pinned": 1}),
        ("PATCH", "rooms/{room}/me", {"muted": "true"}),
        ("PATCH", "rooms/{room}/me", {"muted": None}),
        ("POST", "rooms/{room}/members", {"userIds": []}),
        ("POST", "rooms/{room}/members", {"userIds": {}}),
        ("POST", "rooms/{room}/members", {"userIds": ["x"]}),
        ("PATCH", "rooms/{room}/members/{bob}", {"isAdmin": "yes"}),
        ("PATCH", "rooms/{room}/members/{bob}", {"isAdmin": None}),
        ("PATCH", "rooms/{room}/members/{bob}", {}),
    ],
)
def test_wrong_types_and_values(bob: User, room: Room, method: str, path: str, body: Any) -> None:
    before = Rest(bob).room(room.pk)
    answer = Rest(bob).call(method, path.format(room=room.pk, bob=bob.pk), body)
    assert (answer.status, answer.code) == (400, "INVALID_ARGUMENT")
    assert answer.details
    assert Rest(bob).room(room.pk) == before
    assert Room.objects.count() == 1


def test_texts_are_kept_in_one_form(door: Door, alice: User, room: Room) -> None:
    decomposed = unicodedata.normalize("NFD", "한글 café")
    message_id = door.send(alice, room.pk, draft(f" \n{decomposed}\t")).body["messageId"]
    assert Rest(alice).message(message_id)["text"] == "한글 café"
    assert (
        Rest(alice).patch(f"messages/{message_id}", {"text": unicodedata.normalize("NFD", "각")}).body["text"] == "각"
    )


@pytest.mark.parametrize(
    "text",
    [
        "\u202edrawkcab\u202c",
        "👨‍👩‍👧‍👦" * 50,
        "e" + "\u0301" * 500,
        "a\u200bb",
        "줄\n바꿈\r\n",
        "<b>&amp;",
        "=1+1",
        "\u2066x\u2069",
    ],
    ids=ascii,
)
def test_texts_are_kept_as_they_are(door: Door, alice: User, room: Room, text: str) -> None:
    message_id = door.send(alice, room.pk, draft(text)).body["messageId"]
    stored = Message.objects.get(pk=message_id).text
    assert stored == unicodedata.normalize("NFC", text).strip()
    assert Rest(alice).message(message_id)["text"] == stored


@pytest.mark.parametrize(
    "name",
    ["\u202e회의", "a\u2066b", "a\u200bb", "a\nb", "a\tb", "\u200f회의", "a\u2028b", "\x7f", "a\ufeffb", "\u061c"],
    ids=ascii,
)
def test_names_that_pretend_are_refused(bob: User, room: Room, name: str) -> None:
    for method, path, body in (
        ("PATCH", f"rooms/{room.pk}", {"name": name}),
        ("POST", "rooms", {"type": "GROUP", "name": f"x{name}x", "memberIds": []}),
    ):
        answer = Rest(bob).call(method, path, body)
        assert (answer.status, list(answer.details)) == (400, ["name"])


@pytest.mark.parametrize("name", ["👨‍👩‍👧‍👦 가족", "개발팀 🇰🇷", "R&D <b>", "שלום"])
def test_names_in_any_letters(bob: User, room: Room, name: str) -> None:
    assert Rest(bob).patch(f"rooms/{room.pk}", {"name": name}).body["name"] == name


def test_a_text_is_counted_in_code_points_after_trimming(door: Door, alice: User, room: Room) -> None:
    from django.conf import settings

    assert settings.MAX_TEXT == 10_000
    most = "\U0001f600" * 10_000
    assert door.send(alice, room.pk, draft(f"  {most}  ")).status == 201
    answer = door.send(alice, room.pk, draft(most + "x"))
    assert (answer.status, list(answer.details)) == (400, ["text"])
    decomposed = unicodedata.normalize("NFD", "각" * 5_000)
    assert door.send(alice, room.pk, draft(decomposed)).status == 201


def test_an_edit_is_counted_too(alice: User, room: Room) -> None:
    message_id = Rest(alice).say(room.pk)["messageId"]
    assert Rest(alice).patch(f"messages/{message_id}", {"text": "x" * 10_001}).status == 400
    assert Rest(alice).patch(f"messages/{message_id}", {"text": "x" * 10_000}).status == 200


def test_a_name_has_eighty_characters(bob: User, room: Room) -> None:
    assert Rest(bob).patch(f"rooms/{room.pk}", {"name": f" {'가' * 80} "}).status == 200


def test_a_body_has_sixty_four_kibibytes(alice: User, room: Room, settings: Settings) -> None:
    assert settings.MAX_JSON_BYTES == 65_536
    body = draft("x", padding="y" * 65_536)
    answer = Rest(alice).post(f"rooms/{room.pk}/messages", body)
    assert (answer.status, answer.code) == (413, "PAYLOAD_TOO_LARGE")


def test_ten_attachments_at_most(alice: User, room: Room) -> None:
    body = draft(type="FILE", attachments=[str(uuid.uuid4()) for _ in range(11)])
    assert list(Rest(alice).post(f"rooms/{room.pk}/messages", body).details) == ["attachments"]


def test_sends_are_limited(door: Door, alice: User, bob: User, room: Room, settings: Settings) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "send": (3, 600)}
    answers = [door.send(alice, room.pk, draft()) for _ in range(4)]
    assert [answer.status for answer in answers] == [201, 201, 201, 429]
    assert answers[3].code == "RATE_LIMITED"
    assert 1 <= answers[3].details["retryAfter"] <= 600
    assert door.send(bob, room.pk, draft()).status == 201
    assert Message.objects.filter(room=room).count() == 4


def test_sends_of_the_contract(settings: Settings) -> None:
    assert settings.RATE_LIMITS["send"] == (30, 10)
    assert settings.RATE_LIMITS["rest"] == (600, 60)
    assert settings.RATE_LIMITS["frames"] == (20, 1)
    assert settings.SOCKETS_PER_USER == 10
