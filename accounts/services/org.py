"""The org chart: units and posts."""

from uuid import UUID

from django.db import transaction

from accounts import events
from accounts.models import OrgMember, OrgUnit, Profile, User
from accounts.selectors.people import people, search_line
from audit import actions
from audit.services import record


@transaction.atomic
def create_unit(*, actor: User | None, name: str, parent_id: UUID | None = None, order_no: int = 0) -> OrgUnit:
    """Add a department to the chart."""
    unit = OrgUnit.objects.create(name=name, parent_id=parent_id, order_no=order_no)
    record(actions.UNIT_CREATED, actor=actor, target_type="unit", target_id=unit.pk, name=name)
    return unit


@transaction.atomic
def give_post(
    *, actor: User | None, user: User, unit: OrgUnit, title: str = "", role_in_org: str = "", primary: bool = False
) -> OrgMember:
    """Give somebody a post in a unit, or change the one they have; the first one is the primary one."""
    theirs = OrgMember.objects.select_for_update().filter(user=user)
    primary = primary or not theirs.exclude(unit=unit).exists()
    if primary:
        theirs.update(is_primary=False)
    post, _created = OrgMember.objects.update_or_create(
        unit=unit, user=user, defaults={"title": title, "role_in_org": role_in_org, "is_primary": primary}
    )
    refresh_search_line(user)
    record(actions.USER_UPDATED, actor=actor, target_type="user", target_id=user.pk, fields=["units"])
    events.profile_updated(people().get(pk=user.pk))
    return post


def refresh_search_line(user: User) -> None:
    """Make again what somebody is found by, after any change of it."""
    profile = Profile.objects.get(user=user)
    Profile.objects.filter(user=user).update(search_text=search_line(user, profile))
