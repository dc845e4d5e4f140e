"""`manage.py seed_demo` makes a company, completes it, and leaves alone what is there."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts import selectors, services
from accounts.models import OrgMember, OrgUnit, User
from chat.models import Member, Message, Room

PASSWORD = "maru-demo-2026"


def _seed(people: int, **options: Any) -> str:
    out = StringIO()
    call_command("seed_demo", people=people, stdout=out, **options)
    return out.getvalue()


def _opens(login: str, password: str) -> bool:
    user = selectors.user_by_login(login)
    return user is not None and user.check_password(password)


@pytest.fixture
def company(db: None) -> str:
    return _seed(20, password=PASSWORD)


def test_everybody_has_a_name_a_post_and_the_password(company: str) -> None:
    assert PASSWORD in company
    assert "demo001" in company
    logins = sorted(User.objects.values_list("login_id", flat=True))
    assert logins == [f"demo{number:03d}" for number in range(1, 21)]
    assert all(_opens(login, PASSWORD) for login in ("demo001", "demo020"))
    assert OrgMember.objects.filter(is_primary=True).count() == 20
    assert OrgMember.objects.filter(is_primary=False).exists(), "some hold a second post"


def test_the_first_two_have_roles(company: str) -> None:
    roles = {user.login_id: user.roles for user in User.objects.filter(granted_roles__isnull=False)}
    assert roles == {"demo001": ["SYSTEM_ADMIN", "USER"], "demo002": ["AUDITOR", "USER"]}


def test_one_room_holds_everybody(company: str) -> None:
    room = Room.objects.get(name="전체")
    assert Member.objects.filter(room=room, left_at=None).count() == 20
    assert Room.objects.count() == 1


def test_the_teams_of_a_new_company_talk_if_asked_to(db: None) -> None:
    _seed(20, password=PASSWORD, conversations=True)
    assert Message.objects.filter(room__name="인사팀").exists()
    assert not Room.objects.filter(type=Room.Type.DM).exists(), "direct messages are people's own"


def test_people_are_found_by_their_initials(company: str) -> None:
    asking = User.objects.get(login_id="demo002")
    assert "demo001" in [user.login_id for user in selectors.found_people(asking, "ㄱㅁㅅ", limit=50)]


def _state() -> list[Any]:
    tables = [User, OrgUnit, OrgMember, Room, Member, Message]
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_again_it_changes_nothing(company: str) -> None:
    before = _state()
    said = _seed(20)
    assert _state() == before
    assert "0 people added" in said


def test_more_people_join_what_is_there(company: str) -> None:
    room = Room.objects.get(name="전체")
    rooms, old = set(Room.objects.values_list("pk", flat=True)), User.objects.get(login_id="demo005")
    said = _seed(30)
    assert "10 people added" in said
    assert User.objects.count() == 30
    assert Member.objects.filter(room=room, left_at=None).count() == 30
    assert set(Room.objects.values_list("pk", flat=True)) == rooms
    assert User.objects.get(login_id="demo005").password == old.password
    made_up = said.rsplit(": ", 1)[1].strip()
    assert _opens("demo030", made_up)
    assert _opens("demo005", PASSWORD)


def test_a_password_becomes_that_of_all_demo_logins_and_of_nobody_else(company: str) -> None:
    services.create_user(login_id="demoiselle", name="진짜 사람", password="keep-this-one-please")
    _seed(22, password="another-password-1")
    assert all(_opens(login, "another-password-1") for login in ("demo001", "demo022"))
    assert _opens("demoiselle", "keep-this-one-please")


def test_who_left_the_room_or_was_disabled_stays_so(company: str) -> None:
    gone = User.objects.get(login_id="demo007")
    services.disable_user(actor=None, user_id=gone.pk)
    Member.objects.filter(user__login_id="demo008", room__name="전체").update(left_at=gone.created_at, left_seq=1)
    _seed(21)
    gone.refresh_from_db()
    assert not gone.is_active
    assert Member.objects.get(user__login_id="demo008", room__name="전체").left_at is not None


def test_more_people_than_a_room_may_hold_are_still_together(db: None, settings: Any) -> None:
    settings.MAX_ROOM_MEMBERS = 5
    _seed(12, password=PASSWORD)
    assert Member.objects.filter(room__name="전체").count() == 12
    assert settings.MAX_ROOM_MEMBERS == 5


@pytest.mark.parametrize("people", [0, 1, 2, 3])
def test_the_smallest_companies(db: None, people: int) -> None:
    _seed(people, password=PASSWORD)
    assert User.objects.count() == people


def test_production_gets_none(db: None, settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        _seed(3)
    assert not User.objects.exists()


@pytest.mark.parametrize("wrong", [{"people": -1}, {"people": 10**6}, {"people": 3, "password": ""}])
def test_numbers_that_make_no_sense(db: None, wrong: dict[str, Any]) -> None:
    with pytest.raises(CommandError):
        _seed(**wrong)
