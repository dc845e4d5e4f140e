"""Who has to confirm a must-read notice, by department; and whom somebody may address at all."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from accounts.models import Role, User
from accounts.selectors import units
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


def addressable_rooms(actor: User) -> list[UUID]:
    """The rooms that the actor may address: those they are an admin of."""
    mine = Member.objects.filter(
        Q(is_admin=True) | Q(room__type=Room.Type.DM), user=actor, left_at=None, hidden=False, room__deleted_at=None
    )
    return list(mine.order_by("-room__last_message_at").values_list("room_id", flat=True))
