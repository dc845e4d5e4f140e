"""Times what one person reads in 200 rooms, with few messages and with very many: a child of the bench.

Prints, for each amount, what is read: milliseconds (median), the same statements alone through a
bare cursor, and how many statements there are.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from accounts.models import User

ROOMS = 200
LIMIT = 50
TIMES = 30


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--amounts", type=int, nargs="+", required=True, help="messages in the biggest room")
    asked = parser.parse_args()
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from bench.office import make_people, make_room

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        people = make_people(40)
        rooms = [str(make_room([people[0], *people[1 + number % 20 :][:19]]).pk) for number in range(ROOMS)]
    results = {}
    there = 0
    for amount in asked.amounts:
        _fill(rooms, amount - there)
        there = amount
        results[amount] = _measure(people[0], rooms[0])
    print(json.dumps(results))


def _fill(rooms: list[str], amount: int) -> None:
    """So many messages more in the first room; a fifth of them over the others."""
    from django.db import connection, transaction

    from bench.behind import fill

    with transaction.atomic():
        fill(rooms[0], amount)
        for room in rooms[1:]:
            fill(room, max(1, amount // 5 // ROOMS))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def _measure(reader: "User", big_room: str) -> dict[str, dict[str, float]]:
    from chat.api.rooms import rooms_shown
    from chat.models import Room
    from chat.selectors import messages, rooms

    room = Room.objects.get(pk=big_room)

    def history() -> Any:
        member = rooms.visible_room(reader, room.pk)
        return messages.page(member, before=None, after=None, around=None, limit=LIMIT)

    def changes() -> Any:
        member = rooms.visible_room(reader, room.pk)
        return messages.changes(member, after=room.last_change - 200, limit=200)

    def room_list() -> Any:
        return rooms_shown(rooms.my_rooms(reader, limit=ROOMS)[0])

    return {
        "newest 50 messages": _timed(history),
        "200 changes": _timed(changes),
        "list of 200 rooms": _timed(room_list),
        "unread badge": _timed(lambda: rooms.unread_total(reader)),
        "cursors of HELLO": _timed(lambda: rooms.heads(reader)),
    }


def _timed(read: Callable[[], Any]) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from messenger.core import wire

    with CaptureQueriesContext(connection) as captured:
        read()
    statements = [query["sql"] for query in captured.captured_queries]

    def bare() -> None:
        cursor = connection.connection.cursor()
        for statement in statements:
            cursor.execute(statement).fetchall()

    return {"ms": _median(lambda: wire.encode(read())), "bare_ms": _median(bare), "queries": len(statements)}


def _median(function: Callable[[], Any]) -> float:
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        function()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times[3:])


if __name__ == "__main__":
    main()
