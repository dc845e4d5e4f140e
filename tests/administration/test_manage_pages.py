"""The pages for system admins: approvals, people, hand-over, org chart, transfers, sheets."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import DeviceSession, OrgUnit, PeopleImport, Transfer, User
from accounts.services import create_unit, disable_user, give_post, open_device_session, register
from audit.models import AuditEntry
from chat.models import Member, ScheduledMessage
from chat.services.scheduling import schedule_message

pytestmark = pytest.mark.django_db


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_queue_lets_several_in_and_refuses_with_a_reason(admin: Client) -> None:
    people = [register(username=f"new{n}", password="바다가-보이는-창문", name=f"신청자{n}") for n in range(3)]
    page = text_of(admin.get("/manage/approvals"))
    assert all(f"신청자{n}" in page for n in range(3))
    ids = [str(one.pk) for one in people]
    assert admin.post("/manage/approvals", {"who": ids[:2], "act": "approve"})["Location"].endswith("n=2&done=approved")
    assert admin.post("/manage/approvals", {"who": ids[2:], "act": "reject"}).status_code == 400, "a reason is needed"
    admin.post("/manage/approvals", {"who": ids[2:], "act": "reject", "reason": "사번이 없습니다"})
    assert list(
        User.objects.filter(pk__in=ids, status="ACTIVE").values_list("login_id", flat=True).order_by("login_id")
    ) == [
        "new0",
        "new1",
    ]
    assert "기다리는" in text_of(admin.get("/manage/approvals"))
    assert "사번이 없습니다" in text_of(admin.get("/manage/approvals?show=rejected"))


def test_nobody_is_let_in_by_a_form_that_does_not_say_so(admin: Client) -> None:
    one = register(username="new1", password="바다가-보이는-창문", name="신청자")
    for act in ({}, {"act": "anything"}):
        assert admin.post("/manage/approvals", {"who": str(one.pk), **act}).status_code == 400
    assert User.objects.get(pk=one.pk).status == "PENDING"
    page = text_of(admin.get("/manage/approvals"))
    assert page.index('value="reject"') < page.index('value="approve"'), "Enter in the reason presses the first button"


def test_people_are_searched_and_shown_in_pages(admin: Client, alice: Any, bob: Any) -> None:
    page = text_of(admin.get("/manage/people", {"q": "ㄱㅁㅈ", "status": "ACTIVE", "role": "", "page": "99"}))
    assert "김민지" in page and "박준호" not in page
    unit = create_unit(actor=None, name="영업팀")
    give_post(actor=None, user=bob, unit=unit)
    page = text_of(admin.get("/manage/people", {"unit": str(unit.pk)}))
    assert "박준호" in page and "김민지" not in page
    assert admin.get("/manage/people", {"status": "NONSENSE", "unit": "x", "q": "\0"}).status_code == 200


def test_a_one_time_password_is_shown_once(admin: Client, alice: Any) -> None:
    address = f"/manage/people/{alice.pk}"
    page = text_of(admin.post(address, {"act": "password"}))
    shown = page.split('class="one-time">')[1].split("<")[0]
    fresh = User.objects.get(pk=alice.pk)
    assert fresh.check_password(shown) and fresh.must_change_password
    assert shown not in text_of(admin.get(address))
    assert not AuditEntry.objects.filter(detail__icontains=shown).exists()


def test_devices_of_somebody_are_looked_at_on_record_and_signed_out(admin: Client, alice: Any) -> None:
    open_device_session(alice, device_name="노트북")
    assert "노트북" in text_of(admin.get(f"/manage/people/{alice.pk}"))
    assert AuditEntry.objects.filter(action="admin.viewed", target_id=str(alice.pk)).count() == 1
    admin.post(f"/manage/people/{alice.pk}", {"act": "sign_out"})
    assert not DeviceSession.objects.filter(user=alice, revoked_at=None).exists()


def test_disabling_wants_the_login_typed_and_leads_to_the_hand_over(
    admin: Client, room: Any, bob: Any, alice: Any
) -> None:
    address = f"/manage/people/{bob.pk}/disable"
    assert admin.post(address, {"typed": "alice", "reason": "퇴사"}).status_code == 400
    assert admin.post(address, {"typed": "bob", "reason": ""}).status_code == 400
    assert User.objects.get(pk=bob.pk).status == "ACTIVE"
    answer = admin.post(address, {"typed": "Bob", "reason": "퇴사"})
    assert answer["Location"] == f"/manage/people/{bob.pk}/handover?done=disabled"
    assert User.objects.get(pk=bob.pk).status == "DISABLED"


def test_a_room_is_handed_over_to_somebody_who_is_in_it(
    admin: Client, room: Any, bob: Any, dana: Any, charlie: Any
) -> None:
    address = f"/manage/people/{bob.pk}/handover"
    assert admin.get(address).status_code == 409, "what they have in hand is theirs"
    assert address not in text_of(admin.get(f"/manage/people/{bob.pk}"))
    disable_user(actor=None, user_id=bob.pk)
    assert address in text_of(admin.get(f"/manage/people/{bob.pk}"))
    assert "회의실" in text_of(admin.get(address))
    wanted = {"room": [str(room.pk)], "act": "hand"}
    assert admin.post(address, {**wanted, "successor": "nobody"}).status_code == 400
    page = " ".join(text_of(admin.post(address, {**wanted, "successor": "charlie"})).split())
    assert f'value="{room.pk}" checked' in page and "대화방에 있는 사람만 넘겨받을 수 있습니다" in page
    assert not Member.objects.filter(room=room, user=charlie).exists(), "nobody gets into a room by it"
    assert admin.post(address, {**wanted, "successor": "dana"}).status_code == 200
    assert Member.objects.get(room=room, user=dana).is_admin
    assert AuditEntry.objects.filter(action="user.handed_over", target_id=str(bob.pk)).count() == 1


def test_what_somebody_had_ends_only_where_its_number_was_typed(admin: Client, room: Any, bob: Any, dana: Any) -> None:
    address, tomorrow = f"/manage/people/{bob.pk}/handover", timezone.now() + dt.timedelta(days=1)
    schedule_message(actor=bob, room_id=room.pk, client_msg_id=uuid.uuid4(), text="내일 아침", at=tomorrow)
    waiting = ScheduledMessage.objects.get()
    disable_user(actor=None, user_id=bob.pk)
    chosen = {"scheduled": [str(waiting.pk)]}
    both = {"act": "hand", "successor": "dana", "typed": "1"}
    for unclear in ({}, {"act": "x"}, {"act": "end"}, {"act": "end", "typed": "2"}, both):
        answer = admin.post(address, {**chosen, **unclear})
        assert answer.status_code == 400
        assert f'value="{waiting.pk}" checked' in " ".join(text_of(answer).split()), "what was chosen is chosen still"
    assert ScheduledMessage.objects.get().sender_id == bob.pk
    assert admin.post(address, {**chosen, "act": "end", "typed": "1"}).status_code == 200
    assert not ScheduledMessage.objects.exists()


def test_departments_are_made_moved_merged_and_deleted(admin: Client, alice: Any) -> None:
    admin.post("/manage/units", {"name": "본부", "order_no": "0", "parent": ""})
    top = OrgUnit.objects.get(name="본부")
    admin.post("/manage/units", {"name": "팀", "order_no": "1", "parent": str(top.pk)})
    team = OrgUnit.objects.get(name="팀")
    give_post(actor=None, user=alice, unit=team)
    under_itself = {"act": "save", "name": "본부", "order_no": "0", "parent": str(team.pk)}
    assert admin.post(f"/manage/units/{top.pk}", under_itself).status_code == 400
    assert admin.post(f"/manage/units/{team.pk}", {"act": "delete", "typed": "팀"}).status_code == 400, "not empty"
    merge = {"act": "merge", "into": str(top.pk)}
    assert admin.post(f"/manage/units/{team.pk}", {**merge, "typed": "본부"}).status_code == 400
    assert admin.post(f"/manage/units/{team.pk}", {**merge, "typed": "팀"}).status_code == 302
    assert list(OrgUnit.objects.values_list("name", flat=True)) == ["본부"]
    assert alice.posts.get().unit_id == top.pk


def test_a_transfer_is_looked_at_entered_and_cancelled(admin: Client, alice: Any) -> None:
    old, new = create_unit(actor=None, name="영업팀"), create_unit(actor=None, name="개발팀")
    give_post(actor=None, user=alice, unit=old, role_in_org="팀장")
    day = timezone.localdate() + dt.timedelta(days=10)
    order = {"who": "alice", "kind": "MOVE", "effective_on": f"{day:%Y-%m-%d}", "to_unit": str(new.pk)}
    page = text_of(admin.post("/manage/transfers/new", {**order, "act": "preview"}))
    assert "before-after" in page and not Transfer.objects.exists()
    assert "직책이 없어집니다: 영업팀 팀장" in page
    as_before = text_of(admin.post("/manage/transfers/new", {**order, "role_in_org": "팀장", "act": "preview"}))
    assert "직책이 없어집니다" not in as_before
    assert admin.post("/manage/transfers/new", {**order, "act": "plan"}).status_code == 302
    row = Transfer.objects.get()
    assert "개발팀" in text_of(admin.get(f"/manage/transfers/{row.pk}"))
    assert str(row.pk) in text_of(admin.get("/admin/accounts/transfer/"))
    admin.post("/manage/transfers", {"transfer": str(row.pk)})
    row.refresh_from_db()
    assert row.state == "CANCELLED" and alice.posts.get().unit_id == old.pk
    wrong = text_of(admin.post("/manage/transfers/new", {**order, "who": "nobody", "act": "plan"}))
    assert 'id="who-error"' in wrong
    own = text_of(admin.post("/manage/transfers/new", {**order, "who": "sysadmin", "kind": "LEAVE", "act": "preview"}))
    assert "자신의 계정에는 할 수 없습니다" in own


def test_a_sheet_is_looked_at_first_and_errors_are_named_by_line(admin: Client, alice: Any) -> None:
    sheet = "사번,이름,아이디,부서\nA1,새사람,newbie,영업팀\nA2,,nameless,영업팀\n".encode("cp949")
    upload = SimpleUploadedFile("명단.csv", sheet, "text/csv")
    answer = admin.post("/manage/people/import", {"sheet": upload, "act": "import"})
    row = PeopleImport.objects.get()
    assert answer["Location"] == f"/manage/people/import/{row.pk}"
    page = text_of(admin.get(answer["Location"]))
    assert "새사람" in page and "3행" in page and "반영 전" in page
    assert not User.objects.filter(login_id="newbie").exists()
    admin.post(answer["Location"], {"act": "apply"})
    row.refresh_from_db()
    assert row.state != "PLANNED"
    assert admin.post("/manage/people/import", {"act": "import"}).status_code == 400, "no file"


def test_an_export_wants_a_reason_and_is_written_down(admin: Client, alice: Any) -> None:
    assert admin.post("/manage/people/import", {"act": "export", "format": "csv"}).status_code == 400
    answer = admin.post("/manage/people/import", {"act": "export", "format": "csv", "reason": "연말 정산"})
    assert answer["Content-Disposition"].startswith("attachment") and "김민지" in text_of(answer)
    entry = AuditEntry.objects.get(action="export.created")
    assert entry.detail["reason"] == "연말 정산"


def test_without_a_directory_its_page_says_so(admin: Client) -> None:
    assert "디렉터리가 없습니다" in text_of(admin.get("/manage/directory"))
    assert admin.post("/manage/directory", {"act": "preview"}).status_code == 400


def test_the_menu_counts_who_waits(admin: Client, person: Callable[..., Any]) -> None:
    register(username="new1", password="바다가-보이는-창문", name="신청자")
    assert 'class="badge">1<' in text_of(admin.get("/manage/policies"))
