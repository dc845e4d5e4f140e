"""Rooms, jobs and policies in the administration."""

from typing import Any

import pytest
from django.test import Client

from audit.models import AuditEntry
from chat.models import Member, Message, Room
from chat.services.members import add_members
from messenger.core import policies
from messenger.core.models import Job

pytestmark = pytest.mark.django_db

ROOMS = "/admin/chat/room/"
ROWS = {"members-TOTAL_FORMS": "0", "members-INITIAL_FORMS": "0"}


def test_a_room_is_renamed_and_everybody_in_it_is_told_by_whom(admin: Client, room: Any, sysadmin: Any) -> None:
    answer = admin.post(f"{ROOMS}{room.pk}/change/", {"name": "새 회의실", **ROWS})
    assert answer.status_code == 302
    assert Room.objects.get(pk=room.pk).name == "새 회의실"
    line = Message.objects.filter(room=room, type="SYSTEM").latest("seq")
    assert line.system["kind"] == "room.renamed" and line.system["actorId"] == str(sysadmin.pk)
    entry = AuditEntry.objects.get(action="room.updated")
    assert entry.actor_id == sysadmin.pk


def test_an_orphaned_room_gets_an_admin_from_those_who_are_in(
    admin: Client, room: Any, alice: Any, charlie: Any
) -> None:
    Member.objects.filter(room=room).update(is_admin=False)
    assert "회의실" in admin.get(ROOMS, {"admins": "none"}).content.decode()
    outsider = {"name": "회의실", "appointed": "999999", **ROWS}
    assert admin.post(f"{ROOMS}{room.pk}/change/", outsider).status_code == 200
    member = Member.objects.get(room=room, user=alice)
    assert (
        admin.post(f"{ROOMS}{room.pk}/change/", {"name": "회의실", "appointed": member.pk, **ROWS}).status_code == 302
    )
    assert Member.objects.get(pk=member.pk).is_admin
    assert not Member.objects.filter(room=room, user=charlie).exists()


def test_nobody_appoints_themselves(admin: Client, room: Any, bob: Any, sysadmin: Any) -> None:
    """A member since today, made its admin, could open what was written before."""
    add_members(actor=bob, room_id=room.pk, user_ids=[sysadmin.pk])
    mine = Member.objects.get(room=room, user=sysadmin)
    admin.post(f"{ROOMS}{room.pk}/change/", {"name": "회의실", "appointed": mine.pk, **ROWS})
    assert not Member.objects.get(pk=mine.pk).is_admin


def test_a_drafts_title_is_not_found_letter_by_letter(admin: Client, bob: Any, api: Any) -> None:
    question = {"type": "TEXT", "prompt": "의견", "required": False}
    body = {"isAnonymous": False, "questions": [question]}
    assert api(bob).post("/surveys", {"title": "구조조정 의견", "isDraft": True, **body}).status_code == 201
    assert api(bob).post("/surveys", {"title": "구내식당 의견", **body}).status_code == 201
    desk = "/admin/surveys/survey/"
    assert "(작성 중)" not in admin.get(desk, {"q": "구조조"}).content.decode()
    assert "구내식당 의견" in admin.get(desk, {"q": "구내"}).content.decode()
    assert "(작성 중)" in admin.get(desk, {"q": bob.login_id}).content.decode()


def test_the_admin_of_the_machine_is_still_no_member(admin: Client, room: Any, sysadmin: Any, api: Any) -> None:
    admin.get(f"{ROOMS}{room.pk}/change/")
    assert api(sysadmin).get(f"/rooms/{room.pk}").status_code == 404
    assert not Member.objects.filter(room=room, user=sysadmin).exists()


def test_a_direct_message_is_only_looked_at(admin: Client, alice: Any, bob: Any) -> None:
    from chat.services.rooms import create_room

    dm, _new = create_room(actor=alice, type="DM", member_ids=[bob.pk])
    page = admin.get(f"{ROOMS}{dm.pk}/change/").content.decode()
    assert "김민지 · 박준호" in page and 'name="name"' not in page
    assert admin.post(f"{ROOMS}{dm.pk}/change/", {"name": "x", **ROWS}).status_code == 403


def test_deleting_a_room_asks_again(admin: Client, room: Any) -> None:
    chosen = {"action": "close", "index": "0", "_selected_action": [str(room.pk)]}
    assert "회의실" in admin.post(ROOMS, chosen).content.decode()
    assert Room.objects.get(pk=room.pk).deleted_at is None
    admin.post(ROOMS, {**chosen, "typed": "1"})
    assert Room.objects.get(pk=room.pk).deleted_at is not None


def test_a_job_says_why_it_ended_and_begins_again(admin: Client) -> None:
    job = Job(kind="file.scan", queue="scan", state="FAILED", cause="DEPENDENCY_DOWN", waiting_for="clamd")
    job.finished_at = job.created_at
    job.save()
    page = admin.get("/admin/core/job/", {"state__exact": "FAILED"}).content.decode()
    assert "clamd" in page
    admin.post("/admin/core/job/", {"action": "retry", "index": "0", "_selected_action": [str(job.pk)]})
    assert Job.objects.get(pk=job.pk).state == "QUEUED"
    assert AuditEntry.objects.filter(action="job.retried").count() == 1


def test_enter_in_the_form_of_a_policy_saves_it(admin: Client) -> None:
    admin.post("/manage/policies", {"name": "PASSWORD_DAYS", "value": "90", "act": "save"})
    form = admin.get("/manage/policies").content.decode().split('id="policy-PASSWORD_DAYS"')[1].split("</form>")[0]
    assert form.index('value="save"') < form.index('value="reset"'), "a form's first button is the one for Enter"


@pytest.mark.parametrize("address", ["/admin/core/policyvalue/", "/manage/policies"])
def test_a_policy_is_chosen_and_given_back(admin: Client, address: str) -> None:
    assert "REGISTRATION" in admin.get(address).content.decode()
    admin.post(address, {"name": "REGISTRATION", "value": "off", "act": "save"})
    assert policies.value("REGISTRATION") == "off"
    admin.post(address, {"name": "PASSWORD_LEAST", "value": "7", "act": "save"})
    assert policies.value("PASSWORD_LEAST") == 10, "too few characters"
    admin.post(address, {"name": "REGISTRATION", "act": "reset"})
    assert policies.value("REGISTRATION") == "approval"
    entries = AuditEntry.objects.filter(action="policy.changed", target_id="REGISTRATION").order_by("pk")
    assert [(entry.detail["before"], entry.detail["after"]) for entry in entries] == [
        ("approval", "off"),
        ("off", "approval"),
    ]
