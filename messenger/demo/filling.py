"""Puts the demo company into the database, whole or what is missing of it."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import OrgMember, OrgUnit, Profile, Role, User, UserRole, UserStatus
from accounts.passwords import normal
from accounts.selectors.people import folded_line
from accounts.services import create_unit
from audit import actions
from audit.services import record
from chat.models import Member, Room
from chat.services.members import add_members
from chat.services.rooms import create_room
from chat.services.sending import send_message
from messenger.demo.company import COMPANY, DIVISIONS, DemoPerson, login_of, person

EVERYBODY = "전체"
_BATCH = 500
_IN_OFFICE = dt.timedelta(days=365)  # for so long the two with roles have had them: newcomers decide on no disclosure
_TALK = {
    "플랫폼팀": (
        "오늘 10시에 주간 회의가 있습니다. 3층 회의실에서 뵙겠습니다.",
        "네, 자료 준비해서 가겠습니다.",
        "배포 일정도 같이 정리해 주세요.",
    ),
    "인사팀": ("하반기 건강검진 신청이 이번 주 금요일까지입니다.", "확인했습니다. 감사합니다."),
    "국내영업팀": ("견적서 검토 부탁드립니다.", "오후에 보고 의견 드리겠습니다."),
}


@dataclass(frozen=True, slots=True)
class Filled:
    """What was done."""

    created: int
    password_set: int


@transaction.atomic
def fill(people: int, password: str, *, for_all: bool, conversations: bool = False) -> Filled:
    """Add what is missing of a company of `people`.

    `password` becomes that of the new logins, and under `for_all` of every demo login there is.
    `conversations` lets the teams of a new company talk, so that the first look is not at empty rooms.
    """
    hashed = make_password(normal(password))  # once: a hash for each of 5,000 would take minutes
    wanted = [person(number) for number in range(1, people + 1)]
    there = set(_demo_users().values_list("login_id", flat=True))
    is_first = not there
    new = _hire([one for one in wanted if one.login not in there], hashed)
    changed = _demo_users().update(password=hashed) if for_all else len(new)
    _grant_roles(new)
    if new:
        _gather(new)
    if is_first and conversations:
        _start_talking()
    return Filled(len(new), changed)


def _demo_users() -> QuerySet[User]:
    return User.objects.filter(login_id__regex=r"^demo[0-9]{3,}$")


def _hire(people: list[DemoPerson], hashed: str) -> list[User]:
    if not people:
        return []
    units = _units()
    users = [User(login_id=one.login, employee_no=one.employee_no, password=hashed) for one in people]
    User.objects.bulk_create(users, batch_size=_BATCH)
    pairs = list(zip(users, people, strict=True))
    Profile.objects.bulk_create([_profile(user, one) for user, one in pairs], batch_size=_BATCH)
    OrgMember.objects.bulk_create(_posts(pairs, units), batch_size=_BATCH)
    record(actions.USER_CREATED, target_type="user", demo=True, people=len(users))
    return users


def _profile(user: User, one: DemoPerson) -> Profile:
    profile = Profile(user=user, name=one.name, title=one.posts[0].title, email=one.email, phone=one.phone)
    profile.search_text = folded_line(user, profile, [post.unit for post in one.posts])
    return profile


def _posts(pairs: Iterable[tuple[User, DemoPerson]], units: dict[str, OrgUnit]) -> list[OrgMember]:
    return [
        OrgMember(unit=units[post.unit], user=user, title=post.title, role_in_org=post.role, is_primary=place == 0)
        for user, one in pairs
        for place, post in enumerate(one.posts)
    ]


def _units() -> dict[str, OrgUnit]:
    """The chart's units by name; those that are missing are made."""
    company = _unit(COMPANY, None, 0)
    units = {COMPANY: company}
    for order, (division, teams) in enumerate(DIVISIONS.items()):
        units[division] = _unit(division, company, order)
        for place, team in enumerate(teams):
            units[team] = _unit(team, units[division], place)
    return units


def _unit(name: str, parent: OrgUnit | None, order: int) -> OrgUnit:
    found = OrgUnit.objects.filter(name=name, parent=parent).first()
    return found or create_unit(actor=None, name=name, parent_id=parent.pk if parent else None, order_no=order)


def _grant_roles(new: list[User]) -> None:
    roles = {login_of(1): Role.SYSTEM_ADMIN, login_of(2): Role.AUDITOR}
    for user in new:
        if user.login_id in roles:
            UserRole.objects.create(user=user, role=roles[user.login_id], granted_at=timezone.now() - _IN_OFFICE)


def _gather(new: list[User]) -> None:
    """The room with everybody. It may be larger than rooms that people make."""
    most = settings.MAX_ROOM_MEMBERS
    settings.MAX_ROOM_MEMBERS = max(most, User.objects.count())
    try:
        admin = _admin_of_everybody()
        if admin is not None:
            add_members(actor=admin.user, room_id=admin.room_id, user_ids=[user.pk for user in new])
            return
        first = _demo_users().filter(status=UserStatus.ACTIVE).order_by("login_id").first()
        if first is not None:
            create_room(actor=first, type=Room.Type.GROUP, name=EVERYBODY, member_ids=_active_people())
    finally:
        settings.MAX_ROOM_MEMBERS = most


def _admin_of_everybody() -> Member | None:
    rooms = Room.objects.filter(type=Room.Type.GROUP, name=EVERYBODY, deleted_at=None)
    admins = Member.objects.filter(room__in=rooms, is_admin=True, left_at=None, user__status=UserStatus.ACTIVE)
    return admins.select_related("user").order_by("room__created_at", "joined_at").first()


def _active_people() -> list[UUID]:
    return list(User.objects.filter(status=UserStatus.ACTIVE).values_list("pk", flat=True))


def _start_talking() -> None:
    """A few rooms of teams."""
    for unit_name, lines in _TALK.items():
        team = list(User.objects.filter(posts__unit__name=unit_name).order_by("login_id"))
        if len(team) > 1:
            room, _new = create_room(actor=team[0], type=Room.Type.GROUP, name=unit_name, member_ids=_ids(team))
            for place, line in enumerate(lines):
                _say(team[place % len(team)], room, line)


def _say(sender: User, room: Room, text: str) -> None:
    send_message(actor=sender, room_id=room.pk, client_msg_id=uuid.uuid4(), type="TEXT", text=text)


def _ids(people: list[User]) -> list[UUID]:
    return [user.pk for user in people]
