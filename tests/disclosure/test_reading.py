"""Within an approved case its reader sees what was written in its scope, as it stands; nothing of it is membership."""

from typing import Any

import pytest
from django.db import OperationalError

from accounts import services as accounts
from accounts.models import Role, User, UserRole
from chat.models import DisclosureLook, Member, Room
from chat.selectors.rooms import my_room
from chat.services import disclosing_reading, editing, members, rooms
from files import storage
from tests.client import Api
from tests.disclosure.conftest import Case, back_in_time, out_of_time, recorded, say, texts
from tests.files.making import stored_file

pytestmark = pytest.mark.django_db


def _page(user: User, case: Any, room: Any, **query: Any) -> Any:
    return Api(user).get(f"/disclosures/{case.pk}/rooms/{room.pk}/messages", **query)


def test_the_reader_sees_what_stands_there_now(opened: Case, room: Room, alice: User, bob: User, auditor: User) -> None:
    say(alice, room, "그대로")
    edited, erased = say(alice, room, "고치기 전"), say(bob, room, "지울 말")
    editing.edit_message(actor=alice, message_id=edited.pk, text="고친 뒤")
    editing.delete_message(actor=bob, message_id=erased.pk)
    page = _page(auditor, opened(), room).json()
    said = [one for one in page["results"] if one["type"] != "SYSTEM"]
    assert [one["text"] for one in said] == ["그대로", "고친 뒤", ""]
    assert [one["deletedAt"] is not None for one in said] == [False, False, True]
    assert page["people"][str(alice.pk)] == "김민지"
    assert {one["unreadCount"] for one in said} == {None}


def test_pages_go_back_and_forth_by_seq(opened: Case, room: Room, alice: User, auditor: User) -> None:
    sent = [say(alice, room, f"{number}번") for number in range(5)]
    case = opened()
    newest = _page(auditor, case, room, limit=2).json()
    assert ([one["seq"] for one in newest["results"]], newest["hasMore"]) == ([sent[3].seq, sent[4].seq], True)
    assert texts(auditor, case, room, beforeSeq=sent[3].seq, limit=2) == ["1번", "2번"]
    assert texts(auditor, case, room, afterSeq=sent[2].seq) == ["3번", "4번"]
    assert _page(auditor, case, room, beforeSeq="x").status_code == 400


def test_every_page_is_written_down_with_what_was_on_it_and_no_word_of_it(
    opened: Case, room: Room, alice: User, auditor: User, audra: User
) -> None:
    first = say(alice, room, "비밀 이야기")
    last = say(alice, room, "또 하나")
    case = opened()
    _page(auditor, case, room, afterSeq=first.seq - 1)
    entry = recorded("disclosure.viewed")[-1]
    assert (entry.actor_id, entry.target_id, entry.outcome) == (auditor.pk, str(case.pk), "success")
    assert entry.detail == {
        "what": "messages",
        "roomId": str(room.pk),
        "count": 2,
        "fromSeq": first.seq,
        "toSeq": last.seq,
    }
    looks = Api(audra).get(f"/disclosures/{case.pk}/looks").json()["results"]
    assert [(one["kind"], one["fromSeq"], one["toSeq"], one["count"]) for one in looks] == [
        ("PAGE", first.seq, last.seq, 2)
    ]


def test_no_record_no_content(
    opened: Case, room: Room, alice: User, auditor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(alice, room, "비밀 이야기")
    case = opened()

    def fails(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("disk full")

    monkeypatch.setattr(disclosing_reading, "record", fails)
    answer = _page(auditor, case, room)
    assert (answer.status_code, "비밀" in answer.content.decode()) == (503, False)
    assert not DisclosureLook.objects.exists()


@pytest.mark.parametrize("state", ["asked", "rejected", "closed", "expired"])
def test_what_is_not_open_opens_nothing(
    state: str, ask: Case, opened: Case, room: Room, alice: User, auditor: User, audra: User
) -> None:
    say(alice, room)
    case = ask() if state in ("asked", "rejected") else opened()
    if state == "rejected":
        Api(audra).post(f"/disclosures/{case.pk}/reject", {"note": "근거가 부족합니다"})
    if state == "closed":
        assert _page(auditor, case, room).status_code == 200
        Api(audra).post(f"/disclosures/{case.pk}/close")
    if state == "expired":
        out_of_time(case)
    for path in (f"rooms/{room.pk}/messages", "rooms", f"files/{room.pk}/download"):
        answer = Api(auditor).get(f"/disclosures/{case.pk}/{path}")
        assert (answer.status_code, answer.json()["error"]["details"]) == (403, {"state": state.upper()})
    assert {entry.detail["refusal"] for entry in recorded("disclosure.viewed", outcome="failure")} == {
        "DisclosureNotOpen"
    }


def test_a_case_that_runs_out_between_two_pages_gives_the_first_only(
    opened: Case, room: Room, alice: User, auditor: User
) -> None:
    for number in range(4):
        say(alice, room, f"{number}번")
    case = opened()
    first = _page(auditor, case, room, limit=2)
    assert first.status_code == 200
    out_of_time(case)
    oldest = first.json()["results"][0]["seq"]
    assert _page(auditor, case, room, limit=2, beforeSeq=oldest).status_code == 403
    assert Api(auditor).get(f"/disclosures/{case.pk}").json()["state"] == "EXPIRED"


def test_nobody_else_reads_under_it_neither_auditor_nor_who_approved(
    opened: Case, room: Room, audra: User, sysadmin: User, alice: User, charlie: User
) -> None:
    case = opened()
    for user in (audra, sysadmin, alice, charlie):
        assert _page(user, case, room).status_code == 403


def test_who_is_no_auditor_any_more_reads_nothing_more(opened: Case, room: Room, auditor: User) -> None:
    case = opened()
    assert _page(auditor, case, room).status_code == 200
    UserRole.objects.filter(user=auditor).delete()
    assert _page(auditor, case, room).status_code == 403
    accounts.set_role(actor=None, user_id=auditor.pk, role=Role.SYSTEM_ADMIN)
    assert _page(auditor, case, room).status_code == 403


def test_it_is_no_membership(opened: Case, room: Room, alice: User, auditor: User) -> None:
    message = say(alice, room, "읽지 않음")
    case = opened()
    before = list(Member.objects.order_by("pk").values_list())
    unread = my_room(alice, room.pk).unread_count
    assert texts(auditor, case, room)
    assert list(Member.objects.order_by("pk").values_list()) == before
    assert my_room(alice, room.pk).unread_count == unread
    here = Api(auditor)
    for path in (f"rooms/{room.pk}", f"rooms/{room.pk}/messages", f"messages/{message.pk}"):
        assert here.get(f"/{path}").status_code == 404
    assert here.get("/rooms").json()["results"] == []
    assert here.get("/search", q="읽지").json()["results"] == []
    assert here.post(f"/rooms/{room.pk}/read", {"messageId": message.pk}).status_code == 404


def test_words_are_looked_for_in_the_scope_alone(opened: Case, room: Room, alice: User, auditor: User) -> None:
    from chat.services import following

    back_in_time(say(alice, room, "계약 금액은 옛날 것"), days=3)
    say(alice, room, "점심 먹을까요")
    hit = say(alice, room, "새 계약 금액을 보냅니다")
    following.catch_up()
    case = opened()
    assert texts(auditor, case, room, q="계약 금액") == ["새 계약 금액을 보냅니다"]
    assert [(one.kind, one.from_seq, one.to_seq) for one in case.looks.all()] == [("SEARCH", hit.seq, hit.seq)]
    assert texts(auditor, case, room, q="없는말") == []


def test_files_open_only_if_the_case_says_so(
    opened: Case, room: Room, alice: User, auditor: User, settings: Any, tmp_path: Any
) -> None:
    settings.FILES_DIR = tmp_path
    storage.store.cache_clear()
    file = stored_file(alice, room.pk)
    say(alice, room, "", type="FILE", attachments=(file.pk,))
    old = stored_file(alice, room.pk)
    back_in_time(say(alice, room, "", type="FILE", attachments=(old.pk,)), days=3)
    without, having = opened(), opened(with_files=True)
    here = Api(auditor)
    named = _page(auditor, without, room).json()["results"][-1]["attachments"][0]
    assert (named["filename"], named["downloadUrl"], named["thumbnailUrl"]) == ("보고서.txt", None, None)
    assert here.get(f"/disclosures/{without.pk}/files/{file.pk}/download").status_code == 403
    address = _page(auditor, having, room).json()["results"][-1]["attachments"][0]["downloadUrl"]
    assert here.get(address).content == b"hello"
    assert recorded("file.downloaded")[-1].detail["reason"] == f"disclosure {having.pk}"
    assert having.looks.filter(kind="FILE").count() == 1
    assert here.get(f"/disclosures/{having.pk}/files/{old.pk}/download").status_code == 404
    assert here.get(f"/files/{file.pk}/download").status_code == 404
    storage.store.cache_clear()


# --- The edges of a scope ---------------------------------------------------------------------


def test_the_period_has_edges_and_what_is_written_afterwards_is_not_in_it(
    opened: Case, room: Room, alice: User, auditor: User
) -> None:
    back_in_time(say(alice, room, "너무 이른"), days=2)
    say(alice, room, "들어가는")
    case = opened()
    say(alice, room, "그 뒤의")
    assert texts(auditor, case, room) == ["들어가는"]


def test_what_is_quoted_from_outside_is_not_shown(opened: Case, room: Room, alice: User, auditor: User) -> None:
    old = back_in_time(say(alice, room, "옛 비밀"), days=2)
    say(alice, room, "그것에 답합니다", reply_to=old.pk)
    say(alice, room, "이것에도", reply_to=say(alice, room, "새 말").pk)
    quotes = [one["replyTo"] for one in _page(auditor, opened(), room).json()["results"] if one["replyTo"]]
    assert [(one["text"], one.get("outsideScope", False)) for one in quotes] == [("", True), ("새 말", False)]


def test_of_a_person_only_what_was_written_while_they_were_there(
    opened: Case, room: Room, alice: User, bob: User, charlie: User, auditor: User
) -> None:
    say(alice, room, "오기 전")
    members.add_members(actor=bob, room_id=room.pk, user_ids=[charlie.pk])
    say(alice, room, "처음 머문 동안")
    members.remove_member(actor=bob, room_id=room.pk, user_id=charlie.pk)
    say(alice, room, "나간 사이")
    members.add_members(actor=bob, room_id=room.pk, user_ids=[charlie.pk])
    say(alice, room, "다시 온 뒤")
    members.remove_member(actor=bob, room_id=room.pk, user_id=charlie.pk)
    say(alice, room, "다시 나간 뒤")
    seen = ["처음 머문 동안", "다시 온 뒤"]
    assert texts(auditor, opened(user_ids=(charlie.pk,)), room) == seen
    assert texts(auditor, opened(room_ids=(room.pk,), user_ids=(charlie.pk,)), room) == seen


def test_of_a_person_their_direct_messages_too_and_of_others_none(
    opened: Case, room: Room, alice: User, bob: User, dana: User, auditor: User
) -> None:
    mine, _new = rooms.create_room(actor=alice, type="DM", member_ids=[bob.pk])
    others, _new = rooms.create_room(actor=dana, type="DM", member_ids=[bob.pk])
    say(dana, room, "모두의 말")
    say(bob, mine, "둘만의 말")
    say(bob, others, "다른 둘의 말")
    rooms.delete_room(actor=bob, room_id=room.pk)
    case = opened(user_ids=(alice.pk,))
    listed = Api(auditor).get(f"/disclosures/{case.pk}/rooms").json()["results"]
    assert {one["room"]["name"] for one in listed} == {"회의실", "김민지, 박준호"}
    assert texts(auditor, case, mine) == ["둘만의 말"]
    assert _page(auditor, case, others).status_code == 404
    narrowed = opened(room_ids=(room.pk,), user_ids=(alice.pk,))
    assert _page(auditor, narrowed, mine).status_code == 404


def test_a_room_that_is_not_named_looks_like_one_that_does_not_exist(
    opened: Case, auditor: User, charlie: User
) -> None:
    private, _new = rooms.create_room(actor=charlie, type="GROUP", name="개발", member_ids=[])
    say(charlie, private, "남의 말")
    case = opened()
    missing = Api(auditor).get(f"/disclosures/{case.pk}/rooms/{case.pk}/messages")
    outside = _page(auditor, case, private)
    assert missing.status_code == outside.status_code == 404
    assert missing.json()["error"]["message"] == outside.json()["error"]["message"]
