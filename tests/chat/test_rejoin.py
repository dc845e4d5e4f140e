"""Who comes back sees what came before leaving and after returning, nothing between (contract 12)."""

from typing import Any

import pytest

from accounts.models import User
from chat.models import Room
from tests.chat.doors import Rest

pytestmark = pytest.mark.django_db


class Story:
    """dana hears 'before', is out during 'between', is back for 'after'."""

    def __init__(self, alice: User, bob: User, dana: User, room: Room) -> None:
        self.alice, self.bob, self.dana = Rest(alice), Rest(bob), Rest(dana)
        self.path = f"rooms/{room.pk}"
        self.room = room
        self.before = self.alice.say(room.pk, "before")
        self.bob.delete(f"{self.path}/members/{dana.pk}")
        self.between = self.alice.say(room.pk, "between")
        self.bob.post(f"{self.path}/members", {"userIds": [str(dana.pk)]})
        self.after = self.alice.say(room.pk, "after")


@pytest.fixture
def story(alice: User, bob: User, dana: User, room: Room) -> Story:
    return Story(alice, bob, dana, room)


def test_history_leaves_the_gap_out(story: Story) -> None:
    assert story.dana.texts(story.room.pk) == ["before", "after"]
    kinds = [m["system"]["kind"] for m in story.dana.history(story.room.pk) if m["type"] == "SYSTEM"]
    assert kinds == ["member.invited"]  # not the line about the removal
    assert story.alice.texts(story.room.pk) == ["before", "between", "after"]


def test_a_second_absence_is_another_gap(story: Story) -> None:
    story.dana.post(f"{story.path}/leave")
    story.alice.say(story.room.pk, "between again")
    story.bob.post(f"{story.path}/members", {"userIds": [str(story.dana.user.pk)]})
    story.alice.say(story.room.pk, "after all")
    assert story.dana.texts(story.room.pk) == ["before", "after", "after all"]


def test_changes_leave_the_gap_out(story: Story) -> None:
    story.alice.patch(f"messages/{story.between['messageId']}", {"text": "between, edited"})
    page = story.dana.get(f"{story.path}/changes?limit=200").body
    assert [m["text"] for m in page["messages"] if m["type"] != "SYSTEM"] == ["before", "after"]
    assert page["change"] == story.dana.room(story.room.pk)["lastChange"]


def test_single_messages_of_the_gap_do_not_exist(story: Story) -> None:
    hidden = story.between["messageId"]
    assert story.dana.get(f"messages/{hidden}").status == 404
    assert story.dana.get(f"messages/{hidden}/readers").status == 404
    assert story.dana.get(f"{story.path}/messages?aroundId={hidden}").status == 404
    assert story.dana.react(hidden, "👍").status == 404
    assert story.dana.post(f"{story.path}/pins", {"messageId": hidden}).status == 404
    assert story.dana.get(f"messages/{story.before['messageId']}").status == 200


@pytest.mark.parametrize("query", ["beforeId={after}", "afterId={before}", "beforeId={between}", "afterId={between}"])
def test_pages_around_the_gap(story: Story, query: str) -> None:
    ids = {name: getattr(story, name)["messageId"] for name in ("before", "between", "after")}
    assert "between" not in story.dana.texts(story.room.pk, query.format(**ids))


def test_around_skips_the_gap(story: Story) -> None:
    page: Any = story.dana.get(f"{story.path}/messages?aroundId={story.before['messageId']}&limit=20").body
    assert "between" not in [m["text"] for m in page["results"]]
    assert "after" in [m["text"] for m in page["results"]]


def test_pins_of_the_gap_are_not_shown(story: Story) -> None:
    for message in (story.before, story.between, story.after):
        assert story.alice.post(f"{story.path}/pins", {"messageId": message["messageId"]}).status == 200

    def pinned(who: Rest) -> list[str]:
        return [pin["message"]["text"] for pin in who.get(f"{story.path}/pins").body["results"]]

    assert pinned(story.dana) == ["after", "before"]
    assert pinned(story.alice) == ["after", "between", "before"]
    # Unpinning what one cannot see would tell that it is there.
    assert story.dana.delete(f"{story.path}/pins/{story.between['messageId']}").status == 404


def test_nothing_of_the_gap_can_be_answered_or_read(story: Story) -> None:
    body = {"clientMsgId": "00000000-0000-4000-8000-000000000001", "text": "re", "type": "TEXT"}
    hidden = story.between["messageId"]
    assert story.dana.post(f"{story.path}/messages", {**body, "replyTo": hidden}).status == 400
    assert story.dana.post(f"{story.path}/read", {"messageId": hidden}).status == 400
    assert story.dana.post(f"{story.path}/messages", {**body, "replyTo": story.before["messageId"]}).status == 201


def test_the_gap_counts_nobody_who_was_away(story: Story) -> None:
    hidden = story.alice.message(story.between["messageId"])
    assert hidden["unreadCount"] == 1  # bob alone
    readers = story.alice.get(f"messages/{hidden['messageId']}/readers").body
    assert readers == {"read": [], "unread": [str(story.bob.user.pk)]}
    assert story.dana.room(story.room.pk)["me"]["unreadCount"] == 1  # "after"


def test_who_comes_back_is_no_admin_and_not_pinned(alice: User, bob: User, dana: User, room: Room) -> None:
    Rest(bob).patch(f"rooms/{room.pk}/members/{dana.pk}", {"isAdmin": True})
    Rest(dana).patch(f"rooms/{room.pk}/me", {"pinned": True, "muted": True})
    Rest(dana).post(f"rooms/{room.pk}/leave")
    Rest(bob).post(f"rooms/{room.pk}/members", {"userIds": [str(dana.pk)]})
    me = Rest(dana).room(room.pk)["me"]
    assert (me["isAdmin"], me["pinned"], me["muted"]) == (False, False, False)
    assert me["lastReadMessageId"] is None or me["lastReadSeq"] > 0


def test_everything_can_be_opened_to_later_joiners_and_shut_again(
    alice: User, bob: User, charlie: User, room: Room
) -> None:
    Rest(alice).say(room.pk, "old")
    Rest(bob).post(f"rooms/{room.pk}/members", {"userIds": [str(charlie.pk)]})
    Rest(alice).say(room.pk, "new")
    late = Rest(charlie)
    assert late.texts(room.pk) == ["new"]
    opened = Rest(bob).patch(f"rooms/{room.pk}", {"historyVisibility": "ALL"})
    assert (opened.status, opened.body["historyVisibility"]) == (200, "ALL")
    assert late.texts(room.pk) == ["old", "new"]
    assert [m["text"] for m in late.get(f"rooms/{room.pk}/changes").body["messages"] if m["text"] == "old"] == ["old"]
    Rest(bob).patch(f"rooms/{room.pk}", {"historyVisibility": "JOINED"})
    assert late.texts(room.pk) == ["new"]
    assert Rest(alice).patch(f"rooms/{room.pk}", {"historyVisibility": "ALL"}).status == 403


def test_an_open_history_shows_the_gap_too(story: Story) -> None:
    story.bob.patch(story.path, {"historyVisibility": "ALL"})
    assert story.dana.texts(story.room.pk) == ["before", "between", "after"]
