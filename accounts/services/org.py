"""The org chart: units are made, moved, renamed, merged and deleted (posts: `services.posts`)."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, ProtectedError

from accounts import events, signals
from accounts.errors import UnitInUse, UnitUnderItself
from accounts.models import OrgMember, OrgUnit, Profile, User
from accounts.selectors import units
from accounts.selectors.people import people, search_line
from audit import actions
from audit.services import record
from messenger.core.errors import NotFound


@transaction.atomic
def create_unit(*, actor: User | None, name: str, parent_id: UUID | None = None, order_no: int = 0) -> OrgUnit:
    """Add a department to the chart."""
    if parent_id is not None:
        _unit(parent_id)
    unit = OrgUnit.objects.create(name=name, parent_id=parent_id, order_no=order_no)
    record(actions.UNIT_CREATED, actor=actor, target_type="unit", target_id=unit.pk, name=name)
    return unit


@transaction.atomic
def unit_at(*, actor: User | None, path: tuple[str, ...]) -> OrgUnit:
    """The department of this path from the top; what of it is missing is made. `NotFound` for no path."""
    _lock_chart()
    unit: OrgUnit | None = None
    for name in path:
        found = OrgUnit.objects.filter(name=name, parent=unit).first()
        unit = found or create_unit(actor=actor, name=name, parent_id=unit.pk if unit else None)
    if unit is None:
        raise NotFound
    return unit


@transaction.atomic
def change_unit(*, actor: User | None, unit_id: UUID, name: str | None = None, order_no: int | None = None) -> OrgUnit:
    """Rename a department, or give it another place among its neighbours."""
    unit = _unit(unit_id)
    wanted = {"name": name, "order_no": order_no}
    changed = {field: value for field, value in wanted.items() if value not in (None, getattr(unit, field))}
    if not changed:
        return unit
    before = {field: getattr(unit, field) for field in changed}
    for field, value in changed.items():
        setattr(unit, field, value)
    unit.save(update_fields=list(changed))
    record(actions.UNIT_CHANGED, actor=actor, target_type="unit", target_id=unit.pk, before=before, after=changed)
    if "name" in changed:
        _tell(people_in([unit.pk]))
    return unit


@transaction.atomic
def move_unit(*, actor: User | None, unit_id: UUID, parent_id: UUID | None) -> OrgUnit:
    """Put a department, with all below it, under another one or at the top. Raises `UnitUnderItself`.

    The chart is locked: two moves at once could make a circle that neither of them is.
    """
    _lock_chart()
    unit = _unit(unit_id)
    if parent_id is not None:
        _unit(parent_id)
        if parent_id in units.with_sub_units([unit_id]):
            raise UnitUnderItself
    if unit.parent_id != parent_id:
        before, unit.parent_id = unit.parent_id, parent_id
        unit.save(update_fields=["parent"])
        moved: dict[str, Any] = {"before": {"parentId": before}, "after": {"parentId": parent_id}}
        record(actions.UNIT_CHANGED, actor=actor, target_type="unit", target_id=unit.pk, **moved)
    return unit


@transaction.atomic
def merge_units(*, actor: User | None, unit_id: UUID, into_id: UUID) -> OrgUnit:
    """Everybody of a department and all below it become part of another one; it is gone after that.

    Who has a post in both keeps the other one's, and stays primary there if they were here. Raises `UnitUnderItself`.
    """
    _lock_chart()
    unit, into = _unit(unit_id), _unit(into_id)
    if into_id in units.with_sub_units([unit_id]):
        raise UnitUnderItself
    concerned = people_in([unit_id])
    _move_posts(unit, into)
    OrgUnit.objects.filter(parent=unit).update(parent=into)
    signals.unit_merging.send(sender=OrgUnit, unit=unit, into=into)
    name = unit.name
    _delete(unit)
    record(
        actions.UNIT_MERGED,
        actor=actor,
        target_type="unit",
        target_id=unit_id,
        name=name,
        into=into_id,
        intoName=into.name,
    )
    _tell(concerned)
    return into


@transaction.atomic
def delete_unit(*, actor: User | None, unit_id: UUID) -> None:
    """Take an empty department out of the chart. Raises `UnitInUse` while there is anything in it."""
    _lock_chart()
    unit = _unit(unit_id)
    if OrgUnit.objects.filter(parent=unit).exists() or OrgMember.objects.filter(unit=unit).exists():
        raise UnitInUse
    _delete(unit)
    record(actions.UNIT_DELETED, actor=actor, target_type="unit", target_id=unit_id, name=unit.name)


def refresh_search_line(user: User) -> None:
    """Make again what somebody is found by, after any change of it."""
    profile = Profile.objects.get(user=user)
    Profile.objects.filter(user=user).update(search_text=search_line(user, profile))


def people_in(unit_ids: list[UUID]) -> list[UUID]:
    """Everybody with a post in these departments themselves."""
    return list(OrgMember.objects.filter(unit_id__in=unit_ids).values_list("user_id", flat=True))


def _delete(unit: OrgUnit) -> None:
    try:
        with transaction.atomic():
            unit.delete()
    except ProtectedError as error:  # an upper app holds on to it: a survey for its people
        raise UnitInUse from error


def _move_posts(unit: OrgUnit, into: OrgUnit) -> None:
    there = set(people_in([into.pk]))
    for post in OrgMember.objects.select_for_update().filter(unit=unit):
        if post.user_id not in there:
            post.unit = into
            post.save(update_fields=["unit"])
            continue
        post.delete()
        if post.is_primary:
            OrgMember.objects.filter(unit=into, user_id=post.user_id).update(is_primary=True)


def _tell(user_ids: list[UUID]) -> None:
    for user in people().filter(pk__in=user_ids).order_by("pk"):
        refresh_search_line(user)
        events.profile_updated(user)


def _lock_chart() -> None:
    """One change of the chart's shape at a time. Locks are taken in one order, so nobody waits for each other."""
    list(OrgUnit.objects.select_for_update().order_by(F("pk")).values_list("pk", flat=True))


def _unit(unit_id: UUID) -> OrgUnit:
    unit = OrgUnit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise NotFound
    return unit
