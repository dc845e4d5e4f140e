"""Who has to confirm a must-read notice, by department; and whom somebody may address at all."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from accounts.models import Role, User, UserStatus
from accounts.selectors import roles, units
from chat.models import Member, MustRead, MustReadRecipient, Room
from chat.schemas.must_reads import recipient_out

STATES = ("confirmed", "unconfirmed")


def recipients(notice: MustRead, state: str = "") -> QuerySet[MustReadRecipient]:
    """Those who have to confirm, by department and name; of one of the `STATES` or all."""
    rows = MustReadRecipient.objects.filter(must_read=notice).select_related("user__profile")
    if state:
        rows = rows.filter(confirmed_at__isnull=state == "unconfirmed")
    return rows.order_by("unit_name", "user__profile__name", "pk")


def recipients_out(notice: MustRead, rows: list[MustReadRecipient]) -> list[dict[str, Any]]:
    """Recipients on the wire."""
    return [recipient_out(notice, row) for row in rows]


def departments(notice: MustRead) -> list[dict[str, Any]]:
    """How far each department is: `{name, confirmedCount, targetCount}`."""
    rows = MustReadRecipient.objects.filter(must_read=notice).order_by("unit_name").values("unit_name")
    counted = rows.annotate(people=Count("pk"), confirmed=Count("confirmed_at"))
    return [
        {"name": row["unit_name"], "confirmedCount": row["confirmed"], "targetCount": row["people"]} for row in counted
    ]


def addressable_units(actor: User) -> set[UUID]:
    """The departments that the actor may address (setting MUST_READ_BY)."""
    if Role.SYSTEM_ADMIN in actor.roles:
        return units.every()
    if settings.MUST_READ_BY == "admins":
        return set()
    posts = units.led_by(actor.pk) if settings.MUST_READ_BY == "leads" else units.units_of(actor.pk)
    return units.with_sub_units(posts)


def publishers(notice: MustRead) -> frozenset[UUID]:
    """Who could publish this notice today: at home in each of its places as `addressable_units` and
    `addressable_rooms` say. Of a place that is gone (a deleted room, a dissolved department) that is nobody."""
    places = list(notice.places.values_list("room_id", "unit_id"))
    able = [_admins(room_id) if room_id else _addressers(unit_id) for room_id, unit_id in places]
    return frozenset(set.intersection(*able)) if able else frozenset()


def _admins(room_id: UUID) -> set[UUID]:
    rows = Member.objects.filter(
        Q(is_admin=True) | Q(room__type=Room.Type.DM),
        room_id=room_id,
        room__deleted_at=None,
        left_at=None,
        user__status=UserStatus.ACTIVE,
    )
    return set(rows.values_list("user_id", flat=True))


def _addressers(unit_id: UUID | None) -> set[UUID]:
    if unit_id is None:
        return set()
    admins = roles.holders(Role.SYSTEM_ADMIN)
    if settings.MUST_READ_BY == "admins":
        return admins
    return admins | units.seated_over(unit_id, leading=settings.MUST_READ_BY == "leads")


def addressable_rooms(actor: User) -> list[UUID]:
    """The rooms that the actor may address: those they are an admin of."""
    mine = Member.objects.filter(
        Q(is_admin=True) | Q(room__type=Room.Type.DM), user=actor, left_at=None, hidden=False, room__deleted_at=None
    )
    return list(mine.order_by("-room__last_message_at").values_list("room_id", flat=True))
