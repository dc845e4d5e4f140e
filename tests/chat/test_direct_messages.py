"""Direct messages: two people for good, one room for each pair (contract 4, 12)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.models import User
from chat.models import Member, Room
from chat.services import rooms
from tests.chat.doors import Rest


def _open(user: Rest, *others: User) -> tuple[int, dict[str, object]]:
    answer = user.post("rooms", {"type": "DM", "memberIds": [str(other.pk) for other in others]})
    return answer.status, answer.body


@pytest.mark.django_db
def test_both_sides_open_the_same_room(alice: User, bob: User) -> None:
    status, room = _open(Rest(alice), bob)
    assert (status, room["type"], room["memberCount"]) == (201, "DM", 2)
    again, same = _open(Rest(bob), alice)
    assert (again, same["roomId"]) == (200, room["roomId"])


@pytest.mark.django_db
def test_nobody_is_admin_of_a_direct_message(alice: User, bob: User) -> None:
    _status, room = _open(Rest(alice), bob)
    assert [m["isAdmin"] for m in room["members"]] == [False, False]  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_notes_to_oneself(alice: User) -> None:
    status, room = _open(Rest(alice))
    assert (status, room["memberCount"]) == (201, 1)
    assert _open(Rest(alice), alice)[1]["roomId"] == room["roomId"]
    said = Rest(alice).say(room["roomId"], "메모")
    assert said["unreadCount"] == 0


@pytest.mark.django_db
def test_three_people_are_no_direct_message(alice: User, bob: User, dana: User) -> None:
    assert _open(Rest(alice), bob, dana)[0] == 400


@pytest.mark.django_db
def test_members_and_name_stay_as_they_are(alice: User, bob: User, dana: User, charlie: User, dm: Room) -> None:
    calls = (
        ("PATCH", "", {"name": "x"}),
        ("PATCH", "", {"historyVisibility": "ALL"}),
        ("DELETE", "", None),
        ("POST", "/members", {"userIds": [str(dana.pk)]}),
        ("PATCH", f"/members/{bob.pk}", {"isAdmin": True}),
        ("DELETE", f"/members/{bob.pk}", None),
    )
    for method, path, body in calls:
        assert Rest(alice).call(method, f"rooms/{dm.pk}{path}", body).status == 403, path
        assert Rest(charlie).call(method, f"rooms/{dm.pk}{path}", body).status == 404, path
    assert Member.objects.filter(room=dm, left_at=None).count() == 2


@pytest.mark.django_db
def test_leaving_hides_it_until_the_next_message(alice: User, bob: User, dm: Room) -> None:
    a, b = Rest(alice), Rest(bob)
    b.say(dm.pk, "하나")
    assert a.post(f"rooms/{dm.pk}/leave").status == 204
    assert a.get("rooms").body["results"] == []
    assert len(b.get("rooms").body["results"]) == 1
    b.say(dm.pk, "둘")
    assert [r["roomId"] for r in a.get("rooms").body["results"]] == [str(dm.pk)]
    assert a.texts(dm.pk) == ["하나", "둘"]
    assert a.room(dm.pk)["me"]["unreadCount"] == 2


@pytest.mark.django_db
def test_a_hidden_one_comes_back_when_it_is_opened_again(alice: User, bob: User, dm: Room) -> None:
    Rest(alice).post(f"rooms/{dm.pk}/leave")
    assert _open(Rest(alice), bob)[0] == 200
    assert len(Rest(alice).get("rooms").body["results"]) == 1


@pytest.mark.django_db
def test_a_colleague_who_is_disabled_can_still_be_read(alice: User, bob: User, dm: Room) -> None:
    from accounts.services import disable_user

    Rest(bob).say(dm.pk, "마지막 말")
    disable_user(actor=None, user_id=bob.pk)
    assert _open(Rest(alice), bob)[1]["roomId"] == str(dm.pk)
    assert Rest(alice).texts(dm.pk) == ["마지막 말"]


@pytest.mark.django_db(transaction=True)
def test_two_people_open_it_in_the_same_moment(alice: User, bob: User) -> None:
    def opens(pair: tuple[User, User]) -> tuple[object, bool]:
        try:
            room, new = rooms.create_room(actor=pair[0], type="DM", member_ids=[pair[1].pk])
            return room.pk, new
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(opens, [(alice, bob), (bob, alice)] * 8))
    assert len({room_id for room_id, _new in found}) == 1
    assert sum(new for _room_id, new in found) == 1
    assert Room.objects.count() == 1
    assert Member.objects.count() == 2
