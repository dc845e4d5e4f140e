"""Whom a message calls: those it names, answers, or who watch for a word. Each once, whatever happens."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from chat.models import FollowedRoom, Message, Notification, NotifiedRoom, Room
from chat.services import calling, editing, following, members, reactions, reading, rooms
from tests.notifications.conftest import Say

pytestmark = pytest.mark.django_db
Look = Callable[[User], list[dict[str, Any]]]


def _types(rows: list[dict[str, Any]]) -> list[str]:
    return [row["type"] for row in rows]


def test_who_is_named_or_answered_is_notified_once_and_nobody_else(
    alice: User, bob: User, dana: User, charlie: User, say: Say, centre: Look
) -> None:
    first = say(alice, "누가 할까요?")
    assert (centre(alice), centre(bob)) == ([], [])  # a message like any other is no notification
    second = say(bob, "제가요. 하나 님도요", mentions=(dana.pk,), reply_to=first)
    (hers,), (theirs,) = centre(alice), centre(dana)
    assert (hers["type"], hers["messageId"], hers["actorId"]) == ("REPLY", second, str(bob.pk))
    assert (theirs["type"], theirs["text"]) == ("MENTION", "제가요. 하나 님도요")
    assert (centre(bob), centre(charlie)) == ([], [])
    say(bob, "민지 님", mentions=(alice.pk,), reply_to=first)
    assert _types(centre(alice)) == ["MENTION", "REPLY"]  # named in an answer: once


def test_all_are_those_who_can_see_it_without_the_sender(
    alice: User, bob: User, dana: User, say: Say, centre: Look, room: Room, person: Callable[..., User]
) -> None:
    say(alice, "모두 모여 주세요", mentions_all=True)
    late = person("late")
    members.add_members(actor=bob, room_id=room.pk, user_ids=[late.pk])
    assert [len(centre(user)) for user in (alice, bob, dana, late)] == [0, 1, 1, 0]


def test_words_that_somebody_watches_for_call_whatever_their_spelling(
    alice: User, bob: User, dana: User, say: Say, centre: Look, prefer: Callable[..., None]
) -> None:
    prefer(bob, notificationKeywords=["vpn", "정산"])
    say(alice, "ＶＰＮ이 끊겼어요")
    say(alice, "이번 달 정산서입니다")
    say(bob, "vpn은 제가 볼게요")
    assert _types(centre(bob)) == ["KEYWORD", "KEYWORD"]
    assert (centre(alice), centre(dana)) == ([], [])


def test_a_long_text_is_folded_once_however_many_words_are_watched_for(
    alice: User, bob: User, dana: User, say: Say, centre: Look, prefer: Callable[..., None], monkeypatch: Any
) -> None:
    for user in (bob, dana):
        prefer(user, notificationKeywords=[f"낱말{n}" for n in range(20)])
    folded: list[str] = []
    real = calling._folded
    monkeypatch.setattr(calling, "_folded", lambda text: folded.append(text) or real(text))
    say(alice, "아무 낱말도 없는 긴 글입니다. " * 300)
    assert centre(bob) == []
    assert len([text for text in folded if len(text) > 100]) == 1


def test_an_edit_a_reaction_and_a_second_look_notify_nobody_again(
    alice: User, bob: User, dana: User, say: Say, centre: Look
) -> None:
    message = say(alice, "준호 님", mentions=(bob.pk,))
    assert len(centre(bob)) == 1
    editing.edit_message(actor=alice, message_id=message, text="준호 님, 고쳤어요")
    reactions.add_reaction(actor=dana, message_id=message, emoji="👍")
    assert len(centre(bob)) == 1
    Notification.objects.all().delete()  # cleared up since: what is old stays old
    editing.edit_message(actor=alice, message_id=message, text="또 고쳤어요")
    assert centre(bob) == []
    following.start_over("notify")
    assert centre(bob) == []


def test_a_message_that_was_edited_before_anybody_looked_still_notifies(
    alice: User, bob: User, say: Say, centre: Look
) -> None:
    early = say(alice, "준호 님", mentions=(bob.pk,))
    say(alice, "그다음")
    editing.edit_message(actor=alice, message_id=early, text="준호 님!")  # now it has the highest `change`
    assert [row["messageId"] for row in centre(bob)] == [early]


def test_many_messages_at_once_notify_of_each(
    alice: User, bob: User, say: Say, centre: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "AT_ONCE", 3)
    said = [say(alice, f"{n}", mentions=(bob.pk,)) for n in range(8)]
    editing.edit_message(actor=alice, message_id=said[0], text="늦게 고침")
    assert sorted(row["messageId"] for row in centre(bob)) == said


@pytest.mark.parametrize("place", ["notify", "note", "seen"])
def test_a_follower_that_is_killed_notifies_once(
    alice: User, bob: User, say: Say, centre: Look, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    say(alice, "처음")
    centre(bob)

    def killed(*_: Any, **__: Any) -> None:
        raise SystemExit

    say(alice, "준호 님", mentions=(bob.pk,))
    real = calling.notify

    def half(*args: Any, **more: Any) -> None:
        real(*args, **more)
        raise SystemExit

    with monkeypatch.context() as patch:
        if place == "notify":
            patch.setattr(calling, "notify", half)
        elif place == "note":
            patch.setattr(FollowedRoom, "save", killed)
        else:
            patch.setattr(NotifiedRoom.objects, "update_or_create", killed)
        for _try in range(2):
            with pytest.raises(SystemExit):
                following.catch_up(only="notify")
        assert not Notification.objects.filter(user=bob).exists()
    assert len(centre(bob)) == 1
    assert len(centre(bob)) == 1


def test_what_was_read_at_once_calls_nobody(alice: User, bob: User, room: Room, say: Say, centre: Look) -> None:
    message = say(alice, "준호 님", mentions=(bob.pk,))
    reading.mark_read(actor=bob, room_id=room.pk, message_id=message)
    (row,) = centre(bob)
    assert row["readAt"] is not None


def test_reading_the_room_reads_what_notified_of_it(
    alice: User, bob: User, room: Room, dm: Room, say: Say, centre: Look
) -> None:
    message = say(alice, "준호 님", mentions=(bob.pk,))
    say(alice, "여기서도", dm, mentions=(bob.pk,))
    assert [row["readAt"] for row in centre(bob)] == [None, None]
    reading.mark_read(actor=bob, room_id=room.pk, message_id=message)
    assert sorted((row["roomId"], row["readAt"] is None) for row in centre(bob)) == sorted(
        [(str(room.pk), False), (str(dm.pk), True)]
    )


def test_what_somebody_may_not_see_any_more_is_gone(
    alice: User, bob: User, dana: User, room: Room, say: Say, centre: Look
) -> None:
    erased = say(alice, "비밀번호는 1234", mentions_all=True)
    say(alice, "예산안입니다", mentions_all=True)
    assert [row["text"] for row in centre(dana)] == ["예산안입니다", "비밀번호는 1234"]
    editing.delete_message(actor=alice, message_id=erased)
    assert [(row["text"], row["gone"]) for row in centre(dana)] == [("예산안입니다", False), ("", True)]
    members.remove_member(actor=bob, room_id=room.pk, user_id=dana.pk)
    assert [(row["text"], row["gone"]) for row in centre(dana)] == [("", True), ("", True)]
    rooms.delete_room(actor=bob, room_id=room.pk)
    assert all(row["gone"] for row in centre(bob))


def test_system_lines_and_deleted_messages_notify_nobody(
    alice: User, bob: User, room: Room, say: Say, centre: Look
) -> None:
    message = say(alice, "준호 님", mentions=(bob.pk,))
    editing.delete_message(actor=alice, message_id=message)
    rooms.update_room(actor=bob, room_id=room.pk, name="새 이름")
    assert Message.objects.filter(room=room, type="SYSTEM").exists()
    assert (centre(bob), centre(alice)) == ([], [])
