"""Posts: where somebody sits in the org chart. Who has any has exactly one primary one; the others are concurrent."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts import events
from accounts.errors import MovedOn
from accounts.models import OrgMember, OrgUnit, User
from accounts.selectors.people import people
from accounts.services.org import refresh_search_line
from accounts.services.standing import locked
from audit import actions
from audit.services import record

Wire = dict[str, Any]  # {title, roleInOrg, isPrimary}


@dataclass(frozen=True, slots=True)
class Seat:
    """What a post is like."""

    title: str = ""
    role_in_org: str = ""
    is_primary: bool = False

    @classmethod
    def of(cls, wire: Wire) -> "Seat":
        return cls(wire["title"], wire["roleInOrg"], wire["isPrimary"])


def give_post(
    *, actor: User | None, user: User, unit: OrgUnit, title: str = "", role_in_org: str = "", primary: bool = False
) -> OrgMember:
    """Give somebody a post in a unit, or change the one they have; the first one is the primary one."""
    set_posts(actor=actor, user_id=user.pk, given={unit.pk: Seat(title, role_in_org, primary)})
    return OrgMember.objects.select_related("unit").get(user=user, unit=unit)


def take_post(*, actor: User | None, user: User, unit_id: UUID) -> None:
    """Take a post away; if it was the primary one, the next in the chart becomes it."""
    set_posts(actor=actor, user_id=user.pk, taken=[unit_id])


@transaction.atomic
def set_posts(
    *,
    actor: User | None,
    user_id: UUID,
    given: Mapping[UUID, Seat] | None = None,
    taken: Collection[UUID] = (),
    expected: Mapping[UUID, Seat | None] | None = None,
    source: str = "",
) -> User:
    """Give and take posts in one go. `expected` says which posts must be there now, and how (None: no post).

    Raises `MovedOn` where that is not so.
    """
    user = locked(user_id)
    had = {post.unit_id: post for post in OrgMember.objects.select_for_update().filter(user=user)}
    before = {unit_id: _seat(post) for unit_id, post in had.items()}
    if any(before.get(unit_id) != seat for unit_id, seat in (expected or {}).items()):
        raise MovedOn
    after = {unit_id: seat for unit_id, seat in before.items() if unit_id not in taken}
    after = _one_primary({**after, **(given or {})}, chosen=given or {})
    if after == before:
        return user
    _write(user, had, before, after)
    refresh_search_line(user)
    record(
        actions.USER_UPDATED,
        actor=actor,
        target_type="user",
        target_id=user.pk,
        fields=["units"],
        **({"source": source} if source else {}),
        **_told(before, after),
    )
    fresh = people().get(pk=user.pk)
    events.profile_updated(fresh)
    return fresh


def _seat(post: OrgMember) -> Seat:
    return Seat(post.title, post.role_in_org, post.is_primary)


def _one_primary(seats: dict[UUID, Seat], chosen: Mapping[UUID, Seat]) -> dict[UUID, Seat]:
    """The same posts with one primary among them: what was chosen, else what it was, else the first in the chart."""
    wanted = [unit_id for unit_id, seat in chosen.items() if seat.is_primary]
    wanted += [unit_id for unit_id, seat in seats.items() if seat.is_primary]
    if not wanted:
        wanted = list(OrgUnit.objects.filter(pk__in=seats).values_list("pk", flat=True)[:1])
    return {unit_id: Seat(seat.title, seat.role_in_org, unit_id == wanted[0]) for unit_id, seat in seats.items()}


def _write(user: User, had: dict[UUID, OrgMember], before: dict[UUID, Seat], after: dict[UUID, Seat]) -> None:
    OrgMember.objects.filter(user=user, unit_id__in=before.keys() - after.keys()).delete()
    OrgMember.objects.filter(user=user, is_primary=True).update(is_primary=False)
    for unit_id, seat in sorted(after.items(), key=lambda each: each[1].is_primary):
        row = had.get(unit_id) or OrgMember(user=user, unit_id=unit_id)
        row.title, row.role_in_org, row.is_primary = seat.title, seat.role_in_org, seat.is_primary
        row.save()


def _told(before: dict[UUID, Seat], after: dict[UUID, Seat]) -> dict[str, Any]:
    """What changed, by the names that the units have now: they may be gone when it is read."""
    names = dict(OrgUnit.objects.filter(pk__in=before.keys() | after.keys()).values_list("pk", "name"))
    changed = [unit_id for unit_id in before.keys() | after.keys() if before.get(unit_id) != after.get(unit_id)]
    return {
        side: sorted(_line(names.get(one, ""), seats[one]) for one in changed if one in seats)
        for side, seats in (("before", before), ("after", after))
    }


def _line(name: str, seat: Seat) -> str:
    return " ".join(part for part in (name, seat.title, seat.role_in_org, "*" if seat.is_primary else "") if part)
