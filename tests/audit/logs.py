"""Logs to be tampered with, and whoever does it: with the database in hand, and without the key."""

import contextlib
from collections.abc import Iterator
from typing import Any

from django.db import connection

from audit import actions, guards
from audit.models import AuditEntry
from audit.services import record
from audit.services.sealing import seal


def filled(count: int) -> list[int]:
    """The ids of that many entries, sealed."""
    first = len(AuditEntry.objects.all())
    for number in range(first, first + count):
        record(actions.ROOM_CREATED, target_type="room", target_id=f"{number}", name=f"회의실 {number}", memberCount=3)
    seal()
    return list(AuditEntry.objects.order_by("pk").values_list("pk", flat=True))[first:]


@contextlib.contextmanager
def unguarded() -> Iterator[None]:
    """Somebody who owns the tables takes the triggers away for a moment."""
    guards.remove(connection)
    yield
    guards.install(connection)


def sql(statement: str, *values: Any) -> int:
    """What somebody with the database's password says to it; how many rows it was about."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def tampered(statement: str, *values: Any) -> int:
    """The same with the triggers out of the way."""
    with unguarded():
        return sql(statement, *values)
