"""Who comes in, who goes out, and who may decide that (contract 4, 12)."""

import uuid

import pytest
from pytest_django.fixtures import Settings

from accounts.models import User
from accounts.services import create_user, disable_user
from audit.models import AuditEntry
from chat.models import Member, Room
from chat.selectors import messages, rooms
from tests.chat.doors import Rest

pytestmark = pytest.mark.django_db


def _admins(room: Room) -> set[object]:
    return set(Member.objects.filter(room=room, left_at=None, is_admin=True).values_list("user_id", flat=True))


def test_an_admin_invites(alice: User, bob: User, charlie: User, room: Room) -> None:
    answer = Rest(bob).post(f"rooms/{room.pk}/members", {"userIds": [str(charlie.pk), str(alice.pk)]})
    assert answer.status == 200
    assert answer.body["memberCount"] == 4
    line = Rest(charlie).history(room.pk)[-1]
    assert line["system"] == {"kind": "member.invited", "actorId": str(bob.pk), "userIds": [str(charlie.pk)]}
    assert charlie.profile.name in line["text"]
    entry = AuditEntry.objects.get(action="member.invited")
    assert (entry.actor_id, entry.target_id, entry.detail["userId"]) == (bob.pk, str(room.pk), str(charlie.pk))


def test_a_newcomer_stands_at_the_end(alice: User, bob: User, charlie: User, room: Room) -> None:
    Rest(alice).say(room.pk, "전에")
    Rest(bob).post(f"rooms/{room.pk}/members", {"userIds": [str(charlie.pk)]})
    me = Rest(charlie).room(room.pk)["me"]
    assert (me["unreadCount"], me["isAdmin"], me["pinned"]) == (0, False, False)
    Rest(alice).say(room.pk, "후에")
    assert Rest(charlie).texts(room.pk) == ["후에"]
    assert Rest(charlie).room(room.pk)["me"]["unreadCount"] == 1


def test_only_admins_manage_members(alice: User, dana: User, charlie: User, erin: User, room: Room) -> None:
    for user, status in ((alice, 403), (charlie, 404), (erin, 404)):
        me = Rest(user)
        assert me.post(f"rooms/{room.pk}/members", {"userIds": [str(charlie.pk)]}).status == status
        assert me.delete(f"rooms/{room.pk}/members/{dana.pk}").status == status
        assert me.patch(f"rooms/{room.pk}/members/{dana.pk}", {"isAdmin": True}).status == status
    assert Member.objects.filter(room=room, left_at=None).count() == 3


def test_somebody_unknown_cannot_be_invited(bob: User, room: Room) -> None:
    answer = Rest(bob).post(f"rooms/{room.pk}/members", {"userIds": [str(uuid.uuid4())]})
    assert (answer.status, list(answer.details)) == (400, ["userIds"])


def test_members_are_listed_in_pages(alice: User, charlie: User, erin: User, room: Room) -> None:
    first = Rest(alice).get(f"rooms/{room.pk}/members?limit=2").body
    rest = Rest(alice).get(f"rooms/{room.pk}/members?limit=2&cursor={first['next']}").body
    assert len(first["results"]) == 2
    assert len({m["userId"] for m in [*first["results"], *rest["results"]]}) == 3
    assert rest["next"] is None
    for outsider in (charlie, erin):
        assert Rest(outsider).get(f"rooms/{room.pk}/members").status == 404


def test_a_large_room_keeps_read_positions_to_itself(alice: User, room: Room, settings: Settings) -> None:
    settings.MAX_READ_POSITIONS = 2
    for members in (
        Rest(alice).room(room.pk)["members"],
        Rest(alice).get(f"rooms/{room.pk}/members").body["results"],
    ):
        assert all("lastReadSeq" not in member and "lastReadMessageId" not in member for member in members)


def test_the_removed_see_nothing_more(alice: User, bob: User, dana: User, room: Room) -> None:
    said = Rest(alice).say(room.pk, "비밀")
    assert Rest(bob).delete(f"rooms/{room.pk}/members/{dana.pk}").status == 204
    gone = Rest(dana)
    for path in (f"rooms/{room.pk}", f"rooms/{room.pk}/messages", f"messages/{said['messageId']}"):
        assert gone.get(path).status == 404
    assert gone.get("rooms").body["results"] == []
    assert gone.post(f"rooms/{room.pk}/messages", {"clientMsgId": str(uuid.uuid4()), "text": "x"}).status == 404
    assert AuditEntry.objects.filter(action="member.removed", detail__userId=str(dana.pk)).count() == 1
    assert Rest(bob).delete(f"rooms/{room.pk}/members/{dana.pk}").status == 404


def test_whoever_leaves_sees_nothing_more(alice: User, dana: User, charlie: User, room: Room) -> None:
    assert Rest(dana).post(f"rooms/{room.pk}/leave").status == 204
    assert Rest(dana).get(f"rooms/{room.pk}").status == 404
    assert Rest(dana).post(f"rooms/{room.pk}/leave").status == 404
    assert Rest(charlie).post(f"rooms/{room.pk}/leave").status == 404
    assert Rest(alice).history(room.pk)[-1]["system"]["kind"] == "member.left"
    assert AuditEntry.objects.filter(action="member.left", actor_id=dana.pk).count() == 1


def test_taking_oneself_out_is_leaving(alice: User, room: Room) -> None:
    assert Rest(alice).delete(f"rooms/{room.pk}/members/{alice.pk}").status == 204
    assert AuditEntry.objects.filter(action="member.left").count() == 1


def test_roles_are_given_and_taken(alice: User, bob: User, room: Room) -> None:
    answer = Rest(bob).patch(f"rooms/{room.pk}/members/{alice.pk}", {"isAdmin": True})
    assert (answer.status, answer.body["isAdmin"]) == (200, True)
    assert Rest(alice).patch(f"rooms/{room.pk}/members/{bob.pk}", {"isAdmin": False}).status == 200
    assert _admins(room) == {alice.pk}
    assert Rest(bob).patch(f"rooms/{room.pk}", {"name": "x"}).status == 403
    assert AuditEntry.objects.filter(action="member.role_changed").count() == 2


def test_the_last_admin_stays_one(bob: User, room: Room) -> None:
    answer = Rest(bob).patch(f"rooms/{room.pk}/members/{bob.pk}", {"isAdmin": False})
    assert answer.status == 409
    assert _admins(room) == {bob.pk}


def test_the_last_admin_leaving_hands_the_role_on(bob: User, dana: User, alice: User, room: Room) -> None:
    oldest = Member.objects.filter(room=room).exclude(user=bob).order_by("joined_at", "pk")[0].user_id
    Rest(bob).post(f"rooms/{room.pk}/leave")
    assert _admins(room) == {oldest}
    shown = Rest(alice).room(room.pk)
    assert shown["createdBy"] == str(oldest)
    assert [m["userId"] for m in shown["members"] if m["isAdmin"]] == [str(oldest)]


def test_another_admin_is_enough(alice: User, bob: User, dana: User, room: Room) -> None:
    Rest(bob).patch(f"rooms/{room.pk}/members/{dana.pk}", {"isAdmin": True})
    Rest(bob).post(f"rooms/{room.pk}/leave")
    assert _admins(room) == {dana.pk}
    assert Rest(alice).room(room.pk)["createdBy"] == str(dana.pk)


def test_a_disabled_admin_is_followed_by_an_active_one(alice: User, bob: User, dana: User, room: Room) -> None:
    disable_user(actor=None, user_id=bob.pk)
    others = _admins(room) - {bob.pk}
    assert len(others) == 1
    assert others <= {alice.pk, dana.pk}
    assert Rest(alice).room(room.pk)["createdBy"] == str(others.pop())


def test_the_role_goes_to_nobody_who_is_disabled(alice: User, bob: User, dana: User, room: Room) -> None:
    disable_user(actor=None, user_id=alice.pk)
    Rest(bob).post(f"rooms/{room.pk}/leave")
    assert dana.pk in _admins(room)


def test_the_last_one_out_leaves_an_empty_room(alice: User, bob: User, dana: User, room: Room) -> None:
    for user in (alice, dana, bob):
        assert Rest(user).post(f"rooms/{room.pk}/leave").status == 204
    for user in (alice, bob, dana):
        assert Rest(user).get(f"rooms/{room.pk}").status == 404


def test_more_than_the_most_members_do_not_fit(
    alice: User, bob: User, charlie: User, room: Room, settings: Settings
) -> None:
    settings.MAX_ROOM_MEMBERS = 4
    newcomer = create_user(login_id="n", name="새 사람")
    both = {"userIds": [str(charlie.pk), str(newcomer.pk)]}
    assert Rest(bob).post(f"rooms/{room.pk}/members", both).status == 400
    assert Rest(bob).post(f"rooms/{room.pk}/members", {"userIds": [str(charlie.pk)]}).status == 200
    people = [str(user.pk) for user in (alice, charlie, newcomer)]
    assert Rest(bob).post("rooms", {"type": "GROUP", "name": "넷", "memberIds": people}).status == 201
    settings.MAX_ROOM_MEMBERS = 3
    assert Rest(bob).post("rooms", {"type": "GROUP", "name": "넷", "memberIds": people}).status == 400


def test_a_page_begun_before_the_removal_shows_nothing_written_after_it(
    alice: User, bob: User, dana: User, room: Room
) -> None:
    """A request reads the place and then the messages; between the two the place may end, and begin anew."""
    place = rooms.visible_room(dana, room.pk)
    before = Rest(alice).say(room.pk, "전에")
    Rest(bob).delete(f"rooms/{room.pk}/members/{dana.pk}")
    Rest(alice).say(room.pk, "dana가 나간 뒤")
    assert messages.changes(place, after=before["change"], limit=10)["messages"] == []
    assert messages.page(place, before=None, after=None, around=None, limit=10)["results"] == []
    Rest(bob).post(f"rooms/{room.pk}/members", {"userIds": [str(dana.pk)]})
    assert messages.page(place, before=None, after=None, around=None, limit=10)["results"] == []
