"""Transfers (인사발령): planned for a day, looked at before, in force from 00:00 of the office's time zone, once."""

import datetime as dt
import logging
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import TransferEnded, Yourself
from accounts.models import OrgMember, OrgUnit, PersonSource, Role, Transfer, User, UserStatus
from accounts.selectors import roles
from accounts.selectors.people import people
from accounts.services import standing, transfer_orders
from accounts.services.details import update_person
from accounts.services.posts import Seat, set_posts
from audit import actions
from audit.services import record
from messenger.core.errors import Invalid, NotFound, Refusal

log = logging.getLogger(__name__)
State, Kind = Transfer.State, Transfer.Kind


def transfers(actor: User) -> QuerySet[Any]:
    """All transfers, the latest day first. SYSTEM_ADMIN."""
    roles.require(actor, Role.SYSTEM_ADMIN)
    return Transfer.objects.select_related("user__profile", "planned_by__profile").order_by(
        "-effective_on", "-planned_at", "id"
    )


@transaction.atomic
def plan_transfer(*, actor: User, user_id: UUID, kind: str, effective_on: dt.date, **order: Any) -> Transfer:
    """Enter an order (`from_unit_id`, `to_unit_id`, `title`, `role_in_org`, `note`). One for today or before is
    in force at once.

    Raises `NotFound`, `Invalid` (what its kind needs is missing; the day is too far away), `Forbidden`, `Yourself`.
    """
    made = _order(actor, user_id, kind, effective_on, **order)
    transfer_orders.seats_after(_seats(made.user), made)  # an order that fits nothing is better refused than planned
    made.planned_by = actor
    made.save(force_insert=True)
    _note(actions.TRANSFER_PLANNED, made, actor)
    if made.effective_on <= timezone.localdate():
        _apply(made, actor)
    return made


def preview(actor: User, *, user_id: UUID, kind: str, effective_on: dt.date, **order: Any) -> dict[str, Any]:
    """What an order would change, after those that are planned for before it: `{before, after, title, status}`."""
    made = _order(actor, user_id, kind, effective_on, **order)
    earlier = Transfer.objects.filter(user=made.user, state=State.PLANNED, effective_on__lte=made.effective_on)
    return _preview(made, list(earlier.order_by("effective_on", "planned_at")))


def preview_of(actor: User, transfer: Transfer) -> dict[str, Any]:
    """The same for an order that is planned already."""
    roles.require(actor, Role.SYSTEM_ADMIN)
    earlier = Transfer.objects.filter(
        user_id=transfer.user_id, state=State.PLANNED, effective_on__lte=transfer.effective_on
    )
    rows = earlier.exclude(pk=transfer.pk).order_by("effective_on", "planned_at")
    return _preview(transfer, [row for row in rows if _before(row, transfer)])


@transaction.atomic
def cancel_transfer(*, actor: User, transfer_id: UUID) -> Transfer:
    """Take an order back before its day. Raises `TransferEnded` after that, `NotFound`, `Forbidden`."""
    roles.require(actor, Role.SYSTEM_ADMIN)
    row = Transfer.objects.select_for_update(of=("self",)).filter(pk=transfer_id).first()
    if row is None:
        raise NotFound
    if row.state != State.PLANNED:
        raise TransferEnded
    _end(row, State.CANCELLED, actor)
    _note(actions.TRANSFER_CANCELLED, row, actor)
    return row


def apply_due(today: dt.date | None = None) -> int:
    """Bring into force what is due, in the order of its days; how many orders that were. Each once, however often
    and however late this is called."""
    day = today or timezone.localdate()
    due = Transfer.objects.filter(state=State.PLANNED, effective_on__lte=day).order_by("effective_on", "planned_at")
    return sum(_apply_one(transfer_id) for transfer_id in due.values_list("pk", flat=True))


def _apply_one(transfer_id: UUID) -> bool:
    with transaction.atomic():
        rows = Transfer.objects.select_for_update(of=("self",)).select_related("user")
        row = rows.filter(pk=transfer_id, state=State.PLANNED).first()
        if row is None:
            return False
        try:
            with transaction.atomic():
                _apply(row, None)
        except Refusal as refusal:
            log.warning("transfer %s could not be brought into force: %s", row.pk, refusal.code)
            row.failure = words(refusal)[:300]
            _end(row, State.FAILED, None)
            _note(actions.TRANSFER_APPLIED, row, None, outcome="failure")
    return True


def _apply(row: Transfer, actor: User | None) -> None:
    user = standing.locked(row.user_id)
    before = _seats(user)
    after = transfer_orders.seats_after(before, row)
    title = transfer_orders.title_after(before, row)
    given = {unit: seat for unit, seat in after.items() if before.get(unit) != seat}
    set_posts(actor=actor, user_id=user.pk, given=given, taken=before.keys() - after.keys(), source="transfer")
    if title is not None:
        update_person(actor=actor, user_id=user.pk, title=title, source="transfer")
    if row.kind in transfer_orders.LEAVES:
        standing.disable_user(actor=actor, user_id=user.pk, reason=str(Kind(row.kind).label))
    elif row.kind == Kind.RETURN:
        standing.enable_user(actor=actor, user_id=user.pk)
    left = _unit(transfer_orders.left_open(before, row), "fromUnitId")
    if left is not None:
        row.from_unit, row.from_name = left, left.name
    _end(row, State.APPLIED, actor)
    _note(actions.TRANSFER_APPLIED, row, actor)


def _end(row: Transfer, state: str, actor: User | None) -> None:
    row.state, row.ended_at, row.ended_by = state, timezone.now(), actor
    row.save(update_fields=["state", "ended_at", "ended_by", "failure", "from_unit", "from_name"])


def _order(
    actor: User,
    user_id: UUID,
    kind: str,
    effective_on: dt.date,
    *,
    from_unit_id: UUID | None = None,
    to_unit_id: UUID | None = None,
    title: str = "",
    role_in_org: str = "",
    note: str = "",
) -> Transfer:
    roles.require(actor, Role.SYSTEM_ADMIN)
    user = people().filter(pk=user_id).first()
    if user is None or user.status == UserStatus.PENDING:
        raise NotFound
    if user.pk == actor.pk and kind in transfer_orders.LEAVES:  # by the day, it would be nobody's doing
        raise Yourself
    if PersonSource.objects.filter(user=user).exists():
        raise Invalid(userId=[_("This person is kept by the directory: enter it there.")])
    if abs((effective_on - timezone.localdate()).days) > settings.TRANSFER_DAYS:
        raise Invalid(effectiveOn=[_("This day is too far away.")])
    start, goal = _unit(from_unit_id, "fromUnitId"), _unit(to_unit_id, "toUnitId")
    made = Transfer(
        user=user,
        kind=Kind(kind),
        effective_on=effective_on,
        from_unit=start,
        from_name=start.name if start else "",
        to_unit=goal,
        to_name=goal.name if goal else "",
        title=title,
        role_in_org=role_in_org,
        is_primary=Kind(kind) != Kind.CONCURRENT,
        note=note,
    )
    transfer_orders.check(made)
    return made


def _unit(unit_id: UUID | None, field: str) -> OrgUnit | None:
    if unit_id is None:
        return None
    unit = OrgUnit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise Invalid(**{field: [_("There is no such department.")]})
    return unit


def _seats(user: User) -> transfer_orders.Seats:
    posts = OrgMember.objects.filter(user=user).order_by("-is_primary", "unit__order_no")
    return {post.unit_id: Seat(post.title, post.role_in_org, post.is_primary) for post in posts}


def _preview(made: Transfer, earlier: Iterable[Transfer]) -> dict[str, Any]:
    seats = _seats(made.user)
    for order in earlier:
        seats = transfer_orders.seats_after(seats, order)
    after = transfer_orders.seats_after(seats, made)
    names = dict(OrgUnit.objects.filter(pk__in=seats.keys() | after.keys()).values_list("pk", "name"))
    leaves = made.kind in transfer_orders.LEAVES
    status = "DISABLED" if leaves else "ACTIVE" if made.kind == Kind.RETURN else made.user.status
    return {
        "before": [_seat_out(unit, names, seat) for unit, seat in seats.items()],
        "after": [_seat_out(unit, names, seat) for unit, seat in after.items()],
        "title": transfer_orders.title_after(seats, made) or made.user.profile.title,
        "status": status,
    }


def _seat_out(unit_id: UUID, names: dict[UUID, str], seat: Seat) -> dict[str, Any]:
    return {
        "orgUnitId": unit_id,
        "name": names.get(unit_id, ""),
        "title": seat.title,
        "roleInOrg": seat.role_in_org,
        "isPrimary": seat.is_primary,
    }


def _before(row: Transfer, other: Transfer) -> bool:
    return (row.effective_on, row.planned_at) < (other.effective_on, other.planned_at)


def _note(action: str, row: Transfer, actor: User | None, outcome: str = "success") -> None:
    record(
        action,
        actor=actor,
        target_type="transfer",
        target_id=row.pk,
        subject_id=row.user_id,
        outcome=outcome,
        kind=row.kind,
        effectiveOn=row.effective_on,
        fromUnit=row.from_name,
        toUnit=row.to_name,
        title=row.title,
    )


def words(refusal: Refusal) -> str:
    """A refusal in one line: what it says of its fields, else of itself."""
    texts = [text for found in refusal.details.values() if isinstance(found, list) for text in found]
    return " ".join(map(str, texts)) or str(refusal.text)
