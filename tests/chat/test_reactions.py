"""Emoji on messages (contract 5, 12)."""

from urllib.parse import quote

import pytest
from pytest_django.fixtures import Settings

from accounts.models import User
from chat.models import Room
from tests.chat.doors import Rest

pytestmark = pytest.mark.django_db

FAMILY = "👨‍👩‍👧‍👦"


@pytest.fixture
def message_id(alice: User, room: Room) -> int:
    return int(Rest(alice).say(room.pk)["messageId"])


def test_reactions_are_grouped_in_the_order_they_came(alice: User, bob: User, dana: User, message_id: int) -> None:
    Rest(bob).react(message_id, "👍")
    Rest(dana).react(message_id, "🎉")
    answer = Rest(dana).react(message_id, "👍")
    assert answer.status == 200
    assert answer.body["reactions"] == [
        {"emoji": "👍", "count": 2, "userIds": [str(bob.pk), str(dana.pk)]},
        {"emoji": "🎉", "count": 1, "userIds": [str(dana.pk)]},
    ]
    assert Rest(alice).message(message_id) == answer.body


def test_once_is_once(bob: User, message_id: int) -> None:
    first = Rest(bob).react(message_id, "👍").body
    assert Rest(bob).react(message_id, "👍").body == first


def test_taken_back(bob: User, dana: User, message_id: int) -> None:
    Rest(bob).react(message_id, "👍")
    path = f"messages/{message_id}/reactions/{quote('👍')}"
    before = Rest(dana).delete(path)
    assert (before.status, before.body["reactions"][0]["count"]) == (200, 1)  # not dana's
    after = Rest(bob).delete(path)
    assert (after.status, after.body["reactions"]) == (200, [])
    assert Rest(bob).delete(path).body == after.body


@pytest.mark.parametrize("emoji", ["👍", FAMILY, "🇰🇷", "👍🏽", "❤️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"])
def test_any_one_emoji(bob: User, message_id: int, emoji: str) -> None:
    assert Rest(bob).react(message_id, emoji).body["reactions"][0]["emoji"] == emoji


@pytest.mark.parametrize(
    "what", ["x", "가", "👍👍", "👍 ", "1", "#", "\u200d", "\u202e👍", "👍/🎉", "%", "a" * 300, "\ufe0f"]
)
def test_what_is_no_single_emoji(bob: User, message_id: int, what: str) -> None:
    answer = Rest(bob).react(message_id, what)
    assert (answer.status, answer.code) == (400, "INVALID_ARGUMENT")


@pytest.mark.parametrize("path", ["%F0%9F", "%00", "%ED%A0%80"])
def test_bytes_that_are_no_text(bob: User, message_id: int, path: str) -> None:
    assert Rest(bob).put(f"messages/{message_id}/reactions/{path}").status in (400, 404)


def test_outsiders_find_no_message(charlie: User, erin: User, message_id: int) -> None:
    for outsider in (charlie, erin):
        for emoji in ("👍", "x"):
            assert Rest(outsider).react(message_id, emoji).status == 404
        assert Rest(outsider).delete(f"messages/{message_id}/reactions/{quote('👍')}").status == 404


def test_so_many_different_ones_and_no_more(bob: User, dana: User, message_id: int, settings: Settings) -> None:
    settings.MAX_REACTIONS = 3
    for emoji in "👍🎉😀":
        assert Rest(bob).react(message_id, emoji).status == 200
    assert Rest(bob).react(message_id, "🙏").status == 400
    assert Rest(dana).react(message_id, "🎉").status == 200


def test_the_contracts_number_is_twenty(settings: Settings) -> None:
    assert settings.MAX_REACTIONS == 20
