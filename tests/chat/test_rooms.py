"""Making, listing, changing and deleting rooms (contract section 4)."""

import uuid

import pytest

from accounts.models import User
from audit.models import AuditEntry
from chat.models import Room
from tests.chat.doors import Rest

pytestmark = pytest.mark.django_db

ROOM_KEYS = {
    "roomId", "type", "name", "createdBy", "createdAt", "memberCount", "members", "lastMessage", "lastSeq",
    "lastChange", "historyVisibility", "me",
}  # fmt: skip


def test_a_new_group_has_its_maker_as_admin(alice: User, bob: User, dana: User) -> None:
    answer = Rest(alice).post("rooms", {"type": "GROUP", "name": " 기획팀 ", "memberIds": [str(bob.pk), str(dana.pk)]})
    assert answer.status == 201
    room = answer.body
    assert room.keys() == ROOM_KEYS
    assert (room["name"], room["memberCount"], room["historyVisibility"]) == ("기획팀", 3, "JOINED")
    assert room["createdBy"] == str(alice.pk)
    assert {m["userId"]: m["isAdmin"] for m in room["members"]} == {
        str(alice.pk): True,
        str(bob.pk): False,
        str(dana.pk): False,
    }
    assert room["members"][0].keys() == {"userId", "isAdmin", "joinedAt", "lastReadMessageId", "lastReadSeq"}
    assert room["me"] == {
        "isAdmin": True, "pinned": False, "muted": False, "notifyLevel": "ALL", "joinedAt": room["me"]["joinedAt"],
        "lastReadMessageId": None, "lastReadSeq": 0, "unreadCount": 0,
    }  # fmt: skip
    assert AuditEntry.objects.filter(action="room.created", target_id=room["roomId"], actor_id=alice.pk).count() == 1


def test_a_group_without_a_name_is_called_after_its_people(alice: User, bob: User) -> None:
    room = Rest(alice).post("rooms", {"type": "GROUP", "memberIds": [str(bob.pk)]}).body
    assert alice.profile.name in room["name"]
    assert bob.profile.name in room["name"]


def test_naming_oneself_or_somebody_twice_changes_nothing(alice: User, bob: User) -> None:
    ids = [str(alice.pk), str(bob.pk), str(bob.pk)]
    assert Rest(alice).post("rooms", {"type": "GROUP", "name": "둘", "memberIds": ids}).body["memberCount"] == 2


@pytest.mark.parametrize("who", ["disabled", "pending", "nobody"])
def test_only_active_people_can_be_put_into_a_room(alice: User, who: str) -> None:
    from accounts.models import UserStatus
    from accounts.services import create_user

    stranger = str(uuid.uuid4())
    if who != "nobody":
        stranger = str(create_user(login_id="x", name="엑스", status=UserStatus(who.upper())).pk)
    answer = Rest(alice).post("rooms", {"type": "GROUP", "name": "x", "memberIds": [stranger]})
    assert (answer.status, answer.code) == (400, "INVALID_ARGUMENT")
    assert "memberIds" in answer.details
    assert not Room.objects.exists()


def test_rooms_are_listed_pinned_first_then_by_latest_message(alice: User, bob: User) -> None:
    a = Rest(alice)
    ids = [a.post("rooms", {"type": "GROUP", "name": n, "memberIds": [str(bob.pk)]}).body["roomId"] for n in "가나다"]
    a.say(ids[0])
    a.patch(f"rooms/{ids[1]}/me", {"pinned": True})
    assert [r["roomId"] for r in a.get("rooms").body["results"]] == [ids[1], ids[0], ids[2]]
    assert [r["roomId"] for r in Rest(bob).get("rooms").body["results"]] == [ids[0], ids[2], ids[1]]


def test_the_list_comes_in_pages(alice: User) -> None:
    a = Rest(alice)
    made = {a.post("rooms", {"type": "GROUP", "name": str(n), "memberIds": []}).body["roomId"] for n in range(5)}
    seen: list[str] = []
    path = "rooms?limit=2"
    while path:
        page = a.get(path).body
        seen += [room["roomId"] for room in page["results"]]
        path = f"rooms?limit=2&cursor={page['next']}" if page["next"] else ""
    assert len(seen) == 5
    assert set(seen) == made


@pytest.mark.parametrize("cursor", ["x", "a:b:c", "%00", "users"])
def test_a_cursor_of_something_else_is_refused(alice: User, bob: User, cursor: str) -> None:
    if cursor == "users":
        from messenger.core.paging import next_cursor

        cursor = next_cursor(["김", str(bob.pk)])
    assert Rest(alice).get(f"rooms?cursor={cursor}").status == 400


def test_the_list_shows_only_ones_own_rooms(charlie: User, erin: User, room: Room) -> None:
    for outsider in (charlie, erin):
        assert Rest(outsider).get("rooms").body == {"results": [], "next": None}


def test_roles_give_no_way_into_a_room(auditor: User, sysadmin: User, room: Room) -> None:
    for powerful in (auditor, sysadmin):
        assert Rest(powerful).get(f"rooms/{room.pk}").status == 404
        assert Rest(powerful).get(f"rooms/{room.pk}/messages").status == 404


def test_an_admin_renames_the_room(alice: User, bob: User, room: Room) -> None:
    answer = Rest(bob).patch(f"rooms/{room.pk}", {"name": "새 이름"})
    assert (answer.status, answer.body["name"]) == (200, "새 이름")
    shown = Rest(alice)
    assert shown.room(room.pk)["name"] == "새 이름"
    line = shown.history(room.pk)[-1]
    assert line["type"] == "SYSTEM"
    assert line["system"] == {"kind": "room.renamed", "actorId": str(bob.pk), "name": "새 이름"}
    assert (line["senderId"], line["clientMsgId"], line["unreadCount"]) == (None, None, None)


def test_a_rename_to_the_same_name_says_nothing(alice: User, bob: User, room: Room) -> None:
    before = Rest(alice).room(room.pk)["lastSeq"]
    Rest(bob).patch(f"rooms/{room.pk}", {"name": room.name})
    assert Rest(alice).room(room.pk)["lastSeq"] == before


def test_only_an_admin_changes_or_deletes(alice: User, charlie: User, erin: User, room: Room) -> None:
    for user, status in ((alice, 403), (charlie, 404), (erin, 404)):
        assert Rest(user).patch(f"rooms/{room.pk}", {"name": "x"}).status == status
        assert Rest(user).delete(f"rooms/{room.pk}").status == status
    assert Room.objects.get(pk=room.pk).deleted_at is None


def test_a_deleted_room_is_gone_for_everybody(alice: User, bob: User, room: Room) -> None:
    said = Rest(alice).say(room.pk)
    assert Rest(bob).delete(f"rooms/{room.pk}").status == 204
    for user in (alice, bob):
        me = Rest(user)
        for path in ("", "/messages", "/members", "/changes", "/pins"):
            assert me.get(f"rooms/{room.pk}{path}").status == 404
        assert me.get(f"messages/{said['messageId']}").status == 404
        assert me.get(f"messages/{said['messageId']}/readers").status == 404
        assert me.post(f"rooms/{room.pk}/messages", {}).status == 404
        assert me.get("rooms").body["results"] == []
    assert AuditEntry.objects.filter(action="room.deleted", target_id=str(room.pk)).count() == 1


def test_pin_and_mute_are_ones_own(alice: User, bob: User, room: Room) -> None:
    answer = Rest(alice).patch(f"rooms/{room.pk}/me", {"pinned": True, "muted": True})
    assert (answer.status, answer.body["me"]["pinned"], answer.body["me"]["muted"]) == (200, True, True)
    assert Rest(alice).patch(f"rooms/{room.pk}/me", {"muted": False}).body["me"]["pinned"] is True
    assert Rest(bob).room(room.pk)["me"]["pinned"] is False


def test_pin_and_mute_are_not_for_outsiders(charlie: User, erin: User, room: Room) -> None:
    for outsider in (charlie, erin):
        assert Rest(outsider).patch(f"rooms/{room.pk}/me", {"pinned": True}).status == 404


def test_a_patch_takes_name_and_visibility_alone(bob: User, room: Room) -> None:
    body = {"type": "DM", "createdBy": str(uuid.uuid4()), "lastSeq": 99, "members": [], "deletedAt": "x"}
    before = Rest(bob).room(room.pk)
    assert Rest(bob).patch(f"rooms/{room.pk}", body).status == 200
    assert Rest(bob).room(room.pk) == before
