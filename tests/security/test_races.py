"""Twenty at once: what must hold once holds once."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from accounts.services import create_user
from chat.models import Member, Message, Reaction, Room
from messenger.core.errors import Refusal
from tests.client import Api

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]

AT_ONCE = 20


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Run all jobs at the same moment, each in a thread with its own connection; their results or errors."""
    start = threading.Barrier(len(jobs))
    results: list[Any] = [None] * len(jobs)

    def run(index: int, job: Callable[[], Any]) -> None:
        try:
            start.wait(30)
            results[index] = job()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, job)) for index, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    broken = [r for r in results if isinstance(r, Exception) and not isinstance(r, Refusal)]
    assert not broken, broken[:3]
    return results


def people(number: int) -> list[User]:
    return [create_user(login_id=f"p{index:02}", name=f"사람 {index}") for index in range(number)]


def group(admins: int = 1) -> tuple[list[User], Room]:
    """A room of twenty, the first `admins` of them admins."""
    from chat.services import members, rooms

    all_of_them = people(AT_ONCE)
    room, _new = rooms.create_room(
        actor=all_of_them[0], type="GROUP", name="모두", member_ids=[user.pk for user in all_of_them[1:]]
    )
    for user in all_of_them[1:admins]:
        members.change_member(actor=all_of_them[0], room_id=room.pk, user_id=user.pk, is_admin=True)
    return all_of_them, room


def test_one_direct_message_however_many_open_it() -> None:
    one, other = people(2)
    callers = [(Api(one), other), (Api(other), one)] * (AT_ONCE // 2)
    answers = at_once(*[
        lambda api=api, whom=whom: api.post("/rooms", {"type": "DM", "memberIds": [whom.pk]}) for api, whom in callers
    ])  # fmt: skip
    assert sorted(answer.status_code for answer in answers) == [200] * (AT_ONCE - 1) + [201]
    assert len({answer.json()["roomId"] for answer in answers}) == 1
    assert Room.objects.filter(type="DM").count() == 1
    assert Member.objects.count() == 2


def test_one_message_however_often_it_is_sent() -> None:
    users, room = group()
    api, before = Api(users[3]), Message.objects.count()
    body = {"clientMsgId": str(uuid.uuid4()), "text": "한 번만"}
    answers = at_once(*[lambda: api.post(f"/rooms/{room.pk}/messages", body)] * AT_ONCE)
    assert sorted(answer.status_code for answer in answers) == [200] * (AT_ONCE - 1) + [201]
    assert len({answer.json()["messageId"] for answer in answers}) == 1
    assert Message.objects.count() == before + 1


def test_one_of_twenty_contents_wins_and_the_others_conflict() -> None:
    users, room = group()
    api, key = Api(users[3]), str(uuid.uuid4())
    answers = at_once(*[
        lambda n=n: api.post(f"/rooms/{room.pk}/messages", {"clientMsgId": key, "text": f"{n}"}) for n in range(AT_ONCE)
    ])  # fmt: skip
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (AT_ONCE - 1)


def test_twenty_senders_count_without_holes() -> None:
    users, room = group()
    apis = [Api(user) for user in users]
    before = Room.objects.get(pk=room.pk).last_seq
    answers = at_once(*[
        lambda api=api: api.post(f"/rooms/{room.pk}/messages", {"clientMsgId": str(uuid.uuid4()), "text": "안녕"})
        for api in apis
    ])  # fmt: skip
    assert sorted(answer.json()["seq"] for answer in answers) == list(range(before + 1, before + AT_ONCE + 1))
    seqs = list(Message.objects.filter(room=room).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))


def test_the_last_admins_leave_and_somebody_has_the_role() -> None:
    users, room = group(admins=10)
    apis = [Api(user) for user in users[:10]]
    answers = at_once(*[lambda api=api: api.post(f"/rooms/{room.pk}/leave") for api in apis])
    assert {answer.status_code for answer in answers} == {204}
    present = Member.objects.filter(room=room, left_at=None)
    assert present.count() == AT_ONCE - 10
    assert present.filter(is_admin=True).count() == 1
    assert Room.objects.get(pk=room.pk).created_by_id == present.get(is_admin=True).user_id


def test_admins_take_the_role_from_one_another_and_one_is_left() -> None:
    users, room = group(admins=2)
    one, other = Api(users[0]), Api(users[1])
    answers = at_once(
        *[lambda: one.patch(f"/rooms/{room.pk}/members/{users[1].pk}", {"isAdmin": False})] * 10,
        *[lambda: other.patch(f"/rooms/{room.pk}/members/{users[0].pk}", {"isAdmin": False})] * 10,
    )
    assert {answer.status_code for answer in answers} <= {200, 403, 409}
    assert Member.objects.filter(room=room, left_at=None, is_admin=True).count() == 1


def test_everybody_leaves_at_once() -> None:
    users, room = group(admins=3)
    apis = [Api(user) for user in users]
    answers = at_once(*[lambda api=api: api.post(f"/rooms/{room.pk}/leave") for api in apis])
    assert {answer.status_code for answer in answers} == {204}
    assert not Member.objects.filter(room=room, left_at=None).exists()


def test_a_reaction_counts_once_for_each() -> None:
    users, room = group()
    sent = Api(users[0]).post(f"/rooms/{room.pk}/messages", {"clientMsgId": str(uuid.uuid4()), "text": "축하"}).json()
    url = f"/messages/{sent['messageId']}/reactions/%F0%9F%8E%89"
    apis = [Api(user) for user in users[:10]]
    answers = at_once(*[lambda api=api: api.put(url) for api in [*apis, *apis]])
    assert {answer.status_code for answer in answers} == {200}
    assert Reaction.objects.count() == 10
    shown = Api(users[0]).get(f"/messages/{sent['messageId']}").json()
    assert shown["reactions"][0]["count"] == 10
    changes = [answer.json()["change"] for answer in answers]
    assert len(set(changes)) == 10


def test_the_twentieth_kind_of_reaction_is_the_last() -> None:
    users, room = group()
    sent = Api(users[0]).post(f"/rooms/{room.pk}/messages", {"clientMsgId": str(uuid.uuid4()), "text": "축하"}).json()
    kinds = [chr(0x1F600 + n) for n in range(30)]
    apis = [Api(user) for user in users]
    answers = at_once(*[
        lambda api=api, kind=kind: api.put(f"/messages/{sent['messageId']}/reactions/{kind}")
        for api, kind in zip([*apis, *apis], kinds, strict=False)
    ])  # fmt: skip
    assert sorted(answer.status_code for answer in answers) == [200] * 20 + [400] * 10
    assert Reaction.objects.count() == 20


def test_the_same_device_token_is_refreshed_by_many() -> None:
    """Twenty tabs of one client: each gets a token, and the device is not taken for stolen."""
    (user,) = people(1)
    api = Api(user)
    nobody = Api(None)
    answers = at_once(*[lambda: nobody.post("/device-sessions/refresh", {"deviceToken": api.device_token})] * AT_ONCE)
    assert {answer.status_code for answer in answers} == {200}
    newest = {answer.json()["deviceToken"] for answer in answers}
    assert len(newest) == AT_ONCE
    assert api.get("/me").status_code == 200


def test_who_is_disabled_while_they_write_is_out() -> None:
    from accounts.services import disable_user

    users, room = group()
    api = Api(users[5])
    at_once(
        lambda: disable_user(actor=None, user_id=users[5].pk),
        *[
            lambda: api.post(f"/rooms/{room.pk}/messages", {"clientMsgId": str(uuid.uuid4()), "text": "아직"})
            for _ in range(AT_ONCE - 1)
        ],
    )
    after = api.post(f"/rooms/{room.pk}/messages", {"clientMsgId": str(uuid.uuid4()), "text": "이제"})
    assert after.status_code == 401
