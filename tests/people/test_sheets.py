"""A sheet of people is taken in: read from any office program, looked at first, applied once, written out again."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from accounts import roster, services
from accounts.errors import PlanEnded
from accounts.models import OrgMember, PeopleImport, User, UserStatus
from accounts.roster import reading, sheets
from accounts.roster.changes import Kind
from accounts.services import imports
from audit.models import AuditEntry
from messenger.core import jobs
from messenger.core.errors import Forbidden, Invalid, TooLarge

KOREAN = "사번,이름,아이디,부서,직위,직책,전화,이메일,겸직,역할,상태"
ENGLISH = "Employee No,Name,Login,Department,Title,Duty,Phone,E-mail,Concurrent,Role,Status"


def csv(*rows: str, heading: str = KOREAN) -> bytes:
    return "\r\n".join([heading, *rows]).encode()


def xlsx(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def read(data: bytes) -> tuple[list[roster.Entry], list[reading.Problem]]:
    entries, problems, _columns = reading.entries(sheets.read(data))
    return entries, problems


LINE = 'E100,김민지,minji,본사 / 영업1팀,대리,팀장,010-1,m@h.example,"법무팀 (과장, 간사); 감사팀",감사자,재직'


@pytest.mark.parametrize("encode", [lambda text: text.encode("utf-8-sig"), lambda text: text.encode("cp949"),
                                    lambda text: text.encode("utf-16"), str.encode])  # fmt: skip
@pytest.mark.parametrize("heading", [KOREAN, ENGLISH, f"인사 명부\n\n{KOREAN}"])
def test_a_csv_of_any_office_program_is_read(encode: Callable[[str], bytes], heading: str) -> None:
    [entry], problems = read(encode(f"{heading}\r\n{LINE}\r\n"))
    assert problems == []
    assert (entry.login_id, entry.name, entry.employee_no, entry.role) == ("minji", "김민지", "E100", "AUDITOR")
    assert entry.posts == (
        roster.Post(("본사", "영업1팀"), "대리", "팀장", is_primary=True),
        roster.Post(("법무팀",), "과장", "간사"),
        roster.Post(("감사팀",)),
    )


def test_an_xlsx_is_read_and_reckons_nothing() -> None:
    rows: list[list[Any]] = [
        KOREAN.split(",")[:4],
        [1001, "김민지", "minji", "영업1팀"],
        [None] * 4,
        [1002.0, "=1+1", "junho", ""],
    ]
    entries, problems = read(xlsx(*rows))
    assert problems == []
    assert [(entry.row, entry.employee_no, entry.name) for entry in entries] == [(2, "1001", "김민지"), (4, "1002", "")]
    assert [entry.all_posts for entry in entries] == [False, False]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_recognised(delimiter: str) -> None:
    [entry], _problems = read(
        delimiter.join(["이름", "아이디"]).encode() + b"\n" + delimiter.join(["가", "a"]).encode()
    )
    assert entry.login_id == "a"


def test_every_bad_cell_is_named_by_its_line_and_column() -> None:
    _entries, problems = read(
        csv(
            "1,가,a,팀,,,,,법무팀 (과장,왕,재직",
            "2,나,b,팀,,,,,,,휴가",
            "3,다,c,,,,,,법무팀,,",
            "4,라,d,팀,,,,,,,재직",
        )
    )
    assert [(problem.line, problem.column) for problem in problems] == [
        (2, "역할"), (2, "겸직"), (3, "상태"), (4, "겸직"),
    ]  # fmt: skip
    assert [entry.login_id for entry in _entries] == ["d"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"just,some,words\n1,2,3",
        csv(heading="이름,부서"),
        csv(heading="이름,성명,아이디"),
        b"\x00\x01\x02",
        b"\xff\xfe\x00",
        b"PK\x03\x04 and then nothing",
        csv('1,"unfinished'),
    ],
)
def test_what_is_no_sheet_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        read(data)


def test_sheets_that_are_too_large_are_refused(settings: Any) -> None:
    settings.IMPORT_MAX_ROWS = 3
    read(csv(*["1,가,a"] * 3))
    with pytest.raises(TooLarge):
        read(csv(*["1,가,a"] * 4))
    settings.IMPORT_MAX_CELLS = 20
    with pytest.raises(TooLarge):
        read(csv("1,가,a,,,,,,,"))
    with pytest.raises(TooLarge):
        read(csv("1,가," + "a" * 1001))
    settings.IMPORT_MAX_BYTES = 50
    with pytest.raises(TooLarge):
        read(csv("1,가,a"))


def test_a_zip_bomb_is_not_unpacked(settings: Any) -> None:
    settings.IMPORT_MAX_UNPACKED_BYTES = 100_000
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000)
    with pytest.raises(TooLarge):
        read(made.getvalue())


# --- Taking it in


def test_a_plan_is_looked_at_and_applied_once_by_a_job(sysadmin: Any) -> None:
    row = imports.plan_import(actor=sysadmin, data=csv(LINE, "E101,박준호,junho"), file_name="명부.csv")
    assert (len(row.plan["items"]), User.objects.count()) == (2, 1), "a plan changes nothing"
    for _ in range(2):
        imports.apply_import(actor=sysadmin, import_id=row.pk)
    jobs.run_all()
    row.refresh_from_db()
    assert (row.state, [one["state"] for one in row.results]) == ("DONE", ["applied"] * 2)
    minji = User.objects.get(login_id="minji")
    assert OrgMember.objects.filter(user=minji).count() == 3
    names = AuditEntry.objects.exclude(action__startswith="user.").order_by("id").values_list("action", flat=True)
    assert [name for name in names if name.startswith("people.")] == ["people.import_planned", "people.imported"]
    assert AuditEntry.objects.filter(action="user.created", actor_id=sysadmin.pk).count() == 2
    assert imports.plan_import(actor=sysadmin, data=csv(LINE)).plan["items"] == [], "the same sheet changes nothing"


def test_new_people_get_a_password_for_one_sign_in(sysadmin: Any, person: Any) -> None:
    person("old", name="오래된")
    row = imports.plan_import(actor=sysadmin, data=csv("E1,가나다,new.one", "E2,오래된,old"))
    imports.apply_import(actor=sysadmin, import_id=row.pk)
    jobs.run_all()
    [(user, password)] = imports.first_passwords(actor=sysadmin, import_id=row.pk)
    user.refresh_from_db()
    assert (user.login_id, user.check_password(password), user.must_change_password) == ("new.one", True, True)
    assert imports.first_passwords(actor=sysadmin, import_id=row.pk) == [], "seen once"


def test_an_old_plan_is_applied_no_more(sysadmin: Any, settings: Any) -> None:
    row = imports.plan_import(actor=sysadmin, data=csv(LINE))
    row.created_at -= dt.timedelta(seconds=settings.IMPORT_PLAN_SECONDS + 1)
    row.save()
    with pytest.raises(PlanEnded):
        imports.apply_import(actor=sysadmin, import_id=row.pk)
    imports.plan_import(actor=sysadmin, data=csv(LINE))
    assert not PeopleImport.objects.filter(pk=row.pk).exists(), "nor kept"


def test_nobody_else_takes_in_or_out(auditor: Any, alice: Any) -> None:
    for nobody in (auditor, alice):
        with pytest.raises(Forbidden):
            imports.plan_import(actor=nobody, data=csv(LINE))
        with pytest.raises(Forbidden):
            imports.export_people(actor=nobody, reason="궁금해서")


# --- Writing it out


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_can_be_taken_in_again_and_changes_nothing(sysadmin: Any, person: Any, form: str) -> None:
    team = services.unit_at(actor=None, path=("본사", "영업본부", "영업1팀"))
    other = services.unit_at(actor=None, path=("본사", "법무팀"))
    user = person("minji", name="=김민지", title="대리", employee_no="E1", phone="+82 10 1", email="m@h.example")
    services.give_post(actor=None, user=user, unit=team, title="대리", role_in_org="팀장", primary=True)
    services.give_post(actor=None, user=user, unit=other, title="과장", role_in_org="간사")
    person("waiting", status=UserStatus.PENDING)
    made = imports.export_people(actor=sysadmin, reason="정기 점검", form=form)
    row = imports.plan_import(actor=sysadmin, data=made)
    assert (row.plan["items"], row.plan["conflicts"], row.problems) == ([], [], [])
    assert row.plan["entries"] == 2
    entry = AuditEntry.objects.get(action="export.created")
    assert (entry.detail["reason"], entry.detail["count"]) == ("정기 점검", 2)
    if form == "csv":
        assert "'=김민지" in made.decode()
    else:
        cells = [cell for line in load_workbook(io.BytesIO(made)).active.iter_rows() for cell in line]
        assert {cell.data_type for cell in cells if cell.value} == {"s"}


def test_an_export_needs_a_reason(sysadmin: Any) -> None:
    for reason, form in ((" ", "csv"), ("점검", "pdf")):
        with pytest.raises(Invalid):
            imports.export_people(actor=sysadmin, reason=reason, form=form)


# --- The commands


def test_the_commands_do_the_same(db: None, tmp_path: Any, capsys: Any) -> None:
    sheet, out = tmp_path / "people.csv", tmp_path / "out.xlsx"
    sheet.write_bytes(csv(LINE, "E1,가,a b", "E2,나,c,,,,,,,왕"))
    call_command("import_people", str(sheet), "--dry-run")
    assert not User.objects.exists()
    call_command("import_people", str(sheet))
    said = capsys.readouterr()
    assert "minji" in said.out
    assert "a b" in said.err
    assert User.objects.get().login_id == "minji"
    call_command("export_people", str(out), "--reason", "점검")
    assert read(out.read_bytes())[0][0].login_id == "minji"
    assert AuditEntry.objects.get(action="export.created").actor_id is None
    with pytest.raises(CommandError):
        call_command("import_people", str(tmp_path / "none.csv"))
    sheet.write_bytes(b"nothing")
    with pytest.raises(CommandError):
        call_command("import_people", str(sheet))


def test_somebody_who_left_is_named_by_the_status_column(sysadmin: Any, person: Any) -> None:
    gone = person("gone", name="가")
    row = imports.plan_import(actor=sysadmin, data=csv("E9,가,gone,,,,,,,,퇴직"))
    plan = roster.plan_in(row.plan)
    assert [change.kind for change in plan.items[0].changes] == [Kind.DISABLED]
    roster.apply(plan, actor=sysadmin)
    gone.refresh_from_db()
    assert gone.status == UserStatus.DISABLED
