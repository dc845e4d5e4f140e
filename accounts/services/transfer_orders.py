"""What a transfer makes of somebody's posts: the same for the preview and for the day itself. It only reckons."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Transfer
from accounts.services.posts import Seat
from messenger.core.errors import Invalid

Kind = Transfer.Kind
Seats = dict[UUID, Seat]
MOVES = frozenset({Kind.MOVE, Kind.RETURN})
LEAVES = frozenset({Kind.LEAVE, Kind.RETIREMENT})


def check(order: Transfer) -> None:
    """`Invalid` for an order that lacks what its kind needs."""
    lacks = {
        "toUnitId": order.kind in {Kind.MOVE, Kind.CONCURRENT} and order.to_unit_id is None,
        "title": order.kind == Kind.PROMOTION and not (order.title or order.role_in_org),
        "fromUnitId": order.kind == Kind.RELEASE and order.from_unit_id is None,
    }
    missing = {field: [_("This is needed here.")] for field, is_missing in lacks.items() if is_missing}
    if missing:
        raise Invalid(**missing)


def seats_after(seats: Mapping[UUID, Seat], order: Transfer) -> Seats:
    """Somebody's posts with the order in force. Raises `Invalid` where it does not fit what they have."""
    if order.kind == Kind.CONCURRENT:
        return {**seats, _to(order): Seat(order.title, order.role_in_org, not seats)}
    if order.kind in LEAVES or (order.kind == Kind.RETURN and order.to_unit_id is None):
        return dict(seats)
    start = _from(seats, order)
    if start is None:
        if order.kind in MOVES:
            return {_to(order): Seat(order.title, order.role_in_org, True)}
        raise Invalid(fromUnitId=[_("They have no post there.")])
    if order.kind == Kind.RELEASE:
        return _released(seats, start)
    had = seats[start]
    if order.kind == Kind.PROMOTION:
        return {**seats, start: Seat(order.title or had.title, order.role_in_org or had.role_in_org, had.is_primary)}
    rest = {unit: seat for unit, seat in seats.items() if unit != start}
    return {**rest, _to(order): Seat(order.title or had.title, order.role_in_org, had.is_primary)}


def title_after(seats: Mapping[UUID, Seat], order: Transfer) -> str | None:
    """The title of the person themselves with the order in force: that of the primary post. None: it stays."""
    if not order.title or order.kind not in {*MOVES, Kind.PROMOTION}:
        return None
    start = _from(seats, order)
    return order.title if start is None or seats[start].is_primary else None


def left_open(seats: Mapping[UUID, Seat], order: Transfer) -> UUID | None:
    """The post that an order is about which names none; None where it names one, or is about none."""
    stays = order.kind == Kind.CONCURRENT or (order.kind == Kind.RETURN and order.to_unit_id is None)
    return None if stays or order.from_name else _from(seats, order)


def _from(seats: Mapping[UUID, Seat], order: Transfer) -> UUID | None:
    """The post it is about: the one that is named, else the primary one."""
    if order.from_unit_id is not None:
        if order.from_unit_id not in seats:
            raise Invalid(fromUnitId=[_("They have no post there.")])
        return order.from_unit_id
    if order.from_name:
        raise Invalid(fromUnitId=[_("This department is gone.")])
    return next((unit for unit, seat in seats.items() if seat.is_primary), None)


def _to(order: Transfer) -> UUID:
    if order.to_unit_id is None:
        raise Invalid(toUnitId=[_("This department is gone.")])
    return order.to_unit_id


def _released(seats: Mapping[UUID, Seat], start: UUID) -> Seats:
    if seats[start].is_primary:
        raise Invalid(fromUnitId=[_("This is their primary post, not a concurrent one.")])
    return {unit: seat for unit, seat in seats.items() if unit != start}
