"""Who leaves hands over what they had in hand. Nobody gets into a room by it."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from accounts import services
from audit.models import AuditEntry
from chat.models import Member, MustRead, Poll, ScheduledMessage
from chat.services import must_reads, polls, scheduling
from messenger.core.errors import Forbidden, Invalid
from surveys.models import Survey

pytestmark = pytest.mark.django_db


def found(sysadmin: Any, user: Any) -> dict[str, list[Any]]:
    return {part.kind: things for part, things in services.belongings(sysadmin, user.pk)}


def scheduled(user: Any, room: Any) -> Any:
    at = timezone.now() + dt.timedelta(days=1)
    row, _new = scheduling.schedule_message(
        actor=user, room_id=room.pk, client_msg_id=uuid.uuid4(), text="내일 아침 회의합니다", at=at
    )
    return uuid.UUID(str(row["scheduledId"]))


def test_a_room_gets_another_admin_who_is_in_it_already(
    bob: Any, alice: Any, charlie: Any, sysadmin: Any, room: Any
) -> None:
    [thing] = found(sysadmin, bob)["room"]
    assert (thing.id, thing.name, alice.pk in thing.takers, charlie.pk in thing.takers) == (
        room.pk, "회의실", True, False,
    )  # fmt: skip
    chosen = {"room": [room.pk]}
    [refused] = services.hand_over(actor=sysadmin, user_id=bob.pk, successor_id=charlie.pk, chosen=chosen)
    assert refused.code == "FORBIDDEN"
    assert not Member.objects.filter(room=room, user=charlie).exists()
    [done] = services.hand_over(actor=sysadmin, user_id=bob.pk, successor_id=alice.pk, chosen=chosen)
    assert done.code == ""
    admins = Member.objects.filter(room=room, is_admin=True).values_list("user_id", flat=True)
    assert list(admins) == [alice.pk]
    entry = AuditEntry.objects.get(action="user.handed_over")
    assert (entry.actor_id, entry.target_id, entry.detail["to"]) == (sysadmin.pk, str(bob.pk), str(alice.pk))
    [again] = services.hand_over(actor=sysadmin, user_id=bob.pk, successor_id=alice.pk, chosen=chosen)
    assert again.code == "NOT_FOUND"


def test_a_scheduled_message_is_sent_by_the_successor_or_not_at_all(
    bob: Any, alice: Any, charlie: Any, sysadmin: Any, room: Any
) -> None:
    kept, dropped = scheduled(bob, room), scheduled(bob, room)
    things = found(sysadmin, bob)["scheduled"]
    assert {thing.name for thing in things} == {"회의실"}, "no words of it"
    services.disable_user(actor=sysadmin, user_id=bob.pk, reason="퇴직")
    [refused] = services.hand_over(
        actor=sysadmin, user_id=bob.pk, successor_id=charlie.pk, chosen={"scheduled": [kept]}
    )
    assert refused.code == "FORBIDDEN"
    services.hand_over(actor=sysadmin, user_id=bob.pk, successor_id=alice.pk, chosen={"scheduled": [kept]})
    services.hand_over(actor=sysadmin, user_id=bob.pk, successor_id=None, chosen={"scheduled": [dropped]})
    assert list(ScheduledMessage.objects.values_list("pk", "sender_id")) == [(kept, alice.pk)]
    sent = scheduling.send_now(actor=alice, scheduled_id=kept)
    assert sent["senderId"] == alice.pk


def test_open_polls_close_and_notices_and_surveys_find_a_new_author(
    bob: Any, alice: Any, sysadmin: Any, room: Any
) -> None:
    polls.create_poll(actor=bob, room_id=room.pk, client_msg_id=uuid.uuid4(), question="점심?", options=("국수", "밥"))
    must_reads.publish(
        actor=bob, client_msg_id=uuid.uuid4(), title="보안 점검", text="읽어 주세요", room_ids=(room.pk,)
    )
    survey = Survey.objects.create(author=bob, title="만족도", is_anonymous=True, threshold=5, text_threshold=5)
    things = found(sysadmin, bob)
    assert [len(things[kind]) for kind in ("poll", "notice", "survey")] == [1, 1, 1]
    assert [things[kind][0].name for kind in ("notice", "survey")] == ["", ""], "neither words nor drafts are told"
    chosen = {kind: [things[kind][0].id] for kind in ("notice", "survey")}
    services.hand_over(actor=sysadmin, user_id=bob.pk, successor_id=alice.pk, chosen=chosen)
    services.hand_over(actor=sysadmin, user_id=bob.pk, successor_id=None, chosen={"poll": [things["poll"][0].id]})
    survey.refresh_from_db()
    assert (survey.author_id, MustRead.objects.get().author_id) == (alice.pk, alice.pk)
    assert Poll.objects.get().closed_at is not None
    must_reads.close(actor=alice, must_read_id=MustRead.objects.get().pk)
    assert found(sysadmin, bob)["poll"] == []


def test_only_a_system_admin_looks_and_only_to_a_colleague_who_is_here(
    bob: Any, alice: Any, charlie: Any, auditor: Any, sysadmin: Any, room: Any
) -> None:
    for nobody in (bob, charlie, auditor):
        with pytest.raises(Forbidden):
            services.belongings(nobody, bob.pk)
        with pytest.raises(Forbidden):
            services.hand_over(actor=nobody, user_id=bob.pk, successor_id=alice.pk, chosen={"room": [room.pk]})
    services.disable_user(actor=sysadmin, user_id=alice.pk)
    for successor in (alice, bob, sysadmin):  # the last: notices and answers would open to whoever hands them over
        with pytest.raises(Invalid):
            services.hand_over(actor=sysadmin, user_id=bob.pk, successor_id=successor.pk, chosen={})
    with pytest.raises(Invalid):
        services.hand_over(actor=sysadmin, user_id=bob.pk, successor_id=None, chosen={"bank account": []})
