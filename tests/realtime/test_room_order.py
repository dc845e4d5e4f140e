"""The order of a room's events on their way to the sockets (contract 10.2)."""

import itertools
import uuid

from messenger.core.events import Event
from messenger.realtime.order import RoomOrder

ROOM = uuid.uuid4()


def _event(change: int | None, room: uuid.UUID | None = ROOM) -> Event:
    return Event("MESSAGE_CREATED", {}, room=room, change=change)


def _taken(order: RoomOrder, *changes: int) -> list[int | None]:
    return [event.change for change in changes for event in order.take(_event(change))]


def test_the_first_that_is_heard_sets_the_place() -> None:
    assert _taken(RoomOrder(), 7, 8, 9) == [7, 8, 9]


def test_what_is_early_waits_for_what_is_missing() -> None:
    order = RoomOrder()
    assert _taken(order, 1, 3, 4) == [1]
    assert order.is_waiting(_event(3))
    assert _taken(order, 2) == [2, 3, 4]
    assert not order.is_waiting(_event(3))


def test_any_order_comes_out_right() -> None:
    for shuffled in itertools.permutations([2, 3, 4, 5]):
        assert _taken(RoomOrder(), 1, *shuffled) == [1, 2, 3, 4, 5]


def test_what_is_late_or_told_already_is_dropped() -> None:
    assert _taken(RoomOrder(), 5, 4, 5, 6) == [5, 6]


def test_waiting_ends() -> None:
    order = RoomOrder()
    _taken(order, 1, 4, 3)
    assert [event.change for event in order.give_up(ROOM)] == [3, 4]
    assert _taken(order, 2) == []
    assert _taken(order, 5) == [5]
    assert order.give_up(ROOM) == []


def test_rooms_do_not_wait_for_each_other() -> None:
    order, other = RoomOrder(), uuid.uuid4()
    _taken(order, 1, 3)
    assert [event.change for event in order.take(_event(9, other))] == [9]
    assert order.is_waiting(_event(3))


def test_events_without_a_place_are_told_at_once() -> None:
    order = RoomOrder()
    _taken(order, 1, 3)
    assert len(order.take(_event(None))) == 1
    assert len(order.take(_event(None, None))) == 1


def test_rooms_are_forgotten_in_the_end() -> None:
    order = RoomOrder()
    for _ in range(6000):
        order.take(_event(1, uuid.uuid4()))
    assert len(order._told) <= 5000
    assert order._early == {}
