"""Who left hands over what they had in hand. Nobody gets into a room by it, nor a thing they could not have made."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts import services
from accounts.errors import StillHere
from audit.models import AuditEntry
from chat.errors import MustReadNotFound, NotTheSender
from chat.models import Member, Message, MustRead, Poll, ScheduledMessage
from chat.services import members, must_reads, polls, scheduling
from messenger.core.errors import Forbidden, Invalid
from surveys.models import Survey, Target

pytestmark = pytest.mark.django_db
Hand = Callable[..., Any]


def found(sysadmin: Any, user: Any) -> dict[str, list[Any]]:
    return {part.kind: things for part, things in services.belongings(sysadmin, user.pk)}


@pytest.fixture
def hand(sysadmin: Any, bob: Any) -> Hand:
    """`hand(alice, room=[id])`: what bob had goes to alice; to None, it ends. How it went, thing by thing."""

    def do(successor: Any, **chosen: list[uuid.UUID]) -> list[Any]:
        to = successor and successor.pk
        return services.hand_over(actor=sysadmin, user_id=bob.pk, successor_id=to, chosen=chosen)

    return do


@pytest.fixture
def leaves(bob: Any, sysadmin: Any) -> Callable[[], Any]:
    return lambda: services.disable_user(actor=sysadmin, user_id=bob.pk, reason="퇴직")


def scheduled(user: Any, room: Any) -> Any:
    at = timezone.now() + dt.timedelta(days=1)
    row, _new = scheduling.schedule_message(
        actor=user, room_id=room.pk, client_msg_id=uuid.uuid4(), text="내일 아침 회의합니다", at=at
    )
    return uuid.UUID(str(row["scheduledId"]))


def published(user: Any, *rooms: Any, units: tuple[Any, ...] = ()) -> MustRead:
    row, _new = must_reads.publish(
        actor=user,
        client_msg_id=uuid.uuid4(),
        title="보안 점검",
        text="읽어 주세요",
        room_ids=tuple(room.pk for room in rooms),
        unit_ids=tuple(unit.pk for unit in units),
    )
    return MustRead.objects.get(pk=row["mustReadId"])


def test_nothing_is_taken_out_of_the_hands_of_somebody_who_is_here(
    bob: Any, alice: Any, sysadmin: Any, room: Any, hand: Hand, leaves: Any
) -> None:
    for ask in (lambda: services.belongings(sysadmin, bob.pk), lambda: hand(alice, room=[room.pk])):
        with pytest.raises(StillHere):
            ask()
    assert Member.objects.get(room=room, user=bob).is_admin
    leaves()
    assert found(sysadmin, bob)["room"]
    services.enable_user(actor=sysadmin, user_id=bob.pk)
    with pytest.raises(StillHere):
        services.belongings(sysadmin, bob.pk)


def test_a_room_gets_another_admin_who_is_in_it_already(
    bob: Any, alice: Any, dana: Any, charlie: Any, sysadmin: Any, room: Any, hand: Hand, leaves: Any
) -> None:
    leaves()
    [thing] = found(sysadmin, bob)["room"]
    assert (thing.id, thing.name, thing.takers) == (room.pk, "회의실", {alice.pk, dana.pk})
    [refused] = hand(charlie, room=[room.pk])
    assert (refused.code, bool(refused.text)) == ("FORBIDDEN", True)
    assert not Member.objects.filter(room=room, user=charlie).exists()
    [done] = hand(dana, room=[room.pk])
    assert (done.code, done.text) == ("", "")
    places = {one.user_id: one.is_admin for one in Member.objects.filter(room=room)}
    assert (places[dana.pk], places[bob.pk]) == (True, False)
    entry = AuditEntry.objects.get(action="user.handed_over")
    assert (entry.actor_id, entry.target_id, entry.detail["to"]) == (sysadmin.pk, str(bob.pk), str(dana.pk))
    [again] = hand(dana, room=[room.pk])
    assert again.code == "NOT_FOUND"
    [ended] = hand(None, room=[room.pk])
    assert ended.code == "FORBIDDEN", "a room does not end with somebody's leaving"


def test_a_scheduled_message_is_sent_by_the_successor_or_not_at_all(
    bob: Any, alice: Any, charlie: Any, sysadmin: Any, room: Any, hand: Hand, leaves: Any
) -> None:
    kept, dropped = scheduled(bob, room), scheduled(bob, room)
    leaves()
    assert {thing.name for thing in found(sysadmin, bob)["scheduled"]} == {"회의실"}, "no words of it"
    [refused] = hand(charlie, scheduled=[kept])
    assert (refused.code, bool(refused.text)) == ("FORBIDDEN", True)
    hand(alice, scheduled=[kept])
    hand(None, scheduled=[dropped])
    assert list(ScheduledMessage.objects.values_list("pk", "sender_id")) == [(kept, alice.pk)]
    sent = scheduling.send_now(actor=alice, scheduled_id=kept)
    assert sent["senderId"] == alice.pk


def test_an_open_poll_ends_and_is_not_handed_over(
    bob: Any, alice: Any, sysadmin: Any, room: Any, hand: Hand, leaves: Any
) -> None:
    polls.create_poll(actor=bob, room_id=room.pk, client_msg_id=uuid.uuid4(), question="점심?", options=("국수", "밥"))
    leaves()
    [poll] = found(sysadmin, bob)["poll"]
    [refused] = hand(alice, poll=[poll.id])
    assert refused.code == "FORBIDDEN"
    hand(None, poll=[poll.id])
    assert Poll.objects.get().closed_at is not None
    assert found(sysadmin, bob)["poll"] == []


def test_a_notice_goes_to_who_could_publish_it_and_is_the_new_owners_alone_to_withdraw(
    bob: Any, alice: Any, dana: Any, charlie: Any, sysadmin: Any, room: Any, hand: Hand, leaves: Any
) -> None:
    notice = published(bob, room)
    members.change_member(actor=bob, room_id=room.pk, user_id=alice.pk, is_admin=True)
    leaves()
    [thing] = found(sysadmin, bob)["notice"]
    assert (thing.name, thing.takers) == ("", {alice.pk}), "no words of it; a room's admins alone"
    for nobody in (dana, charlie):  # a member who may not publish there, and an outsider
        [refused] = hand(nobody, notice=[notice.pk])
        assert (refused.code, bool(refused.text)) == ("FORBIDDEN", True)
    [done] = hand(alice, notice=[notice.pk])
    assert done.code == "" and notice.recipients.filter(user=alice).count() == 0
    services.enable_user(actor=sysadmin, user_id=bob.pk)
    members.change_member(actor=alice, room_id=room.pk, user_id=dana.pk, is_admin=True)
    members.remove_member(actor=dana, room_id=room.pk, user_id=alice.pk)
    for other in (bob, dana, charlie):
        with pytest.raises((NotTheSender, MustReadNotFound)):
            must_reads.withdraw(actor=other, must_read_id=notice.pk)
    must_reads.withdraw(actor=alice, must_read_id=notice.pk)
    notice.refresh_from_db()
    message = Message.objects.get(must_read_place__must_read=notice)
    assert notice.withdrawn_at is not None and message.deleted_at is not None, (
        "though bob sent it, and alice is no longer there"
    )


@pytest.mark.parametrize(
    ("by", "fit"), [("leads", {"lead", "top"}), ("everybody", {"lead", "top", "peer"}), ("admins", set())]
)
def test_a_notice_to_a_department_goes_to_who_may_address_it(
    by: str, fit: set[str], bob: Any, person: Any, sysadmin: Any, settings: Any, leaves: Any
) -> None:
    settings.MUST_READ_BY = "leads"
    top = services.create_unit(actor=None, name="본부")
    team, other = (services.create_unit(actor=None, name=name, parent_id=top.pk) for name in ("영업팀", "개발팀"))
    posts = {"lead": (team, "팀장"), "peer": (team, ""), "top": (top, "본부장"), "else": (other, "팀장")}
    people = {name: person(f"p.{name}") for name in posts}
    services.give_post(actor=None, user=bob, unit=team, role_in_org="팀장")
    for name, (unit, role) in posts.items():
        services.give_post(actor=None, user=people[name], unit=unit, role_in_org=role)
    published(bob, units=(team,))
    leaves()
    settings.MUST_READ_BY = by
    [thing] = found(sysadmin, bob)["notice"]
    assert thing.takers == {sysadmin.pk, *(people[name].pk for name in fit)}
    MustRead.objects.get().places.update(unit=None)  # dissolved
    assert found(sysadmin, bob)["notice"][0].takers == frozenset(), "left over: it can be ended"


@pytest.mark.parametrize(
    ("anonymous", "answered", "by", "takes"),
    [
        (True, True, "everybody", {"alice", "dana"}),
        (False, False, "everybody", {"alice", "dana"}),
        (False, True, "everybody", {"dana"}),  # to her its answers, which bear names, have been shown
        (True, False, "admins", set()),
        (False, True, "admins", set()),
    ],
)
def test_a_survey_goes_to_who_may_hold_it(
    anonymous: bool, answered: bool, by: str, takes: set[str], bob: Any, alice: Any, dana: Any, sysadmin: Any,
    settings: Any, hand: Hand, leaves: Any,
) -> None:  # fmt: skip
    survey = Survey.objects.create(author=bob, title="만족도", is_anonymous=anonymous, threshold=5, text_threshold=5)
    survey.shared_with.add(dana)
    Target.objects.create(survey=survey, user=alice, answered=answered)
    leaves()
    settings.SURVEYS_BY = by
    assert found(sysadmin, bob)["survey"][0].name == "", "a draft is not told"
    for name, one in (("alice", alice), ("dana", dana)):
        [done] = hand(one, survey=[survey.pk])
        assert (done.code == "", bool(done.text)) == (name in takes, name not in takes)
        survey.refresh_from_db()
        assert (survey.author_id == one.pk) == (name in takes)
        Survey.objects.filter(pk=survey.pk).update(author=bob)
        survey.shared_with.add(dana)


def test_only_a_system_admin_looks_and_only_to_a_colleague_who_is_here(
    bob: Any, alice: Any, charlie: Any, auditor: Any, sysadmin: Any, room: Any, hand: Hand, leaves: Any
) -> None:
    leaves()
    for nobody in (alice, charlie, auditor):
        with pytest.raises(Forbidden):
            services.belongings(nobody, bob.pk)
        with pytest.raises(Forbidden):
            services.hand_over(actor=nobody, user_id=bob.pk, successor_id=alice.pk, chosen={"room": [room.pk]})
    services.disable_user(actor=sysadmin, user_id=alice.pk)
    for successor in (alice, bob, sysadmin):  # the last: notices and answers would open to whoever hands them over
        with pytest.raises(Invalid):
            hand(successor)
    with pytest.raises(Invalid):
        hand(None, **{"bank account": []})
